// One function a verb: declares its options on `app` and what it runs.
#pragma once

#include "cli/context.hpp"

namespace crossing::cli {

void add_evaluate(CLI::App& app, Context& context);
void add_explain(CLI::App& app, Context& context);
void add_check(CLI::App& app, Context& context);
void add_test(CLI::App& app, Context& context);
void add_rules(CLI::App& app, Context& context);
void add_tensions(CLI::App& rules, Context& context);
void add_figures(CLI::App& app, Context& context);
void add_facts(CLI::App& app, Context& context);
void add_cases(CLI::App& app, Context& context);
void add_batch(CLI::App& app, Context& context);
void add_generate(CLI::App& app, Context& context);
void add_timeline(CLI::App& app, Context& context);

}  // namespace crossing::cli

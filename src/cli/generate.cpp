// crossing generate: cases made up, for crossing batch.
#include "analysis/generate.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/verbs.hpp"
#include "load/case_reader.hpp"
#include "report/cases.hpp"

namespace crossing::cli {
namespace {

/// "FACT=V,V": the fact and each statement that is tried of it.
void read_vary(const RuleBook& book, const std::string& text, analysis::Recipe& recipe, Diagnostics& faults) {
  const auto equals = text.find('=');
  std::vector<Statement> statements;
  for (std::size_t from = equals + 1; equals != std::string::npos && from <= text.size();) {
    const auto comma = std::min(text.find(',', from), text.size());
    Case one = load::empty_case(book, "");
    const auto before = faults.size();
    load::assign(book, text.substr(0, equals + 1) + text.substr(from, comma - from), one, faults);
    for (auto fault = before; fault < faults.size(); ++fault) faults[fault].where = {"--vary " + text, {}};
    if (faults.size() != before) return;
    for (std::size_t i = 0; i < one.facts.size(); ++i)
      if (one.facts[i].kind != Statement::Kind::absent) statements.push_back(one.facts[i]);
    from = comma + 1;
  }
  if (statements.empty()) {
    faults.push_back(complain(Fault::bad_assignment, {"--vary", {}}, {text, "FACT=VALUE,VALUE"}));
    return;
  }
  const int fact = book.vocabulary.find_fact(text.substr(0, equals));
  if (std::any_of(recipe.vary.begin(), recipe.vary.end(), [fact](const auto& other) { return other.first == fact; })) {
    faults.push_back(complain(Fault::duplicate_key, {"--vary", {}}, {text.substr(0, equals)}, "name all its values in one: FACT=VALUE,VALUE"));
    return;
  }
  recipe.vary.emplace_back(fact, std::move(statements));
}

/// Writes `count` cases, or without it one for each combination of varied facts that keeps the constraints.
Status write_cases(const RuleBook& book, const analysis::Recipe& recipe, std::optional<std::uint64_t> count, bool csv) {
  analysis::Generator generator{book, recipe};
  const std::uint64_t combinations = generator.combinations();
  std::string text = csv ? report::case_columns(book.vocabulary) : "";
  std::uint64_t made = 0, missed = 0, missed_in_turn = 0;
  Case the_case;
  while (made < count.value_or(combinations - missed)) {
    if (!generator.next(the_case)) {
      ++missed;
      if (++missed_in_turn < combinations) continue;
      write_error("error: what is given leaves no case that keeps the constraints\n");
      return Status::bad_input;
    }
    missed_in_turn = 0;
    ++made;
    csv ? report::add_case_row(book.vocabulary, the_case, text) : report::add_case_line(book.vocabulary, the_case, text);
    if (text.size() < (std::size_t{1} << 18)) continue;
    bool gone = false;
    if (const Status written = write_out(text, &gone); gone || written != Status::answered) return written;
    text.clear();
  }
  if (missed > 0 && !count) write_error(fmt::format("{} of {} combinations break a constraint and are left out\n", missed, combinations));
  return write_out(text);
}

Status generate(const Context& context, analysis::Recipe recipe, std::optional<std::uint64_t> count, const std::string& given) {
  const auto book = load_book(context);
  if (!book) return Status::bad_rules;
  Diagnostics faults;
  for (const auto& text : context.vary) read_vary(*book, text, recipe, faults);
  if (!faults.empty()) return refuse(faults, Status::usage);
  if (!given.empty()) {
    const auto cases = all_cases(*book, {given}, faults);
    if (faults.empty() && cases.size() != 1) faults.push_back(complain(Fault::nothing_given, {given, {}}, {}, "--given takes a file with one case"));
    if (!faults.empty()) return refuse(faults, Status::bad_input);
    recipe.given.facts = cases.front().facts;
  }
  return write_cases(*book, recipe, count, context.format == "csv");
}

}  // namespace

void add_generate(CLI::App& app, Context& context) {
  auto* verb = app.add_subcommand("generate", "Make cases up, on both sides of every clause or of all chosen values");
  struct Asked {
    analysis::Recipe recipe{};
    std::optional<std::uint64_t> count{};
    std::string given{};
  };
  auto asked = std::make_shared<Asked>();
  verb->add_option("--count", asked->count, "How many cases; by default one for each combination of --vary")->type_name("N");
  verb->add_option("--seed", asked->recipe.seed, "The same seed gives the same cases")->type_name("S");
  verb->add_option("--given", asked->given, "Case file, or id of a shipped case: what it states is in every case")->type_name("FILE");
  verb->add_option("--unknown", asked->recipe.unknown, "Chance of each fact to be unknown")->check(CLI::Range(0.0, 1.0))->type_name("P");
  verb->add_option("--vary", context.vary, "Try these values of a fact in turn (can be repeated: all combinations)")->type_name("FACT=V,V")->allow_extra_args(false);
  verb->add_option("--format,--to", context.format, "Format: jsonl or csv")->check(CLI::IsMember({"jsonl", "csv"}))->type_name("FORMAT");
  take_rules(*verb, context);
  verb->footer("Example: crossing generate --count 5 --seed 1 --unknown 0.2");
  verb->callback([&context, asked] { context.run = [&context, asked] { return generate(context, asked->recipe, asked->count, asked->given); }; });
}

}  // namespace crossing::cli

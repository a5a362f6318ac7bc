// crossing timeline: the instruments in order of issue, with what each answers to a case; as text or as a picture for a slide.
#include "analysis/timeline.hpp"

#include "cli/verbs.hpp"
#include "load/reader.hpp"
#include "report/timeline.hpp"

namespace crossing::cli {
namespace {

/// The instruments without a case.
Status instruments(const Context& context, const RuleBook& book, const Options& options) {
  if (!context.question.empty() || !context.readings.empty() || context.all_readings || context.no_presumptions) {
    write_error("error: --question, --reading, --all-readings and --no-presumptions need a case\n");
    return Status::usage;
  }
  const auto timeline = analysis::timeline(book, options.regimes, options.as_of);
  if (context.format == "svg") return write_out(report::timeline_picture(book, nullptr, timeline));
  return show(context, report::instruments_report(book, timeline));
}

Status timeline(Context context) {
  context.all_regimes = !context.headline;
  const auto book = load_book(context);
  if (!book) return Status::bad_rules;
  const auto options = read_options(context, *book);
  if (!options) return Status::usage;
  const int question = book->vocabulary.find_question(context.question);
  if (question < 0 && !context.question.empty())
    return refuse({complain(Fault::unknown_question, {"--question", {}}, {context.question}, suggest(context.question, load::names(book->vocabulary.questions, &Question::name)))}, Status::usage);
  if (context.names.empty() && context.settings.empty()) return instruments(context, *book, *options);
  Status status{};
  const auto cases = gather_cases(context, *book, status);
  if (!cases) return status;
  if (cases->size() > 1) {
    write_error("error: timeline takes one case\n");
    return Status::usage;
  }
  const auto findings = Engine{*book}.evaluate(cases->front(), *options);
  if (!findings) return refuse(findings.diagnostics, Status::bad_input);
  const auto timeline = analysis::timeline(*book, cases->front(), *options, *findings.value, question);
  if (context.format == "svg") return write_out(report::timeline_picture(*book, &cases->front(), timeline));
  return show(context, report::timeline_report(*book, cases->front(), timeline));
}

}  // namespace

void add_timeline(CLI::App& app, Context& context) {
  auto* verb = app.add_subcommand("timeline", "Show instruments in order of issue, each with its answer to a case");
  take_case_options(*verb, context);
  verb->get_option("--all")->description("Ask every regime, as without any of these");
  verb->get_option("--headline")->description("Ask the headline regimes only");
  verb->add_option("--question", context.question, "Show one question only")->type_name("QUESTION");
  take_format(*verb, context, {"text", "json", "csv", "markdown", "html", "svg"});
  verb->footer("Example: crossing timeline three-refusals-korea-agrees --headline");
  verb->callback([&context] { context.run = [&context] { return timeline(context); }; });
}

}  // namespace crossing::cli

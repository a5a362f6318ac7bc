// crossing batch: answers for cases by the million, a line each.
#include <algorithm>
#include <filesystem>

#include "cli/batch_run.hpp"
#include "cli/verbs.hpp"
#include "load/reader.hpp"

namespace crossing::cli {
namespace {

std::optional<std::vector<int>> questions_of(const Context& context, const RuleBook& book) {
  std::vector<int> questions;
  Diagnostics faults;
  for (const auto& name : context.questions) {
    questions.push_back(book.vocabulary.find_question(name));
    if (questions.back() < 0) faults.push_back(complain(Fault::unknown_question, {"--questions", {}}, {name}, suggest(name, load::names(book.vocabulary.questions, &Question::name))));
  }
  if (faults.empty()) return questions;
  refuse(faults, Status::usage);
  return std::nullopt;
}

/// The first of the named files that is also one of the others; empty if none is.
std::string named_twice(const BatchRun& asked) {
  std::vector<std::filesystem::path> met;
  for (const auto& name : {asked.input, asked.output, asked.rejects, asked.summary}) {
    std::error_code error;
    const auto path = std::filesystem::weakly_canonical(name, error);
    if (name.empty() || name == "-" || (std::filesystem::exists(path, error) && !std::filesystem::is_regular_file(path, error))) continue;
    if (std::find(met.begin(), met.end(), path) != met.end()) return name;
    met.push_back(path);
  }
  return {};
}

Status batch(const Context& context, BatchRun asked) {
  const auto book = load_book(context);
  if (!book) return Status::bad_rules;
  const auto options = read_options(context, *book);
  const auto questions = options ? questions_of(context, *book) : std::nullopt;
  if (!questions) return Status::usage;
  if (asked.output == "-") asked.output.clear();
  if (asked.resume && asked.output.empty()) {
    write_error("error: --resume needs -o\n  help: only a file can be gone on with\n");
    return Status::usage;
  }
  asked.input = context.names.empty() ? "-" : context.names.front();
  if (const auto name = named_twice(asked); !name.empty()) {
    write_error("error: " + report::printable(name) + ": is named twice\n  help: input, answers, rejects and summary are different files\n");
    return Status::usage;
  }
  const bool csv = context.from.empty() ? asked.input.ends_with(".csv") : context.from == "csv";
  asked.from = csv ? load::RecordFormat::csv : load::RecordFormat::jsonl;
  asked.settings.book = &*book;
  asked.settings.options = *options;
  asked.settings.questions = *questions;
  asked.settings.format = context.format == "csv" ? batch::OutputFormat::csv : context.format == "full" ? batch::OutputFormat::full : batch::OutputFormat::flat;
  return run(asked);
}

}  // namespace

void add_batch(CLI::App& app, Context& context) {
  auto* verb = app.add_subcommand("batch", "Answer many cases, a line each, from JSON lines or CSV");
  auto asked = std::make_shared<BatchRun>();
  verb->add_option("IN", context.names, "File with a case a line; - or nothing for standard input")->expected(0, 1);
  verb->add_option("-o,--output", asked->output, "File for the answers, which appears when it is whole")->type_name("OUT");
  verb->add_option("--from", context.from, "Format of the input: jsonl or csv (by default csv for *.csv)")->check(CLI::IsMember({"jsonl", "csv"}))->type_name("FORMAT");
  verb->add_option("--format,--to", context.format, "Format of the answers: flat (JSON lines), csv, or full")
      ->check(CLI::IsMember({"flat", "csv", "full"}))
      ->type_name("FORMAT");
  verb->add_option("--questions", context.questions, "Ask only these questions, separated by commas")->type_name("LIST")->delimiter(',')->allow_extra_args(false);
  verb->add_option("--jobs", asked->jobs, "Threads that answer")->check(CLI::Range(1, 64))->type_name("N");
  verb->add_option("--rejects", asked->rejects, "File for the records that are refused, as they stand")->type_name("FILE");
  verb->add_option("--summary", asked->summary, "File for the counts of the run, as JSON")->type_name("FILE");
  verb->add_flag("--strict", asked->settings.strict, "Stop at the first record that is refused");
  verb->add_flag("--resume", asked->resume, "Go on with a run that was cut off");
  verb->add_option("--chunk-size", asked->chunk_size, "Bytes of input that are worked on at a time")->check(CLI::Range(1, 1 << 26))->type_name("BYTES");
  take_readings(*verb, context);
  take_regimes(*verb, context);
  take_rules(*verb, context);
  verb->footer("Example: crossing generate --count 1000 | crossing batch");
  verb->callback([&context, asked] { context.run = [&context, asked] { return batch(context, *asked); }; });
}

}  // namespace crossing::cli

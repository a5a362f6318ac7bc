// Files, ids and options to values; every fault of one kind of input is told in one run.
#include "cli/context.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "load/case_reader.hpp"
#include "load/choices.hpp"
#include "load/embedded.hpp"
#include "load/files.hpp"

namespace crossing::cli {
namespace {

namespace fs = std::filesystem;

report::Style style_of(const Context& context) {
  report::Style style;
  style.format = report::read_format(context.format).value_or(report::Format::text);
  if (::isatty(STDOUT_FILENO) == 1) {
    winsize size{};
    if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) style.width = std::clamp<int>(size.ws_col, 40, 160);
    const char* no_colour = std::getenv("NO_COLOR");
    style.colour = no_colour == nullptr || *no_colour == '\0';
  }
  return style;
}

/// A shipped case by its id. Only files that hold the id's bytes are copied and parsed.
std::vector<Case> shipped_case(const RuleBook& book, const std::string& id, Diagnostics& faults) {
  for (const auto& file : load::embedded_case_files()) {
    if (file.bytes.find("\"" + id + "\"") == std::string::npos) continue;
    auto cases = load_cases(book, {std::string{file.name}, std::string{file.bytes}});
    if (!cases) {
      faults.insert(faults.end(), cases.diagnostics.begin(), cases.diagnostics.end());
      return {};
    }
    for (auto& the_case : *cases.value)
      if (the_case.id == id) return {std::move(the_case)};
  }
  Diagnostics ignored;
  faults.push_back(complain(Fault::unknown_case, {}, {id}, suggest(id, load::names(all_cases(book, {}, ignored), &Case::id))));
  return {};
}

void add_file(const RuleBook& book, const std::string& path, std::vector<Case>& cases, Diagnostics& faults) {
  const auto text = load::read_file(path, faults);
  if (!text) return;
  auto loaded = load_cases(book, *text);
  faults.insert(faults.end(), loaded.diagnostics.begin(), loaded.diagnostics.end());
  if (loaded) cases.insert(cases.end(), std::make_move_iterator(loaded.value->begin()), std::make_move_iterator(loaded.value->end()));
}

bool looks_like_path(const std::string& name) {
  std::error_code error;
  return name == "-" || name.find('/') != std::string::npos || name.ends_with(".json") || fs::exists(name, error);
}

/// A file, standard input, or the id of a shipped case.
void add_named(const RuleBook& book, const std::string& name, std::vector<Case>& cases, Diagnostics& faults) {
  if (looks_like_path(name)) return add_file(book, name, cases, faults);
  const auto found = shipped_case(book, name, faults);
  cases.insert(cases.end(), found.begin(), found.end());
}

}  // namespace

Status refuse(const Diagnostics& diagnostics, Status status) {
  std::string text;
  for (auto diagnostic : diagnostics) {
    // Each part alone: a line break in a name must not open a line that looks like another complaint.
    for (auto* part : {&diagnostic.where.file, &diagnostic.where.pointer, &diagnostic.message, &diagnostic.help}) *part = report::printable(*part);
    text += to_text(diagnostic);
    const bool unopened = diagnostic.fault == Fault::cannot_open || diagnostic.fault == Fault::is_a_folder;
    if (unopened && status == Status::refused_some) status = Status::bad_input;
    if (diagnostic.fault == Fault::read_failed) status = Status::input_output;
  }
  write_error(text);
  return status;
}

std::optional<RuleBook> load_book(const Context& context) {
  auto book = context.rules_folder.empty() ? load_embedded_rules() : load_rules_folder(context.rules_folder);
  if (!book) refuse(book.diagnostics, Status::bad_rules);
  return std::move(book.value);
}

std::optional<Dossier> load_dossier(const Context& context, const RuleBook& book) {
  auto dossier = context.rules_folder.empty() ? load_embedded_dossier(book) : load_dossier_folder(book, context.rules_folder);
  if (!dossier) refuse(dossier.diagnostics, Status::bad_rules);
  return std::move(dossier.value);
}

std::optional<std::vector<Case>> gather_cases(const Context& context, const RuleBook& book, Status& status) {
  Diagnostics faults;
  std::vector<Case> cases;
  for (const auto& name : context.names) add_named(book, name, cases, faults);
  if (!faults.empty()) {
    status = refuse(faults, Status::bad_input);
    return std::nullopt;
  }
  if (context.names.empty() && !context.settings.empty()) cases.push_back(load::empty_case(book, ""));
  if (cases.empty() && !context.names.empty()) {
    status = refuse({complain(Fault::nothing_given, {context.names.front(), {}}, {}, "the list of cases is empty")}, Status::bad_input);
    return std::nullopt;
  }
  if (cases.empty()) {
    status = refuse({complain(Fault::nothing_given, {}, {}, "name a case file, a shipped case's id (see: crossing cases list), - for standard input, or --set FACT=VALUE")}, Status::usage);
    return std::nullopt;
  }
  for (const auto& setting : context.settings) {
    Diagnostics once;
    for (auto& the_case : cases) {
      once.clear();
      load::assign(book, setting, the_case, once);
    }
    faults.insert(faults.end(), once.begin(), once.end());
  }
  if (!faults.empty()) {
    status = refuse(faults, Status::usage);
    return std::nullopt;
  }
  return cases;
}

std::vector<Case> all_cases(const RuleBook& book, const std::vector<std::string>& paths, Diagnostics& faults) {
  std::vector<Case> cases;
  if (paths.empty()) {
    for (const auto& text : embedded_cases()) {
      auto loaded = load_cases(book, text);
      faults.insert(faults.end(), loaded.diagnostics.begin(), loaded.diagnostics.end());
      if (loaded) cases.insert(cases.end(), loaded.value->begin(), loaded.value->end());
    }
  }
  for (const auto& path : paths) {
    std::error_code error;
    if (!fs::is_directory(path, error)) {
      add_named(book, path, cases, faults);
      continue;
    }
    std::vector<std::string> files;
    // Step by step: the loop over a range would throw at a folder that may not be read.
    for (fs::recursive_directory_iterator entry{path, error}, end; !error && entry != end; entry.increment(error))
      if (entry->path().extension() == ".json") files.push_back(entry->path().string());
    if (error) faults.push_back(complain(Fault::cannot_open, {path, {}}, {error.message()}));
    std::sort(files.begin(), files.end());
    for (const auto& file : files) add_file(book, file, cases, faults);
  }
  return cases;
}

std::optional<Span> read_as_of(const Context& context, Diagnostics& faults) {
  const auto days = read_dates(context.as_of);
  if (days && days->lo <= days->hi) return days;
  faults.push_back(complain(Fault::bad_date, {"--as-of", {}}, {context.as_of}, "write a day, month or year that exists: 1961-05-09, 1961-05, 1961"));
  return std::nullopt;
}

std::optional<Options> read_options(const Context& context, const RuleBook& book) {
  Options options{.presumptions = !context.no_presumptions, .all_readings_open = context.all_readings};
  Diagnostics faults;
  std::vector<std::string> known;
  for (const auto& regime : book.regimes) known.push_back(regime.id);
  for (const auto& id : context.regimes) {
    const int regime = book.find_regime(id);
    if (regime < 0) faults.push_back(complain(Fault::unknown_regime, {"--regimes", {}}, {id}, suggest(id, known)));
    if (std::find(options.regimes.begin(), options.regimes.end(), regime) == options.regimes.end()) options.regimes.push_back(regime);
  }
  if (context.regimes.empty() && !context.all_regimes) options.regimes = headline_regimes(book);
  if (!context.as_of.empty()) options.as_of = read_as_of(context, faults);
  for (const auto& text : context.readings) {
    const auto equals = text.find('=');
    const load::At here{nullptr, "--reading " + text, ""};
    if (equals == std::string::npos) {
      faults.push_back(complain(Fault::bad_assignment, here.where(), {text, "REGIME.NAME=OPTION"}, "OPTION can be `open`"));
    } else if (const auto choice = load::read_choice(book, text.substr(0, equals), text.substr(equals + 1), here, faults)) {
      options.readings.push_back(*choice);
    }
  }
  if (faults.empty()) return options;
  refuse(faults, Status::usage);
  return std::nullopt;
}

Status show(const Context& context, const report::Report& report) { return write_out(report::render(report, style_of(context))); }

void take_rules(CLI::App& verb, Context& context) {
  // An empty name, as an unset variable gives, must not quietly mean the built-in rules.
  const auto named = [](const std::string& folder) { return folder.empty() ? std::string{"name a folder"} : std::string{}; };
  verb.add_option("--rules", context.rules_folder, "Folder with the rule files to use instead of the built-in ones")->check(named)->type_name("DIR");
}

void take_format(CLI::App& verb, Context& context, const std::vector<std::string>& formats) {
  verb.add_option("--format", context.format, fmt::format("Output format: {}", fmt::join(formats, ", ")))->check(CLI::IsMember(formats))->type_name("FORMAT");
}

void take_regimes(CLI::App& verb, Context& context) {
  auto* some = verb.add_option("--regimes,--regime", context.regimes, "Ask these regimes, separated by commas")->type_name("LIST")->delimiter(',')->allow_extra_args(false);
  auto* all = verb.add_flag("--all", context.all_regimes, "Ask every regime")->excludes(some);
  verb.add_flag("--headline", context.headline, "Ask the headline regimes, as without any of these")->excludes(some)->excludes(all);
}

void take_readings(CLI::App& verb, Context& context) {
  verb.add_option("--reading", context.readings, "Choose an option of a reading, or open it")->type_name("REGIME.NAME=OPTION")->allow_extra_args(false);
  verb.add_flag("--all-readings", context.all_readings, "Open every reading");
  verb.add_flag("--no-presumptions", context.no_presumptions, "Presume nothing of what the case does not say");
}

void take_case_options(CLI::App& verb, Context& context) {
  verb.add_option("CASE", context.names, "Case file, id of a shipped case, or - for standard input");
  verb.add_option("--set", context.settings, "State a fact, over what a case says of it")->type_name("FACT=VALUE")->allow_extra_args(false);
  take_readings(verb, context);
  verb.add_option("--as-of", context.as_of, "Take this for the date of the case: moves timing and nothing else")->type_name("DATE");
  take_regimes(verb, context);
  take_rules(verb, context);
}

}  // namespace crossing::cli

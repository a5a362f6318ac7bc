// What verbs share: where rules and cases come from, how output is styled, how faults are told.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "cli/writer.hpp"
#include "crossing/dossier.hpp"
#include "report/report.hpp"

namespace crossing::cli {

/// Options of the command line, filled by CLI11; and the verb to run once it has been parsed.
struct Context {
  std::string rules_folder;  ///< empty: the embedded rules
  std::string format = "text";
  std::vector<std::string> names;     ///< positional arguments of the verb
  std::vector<std::string> settings;  ///< --set
  std::vector<std::string> readings;  ///< --reading
  std::vector<std::string> regimes;   ///< --regimes
  std::vector<std::string> questions; ///< --questions
  std::vector<std::string> vary;      ///< --vary
  std::string from;                   ///< --from; empty: by the name of the file
  bool all_regimes = false;
  bool headline = false;
  std::string as_of;  ///< empty: the case says
  bool all_readings = false;
  bool no_presumptions = false;
  bool skeleton = false;
  bool coverage = false;
  std::string question;  ///< timeline: the one to show; empty: all
  double threshold = 0;  ///< percent that coverage must reach
  std::function<Status()> run;
};

/// Prints the diagnostics and gives the status they call for: `status`, or input_output if a read failed.
Status refuse(const Diagnostics& diagnostics, Status status);

/// The rule book, or nothing after its faults were printed (the status is then bad_rules).
std::optional<RuleBook> load_book(const Context& context);

/// What lies beside the rules of that book, or nothing after its faults were printed (the status is then bad_rules).
std::optional<Dossier> load_dossier(const Context& context, const RuleBook& book);

/// The cases that the names stand for ("-", a file, a shipped case's id), each with the settings of --set put in.
/// Nothing after faults were printed; `status` then says which.
std::optional<std::vector<Case>> gather_cases(const Context& context, const RuleBook& book, Status& status);

/// Every case of a file, a shipped id or, recursively, a folder; without paths the shipped ones. Faults go to `faults`.
std::vector<Case> all_cases(const RuleBook& book, const std::vector<std::string>& paths, Diagnostics& faults);

/// The days that --as-of names; complains and gives nothing if they are none.
std::optional<Span> read_as_of(const Context& context, Diagnostics& faults);

/// The options that --reading, --all-readings, --no-presumptions and --regime ask for; nothing after faults were printed.
std::optional<Options> read_options(const Context& context, const RuleBook& book);

Status show(const Context& context, const report::Report& report);

// How a verb declares the options it takes.
void take_rules(CLI::App& verb, Context& context);
void take_format(CLI::App& verb, Context& context, const std::vector<std::string>& formats);
void take_regimes(CLI::App& verb, Context& context);
void take_readings(CLI::App& verb, Context& context);
void take_case_options(CLI::App& verb, Context& context);

}  // namespace crossing::cli

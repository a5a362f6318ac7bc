// What regimes answer to a case. rules/README.md section 8 defines each field.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "crossing/case.hpp"

namespace crossing {

/// Values of one tested fact: spans of codes, or for elapsed time a list of bounds that each describe a part.
struct FactRange {
  int fact = -1;
  std::vector<Span> spans{};
  std::vector<std::vector<ElapsedBound>> bounds{};

  friend bool operator==(const FactRange&, const FactRange&) = default;
};

struct ReadingRange {
  int reading = -1;
  std::vector<int> options{};

  friend bool operator==(const ReadingRange&, const ReadingRange&) = default;
};

/// One answer among several: the treatments (none: silent), the clauses that can stand for it, and when it comes.
struct Outcome {
  TreatmentSet treatments{};
  std::vector<int> clauses{};
  std::vector<FactRange> facts{};
  std::vector<ReadingRange> readings{};

  friend bool operator==(const Outcome&, const Outcome&) = default;
};

struct Displacement {
  int clause = -1, by = -1;
  friend bool operator==(const Displacement&, const Displacement&) = default;
};

struct OtherReading {
  int reading = -1, option = -1;
  Verdict verdict{};
  std::vector<TreatmentSet> answers{};  ///< decided, silent, conflict: one; otherwise all
  friend bool operator==(const OtherReading&, const OtherReading&) = default;
};

struct Finding {
  int question = -1;
  Verdict verdict = Verdict::silent;
  TreatmentSet treatments{};  ///< decided and conflict
  std::optional<Modality> modality{};
  std::vector<int> clauses{}, clauses_possible{};
  std::vector<Displacement> displaced{};
  std::vector<int> missing{};
  std::vector<Outcome> outcomes{};
  std::vector<OtherReading> under_other_readings{};

  friend bool operator==(const Finding&, const Finding&) = default;
};

enum class TimingStatus {
  no_test_date, not_yet_issued, date_uncertain, signed_effect_unknown, issued_not_in_effect, lapsed, in_force
};
std::string_view name_of(TimingStatus status);

struct Timing {
  TimingStatus status{};
  std::optional<Span> days{};  ///< not_yet_issued: days from the test date to the issue
  friend bool operator==(const Timing&, const Timing&) = default;
};

enum class Reach { addressed, outside, unknown };
std::string_view name_of(Reach reach);

struct RegimeFindings {
  int regime = -1;
  Timing timing{};
  Reach reach{};
  std::vector<Finding> findings{};  ///< in the order of the vocabulary's questions

  friend bool operator==(const RegimeFindings&, const RegimeFindings&) = default;
};

struct CaseFindings {
  std::vector<std::pair<int, Code>> presumed{};  ///< fact and value; only those that matter
  std::vector<RegimeFindings> regimes{};
  std::optional<Span> days{};  ///< the days on one of which the case is tested; empty: no date is given

  friend bool operator==(const CaseFindings&, const CaseFindings&) = default;
};

/// Which readings and presumptions an evaluation takes.
struct Options {
  bool presumptions = true;
  bool all_readings_open = false;
  std::vector<Choice> readings{};  ///< go before those of the case
  std::vector<int> regimes{};  ///< which to ask; empty: all
  std::optional<Span> as_of{}; ///< the days to take for the test date, whatever the case says; moves timing and nothing else
};

/// The regimes that are asked when nobody says which: those marked as headline, or all if none is.
std::vector<int> headline_regimes(const RuleBook& book);

/// Whether the question is put to this case: it has no opens_with, or the case states one of the facts there.
bool is_put(const Question& question, const Case& the_case);

/// The regimes that the options ask.
std::vector<int> asked_regimes(const RuleBook& book, const Options& options);

/// For each reading of the regime the option taken, or -1 if it is open: the default, then what the case says, then the options.
std::vector<int> options_taken(const RuleBook& book, int regime, const Case& the_case, const Options& options);

}  // namespace crossing

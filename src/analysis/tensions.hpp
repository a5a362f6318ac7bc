// Whether cases show the tensions they are named for: takes a tension's showing and a case's findings, gives how each clause
// takes part in them, and why the showing fails if it does.
#pragma once

#include <string>
#include <vector>

#include "crossing/dossier.hpp"

namespace crossing::analysis {

/// How a clause takes part in a finding; `silent` is the part of a regime that has no answer.
enum class Part { stands, can_stand, on_one_side, in_an_outcome, displaced, silent };

struct PartIn {
  int question = -1;
  Verdict verdict{};
  Part part{};
  int treatment = -1;  ///< what the clause orders there; -1: silent
};

struct Seen {
  ClauseRef at{};
  std::vector<PartIn> parts{};  ///< those that count for the way in which the tension is shown
};

struct Sight {
  std::vector<Seen> seen{};  ///< one for each entry of `at`
  std::string why_not{};     ///< empty: the case shows it
};

/// Looks at one showing. `findings` are those of every regime in `the_case`.
Sight look(const RuleBook& book, const Showing& showing, const Case& the_case, const CaseFindings& findings);

struct Held {
  int showings = 0;  ///< how many were looked at
  Diagnostics faults{};
};

/// Looks at every showing of a case that is among `cases`. With `all`, a case that is not among them is a fault.
Held hold(const RuleBook& book, const Tensions& tensions, const std::vector<Case>& cases, bool all);

}  // namespace crossing::analysis

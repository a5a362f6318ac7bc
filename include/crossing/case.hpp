// A described case: what is stated of one person, and what its author expects each regime to find.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "crossing/regime.hpp"

namespace crossing {

/// What a case says of one fact. `unknown` is a word of case files: it states nothing and switches the presumption off.
struct Statement {
  enum class Kind { absent, unknown, stated };
  Kind kind = Kind::absent;
  Span span{};  ///< exact, except for a partial date; a set: lo is a bit for each value

  friend bool operator==(const Statement&, const Statement&) = default;
};

/// An option taken for a reading of a regime, by a case or by whoever asks; -1 opens the reading.
struct Choice {
  int regime = -1, reading = -1, option = -1;

  friend bool operator==(const Choice&, const Choice&) = default;
};

enum class Verdict { decided, silent, undetermined, contested, conflict };
std::string_view name_of(Verdict verdict);
std::optional<Verdict> read_verdict(std::string_view name);

/// The set of standing treatments, as sorted indices. Empty: silent.
using TreatmentSet = std::vector<int>;

/// What the author expects of one question. Empty optionals are not compared.
struct ExpectedFinding {
  int regime = -1, question = -1;
  Verdict verdict{};
  std::optional<TreatmentSet> treatment{};
  std::optional<std::vector<TreatmentSet>> outcomes{};
  std::optional<std::vector<int>> clauses{}, clauses_possible{}, displaced{};
  std::optional<std::vector<int>> missing{};   ///< facts
  std::optional<std::vector<int>> readings{};  ///< readings
  std::string pointer{};
};

struct Case {
  std::string id{}, title{}, story{};
  std::vector<Statement> facts{};  ///< one for each fact of the vocabulary
  std::vector<bool> from_set{};    ///< facts that the command line changed; same length, or empty
  std::vector<Choice> readings{};   ///< what the case says of readings
  std::vector<int> expected_regimes{};
  std::vector<ExpectedFinding> expected{};
  std::vector<std::string> discuss{};
  Location where{};
};

/// A case among many: what answers need of it, in lists that are used again for the next one.
struct Record {
  std::string id{};
  std::vector<Statement> facts{};  ///< one for each fact of the vocabulary
  std::optional<Case> whole{};     ///< set where it had to be read as a case file is: it then has all that the case says
};

}  // namespace crossing

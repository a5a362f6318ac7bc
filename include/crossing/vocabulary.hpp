// The closed lists that regimes and cases draw on: facts, questions, treatments, constraints, roles.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "crossing/condition.hpp"
#include "crossing/diagnostic.hpp"

namespace crossing {

enum class FactType : std::uint8_t { boolean, enumeration, count, date, time, elapsed, set };
enum class FactKind { nature, choice, circumstance, decision, date };
enum class Derivation { month_of, clock, elapsed };

/// How a derived fact follows from base facts (indices into Vocabulary::facts).
struct Derived {
  Derivation how{};
  int first = -1;           ///< the date, the clock time, or the date elapsed time runs from
  int second = -1;          ///< clock: the enum that names the zone; elapsed: the date it runs to
  std::vector<Code> shift{};  ///< clock: minutes to add, one for each value of `second`
};

struct Named {
  std::string name{}, label{};
};

struct Presumption {
  Code value = 0;
  std::optional<Condition> unless{};
};

struct Fact {
  std::string name{}, label{}, question{}, description{};
  FactType type{};
  FactKind kind{};
  std::vector<Named> values{};  ///< boolean: false, true; enum and set: as declared; otherwise empty
  Span range{};                 ///< all codes there are (elapsed and set: unused)
  std::optional<Presumption> presumed{};
  std::vector<Condition> only_if{};  ///< conjuncts, each a test or a negated test of one fact without only_if
  std::optional<Derived> derived{};
};

struct Question {
  std::string name{}, label{}, asks{};
  bool exclusive = true;
  bool always_reported = false;
  std::vector<int> opens_with{};  ///< facts; empty: always put
};

struct Treatment {
  std::string name{}, label{};
  std::vector<int> questions{};
  int effect = -1;
};

/// Either `excludes` is set, or `earlier` and `later` name two dates in order.
struct Constraint {
  std::optional<Condition> excludes{};
  int earlier = -1, later = -1;
  std::string why{};
};

struct Vocabulary {
  std::string title{};
  std::vector<Fact> facts{};
  std::vector<Question> questions{};
  std::vector<Treatment> treatments{};
  std::vector<Named> effects{};
  std::vector<Constraint> constraints{};
  std::vector<int> test_date{};  ///< role: dates, the first stated one counts
  int place = -1;              ///< role: an enum fact, or -1
  int steps = -1;              ///< role: a set fact, or -1

  const Fact& fact(int index) const { return facts[static_cast<std::size_t>(index)]; }
  bool comes_before(int earlier, int later) const;  ///< whether orders say so, perhaps by way of other dates

  int find_fact(std::string_view name) const;       ///< -1 if there is none
  int find_question(std::string_view name) const;   ///< -1 if there is none
  int find_treatment(std::string_view name) const;  ///< -1 if there is none
};

/// The index of a value name of `fact`, or -1.
int find_value(const Fact& fact, std::string_view name);

/// A code in words of the file format: `true`, `dprk`, `3`, `1961-05-09`, `17:00`.
std::string code_text(const Fact& fact, Code code);

/// A code in words for people: the label of an enum value, yes or no for a boolean, otherwise as code_text.
std::string code_label(const Fact& fact, Code code);

/// A span as a case file would write it (a partial date as 1961-05), or for people with `labels`.
std::string span_text(const Fact& fact, const Span& span, bool labels = false);

}  // namespace crossing

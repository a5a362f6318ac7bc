// What lies beside the rules: instruments known only by reference, figures as printed and the checks that hold them against
// each other, and tensions of the texts with the cases that show them. Nothing here takes part in an answer.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crossing/crossing.hpp"

namespace crossing {

/// A clause of a rule book, or with `clause` -1 a regime as a whole.
struct ClauseRef {
  int regime = -1, clause = -1;

  friend bool operator==(const ClauseRef&, const ClauseRef&) = default;
};

/// "REGIME/CLAUSE", or "REGIME".
std::string ref_text(const RuleBook& book, const ClauseRef& ref);

// ---- instruments known only by reference ----

struct Mention {
  ClauseRef by{};  ///< always a clause
  std::string says{};
};

/// An instrument whose text is not at hand. Nothing of its content is known but what the clauses that name it say.
struct Reference {
  std::string id{}, title{}, issuer{}, missing{};
  std::optional<Span> date{};  ///< the days on one of which it was made; empty: unknown
  std::vector<Mention> known_by{};
};

struct References {
  std::vector<Reference> instruments{};

  int find(std::string_view id) const;  ///< -1 if there is none
};

// ---- figures as printed ----

/// An exact decimal: so many ten-thousandths, written with `places` digits after the point (0 to 4).
struct Decimal {
  std::int64_t ten_thousandths = 0;
  int places = 0;

  friend bool operator==(const Decimal&, const Decimal&) = default;
};

/// Reads digits, at most twelve before the point and four after it, with a minus sign if need be. No zero stands in front of others.
std::optional<Decimal> read_decimal(std::string_view text);

std::string decimal_text(const Decimal& decimal);

/// Where a figure is printed. `regime` -1: in the introduction to the collection.
struct Printed {
  int regime = -1;
  std::string cite{};
};

/// A figure exactly as it is printed, and its value.
struct Figure {
  std::string id{}, what{}, printed{}, unit{}, note{};
  Decimal value{};
  std::vector<Printed> where{};
};

/// What a check computes. Of two figures A and B: `difference` A - B, `percent` A of B, `growth` from A to B in percent,
/// `times` B as a multiple of A. `equal` computes nothing and holds A against B.
enum class CheckKind { sum, difference, product, percent, growth, times, equal };
std::string_view name_of(CheckKind kind);
std::optional<CheckKind> read_check_kind(std::string_view name);

struct FigureCheck {
  std::string id{}, what{}, note{};
  CheckKind kind{};
  std::vector<int> of{};  ///< figures: two, of a sum at least two
  int against = -1;       ///< the figure that should come out; `equal`: the second of the two; -1: nothing is printed
};

struct Figures {
  std::vector<Figure> figures{};
  std::vector<FigureCheck> checks{};

  int find(std::string_view id) const;        ///< -1 if there is none
  int find_check(std::string_view id) const;  ///< -1 if there is none
};

struct Computed {
  Decimal value{};                     ///< exact; a division is rounded, half away from zero, to the places of the printed figure, or to two
  std::optional<Decimal> unrounded{};  ///< divisions only: to four places
  std::optional<Decimal> difference{}; ///< the value less what is printed; empty if nothing is printed

  bool differs() const { return difference && difference->ten_thousandths != 0; }
};

/// Empty if it would divide by zero, or if a result has more digits than can be kept. No check that was loaded is such.
std::optional<Computed> compute(const Figures& figures, const FigureCheck& check);

// ---- tensions ----

/// How a case shows a tension: the clauses conflict in one finding; one finding in which they stand is contested; or the
/// clauses, of one regime or several, order things of different effect.
enum class ShownHow { conflict, contested, effects };
std::string_view name_of(ShownHow how);
std::string_view words_of(ShownHow how);
std::optional<ShownHow> read_shown_how(std::string_view name);

struct Showing {
  std::string case_id{};
  int question = -1;  ///< -1: any (effects only)
  ShownHow how{};
  std::vector<ClauseRef> at{};  ///< a whole regime (effects only): it is silent on the question
  Location where{};
};

struct Tension {
  std::string id{}, title{}, says{};
  std::vector<ClauseRef> clauses{};
  std::vector<Showing> shown_by{};
};

struct Tensions {
  std::vector<Tension> tensions{};

  int find(std::string_view id) const;  ///< -1 if there is none
};

// ---- loading ----

struct Dossier {
  References references{};
  Figures figures{};
  Tensions tensions{};
};

/// Reads the texts of a dossier, told apart by their `schema`; those of the rules are passed over. What is missing is empty.
/// Gives every fault of every text, or the dossier. That the cases of tensions exist is not looked at.
Checked<Dossier> load_dossier(const RuleBook& book, const std::vector<Text>& texts);

/// Reads every *.json directly in `folder`.
Checked<Dossier> load_dossier_folder(const RuleBook& book, const std::string& folder);

/// The dossier this library was built with; `book` is the rule book it was built with.
Checked<Dossier> load_embedded_dossier(const RuleBook& book);

}  // namespace crossing

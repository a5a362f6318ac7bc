// The letters that automata read: what a case leaves of one fact, or of two that belong together, as a small number.
#pragma once

#include <optional>
#include <unordered_map>
#include <utility>

#include "engine/axis.hpp"

namespace crossing::batch {

using engine::Cells;

/// What a case leaves of a fact: for a boolean or an enum a bit for each value, otherwise a stretch of codes.
struct Left {
  std::uint64_t values = 0;
  Span span{};

  friend bool operator==(const Left&, const Left&) = default;
};

/// Whether what is left of this fact is kept as bits.
inline bool has_bits(const Fact& fact) { return fact.type == FactType::boolean || fact.type == FactType::enumeration; }

class Variable;

/// One case as automata read it: what is left of each fact, and the letters for that as far as they are worked out.
struct Sheet {
  std::vector<Left> left{};
  std::vector<int> known{};           ///< for each variable its letter, or kUnread
  std::vector<std::uint8_t> rooms{};  ///< for each variable where states keep the step on its letter: see Letters
};

/// The letters of cases. Those that take work are worked out when an automaton first reads them. A state keeps the step on a letter at
/// the room of the letter: its number if that is below foreseen(), and foreseen() if it is not, or is not worked out yet.
class Letters {
 public:
  /// `alphabet` grows until begin() is first called, and stays as it is from then on.
  explicit Letters(std::vector<Variable>& alphabet) : alphabet_(alphabet) {}

  /// Begins a case, of which the sheet says what is left of each fact.
  void begin(Sheet& sheet);
  /// Something else is left of a fact of this variable.
  void forget(Sheet& sheet, int variable) const;

  int letter(Sheet& sheet, int variable) {
    const int letter = sheet.known[static_cast<std::size_t>(variable)];
    return letter >= 0 ? letter : read(sheet, variable);
  }

 private:
  static constexpr int kUnread = -1;
  int read(Sheet& sheet, int variable);
  void lay_out();

  /// A variable on one fact of few values: the room for each set of them stands in tables_ from `table` on, once it was met.
  struct Tabled {
    std::uint32_t variable = 0, fact = 0, table = 0;
  };

  std::vector<Variable>& alphabet_;
  std::vector<std::uint8_t> unread_;  ///< the room of each variable where nothing is known yet
  std::vector<Tabled> tabled_;
  std::vector<int> place_;  ///< of each variable among tabled_, or -1
  std::vector<std::uint8_t> tables_;
};

/// Everything that the fact can be.
Left whole(const Fact& fact);

/// One axis, cut so finely that every program which reads these facts can tell its own cells by it.
class Variable {
 public:
  /// `axis`: the bases, and every atom that some program has on them. Not usable if that makes more than 64 cells, or more values
  /// of an enum than a Left can hold.
  Variable(const Vocabulary& vocabulary, engine::Axis axis);

  bool usable() const { return usable_; }
  const std::vector<int>& bases() const { return axis_.bases; }
  int width() const { return axis_.width; }

  /// The letter for what is left of each fact of the vocabulary. Letters below width() name a single cell, width() all of them, and the
  /// others are numbered as they come up.
  int letter(const std::vector<Left>& left) {
    const Left& first = left[static_cast<std::size_t>(first_)];
    if (on_bits()) return letter_of(cells_of_values(first.values));
    if (!by_code_.empty()) return first.span.exact() ? by_code_[static_cast<std::size_t>(first.span.lo - from_)] : letter_of(within(first.span));
    return of_two(left);
  }

  /// Whether it is on one fact that is kept as bits, and then the letter for these values of it, or -1 if nobody has asked for it yet.
  bool on_bits() const { return !cell_of_value_.empty(); }
  std::size_t values() const { return cell_of_value_.size(); }
  int met(std::uint64_t values) const {
    const auto known = letters_.find(cells_of_values(values));
    return known == letters_.end() ? -1 : known->second;
  }

  /// How many letters can come up, at most 255: all there ever will be, or so many that rare ones need no place of their own.
  int foreseen() const { return foreseen_; }

  Cells cells(int letter) const { return cells_[static_cast<std::size_t>(letter)]; }

  /// For an axis of a program on the same facts: its cell for each cell here.
  std::vector<int> cells_of(const engine::Axis& other) const;

 private:
  int of_two(const std::vector<Left>& left);
  Cells cells_of_values(std::uint64_t values) const;
  int letter_of(Cells cells);
  Cells reachable(const std::vector<Left>& left) const;
  Cells within(const Span& span) const;
  Code days_that_show_all() const;
  Cells beside(std::size_t fixed, Code day, const Span& days);
  Cells at_one_time(std::size_t zone, Code time, std::uint64_t zones);
  void gather_periods();
  int cell_at(const std::vector<Code>& values) const;
  int cell_of_two(Code first, Code second);
  void prepare_two();
  std::optional<Code> only(std::size_t base, const Left& left) const;

  const Vocabulary* vocabulary_;
  engine::Axis axis_;
  bool usable_ = false;
  std::vector<bool> bits_;             ///< for each base
  std::vector<Left> full_;
  int first_ = -1, foreseen_ = 0;
  Code from_ = 0;
  std::vector<std::uint8_t> cell_of_value_;  ///< one base with bits: the cell of each value
  std::vector<std::uint8_t> by_code_;    ///< another single base: the cell of each code, from the first of its range
  std::vector<Code> turns_;              ///< the first code of each run of codes in one cell
  std::vector<Period> periods_;          ///< two dates that nothing but the time between them, and months, tell apart: the periods that are named
  std::size_t earlier_ = 0;              ///< the base from which that time runs
  bool months_ = false;                  ///< and the months of the other base
  Code free_ = 0;                        ///< two dates that only time between them and months tell apart: so many days show every cell
  std::unordered_map<std::uint64_t, int> cell_by_pattern_;

  // Of two facts: the atoms that read one of them alone are looked up, those that read both worked out.
  struct Half {
    Code from = 0;
    std::vector<std::uint8_t> kind{};      ///< of each code, from the first of the range
    std::vector<std::uint64_t> patterns{};  ///< of each kind
    std::uint64_t at(Code code) const { return patterns[kind[static_cast<std::size_t>(code - from)]]; }
  };
  struct Bound {
    std::uint64_t bit = 0;
    std::size_t period = 0;
    Relation relation{};
  };
  Half halves_[2];
  std::vector<Period> all_periods_;   ///< that atoms of both name
  std::vector<Bound> bounds_;         ///< and how; an atom holds if each of its bounds does
  std::uint64_t elapsed_ = 0;         ///< these atoms, a bit each
  std::optional<Code> edges_from_{};  ///< the date from which periods were counted last, since that is often asked again
  std::vector<Code> edges_;           ///< and where each of all_periods_ ended
  std::vector<std::uint8_t> by_two_;  ///< a clock: the cell of each pair of codes
  std::vector<Cells> cells_;           ///< of each letter
  std::unordered_map<Cells, int> letters_;
  struct Hash {
    std::size_t operator()(const std::pair<std::uint64_t, std::uint64_t>& key) const { return static_cast<std::size_t>((key.first * 0x9e3779b97f4a7c15ULL) ^ (key.second * 0xc2b2ae3d27d4eb4fULL)); }
  };
  std::unordered_map<std::pair<std::uint64_t, std::uint64_t>, int, Hash> seen_;  ///< what was left before of facts that are open in part
};

}  // namespace crossing::batch

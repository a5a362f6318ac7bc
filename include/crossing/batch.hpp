// Many cases, only their answers: verdict, treatments and clauses, without the reasons. For reasons ask Engine.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "crossing/crossing.hpp"

namespace crossing {

/// A rule book made ready for cases by the million. It learns as it goes: what a combination of facts leads to is worked out
/// when it first occurs and remembered. One object may be used by one thread at a time; `book` must outlive it.
class Batch {
 public:
  /// A question that some clause of the regime answers. `regime` and `question` are indices into the rule book.
  struct Column {
    int regime = -1, question = -1;
  };

  /// Asks the regimes that `options` names (all if it names none) the given questions (all if there are none).
  explicit Batch(const RuleBook& book, const Options& options = {}, const std::vector<int>& questions = {});
  ~Batch();
  Batch(Batch&&) noexcept;
  Batch& operator=(Batch&&) noexcept;

  const std::vector<Column>& columns() const;

  /// Gives for each column the number of its answer, or -1 where the question is not put to this case. `facts` holds a statement
  /// for each fact of the vocabulary, `answers` an entry for each column. False: Engine must be asked, for the stated facts leave
  /// no completion or hold something that is not foreseen here; `answers` then means nothing.
  bool evaluate(std::span<const Statement> facts, std::span<int> answers);

  /// The same for some cases together, which is quicker than for one after the other: `answers` holds an entry for each column of each
  /// case, `answered` one for each case: 1, or 0 where Engine must be asked.
  void evaluate(std::span<const std::span<const Statement>> cases, std::span<int> answers, std::span<char> answered);

  /// The answer of a column by its number: a finding with verdict, treatments, modality, clauses, clauses_possible, and for each
  /// outcome its treatments and clauses. The other fields are empty. Stays good as long as the object does.
  const Finding& answer(std::size_t column, int number) const;

  /// How many answers the column has had so far; their numbers are below this.
  int answers(std::size_t column) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace crossing

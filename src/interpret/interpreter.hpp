// A plain interpreter of the clauses: no diagrams, no cells. Shares nothing with the compiled side after the loaded rule book.
#pragma once

#include <optional>
#include <vector>

#include "crossing/case.hpp"

namespace crossing::interpret {

/// One value for every base fact of the vocabulary (derived and set facts: ignored), one option for every reading.
struct Completion {
  std::vector<Code> values;
  std::vector<int> options;
};

/// Whether the fact has a value in the completion: its only_if is true.
bool has_value(const Vocabulary& vocabulary, int fact, const Completion& completion);

/// Whether the condition is true in the completion.
bool is_true(const Vocabulary& vocabulary, const Regime& regime, const Condition& condition, const Completion& completion);

/// Whether the completion breaks no constraint of the vocabulary and gives a value to each fact that `stated` marks.
bool is_possible(const Vocabulary& vocabulary, const Completion& completion, const std::vector<bool>& stated);

/// The operative clauses whose answer to `question` stands in the completion, in file order.
std::vector<int> standing(const Vocabulary& vocabulary, const Regime& regime, int question, const Completion& completion);

}  // namespace crossing::interpret

// One question of one regime, compiled: a diagram whose leaves are the sets of answers that stand.
#pragma once

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "engine/axis.hpp"
#include "engine/forest.hpp"

namespace crossing::engine {

/// Leaves of `root`: 0 where a constraint is broken, otherwise an index into `standing`.
inline constexpr int kImpossible = 0;

/// A clause with an answer to the question that something overrides. Leaves of its diagrams: 0 no, 1 yes, 2 where a constraint is broken.
struct DisplacedAnswer {
  int clause = -1;
  Ref overridden = kFalse;               ///< it applies, and so does a clause that overrides it
  std::vector<std::pair<int, Ref>> by{};   ///< overrider; both apply and the override is in force
};
inline constexpr int kNoCompletion = 2;

struct Program {
  std::vector<Axis> axes{};  ///< level i of the forest is axes[i]
  Forest forest{{}};
  Ref root = leaf(kImpossible);
  std::vector<Answer> answers{};            ///< `question` holds the clause here: who answers, and with what treatment
  std::vector<std::uint64_t> standing{};    ///< for each leaf the answers that stand, a bit each
  std::vector<TreatmentSet> outcomes{};     ///< for each leaf their treatments
  std::vector<DisplacedAnswer> displaced{};
};

/// Compiles `question` of `regime`. Gives nothing if its facts are linked in a way that cells cannot express; `why` then says so.
std::optional<Program> compile(const Vocabulary& vocabulary, const Regime& regime, int question, std::optional<Diagnostic>& why);

/// What a vocabulary says of every case.
struct Frame {
  Program constraints{};                          ///< leaf kImpossible where a constraint is broken, leaf 1 elsewhere
  std::vector<std::optional<Program>> unless{};     ///< for each fact whose presumption has an `unless`: leaf kImpossible where that is true too
};

std::optional<Frame> compile_frame(const Vocabulary& vocabulary, std::optional<Diagnostic>& why);

/// Whether a condition of the program reads the base fact, directly or behind a derived fact.
bool reads(const Program& program, int base_fact);

}  // namespace crossing::engine

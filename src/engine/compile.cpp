// Gathers the facts and readings that bear on a question, orders them by first mention, builds the diagram, sifts, builds again.
#include <algorithm>
#include <map>
#include <utility>

#include "engine/program.hpp"
#include "engine/sift.hpp"

namespace crossing::engine {
namespace {

// Diagrams below this are not worth sifting: at the start of a program it would cost more than any walk could save.
constexpr int kSiftFrom = 150;

bool answers(const Clause& clause, int question) {
  return std::any_of(clause.then.begin(), clause.then.end(), [&](const Answer& answer) { return answer.question == question; });
}

/// Whether the entry is about the answer to `question`.
bool concerns(const Override& entry, int question) { return entry.question < 0 || entry.question == question; }

class Compiler {
 public:
  Compiler(const Vocabulary& vocabulary, const Regime& regime, int question) : vocabulary_(vocabulary), regime_(regime), question_(question) {
    for (std::size_t i = 0; i < regime.clauses.size(); ++i) {
      const Clause& clause = regime.clauses[i];
      const bool overrides = std::any_of(clause.overrides.begin(), clause.overrides.end(), [&](const Override& entry) {
        return concerns(entry, question) && answers(regime.clauses[static_cast<std::size_t>(entry.clause)], question);
      });
      if (clause.operative() && (answers(clause, question) || overrides)) relevant_.push_back(static_cast<int>(i));
    }
  }

  /// Of the vocabulary alone: where its constraints and, if there is one, this condition are kept from being broken.
  Compiler(const Vocabulary& vocabulary, const Regime& none, const Condition* never) : vocabulary_(vocabulary), regime_(none), question_(-1), never_(never) {}

  std::optional<Program> run(std::optional<Diagnostic>& why) {
    gather();
    if (!make_axes(why)) return std::nullopt;
    Program program = build();
    if (program.forest.size(program.root) < kSiftFrom) return program;
    const auto order = sift(program.forest, program.root);
    std::vector<Axis> sorted;
    for (const int level : order) sorted.push_back(axes_[static_cast<std::size_t>(level)]);
    axes_ = std::move(sorted);
    return build();
  }

 private:
  const Fact& fact(int index) const { return vocabulary_.facts[static_cast<std::size_t>(index)]; }

  std::vector<int> bases_of(int index) const { return engine::bases_of(vocabulary_, index); }

  // ---- what is mentioned, in order ----

  void mention(const Condition& condition) {
    switch (condition.kind) {
      case Condition::Kind::test: mention_test(condition); return;
      case Condition::Kind::reading: mention_reading(condition.subject); return;
      case Condition::Kind::term:
        if (!seen_terms_[condition.subject]) {
          seen_terms_[condition.subject] = true;
          mention(regime_.terms[static_cast<std::size_t>(condition.subject)].when);
        }
        return;
      case Condition::Kind::all:
      case Condition::Kind::any:
      case Condition::Kind::negation: break;
    }
    for (const auto& part : condition.parts) mention(part);
  }

  void mention_reading(int reading) {
    if (std::any_of(axes_.begin(), axes_.end(), [&](const Axis& axis) { return axis.reading == reading; })) return;
    axes_.push_back({.reading = reading, .width = static_cast<int>(regime_.readings[static_cast<std::size_t>(reading)].options.size())});
  }

  void mention_test(const Condition& condition) {
    const auto bases = bases_of(condition.subject);
    for (const int base : bases) {
      if (axis_of(base) != nullptr) continue;
      const bool outer = std::exchange(of_clause_, false);
      for (const auto& conjunct : fact(base).only_if) mention(conjunct);
      of_clause_ = outer;
      axes_.push_back({.bases = {base}});
    }
    const Atom atom{condition.subject, condition.test, of_clause_};
    const auto known = std::find(atoms_.begin(), atoms_.end(), atom);
    if (known == atoms_.end()) {
      atoms_.push_back(atom);
    } else {
      known->of_clause = known->of_clause || of_clause_;
    }
  }

  Axis* axis_of(int base) {
    const auto found = std::find_if(axes_.begin(), axes_.end(), [base](const Axis& axis) {
      return std::find(axis.bases.begin(), axis.bases.end(), base) != axis.bases.end();
    });
    return found == axes_.end() ? nullptr : &*found;
  }

  bool right_before(int earlier, int later) const {
    return std::any_of(vocabulary_.constraints.begin(), vocabulary_.constraints.end(),
                       [&](const Constraint& one) { return !one.excludes && one.earlier == earlier && one.later == later; });
  }

  bool bears_on(const Condition& condition) {
    if (condition.kind == Condition::Kind::test) {
      const auto bases = bases_of(condition.subject);
      return std::any_of(bases.begin(), bases.end(), [&](int base) {
        const auto& needs = fact(base).only_if;
        return axis_of(base) != nullptr || std::any_of(needs.begin(), needs.end(), [&](const Condition& c) { return bears_on(c); });
      });
    }
    return std::any_of(condition.parts.begin(), condition.parts.end(), [&](const Condition& part) { return bears_on(part); });
  }

  void gather() {
    for (const int clause : relevant_) {
      mention(*regime_.clauses[static_cast<std::size_t>(clause)].when);
      for (const auto& entry : regime_.clauses[static_cast<std::size_t>(clause)].overrides)
        if (concerns(entry, question_) && answers(regime_.clauses[static_cast<std::size_t>(entry.clause)], question_))
          for (const auto& choice : entry.under) mention_reading(choice.reading);
    }
    of_clause_ = false;
    if (never_ != nullptr) {
      mention(*never_);
      excludes_.push_back(never_);
    }
    const bool every = question_ < 0 && never_ == nullptr;
    // A constraint that touches a fact in play brings its other facts into play, and so on.
    std::vector<bool> taken(vocabulary_.constraints.size(), false);
    for (bool again = true; again;) {
      again = false;
      for (std::size_t i = 0; i < taken.size(); ++i) {
        const auto& excludes = vocabulary_.constraints[i].excludes;
        if (taken[i] || !excludes || !(every || bears_on(*excludes))) continue;
        taken[i] = again = true;
        mention(*excludes);
        excludes_.push_back(&*excludes);
      }
    }
  }

  // ---- axes ----

  bool too_linked(std::optional<Diagnostic>& why) const {
    why = complain(Fault::linked_facts, {question_ < 0 ? "vocabulary" : regime_.id, ""}, {question_ < 0 ? "(constraints)" : vocabulary_.questions[static_cast<std::size_t>(question_)].name});
    return false;
  }

  bool link(int a, int b, bool ordered, std::optional<Diagnostic>& why) {
    Axis* first = axis_of(a);
    Axis* second = axis_of(b);
    if (first == second) {
      if (ordered && a != b) first->bases = {a, b};  // the derived fact may run the other way
      first->ordered = first->ordered || (ordered && a != b);
      return true;
    }
    if (first->bases.size() + second->bases.size() > 2) return too_linked(why);
    first->bases = {a, b};
    first->ordered = ordered;
    axes_.erase(axes_.begin() + (second - axes_.data()));
    return true;
  }

  bool make_axes(std::optional<Diagnostic>& why) {
    for (const auto& atom : atoms_) {
      const auto bases = bases_of(atom.fact);
      if (bases.size() == 2 && !link(bases[0], bases[1], false, why)) return false;
    }
    for (const auto& constraint : vocabulary_.constraints) {
      if (constraint.excludes || axis_of(constraint.earlier) == nullptr || axis_of(constraint.later) == nullptr) continue;
      if (!link(constraint.earlier, constraint.later, true, why)) return false;
    }
    std::vector<int> dates;
    for (const auto& axis : axes_) dates.insert(dates.end(), axis.bases.begin(), axis.bases.end());
    // A third date between two of them would tie all three.
    for (const int earlier : dates)
      for (const int later : dates)
        if (vocabulary_.comes_before(earlier, later) && !right_before(earlier, later)) return too_linked(why);
    for (const auto& atom : atoms_) axis_of(bases_of(atom.fact).front())->atoms.push_back(atom);
    for (auto& axis : axes_) {
      if (axis.reading >= 0 || make_cells(vocabulary_, axis)) continue;
      why = complain(Fault::too_many_values, {regime_.id, ""}, {"64", "kinds of value of `" + fact(axis.bases.front()).name + "` are told apart"});
      return false;
    }
    return true;
  }

  // ---- diagrams ----

  std::size_t level_of(int base) { return static_cast<std::size_t>(axis_of(base) - axes_.data()); }

  template <typename Truth>
  Ref literal(Forest& forest, std::size_t level, Truth truth) {
    std::vector<Ref> children;
    for (int i = 0; i < axes_[level].width; ++i) children.push_back(truth(i) ? kTrue : kFalse);
    return forest.node(static_cast<int>(level), children);
  }

  Ref diagram(Forest& forest, const Condition& condition) {
    switch (condition.kind) {
      case Condition::Kind::all: {
        Ref all = kTrue;
        for (const auto& part : condition.parts) all = forest.both(all, diagram(forest, part));
        return all;
      }
      case Condition::Kind::any: {
        Ref any = kFalse;
        for (const auto& part : condition.parts) any = forest.either(any, diagram(forest, part));
        return any;
      }
      case Condition::Kind::negation: return forest.opposite(diagram(forest, condition.parts.front()));
      case Condition::Kind::term: {
        if (const auto known = terms_.find(condition.subject); known != terms_.end()) return known->second;
        const Ref term = diagram(forest, regime_.terms[static_cast<std::size_t>(condition.subject)].when);
        terms_[condition.subject] = term;
        return term;
      }
      case Condition::Kind::reading: return chosen(forest, {condition.subject, condition.option});
      case Condition::Kind::test: break;
    }
    const auto bases = bases_of(condition.subject);
    const auto level = level_of(bases.front());
    const Axis& axis = axes_[level];
    const auto bit = std::find(axis.atoms.begin(), axis.atoms.end(), Atom{condition.subject, condition.test, true}) - axis.atoms.begin();
    Ref test = literal(forest, level, [&](int cell) { return (axis.cells[static_cast<std::size_t>(cell)] >> bit & 1) != 0; });
    for (const int base : bases)
      for (const auto& conjunct : fact(base).only_if) test = forest.both(test, diagram(forest, conjunct));
    return test;
  }

  Ref chosen(Forest& forest, const ReadingChoice& choice) {
    const auto level = static_cast<std::size_t>(
        std::find_if(axes_.begin(), axes_.end(), [&](const Axis& axis) { return axis.reading == choice.reading; }) - axes_.begin());
    return literal(forest, level, [&](int option) { return option == choice.option; });
  }

  /// Where `overrider` applies and its override of the answer of `clause` to this question is in force.
  Ref override_of(Forest& forest, int overrider, int clause, const std::map<int, Ref>& applies) {
    Ref any = kFalse;
    for (const auto& entry : regime_.clauses[static_cast<std::size_t>(overrider)].overrides) {
      if (entry.clause != clause || !concerns(entry, question_)) continue;
      Ref force = applies.at(overrider);
      for (const auto& choice : entry.under) force = forest.both(force, chosen(forest, choice));
      any = forest.either(any, force);
    }
    return any;
  }

  Program build() {
    terms_.clear();
    Program program;
    std::vector<int> widths;
    for (const auto& axis : axes_) widths.push_back(axis.width);
    Forest forest{widths};

    Ref possible = kTrue;
    for (const auto* excludes : excludes_) possible = forest.both(possible, forest.opposite(diagram(forest, *excludes)));
    std::map<int, Ref> applies;
    for (const int clause : relevant_) applies[clause] = diagram(forest, *regime_.clauses[static_cast<std::size_t>(clause)].when);

    program.standing = {0, 0};  // leaf 0 is kImpossible, leaf 1 the empty set
    std::map<std::uint64_t, int> leaves{{0, 1}};
    Ref root = leaf(1);
    for (const int clause : relevant_) {
      if (!answers(regime_.clauses[static_cast<std::size_t>(clause)], question_)) continue;
      Ref overridden = kFalse;
      DisplacedAnswer displaced{.clause = clause};
      for (const int other : relevant_) {
        const Ref force = override_of(forest, other, clause, applies);
        if (force == kFalse) continue;
        overridden = forest.either(overridden, force);
        displaced.by.emplace_back(other, forest.both(applies[clause], force));
      }
      const Ref stands = forest.both(applies[clause], forest.opposite(overridden));
      for (const auto& answer : regime_.clauses[static_cast<std::size_t>(clause)].then)
        if (answer.question == question_) program.answers.push_back({clause, answer.treatment});
      const auto bit = std::uint64_t{1} << (program.answers.size() - 1);
      root = forest.apply(root, stands, [&](int before, int now) {
        if (now == 0) return before;
        const auto set = program.standing[static_cast<std::size_t>(before)] | bit;
        const auto [entry, added] = leaves.emplace(set, static_cast<int>(program.standing.size()));
        if (added) program.standing.push_back(set);
        return entry->second;
      });
      if (displaced.by.empty()) continue;
      const auto bound = [](int able, int yes) { return able == 1 ? yes : kNoCompletion; };
      displaced.overridden = forest.apply(possible, forest.both(applies[clause], overridden), bound);
      for (auto& by : displaced.by) by.second = forest.apply(possible, by.second, bound);
      program.displaced.push_back(std::move(displaced));
    }
    program.root = forest.apply(possible, root, [](int able, int value) { return able == 1 ? value : kImpossible; });
    for (const auto set : program.standing) {
      TreatmentSet treatments;
      for (std::size_t i = 0; i < program.answers.size(); ++i)
        if ((set >> i & 1) != 0) treatments.push_back(program.answers[i].treatment);
      std::sort(treatments.begin(), treatments.end());
      treatments.erase(std::unique(treatments.begin(), treatments.end()), treatments.end());
      program.outcomes.push_back(std::move(treatments));
    }
    program.axes = axes_;
    program.forest = std::move(forest);
    return program;
  }

  const Vocabulary& vocabulary_;
  const Regime& regime_;  // outlives run()
  int question_;
  const Condition* never_ = nullptr;
  std::vector<int> relevant_;              // clauses that answer, or override an answer
  std::vector<const Condition*> excludes_;
  std::vector<Axis> axes_;
  std::vector<Atom> atoms_;
  bool of_clause_ = true;  // whether what is mentioned now is mentioned by a clause
  std::map<int, bool> seen_terms_;
  std::map<int, Ref> terms_;
};

}  // namespace

std::optional<Program> compile(const Vocabulary& vocabulary, const Regime& regime, int question, std::optional<Diagnostic>& why) {
  return Compiler{vocabulary, regime, question}.run(why);
}

std::optional<Frame> compile_frame(const Vocabulary& vocabulary, std::optional<Diagnostic>& why) {
  const Regime none;
  auto constraints = Compiler{vocabulary, none, -1}.run(why);
  if (!constraints) return std::nullopt;
  Frame frame{.constraints = std::move(*constraints)};
  for (const auto& fact : vocabulary.facts) {
    frame.unless.emplace_back();
    if (!fact.presumed || !fact.presumed->unless) continue;
    frame.unless.back() = Compiler{vocabulary, none, &*fact.presumed->unless}.run(why);
    if (!frame.unless.back()) return std::nullopt;
  }
  return frame;
}

bool reads(const Program& program, int base_fact) {
  return std::any_of(program.axes.begin(), program.axes.end(), [base_fact](const Axis& axis) {
    return std::find(axis.bases.begin(), axis.bases.end(), base_fact) != axis.bases.end();
  });
}

}  // namespace crossing::engine

// Two terms are put as two clauses into a regime made for the purpose, and compiled as one question: the leaves of its diagram tell
// which of the two are true, and the constraints are already in it. A witness is the fewest cells that leave only the wanted leaves.
#include "analysis/terms.hpp"

#include <algorithm>
#include <bit>
#include <functional>
#include <set>

#include "engine/prepare.hpp"
#include "engine/walk.hpp"

namespace crossing::analysis {
namespace {

using engine::Cells;
using engine::Program;
using engine::Ref;

Condition moved(Condition condition, int terms, int readings) {
  for (auto& part : condition.parts) part = moved(std::move(part), terms, readings);
  if (condition.kind == Condition::Kind::term) condition.subject += terms;
  if (condition.kind == Condition::Kind::reading) condition.subject += readings;
  return condition;
}

/// A regime whose first clause applies where the one term is true, and its second where the other is.
Regime side_by_side(const Regime& one, const Regime& other, int one_term, int other_term) {
  const int terms = static_cast<int>(one.terms.size()), readings = static_cast<int>(one.readings.size());
  Regime both{.id = one.id, .readings = one.readings, .terms = one.terms};
  both.readings.insert(both.readings.end(), other.readings.begin(), other.readings.end());
  for (auto term : other.terms) {
    term.when = moved(std::move(term.when), terms, readings);
    both.terms.push_back(std::move(term));
  }
  both.clauses.resize(2);
  both.clauses[0].when = Condition{.kind = Condition::Kind::term, .subject = one_term};
  both.clauses[1].when = Condition{.kind = Condition::Kind::term, .subject = other_term + terms};
  for (int i = 0; i < 2; ++i) both.clauses[static_cast<std::size_t>(i)].then = {{.question = 0, .treatment = i}};
  return both;
}

/// Looks for the fewest levels to fix at one cell each, such that every leaf left is wanted or impossible and some leaf is wanted.
class Search {
 public:
  /// `cells`: those open on each level. `fixable`: the levels that may be fixed.
  Search(const Program& program, std::uint64_t wanted, engine::CellList cells, std::vector<bool> fixable)
      : program_(program), wanted_(wanted), cells_(std::move(cells)), fixable_(std::move(fixable)) {}

  /// Offers to accept() the cell fixed on each level (-1: none), fewest first and upper levels first, until it takes one.
  bool run(const std::function<bool(const std::vector<int>&)>& accept) {
    for (std::size_t budget = 0; budget <= cells_.size(); ++budget) {
      fixed_.assign(cells_.size(), -1);
      if (walk({program_.root}, budget, accept)) return true;
    }
    return false;
  }

  /// Whether it holds already, with nothing fixed.
  bool holds() {
    fixed_.assign(cells_.size(), -1);
    return walk({program_.root}, 0, [](const std::vector<int>&) { return true; });
  }

 private:
  bool walk(const std::set<Ref>& refs, std::size_t budget, const std::function<bool(const std::vector<int>&)>& accept) {
    bool some = false;
    int level = program_.forest.levels();
    for (const Ref ref : refs) {
      if (!engine::is_leaf(ref)) {
        level = std::min(level, program_.forest.level(ref));
      } else if (const int leaf = engine::leaf_value(ref); leaf != engine::kImpossible) {
        if (program_.standing[static_cast<std::size_t>(leaf)] != wanted_) return false;
        some = true;
      }
    }
    if (level == program_.forest.levels()) {
      if (!some || budget > 0) return false;
      ++offered_;
      return accept(fixed_);
    }
    // What led here does not matter to what lies below, unless accept() had to judge it.
    const auto key = std::pair{refs, budget};
    if (failed_.contains(key)) return false;
    const int offered = offered_;
    const auto at = static_cast<std::size_t>(level);
    const auto below = [&](Cells cells) {
      std::set<Ref> next;
      for (const Ref ref : refs)
        for (int i = 0; i < program_.forest.width(level); ++i)
          if ((cells >> i & 1) != 0) next.insert(program_.forest.down(ref, level, i));
      return next;
    };
    for (int i = 0; budget > 0 && fixable_[at] && i < program_.forest.width(level); ++i) {
      if ((cells_[at] >> i & 1) == 0) continue;
      fixed_[at] = i;
      if (walk(below(Cells{1} << i), budget - 1, accept)) return true;
    }
    fixed_[at] = -1;
    if (walk(below(cells_[at]), budget, accept)) return true;
    if (offered == offered_) failed_.insert(key);
    return false;
  }

  const Program& program_;
  std::uint64_t wanted_;
  engine::CellList cells_;
  std::vector<bool> fixable_;
  std::vector<int> fixed_{};
  std::set<std::pair<std::set<Ref>, std::size_t>> failed_{};
  int offered_ = 0;
};

class Comparison {
 public:
  Comparison(const RuleBook& book, const engine::Frame& frame, const Parting& parting, Program program)
      : book_(book), frame_(frame), parting_(parting), program_(std::move(program)) {
    for (const auto& axis : program_.axes) examples_.push_back(axis.reading >= 0 ? std::vector<std::vector<Code>>{} : examples(axis));
  }

  /// Leaves where the answers of `wanted` stand: 1 the first term alone, 2 the second alone.
  std::optional<Witness> witness(std::uint64_t wanted) const {
    // First with no reading named, then with open ones, at last with closed ones as well.
    for (const int named : {0, 1, 2}) {
      engine::CellList cells;
      std::vector<bool> fixable;
      for (const auto& axis : program_.axes) {
        const int standard = axis.reading < 0 ? -1 : reading(axis).standard;
        const bool closed = standard >= 0 && named < 2;
        cells.push_back(closed ? Cells{1} << standard : all(axis));
        fixable.push_back(axis.reading < 0 || (named > 0 && !closed));
      }
      std::optional<Witness> found;
      Search{program_, wanted, cells, fixable}.run([&](const std::vector<int>& fixed) {
        found = told(wanted, cells, fixed);
        return found.has_value();
      });
      if (found) return found;
    }
    return std::nullopt;
  }

 private:
  static Cells all(const engine::Axis& axis) { return axis.width == 64 ? ~Cells{0} : (Cells{1} << axis.width) - 1; }

  const Regime& regime(const TermUse& use) const { return book_.regimes[static_cast<std::size_t>(use.regime)]; }

  /// Where a reading of the joint regime comes from.
  Choice choice(int index, int option) const {
    const int first = static_cast<int>(regime(parting_.one).readings.size());
    return index < first ? Choice{parting_.one.regime, index, option} : Choice{parting_.other.regime, index - first, option};
  }
  const Reading& reading(const engine::Axis& axis) const {
    const Choice at = choice(axis.reading, -1);
    return book_.regimes[static_cast<std::size_t>(at.regime)].readings[static_cast<std::size_t>(at.reading)];
  }

  /// Values for each cell. A number or a date is told by one at the edge of what some test names, not by the first there is.
  std::vector<std::vector<Code>> examples(const engine::Axis& axis) const {
    auto found = engine::examples(book_.vocabulary, axis);
    const Fact& fact = book_.vocabulary.facts[static_cast<std::size_t>(axis.bases.front())];
    if (axis.bases.size() > 1 || fact.type == FactType::boolean || fact.type == FactType::enumeration) return found;
    for (std::size_t i = 0; i < found.size(); ++i) {
      std::set<Code> edges;
      for (const auto& atom : axis.atoms)
        if (atom.fact == axis.bases.front())
          for (const auto& span : atom.test.spans) edges.insert({span.lo - 1, span.lo, span.hi, span.hi + 1});
      const auto edge = std::find_if(edges.begin(), edges.end(), [&](Code code) {
        return code > fact.range.lo && code < fact.range.hi && engine::pattern(book_.vocabulary, axis, {code}) == axis.cells[i];
      });
      if (edge != edges.end()) found[i] = {*edge};
    }
    return found;
  }

  /// The fixed cells as facts and readings, less those facts that the rest makes needless; nothing if the facts do not go together.
  std::optional<Witness> told(std::uint64_t wanted, engine::CellList cells, const std::vector<int>& fixed) const {
    Witness witness;
    Case the_case{.facts = std::vector<Statement>(book_.vocabulary.facts.size())};
    for (std::size_t level = 0; level < fixed.size(); ++level) {
      const auto& axis = program_.axes[level];
      if (fixed[level] < 0) continue;
      if (axis.reading >= 0) {
        cells[level] = Cells{1} << fixed[level];
        if (reading(axis).standard != fixed[level]) witness.readings.push_back(choice(axis.reading, fixed[level]));
        continue;
      }
      const auto& values = examples_[level][static_cast<std::size_t>(fixed[level])];
      for (std::size_t i = 0; i < values.size(); ++i) the_case.facts[static_cast<std::size_t>(axis.bases[i])] = {Statement::Kind::stated, {values[i], values[i]}};
    }
    const auto suffices = [&] {
      const auto prepared = engine::prepare(book_.vocabulary, frame_, the_case, false);
      if (!prepared) return false;
      auto open = engine::cells_of(book_.vocabulary, program_, prepared.value->allowed);
      for (std::size_t level = 0; level < open.size(); ++level) open[level] &= cells[level];
      return Search{program_, wanted, std::move(open), std::vector<bool>(cells.size(), false)}.holds();
    };
    if (!suffices()) return std::nullopt;
    for (auto& statement : the_case.facts) {
      if (statement.kind == Statement::Kind::absent) continue;
      const Statement kept = std::exchange(statement, Statement{});
      if (!suffices()) statement = kept;
    }
    for (std::size_t i = 0; i < the_case.facts.size(); ++i)
      if (the_case.facts[i].kind == Statement::Kind::stated) witness.facts.emplace_back(static_cast<int>(i), the_case.facts[i].span.lo);
    return witness;
  }

  const RuleBook& book_;
  const engine::Frame& frame_;
  const Parting& parting_;
  Program program_;
  std::vector<std::vector<std::vector<Code>>> examples_{};  ///< for each level, for each cell
};

void compare(const RuleBook& book, Parting& parting) {
  const auto frame = engine::compile_frame(book.vocabulary, parting.fault);
  if (!frame) return;
  const Regime both = side_by_side(book.regimes[static_cast<std::size_t>(parting.one.regime)], book.regimes[static_cast<std::size_t>(parting.other.regime)], parting.one.term, parting.other.term);
  auto program = engine::compile(book.vocabulary, both, 0, parting.fault);
  if (!program) return;
  const Comparison comparison{book, *frame, parting, std::move(*program)};
  parting.only_one = comparison.witness(1);
  parting.only_other = comparison.witness(2);
}

}  // namespace

std::vector<SharedTerm> shared_terms(const RuleBook& book) {
  std::vector<SharedTerm> terms;
  for (std::size_t r = 0; r < book.regimes.size(); ++r) {
    for (std::size_t t = 0; t < book.regimes[r].terms.size(); ++t) {
      const std::string& name = book.regimes[r].terms[t].name;
      auto known = std::find_if(terms.begin(), terms.end(), [&](const SharedTerm& term) { return term.name == name; });
      if (known == terms.end()) known = terms.insert(terms.end(), SharedTerm{.name = name});
      known->uses.push_back({static_cast<int>(r), static_cast<int>(t)});
    }
  }
  terms.erase(std::remove_if(terms.begin(), terms.end(), [](const SharedTerm& term) { return term.uses.size() < 2; }), terms.end());
  for (auto& term : terms) {
    for (std::size_t i = 0; i < term.uses.size(); ++i) {
      for (std::size_t j = i + 1; j < term.uses.size(); ++j) {
        term.partings.push_back({.one = term.uses[i], .other = term.uses[j]});
        compare(book, term.partings.back());
      }
    }
  }
  return terms;
}

}  // namespace crossing::analysis

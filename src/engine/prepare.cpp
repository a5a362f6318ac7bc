// Stated facts narrow themselves, what their only_if needs, and by order other dates; the constraints' diagram tells if anything is left.
#include "engine/prepare.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace crossing::engine {
namespace {

Allowed meet(const Allowed& a, const Allowed& b) {
  Allowed both;
  for (const auto& x : a)
    for (const auto& y : b)
      if (const Span span{std::max(x.lo, y.lo), std::min(x.hi, y.hi)}; span.lo <= span.hi) both.push_back(span);
  std::sort(both.begin(), both.end(), [](const Span& x, const Span& y) { return x.lo < y.lo; });
  // A list of literals may name a day twice, by its month and by its year.
  Allowed apart;
  for (const auto& span : both) {
    if (!apart.empty() && span.lo <= apart.back().hi + 1) {
      apart.back().hi = std::max(apart.back().hi, span.hi);
    } else {
      apart.push_back(span);
    }
  }
  return apart;
}

Allowed complement(Allowed spans, const Span& range) {
  std::sort(spans.begin(), spans.end(), [](const Span& x, const Span& y) { return x.lo < y.lo; });
  Allowed rest;
  Code from = range.lo;
  for (const auto& span : spans) {
    if (span.lo > from) rest.push_back({from, span.lo - 1});
    from = std::max(from, span.hi + 1);
  }
  if (from <= range.hi) rest.push_back({from, range.hi});
  return rest;
}

bool leads_on(const Program& program, Ref ref, const std::vector<Cells>& cells) {
  if (is_leaf(ref)) return leaf_value(ref) != kImpossible;
  const int level = program.forest.level(ref);
  for (int i = 0; i < program.forest.width(level); ++i)
    if ((cells[static_cast<std::size_t>(level)] >> i & 1) != 0 && leads_on(program, program.forest.child(ref, i), cells)) return true;
  return false;
}

bool reads_only(const Condition& condition, const std::vector<int>& facts) {
  if (condition.kind == Condition::Kind::test) return std::find(facts.begin(), facts.end(), condition.subject) != facts.end();
  return std::all_of(condition.parts.begin(), condition.parts.end(), [&](const Condition& part) { return reads_only(part, facts); });
}

/// Whether the constraint speaks of these facts and no others.
bool is_about(const Constraint& constraint, const std::vector<int>& facts) {
  if (constraint.excludes) return !facts.empty() && reads_only(*constraint.excludes, facts);
  const auto named = [&](int fact) { return std::find(facts.begin(), facts.end(), fact) != facts.end(); };
  return named(constraint.earlier) && named(constraint.later);
}

class Preparer {
 public:
  Preparer(const Vocabulary& vocabulary, const Program& constraints) : vocabulary_(vocabulary), constraints_(constraints) {}

  /// The codes left to each fact; empty if nothing is possible.
  std::optional<std::vector<Allowed>> narrow(const std::vector<Statement>& facts) const {
    std::vector<Allowed> allowed(vocabulary_.facts.size());
    for (std::size_t i = 0; i < allowed.size(); ++i) {
      const Fact& fact = vocabulary_.facts[i];
      if (fact.derived || fact.type == FactType::set) continue;
      allowed[i] = {facts[i].kind == Statement::Kind::stated ? facts[i].span : fact.range};
    }
    for (std::size_t i = 0; i < allowed.size(); ++i) {
      if (facts[i].kind != Statement::Kind::stated) continue;
      for (const auto& conjunct : vocabulary_.facts[i].only_if) {
        const auto [read, left] = left_by(vocabulary_, conjunct);
        auto& other = allowed[static_cast<std::size_t>(read)];
        other = meet(other, left);
        if (other.empty()) return std::nullopt;
      }
    }
    if (!put_in_order(allowed)) return std::nullopt;
    if (!leads_on(vocabulary_, constraints_, allowed)) return std::nullopt;
    return allowed;
  }

  /// The stated facts that alone already leave no completion: none of them can be dropped.
  std::vector<int> quarrel(std::vector<Statement> facts) const {
    std::vector<int> needed;
    for (std::size_t i = 0; i < facts.size(); ++i) {
      if (facts[i].kind != Statement::Kind::stated) continue;
      const Statement kept = facts[i];
      facts[i].kind = Statement::Kind::unknown;
      if (!narrow(facts)) continue;
      facts[i] = kept;
      needed.push_back(static_cast<int>(i));
    }
    return needed;
  }

 private:
  bool put_in_order(std::vector<Allowed>& allowed) const {
    for (bool again = true; again;) {
      again = false;
      for (const auto& constraint : vocabulary_.constraints) {
        if (constraint.excludes) continue;
        auto& earlier = allowed[static_cast<std::size_t>(constraint.earlier)];
        auto& later = allowed[static_cast<std::size_t>(constraint.later)];
        const Allowed first = meet(earlier, {{earlier.front().lo, later.back().hi}});
        const Allowed second = meet(later, {{earlier.front().lo, later.back().hi}});
        if (first.empty() || second.empty()) return false;
        again = again || first != earlier || second != later;
        earlier = first;
        later = second;
      }
    }
    return true;
  }

  const Vocabulary& vocabulary_;
  const Program& constraints_;
};

}  // namespace

std::pair<int, Allowed> left_by(const Vocabulary& vocabulary, const Condition& conjunct) {
  const bool negated = conjunct.kind == Condition::Kind::negation;
  const Condition& test = negated ? conjunct.parts.front() : conjunct;
  return {test.subject, negated ? complement(test.test.spans, vocabulary.fact(test.subject).range) : test.test.spans};
}

std::vector<const Allowed*> allowed_on(const Axis& axis, const std::vector<Allowed>& allowed) {
  std::vector<const Allowed*> lists;
  for (const int base : axis.bases) lists.push_back(&allowed[static_cast<std::size_t>(base)]);
  return lists;
}

std::vector<Cells> cells_of(const Vocabulary& vocabulary, const Program& program, const std::vector<Allowed>& allowed) {
  std::vector<Cells> cells;
  for (const auto& axis : program.axes) {
    if (axis.reading >= 0) {
      cells.push_back((Cells{1} << axis.width) - 1);
    } else {
      cells.push_back(reachable(vocabulary, axis, allowed_on(axis, allowed)));
    }
  }
  return cells;
}

bool leads_on(const Vocabulary& vocabulary, const Program& program, const std::vector<Allowed>& allowed) {
  return leads_on(program, program.root, cells_of(vocabulary, program, allowed));
}

Checked<Prepared> prepare(const Vocabulary& vocabulary, const Frame& frame, const Case& the_case, bool presumptions) {
  const Preparer preparer{vocabulary, frame.constraints};
  const auto refuse = [&](std::string help) -> Checked<Prepared> {
    const auto quarrel = preparer.quarrel(the_case.facts);
    std::string list, why;
    for (const int fact : quarrel) {
      const auto i = static_cast<std::size_t>(fact);
      list += fmt::format("{}`{}` {}", list.empty() ? "" : ", ", vocabulary.facts[i].name, span_text(vocabulary.facts[i], the_case.facts[i].span));
    }
    for (const auto& constraint : vocabulary.constraints)
      if (is_about(constraint, quarrel)) why += constraint.why + "; ";
    Location where = the_case.where;
    if (!where.file.empty()) where.pointer += "/facts";
    return {std::nullopt, {complain(Fault::contradiction, std::move(where), {list.empty() ? "nothing is stated, and the constraints leave nothing possible" : list}, why + std::move(help))}};
  };
  auto stated = preparer.narrow(the_case.facts);
  if (!stated) return refuse("drop or change one of them");
  Prepared prepared{.allowed = *stated, .stated = std::move(*stated)};
  for (std::size_t i = 0; presumptions && i < the_case.facts.size(); ++i) {
    const auto& presumed = vocabulary.facts[i].presumed;
    if (!presumed || the_case.facts[i].kind != Statement::Kind::absent) continue;
    if (frame.unless[i] && !leads_on(vocabulary, *frame.unless[i], prepared.stated)) continue;
    // Taken without its only_if: where the fact has no value, presuming one changes nothing.
    const Allowed value{{presumed->value, presumed->value}};
    if (meet(prepared.stated[i], value).empty()) continue;
    auto tried = prepared.stated;
    tried[i] = value;
    if (!leads_on(vocabulary, frame.constraints, tried)) continue;
    prepared.presumed.push_back(static_cast<int>(i));
    prepared.allowed[i] = value;
  }
  if (!leads_on(vocabulary, frame.constraints, prepared.allowed))
    return refuse("what is presumed beside them does not fit together: name those facts, or switch presumptions off");
  return {std::move(prepared), {}};
}

}  // namespace crossing::engine

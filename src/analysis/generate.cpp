// A case is aimed at one clause: facts are drawn, then those that the clause tests are set so that it applies or just does not.
#include "analysis/generate.hpp"

#include <algorithm>
#include <functional>

namespace crossing::analysis {
namespace {

constexpr Code kDay = 24 * 60;
constexpr int kTries = 1000;
constexpr int kAimed = 40;   // tries until a case may also miss its aim
constexpr int kRounds = 4;   // times that one draw is aimed and mended

const Regime kNoRegime;

const Fact& fact_of(const RuleBook& book, int fact) { return book.vocabulary.facts[static_cast<std::size_t>(fact)]; }

bool is_base(const Fact& fact) { return !fact.derived && fact.type != FactType::set; }

bool contains(const std::vector<Span>& spans, Code code) {
  return std::any_of(spans.begin(), spans.end(), [code](const Span& span) { return span.contains(code); });
}

}  // namespace

Generator::Generator(const RuleBook& book, Recipe recipe) : book_(book), recipe_(std::move(recipe)), random_(recipe_.seed) {
  const auto& facts = book.vocabulary.facts;
  edges_.resize(facts.size());
  fixed_.resize(facts.size(), false);
  completion_.values.resize(facts.size(), 0);
  recipe_.given.facts.resize(facts.size());
  for (std::size_t i = 0; i < facts.size(); ++i) fix(static_cast<int>(i), recipe_.given.facts[i]);
  const std::function<void(const Condition&)> look = [&](const Condition& condition) {
    for (const auto& part : condition.parts) look(part);
    if (condition.kind != Condition::Kind::test) return;
    auto& edges = edges_[static_cast<std::size_t>(condition.subject)];
    for (const auto& span : condition.test.spans)
      for (const Code edge : {span.lo, span.hi + 1})
        if (fact_of(book_, condition.subject).range.contains(edge) && std::find(edges.begin(), edges.end(), edge) == edges.end()) edges.push_back(edge);
  };
  for (std::size_t r = 0; r < book.regimes.size(); ++r) {
    const Regime& regime = book.regimes[r];
    for (std::size_t c = 0; c < regime.clauses.size(); ++c) {
      if (!regime.clauses[c].operative()) continue;
      look(*regime.clauses[c].when);
      for (const bool applies : {true, false}) aims_.push_back({static_cast<int>(r), static_cast<int>(c), applies});
    }
    for (const auto& term : regime.terms) look(term.when);
  }
  // Dates are drawn around what the rules and instruments turn on, not over a century of which nothing is said.
  for (std::size_t i = 0; i < facts.size(); ++i)
    if (facts[i].type == FactType::date)
      for (const auto& regime : book.regimes)
        if (facts[i].range.contains(regime.issued.lo)) edges_[i].push_back(regime.issued.lo);
}

std::uint64_t Generator::combinations() const {
  std::uint64_t count = 1;
  for (const auto& [fact, statements] : recipe_.vary) count *= statements.size();
  return count;
}

Code Generator::day_near_edges(const Fact& fact) {
  const auto& edges = edges_[static_cast<std::size_t>(&fact - book_.vocabulary.facts.data())];
  const Code edge = edges.empty() ? fact.range.lo + (fact.range.hi - fact.range.lo) / 2 : edges[static_cast<std::size_t>(pick(edges.size()))];
  const Code day = pick(2) == 0 ? edge - 1 + pick(3) : edge - 400 + pick(801);
  return std::clamp(day, fact.range.lo, fact.range.hi);
}

Code Generator::value_of(const Fact& fact) {
  if (fact.type == FactType::date) return day_near_edges(fact);
  const auto& edges = edges_[static_cast<std::size_t>(&fact - book_.vocabulary.facts.data())];
  const bool names = fact.type == FactType::boolean || fact.type == FactType::enumeration;
  if (!names && !edges.empty() && pick(2) == 0) return std::clamp(edges[static_cast<std::size_t>(pick(edges.size()))] - 1 + pick(3), fact.range.lo, fact.range.hi);
  const Code last = fact.type == FactType::count ? std::min(fact.range.hi, fact.range.lo + 6) : fact.range.hi;
  return fact.range.lo + pick(static_cast<std::uint64_t>(last - fact.range.lo) + 1);
}

void Generator::put(int fact, Code code) {
  if (!fixed_[static_cast<std::size_t>(fact)] && fact_of(book_, fact).range.contains(code)) completion_.values[static_cast<std::size_t>(fact)] = code;
}

void Generator::satisfy(const Regime& regime, const Condition& condition, bool wanted) {
  switch (condition.kind) {
    case Condition::Kind::negation: satisfy(regime, condition.parts.front(), !wanted); return;
    case Condition::Kind::term: satisfy(regime, regime.terms[static_cast<std::size_t>(condition.subject)].when, wanted); return;
    case Condition::Kind::reading: return;
    case Condition::Kind::test: pass(condition, wanted); return;
    case Condition::Kind::all:
    case Condition::Kind::any: break;
  }
  if (condition.parts.empty()) return;
  const bool every = (condition.kind == Condition::Kind::all) == wanted;
  if (every) {
    for (const auto& part : condition.parts) satisfy(regime, part, wanted);
    return;
  }
  // One part is enough; a condition that just fails has all the others as they should be.
  const auto one = static_cast<std::size_t>(pick(condition.parts.size()));
  for (std::size_t i = 0; i < condition.parts.size(); ++i)
    if (i != one && !wanted) satisfy(regime, condition.parts[i], true);
  satisfy(regime, condition.parts[one], wanted);
}

void Generator::pass(const Condition& condition, bool wanted) {
  const Fact& fact = fact_of(book_, condition.subject);
  const auto& spans = condition.test.spans;
  if (!fact.derived) {
    for (const auto& need : fact.only_if) satisfy(kNoRegime, need, true);
    for (int i = 0; i < 30; ++i) {
      const Span span = spans[static_cast<std::size_t>(pick(spans.size()))];
      const Code kinds[] = {span.lo, span.hi, span.lo + pick(static_cast<std::uint64_t>(span.hi - span.lo) + 1)};
      const Code code = wanted ? kinds[pick(3)] : value_of(fact);
      if (contains(spans, code) == wanted) return put(condition.subject, code);
    }
    return;
  }
  const int first = fact.derived->first, second = fact.derived->second;
  for (int i = 0; i < 30; ++i) {
    Code from = completion_.values[static_cast<std::size_t>(first)];
    if (fact.derived->how == Derivation::month_of) {
      if (i > 0) from = day_near_edges(fact_of(book_, first)) + 31 * pick(12);
      if (contains(spans, month_of(from)) == wanted) return put(first, from);
    } else if (fact.derived->how == Derivation::clock) {
      if (i > 0) from = spans[static_cast<std::size_t>(pick(spans.size()))].lo - 1 + pick(3) + (pick(2) == 0 ? pick(kDay) : 0);
      const Code shift = fact.derived->shift[static_cast<std::size_t>(completion_.values[static_cast<std::size_t>(second)])];
      from = ((i > 0 ? from - shift : from) % kDay + kDay) % kDay;
      if (contains(spans, (from + shift + kDay) % kDay) == wanted) return put(first, from);
    } else {
      const auto& bounds = condition.test.bounds;
      const Code edge = add(from, bounds[static_cast<std::size_t>(pick(bounds.size()))].period);
      const Code to = edge - 1 + pick(3) + (pick(3) == 0 ? pick(60) - 30 : 0);
      const bool holds = std::all_of(bounds.begin(), bounds.end(), [&](const ElapsedBound& bound) {
        const Code limit = add(from, bound.period);
        return bound.relation == Relation::before ? to < limit : bound.relation == Relation::until ? to <= limit : bound.relation == Relation::from ? to >= limit : to > limit;
      });
      if (to >= from && holds == wanted) return put(second, to);
    }
  }
}

void Generator::fix(int fact, const Statement& statement) {
  fixed_[static_cast<std::size_t>(fact)] = statement.kind == Statement::Kind::stated;
  if (statement.kind == Statement::Kind::stated) completion_.values[static_cast<std::size_t>(fact)] = statement.span.lo;
}

void Generator::draw() {
  const auto& facts = book_.vocabulary.facts;
  for (std::size_t i = 0; i < facts.size(); ++i)
    if (!fixed_[i] && is_base(facts[i])) completion_.values[i] = value_of(facts[i]);
}

/// Turns what breaks a constraint, as far as that goes in one pass: most draws break one, and few need more than a date moved.
void Generator::mend() {
  const auto& vocabulary = book_.vocabulary;
  for (const auto& constraint : vocabulary.constraints) {
    if (constraint.excludes) {
      if (interpret::is_true(vocabulary, kNoRegime, *constraint.excludes, completion_)) satisfy(kNoRegime, *constraint.excludes, false);
      continue;
    }
    const Code first = completion_.values[static_cast<std::size_t>(constraint.earlier)], second = completion_.values[static_cast<std::size_t>(constraint.later)];
    if (first <= second) continue;
    const Code apart = pick(2) == 0 ? pick(3) : pick(400);
    const bool move_later = fixed_[static_cast<std::size_t>(constraint.earlier)] || (!fixed_[static_cast<std::size_t>(constraint.later)] && pick(2) == 0);
    move_later ? put(constraint.later, first + apart) : put(constraint.earlier, second - apart);
  }
}

/// Draws all values, aims and mends them; false if they still break a constraint or miss the aim.
bool Generator::settle(const Aim& aim) {
  draw();
  if (aim.regime < 0) {
    mend();
    return is_possible();
  }
  const Regime& regime = book_.regimes[static_cast<std::size_t>(aim.regime)];
  const Condition& when = *regime.clauses[static_cast<std::size_t>(aim.clause)].when;
  completion_.options.clear();
  for (const auto& reading : regime.readings) completion_.options.push_back(reading.standard >= 0 ? reading.standard : static_cast<int>(pick(reading.options.size())));
  for (int round = 0; round < kRounds; ++round) {
    satisfy(regime, when, aim.applies);
    mend();
    if (interpret::is_true(book_.vocabulary, regime, when, completion_) == aim.applies && is_possible()) return true;
  }
  return false;
}

void Generator::write(Case& the_case) {
  const auto& vocabulary = book_.vocabulary;
  the_case.id = "case-" + std::to_string(made_);
  the_case.facts.assign(vocabulary.facts.size(), {});
  for (std::size_t i = 0; i < vocabulary.facts.size(); ++i) {
    if (recipe_.given.facts[i].kind != Statement::Kind::absent) {
      the_case.facts[i] = recipe_.given.facts[i];
    } else if (is_base(vocabulary.facts[i]) && interpret::has_value(vocabulary, static_cast<int>(i), completion_)) {
      const bool drop = recipe_.unknown > 0 && static_cast<double>(random_() >> 11) * 0x1.0p-53 < recipe_.unknown;
      const Code code = completion_.values[i];
      the_case.facts[i] = drop ? Statement{Statement::Kind::unknown, {}} : Statement{Statement::Kind::stated, {code, code}};
    }
  }
}

bool Generator::next(Case& the_case) {
  std::uint64_t rest = turn_++;
  std::vector<std::pair<int, Statement>> varied;
  for (const auto& [fact, statements] : recipe_.vary) {
    varied.emplace_back(fact, statements[rest % statements.size()]);
    rest /= statements.size();
    fix(fact, varied.back().second);
  }
  // In turn, unless facts already go through their values in turn: one cycle must not lock into the other.
  const Aim aim = aims_.empty() ? Aim{} : aims_[varied.empty() ? turn_ % aims_.size() : static_cast<std::size_t>(pick(aims_.size()))];
  for (int i = 0; i < kTries; ++i) {
    aim_ = i < kAimed ? aim : Aim{};
    if (!settle(aim_)) continue;
    ++made_;
    write(the_case);
    for (const auto& [fact, statement] : varied) the_case.facts[static_cast<std::size_t>(fact)] = statement;
    return true;
  }
  return false;
}

}  // namespace crossing::analysis

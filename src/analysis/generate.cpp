// A case is aimed at one clause: facts are drawn, then those that the clause tests are set so that it applies or just does not.
#include "analysis/generate.hpp"

#include <algorithm>
#include <functional>

#include "interpret/interpreter.hpp"

namespace crossing::analysis {
namespace {

constexpr Code kDay = 24 * 60;
constexpr int kTries = 1000;
constexpr int kAimed = 40;  // tries until a case may also miss its aim

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
  values_.resize(facts.size(), 0);
  recipe_.given.facts.resize(facts.size());
  for (std::size_t i = 0; i < facts.size(); ++i) fixed_[i] = recipe_.given.facts[i].kind != Statement::Kind::absent;
  for (const auto& [fact, statements] : recipe_.vary) fixed_[static_cast<std::size_t>(fact)] = true;
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
  if (!fixed_[static_cast<std::size_t>(fact)] && fact_of(book_, fact).range.contains(code)) values_[static_cast<std::size_t>(fact)] = code;
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
    for (const auto& need : fact.only_if) satisfy({}, need, true);
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
    Code from = values_[static_cast<std::size_t>(first)];
    if (fact.derived->how == Derivation::month_of) {
      if (i > 0) from = day_near_edges(fact_of(book_, first)) + 31 * pick(12);
      if (contains(spans, month_of(from)) == wanted) return put(first, from);
    } else if (fact.derived->how == Derivation::clock) {
      if (i > 0) from = spans[static_cast<std::size_t>(pick(spans.size()))].lo - 1 + pick(3) + (pick(2) == 0 ? pick(kDay) : 0);
      const Code shift = fact.derived->shift[static_cast<std::size_t>(values_[static_cast<std::size_t>(second)])];
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

/// Draws all values and aims them; false if they break a constraint or miss the aim.
bool Generator::settle(const Aim& aim) {
  const auto& vocabulary = book_.vocabulary;
  for (std::size_t i = 0; i < values_.size(); ++i)
    if (!fixed_[i] && is_base(vocabulary.facts[i])) values_[i] = value_of(vocabulary.facts[i]);
  if (aim.regime < 0) return true;
  const Regime& regime = book_.regimes[static_cast<std::size_t>(aim.regime)];
  const Condition& when = *regime.clauses[static_cast<std::size_t>(aim.clause)].when;
  options_.clear();
  for (const auto& reading : regime.readings) options_.push_back(reading.standard >= 0 ? reading.standard : pick(reading.options.size()));
  satisfy(regime, when, aim.applies);
  return interpret::is_true(vocabulary, regime, when, {values_, options_}) == aim.applies;
}

Case Generator::written() const {
  const auto& vocabulary = book_.vocabulary;
  Case the_case{.id = "case-" + std::to_string(made_)};
  the_case.facts.resize(vocabulary.facts.size());
  const interpret::Completion completion{values_, {}};
  for (std::size_t i = 0; i < vocabulary.facts.size(); ++i) {
    if (recipe_.given.facts[i].kind != Statement::Kind::absent) {
      the_case.facts[i] = recipe_.given.facts[i];
    } else if (is_base(vocabulary.facts[i]) && interpret::has_value(vocabulary, static_cast<int>(i), completion)) {
      the_case.facts[i] = {Statement::Kind::stated, {values_[i], values_[i]}};
    }
  }
  return the_case;
}

std::optional<Case> Generator::next() {
  const auto& vocabulary = book_.vocabulary;
  for (std::size_t i = 0; i < values_.size(); ++i)
    if (recipe_.given.facts[i].kind == Statement::Kind::stated) values_[i] = recipe_.given.facts[i].span.lo;
  std::uint64_t turn = made_;
  std::vector<std::pair<int, Statement>> varied;
  for (const auto& [fact, statements] : recipe_.vary) {
    varied.emplace_back(fact, statements[turn % statements.size()]);
    turn /= statements.size();
    if (varied.back().second.kind == Statement::Kind::stated) values_[static_cast<std::size_t>(fact)] = varied.back().second.span.lo;
  }
  const Aim aim = aims_.empty() ? Aim{} : aims_[made_ % aims_.size()];
  ++made_;
  for (int i = 0; i < kTries; ++i) {
    if (!settle(aim) && i < kAimed) continue;
    Case the_case = written();
    for (const auto& [fact, statement] : varied) the_case.facts[static_cast<std::size_t>(fact)] = statement;
    std::vector<bool> stated;
    for (const auto& statement : the_case.facts) stated.push_back(statement.kind == Statement::Kind::stated);
    if (!interpret::is_possible(vocabulary, {values_, {}}, stated)) continue;
    for (std::size_t f = 0; f < stated.size(); ++f) {
      const bool drop = static_cast<double>(random_() >> 11) * 0x1.0p-53 < recipe_.unknown;
      if (drop && stated[f] && !fixed_[f]) the_case.facts[f] = {Statement::Kind::unknown, {}};
    }
    return the_case;
  }
  return std::nullopt;
}

}  // namespace crossing::analysis

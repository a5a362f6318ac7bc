// Holds the diagram of each question against the interpreter over the question's whole space, and partial cases against
// brute-force completion: whole_space [--points N] [--cases N] [REGIME…]. Ends with 1 at the first difference.
//
// The space is made here from the rules alone: the base facts that a question reads, each cut into values that some test tells
// apart, and the options of its readings. Up to N points (10,000,000) every point is tried, beyond that N points drawn evenly.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <map>
#include <random>
#include <set>
#include <string>

#include "crossing/crossing.hpp"
#include "engine/prepare.hpp"
#include "engine/program.hpp"
#include "interpret/interpreter.hpp"

namespace crossing::tests {
namespace {

using interpret::Completion;

/// The tests that can bear on one question of one regime, and the base facts and readings behind them.
class Reads {
 public:
  Reads(const Vocabulary& vocabulary, const Regime& regime, int question) : vocabulary_(vocabulary), regime_(regime) {
    const auto answers = [&](const Clause& clause) {
      return std::any_of(clause.then.begin(), clause.then.end(), [&](const Answer& answer) { return answer.question == question; });
    };
    for (const auto& clause : regime.clauses) {
      const bool overrides = std::any_of(clause.overrides.begin(), clause.overrides.end(), [&](const Override& entry) { return answers(regime.clauses[static_cast<std::size_t>(entry.clause)]); });
      if (!clause.operative() || (!answers(clause) && !overrides)) continue;
      look(*clause.when);
      for (const auto& entry : clause.overrides)
        for (const auto& choice : entry.under) readings.insert(choice.reading);
    }
    answered = !facts.empty() || std::any_of(regime.clauses.begin(), regime.clauses.end(), answers);
    for (std::size_t before = facts.size() + 1; before != facts.size();) {
      before = facts.size();
      for (const auto& constraint : vocabulary.constraints) {
        if (!constraint.excludes) continue;
        Reads part{vocabulary, regime, *constraint.excludes};
        const bool touches = std::any_of(part.facts.begin(), part.facts.end(), [&](int fact) { return facts.contains(fact); });
        if (touches) look(*constraint.excludes);
      }
    }
  }

  bool answered = false;
  std::set<int> facts, readings;
  std::vector<const Condition*> tests;

 private:
  Reads(const Vocabulary& vocabulary, const Regime& regime, const Condition& condition) : vocabulary_(vocabulary), regime_(regime) { look(condition); }

  void look(const Condition& condition) {
    for (const auto& part : condition.parts) look(part);
    if (condition.kind == Condition::Kind::reading) readings.insert(condition.subject);
    if (condition.kind == Condition::Kind::term) look(regime_.terms[static_cast<std::size_t>(condition.subject)].when);
    if (condition.kind != Condition::Kind::test) return;
    if (std::find(tests.begin(), tests.end(), &condition) == tests.end()) tests.push_back(&condition);
    const auto& derived = vocabulary_.facts[static_cast<std::size_t>(condition.subject)].derived;
    const std::vector<int> bases = derived ? std::vector<int>{derived->first, derived->second} : std::vector<int>{condition.subject};
    for (const int base : bases) {
      if (base < 0 || !facts.insert(base).second) continue;
      for (const auto& need : vocabulary_.facts[static_cast<std::size_t>(base)].only_if) look(need);
    }
  }

  const Vocabulary& vocabulary_;
  const Regime& regime_;
};

const Fact& fact_of(const Vocabulary& vocabulary, int fact) { return vocabulary.facts[static_cast<std::size_t>(fact)]; }

/// Values of a base fact near which some test of it, or of what is derived from it, can turn. `other`: the value of a linked date.
std::set<Code> turns(const Vocabulary& vocabulary, const Reads& reads, int base, const std::set<Code>& others) {
  const Fact& fact = fact_of(vocabulary, base);
  std::set<Code> values{fact.range.lo, fact.range.hi};
  const auto around = [&](Code code) {
    for (const Code near : {code - 1, code, code + 1})
      if (fact.range.contains(near)) values.insert(near);
  };
  if (fact.type == FactType::boolean || fact.type == FactType::enumeration)
    for (Code code = fact.range.lo; code <= fact.range.hi; ++code) values.insert(code);
  for (const Condition* test : reads.tests) {
    const auto& derived = fact_of(vocabulary, test->subject).derived;
    if (test->subject == base)
      for (const auto& span : test->test.spans) around(span.lo), around(span.hi);
    if (!derived || (derived->first != base && derived->second != base)) continue;
    if (derived->how == Derivation::clock && derived->first == base)
      for (const Code shift : derived->shift)
        for (const auto& span : test->test.spans) around(((span.lo - shift) % 1440 + 1440) % 1440), around(((span.hi - shift) % 1440 + 1440) % 1440);
    if (derived->how == Derivation::month_of)
      for (Code day = fact.range.lo, i = 0; i < 13; ++i) around(day = next_month(day));
    if (derived->how == Derivation::elapsed && derived->second == base)
      for (const Code other : others)
        for (const auto& bound : test->test.bounds) around(add(other, bound.period)), around(other);
  }
  return values;
}

/// A variable of the space: the value tuples of one fact, or of facts that a derived fact or an order links, that some test tells apart.
struct Variable {
  std::vector<int> facts;
  std::vector<std::vector<Code>> values;
};

std::vector<Variable> variables(const Vocabulary& vocabulary, const Regime& regime, const Reads& reads) {
  std::vector<Variable> all;
  for (const int fact : reads.facts) all.push_back({{fact}, {}});
  const auto join = [&](int a, int b) {
    const auto holder = [&](int fact) { return std::find_if(all.begin(), all.end(), [&](const Variable& v) { return std::find(v.facts.begin(), v.facts.end(), fact) != v.facts.end(); }); };
    const auto x = holder(a), y = holder(b);
    if (x == all.end() || y == all.end() || x == y) return;
    x->facts.insert(x->facts.end(), y->facts.begin(), y->facts.end());
    all.erase(y);
  };
  for (const auto& fact : vocabulary.facts)
    if (fact.derived && fact.derived->second >= 0) join(fact.derived->first, fact.derived->second);
  for (const auto& constraint : vocabulary.constraints)
    if (!constraint.excludes) join(constraint.earlier, constraint.later);
  for (auto& variable : all) {
    // Of tuples that every test answers alike, and of which none or all are in order, one stands for the rest. A fact without value
    // answers no test; the facts that give it one are other variables, so here each test is asked as if all values were there.
    Vocabulary bare = vocabulary;
    for (auto& fact : bare.facts) fact.only_if.clear();
    std::set<std::vector<bool>> seen;
    std::vector<Code> tuple(variable.facts.size());
    const std::function<void(std::size_t, const std::set<Code>&)> fill = [&](std::size_t at, const std::set<Code>& before) {
      if (at < tuple.size()) {
        for (const Code code : turns(vocabulary, reads, variable.facts[at], before)) {
          tuple[at] = code;
          auto others = before;
          others.insert(code);
          fill(at + 1, others);
        }
        return;
      }
      Completion point{std::vector<Code>(vocabulary.facts.size(), 0), std::vector<int>(regime.readings.size(), 0)};
      for (std::size_t i = 0; i < tuple.size(); ++i) point.values[static_cast<std::size_t>(variable.facts[i])] = tuple[i];
      std::vector<bool> pattern;
      for (const Condition* test : reads.tests) {
        const auto& derived = fact_of(vocabulary, test->subject).derived;
        const int base = derived ? derived->first : test->subject;
        if (std::find(variable.facts.begin(), variable.facts.end(), base) != variable.facts.end()) pattern.push_back(interpret::is_true(bare, regime, *test, point));
      }
      for (const auto& constraint : vocabulary.constraints)
        if (!constraint.excludes) pattern.push_back(point.values[static_cast<std::size_t>(constraint.earlier)] <= point.values[static_cast<std::size_t>(constraint.later)]);
      if (seen.insert(pattern).second) variable.values.push_back(tuple);
    };
    // The date from which time runs comes first, so that the other can be set against it.
    std::sort(variable.facts.begin(), variable.facts.end(), [&](int a, int b) {
      return std::any_of(vocabulary.facts.begin(), vocabulary.facts.end(), [&](const Fact& f) { return f.derived && f.derived->first == a && f.derived->second == b; });
    });
    fill(0, {});
  }
  return all;
}

/// The diagram walked with the cell of each axis; the cells of a point are looked up, not worked out again.
class Diagram {
 public:
  Diagram(const Vocabulary& vocabulary, const Regime& regime, int question, const std::vector<Variable>& variables, const std::vector<int>& readings) {
    std::optional<Diagnostic> why;
    program_ = engine::compile(vocabulary, regime, question, why);
    for (const auto& axis : program_->axes) {
      Lookup lookup;
      if (axis.reading >= 0) {
        lookup.variable = variables.size() + static_cast<std::size_t>(std::find(readings.begin(), readings.end(), axis.reading) - readings.begin());
        for (int option = 0; option < axis.width; ++option) lookup.cells.push_back(option);
      } else {
        const auto holder = std::find_if(variables.begin(), variables.end(), [&](const Variable& v) { return std::find(v.facts.begin(), v.facts.end(), axis.bases.front()) != v.facts.end(); });
        lookup.variable = static_cast<std::size_t>(holder - variables.begin());
        for (const auto& tuple : holder->values) {
          std::vector<engine::Allowed> allowed(vocabulary.facts.size());
          for (std::size_t i = 0; i < tuple.size(); ++i) allowed[static_cast<std::size_t>(holder->facts[i])] = {{tuple[i], tuple[i]}};
          const engine::Cells cells = engine::reachable(vocabulary, axis, engine::allowed_on(axis, allowed));
          int cell = 0;
          while (cell < axis.width && (cells >> cell & 1) == 0) ++cell;
          lookup.cells.push_back(cell == axis.width ? -1 : cell);  // -1: out of order
        }
      }
      lookups_.push_back(std::move(lookup));
    }
  }

  /// The clauses that stand at the point, or nothing where it is impossible.
  const std::vector<int>* standing(const std::vector<std::size_t>& point) {
    engine::Ref ref = program_->root;
    while (!engine::is_leaf(ref)) {
      const auto& lookup = lookups_[static_cast<std::size_t>(program_->forest.level(ref))];
      const int cell = lookup.cells[point[lookup.variable]];
      if (cell < 0) return nullptr;
      ref = program_->forest.child(ref, cell);
    }
    const int leaf = engine::leaf_value(ref);
    if (leaf == engine::kImpossible) return nullptr;
    auto& stands = standing_[leaf];
    if (stands.empty()) {
      for (std::size_t i = 0; i < program_->answers.size(); ++i)
        if ((program_->standing[static_cast<std::size_t>(leaf)] >> i & 1) != 0) stands.push_back(program_->answers[i].question);
    }
    return &stands;
  }

 private:
  struct Lookup {
    std::size_t variable = 0;
    std::vector<int> cells;
  };
  std::optional<engine::Program> program_;
  std::vector<Lookup> lookups_;
  std::map<int, std::vector<int>> standing_;
};

struct Tally {
  double space = 1;
  std::uint64_t points = 0, possible = 0, differences = 0;
  bool whole = false;
};

Tally compare(const RuleBook& book, int r, int question, std::uint64_t most) {
  const auto& vocabulary = book.vocabulary;
  const Regime& regime = book.regimes[static_cast<std::size_t>(r)];
  const Reads reads{vocabulary, regime, question};
  Tally tally;
  if (!reads.answered) return tally;
  const auto facts = variables(vocabulary, regime, reads);
  const std::vector<int> readings{reads.readings.begin(), reads.readings.end()};
  std::vector<std::size_t> widths;
  for (const auto& variable : facts) widths.push_back(variable.values.size());
  for (const int reading : readings) widths.push_back(regime.readings[static_cast<std::size_t>(reading)].options.size());
  for (const auto width : widths) tally.space *= static_cast<double>(width);
  Diagram diagram{vocabulary, regime, question, facts, readings};

  // Only constraints among the facts read can be broken here: the others are given values that keep all of theirs.
  Vocabulary local = vocabulary;
  std::erase_if(local.constraints, [&](const Constraint& constraint) {
    if (!constraint.excludes) return !reads.facts.contains(constraint.earlier) || !reads.facts.contains(constraint.later);
    bool touches = false;
    const std::function<void(const Condition&)> look = [&](const Condition& c) {
      touches = touches || (c.kind == Condition::Kind::test && reads.facts.contains(c.subject));
      for (const auto& part : c.parts) look(part);
    };
    look(*constraint.excludes);
    return !touches;
  });
  const std::vector<bool> nothing_stated(vocabulary.facts.size(), false);

  Completion completion{std::vector<Code>(vocabulary.facts.size(), 0), std::vector<int>(regime.readings.size(), 0)};
  std::vector<std::size_t> point(widths.size(), 0);
  const auto put = [&](std::size_t variable) {
    if (variable < facts.size()) {
      for (std::size_t i = 0; i < facts[variable].facts.size(); ++i)
        completion.values[static_cast<std::size_t>(facts[variable].facts[i])] = facts[variable].values[point[variable]][i];
    } else {
      completion.options[static_cast<std::size_t>(readings[variable - facts.size()])] = static_cast<int>(point[variable]);
    }
  };
  const auto out_of_order = [&] {
    return std::any_of(local.constraints.begin(), local.constraints.end(), [&](const Constraint& c) {
      return !c.excludes && completion.values[static_cast<std::size_t>(c.earlier)] > completion.values[static_cast<std::size_t>(c.later)];
    });
  };
  const auto try_point = [&] {
    ++tally.points;
    // A date without value orders nothing for the interpreter, and no case ever states one: such points are left out on both sides.
    if (out_of_order()) return;
    const bool possible = interpret::is_possible(local, completion, nothing_stated);
    const auto* found = diagram.standing(point);
    if (possible) ++tally.possible;
    if (possible != (found != nullptr) || (possible && *found != interpret::standing(vocabulary, regime, question, completion))) ++tally.differences;
  };
  tally.whole = tally.space <= static_cast<double>(most);
  if (tally.whole) {
    for (std::size_t v = 0; v < widths.size(); ++v) put(v);
    for (bool more = true; more;) {
      try_point();
      more = false;
      for (std::size_t v = 0; v < widths.size() && !more; ++v) {
        more = ++point[v] < widths[v];
        if (!more) point[v] = 0;
        put(v);
      }
    }
  } else {
    std::mt19937_64 random{20211125};
    for (std::uint64_t i = 0; i < most; ++i) {
      for (std::size_t v = 0; v < widths.size(); ++v) {
        point[v] = random() % widths[v];
        put(v);
      }
      try_point();
    }
  }
  return tally;
}

// ---- partial cases ----

/// What the definition gives for a partial case, by trying every completion of the facts that the question reads.
struct Plain {
  Verdict verdict{};
  std::set<TreatmentSet> answers;
  std::vector<int> clauses, possible, missing;
};

std::optional<Plain> complete(const RuleBook& book, int r, int question, const Case& the_case, const Reads& reads) {
  const auto& vocabulary = book.vocabulary;
  const Regime& regime = book.regimes[static_cast<std::size_t>(r)];
  std::vector<std::pair<int, std::vector<Code>>> open;
  Completion completion{std::vector<Code>(vocabulary.facts.size(), 0), std::vector<int>(regime.readings.size(), 0)};
  std::vector<bool> stated(vocabulary.facts.size(), false);
  double count = 1;
  for (std::size_t i = 0; i < vocabulary.facts.size(); ++i) {
    const Fact& fact = vocabulary.facts[i];
    if (fact.derived || fact.type == FactType::set) continue;
    const auto& statement = the_case.facts[i];
    stated[i] = statement.kind == Statement::Kind::stated && reads.facts.contains(static_cast<int>(i));
    const Span span = statement.kind == Statement::Kind::stated ? statement.span : fact.range;
    completion.values[i] = span.lo;
    if (span.exact() || !reads.facts.contains(static_cast<int>(i))) continue;
    std::vector<Code> values;
    const auto near = turns(vocabulary, reads, static_cast<int>(i), {});
    for (Code code = span.lo; code <= span.hi; ++code)
      if (fact.type == FactType::date || near.contains(code)) values.push_back(code);
    count *= static_cast<double>(values.size());
    open.emplace_back(static_cast<int>(i), std::move(values));
  }
  if (count > 4000) return std::nullopt;
  const auto taken = options_taken(book, r, the_case, {});
  std::vector<int> loose;
  for (const int reading : reads.readings) {
    completion.options[static_cast<std::size_t>(reading)] = std::max(0, taken[static_cast<std::size_t>(reading)]);
    if (taken[static_cast<std::size_t>(reading)] < 0) loose.push_back(reading);
  }
  Vocabulary local = vocabulary;
  std::erase_if(local.constraints, [&](const Constraint& constraint) { return !constraint.excludes && (!reads.facts.contains(constraint.earlier) || !reads.facts.contains(constraint.later)); });
  std::map<std::vector<int>, std::set<TreatmentSet>> by_options;
  std::map<std::pair<std::vector<int>, std::vector<Code>>, TreatmentSet> table;
  std::set<int> every, some;
  bool first = true;
  const std::function<void(std::size_t, std::size_t)> go = [&](std::size_t reading, std::size_t at) {
    if (reading < loose.size()) {
      const auto index = static_cast<std::size_t>(loose[reading]);
      for (std::size_t option = 0; option < regime.readings[index].options.size(); ++option) {
        completion.options[index] = static_cast<int>(option);
        go(reading + 1, at);
      }
      return;
    }
    if (at < open.size()) {
      for (const Code code : open[at].second) {
        completion.values[static_cast<std::size_t>(open[at].first)] = code;
        go(reading, at + 1);
      }
      return;
    }
    if (!interpret::is_possible(local, completion, stated)) return;
    const auto stands = interpret::standing(vocabulary, regime, question, completion);
    std::set<int> treatments;
    for (const int clause : stands)
      for (const auto& answer : regime.clauses[static_cast<std::size_t>(clause)].then)
        if (answer.question == question) treatments.insert(answer.treatment);
    const TreatmentSet outcome{treatments.begin(), treatments.end()};
    by_options[completion.options].insert(outcome);
    std::vector<Code> point;
    for (const auto& [fact, values] : open) point.push_back(completion.values[static_cast<std::size_t>(fact)]);
    table.emplace(std::pair{completion.options, point}, outcome);
    const std::set<int> here{stands.begin(), stands.end()};
    if (first) every = here;
    std::erase_if(every, [&](int clause) { return !here.contains(clause); });
    some.insert(here.begin(), here.end());
    first = false;
  };
  go(0, 0);
  if (by_options.empty()) return std::nullopt;
  Plain plain;
  bool single = true, equal = true;
  for (const auto& [options, answers] : by_options) {
    single = single && answers.size() == 1;
    equal = equal && answers == by_options.begin()->second;
    plain.answers.insert(answers.begin(), answers.end());
  }
  const bool exclusive = vocabulary.questions[static_cast<std::size_t>(question)].exclusive;
  const auto& only = *plain.answers.begin();
  plain.verdict = !single ? Verdict::undetermined : !equal ? Verdict::contested : only.empty() ? Verdict::silent : exclusive && only.size() > 1 ? Verdict::conflict : Verdict::decided;
  if (plain.verdict == Verdict::decided) {
    plain.clauses.assign(every.begin(), every.end());
    for (const int clause : some)
      if (!every.contains(clause)) plain.possible.push_back(clause);
  }
  if (plain.verdict != Verdict::undetermined && plain.verdict != Verdict::contested) return plain;
  for (std::size_t at = 0; at < open.size(); ++at) {
    std::map<std::pair<std::vector<int>, std::vector<Code>>, TreatmentSet> seen;
    const bool parts = std::any_of(table.begin(), table.end(), [&](const auto& entry) {
      auto others = entry.first;
      others.second[at] = 0;
      const auto [known, added] = seen.emplace(others, entry.second);
      return !added && known->second != entry.second;
    });
    if (parts) plain.missing.push_back(open[at].first);
  }
  return plain;
}

/// A random case: of the facts that the question reads a few are left open, dates to within some weeks at most.
Case draw(const RuleBook& book, const Reads& reads, int opener, std::mt19937& random) {
  const auto& vocabulary = book.vocabulary;
  Case the_case{.id = "random"};
  the_case.facts.resize(vocabulary.facts.size());
  const auto pick = [&](std::size_t below) { return static_cast<Code>(random() % below); };
  Code base = read_date("1956-01-01")->lo + pick(5800);
  for (const int index : reads.facts) {
    const Fact& fact = fact_of(vocabulary, index);
    if (fact.type != FactType::date && random() % 5 == 0 && index != opener) continue;
    const auto near = turns(vocabulary, reads, index, {});
    const std::vector<Code> values{near.begin(), near.end()};
    Code code = values[static_cast<std::size_t>(pick(values.size()))];
    if (fact.type == FactType::date) code = random() % 3 == 0 ? std::clamp(code, fact.range.lo + 500, fact.range.hi - 500) : base + pick(40);
    the_case.facts[static_cast<std::size_t>(index)] = {Statement::Kind::stated, {code, code + (fact.type == FactType::date && random() % 3 == 0 ? pick(35) : 0)}};
  }
  return the_case;
}

int differences_of_cases(const RuleBook& book, int r, int question, int wanted, int& compared) {
  const auto& vocabulary = book.vocabulary;
  const Reads reads{vocabulary, book.regimes[static_cast<std::size_t>(r)], question};
  if (!reads.answered) return 0;
  Engine engine{book};
  std::mt19937 random{static_cast<unsigned>(41 * r + question)};
  int wrong = 0;
  const auto& opens = vocabulary.questions[static_cast<std::size_t>(question)].opens_with;
  for (int i = 0; i < wanted; ++i) {
    Case the_case = draw(book, reads, opens.empty() ? -1 : opens.front(), random);
    const auto plain = complete(book, r, question, the_case, reads);
    const auto found = engine.evaluate(the_case, {.presumptions = false, .regimes = {r}});
    if (!plain || !found) continue;
    const auto& findings = found.value->regimes.front().findings;
    const auto finding = std::find_if(findings.begin(), findings.end(), [&](const Finding& f) { return f.question == question; });
    const bool put = opens.empty() || std::any_of(opens.begin(), opens.end(), [&](int fact) { return the_case.facts[static_cast<std::size_t>(fact)].kind == Statement::Kind::stated; });
    if (!put) continue;
    ++compared;
    if (finding == findings.end()) {
      wrong += plain->verdict == Verdict::silent ? 0 : 1;
      continue;
    }
    std::set<TreatmentSet> answers;
    for (const auto& outcome : finding->outcomes) answers.insert(outcome.treatments);
    if (finding->verdict == Verdict::decided || finding->verdict == Verdict::conflict) answers = {finding->treatments};
    if (finding->verdict == Verdict::silent) answers = {TreatmentSet{}};
    const bool same = finding->verdict == plain->verdict && answers == plain->answers && finding->clauses == plain->clauses && finding->clauses_possible == plain->possible &&
                      finding->missing == plain->missing;
    if (!same) ++wrong;
  }
  return wrong;
}

int run(const std::vector<std::string>& words) {
  std::uint64_t most = 10'000'000;
  int cases = 1000;
  std::vector<std::string> regimes;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == "--points" && i + 1 < words.size()) most = std::stoull(words[++i]);
    else if (words[i] == "--cases" && i + 1 < words.size()) cases = std::stoi(words[++i]);
    else regimes.push_back(words[i]);
  }
  const auto book = load_embedded_rules();
  std::uint64_t all = 0, wrong = 0;
  for (std::size_t r = 0; r < book.value->regimes.size(); ++r) {
    const Regime& regime = book.value->regimes[r];
    if (!regimes.empty() && std::find(regimes.begin(), regimes.end(), regime.id) == regimes.end()) continue;
    for (std::size_t q = 0; q < book.value->vocabulary.questions.size(); ++q) {
      const auto tally = compare(*book.value, static_cast<int>(r), static_cast<int>(q), most);
      if (tally.points == 0) continue;
      int compared = 0;
      const int parted = differences_of_cases(*book.value, static_cast<int>(r), static_cast<int>(q), cases, compared);
      fmt::print("{:14} {:12} space {:>14.0f}: {} {:>8} points, {:>8} possible, {} differ; {} partial cases, {} differ\n", regime.id, book.value->vocabulary.questions[q].name, tally.space,
                 tally.whole ? "all" : "of which", tally.points, tally.possible, tally.differences, compared, parted);
      all += tally.possible + static_cast<std::uint64_t>(compared);
      wrong += tally.differences + static_cast<std::uint64_t>(parted);
    }
  }
  fmt::print("{} comparisons, {} differences\n", all, wrong);
  // An instrument without an operative clause has no space; but over all instruments something must have been compared.
  return (all == 0 && regimes.empty()) || wrong > 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}

}  // namespace
}  // namespace crossing::tests

int main(int argc, char** argv) { return crossing::tests::run({argv + 1, argv + argc}); }

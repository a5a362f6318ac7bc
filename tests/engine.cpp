// The engine against its definition: hand-made rule books with known answers, and random ones against plain enumeration.
#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "interpret/interpreter.hpp"
#include "engine/prepare.hpp"
#include "engine/program.hpp"
#include "engine/sift.hpp"
#include "maker.hpp"
#include "support.hpp"

namespace crossing::tests {
namespace {

struct Answered {
  RuleBook book;
  CaseFindings findings;
};

Answered ask(const std::string& clauses, const std::string& facts, const std::string& readings = "{}", const std::string& terms = "{}", Options options = {}) {
  auto book = harbour_book(clauses, readings, terms);
  INFO(text_of(book.diagnostics));
  REQUIRE(book);
  Engine engine{*book.value};
  const auto found = engine.evaluate(a_case(*book.value, facts), options);
  INFO(text_of(found.diagnostics));
  REQUIRE(found);
  return {*book.value, *found.value};
}

const Finding& entry(const Answered& answered) { return answered.findings.regimes.front().findings.front(); }

std::string entry_line(const std::string& clauses, const std::string& facts, const std::string& readings = "{}", const std::string& terms = "{}", Options options = {}) {
  const auto answered = ask(clauses, facts, readings, terms, options);
  return line(answered.book, entry(answered));
}

TEST_CASE("the five verdicts") {
  const auto rules = list({clause("1", R"({"lamp": false})", "turn_back"), clause("2", R"({"agrees": true})", "let_in")});
  CHECK(entry_line(rules, R"({"lamp": false, "agrees": false})") == "decided turn_back [1]");
  CHECK(entry_line(rules, R"({"lamp": true, "agrees": false})") == "silent");
  CHECK(entry_line(rules, R"({"lamp": false, "agrees": true})") == "conflict turn_back/let_in");
  CHECK(entry_line(rules, R"({"lamp": true})") == "undetermined let_in/silent missing agrees");
  const auto read = list({clause("1", R"({"lamp": false, "reading": {"night": "dusk"}})", "turn_back")});
  CHECK(entry_line(read, R"({"lamp": false})", kTwo) == "contested turn_back/silent");
  CHECK(entry_line(read, R"({"lamp": true})", kTwo) == "silent");
  CHECK(entry_line(read, "{}", kTwo) == "undetermined turn_back/silent missing lamp");
}

TEST_CASE("an override counts even if the overriding clause is itself overridden, and nothing revives") {
  const auto rules = list({clause("1", "{}", "turn_back"), clause("2", R"({"agrees": true})", "let_in", R"(, "overrides": ["1"])"),
                           clause("3", R"({"lamp": false})", "hold", R"(, "overrides": ["2"])")});
  CHECK(entry_line(rules, R"({"agrees": true, "lamp": false})") == "decided hold [3] 1<2 2<3");
  CHECK(entry_line(rules, R"({"agrees": true, "lamp": true})") == "decided let_in [2] 1<2");
  CHECK(entry_line(rules, R"({"agrees": true})") == "undetermined let_in/hold missing lamp");
}

TEST_CASE("an override can be about one question and under one reading") {
  const std::string both = R"({"id": "1", "cite": "c", "modality": "should", "paraphrase": "p", "when": {"lamp": false},
    "then": [{"question": "entry", "treatment": "turn_back"}, {"question": "help", "treatment": "pilot"}]})";
  const auto answered = ask(list({both, clause("2", R"({"agrees": true})", "let_in", R"(, "overrides": ["1@entry"])")}), R"({"lamp": false, "agrees": true})");
  REQUIRE(answered.findings.regimes.front().findings.size() == 2);
  CHECK(line(answered.book, answered.findings.regimes.front().findings[0]) == "decided let_in [2] 1<2");
  CHECK(line(answered.book, answered.findings.regimes.front().findings[1]) == "decided pilot [1]");
  const auto rules = list({clause("1", "{}", "turn_back"), clause("2", R"({"agrees": true})", "let_in", R"(, "overrides": [{"clause": "1", "reading": {"night": "dusk"}}])")});
  CHECK(entry_line(rules, R"({"agrees": true})", kTwoClosed) == "conflict turn_back/let_in");
  Options dusk;
  dusk.readings = {{0, 0, 1}};
  CHECK(entry_line(rules, R"({"agrees": true})", kTwoClosed, "{}", dusk) == "decided let_in [2] 1<2");
}

TEST_CASE("completions, not three-valued tables: p or not p is true") {
  CHECK(entry_line(list({clause("1", R"({"any": [{"lamp": true}, {"not": {"lamp": true}}]})", "let_in")}), "{}") == "decided let_in [1]");
}

TEST_CASE("a closed reading is told where its other option would change the answer") {
  const auto answered = ask(list({clause("1", R"({"reading": {"night": "dusk"}, "lamp": false})", "turn_back")}), R"({"lamp": false})", kTwoClosed);
  CHECK(entry(answered).verdict == Verdict::silent);
  REQUIRE(entry(answered).under_other_readings.size() == 1);
  CHECK(entry(answered).under_other_readings[0] == OtherReading{0, 1, Verdict::decided, {{0}}});
}

TEST_CASE("clauses that stand sometimes are told from those that stand always") {
  CHECK(entry_line(list({clause("1", R"({"lamp": false})", "turn_back"), clause("2", R"({"lamp": false, "agrees": false})", "turn_back")}), R"({"lamp": false})") ==
        "decided turn_back [1] perhaps [2]");
}

TEST_CASE("presumptions: made for what is not said, lifted by unknown, by unless and by what contradicts them") {
  const auto rules = list({clause("1", R"({"distress": true})", "let_in"), clause("2", R"({"distress": false})", "turn_back")});
  const auto quiet = ask(rules, "{}");
  CHECK(line(quiet.book, entry(quiet)) == "decided turn_back [2]");
  REQUIRE(quiet.findings.presumed.size() == 1);
  CHECK(quiet.findings.presumed[0] == std::pair{quiet.book.vocabulary.find_fact("distress"), 0});
  CHECK(entry_line(rules, R"({"distress": "unknown"})") == "undetermined turn_back/let_in missing distress");
  CHECK(entry_line(rules, R"({"damage": "holed"})") == "undetermined turn_back/let_in missing distress");
  Options none;
  none.presumptions = false;
  CHECK(entry_line(rules, "{}", "{}", "{}", none) == "undetermined turn_back/let_in missing distress");
}

TEST_CASE("a presumption that changes nothing is not told") {
  CHECK(ask(list({clause("1", R"({"lamp": true})", "let_in")}), R"({"lamp": true})").findings.presumed.empty());
}

TEST_CASE("constraints limit completions, and a fact without value fails every test") {
  const auto rules = list({clause("1", R"({"distress": true, "damage": "none"})", "let_in"), clause("2", R"({"pumps": true})", "hold")});
  CHECK(entry_line(rules, R"({"distress": "unknown", "damage": "none"})") == "silent");
  CHECK(entry_line(rules, R"({"damage": "dismasted", "distress": false})") == "silent");
  CHECK(entry_line(rules, R"({"damage": "holed", "distress": false})") == "undetermined hold/silent missing pumps");
  CHECK(entry_line(rules, R"({"pumps": true})") == "decided hold [2]");  // who says that the pumps work says that she is holed
}

TEST_CASE("a case whose stated facts cannot stand together is refused, and only the facts in question are named") {
  const auto book = harbour_book(list({clause("1", "{}", "let_in")}));
  REQUIRE(book);
  Engine engine{*book.value};
  const auto refused = [&](const std::string& facts) {
    const auto found = engine.evaluate(a_case(*book.value, facts));
    REQUIRE_FALSE(found);
    return found.diagnostics.front().message;
  };
  CHECK(refused(R"({"lamp": true, "distress": true, "damage": "none"})") == "these facts cannot all be true: `distress` true, `damage` none");
  CHECK(refused(R"({"pumps": false, "damage": "none", "crew": 3})") == "these facts cannot all be true: `damage` none, `pumps` false");
  CHECK(refused(R"({"issued": "1921-05-02", "day": "1921-05-01"})") == "these facts cannot all be true: `day` 1921-05-01, `issued` 1921-05-02");
  CHECK(refused(R"({"issued": "1922", "decided": "1921"})") == "these facts cannot all be true: `issued` 1922, `decided` 1921");
}

TEST_CASE("dates: a partial date is unknown only where the test cuts it") {
  const auto rules = list({clause("1", R"({"day": {"until": "1920"}})", "let_in"), clause("2", R"({"day": {"after": "1920"}})", "turn_back")});
  CHECK(entry_line(rules, R"({"day": "1920-12-31"})") == "decided let_in [1]");
  CHECK(entry_line(rules, R"({"day": "1921-01-01"})") == "decided turn_back [2]");
  CHECK(entry_line(rules, R"({"day": "1920"})") == "decided let_in [1]");
  const auto answered = ask(rules, R"({"day": "1920-06/1921-02"})");
  CHECK(line(answered.book, entry(answered)) == "undetermined turn_back/let_in missing day");
  CHECK(entry(answered).outcomes[1].facts.front().spans == std::vector{Span{read_date("1920-06")->lo, read_date("1920")->hi}});
  CHECK(entry_line(rules, R"({"decided": "1920-03"})") == "decided let_in [1]");  // she came before the decision
}

TEST_CASE("month and age come from the same day") {
  const auto rules = list({clause("1", R"({"month": {"at_least": 4, "at_most": 9}, "age": {"after": "P1M"}})", "turn_back")});
  CHECK(entry_line(rules, R"({"issued": "1921-03-01", "day": "1921-04-01"})") == "silent");
  CHECK(entry_line(rules, R"({"issued": "1921-03-01", "day": "1921-04-02"})") == "decided turn_back [1]");
  CHECK(entry_line(rules, R"({"issued": "1921-03-01", "day": "1921-03"})") == "silent");
  CHECK(entry_line(rules, R"({"issued": "1921-03-01", "day": "1921-03/1921-04"})") == "undetermined turn_back/silent missing day");
  CHECK(entry_line(rules, R"({"issued": "1921-09-20", "day": "1921-09-20/1921-12-31"})") == "silent");  // in time while in season, and out of season after
  CHECK(entry_line(rules, R"({"day": "1921-05-01"})") == "undetermined turn_back/silent missing issued");
  CHECK(entry_line(rules, "{}") == "undetermined turn_back/silent missing day issued");
}

TEST_CASE("a clock is shifted by its zone, around midnight too") {
  const auto rules = list({clause("1", R"({"clock": {"at_least": "17:01"}})", "turn_back")});
  CHECK(entry_line(rules, R"({"hour": "17:00"})") == "silent");
  CHECK(entry_line(rules, R"({"hour": "17:01"})") == "decided turn_back [1]");
  CHECK(entry_line(rules, R"({"hour": "18:00", "zone": "ship"})") == "silent");
  CHECK(entry_line(rules, R"({"hour": "18:01", "zone": "ship"})") == "decided turn_back [1]");
  CHECK(entry_line(rules, R"({"hour": "00:30", "zone": "ship"})") == "decided turn_back [1]");
  CHECK(entry_line(rules, R"({"hour": "17:30", "zone": "unknown"})") == "undetermined turn_back/silent missing zone");
}

TEST_CASE("a question that opens with a fact is put only when the case states it") {
  const auto rules = list({clause("1", "{}", "half", "", "fee")});
  CHECK(ask(rules, "{}").findings.regimes.front().findings.size() == 1);
  CHECK(ask(rules, R"({"crew": "unknown"})").findings.regimes.front().findings.size() == 1);
  CHECK(ask(rules, R"({"crew": 3})").findings.regimes.front().findings.size() == 2);
}

TEST_CASE("a cumulative question gives all that stands") {
  const auto answered = ask(list({clause("1", "{}", "tow", "", "help"), clause("2", R"({"lamp": false})", "pilot", "", "help")}), R"({"lamp": false})");
  CHECK(line(answered.book, answered.findings.regimes.front().findings.back()) == "decided pilot+tow [1 2]");
}

TEST_CASE("timing stands beside the answer") {
  const auto rules = list({clause("1", "{}", "let_in")});
  const auto timing = [&](const std::string& facts) { return ask(rules, facts).findings.regimes.front().timing; };
  CHECK(timing("{}") == Timing{TimingStatus::no_test_date, {}});
  CHECK(timing(R"({"day": "1921-03-01"})") == Timing{TimingStatus::in_force, {}});
  CHECK(timing(R"({"day": "1921-02-28"})") == Timing{TimingStatus::not_yet_issued, Span{1, 1}});
  CHECK(timing(R"({"day": "1921-02"})") == Timing{TimingStatus::not_yet_issued, Span{1, 28}});
  CHECK(timing(R"({"day": "1921"})") == Timing{TimingStatus::date_uncertain, {}});
  CHECK(timing(R"({"day": "1920", "decided": "1922"})") == Timing{TimingStatus::in_force, {}});
}

TEST_CASE("elapsed time is bounded on either side, with its end or without") {
  // A month after 15 March is 15 April.
  const auto row = [](const std::string& bound) {
    const auto rules = list({clause("1", R"({"age": {")" + bound + R"(": "P1M"}})", "turn_back")});
    std::string text;
    for (const char* day : {"1921-04-14", "1921-04-15", "1921-04-16"})
      text += entry_line(rules, R"({"issued": "1921-03-15", "day": ")" + std::string{day} + "\"}") == "silent" ? "-" : "x";
    return text;
  };
  CHECK(row("before") == "x--");
  CHECK(row("until") == "xx-");
  CHECK(row("from") == "-xx");
  CHECK(row("after") == "--x");
  const auto parts = [](const std::string& test) {
    const auto answered = ask(list({clause("1", R"({"age": )" + test + "}", "turn_back")}), R"({"issued": "1921-03-15"})");
    std::vector<std::vector<std::vector<ElapsedBound>>> bounds;
    for (const auto& outcome : entry(answered).outcomes) {
      REQUIRE(outcome.facts.size() == 1);
      bounds.push_back(outcome.facts.front().bounds);
    }
    return bounds;
  };
  using Parts = std::vector<std::vector<std::vector<ElapsedBound>>>;
  const Period month{1, 0}, year{12, 0};
  CHECK(parts(R"({"before": "P1M"})") == Parts{{{{Relation::before, month}}}, {{{Relation::from, month}}}});
  CHECK(parts(R"({"from": "P1M", "until": "P1Y"})") == Parts{{{{Relation::from, month}, {Relation::until, year}}}, {{{Relation::before, month}}, {{Relation::after, year}}}});
}

// ---- vocabularies that differ in one point ----

/// The harbour with one thing in its vocabulary put otherwise.
RuleBook otherwise(const std::string& old, const std::string& now, const std::string& clauses) {
  std::string vocabulary = kHarbour;
  REQUIRE(vocabulary.find(old) != std::string::npos);
  vocabulary.replace(vocabulary.find(old), old.size(), now);
  auto book = load_rules({{"vocabulary.json", vocabulary}, {"order.json", regime_text(clauses)}});
  INFO(text_of(book.diagnostics));
  REQUIRE(book);
  return std::move(*book.value);
}

std::string entry_line(const RuleBook& book, const std::string& facts) {
  Engine engine{book};
  const auto found = engine.evaluate(a_case(book, facts));
  INFO(facts << text_of(found.diagnostics));
  REQUIRE(found);
  return line(book, found.value->regimes.front().findings.front());
}

Reach reach_of(const RuleBook& book, const std::string& facts) {
  Engine engine{book};
  const auto found = engine.evaluate(a_case(book, facts));
  INFO(facts << text_of(found.diagnostics));
  REQUIRE(found);
  return found.value->regimes.front().reach;
}

TEST_CASE("a presumption is made unless the stated facts make its `unless` true") {
  const auto rules = list({clause("1", R"({"agrees": true})", "let_in"), clause("2", R"({"agrees": false})", "turn_back")});
  const auto made = [&](const std::string& unless, const std::string& facts) {
    const std::string question = R"("question": "Does he agree?", "description": "d")";
    const auto book = otherwise(question, question + R"(, "presumed": {"value": true, "unless": )" + unless + "}", rules);
    const std::string said = entry_line(book, facts);
    CHECK((said == "decided let_in [1]" || said == "undetermined turn_back/let_in missing agrees"));
    return said == "decided let_in [1]";
  };
  CHECK(made(R"({"flag": "red"})", "{}"));
  CHECK_FALSE(made(R"({"flag": "red"})", R"({"flag": "red"})"));
  CHECK(made(R"({"flag": "red"})", R"({"flag": "blue"})"));
  CHECK(made(R"({"not": {"flag": "red"}})", "{}"));
  CHECK(made(R"({"not": {"flag": "red"}})", R"({"flag": "red"})"));
  CHECK_FALSE(made(R"({"not": {"flag": "red"}})", R"({"flag": "blue"})"));
  CHECK_FALSE(made(R"({"flag": "blue", "crew": {"at_least": 3}})", R"({"flag": "blue", "crew": 3})"));
  CHECK(made(R"({"flag": "blue", "crew": {"at_least": 3}})", R"({"flag": "blue", "crew": 2})"));
  CHECK(made(R"({"flag": "blue", "crew": {"at_least": 3}})", R"({"flag": "blue"})"));
  CHECK_FALSE(made(R"({"any": [{"flag": "blue"}, {"crew": {"at_least": 3}}]})", R"({"crew": 3})"));
  CHECK(made(R"({"any": [{"flag": "blue"}, {"crew": {"at_least": 3}}]})", R"({"flag": "red"})"));
  CHECK_FALSE(made(R"({"pumps": true})", R"({"pumps": true})"));
  CHECK(made(R"({"pumps": true})", R"({"damage": "none"})"));  // no pumps to work
  CHECK(made(R"({"not": {"pumps": true}})", R"({"damage": "holed"})"));
  CHECK_FALSE(made(R"({"not": {"pumps": true}})", R"({"damage": "none"})"));
  CHECK_FALSE(made(R"({"day": {"until": "1921-03"}})", R"({"day": "1921-02/1921-03"})"));
  CHECK(made(R"({"day": {"until": "1921-03"}})", R"({"day": "1921-03/1921-04"})"));
  CHECK(made(R"({"day": {"until": "1921-03"}})", R"({"day": "1921-04"})"));
  // What is true whatever the missing facts are is settled, although no one of them is.
  CHECK_FALSE(made(R"({"any": [{"flag": "red"}, {"not": {"flag": "red"}}]})", "{}"));
  CHECK_FALSE(made(R"({"any": [{"crew": {"at_least": 3}}, {"crew": {"at_most": 5}}]})", "{}"));
  CHECK_FALSE(made(R"({"month": 3})", R"({"day": "1921-03"})"));
  CHECK(made(R"({"month": 3})", R"({"day": "1921-03/1921-04"})"));
  CHECK_FALSE(made(R"({"clock": "07:00"})", R"({"hour": "08:00", "zone": "ship"})"));
  CHECK(made(R"({"clock": "07:00"})", R"({"hour": "08:00"})"));  // on what is stated: that the zone is presumed does not count
  CHECK_FALSE(made(R"({"age": {"until": "P1M"}})", R"({"issued": "1921-03", "day": "1921-03"})"));
  CHECK_FALSE(made(R"({"not": {"damage": "none"}})", R"({"distress": true})"));  // by a constraint
  CHECK(made(R"({"not": {"damage": "none"}})", R"({"distress": false})"));
}

TEST_CASE("an outcome tells only of values that a fact has") {
  const auto rules = list({clause("1", R"({"pumps": true})", "let_in"), clause("2", R"({"pumps": false, "crew": {"at_least": 3}})", "turn_back")});
  const std::string needed = R"("only_if": {"damage": "holed"})";
  const auto book = otherwise(needed, needed, rules);
  Engine engine{book};
  const auto found = engine.evaluate(a_case(book, "{}"));
  REQUIRE(found);
  const int pumps = book.vocabulary.find_fact("pumps");
  std::vector<std::vector<Span>> told;
  for (const auto& outcome : found.value->regimes.front().findings.front().outcomes) {
    told.emplace_back();
    for (const auto& range : outcome.facts)
      if (range.fact == pumps) told.back() = range.spans;
  }
  // Silent: with a small crew the pumps can be known not to work, but where she is not holed there are none.
  CHECK(told == std::vector<std::vector<Span>>{{{0, 0}}, {{1, 1}}, {{0, 0}}});
  // Without a hole there are no pumps: nothing is told of them, although a clause tests them.
  const auto sound = engine.evaluate(a_case(book, R"({"damage": "none", "agrees": "unknown"})"));
  REQUIRE(sound);
  CHECK(sound.value->regimes.front().findings.front().outcomes.empty());
  const auto other = otherwise(needed, needed, list({clause("1", R"({"pumps": true})", "let_in"), clause("2", R"({"agrees": true, "any": [{"pumps": false}, {"lamp": true}]})", "turn_back")}));
  Engine second{other};
  const auto open = second.evaluate(a_case(other, R"({"damage": "none"})"));
  REQUIRE(open);
  for (const auto& outcome : open.value->regimes.front().findings.front().outcomes)
    for (const auto& range : outcome.facts) CHECK(range.fact != pumps);
}

TEST_CASE("a list that names a day twice leaves every day of it") {
  const std::string needs = R"("only_if": {"damage": "holed"})";
  const auto book = otherwise(needs, R"("only_if": {"day": ["1921-11", "1921", "1921-04"]})", list({clause("1", R"({"day": {"from": "1921-12"}})", "let_in")}));
  CHECK(entry_line(book, R"({"pumps": true, "day": "1921-12"})") == "decided let_in [1]");
  CHECK(entry_line(book, R"({"pumps": true, "decided": "1921-11-30"})") == "silent");
  CHECK(entry_line(book, R"({"pumps": true})") == "undetermined let_in/silent missing day");
}

TEST_CASE("places that a constraint rules out are not reached") {
  const std::string constraint = R"({"excludes": {"distress": true, "damage": "none"}, "why": "no distress without damage"})";
  std::string vocabulary = kHarbour, regime = regime_text("[]");
  vocabulary.replace(vocabulary.find(constraint), constraint.size(), constraint + R"(, {"excludes": {"berth": "south", "flag": "red"}, "why": "no red flags there"})");
  regime.replace(regime.find(R"("everywhere")"), 12, R"(["north"])");
  const auto book = load_rules({{"vocabulary.json", vocabulary}, {"order.json", regime}});
  REQUIRE(book);
  const auto reach = [&](const std::string& facts) { return reach_of(*book.value, facts); };
  CHECK(reach(R"({"flag": "red"})") == Reach::addressed);
  CHECK(reach(R"({"flag": "blue"})") == Reach::unknown);
  CHECK(reach(R"({"berth": "south"})") == Reach::outside);
}

TEST_CASE("nothing is presumed that the stated facts rule out") {
  const auto rules = list({clause("1", R"({"distress": true})", "let_in"), clause("2", R"({"distress": false})", "turn_back"), clause("3", R"({"damage": "holed"})", "hold", "", "entry")});
  // By a constraint: there is no distress without damage.
  const std::string quiet = R"("presumed": {"value": false, "unless": {"damage": ["holed", "dismasted"]}})";
  const auto alarmed = otherwise(quiet, R"("presumed": {"value": true})", rules);
  CHECK(entry_line(alarmed, R"({"damage": "dismasted"})") == "decided let_in [1]");
  CHECK(entry_line(alarmed, R"({"damage": "none"})") == "decided turn_back [2]");
  // By what a stated fact needs: whoever says that the pumps work says that she is holed.
  const std::string values = R"("values": {"none": "none", "holed": "holed", "dismasted": "dismasted"})";
  const auto sound = otherwise(values, values + R"(, "presumed": {"value": "none"})", rules);
  CHECK(entry_line(sound, R"({"distress": false})") == "decided turn_back [2]");
  CHECK(entry_line(sound, R"({"distress": false, "pumps": true})") == "conflict turn_back/hold");
}

TEST_CASE("stating a fact says what its only_if says") {
  const auto rules = list({clause("1", R"({"crew": {"at_most": 2}})", "turn_back"), clause("2", R"({"crew": {"at_least": 3, "at_most": 5}})", "hold"), clause("3", R"({"crew": {"at_least": 6}})", "let_in")});
  const std::string needs = R"("only_if": {"damage": "holed"})";
  CHECK(entry_line(otherwise(needs, R"("only_if": {"not": {"crew": {"at_least": 3, "at_most": 5}}})", rules), R"({"pumps": true})") == "undetermined turn_back/let_in missing crew");
  CHECK(entry_line(otherwise(needs, R"("only_if": {"not": {"crew": {"at_most": 2}}})", rules), R"({"pumps": true})") == "undetermined let_in/hold missing crew");
  CHECK(entry_line(otherwise(needs, R"("only_if": {"not": {"crew": {"at_least": 6}}})", rules), R"({"pumps": true})") == "undetermined turn_back/hold missing crew");
  CHECK(entry_line(otherwise(needs, R"("only_if": {"not": {"crew": [1, 2, 0, 5, 4, 3]}})", rules), R"({"pumps": true})") == "decided let_in [3]");
  CHECK(entry_line(otherwise(needs, R"("only_if": {"crew": {"at_least": 2}, "not": {"crew": {"at_least": 4}}})", rules), R"({"pumps": true})") == "undetermined turn_back/hold missing crew");
}

TEST_CASE("elapsed time can run against the order of its dates") {
  const std::string order = R"({"order": ["issued", "day"], "why": "issued before use"})";
  const auto backwards = [&](const std::string& test) { return otherwise(order, R"({"order": ["day", "issued"], "why": "given on arrival"})", list({clause("1", R"({"age": )" + test + "}", "let_in")})); };
  CHECK(entry_line(backwards(R"({"until": "P0D"})"), "{}") == "decided let_in [1]");  // the day is never after that of the pass
  CHECK(entry_line(backwards(R"({"before": "P0D"})"), "{}") == "undetermined let_in/silent missing day issued");
  CHECK(entry_line(backwards(R"({"before": "P0D"})"), R"({"day": "1921-03-01", "issued": "1921-03-01"})") == "silent");
  CHECK(entry_line(backwards(R"({"before": "P0D"})"), R"({"day": "1921-03-01", "issued": "1921-03-02"})") == "decided let_in [1]");
  CHECK(entry_line(backwards(R"({"after": "P1M"})"), "{}") == "silent");
}

// ---- large diagrams ----

/// A harbour of many lights: one boolean for each name, and one question.
std::string lights(const std::vector<std::string>& names) {
  std::string facts;
  for (const auto& name : names)
    facts += (facts.empty() ? "\"" : ", \"") + name + R"(": {"type": "boolean", "kind": "circumstance", "label": "l", "question": "q", "description": "d"})";
  return R"({"schema": "crossing.vocabulary/1", "title": "Lights", "facts": {)" + facts + R"(, "crew": {"type": "count", "kind": "circumstance", "label": "l", "question": "q", "description": "d", "range": [0, 9]}},
    "effects": {"in": "in"}, "questions": {"entry": {"kind": "exclusive", "label": "l", "asks": "a", "always_reported": true}},
    "treatments": {"let_in": {"questions": ["entry"], "effect": "in", "label": "l"}, "hold": {"questions": ["entry"], "effect": "in", "label": "l"}}})";
}

TEST_CASE("a diagram whose facts come in an unlucky order is sifted small, and answers as before") {
  constexpr std::size_t kPairs = 9;
  std::vector<std::string> names;
  std::string mention = "{", pairs;
  for (const char* side : {"red", "green"})
    for (std::size_t i = 0; i < kPairs; ++i) names.push_back(side + std::to_string(i));
  // The clause mentions all of one side before the other; a diagram in this order has to remember each.
  for (std::size_t i = 0; i < kPairs; ++i) {
    mention += "\"" + names[i] + "\": true, ";
    pairs += fmt::format(R"(, {{"{}": true, "{}": true}})", names[i], names[kPairs + i]);
  }
  const auto rules = list({clause("1", R"({"any": [)" + mention + R"("crew": {"at_least": 3, "at_most": 5}, "green0": true})" + pairs + "]}", "let_in"),
                           clause("2", R"({"reading": {"night": "dusk"}, "red0": true, "green8": false})", "hold", R"(, "overrides": ["1"])")});
  const auto book = load_rules({{"vocabulary.json", lights(names)}, {"order.json", regime_text(rules, kTwo)}});
  INFO(text_of(book.diagnostics));
  REQUIRE(book);
  Engine engine{*book.value};
  CHECK(engine.diagram_size(0, 0) > 2 * static_cast<int>(kPairs));
  CHECK(engine.diagram_size(0, 0) < 100);  // in the order of mention it would have over 500
  std::mt19937 random{9};
  int let_in = 0, held = 0;
  for (int round = 0; round < 300; ++round) {
    Case the_case{.id = "lights"};
    the_case.facts.resize(names.size() + 1);
    std::vector<bool> on;
    for (std::size_t i = 0; i < names.size(); ++i) {
      on.push_back(random() % 3 == 0);
      the_case.facts[i] = {Statement::Kind::stated, {on[i], on[i]}};
    }
    const bool dusk = random() % 2 == 0;
    the_case.readings = {{0, 0, dusk ? 1 : 0}};
    bool pair = false;
    for (std::size_t i = 0; i < kPairs; ++i) pair = pair || (on[i] && on[kPairs + i]);
    const bool hold = dusk && on[0] && !on[2 * kPairs - 1];
    const auto found = engine.evaluate(the_case);
    REQUIRE(found);
    const Finding& finding = found.value->regimes.front().findings.front();
    // The crew is not stated, but it tells only beside a pair that is enough by itself.
    REQUIRE(line(*book.value, finding).starts_with(hold ? "decided hold [2]" : pair ? "decided let_in [1]" : "silent"));
    let_in += !hold && pair ? 1 : 0;
    held += hold ? 1 : 0;
    // Without the greens: each that faces a red can decide, and the last one by the second clause too. Where it does both, the others never count:
    // dark, she is held; lit, it makes a pair.
    for (std::size_t i = 0; i < kPairs; ++i) the_case.facts[kPairs + i] = {};
    const auto open = engine.evaluate(the_case);
    constexpr std::size_t kLast = kPairs - 1;
    const bool last_holds = dusk && on[0];
    std::vector<int> missing;
    for (std::size_t i = 0; i < kPairs; ++i)
      if (i == kLast ? on[i] || last_holds : on[i] && !(last_holds && on[kLast])) missing.push_back(static_cast<int>(kPairs + i));
    REQUIRE(open.value->regimes.front().findings.front().missing == missing);
  }
  CHECK(let_in > 20);
  CHECK(held > 20);
}

TEST_CASE("sifting leaves alone what has no order to choose") {
  engine::Forest one{{2}};
  CHECK(engine::sift(one, one.node(0, std::vector<engine::Ref>{engine::kFalse, engine::kTrue})) == std::vector<int>{0});
  const engine::Forest three{{2, 3, 2}};
  CHECK(engine::sift(three, engine::kTrue) == std::vector<int>{0, 1, 2});
}

// ---- the door ----

TEST_CASE("an engine can be moved, and answers as before") {
  const auto first = harbour_book(list({clause("1", R"({"lamp": false})", "turn_back")})), second = harbour_book(list({clause("1", R"({"lamp": false})", "hold")}));
  const Case the_case = a_case(*first.value, R"({"lamp": false})");
  Engine one{*first.value}, two{*second.value};
  const auto before = one.evaluate(the_case);
  Engine moved{std::move(one)};
  CHECK(*moved.evaluate(the_case).value == *before.value);
  moved = std::move(two);
  CHECK(line(*second.value, moved.evaluate(the_case).value->regimes.front().findings.front()) == "decided hold [1]");
}

TEST_CASE("what cannot be compiled is told by the check, by name, before any case is put") {
  const auto bad = [](const std::string& name) { return tests::read(std::string{CROSSING_SOURCE} + "/tests/bad/" + name + ".json"); };
  const auto linked = load_rules({{"vocabulary.json", kHarbour}, {"order.json", bad("regime-linked-facts")}});
  REQUIRE(linked);
  Engine engine{*linked.value};
  const auto faults = engine.check();
  REQUIRE_FALSE(faults.empty());
  for (const auto& fault : faults) CHECK(fault.fault == Fault::linked_facts);
  CHECK(engine.diagram_size(0, linked.value->vocabulary.find_question("entry")) == 0);

  const auto chained = load_rules({{"vocabulary.json", bad("vocabulary-constraints-link-three-facts")}, {"order.json", regime_text("[]")}});
  REQUIRE(chained);
  Engine none{*chained.value};
  REQUIRE(none.check().size() == 1);
  CHECK(none.check().front().fault == Fault::linked_facts);

  // Orders put the day of arrival between the two dates.
  const auto apart = harbour_book(list({clause("1", R"({"issued": {"from": "1921"}, "decided": {"until": "1921"}})", "let_in")}));
  Engine around{*apart.value};
  REQUIRE_FALSE(around.check().empty());
  for (const auto& fault : around.check()) CHECK(fault.fault == Fault::linked_facts);
  CHECK_FALSE(around.evaluate(a_case(*apart.value, "{}")));

  const auto sound = harbour_book("[]");
  CHECK(Engine{*sound.value}.check().empty());
}

/// The timing of a case with these facts under a regime with these dates.
Timing timing_under(const std::string& issued, const std::string& effect, const std::string& facts) {
  std::string regime = regime_text(list({clause("1", "{}", "let_in")}));
  const auto put = [&](const std::string& old, const std::string& now) { regime.replace(regime.find(old), old.size(), now); };
  put(R"("issued": "1921-03-01")", "\"issued\": \"" + issued + "\"");
  put(R"({"begins": "1921-03-01", "why": "stated"})", "{" + effect + ", \"why\": \"stated\"}");
  const auto book = load_rules({{"vocabulary.json", kHarbour}, {"order.json", regime}});
  INFO(text_of(book.diagnostics));
  REQUIRE(book);
  Engine engine{*book.value};
  const auto found = engine.evaluate(a_case(*book.value, facts));
  REQUIRE(found);
  return found.value->regimes.front().timing;
}

const Timing kUncertain{TimingStatus::date_uncertain, {}}, kInForce{TimingStatus::in_force, {}};

TEST_CASE("an instrument issued on one of several days: before all of them, among them, after them") {
  const auto timing = [](const std::string& facts) { return timing_under("1921-03-10/1921-03-20", R"("begins": "1921-03-20")", facts); };
  CHECK(timing(R"({"day": "1921-03-09"})") == Timing{TimingStatus::not_yet_issued, Span{1, 11}});
  CHECK(timing(R"({"day": "1921-03-01/1921-03-09"})") == Timing{TimingStatus::not_yet_issued, Span{1, 19}});
  CHECK(timing(R"({"day": "1921-03-09/1921-03-10"})") == kUncertain);
  CHECK(timing(R"({"day": "1921-03-10"})") == kUncertain);  // it can have been issued on the day itself, or after it
  CHECK(timing(R"({"day": "1921-03-19"})") == kUncertain);
  CHECK(timing(R"({"day": "1921-03-20"})") == kInForce);
  CHECK(timing(R"({"day": "1921-03-21"})") == kInForce);
  CHECK(timing(R"({"day": "1921"})") == kUncertain);
  const auto month = [](const std::string& facts) { return timing_under("1921-03", R"("begins": "unknown")", facts); };
  CHECK(month(R"({"day": "1921-02-28"})") == Timing{TimingStatus::not_yet_issued, Span{1, 31}});
  CHECK(month(R"({"day": "1921-03-30"})") == kUncertain);
  CHECK(month(R"({"day": "1921-03-31"})") == Timing{TimingStatus::signed_effect_unknown, {}});
  CHECK(timing_under("1921", R"("begins": "1922-01-01")", R"({"day": "1921-12-31"})") == Timing{TimingStatus::issued_not_in_effect, {}});
}

TEST_CASE("effect has a beginning after the issue, and an end that is its last day") {
  const auto timing = [](const std::string& facts) { return timing_under("1921-03-01", R"("begins": "1921-04-01", "ends": "1921-05-31")", facts); };
  CHECK(timing(R"({"day": "1921-02-28"})") == Timing{TimingStatus::not_yet_issued, Span{1, 1}});
  CHECK(timing(R"({"day": "1921-03-31"})") == Timing{TimingStatus::issued_not_in_effect, {}});
  CHECK(timing(R"({"day": "1921-03-31/1921-04-01"})") == kUncertain);
  CHECK(timing(R"({"day": "1921-04-01"})") == kInForce);
  CHECK(timing(R"({"day": "1921-05-31"})") == kInForce);
  CHECK(timing(R"({"day": "1921-05-31/1921-06-01"})") == kUncertain);
  CHECK(timing(R"({"day": "1921-06-01"})") == Timing{TimingStatus::lapsed, {}});
}

TEST_CASE("a day on which the case cannot fall is no possible test date") {
  const auto timing = [](const std::string& facts) { return timing_under("1921-03-10", R"("begins": "1921-03-10")", facts); };
  CHECK(timing(R"({"day": "1921-03"})") == kUncertain);
  CHECK(timing(R"({"issued": "1921-03-10", "day": "1921-03"})") == kInForce);                                         // not before the pass
  CHECK(timing(R"({"day": "1921-03", "issued": "1921-03-09"})") == kUncertain);
  CHECK(timing(R"({"day": "1921-03-10/1921-03-12", "decided": "1921-03"})") == kInForce);                              // not before the arrival
}

TEST_CASE("reach: every place where she can be, none, or some") {
  std::string regime = regime_text(list({clause("1", "{}", "let_in")}));
  const std::string everywhere = R"("reach": "everywhere")";
  regime.replace(regime.find(everywhere), everywhere.size(), R"("reach": ["south"])");
  const auto book = load_rules({{"vocabulary.json", kHarbour}, {"order.json", regime}});
  REQUIRE(book);
  const auto reach = [&](const std::string& facts) { return reach_of(*book.value, facts); };
  CHECK(reach(R"({"berth": "south"})") == Reach::addressed);
  CHECK(reach(R"({"berth": "north"})") == Reach::outside);
  CHECK(reach("{}") == Reach::unknown);
}

// ---- readings that a case chooses ----

/// The finding on entry of a case that says this of readings.
std::string under(const RuleBook& book, const std::string& readings, const Options& options = {}, const std::string& facts = R"({"lamp": false})") {
  const auto cases = load_cases(book, {"case.json", R"({"id": "case", "facts": )" + facts + ", \"readings\": " + readings + "}"});
  INFO(text_of(cases.diagnostics));
  REQUIRE(cases);
  Engine engine{book};
  const auto found = engine.evaluate(cases.value->front(), options);
  REQUIRE(found);
  const Finding& finding = found.value->regimes.front().findings.front();
  std::string text = line(book, finding);
  for (const auto& other : finding.under_other_readings)
    text += fmt::format(" | {}: {}", book.regimes.front().readings[static_cast<std::size_t>(other.reading)].options[static_cast<std::size_t>(other.option)].name, name_of(other.verdict));
  return text;
}

TEST_CASE("a case can choose readings; the command line goes before it, and who opens all opens those too") {
  const auto rules = list({clause("1", R"({"lamp": false, "reading": {"night": "dusk"}})", "turn_back")});
  const auto closed = harbour_book(rules, kTwoClosed), open = harbour_book(rules, kTwo);  // closed: clock
  REQUIRE(closed);
  REQUIRE(open);
  const auto saying = [](int option, bool all = false) {
    Options options;
    options.readings = {{0, 0, option}};
    options.all_readings_open = all;
    return options;
  };
  constexpr int kOpen = -1, kClock = 0, kDusk = 1;
  const std::string dusk = R"({"order.night": "dusk"})", clock = R"({"order.night": "clock"})", opened = R"({"order.night": "open"})";
  // What the case says goes before the default.
  CHECK(under(*closed.value, "{}") == "silent | dusk: decided");
  CHECK(under(*closed.value, dusk) == "decided turn_back [1] | clock: silent");
  CHECK(under(*closed.value, opened) == "contested turn_back/silent");
  CHECK(under(*open.value, "{}") == "contested turn_back/silent");
  CHECK(under(*open.value, dusk) == "decided turn_back [1] | clock: silent");  // named, so it counts as closed
  CHECK(under(*open.value, clock) == "silent | dusk: decided");
  // What the user says goes before the case.
  CHECK(under(*closed.value, dusk, saying(kClock)) == "silent | dusk: decided");
  CHECK(under(*closed.value, dusk, saying(kOpen)) == "contested turn_back/silent");
  CHECK(under(*closed.value, opened, saying(kDusk)) == "decided turn_back [1] | clock: silent");
  // Opening all readings opens those that the case chose, and leaves those that the user chose.
  Options all;
  all.all_readings_open = true;
  CHECK(under(*closed.value, dusk, all) == "contested turn_back/silent");
  CHECK(under(*open.value, clock, all) == "contested turn_back/silent");
  CHECK(under(*closed.value, clock, saying(kDusk, true)) == "decided turn_back [1] | clock: silent");
}

TEST_CASE("a choice of one regime's reading is no choice of another's of the same name") {
  const auto rules = list({clause("1", R"({"lamp": false, "reading": {"night": "dusk"}})", "turn_back")});
  std::string law = regime_text(rules, kTwoClosed);
  law.replace(law.find("\"order\""), 7, "\"law\"");
  const auto book = load_rules({{"vocabulary.json", kHarbour}, {"order.json", regime_text(rules, kTwoClosed)}, {"law.json", law}});
  REQUIRE(book);
  const auto cases = load_cases(*book.value, {"case.json", R"({"facts": {"lamp": false}, "readings": {"order.night": "dusk"}})"});
  REQUIRE(cases);
  Engine engine{*book.value};
  const auto found = engine.evaluate(cases.value->front());
  REQUIRE(found);
  REQUIRE(book.value->regimes.front().id == "law");
  CHECK(found.value->regimes.front().findings.front().verdict == Verdict::silent);
  CHECK(found.value->regimes.back().findings.front().verdict == Verdict::decided);
}

TEST_CASE("an explanation takes the readings that the case chooses") {
  const auto book = harbour_book(list({clause("1", R"({"lamp": false, "reading": {"night": "dusk"}})", "turn_back")}), kTwoClosed);
  REQUIRE(book);
  const auto standing = [&](const std::string& readings, const Options& options = {}) {
    const auto cases = load_cases(*book.value, {"case.json", R"({"facts": {"lamp": false}, "readings": )" + readings + "}"});
    REQUIRE(cases);
    const auto explained = explain(*book.value, cases.value->front(), options);
    REQUIRE(explained);
    return explained.value->front().accounts.front().standing;
  };
  CHECK(standing("{}") == Standing::fails);
  CHECK(standing(R"({"order.night": "dusk"})") == Standing::stands);
  CHECK(standing(R"({"order.night": "open"})") == Standing::waits);
  Options clock;
  clock.readings = {{0, 0, 0}};
  CHECK(standing(R"({"order.night": "dusk"})", clock) == Standing::fails);
}

// ---- random rule books against plain enumeration ----

/// The presumptions that a case takes, by plain enumeration of every completion of what it states.
std::vector<int> presumptions(const Vocabulary& vocabulary, const Case& the_case) {
  std::vector<bool> stated, excepted(vocabulary.facts.size(), true), met(vocabulary.facts.size(), false);
  interpret::Completion completion{std::vector<Code>(vocabulary.facts.size(), 0), {}};
  for (const auto& statement : the_case.facts) stated.push_back(statement.kind == Statement::Kind::stated);
  const std::function<void(std::size_t)> go = [&](std::size_t at) {
    if (at < vocabulary.facts.size()) {
      const Fact& fact = vocabulary.facts[at];
      Span span = stated[at] ? the_case.facts[at].span : fact.range;
      // Nothing that is presumed hangs on numbers, hours and dates: one value stands for all.
      const bool chosen = fact.type == FactType::boolean || fact.type == FactType::enumeration;
      if (fact.derived || fact.type == FactType::set || (!stated[at] && !chosen)) span = {fact.range.hi, fact.range.hi};
      if (fact.name == "issued" && !stated[at]) span = {fact.range.lo, fact.range.lo};
      for (Code code = span.lo; code <= span.hi; ++code) {
        completion.values[at] = code;
        go(at + 1);
      }
      return;
    }
    if (!interpret::is_possible(vocabulary, completion, stated)) return;
    for (std::size_t i = 0; i < vocabulary.facts.size(); ++i) {
      const auto& presumed = vocabulary.facts[i].presumed;
      if (!presumed) continue;
      if (!presumed->unless || !interpret::is_true(vocabulary, {}, *presumed->unless, completion)) excepted[i] = false;
      if (completion.values[i] == presumed->value || !interpret::has_value(vocabulary, static_cast<int>(i), completion)) met[i] = true;
    }
  };
  go(0);
  std::vector<int> taken;
  for (std::size_t i = 0; i < vocabulary.facts.size(); ++i)
    if (vocabulary.facts[i].presumed && the_case.facts[i].kind == Statement::Kind::absent && !excepted[i] && met[i]) taken.push_back(static_cast<int>(i));
  return taken;
}

/// The finding's fields by plain enumeration of every completion, with the interpreter and nothing else.
struct Plain {
  Verdict verdict{};
  std::set<TreatmentSet> answers;
  std::vector<int> clauses, possible, missing;
};

Plain enumerate(const RuleBook& book, const Case& the_case, int question) {
  const auto& vocabulary = book.vocabulary;
  const Regime& regime = book.regimes.front();
  const auto presumed = presumptions(vocabulary, the_case);
  std::vector<bool> stated;
  std::vector<std::size_t> open;
  interpret::Completion completion{std::vector<Code>(vocabulary.facts.size(), 0), std::vector<int>(regime.readings.size(), 0)};
  std::vector<Span> spans(vocabulary.facts.size());
  for (std::size_t i = 0; i < vocabulary.facts.size(); ++i) {
    const Fact& fact = vocabulary.facts[i];
    stated.push_back(the_case.facts[i].kind == Statement::Kind::stated);
    spans[i] = stated.back() ? the_case.facts[i].span : fact.range;
    if (std::find(presumed.begin(), presumed.end(), static_cast<int>(i)) != presumed.end()) spans[i] = {fact.presumed->value, fact.presumed->value};
    const bool fixed = fact.derived || fact.type == FactType::set || fact.name == "decided" || fact.name == "berth";
    // Nothing of these is tested here: one value stands for all. The day of decision is the last there is, so that it orders nothing.
    completion.values[i] = fact.name == "decided" ? fact.range.hi : spans[i].lo;
    if (!fixed && !spans[i].exact()) open.push_back(i);
  }
  std::map<std::vector<int>, std::set<TreatmentSet>> by_reading;
  std::set<int> every, some, missing;
  bool first = true;
  // answer of each completion under each option, to see what changing one fact alone does
  std::map<std::pair<int, std::vector<Code>>, TreatmentSet> table;
  for (int option = 0; option < 2; ++option) {
    completion.options = {option};
    const std::function<void(std::size_t)> go = [&](std::size_t at) {
      if (at < open.size()) {
        for (Code code = spans[open[at]].lo; code <= spans[open[at]].hi; ++code) {
          completion.values[open[at]] = code;
          go(at + 1);
        }
        return;
      }
      if (!interpret::is_possible(vocabulary, completion, stated)) return;
      TreatmentSet answer;
      const auto stands = interpret::standing(vocabulary, regime, question, completion);
      for (const int c : stands)
        for (const auto& a : regime.clauses[static_cast<std::size_t>(c)].then)
          if (a.question == question && std::find(answer.begin(), answer.end(), a.treatment) == answer.end()) answer.push_back(a.treatment);
      std::sort(answer.begin(), answer.end());
      by_reading[completion.options].insert(answer);
      const std::set<int> here{stands.begin(), stands.end()};
      if (first) every = here;
      std::set<int> kept;
      std::set_intersection(every.begin(), every.end(), here.begin(), here.end(), std::inserter(kept, kept.end()));
      every = kept;
      some.insert(here.begin(), here.end());
      first = false;
      std::vector<Code> point;
      for (const auto i : open) point.push_back(completion.values[i]);
      table.emplace(std::pair{option, point}, answer);
    };
    go(0);
  }
  for (std::size_t at = 0; at < open.size(); ++at) {
    // Two completions that agree but for this fact: group by the others, and look for two answers in a group.
    std::map<std::pair<int, std::vector<Code>>, TreatmentSet> seen;
    for (const auto& [key, answer] : table) {
      auto others = key;
      others.second[at] = 0;
      const auto [known, added] = seen.emplace(others, answer);
      if (!added && known->second != answer) missing.insert(static_cast<int>(open[at]));
    }
  }
  Plain plain;
  bool single = true, equal = true;
  for (const auto& [option, answers] : by_reading) {
    single = single && answers.size() == 1;
    equal = equal && answers == by_reading.begin()->second;
    plain.answers.insert(answers.begin(), answers.end());
  }
  const TreatmentSet& only = *plain.answers.begin();
  plain.verdict = !single ? Verdict::undetermined : !equal ? Verdict::contested : only.empty() ? Verdict::silent : only.size() > 1 ? Verdict::conflict : Verdict::decided;
  if (plain.verdict == Verdict::decided) {
    plain.clauses.assign(every.begin(), every.end());
    std::set_difference(some.begin(), some.end(), every.begin(), every.end(), std::back_inserter(plain.possible));
  }
  if (plain.verdict == Verdict::undetermined || plain.verdict == Verdict::contested) plain.missing.assign(missing.begin(), missing.end());
  return plain;
}

TEST_CASE("random rule books: the diagrams find what plain enumeration finds") {
  int compared = 0, refused = 0;
  std::map<Verdict, int> verdicts;
  for (unsigned seed = 1; seed <= 250 / kOneIn; ++seed) {
    Maker maker{seed};
    const std::string rules = maker.rules();
    const auto book = harbour_book(rules, kTwo);
    INFO(rules);
    INFO(text_of(book.diagnostics));
    REQUIRE(book);
    Engine engine{*book.value};
    for (int i = 0; i < 8; ++i) {
      const std::string facts = maker.facts();
      const Case the_case = a_case(*book.value, facts);
      INFO(facts);
      const auto found = engine.evaluate(the_case);
      if (!found) {
        ++refused;
        continue;
      }
      const auto plain = enumerate(*book.value, the_case, 0);
      const Finding& finding = found.value->regimes.front().findings.front();
      REQUIRE(name_of(finding.verdict) == name_of(plain.verdict));
      std::set<TreatmentSet> answers;
      for (const auto& outcome : finding.outcomes) answers.insert(outcome.treatments);
      if (finding.verdict == Verdict::decided) answers = {finding.treatments};
      if (finding.verdict == Verdict::silent) answers = {{}};
      if (finding.verdict == Verdict::conflict) answers = {finding.treatments};
      REQUIRE(answers == plain.answers);
      REQUIRE(finding.clauses == plain.clauses);
      REQUIRE(finding.clauses_possible == plain.possible);
      REQUIRE(finding.missing == plain.missing);
      ++compared;
      ++verdicts[finding.verdict];
    }
  }
  WARN("compared " << compared << " findings, refused " << refused);
  CHECK(compared > 1000 / kOneIn);
  for (const Verdict verdict : {Verdict::decided, Verdict::silent, Verdict::undetermined, Verdict::contested, Verdict::conflict})
    if (kOneIn == 1) CHECK(verdicts[verdict] > 10);
}

TEST_CASE("the shipped rules: diagram and interpreter agree at random points of every question") {
  const auto book = load_embedded_rules();
  REQUIRE(book);
  const auto& vocabulary = book.value->vocabulary;
  std::mt19937 random{7};
  for (const auto& regime : book.value->regimes) {
    for (std::size_t q = 0; q < vocabulary.questions.size(); ++q) {
      std::optional<Diagnostic> why;
      const auto program = engine::compile(vocabulary, regime, static_cast<int>(q), why);
      REQUIRE(program);
      if (program->answers.empty()) continue;
      for (int round = 0; round < 300; ++round) {
        interpret::Completion point;
        std::vector<engine::Allowed> allowed;
        for (const auto& fact : vocabulary.facts) {
          const auto width = static_cast<unsigned>(fact.range.hi - fact.range.lo + 1);
          Code code = fact.range.lo + static_cast<Code>(width == 0 ? 0 : random() % width);
          // Dates near each other and near the years that matter, counts and times near their edges.
          if (fact.type == FactType::date) code = read_date("1957-01-01")->lo + static_cast<Code>(random() % (random() % 3 == 0 ? 6000 : 60)) + (fact.name == "crossing_date" ? 20 : 0);
          if (fact.type == FactType::count && !fact.derived) code = static_cast<Code>(random() % 6);
          point.values.push_back(code);
          allowed.push_back({{code, code}});
        }
        for (const auto& reading : regime.readings) point.options.push_back(static_cast<int>(random() % reading.options.size()));
        if (!interpret::is_possible(vocabulary, point, std::vector<bool>(vocabulary.facts.size(), false))) continue;
        // A date that has no value orders nothing; the cells of a case never meet that, since whoever states a date gives it one.
        const auto out_of_order = [&](const Constraint& c) {
          return !c.excludes && point.values[static_cast<std::size_t>(c.earlier)] > point.values[static_cast<std::size_t>(c.later)];
        };
        if (std::any_of(vocabulary.constraints.begin(), vocabulary.constraints.end(), out_of_order)) continue;
        auto cells = engine::cells_of(vocabulary, *program, allowed);
        for (std::size_t i = 0; i < program->axes.size(); ++i)
          if (program->axes[i].reading >= 0) cells[i] = engine::Cells{1} << point.options[static_cast<std::size_t>(program->axes[i].reading)];
        engine::Ref ref = program->root;
        while (!engine::is_leaf(ref)) {
          const int level = program->forest.level(ref);
          int cell = 0;
          while ((cells[static_cast<std::size_t>(level)] >> cell & 1) == 0) ++cell;
          ref = program->forest.child(ref, cell);
        }
        std::vector<int> stands;
        for (std::size_t i = 0; i < program->answers.size(); ++i)
          if ((program->standing[static_cast<std::size_t>(engine::leaf_value(ref))] >> i & 1) != 0) stands.push_back(program->answers[i].question);
        INFO(regime.id << " " << vocabulary.questions[q].name);
        REQUIRE(stands == interpret::standing(vocabulary, regime, static_cast<int>(q), point));
      }
    }
  }
}

TEST_CASE("no diagram of a shipped question has 200 nodes") {
  const auto book = load_embedded_rules();
  REQUIRE(book);
  Engine engine{*book.value};
  for (std::size_t r = 0; r < book.value->regimes.size(); ++r)
    for (std::size_t q = 0; q < book.value->vocabulary.questions.size(); ++q) CHECK(engine.diagram_size(static_cast<int>(r), static_cast<int>(q)) < 200);
}

TEST_CASE("an account says why a clause stands, is displaced, waits or fails") {
  const auto book = harbour_book(list({clause("1", R"({"lamp": false})", "turn_back"), clause("2", R"({"agrees": true, "lamp": false})", "let_in", R"(, "overrides": ["1"])"),
                                       clause("3", R"({"lamp": true, "crew": {"at_least": 3}})", "hold"), clause("4", R"({"damage": "holed"})", "hold"),
                                       clause("5", R"({"lamp": true, "flag": "red"})", "hold")}));
  REQUIRE(book);
  const auto told = [&](const std::string& facts) {
    const auto explained = explain(*book.value, a_case(*book.value, facts));
    REQUIRE(explained);
    std::string text;
    for (const auto& account : explained.value->front().accounts) {
      text += book.value->regimes[0].clauses[static_cast<std::size_t>(account.clause)].id + ":" + std::string{name_of(account.standing)};
      for (const int c : account.by) text += "<" + book.value->regimes[0].clauses[static_cast<std::size_t>(c)].id;
      for (const int f : account.waits_for) text += "?" + book.value->vocabulary.facts[static_cast<std::size_t>(f)].name;
      for (const int f : account.fails_on) text += "!" + book.value->vocabulary.facts[static_cast<std::size_t>(f)].name;
      text += account.near_miss ? "~ " : " ";
    }
    return text;
  };
  CHECK(told(R"({"lamp": false, "agrees": true, "crew": 2, "damage": "none", "flag": "blue"})") ==
        "2:stands 1:displaced<2 4:fails!damage~ 3:fails!lamp!crew 5:fails!lamp!flag ");
  CHECK(told(R"({"lamp": false, "crew": 3, "flag": "red"})") == "1:waits<2?agrees 2:waits?agrees 4:waits?damage 3:fails!lamp~ 5:fails!lamp~ ");
}

}  // namespace
}  // namespace crossing::tests

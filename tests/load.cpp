// Takes texts of vocabularies, regimes and cases that are right; gives what was read of each, value by value.
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "load/case_reader.hpp"
#include "load/embedded.hpp"
#include "load/json.hpp"
#include "support.hpp"

namespace crossing::tests {
namespace {

namespace fs = std::filesystem;

const std::string kMark = "\xEF\xBB\xBF";
const std::string kNight = R"({"night": {"asks": "When is it night?", "options": {
  "clock": {"label": "from nine", "holder": "harbour", "reason": "bell"}, "dusk": {"label": "from six", "holder": "pilots", "reason": "lamps"}},
  "default": "dusk", "default_reason": "custom"}, "fog": {"asks": "What is fog?", "options": {
  "thick": {"label": "l", "holder": "h", "reason": "r"}, "any": {"label": "l", "holder": "h", "reason": "r"}}}})";

Code day(const char* text) { return read_date(text)->lo; }
Code clock(const char* text) { return *read_time(text); }

RuleBook good(Checked<RuleBook> book) {
  INFO(text_of(book.diagnostics));
  REQUIRE(book);
  return std::move(*book.value);
}

RuleBook book_of(const std::string& clauses, const std::string& readings = "{}", const std::string& terms = "{}") { return good(harbour_book(clauses, readings, terms)); }

std::string clause(const std::string& id, const std::string& when, const std::string& more = "") {
  return R"({"id": ")" + id + R"(", "cite": "c", "modality": "must", "paraphrase": "p", "when": )" + when + R"(, "then": {"question": "entry", "treatment": "let_in"})" + more + "}";
}

int fact(const RuleBook& book, const char* name) {
  const int index = book.vocabulary.find_fact(name);
  INFO(name);
  REQUIRE(index >= 0);
  return index;
}

const Fact& the_fact(const RuleBook& book, const char* name) { return book.vocabulary.facts[static_cast<std::size_t>(fact(book, name))]; }

/// What a case with these facts (JSON object) states of one of them.
Statement stated(const std::string& facts, const char* name) {
  const auto book = book_of("[]");
  return a_case(book, facts).facts[static_cast<std::size_t>(fact(book, name))];
}

Statement exactly(Code code) { return {Statement::Kind::stated, {code, code}}; }

/// The condition that `when` (JSON) is read as, in a regime with two readings and one term.
Condition condition(const std::string& when) {
  const auto book = book_of(list({clause("1", when)}), kNight, R"({"dark": {"meaning": "m", "when": {"lamp": false}}})");
  return *book.regimes.front().clauses.front().when;
}

Condition test_of(const char* name, Test test) {
  const auto book = book_of("[]");
  return {.kind = Condition::Kind::test, .subject = fact(book, name), .test = std::move(test)};
}

Condition spans(const char* name, std::vector<Span> list) { return test_of(name, {.spans = std::move(list)}); }
Condition bounds(std::vector<ElapsedBound> list) { return test_of("age", {.bounds = std::move(list)}); }

// ---- what a case states ----

TEST_CASE("a value of every type is read as documented") {
  CHECK(stated(R"({"lamp": true})", "lamp") == exactly(1));
  CHECK(stated(R"({"lamp": false})", "lamp") == exactly(0));
  CHECK(stated(R"({"flag": "blue"})", "flag") == exactly(1));
  CHECK(stated(R"({"crew": 0})", "crew") == exactly(0));
  CHECK(stated(R"({"crew": 99})", "crew") == exactly(99));
  CHECK(stated(R"({"hour": "00:00"})", "hour") == exactly(0));
  CHECK(stated(R"({"hour": "23:59"})", "hour") == exactly(1439));
  CHECK(stated(R"({"day": "1930-05-09"})", "day") == exactly(day("1930-05-09")));
  CHECK(stated(R"({"done": []})", "done") == exactly(0));
  CHECK(stated(R"({"done": ["boarded"]})", "done") == exactly(2));
  CHECK(stated(R"({"done": ["boarded", "hailed"]})", "done") == exactly(3));
}

TEST_CASE("a partial date stands for all its days") {
  CHECK(stated(R"({"day": "1930"})", "day").span == Span{day("1930-01-01"), day("1930-12-31")});
  CHECK(stated(R"({"day": "1930-02"})", "day").span == Span{day("1930-02-01"), day("1930-02-28")});
  CHECK(stated(R"({"day": "1930-05-09/1930-06"})", "day").span == Span{day("1930-05-09"), day("1930-06-30")});
  CHECK(stated(R"({"day": "1930/1931-02-03"})", "day").span == Span{day("1930-01-01"), day("1931-02-03")});
  CHECK(stated(R"({"day": "1930-05-09/1930-05-09"})", "day") == exactly(day("1930-05-09")));
  // Both ends of the range are included.
  CHECK(stated(R"({"day": "1900-01-01/1950-12-31"})", "day").span == Span{day("1900-01-01"), day("1950-12-31")});
}

TEST_CASE("unknown is no value, and silence is not unknown") {
  for (const char* name : {"lamp", "flag", "crew", "hour", "day", "done"})
    CHECK(stated(std::string{"{\""} + name + "\": \"unknown\"}", name) == Statement{Statement::Kind::unknown, {}});
  CHECK(stated("{}", "lamp") == Statement{});
  CHECK(stated(R"({"crew": 1})", "lamp").kind == Statement::Kind::absent);
}

TEST_CASE("a text holds one case or an array of cases") {
  const auto book = book_of("[]");
  const auto one = load_cases(book, {"one.json", R"({"schema": "crossing.case/1", "id": "a-1", "title": "T", "story": "S", "facts": {}, "discuss": ["Q", "R"]})"});
  REQUIRE(one);
  REQUIRE(one.value->size() == 1);
  CHECK(one.value->front().id == "a-1");
  CHECK(one.value->front().title == "T");
  CHECK(one.value->front().story == "S");
  CHECK(one.value->front().discuss == std::vector<std::string>{"Q", "R"});
  CHECK(one.value->front().where == Location{"one.json", "", 0, 0});
  CHECK(one.value->front().from_set.empty());

  const auto two = load_cases(book, {"two.json", R"([{"id": "a", "facts": {"crew": 1}}, {"id": "b", "facts": {"crew": 2}}])"});
  REQUIRE(two);
  REQUIRE(two.value->size() == 2);
  CHECK(two.value->back().id == "b");
  CHECK(two.value->back().where.pointer == "/1");
  CHECK(two.value->back().facts[static_cast<std::size_t>(fact(book, "crew"))] == exactly(2));

  const auto none = load_cases(book, {"none.json", "[]"});
  REQUIRE(none);
  CHECK(none.value->empty());
}

TEST_CASE("what a case expects is read name by name") {
  const auto book = book_of(list({clause("1", "{}"), clause("2", "{}", R"(, "overrides": ["1"])")}), kNight);
  const auto cases = load_cases(book, {"case.json", R"({"id": "c", "facts": {}, "expect": {"order": {
    "entry": {"verdict": "decided", "treatment": "let_in", "clauses": ["2", "1"], "clauses_possible": [], "displaced": ["1"]},
    "help": {"verdict": "undetermined", "treatment": ["tow", "pilot"], "outcomes": ["tow", null, ["tow", "pilot"]], "missing": ["crew", "lamp"], "readings": ["fog"]},
    "fee": {"verdict": "silent", "treatment": null}}}})"});
  INFO(text_of(cases.diagnostics));
  REQUIRE(cases);
  const Case& read_case = cases.value->front();
  const auto& vocabulary = book.vocabulary;
  const int tow = vocabulary.find_treatment("tow"), pilot = vocabulary.find_treatment("pilot");
  CHECK(read_case.expected_regimes == std::vector<int>{0});
  REQUIRE(read_case.expected.size() == 3);
  const auto& entry = read_case.expected[0];
  CHECK(entry.question == vocabulary.find_question("entry"));
  CHECK(entry.verdict == Verdict::decided);
  CHECK(entry.treatment == TreatmentSet{vocabulary.find_treatment("let_in")});
  CHECK(entry.clauses == std::vector<int>{0, 1});
  CHECK(entry.clauses_possible == std::vector<int>{});
  CHECK(entry.displaced == std::vector<int>{0});
  CHECK_FALSE(entry.outcomes.has_value());
  CHECK_FALSE(entry.missing.has_value());
  CHECK(entry.pointer == "/expect/order/entry");
  const auto& help = read_case.expected[1];
  CHECK(help.verdict == Verdict::undetermined);
  CHECK(help.treatment == TreatmentSet{std::min(tow, pilot), std::max(tow, pilot)});
  CHECK(help.outcomes == std::vector<TreatmentSet>{{}, {std::min(tow, pilot), std::max(tow, pilot)}, {tow}});
  CHECK(help.missing == std::vector<int>{fact(book, "lamp"), fact(book, "crew")});
  CHECK(help.readings == std::vector<int>{1});
  CHECK(read_case.expected[2].treatment == TreatmentSet{});
}

TEST_CASE("what a case says of readings is read name by name, and `open` opens") {
  const auto book = book_of("[]", kNight);
  const auto said = [&](const std::string& readings) {
    const auto cases = load_cases(book, {"case.json", R"({"id": "c", "facts": {}, "readings": )" + readings + "}"});
    INFO(text_of(cases.diagnostics));
    REQUIRE(cases);
    return cases.value->front().readings;
  };
  CHECK(said("{}").empty());
  CHECK(said(R"({"order.night": "clock"})") == std::vector<Choice>{{0, 0, 0}});
  CHECK(said(R"({"order.fog": "any", "order.night": "open"})") == std::vector<Choice>{{0, 1, 1}, {0, 0, -1}});
}

TEST_CASE("the option taken: the default, then what the case says, then what the user says") {
  const auto book = book_of("[]", kNight);  // night is dusk by default, fog is open
  Case the_case = load::empty_case(book, "c");
  CHECK(options_taken(book, 0, the_case, {}) == std::vector<int>{1, -1});
  the_case.readings = {{0, 0, 0}, {0, 1, 1}};
  CHECK(options_taken(book, 0, the_case, {}) == std::vector<int>{0, 1});
  Options options;
  options.readings = {{0, 0, -1}};
  CHECK(options_taken(book, 0, the_case, options) == std::vector<int>{-1, 1});
  options.all_readings_open = true;
  CHECK(options_taken(book, 0, the_case, options) == std::vector<int>{-1, -1});
  options.readings = {{0, 0, 1}};
  CHECK(options_taken(book, 0, the_case, options) == std::vector<int>{1, -1});
}

// ---- conditions ----

TEST_CASE("a literal, a list of literals and bounds are read for every type") {
  CHECK(condition(R"({"lamp": true})") == spans("lamp", {{1, 1}}));
  CHECK(condition(R"({"lamp": [true, false]})") == spans("lamp", {{1, 1}, {0, 0}}));
  CHECK(condition(R"({"flag": "white"})") == spans("flag", {{2, 2}}));
  CHECK(condition(R"({"flag": ["white", "red"]})") == spans("flag", {{2, 2}, {0, 0}}));
  CHECK(condition(R"({"crew": 3})") == spans("crew", {{3, 3}}));
  CHECK(condition(R"({"crew": [3, 5]})") == spans("crew", {{3, 3}, {5, 5}}));
  CHECK(condition(R"({"crew": {"at_least": 3}})") == spans("crew", {{3, 99}}));
  CHECK(condition(R"({"crew": {"at_most": 3}})") == spans("crew", {{0, 3}}));
  CHECK(condition(R"({"crew": {"at_most": 5, "at_least": 5}})") == spans("crew", {{5, 5}}));
  CHECK(condition(R"({"hour": "17:00"})") == spans("hour", {{clock("17:00"), clock("17:00")}}));
  CHECK(condition(R"({"hour": {"at_least": "08:00", "at_most": "17:00"}})") == spans("hour", {{clock("08:00"), clock("17:00")}}));
  CHECK(condition(R"({"clock": {"at_most": "05:00"}})") == spans("clock", {{0, clock("05:00")}}));
  CHECK(condition(R"({"month": [12, 1]})") == spans("month", {{12, 12}, {1, 1}}));
}

TEST_CASE("a literal for a date names all its days, and each bound takes or leaves the end it names") {
  const Code first = day("1900-01-01"), last = day("1950-12-31");
  CHECK(condition(R"({"day": "1930-05-09"})") == spans("day", {{day("1930-05-09"), day("1930-05-09")}}));
  CHECK(condition(R"({"day": ["1930-05", "1931"]})") == spans("day", {{day("1930-05-01"), day("1930-05-31")}, {day("1931-01-01"), day("1931-12-31")}}));
  CHECK(condition(R"({"day": {"before": "1930-05"}})") == spans("day", {{first, day("1930-04-30")}}));
  CHECK(condition(R"({"day": {"until": "1930-05"}})") == spans("day", {{first, day("1930-05-31")}}));
  CHECK(condition(R"({"day": {"from": "1930-05"}})") == spans("day", {{day("1930-05-01"), last}}));
  CHECK(condition(R"({"day": {"after": "1930-05"}})") == spans("day", {{day("1930-06-01"), last}}));
  CHECK(condition(R"({"day": {"from": "1930", "before": "1931-02"}})") == spans("day", {{day("1930-01-01"), day("1931-01-31")}}));
}

TEST_CASE("elapsed time is bounded by durations") {
  CHECK(condition(R"({"age": {"before": "P1M"}})") == bounds({{Relation::before, {1, 0}}}));
  CHECK(condition(R"({"age": {"until": "P1Y6M"}})") == bounds({{Relation::until, {18, 0}}}));
  CHECK(condition(R"({"age": {"after": "P1D", "from": "P2W"}})") == bounds({{Relation::from, {0, 14}}, {Relation::after, {0, 1}}}));
}

TEST_CASE("an object means the conjunction of its members") {
  const auto lamp = condition(R"({"lamp": true})");
  const auto crew = condition(R"({"crew": 3})");
  const Condition both{.kind = Condition::Kind::all, .parts = {lamp, crew}};
  CHECK(condition("{}") == Condition{.kind = Condition::Kind::all});
  CHECK(condition(R"({"lamp": true, "crew": 3})") == both);
  CHECK(condition(R"({"all": [{"lamp": true}, {"crew": 3}]})") == both);
  CHECK(condition(R"({"any": [{"lamp": true}, {"crew": 3}]})") == Condition{.kind = Condition::Kind::any, .parts = {lamp, crew}});
  CHECK(condition(R"({"not": {"lamp": true, "crew": 3}})") == Condition{.kind = Condition::Kind::negation, .parts = {both}});
  CHECK(condition(R"({"term": "dark"})") == Condition{.kind = Condition::Kind::term, .subject = 0});
  CHECK(condition(R"({"reading": {"night": "dusk"}})") == Condition{.kind = Condition::Kind::reading, .subject = 0, .option = 1});
  const auto two = condition(R"({"reading": {"fog": "thick", "night": "clock"}, "lamp": true})");
  REQUIRE(two.parts.size() == 3);
  CHECK(two.parts[0] == Condition{.kind = Condition::Kind::reading, .subject = 1, .option = 0});
  CHECK(two.parts[1] == Condition{.kind = Condition::Kind::reading, .subject = 0, .option = 0});
  CHECK(two.parts[2] == lamp);
}

// ---- the vocabulary ----

TEST_CASE("every part of a vocabulary is read") {
  const auto book = book_of("[]");
  const auto& vocabulary = book.vocabulary;
  CHECK(vocabulary.title == "A harbour");
  CHECK(vocabulary.facts.size() == 17);
  CHECK(vocabulary.facts.front().name == "lamp");
  CHECK(vocabulary.test_date == std::vector<int>{fact(book, "decided"), fact(book, "day")});
  CHECK(vocabulary.place == fact(book, "berth"));
  CHECK(vocabulary.steps == fact(book, "done"));

  const Fact& flag = the_fact(book, "flag");
  CHECK(flag.type == FactType::enumeration);
  CHECK(flag.kind == FactKind::nature);
  CHECK(flag.label == "flag");
  CHECK(flag.question == "Which flag?");
  CHECK(flag.description == "d");
  CHECK(flag.range == Span{0, 2});
  CHECK(find_value(flag, "white") == 2);
  CHECK_FALSE(flag.presumed.has_value());
  CHECK(the_fact(book, "crew").range == Span{0, 99});
  CHECK(the_fact(book, "day").range == Span{day("1900-01-01"), day("1950-12-31")});
  CHECK(the_fact(book, "hour").range == Span{0, 1439});
  CHECK(the_fact(book, "done").type == FactType::set);

  REQUIRE(the_fact(book, "distress").presumed.has_value());
  CHECK(the_fact(book, "distress").presumed->value == 0);
  CHECK(the_fact(book, "distress").presumed->unless == spans("damage", {{1, 1}, {2, 2}}));
  CHECK(the_fact(book, "zone").presumed->value == 1);
  CHECK_FALSE(the_fact(book, "zone").presumed->unless.has_value());
  CHECK(the_fact(book, "pumps").only_if == std::vector<Condition>{spans("damage", {{1, 1}})});

  const auto& month = the_fact(book, "month").derived;
  REQUIRE(month.has_value());
  CHECK(month->how == Derivation::month_of);
  CHECK(month->first == fact(book, "day"));
  CHECK(the_fact(book, "month").range == Span{1, 12});
  const auto& shore = the_fact(book, "clock").derived;
  REQUIRE(shore.has_value());
  CHECK(shore->how == Derivation::clock);
  CHECK(shore->second == fact(book, "zone"));
  CHECK(shore->shift == std::vector<Code>{-60, 0});
  const auto& age = the_fact(book, "age").derived;
  REQUIRE(age.has_value());
  CHECK(age->how == Derivation::elapsed);
  CHECK(age->first == fact(book, "issued"));
  CHECK(age->second == fact(book, "day"));

  REQUIRE(vocabulary.constraints.size() == 3);
  CHECK(vocabulary.constraints[0].excludes == Condition{.kind = Condition::Kind::all, .parts = {spans("distress", {{1, 1}}), spans("damage", {{0, 0}})}});
  CHECK(vocabulary.constraints[0].why == "no distress without damage");
  CHECK_FALSE(vocabulary.constraints[2].excludes.has_value());
  CHECK(vocabulary.constraints[2].earlier == fact(book, "day"));
  CHECK(vocabulary.constraints[2].later == fact(book, "decided"));

  REQUIRE(vocabulary.questions.size() == 3);
  CHECK(vocabulary.questions[0].exclusive);
  CHECK(vocabulary.questions[0].always_reported);
  CHECK(vocabulary.questions[1].opens_with == std::vector<int>{fact(book, "crew")});
  CHECK_FALSE(vocabulary.questions[1].always_reported);
  CHECK_FALSE(vocabulary.questions[2].exclusive);
  const auto& tow = vocabulary.treatments[static_cast<std::size_t>(vocabulary.find_treatment("tow"))];
  CHECK(tow.questions == std::vector<int>{2});
  CHECK(vocabulary.effects[static_cast<std::size_t>(tow.effect)].label == "let in");
}

// ---- a regime ----

const std::string kWhole = R"({
  "schema": "crossing.regime/1", "id": "order", "title": "Harbour order", "nature": "bilateral_agreement", "issued": "1921-03-01",
  "effect": {"begins": "1921-04-01", "ends": "1922-04-01", "why": "stated"}, "issuer": "harbour", "addressees": ["pilots", "masters"], "reach": ["south"],
  "source": {"document": "Order", "archive": "Town hall", "pages": "1-2"},
  "relations": [{"kind": "ends", "to": "the old order", "by": "1.a", "note": "n"}],
  "readings": )" + kNight + R"(,
  "terms": {"dark": {"meaning": "m", "when": {"term": "late"}}, "late": {"meaning": "n", "when": {"hour": {"at_least": "21:00"}}}},
  "clauses": [
    {"id": "1.a", "cite": "first", "modality": "must_not", "addressee": "pilots", "words": ["are", "not"], "paraphrase": "p", "when": {"term": "dark"},
     "then": [{"question": "entry", "treatment": "hold"}, {"question": "help", "treatment": "tow"}],
     "overrides": ["2", "2@entry", {"clause": "3", "reading": {"night": "clock", "fog": "any"}}], "encoding_note": "e"},
    {"id": "2", "cite": "second", "modality": "may", "words": "may", "paraphrase": "q", "when": {}, "then": {"question": "entry", "treatment": "let_in"}},
    {"id": "3", "cite": "third", "modality": "should", "paraphrase": "r", "when": {"lamp": true}, "then": {"question": "entry", "treatment": "let_in"}},
    {"id": "4", "cite": "fourth", "modality": "definition", "paraphrase": "s", "defines": "late", "steps": [{"do": "hail her", "step": "hailed"}, {"do": "wait"}]}
  ]})";

RuleBook whole(const std::string& regime) { return good(load_rules({{"vocabulary.json", kHarbour}, {"order.json", regime}})); }

TEST_CASE("every part of a regime is read") {
  const auto book = whole(kWhole);
  const Regime& regime = book.regimes.front();
  CHECK(regime.id == "order");
  CHECK(regime.title == "Harbour order");
  CHECK(regime.nature == Nature::bilateral_agreement);
  CHECK(regime.issued == (Span{day("1921-03-01"), day("1921-03-01")}));
  CHECK(regime.begins == day("1921-04-01"));
  CHECK(regime.ends == day("1922-04-01"));
  CHECK(regime.effect_why == "stated");
  CHECK(regime.addressees == std::vector<std::string>{"pilots", "masters"});
  CHECK_FALSE(regime.everywhere);
  CHECK(regime.reach == std::vector<Code>{1});
  CHECK(regime.source.document == "Order");
  CHECK(regime.source.archive == "Town hall");
  CHECK(regime.source.pages == "1-2");
  CHECK(regime.source.translator == "");
  REQUIRE(regime.relations.size() == 1);
  CHECK(regime.relations[0].kind == RelationKind::ends);
  CHECK(regime.relations[0].to == "the old order");
  CHECK(regime.relations[0].by == "1.a");
  REQUIRE(regime.readings.size() == 2);
  CHECK(regime.readings[0].standard == 1);
  CHECK(regime.readings[0].default_reason == "custom");
  CHECK(regime.readings[0].options[1].holder == "pilots");
  CHECK(regime.readings[1].standard == -1);
  REQUIRE(regime.terms.size() == 2);
  CHECK(regime.terms[0].when == Condition{.kind = Condition::Kind::term, .subject = 1});

  REQUIRE(regime.clauses.size() == 4);
  const Clause& first = regime.clauses[0];
  CHECK(first.cite == "first");
  CHECK(first.modality == Modality::must_not);
  CHECK(first.addressee == "pilots");
  CHECK(first.words == std::vector<std::string>{"are", "not"});
  CHECK(first.encoding_note == "e");
  CHECK(first.operative());
  REQUIRE(first.then.size() == 2);
  CHECK(first.then[1].question == book.vocabulary.find_question("help"));
  CHECK(first.then[1].treatment == book.vocabulary.find_treatment("tow"));
  REQUIRE(first.overrides.size() == 3);
  CHECK(first.overrides[0].clause == 1);
  CHECK(first.overrides[0].question == -1);
  CHECK(first.overrides[0].under.empty());
  CHECK(first.overrides[1].question == book.vocabulary.find_question("entry"));
  CHECK(first.overrides[2].clause == 2);
  CHECK(first.overrides[2].under == std::vector<ReadingChoice>{{0, 0}, {1, 1}});
  CHECK(regime.clauses[1].words == std::vector<std::string>{"may"});
  CHECK(regime.clauses[1].when == Condition{.kind = Condition::Kind::all});
  CHECK(regime.clauses[1].then.size() == 1);
  const Clause& last = regime.clauses[3];
  CHECK_FALSE(last.operative());
  CHECK(last.defines == 1);
  REQUIRE(last.steps.size() == 2);
  CHECK(last.steps[0].what == "hail her");
  CHECK(last.steps[0].done == 0);
  CHECK(last.steps[1].done == -1);
}

TEST_CASE("an unknown beginning, no end, and everywhere") {
  std::string text = regime_text("[]");
  const std::string stated_begin = R"("begins": "1921-03-01")";
  text.replace(text.find(stated_begin), stated_begin.size(), R"("begins": "unknown")");
  const Regime regime = whole(text).regimes.front();
  CHECK_FALSE(regime.begins.has_value());
  CHECK_FALSE(regime.ends.has_value());
  CHECK(regime.everywhere);
  CHECK(regime.clauses.empty());
}

/// The same JSON with the members of each object the other way round.
std::string reversed(const load::Json& json) {
  const auto quoted = [](const std::string& text) { return "\"" + text + "\""; };  // the texts here hold nothing to escape
  std::string text;
  switch (json.kind) {
    case load::Json::Kind::object:
      for (auto member = json.members.rbegin(); member != json.members.rend(); ++member)
        text.append(text.empty() ? "" : ", ").append(quoted(member->first)).append(": ").append(reversed(member->second));
      return "{" + text + "}";
    case load::Json::Kind::array:
      for (const auto& item : json.items) text.append(text.empty() ? "" : ", ").append(reversed(item));
      return "[" + text + "]";
    case load::Json::Kind::string: return quoted(json.text);
    case load::Json::Kind::null:
    case load::Json::Kind::boolean:
    case load::Json::Kind::integer:
    case load::Json::Kind::real: break;
  }
  return load::brief(json);
}

TEST_CASE("the order of keys says nothing: names may be used before they are given") {
  Diagnostics faults;
  const auto tree = load::parse({"order.json", kWhole}, faults);
  REQUIRE(tree);
  const auto book = whole(reversed(*tree));
  const auto usual = whole(kWhole);
  const Regime &one = book.regimes.front(), &other = usual.regimes.front();
  CHECK(one.id == other.id);
  CHECK(one.begins == other.begins);
  // The lists of readings, options and terms follow the file, so they are the other way round; what names them still finds them.
  CHECK(one.readings[0].name == "fog");
  CHECK(one.readings[1].options[static_cast<std::size_t>(one.readings[1].standard)].name == "dusk");
  CHECK(one.terms[static_cast<std::size_t>(one.clauses[3].defines)].name == "late");
  CHECK(one.clauses[0].when == Condition{.kind = Condition::Kind::term, .subject = 1});
  CHECK(one.terms[1].name == "dark");
  CHECK(one.terms[0].when == other.terms[1].when);
  REQUIRE(one.clauses.size() == other.clauses.size());
  for (std::size_t i = 0; i < one.clauses.size(); ++i) {
    CHECK(one.clauses[i].id == other.clauses[i].id);
    CHECK(one.clauses[i].overrides.size() == other.clauses[i].overrides.size());
  }
  CHECK(one.clauses[0].overrides[2].under == std::vector<ReadingChoice>{{0, 0}, {1, 1}});  // fog is any, night is clock
}

TEST_CASE("a vocabulary reads the same when facts refer to later ones") {
  Diagnostics faults;
  const auto tree = load::parse({"vocabulary.json", kHarbour}, faults);
  REQUIRE(tree);
  const auto book = good(load_rules({{"vocabulary.json", reversed(*tree)}, {"order.json", regime_text("[]")}}));
  CHECK(book.vocabulary.facts.front().name == "age");
  CHECK(the_fact(book, "age").derived->first == fact(book, "issued"));
  CHECK(the_fact(book, "pumps").only_if.front().subject == fact(book, "damage"));
  CHECK(book.vocabulary.treatments.size() == 7);
}

TEST_CASE("an instrument is issued on a day, or on one of the days of a month, a year or an interval") {
  const auto issued = [](const std::string& when) {
    std::string text = regime_text("[]");
    text.replace(text.find("\"1921-03-01\""), 12, "\"" + when + "\"");
    return whole(text).regimes.front().issued;
  };
  CHECK(issued("1921-03-09") == Span{day("1921-03-09"), day("1921-03-09")});
  CHECK(issued("1921-02") == Span{day("1921-02-01"), day("1921-02-28")});
  CHECK(issued("1920") == Span{day("1920-01-01"), day("1920-12-31")});
  CHECK(issued("1920-12-30/1921-01") == Span{day("1920-12-30"), day("1921-01-31")});
}

TEST_CASE("texts come in any order, and regimes are sorted by date of issue") {
  const auto dated = [](const std::string& id, const std::string& issued) {
    std::string text = regime_text("[]");
    text.replace(text.find("\"order\""), 7, "\"" + id + "\"");
    text.replace(text.find("\"1921-03-01\""), 12, "\"" + issued + "\"");
    return Text{"some/folder/" + id + ".json", text};
  };
  const auto book = good(load_rules({dated("c", "1922-01-01"), dated("b", "1920-01-01"), {"vocabulary.json", kHarbour}, dated("a", "1922-01-01")}));
  std::vector<std::string> ids;
  for (const auto& regime : book.regimes) ids.push_back(regime.id);
  CHECK(ids == std::vector<std::string>{"b", "a", "c"});
}

TEST_CASE("what lies beside the rules and says something about them is no rule") {
  const auto book = good(load_rules({{"references.json", R"({"schema": "crossing.references/1"})"}, {"vocabulary.json", kHarbour}, {"order.json", kWhole}, {"tensions.json", R"({"schema": "crossing.tensions/1"})"}}));
  CHECK(book.regimes.size() == 1);
}

TEST_CASE("a folder is read without its folders and without other files") {
  const fs::path folder = fs::temp_directory_path() / ("crossing-load-" + std::to_string(::getpid()));
  fs::create_directories(folder / "old.json");
  std::ofstream{folder / "vocabulary.json"} << kHarbour;
  std::ofstream{folder / "order.json"} << kWhole;
  std::ofstream{folder / "notes.txt"} << "not a rule";
  const auto book = load_rules_folder(folder.string());
  fs::remove_all(folder);
  CHECK(good(book).regimes.size() == 1);
}

TEST_CASE("a byte-order mark in front is skipped in every kind of file") {
  const auto book = good(load_rules({{"vocabulary.json", kMark + kHarbour}, {"order.json", kMark + kWhole}}));
  CHECK(book.regimes.front().clauses.size() == 4);
  const auto cases = load_cases(book, {"case.json", kMark + R"({"id": "marked", "facts": {"crew": 3}})"});
  REQUIRE(cases);
  CHECK(cases.value->front().id == "marked");
}

TEST_CASE("the deepest nesting that is allowed is read") {
  Diagnostics faults;
  CHECK(load::parse({"deep.json", std::string(64, '[') + std::string(64, ']')}, faults));
  CHECK(faults.empty());
  CHECK_FALSE(load::parse({"deep.json", std::string(65, '[') + std::string(65, ']')}, faults));
}

TEST_CASE("whatever is valid in JSON is read as it stands") {
  const auto book = book_of("[]");
  const auto cases = load_cases(book, {"case.json", "\r\n\t{\"id\":\"e\",\"title\":\"caf\\u00e9 \\ud83d\\ude00 \\\" \\n\",\"story\":\"\xC3\xA9\",\"facts\":{\"cr\\u0065w\":12}}\r\n"});
  INFO(text_of(cases.diagnostics));
  REQUIRE(cases);
  CHECK(cases.value->front().title == "caf\xC3\xA9 \xF0\x9F\x98\x80 \" \n");
  CHECK(cases.value->front().story == "\xC3\xA9");
  CHECK(cases.value->front().facts[static_cast<std::size_t>(fact(book, "crew"))] == exactly(12));
}

// ---- what is built in ----

TEST_CASE("a digest is that of the bytes") {
  CHECK(load::digest("") == "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(load::digest("abc") == "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(whole(kWhole).regimes.front().digest == load::digest(kWhole));
}

TEST_CASE("the rules that are built in are those of the folder") {
  const auto built_in = good(load_embedded_rules());
  const auto folder = good(load_rules_folder(std::string{CROSSING_SOURCE} + "/rules"));
  REQUIRE(built_in.regimes.size() == folder.regimes.size());
  CHECK_FALSE(folder.regimes.empty());
  for (std::size_t r = 0; r < folder.regimes.size(); ++r) {
    const Regime &one = built_in.regimes[r], &other = folder.regimes[r];
    INFO(other.id);
    CHECK(one.id == other.id);
    CHECK(one.digest == other.digest);
    REQUIRE(one.clauses.size() == other.clauses.size());
    for (std::size_t c = 0; c < other.clauses.size(); ++c) {
      CHECK(one.clauses[c].id == other.clauses[c].id);
      CHECK(one.clauses[c].when == other.clauses[c].when);
    }
  }
  REQUIRE(built_in.vocabulary.facts.size() == folder.vocabulary.facts.size());
  for (std::size_t f = 0; f < folder.vocabulary.facts.size(); ++f) CHECK(built_in.vocabulary.facts[f].name == folder.vocabulary.facts[f].name);
}

TEST_CASE("the files that are built in have the bytes of the disk, and their digests are right") {
  auto sources = load::embedded_rules();
  for (const auto& more : {load::embedded_dossier(), load::embedded_case_files()}) sources.insert(sources.end(), more.begin(), more.end());
  std::size_t on_disk = 0;
  for (const auto& entry : fs::directory_iterator{std::string{CROSSING_SOURCE} + "/rules"}) on_disk += entry.path().extension() == ".json" ? 1U : 0U;
  for (const auto& entry : fs::recursive_directory_iterator{std::string{CROSSING_SOURCE} + "/cases"}) on_disk += entry.path().extension() == ".json" ? 1U : 0U;
  CHECK(sources.size() == on_disk);
  for (const auto& source : sources) {
    INFO(source.name);
    CHECK(read(std::string{CROSSING_SOURCE} + "/" + std::string{source.name}) == source.bytes);
    CHECK(load::digest(source.bytes) == source.digest);
  }
}

TEST_CASE("every case that is built in is read") {
  const auto book = good(load_embedded_rules());
  for (const auto& text : embedded_cases()) {
    const auto cases = load_cases(book, text);
    INFO(text_of(cases.diagnostics));
    CHECK(cases);
  }
}

// ---- facts set on the command line ----

TEST_CASE("a fact set on the command line is read as in a file, without quotes") {
  const auto book = book_of("[]");
  const auto set = [&](const std::string& text, const char* name) {
    Case the_case = load::empty_case(book, "c");
    Diagnostics faults;
    load::assign(book, text, the_case, faults);
    INFO(text_of(faults));
    CHECK(faults.empty());
    return the_case.facts[static_cast<std::size_t>(fact(book, name))];
  };
  CHECK(set("lamp=true", "lamp") == exactly(1));
  CHECK(set("lamp=yes", "lamp") == exactly(1));
  CHECK(set("lamp=false", "lamp") == exactly(0));
  CHECK(set("lamp=no", "lamp") == exactly(0));
  CHECK(set("flag=white", "flag") == exactly(2));
  CHECK(set("crew=12", "crew") == exactly(12));
  CHECK(set("hour=17:00", "hour") == exactly(clock("17:00")));
  CHECK(set("day=1930-05-09", "day") == exactly(day("1930-05-09")));
  CHECK(set("day=1930-05/1931", "day").span == Span{day("1930-05-01"), day("1931-12-31")});
  CHECK(set("done=", "done") == exactly(0));
  CHECK(set("done=boarded", "done") == exactly(2));
  CHECK(set("done=hailed,boarded", "done") == exactly(3));
  for (const char* name : {"lamp", "flag", "crew", "hour", "day", "done"}) CHECK(set(std::string{name} + "=unknown", name).kind == Statement::Kind::unknown);
}

TEST_CASE("a fact set on the command line replaces what the case says, and is marked") {
  const auto book = book_of("[]");
  Case the_case = a_case(book, R"({"crew": 3, "lamp": true})");
  Diagnostics faults;
  load::assign(book, "crew=4", the_case, faults);
  CHECK(faults.empty());
  const auto crew = static_cast<std::size_t>(fact(book, "crew")), lamp = static_cast<std::size_t>(fact(book, "lamp"));
  CHECK(the_case.facts[crew] == exactly(4));
  CHECK(the_case.facts[lamp] == exactly(1));
  REQUIRE(the_case.from_set.size() == the_case.facts.size());
  CHECK(the_case.from_set[crew]);
  CHECK_FALSE(the_case.from_set[lamp]);
  load::assign(book, "crew=5", the_case, faults);
  CHECK(the_case.facts[crew] == exactly(5));
}

}  // namespace
}  // namespace crossing::tests

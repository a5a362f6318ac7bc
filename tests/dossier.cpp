// What lies beside the rules: exact sums, what cases show of tensions, and that every norm of the inventory can be shown.
#include "crossing/dossier.hpp"

#include <map>

#include "analysis/tensions.hpp"
#include "child.hpp"

namespace crossing::tests {
namespace {

const std::string kRules = std::string{CROSSING_SOURCE} + "/rules";

// ---- decimals ----

TEST_CASE("a decimal is read exactly and written as it was") {
  for (const char* text : {"0", "7", "28028", "6.2", "0.08", "-90.5", "15.10", "4.7600", "999999999999.9999", "-0.0001"}) {
    const auto decimal = read_decimal(text);
    INFO(text);
    REQUIRE(decimal);
    CHECK(decimal_text(*decimal) == text);
  }
  CHECK(read_decimal("6.2") == Decimal{62000, 1});
  CHECK(read_decimal("-0.08") == Decimal{-800, 2});
  for (const char* text : {"", "-", ".", "6.", ".6", "06", "+6", "--6", "6,2", "28,028", "6.12345", "1234567890123", "6e3", " 6", "6 ", "six"}) {
    INFO(text);
    CHECK_FALSE(read_decimal(text));
  }
}

/// What a check of these figures comes to, in words: "value", "value ~ to four places", "value off by difference".
std::string come_to(CheckKind kind, const Words& values, const std::string& against = "") {
  Figures figures;
  FigureCheck check{.kind = kind};
  Words all = values;
  if (!against.empty()) all.push_back(against);
  for (const auto& value : all) figures.figures.push_back({.value = *read_decimal(value)});
  for (std::size_t i = 0; i < values.size(); ++i) check.of.push_back(static_cast<int>(i));
  if (!against.empty()) check.against = static_cast<int>(values.size());
  if (kind == CheckKind::equal) check.against = 1;
  const auto computed = compute(figures, check);
  if (!computed) return "nothing";
  return decimal_text(computed->value) + (computed->unrounded ? " ~ " + decimal_text(*computed->unrounded) : "") + (computed->difference ? " off by " + decimal_text(*computed->difference) : "");
}

TEST_CASE("sums, differences and products are exact") {
  CHECK(come_to(CheckKind::sum, {"0.1", "0.2"}, "0.3") == "0.3 off by 0.0");  // in binary it would be off
  CHECK(come_to(CheckKind::sum, Words(1000, "0.1"), "100") == "100.0 off by 0.0");
  CHECK(come_to(CheckKind::sum, {"999999999999.9999", "0.0001"}) == "1000000000000.0000");
  CHECK(come_to(CheckKind::sum, {"7939", "7528", "2361", "7034"}, "28028") == "24862 off by -3166");
  CHECK(come_to(CheckKind::difference, {"0.3", "0.25"}) == "0.05");
  CHECK(come_to(CheckKind::difference, {"2", "2.5"}, "0.5") == "-0.5 off by -1.0");
  CHECK(come_to(CheckKind::product, {"1.5", "-0.25"}) == "-0.375");
  CHECK(come_to(CheckKind::product, {"0.0003", "0.5"}) == "nothing");
  CHECK(come_to(CheckKind::equal, {"243", "245"}) == "243 off by -2");
  CHECK(come_to(CheckKind::equal, {"40", "40.0"}) == "40 off by 0.0");
}

TEST_CASE("a division is rounded to the places that are printed, a half away from zero") {
  CHECK(come_to(CheckKind::percent, {"12", "192"}, "6.2") == "6.3 ~ 6.2500 off by 0.1");
  CHECK(come_to(CheckKind::percent, {"-12", "192"}, "-6.2") == "-6.3 ~ -6.2500 off by -0.1");
  CHECK(come_to(CheckKind::percent, {"12", "-192"}, "-6.2") == "-6.3 ~ -6.2500 off by -0.1");
  CHECK(come_to(CheckKind::percent, {"-12", "-192"}, "6.3") == "6.3 ~ 6.2500 off by 0.0");
  CHECK(come_to(CheckKind::percent, {"12", "192"}, "6.25") == "6.25 ~ 6.2500 off by 0.00");
  CHECK(come_to(CheckKind::percent, {"63", "192"}, "33") == "33 ~ 32.8125 off by 0");
  CHECK(come_to(CheckKind::percent, {"1", "200"}, "0") == "1 ~ 0.5000 off by 1");
  CHECK(come_to(CheckKind::percent, {"1", "201"}, "0") == "0 ~ 0.4975 off by 0");
  CHECK(come_to(CheckKind::percent, {"1778", "2667"}) == "66.67 ~ 66.6667");  // nothing printed: two places
  CHECK(come_to(CheckKind::growth, {"12", "29"}, "140") == "142 ~ 141.6667 off by 2");
  CHECK(come_to(CheckKind::growth, {"63", "6"}, "-90.5") == "-90.5 ~ -90.4762 off by 0.0");
  CHECK(come_to(CheckKind::times, {"29", "63"}) == "2.17 ~ 2.1724");
  CHECK(come_to(CheckKind::times, {"8", "0"}) == "0.00 ~ 0.0000");
  for (const CheckKind kind : {CheckKind::growth, CheckKind::times}) CHECK(come_to(kind, {"0", "1"}) == "nothing");
  CHECK(come_to(CheckKind::percent, {"1", "0"}) == "nothing");
  CHECK(come_to(CheckKind::percent, {"999999999999", "0.0001"}) == "nothing");
}

// ---- the shipped files ----

struct Shipped {
  RuleBook book;
  Dossier dossier;
};

/// Loaded once: every test of the shipped files looks at the same.
const Shipped& shipped() {
  static const Shipped loaded = [] {
    auto book = load_rules_folder(kRules);
    REQUIRE(book);
    auto dossier = load_dossier_folder(*book.value, kRules);
    INFO(text_of(dossier.diagnostics));
    REQUIRE(dossier);
    return Shipped{std::move(*book.value), std::move(*dossier.value)};
  }();
  return loaded;
}

TEST_CASE("the dossier that is built in is that of the folder, and a file that is not there is an empty list") {
  const auto embedded = load_embedded_dossier(shipped().book);
  REQUIRE(embedded);
  CHECK(embedded.value->references.instruments.size() == shipped().dossier.references.instruments.size());
  CHECK(embedded.value->figures.figures.size() == shipped().dossier.figures.figures.size());
  CHECK(embedded.value->tensions.tensions.size() == shipped().dossier.tensions.tensions.size());

  const Scratch scratch;
  const std::string folder = scratch.rules("rules", "[]");
  const auto book = load_rules_folder(folder);
  REQUIRE(book);
  auto none = load_dossier_folder(*book.value, folder);
  REQUIRE(none);
  CHECK((none.value->references.instruments.empty() && none.value->figures.figures.empty() && none.value->figures.checks.empty() && none.value->tensions.tensions.empty()));
  scratch.write("rules/other-name.json", R"({"schema": "crossing.figures/1", "figures": [{"id": "F1", "what": "w", "printed": "one", "value": "1", "unit": "u",
    "where": [{"document": "order", "cite": "c"}]}], "checks": []})");
  none = load_dossier_folder(*book.value, folder);
  REQUIRE(none);
  CHECK(none.value->figures.figures.size() == 1);
  CHECK_FALSE(load_dossier_folder(*book.value, scratch.path("missing")));
}

TEST_CASE("what differs in the printed figures is what differs on paper") {
  // Reckoned by hand from the documents. Whatever is not listed agrees, or nothing is printed to hold it against.
  const std::map<std::string, std::string> on_paper{
      {"fates-of-1961", "24862, -3166"},
      {"stayed-in-the-introduction", "7034, 34"},
      {"corpses-in-the-introduction", "243, -2"},
      {"liaoning-discovered-twice", "1985, 514"},
      {"liaoning-across-twice", "1439, 724"},
      {"applications-decided", "1788, 10"},
      {"lishu-november-households", "6.3, 0.1"},
      {"lishu-november-individuals", "0.85, 0.77"},
      {"lishu-december-households-growth", "142, 2"},
      {"lishu-january-individuals", "6.2, 0.1"},
      {"causes-households", "68, 5"},
      {"cause-1-households", "42.9, 0.1"},
      {"cause-2-households", "60.3, 8.0"},
      {"cause-2-individuals", "20.7, 0.1"},
      {"cause-3-individuals", "25.9, 0.1"},
      {"times-for-crossing", "4, -2"},
      {"times-for-crossing-on-one-clock", "2, -4"},
      {"year-signs", "61, -20"},
  };
  std::map<std::string, std::string> found;
  const Figures& figures = shipped().dossier.figures;
  for (const auto& check : figures.checks) {
    const auto computed = compute(figures, check);
    REQUIRE(computed);
    CHECK(computed->difference.has_value() == (check.against >= 0));
    if (computed->differs()) found[check.id] = decimal_text(computed->value) + ", " + decimal_text(*computed->difference);
  }
  CHECK(found == on_paper);
}

TEST_CASE("every case that is named for a tension shows it") {
  std::vector<Case> cases;
  for (const auto& text : embedded_cases()) {
    const auto loaded = load_cases(shipped().book, text);
    REQUIRE(loaded);
    cases.insert(cases.end(), loaded.value->begin(), loaded.value->end());
  }
  const auto held = analysis::hold(shipped().book, shipped().dossier.tensions, cases, true);
  CHECK(text_of(held.faults) == "");
  std::size_t showings = 0;
  for (const auto& tension : shipped().dossier.tensions.tensions) showings += tension.shown_by.size();
  CHECK(held.showings == static_cast<int>(showings));
  CHECK(showings > 50);
}

TEST_CASE("every norm of the inventory can be shown") {
  const Words ids = lines_of(read(std::string{CROSSING_SOURCE} + "/tests/inventory-ids.txt"));
  CHECK(ids.size() > 190);
  for (const auto& id : ids) {
    const Ran ran = run({"rules", "show", id});
    INFO(id << "\n" << ran.err);
    CHECK(ran.status == 0);
    // The clause, or where the inventory has a whole item its first part.
    const auto slash = id.find('/');
    CHECK(ran.out.starts_with(slash == std::string::npos ? id + ": " : id.substr(0, slash) + " " + id.substr(slash + 1)));
  }
}

// ---- what a case shows ----

/// A clause of the harbour: its number, what makes it apply, what it orders, what it overrides.
std::string clause(const std::string& id, const std::string& when, const std::string& question, const std::string& treatment, const std::string& overrides = "[]") {
  return R"({"id": ")" + id + R"(", "cite": "c", "modality": "must", "paraphrase": "p", "when": )" + when + R"(, "then": {"question": ")" + question + R"(", "treatment": ")" + treatment +
         R"("}, "overrides": )" + overrides + "}";
}

const std::string kNight = R"({"night": {"asks": "a", "options": {"clock": {"label": "l", "holder": "h", "reason": "r"}, "dusk": {"label": "l", "holder": "h", "reason": "r"}}}})";

RuleBook harbour() {
  std::string clauses = "[";
  clauses += clause("1", R"({"lamp": false})", "entry", "turn_back") + ",";
  clauses += clause("2", R"({"agrees": true})", "entry", "let_in") + ",";
  clauses += clause("3", R"({"lamp": false, "reading": {"night": "dusk"}})", "help", "pilot") + ",";
  clauses += clause("4", R"({"flag": "red"})", "entry", "hold", R"(["1"])") + ",";
  clauses += clause("5", R"({"lamp": false})", "fee", "half") + ",";
  clauses += clause("6", R"({"crew": {"at_least": 5}})", "help", "tow") + "]";
  auto book = harbour_book(clauses, kNight);
  INFO(text_of(book.diagnostics));
  REQUIRE(book);
  return std::move(*book.value);
}

/// How each entry of `at` takes part in the case with these facts: "clause question part", then why it is not shown if it is not.
std::string seen(const std::string& how, const std::string& question, const Words& at, const std::string& facts) {
  const RuleBook book = harbour();
  Showing showing{.case_id = "case", .question = question.empty() ? -1 : book.vocabulary.find_question(question), .how = *read_shown_how(how)};
  for (const auto& id : at) showing.at.push_back({0, id == "order" ? -1 : book.regimes[0].find_clause(id)});
  const Case the_case = a_case(book, facts);
  Engine engine{book};
  const auto findings = engine.evaluate(the_case);
  REQUIRE(findings);
  const auto sight = analysis::look(book, showing, the_case, *findings.value);
  constexpr std::array kParts{"stands", "can stand", "one side", "in an outcome", "displaced", "silent"};
  std::string text;
  for (const auto& entry : sight.seen)
    for (const auto& part : entry.parts) {
      text += ref_text(book, entry.at) + " " + book.vocabulary.questions[static_cast<std::size_t>(part.question)].name + " " + kParts[static_cast<std::size_t>(part.part)];
      text += (part.treatment < 0 ? "" : " " + book.vocabulary.treatments[static_cast<std::size_t>(part.treatment)].name) + "; ";
    }
  return text + sight.why_not;
}

TEST_CASE("a conflict is shown by the clauses on both of its sides") {
  const std::string both = R"({"lamp": false, "agrees": true, "flag": "blue"})";
  CHECK(seen("conflict", "entry", {"1", "2"}, both) == "order/1 entry one side turn_back; order/2 entry one side let_in; ");
  CHECK(seen("conflict", "entry", {"1", "4"}, both) == "order/1 entry one side turn_back; `order/4` is on no side of a conflict on `entry`");
  CHECK(seen("contested", "entry", {"1"}, both) == "`order/1` is in no outcome of a contested finding on `entry`");
  // A finding that is decided, or undetermined between the two, is no conflict.
  CHECK(seen("conflict", "entry", {"1"}, R"({"lamp": false, "agrees": false, "flag": "blue"})") == "`order/1` is on no side of a conflict on `entry`");
  CHECK(seen("conflict", "entry", {"1", "2"}, R"({"lamp": false, "flag": "blue"})") == "`order/1` is on no side of a conflict on `entry`");
}

TEST_CASE("a contested finding is shown by the clauses of its outcomes") {
  const std::string dark = R"({"lamp": false, "agrees": false, "flag": "blue", "crew": 1})";
  CHECK(seen("contested", "help", {"3"}, dark) == "order/3 help in an outcome pilot; ");
  CHECK(seen("contested", "help", {"6"}, dark) == "`order/6` is in no outcome of a contested finding on `help`");
  CHECK(seen("contested", "entry", {"1"}, dark) == "`order/1` is in no outcome of a contested finding on `entry`");
}

TEST_CASE("different effects are shown by clauses that stand, can stand, conflict or are displaced, and by silence") {
  CHECK(seen("effects", "", {"1", "5"}, R"({"lamp": false, "agrees": false, "flag": "blue", "crew": 1})") == "order/1 entry stands turn_back; order/5 fee stands half; ");
  CHECK(seen("effects", "entry", {"1", "2"}, R"({"lamp": false, "agrees": true, "flag": "blue"})") == "order/1 entry one side turn_back; order/2 entry one side let_in; ");
  // Displaced by 4, which is of the same effect: the other effect must come from elsewhere.
  const std::string red = R"({"lamp": false, "agrees": false, "flag": "red", "crew": 1})";
  CHECK(seen("effects", "entry", {"1", "4"}, red) == "order/1 entry displaced turn_back; order/4 entry stands hold; all that is ordered has the effect `out`");
  CHECK(seen("effects", "", {"1", "5"}, red) == "order/1 entry displaced turn_back; order/5 fee stands half; ");
  CHECK(seen("effects", "entry", {"1", "5"}, red) == "order/1 entry displaced turn_back; `order/5` takes part in no finding on `entry`");
  // Silence is an effect of its own; but a question that is not put is no silence.
  CHECK(seen("effects", "fee", {"order", "5"}, R"({"lamp": true, "crew": 1})") == "order fee silent; `order/5` takes part in no finding on `fee`");
  CHECK(seen("effects", "fee", {"order", "5"}, R"({"lamp": false, "crew": 1})") == "order fee silent; order/5 fee stands half; `order` is not silent on `fee`");
  CHECK(seen("effects", "fee", {"order"}, R"({"lamp": true})") == "order fee silent; `fee` is not put");
  CHECK(seen("effects", "fee", {"order"}, R"({"lamp": true, "crew": 1})") == "order fee silent; nothing is ordered");
  // An outcome that a missing fact or a reading leaves open is nobody's order yet.
  CHECK(seen("effects", "", {"3", "1"}, R"({"lamp": false, "agrees": false, "flag": "blue"})") == "order/1 entry stands turn_back; `order/3` takes part in no finding on any question");
}

}  // namespace
}  // namespace crossing::tests

// The timeline: its order, the place of the case, its marks and its picture.
#include <fmt/format.h>

#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "analysis/timeline.hpp"
#include "child.hpp"
#include "maker.hpp"
#include "report/svg.hpp"
#include "report/timeline.hpp"

namespace crossing::tests {
namespace {

using analysis::Position;
using analysis::Timeline;
using Json = nlohmann::json;

Timeline timeline_of(const RuleBook& book, const std::string& facts, const Options& options = {}, const std::string& question = "") {
  const Case the_case = a_case(book, facts);
  const auto findings = Engine{book}.evaluate(the_case, options);
  REQUIRE(findings);
  return analysis::timeline(book, the_case, options, *findings.value, book.vocabulary.find_question(question));
}

/// "a issued, CASE, b not_yet_issued": the rows in one line.
std::string order_of(const RuleBook& book, const Timeline& timeline) {
  std::string text;
  for (const auto& row : timeline.rows) {
    text += text.empty() ? "" : ", ";
    text += row.regime < 0 ? "CASE" : fmt::format("{} {}", book.regimes[static_cast<std::size_t>(row.regime)].id, name_of(row.position));
  }
  return text;
}

/// "kept out; none*; let in / none*": the effects on the first question, a star where they are marked as changed.
std::string marks_of(const RuleBook& book, const Timeline& timeline, std::size_t question = 0) {
  std::string text;
  for (const auto& row : timeline.rows) {
    if (row.regime < 0) continue;
    text += text.empty() ? "" : "; ";
    text += report::effects_words(book.vocabulary, timeline.questions[question], row.answers[question].effects) + (row.answers[question].changed ? "*" : "");
  }
  return text;
}

const std::string kLamp = R"({"lamp": true})";

TEST_CASE("rows stand in order of issue, and the case at its place among them") {
  const RuleBook book = book_of({instrument("c", "1921-04-10/1921-04-20", "[]"), instrument("a", "1921-03-01", "[]"), instrument("b", "1921-04", "[]")});
  const auto order = [&](const std::string& facts, const Options& options = {}) { return order_of(book, timeline_of(book, facts, options)); };
  CHECK(order("{}") == "a no_date, b no_date, c no_date");
  // The day of issue itself counts as issued.
  CHECK(order(R"({"day": "1921-02-28"})") == "CASE, a not_yet_issued, b not_yet_issued, c not_yet_issued");
  CHECK(order(R"({"day": "1921-03-01"})") == "a issued, CASE, b not_yet_issued, c not_yet_issued");
  CHECK(order(R"({"day": "1921-03-31"})") == "a issued, CASE, b not_yet_issued, c not_yet_issued");
  CHECK(order(R"({"day": "1921-04-09"})") == "a issued, b perhaps_issued, CASE, c not_yet_issued");
  CHECK(order(R"({"day": "1921-04-30"})") == "a issued, b issued, c issued, CASE");
  // A partial date stands where its first day does.
  CHECK(order(R"({"day": "1921-02"})") == "CASE, a not_yet_issued, b not_yet_issued, c not_yet_issued");
  CHECK(order(R"({"day": "1921-03"})") == "a issued, CASE, b not_yet_issued, c not_yet_issued");
  CHECK(order(R"({"day": "1921-02/1921-03"})") == "CASE, a perhaps_issued, b not_yet_issued, c not_yet_issued");
  CHECK(order(R"({"day": "1921-04"})") == "a issued, b perhaps_issued, CASE, c perhaps_issued");
  // The decision counts before the arrival, and a date given beside the case before both.
  CHECK(order(R"({"day": "1921-02-28", "decided": "1921-05-01"})") == "a issued, b issued, c issued, CASE");
  CHECK(order(R"({"day": "1921-05-01"})", {.as_of = Span{read_date("1920")->lo, read_date("1920")->hi}}) == "CASE, a not_yet_issued, b not_yet_issued, c not_yet_issued");
  CHECK(timeline_of(book, R"({"day": "1921-02-28", "decided": "1921-05-01"})").dated_by == book.vocabulary.find_fact("decided"));
  CHECK(timeline_of(book, R"({"day": "1921"})").dated_by == book.vocabulary.find_fact("day"));
  CHECK(timeline_of(book, R"({"day": "1921"})", {.as_of = Span{0, 0}}).dated_by == -1);
  // Instruments alone.
  CHECK(order_of(book, analysis::timeline(book, {}, std::nullopt)) == "a no_date, b no_date, c no_date");
  CHECK(order_of(book, analysis::timeline(book, {0, 2}, read_date("1921-03-05"))) == "a issued, CASE, c not_yet_issued");
}

TEST_CASE("a mark stands where the effect is another than in the row before") {
  const auto entry = [](const std::string& treatment, const std::string& when = kLamp) { return list({clause("1", when, treatment)}); };
  const RuleBook book = book_of({
      instrument("a", "1921-01-01", entry("turn_back")),
      instrument("b", "1921-01-02", entry("hold")),                           // another treatment, the same effect
      instrument("c", "1921-01-03", "[]"),                                    // silent
      instrument("d", "1921-01-04", "[]"),
      instrument("e", "1921-01-05", entry("let_in", R"({"agrees": true})")),  // undetermined
      instrument("f", "1921-01-06", list({clause("1", R"({"agrees": true})", "let_in"), clause("2", R"({"agrees": false})", "hold")})),
      instrument("g", "1921-01-07", list({clause("1", R"({"agrees": true})", "turn_back"), clause("2", R"({"agrees": false})", "let_in")})),
      instrument("h", "1921-01-08", list({clause("1", kLamp, "let_in"), clause("2", kLamp, "turn_back")})),  // both at once
      instrument("i", "1921-01-09", list({clause("1", R"({"reading": {"night": "dusk"}})", "let_in"), clause("2", R"({"reading": {"night": "clock"}})", "turn_back")}), kTwo),
      instrument("j", "1921-01-10", entry("let_in")),
  });
  CHECK(marks_of(book, timeline_of(book, R"({"lamp": true, "day": "1921-01-05"})")) ==
        "kept out; kept out; none*; none; let in / none*; let in / kept out*; kept out / let in; let in against kept out*; kept out / let in*; let in*");
  // The row of the case stands between two instruments and is passed over.
  CHECK(marks_of(book, timeline_of(book, R"({"lamp": true, "day": "1921-01-01"})", {.regimes = {0, 1, 9}})) == "kept out; kept out; let in*");
}

TEST_CASE("every question that is reported is shown, the always reported ones first") {
  std::string vocabulary = kHarbour;
  const std::string always = ", \"always_reported\": true";
  vocabulary.erase(vocabulary.find(always), always.size());
  const std::string help = "\"asks\": \"What help?\"";
  vocabulary.insert(vocabulary.find(help) + help.size(), always);
  const RuleBook book = book_of({instrument("a", "1921-01-01", list({clause("1", kLamp, "let_in"), clause("2", kLamp, "half", "", "fee")})), instrument("b", "1921-01-02", list({clause("1", kLamp, "tow", "", "help"), clause("2", kLamp, "pilot", "", "help")}))}, vocabulary);
  const auto names = [&](const Timeline& timeline) {
    std::string text;
    for (const int q : timeline.questions) text += book.vocabulary.questions[static_cast<std::size_t>(q)].name + " ";
    return text;
  };
  const Timeline all = timeline_of(book, R"({"lamp": true, "crew": 3})");
  CHECK(names(all) == "help entry fee ");
  CHECK(marks_of(book, all, 0) == "none; let in*");
  CHECK(marks_of(book, all, 1) == "let in; none*");
  CHECK(marks_of(book, all, 2) == "let in; none*");
  CHECK(names(timeline_of(book, kLamp)) == "help entry ");  // nobody asks for a fee while the crew is not told of
  CHECK(names(timeline_of(book, R"({"lamp": false})")) == "help ");
  const Timeline one = timeline_of(book, R"({"lamp": true, "crew": 3})", {}, "fee");
  CHECK(names(one) == "fee ");
  CHECK(marks_of(book, one) == "let in; none*");
}

// ---- the command ----

Json json_of(Words words) {
  words.insert(words.end(), {"--format", "json"});
  const Ran ran = run(words);
  INFO(ran.err);
  REQUIRE(ran.status == 0);
  return Json::parse(ran.out);
}

TEST_CASE("the timeline of a shipped case, as text and as data") {
  const Ran ran = run({"timeline", "settled-and-asked-back"});
  CHECK(ran.status == 0);
  CHECK(ran.err.empty());
  CHECK(widest(ran.out) <= 100);
  CHECK(harmless(ran.out));
  CHECK(holds(ran.out, "asks for:"));
  CHECK(holds(ran.out, "request to the"));
  std::size_t at = 0;  // the case stands after the telegram of March 1962 and before the instructions of 1963
  for (const char* part : {"\n1957-12-17 ", "\n1961-05-08/1961-05 ", "\n1962-03-24 ", "\n1962-05 ", "\n1963-08-08 ", "\n1970-08-19 "}) {
    const auto next = ran.out.find(part, at);
    INFO(part);
    REQUIRE(next != std::string::npos);
    at = next;
  }
  CHECK(holds(run({"timeline", "settled-and-asked-back", "--format", "markdown"}).out, "| 1962-05 | — the case — | date of decision |"));

  const Json data = json_of({"timeline", "settled-and-asked-back"});
  CHECK(data.at("schema") == "crossing.timeline/1");
  CHECK(data.at("rules").size() == 12);
  CHECK(data.at("case").at("date") == Json{{"fact", "decision_date"}, {"from", "1962-05-01"}, {"until", "1962-05-31"}});
  REQUIRE(data.at("rows").size() == 13);
  const Json& first = data.at("rows").at(0);
  CHECK(first.at("id") == "1957-mfa");
  CHECK(first.at("position") == "issued");
  CHECK(first.at("answers").at(0) == Json{{"question", "disposition"}, {"verdict", "decided"}, {"treatment", "may_stay_emigrant_passport"}, {"outcomes", Json::array()}, {"effects", {"stay"}}, {"changed", false}, {"clauses", {"1b"}}});
  CHECK(data.at("rows").at(1).at("answers").at(0).at("effects") == Json::array({nullptr}));
  CHECK(data.at("rows").at(1).at("answers").at(0).at("changed") == true);
  CHECK(data.at("rows").at(8) == Json{{"row", "case"}, {"date", data.at("case").at("date")}});
  CHECK(data.at("rows").at(9).at("position") == "not_yet_issued");

  CHECK(json_of({"timeline", "settled-and-asked-back", "--headline"}).at("rows").size() == 6);
  CHECK(json_of({"timeline", "settled-and-asked-back", "--regimes", "1957-mfa"}).at("rows").size() == 2);
  CHECK(json_of({"timeline", "settled-and-asked-back", "--all"}) == data);
  const Json moved = json_of({"timeline", "settled-and-asked-back", "--as-of", "1970"});
  CHECK(moved.at("case").at("date").at("fact").is_null());
  CHECK(moved.at("rows").at(11).at("row") == "case");
  CHECK(moved.at("rows").at(12).at("position") == "perhaps_issued");
}

TEST_CASE("a case without a date has no row, and says so") {
  const Ran ran = run({"timeline", "--set", "stage=crossed"});
  CHECK(ran.status == 0);
  CHECK_FALSE(holds(ran.out, "— the case —"));
  CHECK(holds(ran.out, "The case gives no date"));
  const Json data = json_of({"timeline", "--set", "stage=crossed"});
  CHECK(data.at("case").at("date").is_null());
  for (const auto& row : data.at("rows")) CHECK(row.at("position") == "no_date");
  CHECK(holds(run({"timeline", "--set", "stage=crossed", "--format", "svg"}).out, "The case gives no date."));
}

TEST_CASE("one question alone, also one that is not put") {
  const Json data = json_of({"timeline", "settled-and-asked-back", "--question", "sanction"});
  CHECK(data.at("questions") == Json::array({{{"name", "sanction"}, {"put", true}}}));
  for (const auto& row : data.at("rows"))
    if (row.at("row") == "instrument") CHECK(row.at("answers").size() == 1);
  const Ran ran = run({"timeline", "settled-and-asked-back", "--question", "passage"});
  CHECK(ran.status == 0);
  CHECK(holds(ran.out, "not put"));
  CHECK(holds(ran.out, "is not put: the case does not state"));
  CHECK_FALSE(holds(ran.out, "silent  "));
  CHECK(holds(run({"timeline", "settled-and-asked-back", "--question", "sanctoin"}).err, "did you mean `sanction`?"));
  for (const Words& words : std::vector<Words>{{"timeline", "--question", "sanction"}, {"timeline", "--all-readings"}, {"timeline", "--no-presumptions"}, {"timeline", "settled-and-asked-back", "two-refusals"}, {"timeline", "--format", "xml"}}) {
    const Ran refused = run(words);
    CHECK(refused.status == 2);
    CHECK(refused.out.empty());
  }
}

/// Comma-separated values without quotes in them.
std::vector<Words> plain_records(const std::string& text) {
  std::vector<Words> records;
  for (const auto& line : lines_of(text)) {
    records.emplace_back(1, "");
    for (const char c : line) {
      if (c == ',') records.back().emplace_back();
      else if (c != '\r') records.back().back() += c;
    }
  }
  return records;
}

TEST_CASE("as CSV every instrument has a record for each question") {
  const Json data = json_of({"timeline", "settled-and-asked-back"});
  const auto records = plain_records(run({"timeline", "settled-and-asked-back", "--format", "csv"}).out);
  REQUIRE(records.size() == 2 + 12 * data.at("questions").size());
  CHECK(records.front() == Words{"row", "from", "until", "regime", "nature", "position", "timing", "question", "verdict", "treatment", "effect", "changed", "clauses"});
  for (const auto& record : records) CHECK(record.size() == records.front().size());
  CHECK(records[1] == Words{"instrument", "1957-12-17", "1957-12-17", "1957-mfa", "directive", "issued", "in_force", "disposition", "decided", "may_stay_emigrant_passport", "stay", "no", "1b"});
  const auto the_case = std::find_if(records.begin(), records.end(), [](const Words& record) { return record.front() == "case"; });
  REQUIRE(the_case != records.end());
  CHECK(Words(the_case->begin(), the_case->begin() + 4) == Words{"case", "1962-05-01", "1962-05-31", ""});
  const auto alone = plain_records(run({"timeline", "--format", "csv", "--regimes", "1964-protocol,1970-sc"}).out);
  REQUIRE(alone.size() == 8);
  CHECK(alone[1] == Words{"instrument", "1964-06-09", "1964-06-09", "1964-protocol", "bilateral_agreement", "unknown", "", "ends", "1955-record", "10b"});
}

TEST_CASE("without a case the instruments stand with what their texts say of others") {
  const Ran ran = run({"timeline"});
  CHECK(ran.status == 0);
  CHECK(widest(ran.out) <= 100);
  CHECK(holds(ran.out, "10b: ends 1955-record"));
  CHECK(holds(ran.out, "4a: keeps in force 1955-record"));
  const Json data = json_of({"timeline"});
  REQUIRE(data.at("rows").size() == 12);
  const Json& protocol = data.at("rows").at(10);
  CHECK(protocol.at("effect").at("begins") == "unknown");
  CHECK(protocol.at("relations").size() == 5);
  CHECK(json_of({"timeline", "--as-of", "1961-05-20"}).at("rows").at(5).at("row") == "date");
}

// ---- the picture ----

/// Whether the text is well-formed XML of elements, attributes in double quotes and text; collects elements and their attributes.
bool well_formed(const std::string& xml, std::vector<std::pair<std::string, std::map<std::string, std::string>>>& elements) {
  std::vector<std::string> open;
  const auto clean = [](const std::string& text) {
    for (std::size_t at = text.find('&'); at != std::string::npos; at = text.find('&', at + 1)) {
      const std::string name = text.substr(at, text.find(';', at) - at);
      if (name != "&lt" && name != "&gt" && name != "&amp" && name != "&quot") return false;
    }
    return text.find('<') == std::string::npos && harmless(text);
  };
  for (std::size_t at = 0; at < xml.size();) {
    const auto left = xml.find('<', at);
    const std::string between = xml.substr(at, std::min(left, xml.size()) - at);
    if (!clean(between) || (open.empty() && between.find_first_not_of('\n') != std::string::npos)) return false;
    if (left == std::string::npos) break;
    const auto right = xml.find('>', left);
    if (right == std::string::npos) return false;
    std::string tag = xml.substr(left + 1, right - left - 1);
    at = right + 1;
    if (tag.front() == '/') {
      if (open.empty() || open.back() != tag.substr(1)) return false;
      open.pop_back();
      continue;
    }
    const bool closed = tag.back() == '/';
    if (closed) tag.pop_back();
    elements.emplace_back(tag.substr(0, tag.find(' ')), std::map<std::string, std::string>{});
    auto& [name, attributes] = elements.back();
    for (std::size_t from = name.size(); from < tag.size();) {
      if (tag[from] == ' ') {
        ++from;
        continue;
      }
      const auto equals = tag.find("=\"", from), end = tag.find('"', equals + 2);
      if (equals == std::string::npos || end == std::string::npos) return false;
      const std::string value = tag.substr(equals + 2, end - equals - 2);
      if (!clean(value) || !attributes.emplace(tag.substr(from, equals - from), value).second) return false;
      from = end + 1;
    }
    if (!closed) open.push_back(name);
  }
  return open.empty();
}

/// Holds a picture against what every picture must be, and gives its text.
std::string looked_at(const std::string& svg) {
  std::vector<std::pair<std::string, std::map<std::string, std::string>>> elements;
  CHECK(well_formed(svg, elements));
  REQUIRE_FALSE(elements.empty());
  CHECK(elements.front().first == "svg");
  CHECK(elements.front().second["viewBox"] == "0 0 1600 900");
  const std::set<std::string> harmless_elements{"svg", "title", "desc", "defs", "pattern", "rect", "line", "polygon", "circle", "text"};
  for (auto& [name, attributes] : elements) {
    INFO(name);
    CHECK(harmless_elements.contains(name));
    for (const auto& [key, value] : attributes) {
      CHECK_FALSE(key.starts_with("on"));
      CHECK_FALSE((key.find("href") != std::string::npos || (key != "xmlns" && value.find("//") != std::string::npos)));
    }
    if (name != "text") continue;
    const double x = std::stod(attributes["x"]), y = std::stod(attributes["y"]);
    CHECK((x >= 0 && x <= 1600 && y >= 0 && y <= 895));
  }
  std::string text;
  for (std::size_t at = svg.find("<text"); at != std::string::npos; at = svg.find("<text", at + 1)) {
    const auto from = svg.find('>', at) + 1;
    text += svg.substr(from, svg.find('<', from) - from) + "\n";
  }
  return text;
}

TEST_CASE("the picture is a whole SVG document with every lane, in words") {
  const std::string text = looked_at(run({"timeline", "settled-and-asked-back", "--format", "svg"}).out);
  for (const char* words : {"1957-mfa\n", "1970-sc\n", "stays\n", "asks for: goes back\n", "silent\n", "the case: 1962-05, date of decision\n", "agreement of two states", "request to the other state", "proposal"}) {
    INFO(words);
    CHECK(holds(text, words));
  }
  const std::string alone = looked_at(run({"timeline", "--format", "svg"}).out);
  CHECK(holds(alone, "refers to foreign-nationals-rules, marriage-law\n"));
  CHECK_FALSE(holds(alone, "the case"));
  // A mark is a black square with three white strokes; one more stands in the legend.
  const Json data = json_of({"timeline", "settled-and-asked-back"});
  std::size_t marks = 1, strokes = 0;
  for (const auto& row : data.at("rows"))
    if (row.at("row") == "instrument" && row.at("answers").at(0).at("changed") == true) ++marks;
  const std::string svg = run({"timeline", "settled-and-asked-back", "--format", "svg"}).out;
  for (std::size_t at = svg.find("stroke=\"#fff\""); at != std::string::npos; at = svg.find("stroke=\"#fff\"", at + 1)) ++strokes;
  CHECK(strokes == 3 * marks);
  // A day is a line, a longer stretch of time is hatched.
  CHECK_FALSE(holds(run({"timeline", "famine-forces-a-mother-over", "--format", "svg"}).out, "fill=\"url(#hatched)\""));
  CHECK(holds(run({"timeline", "famine-forces-a-mother-over", "--set", "crossing_date=1961/1963", "--format", "svg"}).out, "fill=\"url(#hatched)\""));
}

TEST_CASE("what a case or a rule file says cannot break the picture") {
  const Scratch scratch;
  const std::string hostile = "</text><script>alert(1)</script> & \"q\" ' \033[31m \xE2\x80\xAE \xEF\xBF\xBE " + std::string(300, 'w') + " \xE8\xB6\x8A\xE7\x95\x8C";
  const Json the_case{{"title", hostile}, {"story", hostile}, {"facts", {{"nationality", "dprk"}, {"crossing_date", "1961"}}}};
  const std::string file = scratch.write("hostile.json", the_case.dump());
  const std::string text = looked_at(run({"timeline", file, "--format", "svg"}).out);
  CHECK(holds(text, "&lt;/text&gt;&lt;script&gt;alert(1)&lt;/script&gt; &amp; "));
  CHECK(holds(text, "…\n"));
  // Forty instruments with long names and hostile words are still on the slide.
  const std::string rules = scratch.folder("many");
  scratch.write("many/vocabulary.json", kHarbour);
  for (int i = 0; i < 40; ++i) {
    Json order = Json::parse(regime_text(list({clause("1", kLamp, "let_in")})));
    order["id"] = fmt::format("an-order-with-a-name-longer-than-most-{}", i);
    order["issued"] = fmt::format("{}-05-06", 1901 + i);
    order["effect"] = {{"begins", fmt::format("{}-05-06", 1901 + i)}, {"ends", fmt::format("{}-05-06", 1903 + i * 2)}, {"why", "stated"}};
    order["relations"] = Json::array({{{"kind", "ends"}, {"to", hostile}, {"by", "1"}}});
    scratch.write(fmt::format("many/{}.json", order["id"].get<std::string>()), order.dump());
  }
  for (const Words& words : std::vector<Words>{{"timeline", "--rules", rules}, {"timeline", "--rules", rules, "--set", "day=1930"}}) {
    Words with = words;
    with.insert(with.end(), {"--format", "svg"});
    const Ran ran = run(with);
    INFO(ran.err);
    CHECK(ran.status == 0);
    const std::string lanes = looked_at(ran.out);
    CHECK(holds(lanes, "most-39\n"));
    CHECK(run(words).status == 0);
    CHECK(harmless(run(words).out));
  }
}

TEST_CASE("text is wrapped at words, and says where it was cut") {
  const report::Type type{.size = 20};
  CHECK(report::wrapped("", type, 100, 2) == Words{""});
  CHECK(report::wrapped("one two three", type, 1000, 1) == Words{"one two three"});
  const auto two = report::wrapped("one two three four five six", type, 120, 2);
  REQUIRE(two.size() == 2);
  CHECK(two[1].ends_with(" …"));
  for (const auto& line : two) CHECK(report::width_of(line, type) <= 120);
  for (const auto& line : report::wrapped(std::string(100, 'x'), type, 120, 50)) CHECK(report::width_of(line, type) <= 120);
  const auto cut = report::wrapped("\xE8\xB6\x8A\xE7\x95\x8C\xE8\xB6\x8A\xE7\x95\x8C\xE8\xB6\x8A\xE7\x95\x8C", type, 80, 1);
  REQUIRE(cut.size() == 1);
  CHECK(points_of(cut.front()).back() == U'…');
  CHECK(cut.front().size() % 3 == 1);  // whole characters of three bytes, a space
}

}  // namespace
}  // namespace crossing::tests

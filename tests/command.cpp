// Looks at what a user of the command sees: its exit status, its standard output, its standard error.
#include <fcntl.h>
#include <unistd.h>

#include <nlohmann/json.hpp>
#include <set>

#include "child.hpp"

namespace crossing::tests {
namespace {

using Json = nlohmann::json;

const std::string kSource = CROSSING_SOURCE;
const std::string kFamine = "famine-forces-a-mother-over";  // contested in 1964, decided in 1957, silent in 1958
const Words kRegimes{"1957-mfa", "1958-marriage", "1961-jilin", "1964-protocol", "1970-sc"};

// ---- looking at what was written ----

const std::string kHostile = "\033[31mred\a \xC2\x9B" "2J \xE2\x80\xAE" "desrever \xE2\x81\xA6 \xD8\x9C \033]0;title\a \x7F \r";

std::string without_escapes(std::string text) {
  for (const std::string code : {"\033[1m", "\033[0m"})
    for (auto at = text.find(code); at != std::string::npos; at = text.find(code)) text.erase(at, code.size());
  return text;
}

/// The fields of comma-separated values after RFC 4180, a list a record.
std::vector<Words> records_of(const std::string& text) {
  std::vector<Words> records;
  Words record{""};
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c == '"' && i + 1 < text.size() && text[i + 1] == '"') record.back() += text[++i];
      else if (c == '"') quoted = false;
      else record.back() += c;
    } else if (c == '"') {
      quoted = true;
    } else if (c == ',') {
      record.emplace_back();
    } else if (c == '\r' && i + 1 < text.size() && text[i + 1] == '\n') {
      records.push_back(record);
      record.assign(1, "");
      ++i;
    } else {
      record.back() += c;
    }
  }
  return records;
}

Json json_of(const Words& arguments, const Around& around = {}) {
  Words words = arguments;
  words.insert(words.end(), {"--format", "json"});
  const Ran ran = run(words, around);
  INFO(joined(words) << "\n" << ran.err);
  REQUIRE(ran.status == 0);
  CHECK(ran.err.empty());
  return Json::parse(ran.out);
}

/// The finding on a question in the first case.
Json finding(const Json& findings, const std::string& regime, const std::string& question) {
  for (const auto& entry : findings.at("cases").at(0).at("regimes"))
    if (entry.at("id") == regime)
      for (const auto& found : entry.at("findings"))
        if (found.at("question") == question) return found;
  FAIL("no finding of " << regime << " on " << question);
  return {};
}

/// A run that answers nothing: this status, nothing on standard output, these words on standard error.
void refuses(const Words& arguments, int status, const Words& says, const Around& around = {}) {
  const Ran ran = run(arguments, around);
  INFO(joined(arguments) << "\n" << ran.err);
  CHECK(ran.status == status);
  CHECK(ran.out.empty());
  CHECK(holds(ran.err, "error: "));
  CHECK(harmless(ran.err));
  for (const auto& words : says) {
    INFO(words);
    CHECK(holds(ran.err, words));
  }
}

/// A file of tensions with one that has these clauses and showings.
std::string tensions_text(const std::string& clauses, const std::string& showings) {
  return R"({"schema": "crossing.tensions/1", "tensions": [{"id": "in-and-out", "title": "In and out", "says": "Both.", "clauses": )" + clauses + R"(, "shown_by": [)" + showings + "]}]}";
}

std::string case_text(const std::string& facts, const std::string& id = "here") { return R"({"id": ")" + id + R"(", "facts": )" + facts + "}"; }

/// A JSON list of such texts.
std::string list_of(const Words& items) {
  std::string text = "[";
  for (const auto& item : items) {
    if (text.size() > 1) text += ',';
    text += item;
  }
  return text + "]";
}

// ---- evaluate ----

TEST_CASE("a shipped case is answered from any folder") {
  const Scratch scratch;
  const Ran ran = run({"evaluate", kFamine}, {.folder = scratch.folder("elsewhere")});
  CHECK(ran.status == 0);
  CHECK(ran.err.empty());
  CHECK(holds(ran.out, "(" + kFamine + ")\n"));
  for (const auto& regime : kRegimes) CHECK(holds(ran.out, "\n" + regime + " "));
  CHECK(holds(ran.out, "contested: "));
  CHECK(holds(ran.out, "silent"));
  CHECK_FALSE(holds(ran.out, "Set for this run"));
  CHECK(ran.out.back() == '\n');
  CHECK(harmless(ran.out));
}

TEST_CASE("a case is the same by its id, from a file and from standard input") {
  const std::string path = kSource + "/cases/disaster/" + kFamine + ".json";
  const Json by_id = json_of({"evaluate", kFamine});
  CHECK(json_of({"evaluate", path}) == by_id);
  CHECK(json_of({"evaluate", "-"}, {.input = read(path)}) == by_id);
  CHECK(json_of({"evaluate", kFamine, "--rules", kSource + "/rules"}) == by_id);
  CHECK_FALSE(by_id.at("cases").at(0).contains("set"));
}

TEST_CASE("what is set on the command line is marked") {
  const Words words{"evaluate", kFamine, "--set", "dprk_consents_to_stay=yes", "--set", "persuasion_attempts=3", "--set", "special_situation=unknown"};
  const Json findings = json_of(words);
  CHECK(findings.at("cases").at(0).at("set") == Json{{"dprk_consents_to_stay", "yes"}, {"persuasion_attempts", 3}, {"special_situation", "unknown"}});
  CHECK(finding(findings, "1957-mfa", "disposition").at("treatment") == "may_stay_residence");
  const Ran ran = run(words);
  CHECK(ran.status == 0);
  CHECK(holds(ran.out, "Set for this run\n  attempts at persuasion: 3\n  Korea consents to the stay: yes\n"));

  const Json alone = json_of({"evaluate", "--set", "nationality=dprk", "--set", "procedures_completed=no", "--set", "crossing_date=1961-05"});
  CHECK(alone.at("cases").at(0).at("id") == "");
  CHECK(alone.at("cases").at(0).at("set") == Json{{"nationality", "dprk"}, {"procedures_completed", false}, {"crossing_date", "1961-05"}});
  CHECK(finding(alone, "1957-mfa", "disposition").at("verdict") == "undetermined");
}

TEST_CASE("several cases: a row a case, a column a regime") {
  const Scratch scratch;
  const std::string two = scratch.write("two.json", list_of({case_text("{}", "first"), case_text(R"({"nationality": "dprk"})", "second")}));
  Words ids;
  const Json findings = json_of({"evaluate", kFamine, two});
  for (const auto& the_case : findings.at("cases")) ids.push_back(the_case.at("id").get<std::string>());
  CHECK(ids == Words{kFamine, "first", "second"});

  const Ran ran = run({"evaluate", two});
  CHECK(ran.status == 0);
  const Words lines = lines_of(ran.out);
  REQUIRE(lines.size() > 3);
  std::size_t at = 0;
  for (const auto& regime : kRegimes) {
    const auto next = lines.front().find(regime);
    REQUIRE(next != std::string::npos);
    CHECK(next > at);
    at = next;
  }
  Words starts;
  for (const auto& line : lines)
    if (line.front() != ' ') starts.push_back(line.substr(0, line.find(' ')));
  CHECK(Words(starts.begin() + 2, starts.end()) == Words{"first", "second"});
}

TEST_CASE("findings as JSON have every field that the format promises") {
  const Json findings = json_of({"evaluate", kFamine, "three-refusals-korea-agrees", "--set", "crossing_date=1961-03"});
  CHECK(findings.at("schema") == "crossing.findings/1");
  CHECK(findings.at("engine").is_string());
  REQUIRE(findings.at("rules").size() == kRegimes.size());
  for (const auto& regime : kRegimes) CHECK(findings.at("rules").at(regime).get<std::string>().starts_with("sha256:"));
  std::set<std::string> verdicts;
  bool days = false;
  REQUIRE(findings.at("cases").size() == 2);
  for (const auto& the_case : findings.at("cases")) {
    CHECK(the_case.at("presumed").is_object());
    REQUIRE(the_case.at("regimes").size() == kRegimes.size());
    for (const auto& regime : the_case.at("regimes")) {
      CHECK(regime.at("reach").is_string());
      CHECK(regime.at("timing").at("status").is_string());
      if (regime.at("timing").contains("days")) {
        days = true;
        CHECK(regime.at("timing").at("days").size() == 2);
      }
      REQUIRE_FALSE(regime.at("findings").empty());
      CHECK(regime.at("findings").at(0).at("question") == "disposition");
      for (const auto& found : regime.at("findings")) {
        const auto verdict = found.at("verdict").get<std::string>();
        verdicts.insert(verdict);
        for (const char* list : {"clauses", "clauses_possible", "displaced", "missing", "outcomes", "under_other_readings"}) CHECK(found.at(list).is_array());
        CHECK(found.at("treatment").is_null() == (verdict != "decided"));
        CHECK((found.at("modality").is_null() || found.at("modality").is_string()));
        CHECK(found.at("outcomes").empty() == (verdict == "decided" || verdict == "silent"));
        for (const auto& displaced : found.at("displaced")) CHECK((displaced.at("clause").is_string() && displaced.at("by").is_string()));
        for (const auto& outcome : found.at("outcomes")) {
          CHECK(outcome.contains("treatment"));
          CHECK((outcome.at("clauses").is_array() && outcome.at("facts").is_object() && outcome.at("readings").is_object()));
        }
      }
    }
  }
  CHECK(days);
  CHECK(verdicts == std::set<std::string>{"contested", "decided", "silent"});
}

TEST_CASE("CSV has a full record for each finding, and no formula") {
  const Scratch scratch;
  const std::string odd = scratch.write("odd.json", case_text("{}", "-2-3"));
  const Ran ran = run({"evaluate", kFamine, odd, "--format", "csv"});
  CHECK(ran.status == 0);
  const auto records = records_of(ran.out);
  REQUIRE(records.size() > 2 * kRegimes.size());
  CHECK(Words(records.front().begin(), records.front().begin() + 4) == Words{"case", "regime", "nature", "timing"});
  std::set<std::string> cases;
  for (const auto& record : records) {
    CHECK(record.size() == records.front().size());
    cases.insert(record.front());
    for (const auto& cell : record) CHECK((cell.empty() || std::string_view{"=+-@\t\r"}.find(cell.front()) == std::string_view::npos));
  }
  CHECK(cases == std::set<std::string>{"case", kFamine, "'-2-3"});
  for (const char* id : {"=1", "+1", "@x"}) refuses({"evaluate", "-", "--format", "csv"}, 3, {"is not an id"}, {.input = case_text("{}", id)});
}

TEST_CASE("Markdown keeps what a case says as text") {
  const std::string input = R"json({"title": "a | b <script>alert(1)</script> *c* [d](e)", "story": "- no list\n# no heading", "facts": {"nationality": "dprk"}})json";
  const Ran ran = run({"evaluate", "-", "--format", "markdown"}, {.input = input});
  CHECK(ran.status == 0);
  CHECK(ran.out.starts_with("# a \\| b &lt;script\\>alert(1)&lt;/script\\> \\*c\\* \\[d\\](e) (case)\n\n\\- no list \\# no heading\n\n| regime | timing |"));
  CHECK(holds(ran.out, "\n| 1957-mfa (directive) | "));
  CHECK(holds(ran.out, "\n## Presumed"));
  CHECK_FALSE(holds(ran.out, "<script"));
  std::size_t bars = 0;
  for (const auto& line : lines_of(ran.out)) {
    if (!line.starts_with("|")) continue;
    const auto here = static_cast<std::size_t>(std::count(line.begin(), line.end(), '|'));
    if (bars == 0) bars = here;
    CHECK(here == bars);
  }
}

TEST_CASE("a reading can be chosen or opened") {
  const auto found = [](const Words& more) {
    Words words{"evaluate", kFamine};
    words.insert(words.end(), more.begin(), more.end());
    return finding(json_of(words), "1957-mfa", "disposition");
  };
  CHECK(found({}).at("treatment") == "repatriate");
  CHECK(found({}).at("under_other_readings").at(0).at("reading") == "crossing_as_crime");
  CHECK(found({"--reading", "1957-mfa.crossing_as_crime=a_crime"}).at("treatment") == "repatriate_absolute");
  CHECK(found({"--reading", "1957-mfa.crossing_as_crime=open"}).at("verdict") == "contested");
  CHECK(found({"--all-readings"}).at("verdict") == "contested");
  CHECK(found({"--all-readings", "--reading", "1957-mfa.crossing_as_crime=not_a_crime"}).at("treatment") == "repatriate");
}

TEST_CASE("presumptions can be switched off") {
  CHECK(json_of({"evaluate", kFamine}).at("cases").at(0).at("presumed").size() > 3);
  const Json bare = json_of({"evaluate", kFamine, "--no-presumptions"});
  CHECK(bare.at("cases").at(0).at("presumed").empty());
  CHECK(finding(bare, "1957-mfa", "disposition").at("verdict") == "undetermined");
  CHECK_FALSE(finding(bare, "1957-mfa", "disposition").at("missing").empty());
}

TEST_CASE("one regime or some can be asked") {
  const Json one = json_of({"evaluate", kFamine, "--regime", "1970-sc", "--regime", "1957-mfa", "--regime", "1970-sc"});
  CHECK(one.at("rules").size() == 2);
  CHECK(one.at("cases").at(0).at("regimes").size() == 2);
  CHECK(json_of({"evaluate", kFamine, "--regimes", "1970-sc,1957-mfa"}) == one);
  CHECK(json_of({"evaluate", kFamine, "--headline"}) == json_of({"evaluate", kFamine}));
  CHECK(json_of({"evaluate", kFamine, "--all"}).at("rules").size() == 12);
  refuses({"evaluate", kFamine, "--all", "--regimes", "1970-sc"}, 2, {"--all"});
}

TEST_CASE("another date moves timing and nothing else") {
  Json then = json_of({"evaluate", kFamine, "--as-of", "1957-12-17"});
  Json now = json_of({"evaluate", kFamine});
  for (auto* findings : {&then, &now})
    for (auto& regime : findings->at("cases").at(0).at("regimes")) {
      if (findings == &then) CHECK(regime.at("timing").at("status") == (regime.at("id") == "1957-mfa" ? "in_force" : "not_yet_issued"));
      regime.erase("timing");
    }
  CHECK(then == now);
  refuses({"evaluate", kFamine, "--as-of", "1957-02-30"}, 2, {"--as-of: error: `1957-02-30` is not a date"});
}

// ---- the other verbs ----

TEST_CASE("explain tells of every operative clause") {
  const Ran ran = run({"explain", kFamine, "--regime", "1957-mfa"});
  CHECK(ran.status == 0);
  CHECK(holds(ran.out, "applies, and nothing overrides it"));
  CHECK(holds(ran.out, "near miss: fails only on "));
  const Json data = json_of({"explain", kFamine});
  CHECK(data.at("schema") == "crossing.explanation/1");
  CHECK(data.at("case") == kFamine);
  REQUIRE(data.at("regimes").size() == kRegimes.size());
  for (const auto& regime : data.at("regimes")) {
    REQUIRE_FALSE(regime.at("clauses").empty());
    for (const auto& account : regime.at("clauses")) {
      const auto standing = account.at("standing").get<std::string>();
      CHECK(std::set<std::string>{"stands", "displaced", "waits", "fails"}.contains(standing));
      for (const char* list : {"by", "fails_on", "waits_for", "readings"}) CHECK(account.at(list).is_array());
      CHECK(account.at("near_miss").is_boolean());
      if (standing == "fails") CHECK((!account.at("fails_on").empty() || !account.at("readings").empty()));
    }
  }
  refuses({"explain", kFamine, kFamine}, 2, {"takes one case"});
}

TEST_CASE("check finds no fault in what is shipped, and those of others") {
  const Scratch scratch;
  CHECK(run({"check"}, {.folder = scratch.folder("elsewhere")}).status == 0);
  const Json data = json_of({"check", "--rules", kSource + "/rules", kSource + "/cases"});
  CHECK(data.at("schema") == "crossing.check/1");
  CHECK(data.at("regimes") == 12);
  CHECK(data.at("cases").get<int>() > 100);
  for (const char* what : {"references", "figures", "figure_checks", "tensions", "showings"}) CHECK(data.at(what).get<int>() > 20);
  refuses({"check", scratch.write("bad.json", case_text(R"({"natonality": "dprk", "crossing_date": "1961-02-30"})"))}, 1, {"`natonality`", "did you mean `nationality`?", "`1961-02-30`"});
  const std::string ring = R"([{"id": "a", "cite": "1", "modality": "may", "paraphrase": "p", "when": {"lamp": true}, "then": {"question": "entry", "treatment": "let_in"}, "overrides": ["nowhere"]}])";
  refuses({"check", "--rules", scratch.rules("dangling", ring)}, 1, {"unknown clause `nowhere`"});
  // Rules of one's own are not held against the shipped cases, which speak of others.
  const Ran own = run({"check", "--rules", scratch.rules("own", "[]")});
  INFO(own.err);
  CHECK(own.status == 0);
  CHECK(holds(own.out, " 0 cases"));
  // What lies beside the rules is checked with them; a case that is given is held to the tension it is named for.
  scratch.write("own/tensions.json", tensions_text("[\"order/1\"]", R"({"case": "dark", "question": "entry", "how": "effects", "at": ["order/1", "order"]})"));
  refuses({"check", "--rules", scratch.path("own")}, 1, {"tensions.json#/tensions/0/clauses/0: error: unknown clause `order/1`"});
  const std::string lamp = R"([{"id": "1", "cite": "1", "modality": "may", "paraphrase": "p", "when": {"lamp": false}, "then": {"question": "entry", "treatment": "let_in"}}])";
  scratch.write("own/order.json", regime_text(lamp));
  CHECK(run({"check", "--rules", scratch.path("own")}).status == 0);
  const std::string dark = scratch.write("dark.json", case_text(R"({"lamp": false})", "dark"));
  refuses({"check", "--rules", scratch.path("own"), dark}, 1, {"tensions.json#/tensions/0/shown_by/0: error: case `dark` does not show tension `in-and-out`: `order` is not silent on `entry`"});
  CHECK(run({"check", "--rules", scratch.path("own"), scratch.write("other.json", case_text("{}", "other"))}).status == 0);
}

TEST_CASE("test holds cases to what they expect") {
  const Scratch scratch;
  const Ran shipped = run({"test", kSource + "/cases"});
  INFO(shipped.out);
  CHECK(shipped.status == 0);
  CHECK(holds(shipped.out, " 0 failed."));
  CHECK(run({"test", kFamine}).status == 0);

  const std::string wrong = scratch.write("wrong.json", R"({"id": "wrong", "facts": {"nationality": "dprk", "stage": "applicant"},
    "expect": {"1957-mfa": {"disposition": {"verdict": "decided", "treatment": "repatriate"}}}})");
  const Ran failed = run({"test", wrong});
  CHECK(failed.status == 1);
  CHECK(holds(failed.out, "wrong ("));
  CHECK(holds(failed.out, "1957-mfa, disposition: verdict: expected decided, found "));
  CHECK(holds(failed.out, "1 case with 1 expectation: 1 failed."));
  const Json data = Json::parse(run({"test", wrong, "--format", "json"}).out);
  CHECK(data.at("failures").at(0).at("case") == "wrong");

  const Ran nothing = run({"test", scratch.write("plain.json", case_text("{}"))});
  CHECK(nothing.status == 1);
  CHECK(holds(nothing.out, "Nothing was asserted"));
  CHECK(run({"test", scratch.folder("empty")}).status == 1);
  refuses({"test", scratch.path("missing.json")}, 3, {"missing.json"});
}

TEST_CASE("rules are listed, shown and cited") {
  const Ran list = run({"rules", "list"});
  CHECK(list.status == 0);
  for (const auto& regime : kRegimes) CHECK(holds(list.out, "\n" + regime + " "));
  CHECK(json_of({"rules", "list"}).at("regimes").size() == kRegimes.size());
  CHECK(json_of({"rules", "list", "--all"}).at("regimes").size() > kRegimes.size());

  const auto shown = [](const std::string& name) {
    Words ids;
    const Json data = json_of({"rules", "show", name});
    for (const auto& clause : data.at("clauses")) ids.push_back(clause.at("id").get<std::string>());
    return ids;
  };
  CHECK(shown("1961-jilin/A3") == Words{"A3a", "A3b"});
  CHECK(shown("1961-jilin/A3b") == Words{"A3b"});
  for (const auto& id : shown("1964-protocol/1")) CHECK_FALSE(id.starts_with("10"));
  for (const auto& id : shown("1964-protocol/10")) CHECK(id.starts_with("10"));
  CHECK(shown("1964-protocol/4.2") == Words{"4.2a", "4.2b", "4.2c"});
  CHECK(shown("1957-mfa").size() > 10);
  const Ran item = run({"rules", "show", "1961-jilin/A3"});
  CHECK(holds(item.out, "1961-jilin A3a, "));
  CHECK(holds(item.out, "1961-jilin A3b, "));

  CHECK(lines_of(run({"rules", "cite", "1957-mfa"}).out).size() > 1);
  const Json citations = json_of({"rules", "cite", "1961-jilin/A3"});
  REQUIRE(citations.at("citations").size() == 2);
  CHECK(citations.at("citations").at(0).at("id") == "1961-jilin/A3a");
  const Ran csl = run({"rules", "cite", "1961-jilin/A3", "--format", "csl-json"});
  CHECK(Json::parse(csl.out).at(1).at("id") == "1961-jilin/A3b");
  const Ran bibtex = run({"rules", "cite", "1961-jilin/A3", "--format", "bibtex"});
  CHECK((holds(bibtex.out, "@misc{1961-jilin/A3a,\n") && holds(bibtex.out, "}\n\n@misc{1961-jilin/A3b,\n")));

  refuses({"rules", "show", "1957-mfaa"}, 2, {"did you mean `1957-mfa`?"});
  refuses({"rules", "show", "1961-jilin/A9"}, 2, {"unknown clause `1961-jilin/A9`"});
}

TEST_CASE("all instruments are listed, with those known only by reference, and how each stands to a date") {
  const Json all = json_of({"rules", "list", "--all"});
  for (const auto& regime : all.at("regimes")) {
    CHECK_FALSE(regime.contains("timing"));
    const Json shown = json_of({"rules", "show", regime.at("id").get<std::string>()});
    CHECK(regime.at("operative_clauses").get<std::size_t>() + regime.at("other_clauses").get<std::size_t>() == shown.at("clauses").size());
    CHECK(regime.at("relation_count") == shown.at("relations").size());
  }
  REQUIRE(all.at("references").size() > 20);
  const Ran text = run({"rules", "list", "--all"});
  CHECK(text.out.find("\n1970-sc ") < text.out.find("Known only by reference\n"));
  for (const auto& reference : all.at("references")) {
    const auto id = reference.at("id").get<std::string>();
    INFO(id);
    CHECK(text.out.find("\n  " + id + ": ") > text.out.find("Known only by reference\n"));
    CHECK_FALSE(reference.at("known_by").empty());
  }
  CHECK(holds(text.out, "    - 1955-06-08; known by 1957-mfa/4a and 1964-protocol/10b; content missing\n"));
  CHECK(holds(text.out, "    - date unknown; known by 1961-jilin/C; content missing\n"));
  CHECK_FALSE(json_of({"rules", "list"}).contains("references"));
  CHECK_FALSE(holds(text.out, "in force"));

  const Json then = json_of({"rules", "list", "--all", "--as-of", "1958-10-18"});
  for (const auto& regime : then.at("regimes"))
    CHECK(regime.at("timing").at("status") == (regime.at("id") == "1957-mfa" || regime.at("id") == "1958-marriage" ? "in_force" : "not_yet_issued"));
  CHECK(then.at("regimes").back().at("timing").at("days") == Json{4323, 4323});
  CHECK(holds(run({"rules", "list", "--as-of", "1965"}).out, "signed; effect"));
  refuses({"rules", "list", "--as-of", "1958-02-30"}, 2, {"--as-of: error: `1958-02-30` is not a date"});
}

TEST_CASE("an instrument known only by reference is shown as far as it is known, and is not cited") {
  const Ran shown = run({"rules", "show", "1955-record"});
  CHECK(shown.status == 0);
  CHECK(shown.out.starts_with("1955-record: Record of the Joint Meeting"));
  for (const char* words : {"known only by reference: content missing\n", "date: 1955-06-08\n", "    - 1957-mfa/4a, item (4), first sentence: ", "    - 1964-protocol/10b, Article 10, second sentence: ", "  missing: "})
    CHECK(holds(shown.out, words));
  CHECK(holds(run({"rules", "show", "1961-report-c"}).out, "\n  date unknown\n"));
  const Json data = json_of({"rules", "show", "1961-report-c"});
  CHECK(data.at("schema") == "crossing.reference/1");
  CHECK(data.at("date").is_null());
  CHECK(data.at("known_by").at(0).at("clause") == "1961-jilin/C");

  const Ran cited = run({"rules", "cite", "1955-record"});
  CHECK(cited.status == 0);
  CHECK(cited.out.starts_with("1955-record is known only by reference: there is nothing to cite but the clauses that name it.\n"));
  Words ids;
  const Json citations = json_of({"rules", "cite", "1955-record"});
  for (const auto& citation : citations.at("citations")) ids.push_back(citation.at("id").get<std::string>());
  CHECK(ids == Words{"1957-mfa/4a", "1964-protocol/10b"});

  // Where an instrument names another of which no more is known, it is told what that is.
  CHECK(holds(run({"rules", "show", "1964-protocol"}).out, "  10b: ends 1955-record (Record of the Joint Meeting"));
  std::set<std::string> titled;
  const Json protocol = json_of({"rules", "show", "1964-protocol"});
  for (const auto& relation : protocol.at("relations"))
    if (relation.contains("title")) titled.insert(relation.at("to").get<std::string>());
  CHECK(titled.contains("1955-record"));
  refuses({"rules", "show", "1955-record/1"}, 2, {"unknown clause `1955-record/1`", "known only by reference"});
  refuses({"rules", "show", "1955-recrod"}, 2, {"did you mean `1955-record`?"});
}

TEST_CASE("figures are given as they are printed, and what differs comes first") {
  const Json file = Json::parse(read(kSource + "/rules/figures.json"));
  const Json data = json_of({"figures"});
  const Ran text = run({"figures"});
  CHECK(text.status == 0);
  CHECK(text.out.starts_with("Discrepancies\n"));
  REQUIRE(data.at("figures").size() == file.at("figures").size());
  REQUIRE(data.at("checks").size() == file.at("checks").size());
  for (std::size_t i = 0; i < file.at("figures").size(); ++i) {
    const Json& figure = file.at("figures").at(i);
    for (const char* key : {"id", "what", "printed", "value", "unit", "where"}) CHECK(data.at("figures").at(i).at(key) == figure.at(key));
    CHECK(data.at("figures").at(i).at("note") == figure.value("note", ""));
    const auto id = figure.at("id").get<std::string>();
    CHECK(holds(text.out, "\n  " + id + ": \"" + figure.at("printed").get<std::string>() + "\" ("));
  }
  Words differing;
  for (const auto& check : data.at("checks")) {
    if (check.at("verdict") == "differs") differing.push_back(check.at("id").get<std::string>());
    CHECK(check.at("difference").is_null() == (check.at("verdict") == "computed_only"));
  }
  CHECK(data.at("discrepancies") == differing);
  const std::string table = text.out.substr(0, text.out.find("Figures as printed\n"));
  for (const auto& id : differing) CHECK(holds(table, "\n" + id + " "));
  CHECK(static_cast<std::size_t>(std::count(table.begin(), table.end(), '"')) >= 2 * differing.size());

  const auto ids = [](const Json& list) {
    Words all;
    for (const auto& entry : list) all.push_back(entry.at("id").get<std::string>());
    return all;
  };
  const Json letters = json_of({"figures", "F16"});
  CHECK(ids(letters.at("figures")) == Words{"F16a", "F16b", "F16c", "F16d"});
  CHECK(ids(letters.at("checks")) == Words{"applications-decided", "applications-on-letters", "applications-approved"});
  CHECK(holds(run({"figures", "F16"}).out, "F16c + F16d = 1053 + 735 = 1788; F16b is printed \"about 1,778\": differs by 10\n"));
  refuses({"figures", "F1"}, 2, {"unknown figure or check `F1`"});  // F10a is no part of it
  const Json fates = json_of({"figures", "fates-of-1961"});
  CHECK(ids(fates.at("figures")) == Words{"F01", "F02", "F03", "F04", "F05"});
  CHECK(fates.at("checks").at(0).at("computed") == "24862");
  CHECK(fates.at("checks").at(0).at("printed") == "28,028");
  CHECK(fates.at("checks").at(0).at("difference") == "-3166");
  CHECK_FALSE(holds(run({"figures", "corpses-by-nationality"}).out, "Discrepancies"));
  CHECK(holds(run({"figures", "corpses-by-nationality"}).out, "F08b + F08c + F08d = 82 + 11 + 150 = 243; F08a is printed \"243\": agrees\n"));
  CHECK(ids(json_of({"figures", "year-signs", "F17", "R22a", "F17"}).at("figures")) == Words{"F17", "R22a", "R22b"});

  const auto records = records_of(run({"figures", "--format", "csv"}).out);
  REQUIRE(records.size() == 1 + file.at("figures").size() + file.at("checks").size());
  for (const auto& record : records) CHECK(record.size() == records.front().size());
  refuses({"figures", "F99", "fates-of-1916"}, 2, {"unknown figure or check `F99`", "unknown figure or check `fates-of-1916`", "did you mean `fates-of-1961`?"});
  const Scratch scratch;
  CHECK(run({"figures", "--rules", scratch.rules("bare", "[]")}).out == "There are no figures.\n");
  scratch.write("bare/figures.json", R"({"schema": "crossing.figures/1", "figures": [], "checks": [{"id": "c", "what": "w", "sum": ["F1", "F2"], "against": "F3"}]})");
  refuses({"figures", "--rules", scratch.path("bare")}, 4, {"figures.json#/checks/0/sum/0: error: unknown figure `F1`"});
}

TEST_CASE("tensions are listed, and one is shown with what its cases show") {
  const Json file = Json::parse(read(kSource + "/rules/tensions.json"));
  const Json data = json_of({"rules", "tensions"});
  REQUIRE(data.at("tensions").size() == file.at("tensions").size());
  const Ran text = run({"rules", "tensions"});
  for (std::size_t i = 0; i < file.at("tensions").size(); ++i) {
    const Json& tension = file.at("tensions").at(i);
    for (const char* key : {"id", "title", "clauses", "says"}) CHECK(data.at("tensions").at(i).at(key) == tension.at(key));
    CHECK(data.at("tensions").at(i).at("shown_by").size() == tension.at("shown_by").size());
    const auto id = tension.at("id").get<std::string>();
    INFO(id);
    CHECK(holds(text.out, "(" + id + ")\n"));
    // Each one in full: every clause of every showing has its part in it.
    const Json one = json_of({"rules", "tensions", id}).at("tensions").at(0);
    for (std::size_t j = 0; j < one.at("shown_by").size(); ++j) {
      const auto the_case = one.at("shown_by").at(j).at("case").get<std::string>();
      CHECK(holds(text.out, "\n  shown by " + the_case));
      std::set<std::string> named, seen;
      for (const auto& at : tension.at("shown_by").at(j).at("at")) named.insert(at.get<std::string>());
      for (const auto& found : one.at("shown_by").at(j).at("findings")) seen.insert(found.at("at").get<std::string>());
      INFO(the_case);
      CHECK(one.at("shown_by").at(j).at("shown") == true);
      CHECK(seen == named);
    }
  }
  const Ran one = run({"rules", "tensions", "spouse-of-1960"});
  CHECK(one.status == 0);
  CHECK(holds(one.out, "Shown by husband-since-before-1961, on disposition: conflict at 1961-jilin/A3b and 1961-jilin/C\n"));
  CHECK(holds(one.out, "\n1961-jilin/A3b  disposition  conflict  one side of the "));
  refuses({"rules", "tensions", "spouse-of-1961"}, 2, {"unknown tension `spouse-of-1961`", "did you mean `spouse-of-1960`?"});

  const Scratch scratch;
  const std::string rules = scratch.rules("own", R"([{"id": "1", "cite": "1", "modality": "may", "paraphrase": "p", "when": {"lamp": false}, "then": {"question": "entry", "treatment": "let_in"}}])");
  CHECK(run({"rules", "tensions", "--rules", rules}).out == "There are no tensions.\n");
  scratch.write("own/tensions.json", tensions_text("[\"order/1\"]", R"({"case": "no-such-case", "question": "entry", "how": "effects", "at": ["order/1", "order"]})"));
  CHECK(run({"rules", "tensions", "--rules", rules}).status == 0);
  CHECK(holds(run({"rules", "tensions", "in-and-out", "--rules", rules}).out, "it is none of the cases that come with the program"));
}

TEST_CASE("a skeleton of the facts is a case that can be evaluated") {
  const Json facts = json_of({"facts"}).at("facts");
  const Ran skeleton = run({"facts", "--skeleton"});
  CHECK(skeleton.status == 0);
  const Json stated = Json::parse(skeleton.out).at("facts");
  for (const auto& fact : facts) CHECK(stated.contains(fact.at("name").get<std::string>()) == !fact.at("derived").get<bool>());
  const Ran ran = run({"evaluate", "-"}, {.input = skeleton.out});
  CHECK(ran.status == 0);
  CHECK(holds(ran.out, "(my-case)") + holds(ran.out, "my-case\n") > 0);
  CHECK(holds(run({"facts"}).out, "\nnationality "));
}

TEST_CASE("cases that are made up are the same as JSON lines and as CSV, with sets and unknown facts") {
  const Scratch scratch;
  const std::string given = scratch.write("given.json", case_text(R"({"steps_done": ["names_recorded", "info_reviewed"], "nationality": "dprk"})"));
  const Words recipe{"generate", "--given", given, "--count", "20", "--seed", "4", "--unknown", "0.3"};
  const auto made = [&](const std::string& format) {
    Words words = recipe;
    words.insert(words.end(), {"--format", format});
    const Ran ran = run(words);
    CHECK(ran.status == 0);
    return ran.out;
  };
  const std::string lines = made("jsonl"), rows = made("csv");
  CHECK(lines_of(lines).size() == 20);
  for (const auto& line : lines_of(lines)) CHECK(Json::parse(line).at("facts").at("steps_done") == Json{"info_reviewed", "names_recorded"});
  const Ran one = run({"batch", "--from", "jsonl"}, {.input = lines}), other = run({"batch", "--from", "csv"}, {.input = rows});
  CHECK(one.status == 0);
  CHECK(other.status == 0);
  CHECK(one.out == other.out);
  refuses({"generate", "--given", scratch.write("empty.json", "[]"), "--count", "1"}, 3, {"empty.json: error: no case is given"});
  refuses({"generate", "--given", scratch.folder("nothing"), "--count", "1"}, 3, {"no case is given"});
}

TEST_CASE("the shipped cases are listed and shown") {
  const Json list = json_of({"cases", "list"}).at("cases");
  CHECK(list.size() > 100);
  CHECK(holds(run({"cases", "list"}).out, "\n" + kFamine + " "));
  // What is shown as JSON is a case file again.
  const Ran shown = run({"cases", "show", kFamine, "--format", "json"});
  CHECK(shown.status == 0);
  CHECK(json_of({"evaluate", "-"}, {.input = shown.out}) == json_of({"evaluate", kFamine}));
  CHECK(holds(run({"cases", "show", kFamine}).out, "To discuss\n"));
  const Ran both = run({"cases", "show", "-"}, {.input = list_of({case_text("{}", "first"), case_text("{}", "second")})});
  CHECK(both.status == 0);
  CHECK(holds(both.out, "first\n"));
  CHECK(holds(both.out, "second\n"));
}

// ---- exit statuses ----

TEST_CASE("wrong usage ends with 2 and says what would be right") {
  refuses({}, 2, {"a verb is required", "evaluate", "explain"});
  refuses({"evalute"}, 2, {"unknown verb `evalute`", "did you mean `evaluate`?"});
  refuses({"rules", "lst"}, 2, {"unknown verb `lst`", "did you mean `list`?"});
  refuses({"cases", "nope"}, 2, {"unknown verb `nope`", "known: list, show"});
  refuses({"evaluate", kFamine, "--formt", "json"}, 2, {"--formt", "did you mean `--format`?"});
  refuses({"evaluate", kFamine, "--format", "xml"}, 2, {"xml", "markdown"});
  refuses({"explain", kFamine, "--format", "csv"}, 2, {"csv"});
  refuses({"evaluate"}, 2, {"no case is given", "crossing cases list"});
  refuses({"explain"}, 2, {"no case is given"});
  refuses({"cases", "show"}, 2, {"CASE"});
  refuses({"evaluate", kFamine, "--set", "nationality"}, 2, {"FACT=VALUE"});
  refuses({"evaluate", kFamine, "--set", "=dprk"}, 2, {"FACT=VALUE"});
  refuses({"evaluate", kFamine, "--set", "natonality=dprk"}, 2, {"unknown fact `natonality`", "did you mean `nationality`?"});
  refuses({"evaluate", kFamine, "--set", "nationality=dprkk"}, 2, {"unknown value `dprkk`", "did you mean `dprk`?"});
  refuses({"evaluate", kFamine, "--set", "persuasion_attempts=many"}, 2, {"whole number"});
  refuses({"evaluate", kFamine, "--set", "crossing_date=1961-02-30"}, 2, {"`1961-02-30` is not a date"});
  refuses({"evaluate", kFamine, "--regime", "1957-mfaa"}, 2, {"did you mean `1957-mfa`?"});
  refuses({"evaluate", kFamine, "--reading", "crossing_as_crime"}, 2, {"REGIME.NAME=OPTION"});
  refuses({"evaluate", kFamine, "--reading", "1957-mfa.crossing_as_crim=open"}, 2, {"did you mean `crossing_as_crime`?"});
  refuses({"evaluate", kFamine, "--reading", "1957-mfa.crossing_as_crime=opne"}, 2, {"did you mean `open`?"});
  refuses({"evaluate", kFamine, "--rules", ""}, 2, {"--rules"});
}

TEST_CASE("an input that cannot be opened or is wrong ends with 3") {
  const Scratch scratch;
  refuses({"evaluate", scratch.path("missing.json")}, 3, {"missing.json: error: cannot be opened"});
  refuses({"evaluate", scratch.folder("a-folder")}, 3, {"is a folder"});
  refuses({"evaluate", scratch.folder("folder.json")}, 3, {"is a folder"});
  refuses({"evaluate", "famine-forces-a-mother-ovr"}, 3, {"no shipped case", "did you mean `" + kFamine + "`?"});
  if (::geteuid() != 0) {  // nothing is closed to the super-user
    const std::string closed = scratch.write("closed.json", case_text("{}"));
    fs::permissions(closed, fs::perms::none);
    refuses({"evaluate", closed}, 3, {"closed.json: error: cannot be opened"});
    const std::string dark = scratch.folder("cases/dark");
    fs::permissions(dark, fs::perms::none);
    refuses({"test", scratch.path("cases")}, 3, {"cases: error: cannot be opened"});
    fs::permissions(dark, fs::perms::owner_all);
  }

  struct Row {
    std::string content;
    Words says;
  };
  const std::vector<Row> rows{
      {"", {":1:1: error: not valid JSON"}},
      {"null", {"expected an object, got null"}},
      {"{\n  \"facts\": {\"nationality\": }\n}", {":2:", "not valid JSON"}},
      {case_text(R"({"natonality": "dprk"})"), {"#/facts/natonality: error: unknown fact", "did you mean `nationality`?"}},
      {case_text(R"({"nationality": "dprkk"})"), {"#/facts/nationality: error: unknown value `dprkk`", "did you mean `dprk`?"}},
      {case_text(R"({"nationality": 3})"), {"expected a string, got the number 3"}},
      {case_text(R"({"persuasion_attempts": "3"})"), {"expected a whole number"}},
      {case_text(R"({"crossing_date": "1961-02-30"})"), {"`1961-02-30` is not a date"}},
      {case_text(R"({"crossing_date": "1961-05/1961-04"})"), {"ends before it begins"}},
      {case_text(R"({"nationality": "dprk", "nationality": "prc"})"), {"key `nationality` is given twice"}},
      {R"({"id": "x", "facts": {}, "fatcs": {}})", {"unknown key `fatcs`", "did you mean `facts`?"}},
      {R"({"id": "x"})", {"key `facts` is missing"}},
      {R"({"schema": "crossing.case/2", "facts": {}})", {"crossing.case/2", "crossing.case/1"}},
      {case_text(R"({"document_status": "none", "procedures_completed": true})"), {"`document_status`", "`procedures_completed`"}},
      {std::string(100000, '['), {"nested more than"}},
      {"{\"id\": \"x\xFF\", \"facts\": {}}", {"not valid UTF-8"}},
      {case_text("{}", "An Id"), {"`An Id` is not an id"}},
  };
  for (const auto& row : rows) {
    refuses({"evaluate", scratch.write("bad.json", row.content)}, 3, row.says);
    refuses({"evaluate", "-"}, 3, {"(standard input)"}, {.input = row.content});
  }
  // What --set brings together with a case can contradict it; the case is then what is wrong.
  refuses({"evaluate", kFamine, "--set", "procedures_completed=true"}, 3, {"`document_status`", "`procedures_completed`"});
}

TEST_CASE("one bad case of two leaves nothing answered, and every fault is told") {
  const Scratch scratch;
  const std::string good = scratch.write("good.json", case_text("{}"));
  const std::string bad = scratch.write("bad.json", case_text(R"({"nationality": 3, "stage": "nowhere"})"));
  const std::string contradicts = scratch.write("contradicts.json", case_text(R"({"document_status": "none", "procedures_completed": true})"));
  for (const char* format : {"text", "json", "csv", "markdown", "html"}) {
    refuses({"evaluate", good, bad, "--format", format}, 3, {"/facts/nationality", "/facts/stage"});
    refuses({"evaluate", good, contradicts, "--format", format}, 3, {"contradicts.json"});
  }
}

TEST_CASE("a rule set that is refused ends with 4") {
  const Scratch scratch;
  const auto clause = [](const std::string& id, const std::string& over) {
    return R"({"id": ")" + id + R"(", "cite": "1", "modality": "may", "paraphrase": "p", "when": {"lamp": true}, "then": {"question": "entry", "treatment": "let_in"}, "overrides": [")" + over + "\"]}";
  };
  const std::string dangling = scratch.rules("dangling", list_of({clause("a", "zz")}));
  const std::string ring = scratch.rules("ring", list_of({clause("a", "b"), clause("b", "a")}));
  for (const Words& verb : std::vector<Words>{{"evaluate", "--set", "lamp=true"}, {"explain", "--set", "lamp=true"}, {"rules", "list"}, {"rules", "tensions"}, {"figures"}, {"facts"}, {"test"}, {"cases", "list"}}) {
    const auto with = [&](const std::string& folder) {
      Words words = verb;
      words.insert(words.end(), {"--rules", folder});
      return words;
    };
    refuses(with(dangling), 4, {"order.json", "unknown clause `zz`"});
    refuses(with(ring), 4, {"overrides form a ring"});
    refuses(with(scratch.folder("empty")), 4, {"no vocabulary among the rule files"});
    refuses(with(scratch.path("missing")), 4, {"cannot be opened"});
  }
}

TEST_CASE("a write that fails ends with 5, a read that fails too") {
  const int full = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
  if (full >= 0) {
    for (const Words& words : std::vector<Words>{{"evaluate", kFamine}, {"evaluate", kFamine, "--format", "json"}, {"evaluate", kFamine, "--format", "csv"}, {"evaluate", kFamine, "--format", "markdown"}, {"evaluate", kFamine, "--format", "html"},
                                                 {"explain", kFamine}, {"check"}, {"test"}, {"timeline", kFamine, "--format", "svg"}, {"rules", "list"}, {"rules", "tensions"}, {"figures"}, {"figures", "--format", "csv"}, {"facts", "--skeleton"}, {"cases", "list"}, {"--help"}, {"--version"}}) {
      const Ran ran = run(words, {.output = full});
      INFO(joined(words));
      CHECK(ran.status == 5);
      CHECK(holds(ran.err, "standard output"));
    }
    ::close(full);
  }
  // Memory of a process cannot be read at its beginning, though the file opens.
  if (fs::exists("/proc/self/mem")) refuses({"evaluate", "/proc/self/mem"}, 5, {"reading failed midway"});
}

TEST_CASE("a reader that goes away ends the run quietly") {
  std::array<int, 2> ends{};
  REQUIRE(::pipe(ends.data()) == 0);
  ::close(ends[0]);
  const Ran ran = run({"rules", "show", "1957-mfa"}, {.output = ends[1]});
  ::close(ends[1]);
  CHECK(ran.status == 0);
  CHECK(ran.err.empty());
}

// ---- hostile text, width, colour ----

TEST_CASE("what a case or a rule file says cannot steer the terminal") {
  const Scratch scratch;
  const Json hostile{{"id", "plain"}, {"title", kHostile}, {"story", kHostile}, {"facts", {{"nationality", "dprk"}}}, {"discuss", {kHostile}}};
  const std::string file = scratch.write("hostile.json", hostile.dump());
  for (const Words& words : std::vector<Words>{{"evaluate", file}, {"evaluate", file, "--format", "markdown"}, {"evaluate", file, "--format", "html"}, {"evaluate", file, file}, {"explain", file}, {"explain", file, "--format", "html"}, {"timeline", file}, {"timeline", file, "--format", "svg"}, {"cases", "show", file}}) {
    const Ran ran = run(words);
    INFO(joined(words));
    CHECK(ran.status == 0);
    CHECK(harmless(ran.out));
    CHECK(ran.err.empty());
  }
  for (const char* key : {"id", "schema"}) {
    Json wrong = hostile;
    wrong[key] = kHostile;
    refuses({"evaluate", "-"}, 3, {"\\x1b[31mred"}, {.input = wrong.dump()});
  }
  const Json keys{{kHostile, 1}, {"facts", {{kHostile, kHostile}, {"nationality", kHostile}}}};
  refuses({"evaluate", "-"}, 3, {"\\x1b[31mred"}, {.input = keys.dump()});

  const std::string rules = scratch.rules("rules", "[]");
  Json order = Json::parse(regime_text("[]"));
  order["title"] = order["issuer"] = order["source"]["document"] = kHostile;
  scratch.write("rules/order.json", order.dump());
  for (const Words& words : std::vector<Words>{{"rules", "list"}, {"rules", "show", "order"}, {"rules", "cite", "order"}, {"rules", "cite", "order", "--format", "bibtex"}, {"rules", "cite", "order", "--format", "csl-json"}}) {
    Words with = words;
    with.insert(with.end(), {"--rules", rules});
    const Ran ran = run(with);
    INFO(ran.err);
    CHECK(ran.status == 0);
    CHECK(harmless(ran.out));
    INFO(joined(words));
    CHECK((holds(ran.out, "x1b") || holds(ran.out, "u001b")));  // each format has its own way to write a backslash
  }

  const auto beside = [&](const char* name, const Json& content) { scratch.write("rules/" + std::string{name}, content.dump()); };
  scratch.write("rules/order.json", regime_text(R"([{"id": "1", "cite": "1", "modality": "may", "paraphrase": "p", "when": {"lamp": true}, "then": {"question": "entry", "treatment": "let_in"}}])"));
  beside("references.json", {{"schema", "crossing.references/1"}, {"instruments", {{{"id", "old"}, {"title", kHostile}, {"issuer", kHostile}, {"missing", kHostile}, {"known_by", {{{"clause", "order/1"}, {"says", kHostile}}}}}}}});
  beside("figures.json", {{"schema", "crossing.figures/1"},
                          {"figures", {{{"id", "F1"}, {"what", kHostile}, {"printed", kHostile}, {"value", "1"}, {"unit", kHostile}, {"note", kHostile}, {"where", {{{"document", "order"}, {"cite", kHostile}}}}},
                                       {{"id", "F2"}, {"what", kHostile}, {"printed", kHostile}, {"value", "2"}, {"unit", kHostile}, {"where", {{{"document", "introduction"}, {"cite", kHostile}}}}}}},
                          {"checks", {{{"id", "same"}, {"what", kHostile}, {"equal", {"F1", "F2"}}, {"note", kHostile}}}}});
  beside("tensions.json", {{"schema", "crossing.tensions/1"}, {"tensions", {{{"id", "t"}, {"title", kHostile}, {"says", kHostile}, {"clauses", {"order/1"}},
                                                                             {"shown_by", {{{"case", "c"}, {"question", "entry"}, {"how", "contested"}, {"at", {"order/1"}}}}}}}}});
  for (const Words& words : std::vector<Words>{{"rules", "list", "--all"}, {"rules", "show", "old"}, {"figures"}, {"rules", "tensions"}}) {
    Words with = words;
    with.insert(with.end(), {"--rules", rules});
    const Ran ran = run(with);
    INFO(joined(words) << ran.err);
    CHECK(ran.status == 0);
    CHECK(harmless(ran.out));
    CHECK(holds(ran.out, "\\x1b"));
  }
}

TEST_CASE("what the command line says cannot steer the terminal or forge a line") {
  const std::string hostile = kHostile + "\nerror: forged";
  const std::vector<std::pair<Words, int>> rows{{{hostile}, 2},
                                                {{"rules", hostile}, 2},
                                                {{"evaluate", hostile}, 3},
                                                {{"evaluate", "./" + hostile}, 3},
                                                {{"evaluate", kFamine, "--" + hostile}, 2},
                                                {{"evaluate", kFamine, "--format", hostile}, 2},
                                                {{"evaluate", kFamine, "--set", hostile}, 2},
                                                {{"evaluate", kFamine, "--set", hostile + "=1"}, 2},
                                                {{"evaluate", kFamine, "--set", "nationality=" + hostile}, 2},
                                                {{"evaluate", kFamine, "--regime", hostile}, 2},
                                                {{"evaluate", kFamine, "--reading", hostile}, 2},
                                                {{"evaluate", kFamine, "--reading", "1957-mfa." + hostile + "=open"}, 2},
                                                {{"evaluate", kFamine, "--rules", hostile}, 4},
                                                {{"rules", "show", hostile}, 2},
                                                {{"rules", "show", "1957-mfa/" + hostile}, 2},
                                                {{"rules", "show", "1955-record/" + hostile}, 2},
                                                {{"rules", "list", "--as-of", hostile}, 2},
                                                {{"rules", "tensions", hostile}, 2},
                                                {{"figures", hostile}, 2},
                                                {{"cases", "show", hostile}, 3},
                                                {{"test", hostile}, 3},
                                                {{"evaluate", "\xC1\x9B\xFF\xED\xA0\x80"}, 3}};
  for (const auto& row : rows) {
    refuses(row.first, row.second, {});
    for (const auto& line : lines_of(run(row.first).err)) CHECK_FALSE(line.starts_with("error: forged"));
  }
}

TEST_CASE("no line is wider than 100 columns where there is no terminal") {
  const Scratch scratch;
  std::string long_text = std::string(250, 'x') + " ";
  for (int i = 0; i < 60; ++i) long_text += "\xE8\xB6\x8A\xE7\x95\x8C\xEC\x9B\x94\xEA\xB2\xBD";  // Chinese and Korean writing, without spaces
  for (int i = 0; i < 40; ++i) long_text += " crossing";
  const Json wide{{"id", std::string(130, 'i')}, {"title", long_text}, {"story", long_text}, {"facts", {{"nationality", "dprk"}}}, {"discuss", {long_text}}};
  const std::string file = scratch.write("wide.json", wide.dump());
  std::vector<Words> all{{"evaluate", file}, {"evaluate", file, kFamine}, {"explain", file}, {"timeline", file}, {"timeline"}, {"rules", "terms"}, {"cases", "show", file}, {"evaluate", kFamine}, {"explain", kFamine},
                         {"evaluate", kFamine, "--all-readings", "--no-presumptions"}, {"evaluate", "--set", "nationality=dprk"}, {"check"}, {"test"}, {"rules", "list"}, {"rules", "list", "--all"}, {"rules", "list", "--all", "--as-of", "1962-03"}, {"rules", "show", "1955-record"}, {"rules", "cite", "1955-record"},
                         {"rules", "tensions"}, {"rules", "tensions", "whose-consent"}, {"figures"}, {"facts"}, {"cases", "list"}};
  for (const auto& regime : kRegimes) {
    all.push_back({"rules", "show", regime});
    all.push_back({"rules", "cite", regime});
  }
  for (const auto& words : all) {
    const Ran ran = run(words);
    INFO(joined(words));
    CHECK(ran.status == 0);
    CHECK(widest(ran.out) <= 100);
    CHECK(harmless(ran.out));
  }
}

TEST_CASE("a terminal gets its own width, and colour unless NO_COLOR says otherwise") {
  for (const Words& words : std::vector<Words>{{"evaluate", kFamine}, {"explain", kFamine}, {"rules", "show", "1957-mfa"}, {"rules", "list"}, {"rules", "tensions"}, {"figures"}, {"facts"}, {"cases", "list"}}) {
    INFO(joined(words));
    const auto coloured = on_terminal(words, 80, {"NO_COLOR"});
    if (!coloured) {
      WARN("there are no pseudo terminals here");
      return;
    }
    CHECK(holds(*coloured, "\033[1m"));
    const auto plain = on_terminal(words, 80, {"NO_COLOR=1"});
    REQUIRE(plain);
    CHECK(harmless(*plain));
    CHECK(widest(*plain) <= 80);
    CHECK(without_escapes(*coloured) == *plain);
    CHECK(on_terminal(words, 80, {"NO_COLOR="}) == coloured);
    CHECK(*plain != run(words).out);
  }
  const auto json = on_terminal({"evaluate", kFamine, "--format", "json"}, 80, {"NO_COLOR"});
  CHECK(json == run({"evaluate", kFamine, "--format", "json"}).out);
}

// ---- help ----

TEST_CASE("every verb explains itself with an example that works") {
  const Scratch scratch;
  for (const Words& verb : std::vector<Words>{{}, {"evaluate"}, {"explain"}, {"check"}, {"test"}, {"rules"}, {"rules", "list"}, {"rules", "show"}, {"rules", "cite"},
                                              {"rules", "tensions"}, {"rules", "terms"}, {"timeline"}, {"figures"}, {"facts"}, {"cases"}, {"cases", "list"}, {"cases", "show"}, {"batch"}, {"generate"}}) {
    Words words = verb;
    words.emplace_back("--help");
    const Ran ran = run(words);
    INFO(joined(words) << "\n" << ran.out);
    CHECK(ran.status == 0);
    CHECK(ran.err.empty());
    CHECK(widest(ran.out) <= 100);
    const std::string opens = "Example: crossing ";
    const auto at = ran.out.find(opens);
    REQUIRE(at != std::string::npos);
    Words example;
    std::string line = ran.out.substr(at + opens.size());
    line = line.substr(0, line.find_first_of("\n>|"));  // without a shell there is no redirection and no pipe
    for (std::size_t from = 0; from < line.size();) {
      const auto end = std::min(line.find(' ', from), line.size());
      if (end > from) example.push_back(line.substr(from, end - from));
      from = end + 1;
    }
    REQUIRE_FALSE(example.empty());
    const Ran tried = run(example, {.folder = kSource});
    INFO(joined(example) << "\n" << tried.err);
    CHECK(tried.status == 0);
    CHECK_FALSE(tried.out.empty());
  }
  const Ran version = run({"--version"});
  CHECK(version.status == 0);
  CHECK(lines_of(version.out).size() == 1);
}

}  // namespace
}  // namespace crossing::tests

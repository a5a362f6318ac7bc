// Another border in every verb: a harbour with its own instruments, dates, clock and quays, asked for by --rules.
// The verbs are those that --help lists, so a verb that is added fails here until it has its place in the table below.
#include <functional>
#include <map>
#include <nlohmann/json.hpp>

#include "child.hpp"

namespace crossing::tests {
namespace {

using Json = nlohmann::json;

// ---- the border ----

const std::string kOrder = R"json({
  "schema": "crossing.regime/1", "id": "order", "title": "Order of the harbour", "nature": "directive", "issued": "1921-03-01",
  "effect": {"begins": "1921-04-01", "ends": "1923-03-31", "why": "article 9"}, "issuer": "the harbour master", "addressees": ["pilots"], "reach": ["south"],
  "source": {"document": "Order of the harbour", "archive": "Town hall", "pages": "1-2"},
  "relations": [{"kind": "ends", "to": "the order of 1899", "by": "9", "note": "in so many words"}],
  "readings": {
    "night": {"asks": "When is it night?", "options": {
      "clock": {"label": "from nine to five", "holder": "harbour custom", "reason": "the bell is rung at nine"},
      "dusk":  {"label": "from six to six", "holder": "the pilots", "reason": "lamps are lit at dusk"}}},
    "month": {"asks": "What is a month?", "options": {
      "calendar": {"label": "to the same day of the next", "holder": "the town clerk", "reason": "so he reckons"},
      "thirty":   {"label": "thirty days", "holder": "the skippers", "reason": "so they reckon"}}, "default": "calendar", "default_reason": "it is his office"}
  },
  "terms": {"at_night": {"meaning": "after dark, in either reading", "when": {"any": [
    {"reading": {"night": "clock"}, "any": [{"clock": {"at_least": "21:00"}}, {"clock": {"at_most": "05:00"}}]},
    {"reading": {"night": "dusk"},  "any": [{"clock": {"at_least": "18:00"}}, {"clock": {"at_most": "06:00"}}]}]}}},
  "clauses": [
    {"id": "1", "cite": "article 1", "modality": "must", "words": "are turned back", "paraphrase": "A boat that shows no light after dark is not let in.",
     "when": {"lamp": false, "term": "at_night"}, "then": {"question": "entry", "treatment": "turn_back"},
     "steps": [{"do": "hail her", "step": "hailed"}, {"do": "send word to the master"}]},
    {"id": "2", "cite": "article 2", "modality": "may", "words": "may come in", "paraphrase": "A boat in distress can enter, and is towed, with the master's consent.",
     "when": {"lamp": false, "term": "at_night", "distress": true, "agrees": true},
     "then": [{"question": "entry", "treatment": "let_in"}, {"question": "help", "treatment": "tow"}], "overrides": ["1"], "encoding_note": "the boat of article 1"},
    {"id": "3", "cite": "article 3", "modality": "should", "addressee": "pilots", "paraphrase": "A boat whose pass is older than a month waits outside.",
     "when": {"lamp": true, "any": [{"reading": {"month": "calendar"}, "age": {"after": "P1M"}}, {"reading": {"month": "thirty"}, "age": {"after": "P30D"}}]},
     "then": {"question": "entry", "treatment": "hold"}},
    {"id": "4", "cite": "article 4", "modality": "in_principle", "paraphrase": "Boats of other ports pay in full, in winter half.",
     "when": {"flag": ["blue", "white"], "not": {"month": [12, 1, 2]}}, "then": {"question": "fee", "treatment": "full"}},
    {"id": "9", "cite": "article 9", "modality": "definition", "paraphrase": "What night is, and how long the order is in effect.", "defines": "at_night"}
  ]})json";

const std::string kTreaty = R"json({
  "schema": "crossing.regime/1", "id": "treaty", "title": "Treaty of the two quays", "nature": "bilateral_agreement", "issued": "1922",
  "effect": {"begins": "unknown", "why": "nothing is said of it"}, "issuer": "both quays", "addressees": [], "reach": "everywhere", "source": {"document": "Treaty"},
  "terms": {"at_night": {"meaning": "when the tower is lit", "when": {"clock": {"at_least": "19:30"}}}},
  "clauses": [{"id": "1", "cite": "article 1", "modality": "must", "paraphrase": "A boat without a lamp waits outside.", "when": {"lamp": false}, "then": {"question": "entry", "treatment": "hold"}}]})json";

const std::string kReferences = R"json({"schema": "crossing.references/1", "instruments": [
  {"id": "order-of-1899", "title": "Order of 1899", "date": "1899", "issuer": "the old harbour", "known_by": [{"clause": "order/9", "says": "It is ended."}], "missing": "Its text is lost."}]})json";

const std::string kFigures = R"json({"schema": "crossing.figures/1",
  "figures": [{"id": "B1", "what": "boats of the north quay", "printed": "12", "value": "12", "unit": "boats", "where": [{"document": "order", "cite": "article 4"}]},
              {"id": "B2", "what": "boats of the south quay", "printed": "31", "value": "31", "unit": "boats", "where": [{"document": "order", "cite": "article 4"}]},
              {"id": "B3", "what": "boats of both", "printed": "42", "value": "42", "unit": "boats", "where": [{"document": "treaty", "cite": "article 1"}]}],
  "checks": [{"id": "quays", "what": "do the quays add up?", "sum": ["B1", "B2"], "against": "B3"}]})json";

const std::string kTensions = R"json({"schema": "crossing.tensions/1", "tensions": [
  {"id": "lamp-at-dusk", "title": "No lamp at dusk", "clauses": ["order/1", "treaty/1"], "says": "One turns back who has no lamp at night, the other has everyone wait who has none.",
   "shown_by": [{"case": "blue-boat-at-dusk", "question": "entry", "how": "contested", "at": ["order/1"]}]}]})json";

// At 20:00 by the ship's clock it is 19:00 on shore: night for the pilots and not for the bell. A pass of 1 May is a month old on 1 June.
const std::string kBoats = R"json([
  {"schema": "crossing.case/1", "id": "blue-boat-at-dusk", "title": "A blue boat at dusk", "story": "She comes in without a lamp.",
   "facts": {"lamp": false, "hour": "20:00", "zone": "ship", "day": "1921-05-10", "issued": "1921-05-01", "flag": "blue", "crew": 3, "berth": "south"},
   "expect": {
     "order": {"entry": {"verdict": "contested", "outcomes": ["turn_back", null], "readings": ["night"]}, "fee": {"verdict": "decided", "treatment": "full", "clauses": ["4"]}},
     "treaty": {"entry": {"verdict": "decided", "treatment": "hold", "clauses": ["1"]}}},
   "discuss": ["Who says when it is night?"]},
  {"id": "stale-pass", "title": "A stale pass", "facts": {"lamp": true, "day": "1921-06-02", "issued": "1921-05-01", "berth": "north"},
   "expect": {"order": {"entry": {"verdict": "decided", "treatment": "hold", "clauses": ["3"]}}, "treaty": {}}},
  {"id": "pilots-at-night", "facts": {"lamp": false, "hour": "19:00", "distress": true, "damage": "holed", "agrees": true}, "readings": {"order.night": "dusk"},
   "expect": {"order": {"entry": {"verdict": "decided", "treatment": "let_in", "clauses": ["2"], "displaced": ["1"]}, "help": {"verdict": "decided", "treatment": ["tow"]}}}}
])json";

// ---- what each verb says of it ----

/// The names that `--help` lists under "Subcommands:".
Words listed(const Words& verb) {
  Words words = verb;
  words.emplace_back("--help");
  const Ran ran = run(words);
  REQUIRE(ran.status == 0);
  Words names;
  bool inside = false;
  for (const auto& line : lines_of(ran.out)) {
    if (inside && line.empty()) break;
    if (inside) names.push_back(line.substr(2, line.find(' ', 2) - 2));
    inside = inside || line == "Subcommands:";
  }
  return names;
}

/// The formats that the help of a verb names: "--format FORMAT:{text,json}".
Words formats_of(const Words& verb) {
  Words words = verb;
  words.emplace_back("--help");
  const std::string help = run(words).out;
  Words formats;
  auto at = help.find("--format");
  if (at == std::string::npos) return formats;
  for (at = help.find('{', at) + 1; help[at - 1] != '}';) {
    const auto end = help.find_first_of(",}", at);
    formats.push_back(help.substr(at, end - at));
    at = end + 1;
  }
  return formats;
}

/// One way to ask a verb: what is added to it, and what its answer must say in every format; the one in JSON is looked at as data.
struct Visit {
  Words words;
  std::function<void(const std::string& text)> look{};
  std::function<void(const Json& data)> data{};
};

/// The entry on a regime and a question in the findings of a case.
Json finding(const Json& data, std::size_t the_case, const std::string& regime, const std::string& question) {
  for (const auto& found : data.at("cases").at(the_case).at("regimes"))
    if (found.at("id") == regime)
      for (const auto& entry : found.at("findings"))
        if (entry.at("question") == question) return entry;
  return {};
}

void evaluated(const Json& data) {
  const Json entry = finding(data, 0, "order", "entry");
  CHECK(entry.at("verdict") == "contested");
  REQUIRE(entry.at("outcomes").size() == 2);
  CHECK(entry.at("outcomes").at(0).at("treatment") == "turn_back");
  CHECK(entry.at("outcomes").at(0).at("readings") == Json{{"night", "dusk"}});
  CHECK(finding(data, 0, "order", "fee").at("treatment") == "full");
  CHECK(finding(data, 0, "treaty", "entry").at("treatment") == "hold");
  const auto& regimes = data.at("cases").at(0).at("regimes");
  CHECK(regimes.at(0).at("timing") == Json{{"status", "in_force"}});
  CHECK(regimes.at(0).at("reach") == "addressed");
  CHECK(regimes.at(1).at("timing") == Json{{"status", "not_yet_issued"}, {"days", {236, 600}}});  // issued on some day of 1922
}

TEST_CASE("rules of another border are answered by every verb, in every format") {
  const Scratch scratch;
  const std::string rules = scratch.folder("rules");
  scratch.write("rules/vocabulary.json", kHarbour);
  scratch.write("rules/order.json", kOrder);
  scratch.write("rules/treaty.json", kTreaty);
  scratch.write("rules/references.json", kReferences);
  scratch.write("rules/figures.json", kFigures);
  scratch.write("rules/tensions.json", kTensions);
  const std::string boats = scratch.write("boats.json", kBoats);
  std::string lines;
  for (const auto& boat : Json::parse(kBoats)) lines += boat.dump() + "\n";
  const std::string flat = scratch.write("boats.jsonl", lines);
  const std::string dusk = scratch.write("dusk.json", Json::parse(kBoats).at(0).dump());
  const auto says = [](const Words& parts) {
    return [parts](const std::string& text) {
      for (const auto& part : parts) {
        INFO(part);
        CHECK(holds(text, part));
      }
    };
  };

  const std::map<std::string, std::vector<Visit>> visits{
      {"evaluate",
       {{{dusk}, says({"order", "treaty"}), evaluated},
        {{boats}, says({"blue-boat-at-dusk", "stale-pass", "pilots-at-night"}),
         [](const Json& data) {
           CHECK(finding(data, 1, "order", "entry").at("under_other_readings").empty());  // on 2 June a month is over either way
           CHECK(finding(data, 2, "order", "entry").at("treatment") == "let_in");
           CHECK(finding(data, 2, "order", "help").at("treatment") == Json{"tow"});
           CHECK(data.at("cases").at(1).at("regimes").at(0).at("reach") == "outside");
         }},
        {{"--set", "lamp=true", "--set", "issued=1921-05-01", "--set", "day=1921-06-01"}, {},
         [](const Json& data) {
           const Json entry = finding(data, 0, "order", "entry");
           CHECK(entry.at("verdict") == "silent");
           REQUIRE(entry.at("under_other_readings").size() == 1);
           CHECK(entry.at("under_other_readings").at(0).at("treatment") == "hold");
         }}}},
      {"explain",
       {{{dusk}, says({"order", "treaty"}),
         [](const Json& data) {
           CHECK(data.at("case") == "blue-boat-at-dusk");
           const auto& accounts = data.at("regimes").at(0).at("clauses");
           CHECK(std::any_of(accounts.begin(), accounts.end(), [](const Json& a) { return a.at("clause") == "1" && a.at("standing") == "waits" && a.at("readings") == Json{"night"}; }));
           CHECK(std::any_of(accounts.begin(), accounts.end(), [](const Json& a) { return a.at("clause") == "2" && a.at("standing") == "fails"; }));
         }}}},
      {"batch", {{{flat}, says({"blue-boat-at-dusk", "stale-pass", "pilots-at-night", "turn_back", "let_in", "hold"})}}},
      {"generate",
       {{{"--count", "12", "--seed", "2"}, says({"case-1", "case-12", "lamp", "berth"})},
        {{"--given", dusk, "--vary", "crew=1,2", "--vary", "lamp=true,false", "--count", "4"}, says({"case-4", "1921-05-10", "20:00"})}}},
      {"check", {{{boats}, says({"2 regimes and 3 cases: no fault"}), [](const Json& data) { CHECK((data.at("cases") == 3 && data.at("showings") == 1)); }}, {{}, says({"2 regimes and 0 cases"})}}},
      {"timeline",
       {{{dusk}, says({"order", "treaty"}),
         [](const Json& data) {
           const auto& rows = data.at("rows");
           REQUIRE(rows.size() == 3);  // the order, the boat, the treaty
           CHECK(rows.at(0).at("id") == "order");
           CHECK(rows.at(1).at("row") == "case");
           CHECK(rows.at(2).at("id") == "treaty");
         }},
        {{}, says({"order", "treaty"}), [](const Json& data) { CHECK(data.at("rows").size() == 2); }}}},
      {"figures",
       {{{}, says({"boats of the north quay", "43"}), [](const Json& data) { CHECK((data.at("figures").size() == 3 && data.at("discrepancies") == Json{"quays"})); }},
        {{"B1"}, says({"do the quays add up?"}), [](const Json& data) { CHECK(data.at("figures").size() == 1); }}}},
      {"test",
       {{{boats}, says({"3 cases with 6 expectations: 0 failed."}), [](const Json& data) { CHECK(data.at("failures").empty()); }},
        {{boats, "--coverage"}, says({"order/1", "treaty/1", "3 cases show "}), [](const Json& data) { CHECK(data.at("cases") == 3); }}}},
      {"rules list", {{{}, says({"Order of the harbour", "Treaty of the two quays"}), [](const Json& data) { CHECK(data.at("regimes").size() == 2); }},
                      {{"--all", "--as-of", "1921-12"}, says({"Order of 1899", "Treaty of the two quays"}), [](const Json& data) { CHECK(data.at("references").size() == 1); }}}},
      {"rules tensions",
       {{{}, says({"No lamp at dusk", "blue-boat-at-dusk"}), [](const Json& data) { CHECK(data.at("tensions").at(0).at("clauses") == Json{"order/1", "treaty/1"}); }},
        // The case is in no file that the program knows of; the tension is told all the same.
        {{"lamp-at-dusk"}, says({"No lamp at dusk", "Not shown"}), [](const Json& data) { CHECK(data.at("tensions").at(0).at("shown_by").at(0).at("shown") == false); }}}},
      {"rules terms", {{{}, says({"at_night", "when the tower is lit"}), [](const Json& data) { CHECK(data.at("terms").size() == 1); }}}},
      {"rules show",
       {{{"order"}, says({"order 1", "order 9", "harbour custom", "are turned back"}), [](const Json& data) { CHECK(data.at("clauses").size() == 5); }},
        {{"order/2"}, says({"article 2", "the boat of article 1"}), [](const Json& data) { CHECK(data.at("clauses").size() == 1); }},
        {{"treaty"}, says({"A boat without a lamp waits outside."})},
        {{"order-of-1899"}, says({"Order of 1899", "Its text is lost."})}}},
      {"rules cite", {{{"order/1"}, says({"Article 1", "Town hall"}), [](const Json& data) { CHECK(data.at("citations").at(0).at("id") == "order/1"); }}, {{"treaty"}, says({"Treaty"})}}},
      {"facts",
       {{{}, says({"lamp", "hour", "berth"}), [](const Json& data) { CHECK(data.at("facts").size() == 17); }},
        {{"--skeleton"}, says({"\"lamp\"", "\"berth\""})}}},
      // The shipped cases speak of the shipped rules: with others there is none to list.
      {"cases list", {{{}, {}, [](const Json& data) { CHECK(data.at("cases").empty()); }}}},
      {"cases show",
       {{{boats}, says({"A blue boat at dusk", "Who says when it is night?"}),
         [](const Json& data) {
           CHECK(data.at(0).at("facts").at("hour") == "20:00");
           CHECK(data.at(2).at("readings") == Json{{"order.night", "dusk"}});
         }}}},
  };

  Words there;
  for (const auto& verb : listed({})) {
    const Words parts = listed({verb});
    if (parts.empty()) there.push_back(verb);
    for (const auto& part : parts) there.push_back(verb + " " + part);
  }
  std::sort(there.begin(), there.end());
  Words visited;
  for (const auto& [verb, ways] : visits) visited.push_back(verb);
  CHECK(visited == there);  // a verb that is listed and not visited needs its place above

  for (const auto& [name, ways] : visits) {
    const auto space = name.find(' ');
    const Words verb = space == std::string::npos ? Words{name} : Words{name.substr(0, space), name.substr(space + 1)};
    const Words formats = formats_of(verb);
    REQUIRE_FALSE(formats.empty());
    for (const auto& visit : ways) {
      Words words = verb;
      words.insert(words.end(), visit.words.begin(), visit.words.end());
      words.insert(words.end(), {"--rules", rules});
      for (const auto& format : formats) {
        Words with = words;
        with.insert(with.end(), {"--format", format});
        const Ran ran = run(with, {.folder = scratch.folder("elsewhere")});
        INFO(joined(with) << "\n" << ran.err << ran.out);
        CHECK(ran.status == 0);
        CHECK(ran.err.empty());
        std::string text = ran.out;
        if (format == "csv") std::erase(text, '\r');  // its lines end with it
        CHECK(harmless(text));
        // Nothing of the rules that are built in comes through.
        for (const char* word : {"Korea", "China", "dprk", "prc", "jilin", "Yalu", "repatriat"}) CHECK_FALSE(holds(ran.out, word));
        if (format == "json") {
          const Json data = Json::parse(ran.out);
          if (visit.data) visit.data(data);
        } else if (visit.look) {
          visit.look(ran.out);
        }
      }
    }
  }
}

TEST_CASE("a skeleton of another border's facts is a case that can be evaluated there") {
  const Scratch scratch;
  const std::string rules = scratch.rules("rules", "[]");
  const Ran skeleton = run({"facts", "--skeleton", "--rules", rules});
  CHECK(skeleton.status == 0);
  CHECK(run({"evaluate", "-", "--rules", rules}, {.input = skeleton.out}).status == 0);
}

TEST_CASE("what is wrong with a case of another border is told in that border's words") {
  const Scratch scratch;
  const std::string rules = scratch.rules("rules", "[]");
  const Ran ran = run({"evaluate", "-", "--rules", rules}, {.input = R"({"facts": {"lampe": true, "berth": "nrth", "day": "1899-12-31", "month": 3}})"});
  CHECK(ran.status == 3);
  CHECK(ran.out.empty());
  for (const char* part : {"unknown fact `lampe`", "did you mean `lamp`?", "did you mean `north`?", "outside 1900-01-01 to 1950-12-31", "`month` follows from other facts"}) {
    INFO(part);
    CHECK(holds(ran.err, part));
  }
}

}  // namespace
}  // namespace crossing::tests

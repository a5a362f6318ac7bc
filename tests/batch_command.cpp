// Looks at what a user of `crossing batch` and `crossing generate` sees: records in, lines out, what is refused and how the run ends.
#include <chrono>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <thread>

#include "child.hpp"

namespace crossing::tests {
namespace {

using Json = nlohmann::json;

const Words kShort{"--regimes", "1957-mfa", "--questions", "disposition"};
const std::string kGood = R"({"id":"good","facts":{"nationality":"dprk","stage":"crossed","direction":"dprk_to_prc","procedures_completed":false}})";
const std::string kMark = "\xEF\xBB\xBF";

Words with(Words words, const Words& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

Ran batch(const std::string& input, const Words& more = {}) { return run(with({"batch"}, more), {.input = input}); }
Ran batch_csv(const std::string& input, const Words& more = {}) { return batch(input, with({"--from", "csv"}, more)); }

std::string made(const Words& more) {
  const Ran ran = run(with({"generate"}, more));
  REQUIRE(ran.status == 0);
  REQUIRE(ran.err.empty());
  return ran.out;
}

Words ids_of(const std::string& flat) {
  Words ids;
  for (const auto& line : lines_of(flat)) ids.push_back(Json::parse(line).at("id").get<std::string>());
  return ids;
}

/// Complaints without the name of the input and the line of the record in it.
std::string without_lines(const std::string& text) { return std::regex_replace(text, std::regex{R"(\(standard input\)(:\d+)?)"}, "(standard input)"); }

std::string complaints(const Ran& ran) {
  std::string text;
  for (const auto& line : lines_of(ran.err))
    if (line.find(" records refused") == std::string::npos) text += line + "\n";
  return text;
}

// ---- records ----

TEST_CASE("answers come in each format, a line each, and carry the ids") {
  const std::string cases = made({"--count", "40", "--seed", "5", "--unknown", "0.2"});
  const Ran flat = batch(cases);
  CHECK(flat.status == 0);
  CHECK(flat.err.empty());
  Words ids;
  for (int i = 1; i <= 40; ++i) ids.push_back("case-" + std::to_string(i));
  CHECK(ids_of(flat.out) == ids);

  const Ran csv = batch(cases, {"--format", "csv"});
  CHECK(csv.status == 0);
  const auto rows = lines_of(csv.out);
  REQUIRE(rows.size() == 41);
  CHECK(rows[0].starts_with("id,"));
  CHECK(holds(rows[0], ",1957-mfa.disposition.verdict,1957-mfa.disposition.treatment,1957-mfa.disposition.clauses"));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    CHECK(rows[i].back() == '\r');
    CHECK(std::count(rows[i].begin(), rows[i].end(), ',') == std::count(rows[0].begin(), rows[0].end(), ','));
    if (i == 0) continue;
    CHECK(rows[i].starts_with("case-" + std::to_string(i) + ","));
    // The same cells, under the same names, as the JSON line.
    const Json line = Json::parse(lines_of(flat.out)[i - 1]);
    std::string cells = "case-" + std::to_string(i);
    std::string names = rows[0].substr(0, rows[0].size() - 1);
    for (std::size_t from = names.find(',') + 1; from > 0 && from < names.size();) {
      const auto end = std::min(names.find(',', from), names.size());
      const auto& value = line.at(names.substr(from, end - from));
      cells += "," + (value.is_null() ? std::string{} : value.get<std::string>());
      from = end + 1;
    }
    CHECK(rows[i] == cells + "\r");
  }

  const Ran full = batch(cases, {"--format", "full"});
  const Ran array = run({"evaluate", "-", "--format", "json"}, {.input = "[" + std::regex_replace(cases.substr(0, cases.size() - 1), std::regex{"\n"}, ",") + "]"});
  REQUIRE(array.status == 0);
  const Json findings = Json::parse(array.out);
  REQUIRE(lines_of(full.out).size() == 40);
  for (std::size_t i = 0; i < 40; ++i) CHECK(Json::parse(lines_of(full.out)[i]) == findings.at("cases").at(i));
}

TEST_CASE("options of an evaluation are those of evaluate") {
  const std::string cases = made({"--count", "30", "--seed", "6", "--unknown", "0.3"});
  const std::string array = "[" + std::regex_replace(cases.substr(0, cases.size() - 1), std::regex{"\n"}, ",") + "]";
  for (const Words& words : std::vector<Words>{{}, {"--all"}, {"--regimes", "1970-sc,1957-mfa"}, {"--all-readings"}, {"--no-presumptions"}, {"--reading", "1964-protocol.disaster=listed_kinds"},
                                               {"--reading", "1964-protocol.disaster=open", "--no-presumptions"}}) {
    const Ran ran = batch(cases, words);
    const Ran one = run(with({"evaluate", "-", "--format", "flat"}, words), {.input = array});
    INFO(one.err);
    CHECK(one.status == 0);
    CHECK(ran.out == one.out);
  }
  CHECK(batch(cases, {"--all-readings"}).out != batch(cases).out);
  CHECK(batch(cases, {"--no-presumptions"}).out != batch(cases).out);
  const Ran few = batch(cases, kShort);
  for (const auto& line : lines_of(few.out)) CHECK(Json::parse(line).size() == 4);
  CHECK(batch(cases, {"--questions", "nonesuch"}).status == 2);
  CHECK(batch(cases, {"--regimes", "nonesuch"}).status == 2);
  CHECK(batch(cases, {"--resume"}).status == 2);
}

TEST_CASE("a record can choose readings") {
  const std::string famine = run({"cases", "show", "famine-forces-a-mother-over", "--format", "json"}).out;
  Json the_case = Json::parse(famine);
  const std::string open = the_case.dump() + "\n";
  the_case["readings"]["1964-protocol.disaster"] = "listed_kinds";
  const std::string chosen = the_case.dump() + "\n";
  const Ran ran = batch(open + chosen + open);
  REQUIRE(lines_of(ran.out).size() == 3);
  CHECK(lines_of(ran.out)[0] != lines_of(ran.out)[1]);
  CHECK(lines_of(ran.out)[0] == lines_of(ran.out)[2]);
  CHECK(ran.out == batch(open, {}).out + batch(open, {"--reading", "1964-protocol.disaster=listed_kinds"}).out + batch(open).out);
  CHECK(lines_of(ran.out)[1] + "\n" == run({"evaluate", "-", "--format", "flat"}, {.input = chosen}).out);
}

TEST_CASE("order and bytes are the same for any number of threads and size of pieces") {
  std::string cases = made({"--count", std::to_string(700 / kOneIn), "--seed", "7", "--unknown", "0.2"});
  cases += "not a case\n" + kGood + "\n{\"facts\":{\"nationality\":\"martian\"}}\n";
  const Scratch scratch;
  for (const std::string format : {"flat", "csv", "full"}) {
    const Ran first = batch(cases, {"--format", format, "--rejects", scratch.path("first"), "--summary", scratch.path("sum")});
    CHECK(first.status == 1);
    for (const std::string jobs : {"1", "2", "5"}) {
      for (const std::string size : {"1", "777", "100000"}) {
        const Ran ran = batch(cases, {"--format", format, "--jobs", jobs, "--chunk-size", size, "--rejects", scratch.path("again"), "--summary", scratch.path("again-sum")});
        CHECK(ran.status == 1);
        CHECK(ran.out == first.out);
        CHECK(ran.err == first.err);
        CHECK(read(scratch.path("again")) == read(scratch.path("first")));
        CHECK(read(scratch.path("again-sum")) == read(scratch.path("sum")));
      }
    }
  }
}

TEST_CASE("a record gets the verdict and the words that evaluate has for it") {
  const std::string facts = R"({"id":"x","facts":{)";
  std::string deep(70, '['), shut(70, ']');
  const Words records{kGood,
                      "  " + kGood + " \t",
                      kMark + kGood,
                      kMark + kMark + kGood,
                      R"({"facts":{}})",
                      R"({"facts":{},"id":"after"})",
                      R"({})",
                      R"({"id":"x"})",
                      R"({"id":"x","facts":[]})",
                      R"({"id":"x","facts":null})",
                      R"({"id":5,"facts":{}})",
                      R"({"id":"","facts":{}})",
                      R"({"id":"Upper Case","facts":{}})",
                      R"({"id":"a\u0062c","facts":{}})",
                      R"({"\u0069d":"x","facts":{"nationalit\u0079":"dprk"}})",
                      R"({"\u0069d":"x","id":"x","facts":{}})",
                      R"({"id":"x","id":"x","facts":{}})",
                      R"({"facts":{},"facts":{}})",
                      facts + R"("nationality":"dprk","nationality":"dprk"}})",
                      facts + R"("nationality":"dprk","nationalit\u0079":"prc"}})",
                      facts + R"("nationality":"d\u0070rk"}})",
                      facts + R"("nationality":"dprk" }, "title":"T", "story":"S", "discuss":["q"]})",
                      facts + R"("nationalty":"dprk"}})",
                      facts + R"("nationality":"martian","stage":5,"crossing_date":"1961-02-30"}})",
                      facts + R"("nationality":null}})",
                      facts + R"("nationality":"unknown","procedures_completed":"unknown","persuasion_attempts":"unknown","crossing_date":"unknown"}})",
                      facts + R"("procedures_completed":TRUE}})",
                      facts + R"("procedures_completed":"true"}})",
                      facts + R"("procedures_completed":tru}})",
                      facts + R"("procedures_completed":truefalse}})",
                      facts + R"("procedures_completed":true false}})",
                      facts + R"("procedures_completed":1}})",
                      facts + R"("persuasion_attempts":3}})",
                      facts + R"("persuasion_attempts":03}})",
                      facts + R"("persuasion_attempts":3.0}})",
                      facts + R"("persuasion_attempts":3e0}})",
                      facts + R"("persuasion_attempts":-0}})",
                      facts + R"("persuasion_attempts":-3}})",
                      facts + R"("persuasion_attempts":"3"}})",
                      facts + R"("persuasion_attempts":18446744073709551616}})",
                      facts + R"("persuasion_attempts":4294967297}})",
                      facts + R"("persuasion_attempts":1e400}})",
                      facts + R"("persuasion_attempts":3 }})",
                      facts + R"("persuasion_attempts":3 4}})",
                      facts + R"("crossing_date":"1961-05/1961-08"}})",
                      facts + R"("crossing_date":"1961-08/1961-05"}})",
                      facts + R"("crossing_date":"0001-01-01"}})",
                      facts + R"("crossing_date":"1961-05-09 "}})",
                      facts + R"("steps_done":[]}})",
                      facts + R"("steps_done":["unheard of"]}})",
                      facts + R"("nationality":"dprk",}})",
                      facts + R"("nationality":"dprk"}},)",
                      facts + R"("nationality":"dprk"}}})",
                      facts + R"("nationality":"dprk"}} x)",
                      facts + R"("nationality":"dprk"}} {"id":"y","facts":{}})",
                      facts + R"("nationality":"dprk"})",
                      facts + R"("nationality":"dprk)",
                      facts + R"("nationality" "dprk"}})",
                      facts + R"("nationality":"dprk" "stage":"crossed"}})",
                      facts + R"(nationality:"dprk"}})",
                      R"({'id':'x','facts':{}})",
                      R"({"id":"x","facts":{},"other":1})",
                      R"({"id":"x","facts":{},"schema":"crossing.case/1"})",
                      R"({"id":"x","facts":{},"schema":"crossing.case/2"})",
                      R"({"id":"x","facts":{},"title":")" + std::string{"\xFF\xFE"} + R"("})",
                      R"({"id":"x","facts":{"nationality":"dp)" + std::string{"\xC3("} + R"("}})",
                      R"({"id":"x","facts":{},"title":")" + std::string{"tab\there"} + R"("})",
                      R"({"id":"x","facts":{},"title":"\ud800"})",
                      std::string{R"({"id":"x","facts":{}})"} + '\0',
                      R"({"id":"x","facts":{},"title":)" + deep + shut + "}",
                      deep + deep + deep + deep,
                      "x",
                      "7",
                      "null",
                      "\"text\"",
                      R"({"id":"x","facts":{"procedures_completed":true,"document_status":"none"}})",
                      R"({"id":"x","facts":{},"readings":{"1964-protocol.disaster":"nonesuch"}})",
                      R"({"id":"x","facts":{},"expect":{"1957-mfa":{}}})",
                      R"({"id":"x","facts":{},"expect":{"nonesuch":{}}})"};
  std::string all;
  Words answers, faults;
  for (const auto& record : records) {
    all += record + "\n";
    const Ran one = run({"evaluate", "-", "--format", "flat"}, {.input = record});
    INFO(record << "\n" << one.err);
    const Ran same = batch(record);
    REQUIRE((one.status == 0 || one.status == 3));
    CHECK(same.status == (one.status == 0 ? 0 : 1));
    CHECK(same.out == one.out);
    CHECK(without_lines(complaints(same)) == without_lines(one.err));
    if (one.status == 0) answers.push_back(one.out);
    if (one.status != 0) faults.push_back(one.err);
  }
  CHECK(answers.size() > 15);
  CHECK(faults.size() > 40);
  const Ran ran = batch(all);
  std::string out, err;
  for (const auto& text : answers) out += text;
  for (const auto& text : faults) err += text;
  CHECK(ran.out == out);
  CHECK(without_lines(complaints(ran)) == without_lines(err));
  CHECK(holds(ran.err, std::to_string(faults.size()) + " of " + std::to_string(records.size()) + " records refused\n"));
}

TEST_CASE("a record is one case: a list of them is refused") {
  const Ran ran = batch("[" + kGood + "]\n" + kGood + "\n");
  CHECK(ran.status == 1);
  CHECK(lines_of(ran.out).size() == 1);
  CHECK(holds(ran.err, "(standard input):1: error: expected an object, got a list\n"));
}

TEST_CASE("a complaint names the line of the input, and the column where it can") {
  const Ran ran = batch(kGood + "\n\n{\"id\":\"x\",\"facts\":{\"nationality\":\"dprk\",}}\n" + kGood + "\n{\"id\":\"x\",\"facts\":{\"nationality\":\"martian\"}}\n");
  CHECK(ran.status == 1);
  CHECK(holds(ran.err, "(standard input):3:41: error: not valid JSON"));
  CHECK(holds(ran.err, "(standard input):5#/facts/nationality: error: unknown value `martian` for `nationality`\n"));
  CHECK(lines_of(ran.out).size() == 2);
}

TEST_CASE("blank lines, a last line without end, and nothing at all") {
  const std::string once = batch(kGood + "\n").out;
  CHECK(batch(kGood).out == once);
  CHECK(batch("\n\n  \n\r\n" + kGood + "\r\n\t\n" + kGood + "\n\n").out == once + once);
  for (const Words& words : std::vector<Words>{{}, {"--from", "csv"}, {"--jobs", "3"}, {"--format", "full"}, {"--strict"}}) {
    const Ran ran = batch("", words);
    CHECK(ran.status == 0);
    CHECK(ran.out.empty());
    CHECK(ran.err.empty());
  }
  CHECK(batch(kMark).status == 0);
  CHECK(batch("\n\n").status == 0);
  const Ran header = batch("", {"--format", "csv"});
  CHECK(header.status == 0);
  CHECK(lines_of(header.out).size() == 1);
  const Ran no_rows = batch_csv("id,nationality\r\n");
  CHECK(no_rows.status == 0);
  CHECK(no_rows.out.empty());
  CHECK(no_rows.err.empty());
}

// ---- comma-separated values ----

TEST_CASE("comma-separated values say what JSON lines say") {
  const Words shape{"--count", "300", "--seed", "9", "--unknown", "0.2"};
  CHECK(batch_csv(made(with(shape, {"--format", "csv"}))).out == batch(made(shape)).out);
  const std::string want = batch(kGood + "\n").out;
  const std::string head = "id,nationality,stage,direction,procedures_completed";
  const Words inputs{head + "\ngood,dprk,crossed,dprk_to_prc,false\n",
                     head + "\r\ngood,dprk,crossed,dprk_to_prc,false\r\n",
                     head + "\ngood,dprk,crossed,dprk_to_prc,false",
                     kMark + head + "\ngood,dprk,crossed,dprk_to_prc,false\n",
                     kMark + "\"id\",\"nationality\",\"stage\",\"direction\",\"procedures_completed\"\r\n\"good\",\"dprk\",\"crossed\",\"dprk_to_prc\",\"false\"\r\n",
                     head + "\n\n\r\ngood,dprk,crossed,dprk_to_prc,FALSE\n\n",
                     head + "\ngood,dprk,crossed,dprk_to_prc,False\n",
                     head + "\ngood,dprk,crossed,dprk_to_prc,no\n",
                     "procedures_completed,persuasion_attempts,direction,stage,crossing_date,nationality,id\nfalse,,dprk_to_prc,crossed,,dprk,good\n"};
  for (const auto& input : inputs) {
    const Ran ran = batch_csv(input);
    INFO(input << ran.err);
    CHECK(ran.status == 0);
    CHECK(ran.out == want);
  }
  const Scratch scratch;
  CHECK(run({"batch", scratch.write("cases.csv", inputs[0])}).out == want);
  for (const std::string yes : {"true", "TRUE", "True", "yes"})
    CHECK(batch_csv("id,procedures_completed\nx," + yes + "\n").out == batch(R"({"id":"x","facts":{"procedures_completed":true}})").out);
  CHECK(run({"evaluate", "--set", "procedures_completed=TRUE", "--format", "flat"}).out == run({"evaluate", "--set", "procedures_completed=true", "--format", "flat"}).out);
  CHECK(batch_csv("id,persuasion_attempts,crossing_date,crossing_time\nx,3,1961-05/1961-08,08:30\n").out ==
        batch(R"({"id":"x","facts":{"persuasion_attempts":3,"crossing_date":"1961-05/1961-08","crossing_time":"08:30"}})").out);
}

TEST_CASE("an empty cell is a fact not given, and the word unknown lifts the presumption") {
  const std::string given = R"("nationality":"dprk","stage":"crossed","direction":"dprk_to_prc","procedures_completed":false)";
  const std::string head = "id,nationality,stage,direction,procedures_completed,crime_after_crossing\n";
  const Ran empty = batch_csv(head + "x,dprk,crossed,dprk_to_prc,false,\nx,dprk,crossed,dprk_to_prc,false,\"\"\n");
  const Ran unknown = batch_csv(head + "x,dprk,crossed,dprk_to_prc,false,unknown\n");
  CHECK(empty.out == batch("{\"id\":\"x\",\"facts\":{" + given + "}}\n{\"id\":\"x\",\"facts\":{" + given + "}}\n").out);
  CHECK(unknown.out == batch("{\"id\":\"x\",\"facts\":{" + given + ",\"crime_after_crossing\":\"unknown\"}}").out);
  CHECK(lines_of(unknown.out)[0] != lines_of(empty.out)[0]);
}

TEST_CASE("quotes, doubled quotes and line ends inside cells") {
  const Scratch scratch;
  // Line ends and quotes inside a cell are part of it: here of a value that does not exist, which the complaint shows.
  const Ran ran = batch_csv("id,nationality\n\"a\",\"dp\nrk\"\nb,\"say \"\"dprk\"\"\"\nc,dprk\nd,\"x,y\"\n", with(kShort, {"--rejects", scratch.path("rejects.csv")}));
  CHECK(ran.status == 1);
  CHECK(ids_of(ran.out) == Words{"c"});
  CHECK(holds(ran.err, "(standard input):2#/nationality: error: unknown value `dp rk` for `nationality`"));
  CHECK(holds(ran.err, "(standard input):4#/nationality: error: unknown value `say \"dprk\"` for `nationality`"));
  CHECK(holds(ran.err, "(standard input):6#/nationality: error: unknown value `x,y` for `nationality`"));
  CHECK(holds(ran.err, "3 of 4 records refused"));
  CHECK(read(scratch.path("rejects.csv")) == "id,nationality\n\"a\",\"dp\nrk\"\nb,\"say \"\"dprk\"\"\"\nd,\"x,y\"\n");
  // A quote out of place spoils its own record and no other.
  for (const std::string bad : {"a,dp\"rk", "\"a\"b,dprk", "a,\"dprk\" ", "a,dprk\""}) {
    const Ran slip = batch_csv("id,nationality\n" + bad + "\nb,dprk\n\"c\",dprk\n", kShort);
    INFO(bad << "\n" << slip.err);
    CHECK(slip.status == 1);
    CHECK(ids_of(slip.out) == Words{"b", "c"});
    CHECK(holds(slip.err, "(standard input):2: error: the quotes of cell "));
  }
  const Ran open = batch_csv("id,nationality\na,dprk\nb,\"dprk\nc,dprk\n", kShort);
  CHECK(open.status == 1);
  CHECK(ids_of(open.out) == Words{"a"});
  CHECK(holds(open.err, "(standard input):3: error: the quotes of cell 2 do not fit"));
}

TEST_CASE("rows of another length, and cells that are wrong, are told by line and fact") {
  const Ran ran = batch_csv("id,nationality,persuasion_attempts\na,dprk\nb,dprk,3,4\nc,dprk,-1\nd,dprk,3.0\ne,dprk,007\nF,dprk,1\ng,dprk,5\nh, dprk,5\n", kShort);
  CHECK(ran.status == 1);
  CHECK(ids_of(ran.out) == Words{"e", "g"});
  for (const std::string says : {":2: error: expected 3 cells, got 2", ":3: error: expected 3 cells, got 4", ":4#/persuasion_attempts: error: ", ":5#/persuasion_attempts: error: `3.0` is not a whole number",
                                 ":7: error: `F` is not an id", ":9#/nationality: error: unknown value ` dprk` for `nationality`"}) {
    INFO(says);
    CHECK(holds(ran.err, "(standard input)" + says));
  }
  // The same words as for a case file or --set.
  const Ran one = run({"evaluate", "--set", "persuasion_attempts=3.0"});
  CHECK(holds(one.err, "`3.0` is not a whole number"));
  CHECK(holds(batch_csv("procedures_completed,document_status\ntrue,none\n").err, "(standard input):2#/facts: error: these facts cannot all be true"));
}

TEST_CASE("a header that is wrong ends the run before it begins") {
  const Scratch scratch;
  for (const auto& [header, says] : std::vector<std::pair<std::string, std::string>>{{"id,nationalty", "unknown fact `nationalty`\n  help: did you mean `nationality`?"},
                                                                                     {"id,id", "key `id` is given twice"},
                                                                                     {"", "the first line must name the columns"},
                                                                                     {"nationality,stage,nationality", "key `nationality` is given twice"},
                                                                                     {"id,crossing_month", "follows from other facts and cannot be stated"},
                                                                                     {"id,\"nationality", "the quotes of cell 2 do not fit"},
                                                                                     {"id,nationality,", "unknown fact ``"},
                                                                                     {"{\"id\":\"x\"}", "the quotes of cell 1 do not fit"}}) {
    const Ran ran = batch_csv(header + "\nx,dprk\n", {"-o", scratch.path("out")});
    INFO(header << "\n" << ran.err);
    CHECK(ran.status == 3);
    CHECK(ran.out.empty());
    CHECK(holds(ran.err, says));
    CHECK(lines_of(ran.err)[0].starts_with("(standard input):1: error: "));
    CHECK_FALSE(fs::exists(scratch.path("out")));
  }
}

TEST_CASE("cells that a spreadsheet would take for a formula are made safe") {
  const Ran ran = batch(R"({"id":"-1","facts":{}})", with(kShort, {"--format", "csv"}));
  CHECK(ran.status == 0);
  CHECK(lines_of(ran.out)[1].starts_with("'-1,"));
  CHECK(batch(R"({"id":"-1","facts":{}})", kShort).out.starts_with("{\"id\":\"-1\""));
}

// ---- what is refused ----

TEST_CASE("refused records are counted and kept, and can be put in again") {
  const Scratch scratch;
  const std::string bad = R"({"id":"bad","facts":{"nationality":"dprc"}})";
  const Words more = with(kShort, {"--rejects", scratch.path("rejects"), "--summary", scratch.path("summary"), "-o", scratch.path("out")});
  const Ran ran = batch(kGood + "\n" + bad + "\r\n" + kGood + "\nnot JSON", more);
  CHECK(ran.status == 1);
  CHECK(ran.out.empty());
  CHECK(holds(ran.err, "2 of 4 records refused\n"));
  CHECK(read(scratch.path("rejects")) == bad + "\r\nnot JSON");
  const Json summary = Json::parse(read(scratch.path("summary")));
  CHECK(summary.at("read") == 4);
  CHECK(summary.at("answered") == 2);
  CHECK(summary.at("refused") == 2);
  CHECK(lines_of(read(scratch.path("out"))).size() == 2);
  for (const std::string left : {"out.part", "out.part.state", "rejects.part", "summary.part"}) CHECK_FALSE(fs::exists(scratch.path(left)));
  const Ran mended = batch(std::regex_replace(read(scratch.path("rejects")), std::regex{"dprc"}, "dprk"), kShort);
  CHECK(mended.status == 1);
  CHECK(ids_of(mended.out) == Words{"bad"});

  const std::string head = "nationality,id\r\n";
  const Ran csv = batch_csv(kMark + head + "dprk,a\r\ndprc,b\r\n\"dprc\",c", with(kShort, {"--rejects", scratch.path("rejects.csv")}));
  CHECK(csv.status == 1);
  CHECK(read(scratch.path("rejects.csv")) == head + "dprc,b\r\n\"dprc\",c");
  const Ran again = run(with({"batch", scratch.write("mended.csv", std::regex_replace(read(scratch.path("rejects.csv")), std::regex{"dprc"}, "dprk"))}, kShort));
  CHECK(again.status == 0);
  CHECK(ids_of(again.out) == Words{"b", "c"});
  // Nothing refused: the file is there, and says so by being empty.
  CHECK(batch(kGood, {"--rejects", scratch.path("none")}).status == 0);
  CHECK(read(scratch.path("none")).empty());
}

TEST_CASE("however much is refused, every record is told by its line, in order, and the others are answered") {
  const Scratch scratch;
  std::string input, lines, left;
  int good = 0;
  for (int line = 1; line <= 30000; ++line) {
    const bool answered = line % 1000 == 0;
    input += line % 7 == 0 ? "\n" : answered ? kGood + "\n" : std::to_string(line) + "\n";
    if (line % 7 == 0) continue;
    good += answered ? 1 : 0;
    if (answered) continue;
    lines += "(standard input):" + std::to_string(line) + ": error: expected an object, got the number " + std::to_string(line) + "\n";
    left += std::to_string(line) + "\n";
  }
  for (const std::string jobs : {"1", "3"}) {
    for (const std::string size : {"20000", "60000", "1000000"}) {
      INFO(jobs << " " << size);
      const Ran ran = batch(input, with(kShort, {"--jobs", jobs, "--chunk-size", size, "--rejects", scratch.path("rejects")}));
      CHECK(ran.status == 1);
      CHECK((complaints(ran) == lines));
      CHECK(static_cast<int>(lines_of(ran.out).size()) == good);
      CHECK((read(scratch.path("rejects")) == left));
    }
  }
}

TEST_CASE("strict stops at the first record that is refused") {
  const Scratch scratch;
  std::string input;
  for (int i = 0; i < 500; ++i) input += kGood + "\n";
  input += "bad one\n" + kGood + "\nbad two\n";
  for (const std::string jobs : {"1", "3"}) {
    for (const std::string size : {"1", "10000", "1000000"}) {
      const Ran ran = batch(input, with(kShort, {"--strict", "--jobs", jobs, "--chunk-size", size}));
      CHECK(ran.status == 1);
      CHECK(lines_of(ran.out).size() == 500);
      CHECK(holds(ran.err, "(standard input):501:1: error: not valid JSON"));
      CHECK_FALSE(holds(ran.err, ":503:"));
      CHECK(holds(ran.err, "stopped at the first refused record, after 500 answers"));
    }
  }
  const Ran file = batch(input, with(kShort, {"--strict", "-o", scratch.path("out")}));
  CHECK(file.status == 1);
  CHECK_FALSE(fs::exists(scratch.path("out")));
  CHECK(lines_of(read(scratch.path("out.part"))).size() == 500);
  CHECK(batch(kGood, with(kShort, {"--strict", "-o", scratch.path("out")})).status == 0);
  CHECK(lines_of(read(scratch.path("out"))).size() == 1);
}

TEST_CASE("a line that is too long is refused, and the run goes on") {
  const Scratch scratch;
  const std::size_t most = std::size_t{1} << 20;
  const std::string opens = R"({"id":"long","facts":{},"title":")", closes = "\"}\n";
  const auto json = [&](std::size_t size) { return opens + std::string(size - opens.size() - closes.size(), 'x') + closes; };
  const std::string csv = "x,\"" + std::string(most, '\n') + "\"\n";
  for (const std::string size : {"1", "262144", "5000000"}) {
    const Words more = with(kShort, {"--chunk-size", size, "--rejects", scratch.path("rejects")});
    const Ran ran = batch(kGood + "\n" + json(most + 1) + kGood + "\nbad\n" + json(most) + json(3 * most), more);
    INFO(size << "\n" << ran.err);
    CHECK(ran.status == 1);
    CHECK(ids_of(ran.out) == Words{"good", "good", "long"});
    CHECK(holds(ran.err, "(standard input):2: error: has more than 1048576 bytes\n"));
    CHECK(holds(ran.err, "(standard input):4:1: error: not valid JSON"));
    CHECK(holds(ran.err, "(standard input):6: error: has more than 1048576 bytes\n"));
    CHECK(holds(ran.err, "3 of 6 records refused"));
    CHECK(read(scratch.path("rejects")) == "bad\n");
    const Ran rows = batch_csv("id,nationality\na,dprk\n" + csv + "b,dprk\nc,dprc\n", more);
    CHECK(rows.status == 1);
    CHECK(ids_of(rows.out) == Words{"a", "b"});
    CHECK(holds(rows.err, "(standard input):3: error: has more than 1048576 bytes\n"));
    CHECK(holds(rows.err, "(standard input):" + std::to_string(most + 5) + "#/nationality: error: unknown value `dprc`"));
    CHECK(holds(rows.err, "2 of 4 records refused"));
    CHECK(read(scratch.path("rejects")) == "id,nationality\nc,dprc\n");
  }
}

TEST_CASE("the summary counts verdicts, treatments and clauses, and says what was asked of which rules") {
  const Scratch scratch;
  const std::string cases = made({"--count", "400", "--seed", "3", "--unknown", "0.1"});
  const Ran ran = batch(cases, {"--summary", scratch.path("summary"), "--jobs", "2", "--chunk-size", "5000", "--reading", "1964-protocol.disaster=listed_kinds"});
  REQUIRE(ran.status == 0);
  const Json summary = Json::parse(read(scratch.path("summary")));
  CHECK(summary.at("schema") == "crossing.summary/1");
  CHECK(summary.at("asked").at("engine") == lines_of(run({"--version"}).out)[0]);
  CHECK(summary.at("asked").at("readings").at("1964-protocol.disaster") == "listed_kinds");
  CHECK(summary.at("asked").at("rules").at("1957-mfa").get<std::string>().starts_with("sha256:"));
  // Counted once more, from the answers.
  Json counted;
  for (const auto& line : lines_of(ran.out)) {
    const Json record = Json::parse(line);
    for (const auto& [name, value] : record.items()) {
      if (!name.ends_with(".verdict")) continue;
      const std::string key = name.substr(0, name.size() - 8);
      const std::string verdict = value.is_null() ? "not_put" : value.get<std::string>();
      auto& count = counted[key.substr(0, key.find('.'))][key.substr(key.find('.') + 1)][verdict];
      count = count.is_null() ? 1 : count.get<int>() + 1;
    }
  }
  int decided = 0;
  for (const auto& [regime, entry] : summary.at("regimes").items()) {
    for (const auto& [question, kinds] : entry.at("questions").items()) {
      INFO(regime << " " << question);
      CHECK(kinds.at("verdicts") == counted.at(regime).at(question));
      if (kinds.at("verdicts").contains("decided")) {
        ++decided;
        CHECK_FALSE(kinds.at("treatments").empty());
        CHECK_FALSE(kinds.at("clauses").empty());
      }
    }
    CHECK(entry.at("questions").size() == counted.at(regime).size());
  }
  CHECK(decided > 5);
  const Json full = [&] {
    REQUIRE(batch(cases, {"--summary", scratch.path("full"), "--format", "full", "--reading", "1964-protocol.disaster=listed_kinds"}).status == 0);
    return Json::parse(read(scratch.path("full")));
  }();
  CHECK(full.at("regimes") == summary.at("regimes"));
}

// ---- files, pipes, devices ----

TEST_CASE("an output appears whole or not at all, and nothing that is in the way is lost") {
  const Scratch scratch;
  const std::string out = scratch.path("out");
  const std::string want = batch(kGood, kShort).out;
  CHECK(batch(kGood, with(kShort, {"-o", out})).status == 0);
  CHECK(read(out) == want);
  // A run that cannot end well leaves the part and what is needed to go on; then only --resume goes on with it.
  const Words lost = with(kShort, {"-o", out, "--summary", scratch.path("no/such/folder")});
  const Ran ran = batch(kGood + "\n" + kGood, lost);
  CHECK(ran.status == 5);
  CHECK(holds(ran.err, "no/such/folder"));
  CHECK(read(out) == want);
  CHECK(read(out + ".part") == want + want);
  const Ran fresh = batch(kGood + "\n" + kGood, with(kShort, {"-o", out}));
  CHECK(fresh.status == 2);
  CHECK(holds(fresh.err, "out.part: error: is left of a run that was cut off\n  help: --resume goes on with it"));
  for (const Words& other : std::vector<Words>{{"--regimes", "1957-mfa"}, with(kShort, {"--format", "csv"}), with(kShort, {"--no-presumptions"}), with(kShort, {"--all-readings"}),
                                               with(kShort, {"--rejects", scratch.path("r")}), with(kShort, {"--reading", "1964-protocol.disaster=open"})}) {
    const Ran refused = batch(kGood + "\n" + kGood, with(other, {"-o", out, "--resume"}));
    CHECK(refused.status == 2);
    CHECK(holds(refused.err, "was begun with other "));
  }
  CHECK(batch(kGood, with(kShort, {"-o", out, "--resume"})).status == 2);  // the input has other bytes
  CHECK(read(out) == want);
  fs::create_directories(scratch.path("no/such"));
  CHECK(batch(kGood + "\n" + kGood, with(lost, {"--resume"})).status == 0);
  CHECK(read(out) == want + want);
  CHECK(Json::parse(read(scratch.path("no/such/folder"))).at("answered") == 2);
  CHECK_FALSE(fs::exists(out + ".part.state"));
  // What is left of a run is not understood: begun anew, never half used.
  for (const std::string state : {"", "{", "[]", "{\"schema\":\"crossing.checkpoint/1\"}", "{\"schema\":7,\"offset\":\"x\"}"}) {
    scratch.write("out.part", "rubbish");
    scratch.write("out.part.state", state);
    CHECK(batch(kGood, with(kShort, {"-o", out})).status == 2);
    const Ran anew = batch(kGood, with(kShort, {"-o", out, "--resume"}));
    INFO(state << anew.err);
    CHECK(anew.status == 0);
    CHECK(read(out) == want);
  }
}

TEST_CASE("outputs that cannot be") {
  const Scratch scratch;
  const std::string in = scratch.write("in.jsonl", kGood + "\n");
  const auto ends = [&](const Words& words, int status, const std::string& says) {
    const Ran ran = run(with({"batch", in}, words));
    INFO(ran.err);
    CHECK(ran.status == status);
    CHECK(ran.out.empty());
    CHECK(holds(ran.err, says));
  };
  ends({"-o", scratch.path("no/folder/out")}, 5, "No such file or directory");
  ends({"-o", scratch.folder("folder")}, 5, "Is a directory");
  ends({"--rejects", scratch.path("no/folder/out")}, 5, "No such file or directory");
  ends({"-o", in}, 2, "is named twice");
  ends({"-o", scratch.path("x"), "--rejects", scratch.path("x")}, 2, "is named twice");
  ends({"-o", scratch.path("x"), "--summary", scratch.path("./x")}, 2, "is named twice");
  CHECK(read(in) == kGood + "\n");
  if (fs::exists("/dev/full")) {
    ends({"-o", "/dev/full"}, 5, "No space left on device");
    ends({"-o", scratch.path("x"), "--summary", "/dev/full"}, 5, "No space left on device");
    CHECK(fs::is_character_file("/dev/full"));
    const int full = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
    const Ran ran = run({"batch", in}, {.output = full});
    CHECK(ran.status == 5);
    CHECK(holds(ran.err, "standard output: No space left on device"));
    CHECK(run({"generate", "--count", "5"}, {.output = full}).status == 5);
    ::close(full);
  }
  // A device has nothing that could appear whole: it is written to, never replaced.
  CHECK(run({"batch", in, "-o", "/dev/null", "--rejects", "/dev/null", "--summary", "/dev/null"}).status == 0);
  CHECK(fs::is_character_file("/dev/null"));
  CHECK(run({"batch", in, "-o", "-"}).out == run({"batch", in}).out);
  fs::create_symlink(scratch.write("real", "old"), scratch.path("link"));
  CHECK(run({"batch", in, "-o", scratch.path("link")}).status == 0);
  CHECK(fs::is_symlink(scratch.path("link")));
  CHECK(read(scratch.path("real")) == run({"batch", in}).out);
}

TEST_CASE("inputs that cannot be read") {
  const Scratch scratch;
  const Words out{"-o", scratch.path("out")};
  const auto ends = [&](const std::string& in, int status, const std::string& says) {
    const Ran ran = run(with({"batch", in}, out));
    INFO(ran.err);
    CHECK(ran.status == status);
    CHECK(holds(ran.err, says));
    CHECK_FALSE(fs::exists(scratch.path("out")));
  };
  ends(scratch.path("missing.jsonl"), 3, "cannot be opened: No such file");
  ends(scratch.folder("folder"), 3, "is a folder, not a file");
  if (fs::exists("/proc/self/mem")) ends("/proc/self/mem", 5, "reading failed midway");
}

TEST_CASE("a reader that has had enough ends the run quietly") {
  const Scratch scratch;
  const std::string in = scratch.write("in.jsonl", made({"--count", "3000"}));
  for (const Words& words : std::vector<Words>{{"batch", in}, {"batch", in, "--jobs", "3", "--chunk-size", "1000"}, {"batch", in, "--format", "csv"}, {"generate", "--count", "1000000000"}}) {
    std::array<int, 2> ends{};
    REQUIRE(::pipe(ends.data()) == 0);
    ::close(ends[0]);
    const Ran ran = run(words, {.output = ends[1]});
    ::close(ends[1]);
    CHECK(ran.status == 0);
    CHECK(ran.err.empty());
  }
}

TEST_CASE("a terminal is told how fast it goes") {
  const int master = ::posix_openpt(O_RDWR | O_NOCTTY);
  if (master < 0 || ::grantpt(master) != 0 || ::unlockpt(master) != 0) return;
  const int slave = ::open(::ptsname(master), O_RDWR | O_NOCTTY);
  REQUIRE(slave >= 0);
  std::array<int, 2> pipe{};
  REQUIRE(::pipe2(pipe.data(), O_CLOEXEC) == 0);
  const Nameless out;
  const pid_t child = start({"batch"}, {}, pipe[0], out.number(), slave);
  const std::string line = kGood + "\n";
  for (int i = 0; i < 3; ++i) {
    std::string block;
    while (block.size() < (std::size_t{1} << 18) + 100) block += line;
    for (std::size_t from = 0; from < block.size();) from += static_cast<std::size_t>(::write(pipe[1], block.data() + from, block.size() - from));
    std::this_thread::sleep_for(std::chrono::milliseconds{250});
  }
  ::close(pipe[0]);
  ::close(pipe[1]);
  CHECK(status_of(child) == 0);
  ::close(slave);
  std::string shown;
  std::array<char, 4096> buffer{};
  for (auto got = ::read(master, buffer.data(), buffer.size()); got > 0; got = ::read(master, buffer.data(), buffer.size())) shown.append(buffer.data(), static_cast<std::size_t>(got));
  ::close(master);
  CHECK(std::regex_search(shown, std::regex{R"(\d+ cases, \d+ a second)"}));
  CHECK(shown.ends_with("\r\033[K"));
}

// ---- the codebook ----

TEST_CASE("the codebook has a row for each column that a case can have") {
  const Ran ran = run({"facts", "--format", "csv"});
  CHECK(ran.status == 0);
  const auto rows = lines_of(ran.out);
  CHECK(rows[0] == "fact,type,values,range,presumed,only_if,label,question,description\r");
  std::string columns = "id";
  for (std::size_t i = 1; i < rows.size(); ++i) columns += "," + rows[i].substr(0, rows[i].find(','));
  CHECK(columns + "\r" == lines_of(made({"--count", "1", "--format", "csv"}))[0]);
}

// ---- generate ----

TEST_CASE("the same seed makes the same cases, and every one of them is answered") {
  const std::string cases = made({"--count", "3000", "--seed", "4"});
  CHECK(cases == made({"--count", "3000", "--seed", "4"}));
  CHECK(cases != made({"--count", "3000", "--seed", "5"}));
  CHECK(cases.starts_with(made({"--count", "100", "--seed", "4"})));
  CHECK(made({"--count", "0"}).empty());
  for (const std::string unknown : {"0", "0.1", "0.5", "1"}) {
    const Ran ran = batch(made({"--count", "2000", "--seed", "8", "--unknown", unknown}));
    INFO(ran.err);
    CHECK(ran.status == 0);
    CHECK(lines_of(ran.out).size() == 2000);
  }
  const std::string all_open = made({"--count", "20", "--unknown", "1"});
  CHECK_FALSE(holds(all_open, ":true"));
  const std::string none_open = made({"--count", "20"});
  CHECK_FALSE(holds(none_open, "unknown"));
}

TEST_CASE("what is given stands in every case") {
  const Scratch scratch;
  const std::string file = scratch.write("given.json", R"({"facts":{"nationality":"dprk","crossing_date":"1961-05","persuasion_attempts":"unknown","steps_done":[]}})");
  const std::string cases = made({"--count", "300", "--given", file});
  for (const auto& line : lines_of(cases)) {
    const Json facts = Json::parse(line).at("facts");
    CHECK(facts.at("nationality") == "dprk");
    CHECK(facts.at("crossing_date") == "1961-05");
    CHECK(facts.at("persuasion_attempts") == "unknown");
    CHECK(facts.at("steps_done").empty());
  }
  CHECK(batch(cases).status == 0);
  CHECK(batch_csv(made({"--count", "300", "--given", file, "--format", "csv"})).status == 0);
  CHECK(run({"generate", "--given", scratch.write("none.json", "[]"), "--count", "1"}).status == 3);
  CHECK(run({"generate", "--given", scratch.path("missing.json"), "--count", "1"}).status == 3);
  const Ran impossible = run({"generate", "--count", "3", "--given", scratch.write("odd.json", R"({"facts":{"procedures_completed":true,"document_status":"none"}})")});
  CHECK(impossible.status == 3);
  CHECK(holds(impossible.err, "leaves no case that keeps the constraints"));
}

TEST_CASE("varied facts go through all their combinations, each once") {
  const std::string cases = made({"--vary", "persuasion_attempts=0,1,2,3,unknown", "--vary", "willing_to_return=true,false", "--vary", "nationality=dprk,prc"});
  std::set<std::string> met;
  for (const auto& line : lines_of(cases)) {
    const Json facts = Json::parse(line).at("facts");
    met.insert(facts.at("persuasion_attempts").dump() + facts.at("willing_to_return").dump() + facts.at("nationality").dump());
  }
  CHECK(lines_of(cases).size() == 20);
  CHECK(met.size() == 20);
  CHECK(batch(cases).status == 0);
  CHECK(lines_of(made({"--count", "45", "--vary", "willing_to_return=true,false"})).size() == 45);
  // A combination that cannot be is left out, and the others are there.
  const Ran some = run({"generate", "--vary", "procedures_completed=true,false", "--vary", "document_status=none"});
  CHECK(some.status == 0);
  CHECK(lines_of(some.out).size() == 1);
  CHECK(some.err == "1 of 2 combinations break a constraint and are left out\n");
  CHECK(ids_of(some.out) == Words{"case-1"});
  for (const Words& words : std::vector<Words>{{"--vary", "nonesuch=1"}, {"--vary", "nationality"}, {"--vary", "nationality=martian"}, {"--vary", "nationality=dprk", "--vary", "nationality=prc"}}) {
    const Ran ran = run(with({"generate"}, words));
    CHECK(ran.status == 2);
    CHECK(ran.out.empty());
    CHECK(ran.err.starts_with("--vary"));
    CHECK(holds(ran.err, "error: "));
  }
}

}  // namespace
}  // namespace crossing::tests

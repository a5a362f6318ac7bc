// Takes every fixture in tests/bad, and faults that only files or a command line can bring about; gives the exact text of each complaint.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <set>

#include "analysis/tensions.hpp"
#include "load/case_reader.hpp"
#include "load/files.hpp"
#include "support.hpp"

namespace crossing::tests {
namespace {

namespace fs = std::filesystem;

const std::string kFolder = std::string{CROSSING_SOURCE} + "/tests/bad";

// Cases are held against this book; it gives them clauses and a reading to name in what they expect.
const std::string kReadings = R"({"night": {"asks": "When is it night?", "options": {
  "clock": {"label": "from nine", "holder": "harbour", "reason": "bell"}, "dusk": {"label": "from six", "holder": "pilots", "reason": "lamps"}}}})";
const std::string kClauses = R"([
  {"id": "1", "cite": "first sentence", "modality": "must", "paraphrase": "p", "when": {"lamp": false}, "then": {"question": "entry", "treatment": "turn_back"}},
  {"id": "2", "cite": "second sentence", "modality": "may", "paraphrase": "p", "when": {"agrees": true}, "then": {"question": "entry", "treatment": "let_in"}, "overrides": ["1"]}])";

RuleBook small_book() {
  auto book = harbour_book(kClauses, kReadings);
  INFO(text_of(book.diagnostics));
  REQUIRE(book);
  return std::move(*book.value);
}

/// Some faults of rules only show when a question is put.
Diagnostics put_every_question(const Checked<RuleBook>& book) {
  if (!book) return book.diagnostics;
  Case the_case = load::empty_case(*book.value, "any");
  for (const auto& question : book.value->vocabulary.questions)
    for (const int fact : question.opens_with) the_case.facts[static_cast<std::size_t>(fact)] = {Statement::Kind::stated, book.value->vocabulary.facts[static_cast<std::size_t>(fact)].range};
  Engine engine{*book.value};
  return engine.evaluate(the_case).diagnostics;
}

Diagnostics faults_of_case(const Text& text) {
  const auto book = small_book();
  const auto cases = load_cases(book, text);
  if (!cases) return cases.diagnostics;
  Diagnostics faults;
  Engine engine{book};
  for (const auto& the_case : *cases.value) {
    const auto found = engine.evaluate(the_case);
    faults.insert(faults.end(), found.diagnostics.begin(), found.diagnostics.end());
  }
  return faults;
}

/// What lies beside the rules is held against a book of two regimes that are alike.
RuleBook two_regimes() {
  std::string rule = regime_text(kClauses, kReadings);
  rule.replace(rule.find("\"order\""), 7, "\"rule\"");
  auto book = load_rules({{"vocabulary.json", kHarbour}, {"order.json", regime_text(kClauses, kReadings)}, {"rule.json", rule}});
  INFO(text_of(book.diagnostics));
  REQUIRE(book);
  return std::move(*book.value);
}

/// What is said of the cases that a tension names, if these are all there are.
Diagnostics faults_of_showings(const std::string& showings, const std::string& cases, bool all) {
  const auto book = two_regimes();
  const auto dossier = load_dossier(book, {{"tensions.json", R"({"schema": "crossing.tensions/1", "tensions": [{"id": "in-and-out", "title": "t", "says": "s",
    "clauses": ["order/1"], "shown_by": [)" + showings + "]}]}"}});
  INFO(text_of(dossier.diagnostics));
  REQUIRE(dossier);
  const auto loaded = load_cases(book, {"cases.json", cases});
  REQUIRE(loaded);
  return analysis::hold(book, dossier.value->tensions, *loaded.value, all).faults;
}

/// What the program says of a fixture; the first word of its name tells what it is a fixture of.
Diagnostics faults_of(const fs::path& fixture) {
  const std::string name = fixture.filename().string();
  const std::string bytes = read(fixture.string());
  if (name.starts_with("vocabulary-")) return put_every_question(load_rules({{name, bytes}, {"order.json", regime_text("[]")}}));
  if (name.starts_with("regime-")) return put_every_question(load_rules({{"vocabulary.json", kHarbour}, {"order.json", bytes}}));
  for (const char* beside : {"references-", "figures-", "tensions-"})
    if (name.starts_with(beside)) return load_dossier(two_regimes(), {{name, bytes}}).diagnostics;
  REQUIRE(name.starts_with("case-"));
  return faults_of_case({name, bytes});
}

std::vector<fs::path> fixtures(const std::string& extension) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator{kFolder})
    if (entry.path().extension() == extension) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

/// A folder of its own under the temporary files, gone with the object.
class Scratch {
 public:
  Scratch() {
    std::string pattern = (fs::temp_directory_path() / "crossing-XXXXXX").string();
    REQUIRE(::mkdtemp(pattern.data()) != nullptr);
    path_ = pattern;
  }
  ~Scratch() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  std::string file(const std::string& name) const { return (path_ / name).string(); }
  std::string folder() const { return path_.string(); }
  void write(const std::string& name, const std::string& bytes) const { std::ofstream{path_ / name, std::ios::binary} << bytes; }

 private:
  fs::path path_;
};

/// What a fault that no fixture can hold says, and what it should say.
struct Made {
  Fault fault{};
  std::string said{}, expected{};
};

Made made(Fault fault, const Diagnostics& diagnostics, const std::string& expected) {
  INFO(expected);
  CHECK(std::any_of(diagnostics.begin(), diagnostics.end(), [fault](const Diagnostic& d) { return d.fault == fault; }));
  return {fault, text_of(diagnostics), expected};
}

Made reading_file(Fault fault, const std::string& path, const std::string& expected) {
  Diagnostics faults;
  CHECK_FALSE(load::read_file(path, faults));
  return made(fault, faults, path + expected);
}

Made rules(Fault fault, const std::vector<Text>& texts, const std::string& expected) { return made(fault, load_rules(texts).diagnostics, expected); }

Made setting(Fault fault, const std::string& text, const std::string& expected) {
  const auto book = small_book();
  Case the_case = load::empty_case(book, "any");
  Diagnostics faults;
  load::assign(book, text, the_case, faults);
  CHECK(the_case.facts == load::empty_case(book, "any").facts);
  CHECK(the_case.from_set.empty());
  return made(fault, faults, "--set " + text + expected);
}

/// Runs the command and gives what it writes to standard error.
Made command(Fault fault, const Scratch& scratch, const std::string& arguments, const std::string& expected) {
  const std::string heard = scratch.file("heard");
  const std::string line = std::string{"'"} + CROSSING_COMMAND + "' " + arguments + " >/dev/null 2>'" + heard + "'";
  CHECK(std::system(line.c_str()) != 0);
  return {fault, read(heard), expected};
}

std::string case_of(const std::string& facts) { return R"({"id": "dark", "facts": )" + facts + "}"; }

std::vector<Made> all_made() {
  const Scratch scratch;
  scratch.write("vocabulary.json", kHarbour);
  scratch.write("order.json", regime_text(kClauses, kReadings));
  scratch.write("large.json", "");
  fs::resize_file(scratch.file("large.json"), (std::uintmax_t{16} << 20) + 1);
  fs::create_directory(scratch.file("empty"));
  const std::string with_rules = "evaluate --rules '" + scratch.folder() + "/rules' ";
  fs::create_directory(scratch.file("rules"));
  for (const char* name : {"vocabulary.json", "order.json"}) fs::rename(scratch.file(name), scratch.file("rules") + "/" + name);
  const Text vocabulary{"vocabulary.json", kHarbour};
  const Text order{"order.json", regime_text("[]")};

  std::vector<Made> all;
  // ---- files and folders ----
  all.push_back(reading_file(Fault::cannot_open, scratch.file("absent.json"), ": error: cannot be opened: No such file or directory\n"));
  all.push_back(made(Fault::cannot_open, load_rules_folder(scratch.file("absent")).diagnostics, scratch.file("absent") + ": error: cannot be opened: No such file or directory\n"));
  all.push_back(reading_file(Fault::is_a_folder, scratch.folder(), ": error: is a folder, not a file\n"));
  all.push_back(reading_file(Fault::too_large, scratch.file("large.json"), ": error: has more than 16777216 bytes\n"));
  all.push_back(made(Fault::too_large, faults_of_case({"case.json", std::string((std::size_t{16} << 20) + 1, ' ')}), "case.json: error: has more than 16777216 bytes\n"));
#ifdef __linux__
  // The first page of a process is never mapped, so its memory opens and then cannot be read.
  all.push_back(reading_file(Fault::read_failed, "/proc/self/mem", ": error: reading failed midway: Input/output error\n"));
#endif
  // ---- several rule files ----
  all.push_back(rules(Fault::no_rules, {}, "error: no vocabulary among the rule files\n  help: one file must name the schema crossing.vocabulary/1\n"));
  all.push_back(made(Fault::no_rules, load_rules_folder(scratch.file("empty")).diagnostics,
                     "error: no vocabulary among the rule files\n  help: one file must name the schema crossing.vocabulary/1\n"));
  all.push_back(rules(Fault::no_rules, {vocabulary}, "error: no regime among the rule files\n  help: one file must name the schema crossing.regime/1\n"));
  all.push_back(rules(Fault::repeated_id, {vocabulary, {"other.json", kHarbour}, order},
                      "other.json#/schema: error: schema `crossing.vocabulary/1` is already used\n  help: the vocabulary is already given by vocabulary.json\n"));
  all.push_back(rules(Fault::repeated_id, {vocabulary, order, {"again/order.json", order.bytes}}, "again/order.json#/id: error: regime `order` is already used\n"));
  all.push_back(rules(Fault::missing_key, {{"vocabulary.json", "{}"}, {"order.json", "{}"}},
                      "vocabulary.json: error: key `schema` is missing\n  help: a rule file names crossing.vocabulary/1 or crossing.regime/1\n"
                      "order.json: error: key `schema` is missing\n  help: a rule file names crossing.vocabulary/1 or crossing.regime/1\n"));
  all.push_back(rules(Fault::bad_syntax, {vocabulary, {"order.json", "{\"schema\": \"crossing.regime/1\""}}, "order.json:1:31: error: not valid JSON: unexpected end of input; expected ',' or '}'\n"));
  // A vocabulary without roles leaves nothing to name a place or a step by.
  std::string bare = kHarbour;
  const auto role = bare.find("  \"roles\""), next = bare.find('\n', role);
  bare.erase(role, next - role);
  std::string placed = regime_text(R"([{"id": "1", "cite": "c", "modality": "must", "paraphrase": "p", "steps": [{"do": "hail", "step": "hailed"}]}])");
  placed.replace(placed.find("\"everywhere\""), 12, R"(["south"])");
  all.push_back(rules(Fault::unknown_word, {{"vocabulary.json", bare}, {"order.json", placed}},
                      "order.json#/reach: error: unknown reach `a list`\n  help: the vocabulary names no fact in the role place: write \"everywhere\"\n"
                      "order.json#/clauses/0/steps/0/step: error: unknown step `hailed`\n  help: the vocabulary names no fact in the role steps\n"));
  // A link to nowhere, and one that only leads round.
  fs::create_directory(scratch.file("links"));
  fs::create_symlink("nowhere", scratch.file("links") + "/dangling.json");
  fs::create_symlink("round.json", scratch.file("links") + "/round.json");
  all.push_back(made(Fault::cannot_open, load_rules_folder(scratch.file("links")).diagnostics,
                     scratch.file("links") + "/dangling.json: error: cannot be opened: No such file or directory\n" + scratch.file("links") +
                         "/round.json: error: cannot be opened: Too many levels of symbolic links\n"));
  // ---- what lies beside the rules ----
  const auto beside = [](Fault fault, const std::vector<Text>& texts, const std::string& expected) { return made(fault, load_dossier(two_regimes(), texts).diagnostics, expected); };
  const Text references{"references.json", R"({"schema": "crossing.references/1", "instruments": []})"};
  all.push_back(beside(Fault::repeated_id, {references, vocabulary, {"again.json", references.bytes}},
                       "again.json#/schema: error: schema `crossing.references/1` is already used\n  help: it is already that of references.json\n"));
  all.push_back(beside(Fault::missing_key, {{"figures.json", "{}"}},
                       "figures.json: error: key `schema` is missing\n  help: a file beside the rules names crossing.references/1, crossing.figures/1 or crossing.tensions/1\n"));
  all.push_back(beside(Fault::bad_syntax, {{"figures.json", "{"}}, "figures.json:1:2: error: not valid JSON: unexpected end of input; expected string literal\n"));
  const auto not_shown = [](const std::string& showing, const std::string& why) {
    return made(Fault::not_shown, faults_of_showings(showing, case_of("{\"lamp\": false, \"agrees\": false}"), true),
                "tensions.json#/tensions/0/shown_by/0: error: case `dark` does not show tension `in-and-out`: " + why + "\n");
  };
  all.push_back(not_shown(R"({"case": "dark", "question": "entry", "how": "conflict", "at": ["order/1", "order/2"]})", "`order/1` is on no side of a conflict on `entry`"));
  all.push_back(not_shown(R"({"case": "dark", "question": "entry", "how": "contested", "at": ["order/2"]})", "`order/2` is in no outcome of a contested finding on `entry`"));
  all.push_back(not_shown(R"({"case": "dark", "question": "entry", "how": "effects", "at": ["order/1", "order/2"]})", "`order/2` takes part in no finding on `entry`"));
  all.push_back(not_shown(R"({"case": "dark", "how": "effects", "at": ["order/1", "rule/2"]})", "`rule/2` takes part in no finding on any question"));
  all.push_back(not_shown(R"({"case": "dark", "question": "entry", "how": "effects", "at": ["order/1", "rule/1"]})", "all that is ordered has the effect `out`"));
  all.push_back(not_shown(R"({"case": "dark", "question": "entry", "how": "effects", "at": ["order/1", "rule"]})", "`rule` is not silent on `entry`"));
  all.push_back(not_shown(R"({"case": "dark", "question": "help", "how": "effects", "at": ["order", "rule"]})", "nothing is ordered"));
  all.push_back(not_shown(R"({"case": "dark", "question": "fee", "how": "effects", "at": ["order", "rule"]})", "`fee` is not put"));
  const std::string other_case = R"({"case": "drak", "question": "entry", "how": "effects", "at": ["order/1", "rule/1"]})";
  all.push_back(made(Fault::unknown_case, faults_of_showings(other_case, case_of("{}"), true),
                     "tensions.json#/tensions/0/shown_by/0: error: there is no file and no shipped case `drak`\n  help: did you mean `dark`? known: dark\n"));
  CHECK(faults_of_showings(other_case, case_of("{}"), false).empty());
  // ---- the command line ----
  all.push_back(setting(Fault::bad_assignment, "lamp", ": error: `lamp` is not of the form FACT=VALUE\n"));
  all.push_back(setting(Fault::bad_assignment, "=true", ": error: `=true` is not of the form FACT=VALUE\n"));
  all.push_back(setting(Fault::unknown_fact, "crews=3", ": error: unknown fact `crews`\n  help: did you mean `crew`?\n"));
  all.push_back(setting(Fault::wrong_type, "lamp=maybe", ": error: expected true or false, got the string `maybe`\n"));
  all.push_back(setting(Fault::bad_number, "crew=many", ": error: `many` is not a whole number\n  help: write a whole number from 0 to 99\n"));
  all.push_back(setting(Fault::bad_number, "crew=3.9", ": error: `3.9` is not a whole number\n  help: write a whole number from 0 to 99\n"));
  all.push_back(setting(Fault::bad_number, "crew=", ": error: `` is not a whole number\n  help: write a whole number from 0 to 99\n"));
  all.push_back(setting(Fault::out_of_range, "crew=-1", ": error: `-1` is outside 0 to 99\n"));
  all.push_back(setting(Fault::out_of_range, "crew=100", ": error: `100` is outside 0 to 99\n"));
  all.push_back(setting(Fault::out_of_range, "crew=18446744073709551616", ": error: `18446744073709551616` is outside 0 to 99\n"));
  all.push_back(setting(Fault::bad_date, "day=1930-02-30",
                        ": error: `1930-02-30` is not a date\n"
                        "  help: write a day, month or year that exists, or two of them as a/b: 1961-05-09, 1961-05, 1961, 1961-05/1961-08\n"));
  all.push_back(setting(Fault::unknown_value, "flag=blu", ": error: unknown value `blu` for `flag`\n  help: did you mean `blue`? known: red, blue, white\n"));
  all.push_back(setting(Fault::unknown_value, "done=hailed,swept", ": error: unknown value `swept` for `done`\n  help: known: hailed, boarded\n"));
  all.push_back(setting(Fault::derived_stated, "month=5", ": error: `month` follows from other facts and cannot be stated\n"));
  all.push_back(command(Fault::unknown_case, scratch, "evaluate qqqqqq", "error: there is no file and no shipped case `qqqqqq`\n"));
  all.push_back(command(Fault::nothing_given, scratch, with_rules,
                        "error: no case is given\n  help: name a case file, a shipped case's id (see: crossing cases list), - for standard input, or --set FACT=VALUE\n"));
  all.push_back(command(Fault::unknown_regime, scratch, with_rules + "--set lamp=true --regime ordre --regime law",
                        "--regimes: error: unknown regime `ordre`\n  help: did you mean `order`? known: order\n"
                        "--regimes: error: unknown regime `law`\n  help: known: order\n"));
  all.push_back(command(Fault::unknown_option, scratch, with_rules + "--set lamp=true --reading night --reading order.nigth=dusk --reading order.night=noon",
                        "--reading night: error: `night` is not of the form REGIME.NAME=OPTION\n  help: OPTION can be `open`\n"
                        "--reading order.nigth=dusk: error: unknown reading `nigth`\n  help: did you mean `night`? known: night\n"
                        "--reading order.night=noon: error: unknown option `noon` of reading `night`\n  help: known: clock, dusk, open\n"));
  // ---- records of a batch ----
  const std::string batch = "batch --rules '" + scratch.folder() + "/rules' ";
  scratch.write("in.jsonl", R"({"facts": {"lamp": true}})");
  scratch.write("empty.csv", "\n");
  scratch.write("quotes.csv", "id,lamp\na,\"true\n");
  scratch.write("cells.csv", "id,lamp\na,true\nb\n");
  const std::string csv = scratch.file("empty.csv"), quotes = scratch.file("quotes.csv"), cells = scratch.file("cells.csv"), out = scratch.file("out.jsonl");
  all.push_back(command(Fault::no_header, scratch, batch + "'" + csv + "'", csv + ":1: error: the first line must name the columns\n  help: id and facts, separated by commas\n"));
  all.push_back(command(Fault::bad_cell, scratch, batch + "'" + quotes + "'",
                        quotes + ":2: error: the quotes of cell 2 do not fit\n  help: a cell with quotes stands in quotes, and each quote in it is doubled\n1 of 1 records refused\n"));
  all.push_back(command(Fault::wrong_cells, scratch, batch + "'" + cells + "'", cells + ":3: error: expected 2 cells, got 1\n1 of 2 records refused\n"));
  scratch.write("out.jsonl.part", "");
  scratch.write("out.jsonl.part.state", R"({"schema": "crossing.checkpoint/1", "files": {}, "offset": 0, "line": 1, "output": 0, "rejects": 0, "summary": {"schema": "crossing.summary/1", "asked": {"engine": "0"}, "answered": 0, "refused": 0, "regimes": {}}})");
  const std::string into = batch + "'" + scratch.file("in.jsonl") + "' -o '" + out + "' ";
  all.push_back(command(Fault::unfinished_output, scratch, into,
                        out + ".part: error: is left of a run that was cut off\n  help: --resume goes on with it; delete it and " + out + ".part.state to begin anew\n"));
  all.push_back(command(Fault::other_run, scratch, into + "--resume",
                        out + ".part: error: was begun with other engine\n  help: ask for the same again, or delete it and " + out + ".part.state to begin anew\n"));
  all.push_back(command(Fault::contradiction, scratch, with_rules + "--set pumps=true --set damage=none",
                        "error: these facts cannot all be true: `damage` none, `pumps` true\n  help: drop or change one of them\n"));
  return all;
}

TEST_CASE("every fixture is complained about in exactly the words beside it") {
  const char* update = std::getenv("CROSSING_UPDATE_GOLDEN");
  for (const auto& fixture : fixtures(".json")) {
    const std::string said = text_of(faults_of(fixture));
    const fs::path golden = fs::path{fixture}.replace_extension(".txt");
    if (update != nullptr && std::string{update} == "1") {
      std::ofstream{golden, std::ios::binary} << said;
      continue;
    }
    INFO(fixture.filename().string());
    REQUIRE(fs::exists(golden));
    CHECK(said == read(golden.string()));
  }
}

TEST_CASE("every expected text belongs to a fixture") {
  for (const auto& golden : fixtures(".txt")) {
    INFO(golden.filename().string());
    CHECK(fs::exists(fs::path{golden}.replace_extension(".json")));
  }
}

TEST_CASE("what files, folders and the command line get wrong is said in exactly these words") {
  for (const auto& one : all_made()) CHECK(one.said == one.expected);
}

TEST_CASE("every kind of fault has been brought about") {
  std::set<Fault> seen;
  for (const auto& fixture : fixtures(".json"))
    for (const auto& diagnostic : faults_of(fixture)) seen.insert(diagnostic.fault);
  for (const auto& one : all_made()) seen.insert(one.fault);
  std::string missed;
  for (const Fault fault : all_faults())
    if (!seen.contains(fault)) missed += std::string{fault_name(fault)} + "\n";
  CHECK(missed == "");
}

TEST_CASE("every kind of fault has a name of its own") {
  std::set<std::string_view> names;
  for (const Fault fault : all_faults()) names.insert(fault_name(fault));
  CHECK(names.size() == all_faults().size());
}

}  // namespace
}  // namespace crossing::tests

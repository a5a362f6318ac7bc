// Records of a batch: the quick way of reading them against the reader of cases, and the input cut into pieces of every size.
#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <random>

#include "load/case_reader.hpp"
#include "load/months.hpp"
#include "load/records.hpp"
#include "load/stream.hpp"
#include "maker.hpp"

namespace crossing::tests {
namespace {

namespace fs = std::filesystem;
using load::RecordFormat;

RuleBook harbour() {
  auto book = harbour_book("[]", kTwo);
  REQUIRE(book);
  return std::move(*book.value);
}

/// What reading a record came to.
struct Read {
  bool good = false;
  Record record{};
  Diagnostics faults{};
};

/// Reads the text, which must be one record, and the only one.
Read read_record(load::Records& records, std::string text, std::uint64_t line = 7) {
  const std::size_t size = text.size();
  text.append(load::Records::kPadding, '\0');
  load::Unread left{std::string_view{text}.substr(0, size), line};
  Read read;
  const auto taken = records.next(left, read.record, read.faults);
  REQUIRE(taken);
  CHECK(taken->bytes == std::string_view{text}.substr(0, size));
  CHECK(taken->line == line);
  CHECK(left.empty());
  CHECK(taken->good == read.faults.empty());
  read.good = taken->good;
  return read;
}

// ---- JSON lines ----

TEST_CASE("a plain line says what the same case says in a file") {
  const auto book = harbour();
  load::Records records{book, RecordFormat::jsonl, "in"};
  for (const char* text :
       {R"({"id":"a-1","facts":{"lamp":true,"flag":"blue","crew":12,"hour":"17:00","day":"1930-05/1931"}})", R"({"facts":{},"id":"b"})", R"({"facts":{}})",
        R"( {	"facts" : { "lamp" : "unknown" , "crew":0 } , "id" : "c" } )", R"({"facts":{"zone":"ship","berth":"south","damage":"holed","pumps":false}})",
        R"({"id":"d","title":"A title","facts":{"done":["hailed"],"lamp":false},"readings":{"order.night":"dusk"}})", R"({"facts":{"f\u006cag":"red","crew":3}})",
        R"({"facts":{"crew":99,"flag":"white","lamp":true}})", R"({"facts":{"lamp":true,"flag":"red"}})", R"({"facts":{"lamp":"unknown","flag":"red","pumps":true}})",
        R"({"facts":{"lamp":false ,"flag":"unknown" , "pumps":"unknown"}})", R"({"facts": {"lamp": true, "flag": "red", "day": "1930-05-09", "pumps": false}})"}) {
    INFO(text);
    const auto read = read_record(records, text);
    REQUIRE(read.good);
    CHECK(read.faults.empty());
    const auto cases = load_cases(book, {"in", text});
    REQUIRE(cases);
    CHECK(read.record.id == cases.value->front().id);
    CHECK(read.record.facts == cases.value->front().facts);
    if (read.record.whole) CHECK(read.record.whole->readings == cases.value->front().readings);
  }
  // A flag, a day, a time, a count or a word that is almost one.
  for (const std::string value : {"tru", "true1", "truf", "fals", "falsey", "\"unknow", "\"unknown", "\"unknownx", "\"unknown \"", "\"true\"", "nul", "1", "\"1930-05-0\"", "\"1930-05-091\"", "\"1930-05-09x", "\"1930-05-09}", "\"1930-02-30\"", "\"1800-01-01\"", "\"17:00", "\"17:0\"", "\"17:60\"", "\"24:00\"", "\"17:000\"", "\"17:00x", "-1", "01", "1x", "1.5", "1e0", "100", "\"1\"", "\"re\"", "\"redd\"", "\"red", "red"}) {
    INFO(value);
    for (const std::string fact : {"lamp", "day", "hour", "crew", "flag"}) {
      if (fact == "crew" && value == "1") continue;
      for (const std::string rest : {"}}", ",\"zone\":\"ship\"}}", " ,\"zone\":\"ship\"}}"}) CHECK_FALSE(read_record(records, R"({"facts":{")" + fact + "\":" + value + rest).good);
    }
  }
  for (const char* text : {R"({"facts":{"flag":"red",xlamp":true}})", R"({"facts":{"lamp":true,xflag":"red"}})", R"({"facts":{"lamp":true,"lamp":true}})", R"({"facts":{"flag":"red","lamp":true,"flag":"red"}})"}) {
    INFO(text);
    CHECK_FALSE(read_record(records, text).good);
  }
  // Only what says more than an id and facts is kept whole.
  CHECK_FALSE(read_record(records, R"({"id":"a","facts":{"lamp":true}})").record.whole);
  REQUIRE(read_record(records, R"({"facts":{},"readings":{"order.night":"dusk"}})").record.whole);
}

TEST_CASE("whatever a line holds, it is read or refused as the reader of cases does, in the same words") {
  const auto book = harbour();
  load::Records records{book, RecordFormat::jsonl, "in"};
  std::mt19937 random{17};
  Maker maker{17};
  int good = 0, bad = 0;
  const std::string bits = "{}[]\":,\\ \t0123456789-.etrufalsn~/\x01\xC3\xA9_";
  for (int round = 0; round < 6000; ++round) {
    const std::string facts = maker.facts();
    std::string text = round % 2 == 0 ? R"({"id":"case-)" + std::to_string(round) + R"(","facts":)" + facts + "}" : R"({"facts":)" + facts + R"(, "id": "x"})";
    for (int change = round % 5; change > 0; --change) {
      const std::size_t at = random() % text.size();
      const char c = bits[random() % bits.size()];
      switch (random() % 4) {
        case 0: text[at] = c; break;
        case 1: text.insert(at, 1, c); break;
        case 2: text.erase(at, 1 + random() % 3); break;
        default: text.insert(at, text.substr(random() % text.size(), random() % 9)); break;
      }
      if (text.empty()) text = "{";
    }
    INFO(text);
    const auto read = read_record(records, text);
    auto cases = load_cases(book, {"in", text});
    for (auto& diagnostic : cases.diagnostics) diagnostic.where.line = 7;
    if (cases && cases.value->size() != 1) continue;  // a list of cases is no record
    REQUIRE(read.good == cases.value.has_value());
    REQUIRE(read.faults == cases.diagnostics);
    if (read.good) {
      REQUIRE(read.record.facts == cases.value->front().facts);
      REQUIRE(read.record.id == cases.value->front().id);
    }
    (read.good ? good : bad) += 1;
  }
  CHECK(good > 1000);
  CHECK(bad > 1000);
}

TEST_CASE("records that follow each other are taken off one by one, with their lines") {
  const auto book = harbour();
  const std::string good = R"({"id":"a","facts":{"lamp":true}})", with_space = R"({"id":"b", "facts":{"flag":"red"} })", bad = R"({"id":"c","facts":{"lamp":3}})";
  const std::string title = R"({"id":"d","title":"t","facts":{}})", large = R"({"id":"e","facts":{)" + std::string(load::kMaxRecord, ' ') + "}}";
  const std::string mark{load::kByteOrderMark};
  const auto taken = [&](RecordFormat format, std::string text, std::optional<std::uint64_t> too_long = {}) {
    load::Records records{book, format, "in"};
    Diagnostics faults;
    if (format == RecordFormat::csv) REQUIRE(records.header("id,lamp", faults));
    const std::size_t size = text.size();
    text.append(load::Records::kPadding, '\0');
    load::Unread left{std::string_view{text}.substr(0, size), 3, too_long};
    std::string all;
    Record record;
    while (const auto one = records.next(left, record, faults)) all += fmt::format("{}{} {}\n", one->line, one->good ? "" : "!", one->good ? record.id + " " + std::to_string(one->bytes.size()) : std::to_string(one->bytes.size()));
    CHECK(left.empty());
    for (const auto& fault : faults) all += fmt::format("{} {}\n", fault.where.line, fault_name(fault.fault));
    return all;
  };
  using enum RecordFormat;
  CHECK(taken(jsonl, "") == "");
  CHECK(taken(jsonl, good) == "3 a 32\n");
  CHECK(taken(jsonl, good + "\n" + with_space + "\r\n" + title + "\r\r\n" + good + "\r") == "3 a 33\n4 b 37\n5 d 36\n6 a 33\n");
  CHECK(taken(jsonl, "\n \t\r\n" + mark + "\n" + mark + good + "\n\n" + bad + "\n" + good + good + "\n" + good) == "6 a 36\n8! 30\n9! 65\n10 a 32\n8 wrong-type\n9 bad-syntax\n");
  // A case that a line end breaks in two is none, wherever it stands.
  for (std::size_t at = 1; at < good.size(); ++at) CHECK(taken(jsonl, good.substr(0, at) + "\n" + good.substr(at)).starts_with("3! "));
  CHECK(taken(jsonl, large + "\n" + good) == "3! 0\n4 a 32\n3 too-large\n");
  CHECK(taken(jsonl, good, 2) == "3! 0\n5 a 32\n3 too-large\n");
  CHECK(taken(jsonl, "", 0) == "3! 0\n3 too-large\n");
  CHECK(taken(csv, "\n\ra,yes\r\n\r\n\"b\",\"no\"\nc,\"tr\nue\"\nd,\n") == "4! 8\n6 b 9\n7! 10\n9 d 3\n4 bad-id\n7 wrong-type\n");
  CHECK(taken(csv, "a," + std::string(load::kMaxRecord, 'x') + "\nb,yes") == "3! 0\n4 b 5\n3 too-large\n");
}

TEST_CASE("a count or a date outside its range is refused") {
  const auto book = load_rules({{"vocabulary.json", R"({"schema": "crossing.vocabulary/1", "title": "t", "facts": {
    "masts": {"type": "count", "kind": "nature", "label": "l", "question": "q", "description": "d", "range": [2, 4]},
    "keel_laid": {"type": "date", "kind": "date", "label": "l", "question": "q", "description": "d", "range": ["1930-02-01", "1930-03-31"]}},
    "effects": {"in": "in"}, "questions": {"entry": {"kind": "exclusive", "label": "l", "asks": "a"}}, "treatments": {"let_in": {"questions": ["entry"], "effect": "in", "label": "l"}}})"},
                                {"order.json", regime_text("[]")}});
  INFO(text_of(book.diagnostics));
  REQUIRE(book);
  load::Records records{*book.value, RecordFormat::jsonl, "in"};
  for (const std::string rest : {"}}", R"(,"keel_laid":"unknown"}})"}) {
    for (const char* value : {"2", "3", "4"}) CHECK(read_record(records, R"({"facts":{"masts":)" + (value + rest)).good);
    for (const char* value : {"0", "1", "5", "9", "/", ":", ";"}) CHECK_FALSE(read_record(records, R"({"facts":{"masts":)" + (value + rest)).good);
  }
  for (const std::string rest : {"}}", R"(,"masts":"unknown"}})"}) {
    for (const char* value : {"1930-02-01", "1930-03-31"}) CHECK(read_record(records, R"({"facts":{"keel_laid":")" + (value + ("\"" + rest))).good);
    for (const char* value : {"1930-01-31", "1930-04-01"}) CHECK_FALSE(read_record(records, R"({"facts":{"keel_laid":")" + (value + ("\"" + rest))).good);
  }
}

TEST_CASE("days of months that were met before, or crowded out by others, are those that are read anew") {
  load::Months months;
  for (int year = 1900; year <= 2000; ++year) {  // more months than there is room for
    for (int month = 0; month <= 13; ++month) {
      for (int day = 0; day <= 39; ++day) {
        const auto text = fmt::format("{:04}-{:02}-{:02}", year, month, day);
        if (months.day(text.data()) != read_day(text)) FAIL(text);
      }
    }
  }
  for (std::size_t at = 0; at < 10; ++at) {
    for (int c = 0; c < 256; ++c) {
      std::string text = "1111-11-11";
      text[at] = static_cast<char>(c);
      for (const int again : {1, 2})
        if (months.day(text.data()) != read_day(text)) FAIL(text << " at " << at << ", asked " << again);
    }
  }
}

TEST_CASE("a vocabulary of many facts, long names and values is read the same") {
  std::string facts;
  for (int i = 0; i < 600; ++i)
    facts += fmt::format(R"({}"{}_{}": {{"type": "enum", "kind": "nature", "label": "l", "question": "q", "description": "d", "values": {{"{}": "v", "short": "s"}}}})", i == 0 ? "" : ", ",
                         i % 7 == 0 ? "a_name_that_is_far_longer_than_thirty_two_bytes" : "f", i, i % 5 == 0 ? "a_value_that_is_far_longer_than_thirty_two_bytes" : "v");
  auto regime = regime_text("[]");
  const auto book = load_rules({{"vocabulary.json", R"({"schema": "crossing.vocabulary/1", "title": "t", "facts": {)" + facts + R"(}, "effects": {"in": "in"},
    "questions": {"entry": {"kind": "exclusive", "label": "l", "asks": "a"}}, "treatments": {"let_in": {"questions": ["entry"], "effect": "in", "label": "l"}}})"}, {"order.json", regime}});
  INFO(text_of(book.diagnostics));
  REQUIRE(book);
  load::Records records{*book.value, RecordFormat::jsonl, "in"};
  std::mt19937 random{3};
  for (int round = 0; round < 100; ++round) {
    std::string text = R"({"facts":{)";
    for (int i = 0, said = 0; i < 600; ++i) {
      if (random() % 100 > 3) continue;
      const auto& fact = book.value->vocabulary.facts[static_cast<std::size_t>(i)];
      text += fmt::format(R"({}"{}":"{}")", said++ == 0 ? "" : ",", fact.name, fact.values[random() % 2].name);
    }
    text += "}}";
    INFO(text);
    const auto read = read_record(records, text);
    REQUIRE(read.good);
    REQUIRE(read.record.facts == load_cases(*book.value, {"in", text}).value->front().facts);
  }
}

// ---- comma-separated values ----

TEST_CASE("a cell says what --set says of the fact of its column") {
  const auto book = harbour();
  const std::vector<std::pair<std::string, std::vector<std::string>>> columns{
      {"lamp", {"true", "false", "yes", "no", "unknown", "maybe", "1", ""}},
      {"flag", {"red", "white", "unknown", "blu", "", "Red"}},
      {"crew", {"0", "99", "100", "-1", "007", "3.5", "many", "unknown", "18446744073709551616"}},
      {"hour", {"00:00", "23:59", "24:00", "9:00", "unknown"}},
      {"day", {"1930", "1930-02", "1930-02-30", "1930-05-09/1930-06", "1931/1930", "1899", "unknown"}},
      {"done", {"hailed", "boarded,hailed", "swept", "unknown"}},
  };
  for (const auto& [name, cells] : columns) {
    for (const auto& cell : cells) {
      load::Records records{book, RecordFormat::csv, "in"};
      Diagnostics faults, told;
      REQUIRE(records.header("id," + name, faults));
      INFO(name << " " << cell);
      const auto read = read_record(records, "a-1," + (cell.find(',') == std::string::npos ? cell : "\"" + cell + "\""));
      CHECK(read.record.id == "a-1");
      Case the_case = load::empty_case(book, "a-1");
      if (!cell.empty()) load::assign(book, name + "=" + cell, the_case, told);  // an empty cell says nothing
      CHECK(read.good == told.empty());
      CHECK(read.record.facts == the_case.facts);
      REQUIRE(read.faults.size() == told.size());
      for (std::size_t i = 0; i < told.size(); ++i) {
        CHECK(read.faults[i].message == told[i].message);
        CHECK(read.faults[i].help == told[i].help);
        CHECK(read.faults[i].where == Location{"in", "/" + name, 7, 0});
      }
    }
  }
}

TEST_CASE("cells stand in quotes where they must, and a record has as many as the first line") {
  const auto book = harbour();
  const auto said = [&](const std::string& header, const std::string& row) {
    load::Records records{book, RecordFormat::csv, "in"};
    Diagnostics faults;
    if (!records.header(header, faults)) return text_of(faults);
    const auto read = read_record(records, row, 2);
    return read.good ? fmt::format("{} {}", read.record.id, std::count_if(read.record.facts.begin(), read.record.facts.end(), [](const Statement& s) { return s.kind != Statement::Kind::absent; }))
                     : text_of(read.faults);
  };
  CHECK(said("lamp,id,crew", "true,a,3") == "a 2");
  CHECK(said("\"lamp\",\"id\"", "\"true\",\"a\"") == "a 1");
  CHECK(said("id,lamp", ",") == " 0");
  CHECK(said("id,lamp", "a") == "in:2: error: expected 2 cells, got 1\n");
  CHECK(said("id,lamp", "a,true,3") == "in:2: error: expected 2 cells, got 3\n");
  CHECK(said("id,lamp", "A b,true") == "in:2: error: `A b` is not an id\n  help: use lower-case letters, digits and hyphens\n");
  const std::string quotes = "the quotes of cell 2 do not fit\n  help: a cell with quotes stands in quotes, and each quote in it is doubled\n";
  for (const char* row : {"a,tr\"ue", "a,\"true", "a,\"true\"x", "a,\"tr\"ue\""}) CHECK(said("id,lamp", row) == "in:2: error: " + quotes);
  CHECK(said("id,la\"mp", "") == "in:1: error: " + quotes);
  CHECK(said("id,lampe,month,lamp,lamp,id", "") ==
        "in:1: error: unknown fact `lampe`\n  help: did you mean `lamp`?\n"
        "in:1: error: `month` follows from other facts and cannot be stated\n"
        "in:1: error: key `lamp` is given twice\nin:1: error: key `id` is given twice\n");
  CHECK(said("id,flag", "a,\"b\"\"l\"") == "in:2#/flag: error: unknown value `b\"l` for `flag`\n  help: known: red, blue, white\n");
}

// ---- the input in pieces ----

/// A file that goes away with its test.
class File {
 public:
  explicit File(const std::string& bytes) : path_((fs::temp_directory_path() / ("crossing-records-" + std::to_string(::getpid()))).string()) { std::ofstream{path_, std::ios::binary} << bytes; }
  ~File() { fs::remove(path_); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

/// Each record of the file with its line, as pieces of this size give them; a record that is too long as "(too long)".
std::vector<std::string> records_of(const std::string& path, RecordFormat format, std::size_t size, std::uint64_t offset = 0) {
  load::Stream stream;
  Diagnostics faults;
  REQUIRE(stream.open(path, format, size, faults));
  if (offset > 0) REQUIRE(stream.skip(offset, faults));
  std::vector<std::string> all;
  std::uint64_t end = offset, line = 1;
  for (load::Chunk chunk; stream.next(chunk, faults);) {
    CHECK(chunk.end > end);
    const auto& [bytes, first, too_long] = chunk.left;
    CHECK(first == 1);
    CHECK(std::string_view{bytes.end(), load::Records::kPadding} == std::string(load::Records::kPadding, '\0'));
    CHECK(bytes.empty() == too_long.has_value());
    if (too_long) {
      all.push_back(std::to_string(line) + " (too long)");
      line += *too_long;
    }
    for (std::string_view left = bytes; !left.empty();) {
      const auto cut = load::cut_record(left, format);
      all.push_back(fmt::format("{} {}", line, left.substr(0, cut.end)));
      line += cut.lines;
      left.remove_prefix(cut.next);
    }
    end = chunk.end;
  }
  CHECK(faults.empty());
  return all;
}

TEST_CASE("pieces of every size give the same records, with the lines on which they begin") {
  const File lines{"{\"a\": 1}\r\n\n{\"bc\": \"x\"}\n   \n{\"d\": 2}"};
  const std::vector<std::string> whole{"1 {\"a\": 1}", "2 ", "3 {\"bc\": \"x\"}", "4    ", "5 {\"d\": 2}"};
  for (std::size_t size = 1; size < 60; ++size) CHECK(records_of(lines.path(), RecordFormat::jsonl, size) == whole);
  CHECK(records_of(lines.path(), RecordFormat::jsonl, 5, 11) == std::vector<std::string>{"1 {\"bc\": \"x\"}", "2    ", "3 {\"d\": 2}"});
}

TEST_CASE("wherever a long input is cut, it gives the same records") {
  std::string lines, rows;
  std::vector<std::string> wanted_lines, wanted_rows;
  const auto add = [](std::string& text, std::vector<std::string>& wanted, const std::string& record) {
    wanted.push_back(fmt::format("{} {}", 1 + std::count(text.begin(), text.end(), '\n'), record));
    text += record + (wanted.size() % 3 == 0 ? "\r\n" : "\n");
  };
  for (std::size_t i = 0; i < 2000; ++i) {
    add(lines, wanted_lines, "\"" + std::string(i % 37, 'x'));
    add(rows, wanted_rows, i % 5 == 0 ? "a,\"" + std::string(i % 37, '\n') + "\",\"\"\"\n\"" : std::string(i % 41, 'y') + ",z\"z");
  }
  for (const std::size_t size : {std::size_t{1}, std::size_t{4999}, std::size_t{20000}, std::size_t{1} << 20}) {
    INFO(size);
    CHECK((records_of(File{lines}.path(), RecordFormat::jsonl, size) == wanted_lines));
    CHECK((records_of(File{rows}.path(), RecordFormat::csv, size) == wanted_rows));
  }
}

TEST_CASE("however short the lines are, none is lost") {
  const std::size_t count = 40000;
  const auto read = records_of(File{std::string(count, '\n') + "end"}.path(), RecordFormat::jsonl, std::size_t{1} << 20);
  CHECK(read.size() == count + 1);
  CHECK(read.back() == std::to_string(count + 1) + " end");
}

TEST_CASE("a line end between quotes belongs to the cell") {
  const File rows{"id,lamp\na,\"one\ntwo\"\nb,\"say \"\"no\"\"\n\"\r\nc,3\n"};
  for (std::size_t size = 1; size < 60; ++size)
    CHECK(records_of(rows.path(), RecordFormat::csv, size) == std::vector<std::string>{"1 id,lamp", "2 a,\"one\ntwo\"", "4 b,\"say \"\"no\"\"\n\"", "6 c,3"});
  load::Stream stream;
  Diagnostics faults;
  REQUIRE(stream.open(rows.path(), RecordFormat::csv, 4, faults));
  CHECK(stream.size() == fs::file_size(rows.path()));
  std::string first;
  REQUIRE(stream.take_first(first, faults));
  CHECK(first == "id,lamp\n");
  load::Chunk chunk;
  REQUIRE(stream.next(chunk, faults));
  CHECK(chunk.left.bytes.starts_with("a,\"one\ntwo\"\n"));
  const File open{"id,\"lamp"};  // quotes that never close
  load::Stream unclosed;
  REQUIRE(unclosed.open(open.path(), RecordFormat::csv, 4, faults));
  REQUIRE(unclosed.take_first(first, faults));
  CHECK(first == "id,\"lamp");
}

TEST_CASE("a record that is too long is passed over, and the next one read") {
  const std::string endless(load::kMaxRecord + 300000, 'x');
  for (const std::size_t size : {std::size_t{1000}, std::size_t{1} << 16, std::size_t{1} << 21}) {
    // A piece that is larger than the record holds it whole; whoever reads it looks at its size again.
    const bool whole = size > load::kMaxRecord;
    const File lines{"1\n" + endless + "\n3\n"};
    const auto read = records_of(lines.path(), RecordFormat::jsonl, size);
    REQUIRE(read.size() == 3);
    CHECK(read[0] == "1 1");
    CHECK((read[1] == "2 (too long)") == !whole);
    CHECK(read[2] == "3 3");
    const File rows{"1\n\"" + endless + "\nx\"\n4\n"};
    const auto cells = records_of(rows.path(), RecordFormat::csv, size);
    REQUIRE(cells.size() == 3);
    CHECK((cells[1] == "2 (too long)") == !whole);
    CHECK(cells[2] == "4 4");
    const File last{"1\n" + endless};
    CHECK(records_of(last.path(), RecordFormat::jsonl, size).size() == 2);
  }
}

TEST_CASE("an input that cannot be opened or read is complained about") {
  const auto said = [](const std::string& path) {
    load::Stream stream;
    Diagnostics faults;
    CHECK_FALSE(stream.open(path, RecordFormat::jsonl, 100, faults));
    return text_of(faults);
  };
  CHECK(said("/nowhere/at/all") == "/nowhere/at/all: error: cannot be opened: No such file or directory\n");
  CHECK(said("/") == "/: error: is a folder, not a file\n");
#ifdef __linux__
  CHECK(said("/proc/self/mem") == "/proc/self/mem: error: reading failed midway: Input/output error\n");
#endif
  const File empty{""};
  CHECK(records_of(empty.path(), RecordFormat::jsonl, 10).empty());
}

}  // namespace
}  // namespace crossing::tests

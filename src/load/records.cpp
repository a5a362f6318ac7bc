// Most lines are plain: an id, and facts by names and values that are known, each once, nothing escaped. Such a line is recognised as it
// stands, a name or a value at a time, which no parser of all of JSON can match; that shows where it ends, too. Whatever is not plainly that
// goes the way of case files, whose reader alone says no; so a case is the same case whichever way it was read.
#include "load/records.hpp"

#include <algorithm>
#include <tuple>

#include "load/case_reader.hpp"
#include "load/fields.hpp"

namespace crossing::load {
namespace {

static_assert(Records::kPadding > Fields::kReadable);

/// A place in bytes that end before `end`; what is there can be read a little beyond it, and is no part of JSON. No text that is looked for
/// has a line end in it, so what is found is all in one line.
struct Scan {
  const char* at;
  const char* end;

  void pass_space() {
    if (static_cast<unsigned char>(*at) > ' ') return;  // mostly there is none
    while (*at == ' ' || *at == '\t') ++at;
  }
  bool take(char wanted) {
    if (*at != wanted) pass_space();
    if (*at != wanted) return false;
    ++at;
    return true;
  }
  bool take(std::string_view wanted) {
    pass_space();
    if (static_cast<std::size_t>(end - at) < wanted.size() || std::memcmp(at, wanted.data(), wanted.size()) != 0) return false;
    at += wanted.size();
    return true;
  }
};

/// The fact that a field names, and where its value begins.
using Found = std::pair<const Field*, const char*>;

constexpr const char* kQuotesHelp = "a cell with quotes stands in quotes, and each quote in it is doubled";

/// One cell of a CSV record from `at` on, its quotes undone (then it stands in `room`); moves `at` past the comma. Empty if quotes stand where
/// they must not.
std::optional<std::string_view> next_cell(std::string_view record, std::size_t& at, std::string& room) {
  const std::size_t begin = at;
  if (begin == record.size() || record[begin] != '"') {
    for (; at < record.size() && record[at] != ','; ++at)
      if (record[at] == '"') return std::nullopt;
    return record.substr(begin, at++ - begin);
  }
  room.clear();
  for (++at;; ++at) {
    if (at >= record.size()) return std::nullopt;
    if (record[at] != '"') {
      room += record[at];
    } else if (at + 1 < record.size() && record[at + 1] == '"') {
      room += record[++at];
    } else {
      break;
    }
  }
  ++at;
  if (at < record.size() && record[at] != ',') return std::nullopt;
  ++at;
  return room;
}

/// Whether there is no record on the line: nothing, or for JSON nothing but space, or a mark before nothing.
bool is_blank(std::string_view line, RecordFormat format) {
  if (format == RecordFormat::csv) return line.empty();
  if (line.starts_with(kByteOrderMark)) line.remove_prefix(kByteOrderMark.size());
  return std::all_of(line.begin(), line.end(), [](char c) { return c == ' ' || c == '\t' || c == '\r'; });
}

}  // namespace

struct Records::State {
  const RuleBook* book;
  RecordFormat format;
  std::string input;
  Fields fields;
  std::vector<int> columns{};        // CSV: the fact of each column, or kId
  std::string room{};                // for a cell in quotes

  static constexpr int kId = -2;
  static constexpr int kAhead = 3;  // so many facts beyond the one that came next before

  Location place(std::uint64_t line, std::string pointer = {}) const { return {input, std::move(pointer), static_cast<std::int64_t>(line)}; }
  void clear(Record& out) const;
  std::size_t quick(std::string_view bytes, Record& out);
  bool quick_facts(Scan& scan, Record& out);
  Found find_key(Scan scan, const Field& last);
  bool slow(std::string_view text, std::uint64_t line, Record& out, Diagnostics& faults) const;
  bool cells(std::string_view text, std::uint64_t line, Record& out, Diagnostics& faults);
  void complain_of_size(std::uint64_t line, Diagnostics& faults) const;
};

void Records::State::clear(Record& out) const {
  out.id.clear();
  out.whole.reset();
  static_assert(std::is_trivially_copyable_v<Statement> && static_cast<int>(Statement::Kind::absent) == 0);
  out.facts.resize(book->vocabulary.facts.size());
  std::memset(static_cast<void*>(out.facts.data()), 0, out.facts.size() * sizeof(Statement));  // all absent, at one go
}

/// The fact that is named after a quotation mark, and where its value is; none if that is not plainly one.
Found Records::State::find_key(Scan scan, const Field& last) {
  if (const Field* other = fields.other(last); other != nullptr && other->key.begins(scan.at)) {
    fields.follow(last, *other);
    return {other, scan.at + other->key_size};
  }
  // Often facts are left out, so some of those that come later are looked for.
  const Field* next = last.next;
  for (int tries = 0; tries <= kAhead; ++tries, next = next->next)
    if (next->key.begins(scan.at)) return {next, scan.at + next->key_size};
  const auto* close = static_cast<const char*>(std::memchr(scan.at, '"', static_cast<std::size_t>(scan.end - scan.at)));
  next = close == nullptr ? nullptr : fields.find({scan.at, static_cast<std::size_t>(close - scan.at)});
  if (next == nullptr) return {};
  fields.follow(last, *next);
  scan.at = close + 1;
  return scan.take(':') ? Found{next, scan.at} : Found{};
}

bool Records::State::quick_facts(Scan& scan, Record& out) {
  if (!scan.take('{')) return false;
  if (scan.take('}')) return true;
  Statement* const facts = out.facts.data();
  const Field* field = &fields.none();
  if (field->next == nullptr) return false;
  if (!scan.take('"')) return false;
  for (const char* at = scan.at;;) {
    const Field* next = field->next;  // mostly it is the one that came next before
    if (next->key.begins(at)) {
      at += next->key_size;
    } else {
      std::tie(next, at) = find_key({at, scan.end}, *field);
      if (next == nullptr) return false;
    }
    field = next;
    Statement& statement = facts[field->fact];
    if (statement.kind != Statement::Kind::absent) return false;  // named twice
    if (const char* const to = fields.pass_flag(*field, at, statement)) {
      at = to;
      continue;
    }
    scan.at = at;
    scan.pass_space();
    const auto size = fields.take(*field, scan.at, scan.end, statement);
    if (size == 0) return false;
    scan.at += size;
    if (std::memcmp(scan.at, ",\"", 2) == 0) {  // mostly
      at = scan.at + 2;
      continue;
    }
    if (!scan.take(',')) return scan.take('}');
    if (!scan.take('"')) return false;
    at = scan.at;
  }
}

/// The size of the first record with its line end; 0 if it is not plainly a case.
std::size_t Records::State::quick(std::string_view bytes, Record& out) {
  clear(out);
  Scan scan{bytes.data(), bytes.data() + bytes.size()};
  bool has_facts = false, has_id = false;
  if (!scan.take('{')) return 0;
  do {
    if (!has_id && scan.take("\"id\"")) {
      if (!scan.take(':') || !scan.take('"')) return 0;
      const auto* close = static_cast<const char*>(std::memchr(scan.at, '"', static_cast<std::size_t>(scan.end - scan.at)));
      const std::string_view id{scan.at, close == nullptr ? 0 : static_cast<std::size_t>(close - scan.at)};
      has_id = is_id(id);
      if (!has_id) return 0;
      out.id = id;
      scan.at = close + 1;
    } else if (!has_facts && scan.take("\"facts\"")) {
      has_facts = scan.take(':') && quick_facts(scan, out);
      if (!has_facts) return 0;
    } else {
      return 0;
    }
  } while (scan.take(','));
  if (!has_facts || !scan.take('}')) return 0;
  scan.pass_space();
  while (*scan.at == '\r') ++scan.at;
  if (*scan.at == '\n') return static_cast<std::size_t>(scan.at + 1 - bytes.data());
  return scan.at == scan.end ? bytes.size() : 0;  // nothing may follow
}

bool Records::State::slow(std::string_view text, std::uint64_t line, Record& out, Diagnostics& faults) const {
  const auto before = faults.size();
  if (const auto tree = parse({input, std::string{text}}, faults)) out.whole = read_case(*book, {&*tree, input, ""}, faults);
  // What reads a case knows nothing of the lines before it.
  const auto number = static_cast<std::int64_t>(line);
  for (auto i = before; i < faults.size(); ++i) faults[i].where.line = number;
  if (faults.size() != before) return false;
  out.whole->where.line = number;
  out.id = out.whole->id;
  out.facts = out.whole->facts;
  return true;
}

bool Records::State::cells(std::string_view text, std::uint64_t line, Record& out, Diagnostics& faults) {
  clear(out);
  std::size_t at = 0, column = 0;
  const auto before = faults.size();
  std::optional<Case> whole;
  for (; at <= text.size(); ++column) {
    const auto cell = next_cell(text, at, room);
    if (!cell) {
      faults.push_back(complain(Fault::bad_cell, place(line), {std::to_string(column + 1)}, kQuotesHelp));
      return false;
    }
    if (column >= columns.size()) continue;
    const int fact = columns[column];
    if (fact == kId) {
      out.id = *cell;
      if (!cell->empty() && !is_id(*cell)) faults.push_back(complain(Fault::bad_id, place(line), {out.id}, kIdHelp));
    } else if (!cell->empty() && !fields.state_cell(fact, *cell, out.facts[static_cast<std::size_t>(fact)])) {
      if (!whole) whole = empty_case(*book, "");
      Diagnostics told;
      assign(*book, std::string{fields.name(fact)} + "=" + std::string{*cell}, *whole, told);
      for (auto& diagnostic : told) {
        diagnostic.where = place(line, child("", fields.name(fact)));
        faults.push_back(std::move(diagnostic));
      }
      out.facts[static_cast<std::size_t>(fact)] = whole->facts[static_cast<std::size_t>(fact)];
    }
  }
  if (column != columns.size()) faults.push_back(complain(Fault::wrong_cells, place(line), {std::to_string(columns.size()), std::to_string(column)}));
  return faults.size() == before;
}

void Records::State::complain_of_size(std::uint64_t line, Diagnostics& faults) const {
  faults.push_back(complain(Fault::too_large, place(line), {std::to_string(kMaxRecord)}, "it is passed over, and not kept with the rejected records"));
}

Records::Records(const RuleBook& book, RecordFormat format, std::string input)
    : state_(new State{.book = &book, .format = format, .input = std::move(input), .fields = Fields{book.vocabulary}}) {}
Records::~Records() = default;
Records::Records(Records&&) noexcept = default;

bool Records::header(std::string_view record, Diagnostics& faults) {
  const auto before = faults.size();
  const Location place = state_->place(1);
  if (record.empty()) {
    faults.push_back(complain(Fault::no_header, place, {}, "`id` and facts, in any order; see: crossing facts"));
    return false;
  }
  std::vector<std::string> known{"id"};
  for (const auto& fact : state_->book->vocabulary.facts)
    if (!fact.derived) known.push_back(fact.name);
  std::size_t at = 0;
  while (at <= record.size()) {
    const auto cell = next_cell(record, at, state_->room);
    if (!cell) {
      faults.push_back(complain(Fault::bad_cell, place, {std::to_string(state_->columns.size() + 1)}, kQuotesHelp));
      return false;
    }
    const std::string column{*cell};
    int fact = column == "id" ? State::kId : state_->book->vocabulary.find_fact(column);
    if (fact >= 0 && state_->book->vocabulary.facts[static_cast<std::size_t>(fact)].derived) {
      faults.push_back(complain(Fault::derived_stated, place, {column}));
    } else if (fact == -1) {
      faults.push_back(complain(Fault::unknown_fact, place, {column}, suggest(column, known)));
    } else if (std::find(state_->columns.begin(), state_->columns.end(), fact) != state_->columns.end()) {
      faults.push_back(complain(Fault::duplicate_key, place, {column}));
    }
    state_->columns.push_back(fact);
  }
  return faults.size() == before;
}

std::optional<Taken> Records::next(Unread& left, Record& out, Diagnostics& faults) {
  State& state = *state_;
  if (left.too_long) {
    state.complain_of_size(left.line, faults);
    const Taken taken{.line = left.line};
    left.line += *std::exchange(left.too_long, std::nullopt);
    return taken;
  }
  while (!left.bytes.empty()) {
    Taken taken{.line = left.line};
    const auto take_off = [&](std::size_t size, std::uint64_t lines) {
      taken.bytes = left.bytes.substr(0, size);
      left.bytes.remove_prefix(size);
      left.line += lines;
    };
    if (const std::size_t size = state.format == RecordFormat::jsonl ? state.quick(left.bytes, out) : 0; size > 0 && size <= kMaxRecord) {
      take_off(size, 1);
      taken.good = true;
      return taken;
    }
    const Cut cut = cut_record(left.bytes, state.format);
    take_off(cut.next, cut.lines);
    const std::string_view text = taken.bytes.substr(0, cut.end);
    if (taken.bytes.size() > kMaxRecord) {
      state.complain_of_size(taken.line, faults);
      taken.bytes = {};
      return taken;
    }
    if (is_blank(text, state.format)) continue;
    taken.good = state.format == RecordFormat::csv ? state.cells(text, taken.line, out, faults) : state.slow(text, taken.line, out, faults);
    return taken;
  }
  return std::nullopt;
}

}  // namespace crossing::load

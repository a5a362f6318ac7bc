// The fast way takes an object of an id and plain facts, in any order and each once. Whatever is not plainly that goes the way of
// case files, whose reader alone says no; so a case is the same case whichever parser met it.
#include "load/records.hpp"

#include <simdjson.h>

#include <algorithm>

#include "load/case_reader.hpp"

namespace crossing::load {
namespace {

namespace od = simdjson::ondemand;

static_assert(Records::kPadding >= simdjson::SIMDJSON_PADDING && Records::kPadding >= Fields::kReadable);

bool is_plain_id(std::string_view id) {
  return !id.empty() && std::all_of(id.begin(), id.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

std::string_view trimmed(std::string_view token) {
  while (!token.empty() && (token.back() == ' ' || token.back() == '\t' || token.back() == '\r' || token.back() == '\n')) token.remove_suffix(1);
  return token;
}

/// The inside of a string token without escapes; empty data() if it is not one.
std::string_view inside(std::string_view token) {
  token = trimmed(token);
  if (token.size() < 2 || token.front() != '"' || token.back() != '"') return {};
  return token.substr(1, token.size() - 2);
}

/// One cell of a CSV record from `at` on, its quotes undone; moves `at` past the comma. False if quotes stand where they must not.
bool next_cell(std::string_view record, std::size_t& at, std::string& cell) {
  cell.clear();
  if (at < record.size() && record[at] == '"') {
    for (++at;; ++at) {
      if (at >= record.size()) return false;
      if (record[at] != '"') {
        cell += record[at];
      } else if (at + 1 < record.size() && record[at + 1] == '"') {
        cell += record[++at];
      } else {
        break;
      }
    }
    ++at;
    if (at < record.size() && record[at] != ',') return false;
  } else {
    const auto comma = std::min(record.find(',', at), record.size());
    cell = record.substr(at, comma - at);
    at = comma;
    if (cell.find('"') != std::string::npos) return false;
  }
  ++at;
  return true;
}

}  // namespace

struct Records::State {
  const RuleBook* book;
  RecordFormat format;
  Fields fields;
  od::parser parser{};
  std::vector<std::uint64_t> met{};  // facts of this record that were met, a bit each
  std::vector<int> columns{};        // CSV: the fact of each column, or kId
  std::string cell{};

  static constexpr int kId = -2;

  bool quick(std::string_view line, Record& out);
  bool quick_facts(od::object facts, Record& out);
  bool slow(std::string_view line, const Place& place, Record& out, Diagnostics& faults) const;
  bool cells(std::string_view line, const Place& place, Record& out, Diagnostics& faults);
  bool once(int fact) {
    auto& word = met[static_cast<std::size_t>(fact) / 64];
    const auto bit = std::uint64_t{1} << (static_cast<std::size_t>(fact) % 64);
    const bool fresh = (word & bit) == 0;
    word |= bit;
    return fresh;
  }
};

bool Records::State::quick_facts(od::object facts, Record& out) {
  int last = -1;
  for (auto field : facts) {
    if (field.error() != simdjson::SUCCESS) return false;
    // A key is compared where it stands: an escape in it makes it unlike every name.
    const char* key = field.key().value_unsafe().raw();
    int fact = fields.after(last);
    if (fact < 0 || !fields.is_key(key, fact)) {
      const auto* end = static_cast<const char*>(std::memchr(key, '"', 256));
      fact = end == nullptr ? -1 : fields.find({key, static_cast<std::size_t>(end - key)});
      if (fact < 0) return false;
      fields.follow(last, fact);
    }
    last = fact;
    const std::string_view token = field.value().value_unsafe().raw_json_token();
    auto& statement = out.facts[static_cast<std::size_t>(fact)];
    const bool good = token.front() == '"' ? fields.state_token(fact, token.data(), token.size(), statement) : fields.state_word(fact, trimmed(token), statement);
    if (!good || !once(fact)) return false;
  }
  return true;
}

bool Records::State::quick(std::string_view line, Record& out) {
  od::document document;
  if (parser.iterate(line.data(), line.size(), line.size() + simdjson::SIMDJSON_PADDING).get(document) != simdjson::SUCCESS) return false;
  od::object object;
  if (document.get_object().get(object) != simdjson::SUCCESS) return false;
  std::fill(met.begin(), met.end(), 0);
  bool has_facts = false, has_id = false;
  for (auto field : object) {
    if (field.error() != simdjson::SUCCESS) return false;
    const auto key = field.key().value_unsafe();
    if (key.unsafe_is_equal("facts") && !has_facts) {
      od::object facts;
      has_facts = field.value().get_object().get(facts) == simdjson::SUCCESS && quick_facts(facts, out);
      if (!has_facts) return false;
    } else if (key.unsafe_is_equal("id") && !has_id) {
      const auto id = inside(field.value().value_unsafe().raw_json_token());
      has_id = is_plain_id(id);
      if (!has_id) return false;
      out.id = id;
    } else {
      return false;
    }
  }
  return has_facts && document.current_location().error() == simdjson::OUT_OF_BOUNDS;  // nothing may follow
}

bool Records::State::slow(std::string_view line, const Place& place, Record& out, Diagnostics& faults) const {
  const auto before = faults.size();
  const auto tree = parse({place.text(), std::string{line}}, faults);
  if (!tree) return false;
  out.whole = read_case(*book, {&*tree, place.text(), ""}, faults);
  if (faults.size() != before) return false;
  out.id = out.whole->id;
  out.facts = out.whole->facts;
  return true;
}

bool Records::State::cells(std::string_view line, const Place& place, Record& out, Diagnostics& faults) {
  std::size_t at = 0, column = 0;
  const auto before = faults.size();
  std::optional<Case> whole;
  for (; at <= line.size(); ++column) {
    if (!next_cell(line, at, cell)) {
      faults.push_back(complain(Fault::bad_cell, {place.text(), {}}, {std::to_string(column + 1)}, "a cell with quotes stands in quotes, and each quote in it is doubled"));
      return false;
    }
    if (column >= columns.size()) continue;
    const int fact = columns[column];
    if (fact == kId) {
      out.id = cell;
      if (!cell.empty() && !is_plain_id(cell)) faults.push_back(complain(Fault::bad_id, {place.text(), {}}, {cell}, "use lower-case letters, digits and hyphens"));
    } else if (!cell.empty() && !fields.state_cell(fact, cell, out.facts[static_cast<std::size_t>(fact)])) {
      if (!whole) whole = empty_case(*book, "");
      Diagnostics told;
      assign(*book, std::string{fields.name(fact)} + "=" + cell, *whole, told);
      for (auto& diagnostic : told) {
        diagnostic.where = {place.text(), child("", fields.name(fact))};
        faults.push_back(std::move(diagnostic));
      }
      out.facts[static_cast<std::size_t>(fact)] = whole->facts[static_cast<std::size_t>(fact)];
    }
  }
  if (column != columns.size()) faults.push_back(complain(Fault::wrong_cells, {place.text(), {}}, {std::to_string(columns.size()), std::to_string(column)}));
  return faults.size() == before;
}

Records::Records(const RuleBook& book, RecordFormat format) : state_(new State{.book = &book, .format = format, .fields = Fields{book.vocabulary}}) {
  state_->met.resize(book.vocabulary.facts.size() / 64 + 1);
}
Records::~Records() = default;
Records::Records(Records&&) noexcept = default;

bool Records::header(std::string_view record, const Place& place, Diagnostics& faults) {
  const auto before = faults.size();
  std::vector<std::string> known{"id"};
  for (const auto& fact : state_->book->vocabulary.facts)
    if (!fact.derived) known.push_back(fact.name);
  std::size_t at = 0;
  while (at <= record.size()) {
    if (!next_cell(record, at, state_->cell)) {
      faults.push_back(complain(Fault::bad_cell, {place.text(), {}}, {std::to_string(state_->columns.size() + 1)}, "a cell with quotes stands in quotes, and each quote in it is doubled"));
      return false;
    }
    const std::string& column = state_->cell;
    int fact = column == "id" ? State::kId : state_->book->vocabulary.find_fact(column);
    if (fact >= 0 && state_->book->vocabulary.facts[static_cast<std::size_t>(fact)].derived) {
      faults.push_back(complain(Fault::derived_stated, {place.text(), {}}, {column}));
    } else if (fact == -1) {
      faults.push_back(complain(Fault::unknown_fact, {place.text(), {}}, {column}, suggest(column, known)));
    } else if (std::find(state_->columns.begin(), state_->columns.end(), fact) != state_->columns.end()) {
      faults.push_back(complain(Fault::duplicate_key, {place.text(), {}}, {column}));
    }
    state_->columns.push_back(fact);
  }
  return faults.size() == before;
}

bool Records::read(std::string_view record, const Place& place, Record& out, Diagnostics& faults) {
  const auto clear = [&] {
    out.id.clear();
    out.whole.reset();
    out.facts.assign(state_->book->vocabulary.facts.size(), {});
  };
  clear();
  if (state_->format == RecordFormat::csv) return state_->cells(record, place, out, faults);
  if (state_->quick(record, out)) return true;
  clear();
  return state_->slow(record, place, out, faults);
}

}  // namespace crossing::load

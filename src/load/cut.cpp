// A line end ends a record, unless it stands between quotes; and most records have none.
#include "load/cut.hpp"

#include <algorithm>

namespace crossing::load {

Cut cut_record(std::string_view bytes, RecordFormat format) {
  Cut cut;
  std::size_t end = bytes.find('\n');
  if (format == RecordFormat::csv && bytes.substr(0, end).find('"') != std::string_view::npos) {
    RecordEnd record{format};
    for (end = 0; end < bytes.size() && !record.ends(bytes[end]); ++end) cut.lines += bytes[end] == '\n' ? 1 : 0;
    if (end == bytes.size()) end = std::string_view::npos;
  }
  cut.whole = end != std::string_view::npos;
  cut.lines += cut.whole ? 1 : 0;
  cut.end = std::min(end, bytes.size());
  cut.next = cut.whole ? end + 1 : bytes.size();
  while (cut.end > 0 && bytes[cut.end - 1] == '\r') --cut.end;
  return cut;
}

std::size_t whole_records(std::string_view bytes, RecordFormat format) {
  if (format == RecordFormat::jsonl || bytes.find('"') == std::string_view::npos) return bytes.rfind('\n') + 1;
  std::size_t whole = 0;
  for (Cut cut = cut_record(bytes, format); cut.whole; cut = cut_record(bytes.substr(whole), format)) whole += cut.next;
  return whole;
}

}  // namespace crossing::load

// The references of a report as CSL-JSON, a list as reference managers take it.
#include <charconv>

#include "report/report.hpp"

namespace crossing::report {
namespace {

/// "1961-05-08/1961-05-31" as [[1961, 5, 8], [1961, 5, 31]].
Data date_parts(const std::string& dates) {
  Data list = Data::array(), date = Data::array();
  for (std::size_t from = 0; from < dates.size();) {
    int number = 0;
    const auto end = std::min(dates.find_first_of("-/", from), dates.size());
    std::from_chars(dates.data() + from, dates.data() + end, number);
    date.push_back(number);
    if (end == dates.size() || dates[end] == '/') {
      list.push_back(std::move(date));
      date = Data::array();
    }
    from = end + 1;
  }
  return list;
}

// A name stays whole: which part of it is the family's is not known.
Data names(const std::string& name) { return Data::array({{{"literal", name}}}); }

}  // namespace

std::string render_csl(const Report& report) {
  Report list{.data = Data::array()};
  for (const auto& reference : report.citations) {
    const Source& source = reference.source;
    Data item{{"id", reference.id()}, {"type", "manuscript"}, {"title", reference.title}};
    const auto add = [&](const char* key, const std::string& value) {
      if (!value.empty()) item[key] = value;
    };
    if (!reference.author.empty()) item["author"] = names(reference.author);
    if (!source.translator.empty()) item["translator"] = names(source.translator);
    item["issued"] = {{"date-parts", date_parts(even_dates(reference.issued))}};
    add("archive", source.archive);
    add("archive_location", source.folder);
    add("page", source.pages);
    add("collection-title", source.collection);
    add("number", source.number);
    add("note", remark(reference));
    list.data.push_back(std::move(item));
  }
  return render_json(list);
}

}  // namespace crossing::report

// The choice of format, and JSON, which needs no layout.
#include "report/report.hpp"

namespace crossing::report {
std::string render_json(const Report& report) { return report.data.dump(2, ' ', false, Data::error_handler_t::replace) + "\n"; }

std::string render(const Report& report, const Style& style) {
  switch (style.format) {
    case Format::text: return render_text(report, style);
    case Format::json: return render_json(report);
    case Format::csv: return render_csv(report);
    case Format::markdown: break;
  }
  return render_markdown(report);
}

}  // namespace crossing::report

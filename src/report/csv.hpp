// One cell of comma-separated values.
#pragma once

#include <string>
#include <string_view>

namespace crossing::report {

/// A cell after RFC 4180. What a spreadsheet would take for a formula gets an apostrophe in front.
std::string csv_field(std::string_view text);

}  // namespace crossing::report

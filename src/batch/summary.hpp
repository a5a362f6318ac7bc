// What a run came to, as JSON: totals and counts by name, what was asked, with which rules. A run that goes on later reads it back.
#pragma once

#include "batch/tally.hpp"
#include "batch/worker.hpp"
#include "report/report.hpp"

namespace crossing::batch {

struct Summary {
  report::Data asked{};  ///< what makes the run what it is: engine, rules, options, input
  std::uint64_t answered = 0, refused = 0;
  Tally tally{};
};

/// What makes a run what it is, from its settings; `input` is its name and format.
report::Data asked(const Settings& settings, const std::string& input, const std::string& format);

/// crossing.summary/1.
report::Data to_data(const RuleBook& book, const Summary& summary);

/// Reads back what to_data gives; false if it is not that.
bool from_data(const report::Data& data, Summary& summary);

}  // namespace crossing::batch

// Which option of each reading is taken, whoever says so.
#include "crossing/finding.hpp"

namespace crossing {

std::vector<int> options_taken(const RuleBook& book, int regime, const Case& the_case, const Options& options) {
  std::vector<int> taken;
  for (const auto& reading : book.regimes[static_cast<std::size_t>(regime)].readings) taken.push_back(options.all_readings_open ? -1 : reading.standard);
  const auto apply = [&](const std::vector<Choice>& choices) {
    for (const auto& choice : choices)
      if (choice.regime == regime) taken[static_cast<std::size_t>(choice.reading)] = choice.option;
  };
  if (!options.all_readings_open) apply(the_case.readings);
  apply(options.readings);
  return taken;
}

}  // namespace crossing

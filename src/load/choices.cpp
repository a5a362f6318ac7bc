// One way to name a reading and an option, for cases and for the command line.
#include "load/choices.hpp"

#include <algorithm>

namespace crossing::load {

std::optional<Choice> read_choice(const RuleBook& book, const std::string& name, const std::string& option, const At& at, Diagnostics& faults) {
  const auto dot = name.find('.');
  if (dot == std::string::npos) {
    fault(faults, Fault::bad_assignment, at, {name + "=" + option, "REGIME.NAME=OPTION"}, "OPTION can be `open`");
    return std::nullopt;
  }
  Choice choice{.regime = book.find_regime(name.substr(0, dot))};
  if (choice.regime < 0) {
    fault(faults, Fault::unknown_regime, at, {name.substr(0, dot)}, suggest(name.substr(0, dot), names(book.regimes, &Regime::id)));
    return std::nullopt;
  }
  const Regime& regime = book.regimes[static_cast<std::size_t>(choice.regime)];
  const std::string reading = name.substr(dot + 1);
  choice.reading = regime.find_reading(reading);
  if (choice.reading < 0) {
    fault(faults, Fault::unknown_reading, at, {reading}, suggest(reading, names(regime.readings, &Reading::name)));
    return std::nullopt;
  }
  auto options = names(regime.readings[static_cast<std::size_t>(choice.reading)].options, &Option::name);
  const auto found = std::find(options.begin(), options.end(), option);
  if (found != options.end()) {
    choice.option = static_cast<int>(found - options.begin());
  } else if (option != "open") {
    options.emplace_back("open");
    fault(faults, Fault::unknown_option, at, {option, reading}, suggest(option, options));
    return std::nullopt;
  }
  return choice;
}

}  // namespace crossing::load

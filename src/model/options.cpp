// Which regimes are asked, which questions are put, and which option of each reading is taken, whoever says so.
#include <algorithm>

#include "crossing/finding.hpp"

namespace crossing {

std::vector<int> headline_regimes(const RuleBook& book) {
  std::vector<int> marked, all;
  for (std::size_t r = 0; r < book.regimes.size(); ++r) {
    all.push_back(static_cast<int>(r));
    if (book.regimes[r].headline) marked.push_back(static_cast<int>(r));
  }
  return marked.empty() ? all : marked;
}

std::vector<int> asked_regimes(const RuleBook& book, const Options& options) {
  std::vector<int> regimes = options.regimes;
  for (std::size_t r = 0; options.regimes.empty() && r < book.regimes.size(); ++r) regimes.push_back(static_cast<int>(r));
  return regimes;
}

bool is_put(const Question& question, const Case& the_case) {
  const auto stated = [&](int fact) { return the_case.facts[static_cast<std::size_t>(fact)].kind == Statement::Kind::stated; };
  return question.opens_with.empty() || std::any_of(question.opens_with.begin(), question.opens_with.end(), stated);
}

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

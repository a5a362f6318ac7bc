// How a report is put together: text that cites, references that are numbered once, what a hand-out says of its making.
#include "report/report.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "crossing/version.hpp"

namespace crossing::report {

Text& Text::operator+=(const Text& more) {
  for (const auto& mark : more.marks) marks.push_back({words.size() + mark.at, mark.reference});
  words += more.words;
  return *this;
}

Text joined(const std::vector<Text>& parts, std::string_view between) { return joined(parts, between, between); }

Text joined(const std::vector<Text>& parts, std::string_view between, std::string_view last) {
  Text text;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) text.words += i + 1 == parts.size() ? last : between;
    text += parts[i];
  }
  return text;
}

void Report::questions(std::string heading, const std::vector<std::string>& questions) {
  if (questions.empty()) return;
  title(std::move(heading));
  Block block{.kind = Block::Kind::questions, .hand_out = true};
  for (const auto& question : questions) block.lines.push_back({0, question});
  blocks.push_back(std::move(block));
}

int Report::add(Citation reference) {
  const auto same = [&](const Citation& other) { return other.regime == reference.regime && other.clause == reference.clause; };
  const auto at = std::find_if(citations.begin(), citations.end(), same);
  if (at != citations.end()) return static_cast<int>(at - citations.begin());
  citations.push_back(std::move(reference));
  return static_cast<int>(citations.size()) - 1;
}

Text Report::cite(const Regime& regime, int clause) {
  Text text{regime.clauses[static_cast<std::size_t>(clause)].id};
  text.marks.push_back({text.words.size(), add(refer(regime, clause))});
  return text;
}

Text Report::cite(const Regime& regime, const std::vector<int>& clauses) {
  std::vector<Text> ids;
  for (const int clause : clauses) ids.push_back(cite(regime, clause));
  return joined(ids, ", ");
}

void Report::made(const RuleBook& book, const std::vector<int>& regimes) {
  constexpr std::size_t kEnough = 12;  // of the digits of a hash
  made_with = fmt::format("Made with crossing {}", kVersion);
  std::vector<std::string> files;
  for (const int index : regimes) {
    const Regime& regime = book.regimes[static_cast<std::size_t>(index)];
    files.push_back(regime.id + " " + regime.digest.substr(regime.digest.find(':') + 1, kEnough));
  }
  made_from = fmt::format("Rule files, with the beginning of their SHA-256: {}.", fmt::join(files, ", "));
}

}  // namespace crossing::report

// Answers the cases of a file by the library alone, in two ways: an engine for each case in turn, and the batch for them all.
// agree engine|batch FILE: FILE has a case a line; a flat line for each to standard output.
#include <cstdio>
#include <fstream>
#include <iostream>
#include <string>

#include "crossing/batch.hpp"

namespace {

using namespace crossing;

/// The answers of the batch as the findings of an engine, as far as a flat line needs them.
CaseFindings findings_of(const Batch& batch, const std::vector<int>& answers) {
  CaseFindings findings;
  for (std::size_t c = 0; c < answers.size(); ++c) {
    const int regime = batch.columns()[c].regime;
    if (findings.regimes.empty() || findings.regimes.back().regime != regime) findings.regimes.push_back({.regime = regime});
    if (answers[c] >= 0) findings.regimes.back().findings.push_back(batch.answer(c, answers[c]));
  }
  return findings;
}

int answer(const RuleBook& book, bool by_engine, std::istream& lines) {
  const Options options{.regimes = headline_regimes(book)};
  Engine engine{book};
  Batch batch{book, options};
  std::vector<int> answers(batch.columns().size());
  std::string text;
  for (std::string line; std::getline(lines, line);) {
    const auto read = load_cases(book, {"case", line});
    if (!read) return 1;
    const Case& the_case = read.value->front();
    // A case that chooses readings is the engine's either way: the batch takes those of its options.
    if (!by_engine && the_case.readings.empty() && batch.evaluate(the_case.facts, answers)) {
      text += flat_line(book, the_case, findings_of(batch, answers));
      continue;
    }
    const auto found = engine.evaluate(the_case, options);
    if (!found) return 1;
    text += flat_line(book, the_case, *found.value);
  }
  return std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  const auto book = load_embedded_rules();
  if (argc != 3 || !book) return 2;
  std::ifstream file{argv[2], std::ios::binary};
  return file ? answer(*book.value, std::string{argv[1]} == "engine", file) : 2;
}

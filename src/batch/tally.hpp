// Counts of answers: for each regime and question by verdict, treatment and clause.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "crossing/batch.hpp"

namespace crossing::batch {

/// How often each answer was given, by its number in the registry.
using Counts = std::vector<std::uint64_t>;

/// Gives each answer of each column one number, whichever thread meets it first.
class Registry {
 public:
  /// The names under which an answer is counted. `verdict` "not_put": the question was not put.
  struct Answer {
    std::string regime{}, question{}, verdict{};
    std::vector<std::string> treatments{}, clauses{};
  };

  explicit Registry(const RuleBook& book) : book_(book) {}

  /// `finding` null: the question is not put.
  int number(const Batch::Column& column, const Finding* finding);

  Answer answer(int number) const;

 private:
  const RuleBook& book_;
  mutable std::mutex mutex_;
  std::map<std::vector<std::string>, int> numbers_;
  std::deque<Answer> answers_;
};

/// Counts by name: regime, question, one of "verdicts", "treatments", "clauses", and what is counted.
class Tally {
 public:
  using Names = std::map<std::string, std::uint64_t>;
  using Regimes = std::map<std::string, std::map<std::string, std::map<std::string, Names>>>;

  void add(const Registry& registry, const Counts& counts);
  void add(const std::string& regime, const std::string& question, const std::string& kind, const std::string& name, std::uint64_t count) { regimes_[regime][question][kind][name] += count; }

  const Regimes& regimes() const { return regimes_; }

 private:
  Regimes regimes_;
};

}  // namespace crossing::batch

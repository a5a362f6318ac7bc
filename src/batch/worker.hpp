// A piece of the input to a piece of the output: reads each record, answers it, writes the answer.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "batch/tally.hpp"

namespace crossing::batch {

enum class OutputFormat { flat, csv, full };

struct Settings {
  const RuleBook* book = nullptr;
  Options options{};
  std::vector<int> questions{};  ///< empty: all
  OutputFormat format = OutputFormat::flat;
  bool strict = false;  ///< stop at the first record that is refused
};

/// A record as it stands in the input.
struct Item {
  std::string_view bytes{};  ///< with its line end
  std::uint64_t line = 0;
};

/// The records of one piece, and how they are read. Both give false when there is nothing: `next` at the end, `read` after faults.
struct Source {
  std::function<bool(Item&)> next;
  std::function<bool(const Item&, Record&, Diagnostics&)> read;
  std::function<std::string(const Item&)> place;  ///< where it stands, for complaints
};

/// What one piece of the input came to.
struct Product {
  std::string answers{};      ///< the output
  std::string rejects{};      ///< the refused records as they stood
  Diagnostics complaints{};   ///< why
  std::uint64_t answered = 0, refused = 0;
  Counts counts{};

  /// Empties it and keeps its room: room given back and asked for again costs more than the work done in it.
  void clear();
};

/// One a thread. `settings` and `registry` are shared and must outlive it.
class Worker {
 public:
  Worker(const Settings& settings, Registry& registry);

  void process(const Source& source, Product& product);

 private:
  struct Known {
    std::string text{};
    int number = -1;
  };

  bool answer(const Record& record, Product& product, Diagnostics& faults);
  bool ask_engine(const Record& record, Product& product, Diagnostics& faults);
  const Known& known(std::size_t column, int answer);
  static void count(int number, Product& product) {
    const auto index = static_cast<std::size_t>(number);
    if (product.counts.size() <= index) product.counts.resize(index + 64, 0);
    ++product.counts[index];
  }

  const Settings& settings_;
  Registry& registry_;
  Batch batch_;
  Engine engine_;
  std::vector<bool> opens_regime_;        ///< for each column whether it is the first of its regime
  std::vector<int> answers_;
  std::vector<std::vector<std::unique_ptr<Known>>> known_;  ///< for each column: first where it is not put, then for each answer
};

/// The first line of the output; empty if there is none.
std::string header(const Settings& settings);

}  // namespace crossing::batch

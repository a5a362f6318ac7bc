// A piece of the input to a piece of the output: reads each record, answers it, writes the answer.
#pragma once

#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "batch/tally.hpp"
#include "report/flat.hpp"

namespace crossing::batch {

enum class OutputFormat { flat, csv, full };

struct Settings {
  const RuleBook* book = nullptr;
  Options options{};
  std::vector<int> questions{};  ///< empty: all
  OutputFormat format = OutputFormat::flat;
  bool strict = false;  ///< stop at the first record that is refused
};

/// A record as it stands in the input, and whether it could be read.
struct Item {
  std::string_view bytes{};  ///< with its line end; empty if it is too long to be kept
  std::uint64_t line = 0;
  bool good = false;
};

/// The records of one piece, one after another.
struct Source {
  std::string input{};                                       ///< what it is called in complaints
  std::function<bool(Item&, Record&, Diagnostics&)> next{};  ///< false at the end; a record that is not good has faults
};

/// What one piece of the input came to.
struct Product {
  std::string room{};         ///< its first `size` bytes are the output
  std::size_t size = 0;
  std::string rejects{};      ///< the refused records as they stood
  Diagnostics complaints{};   ///< why
  std::uint64_t answered = 0, refused = 0;
  Counts counts{};

  std::string_view answers() const { return {room.data(), size}; }

  /// Where the next bytes of output go, `most` of them at the most; whoever puts them there adds to `size`.
  char* end(std::size_t most) {
    if (room.size() < size + most) room.resize(2 * (size + most));
    return room.data() + size;
  }
  void append(std::string_view text) { size += text.copy(end(text.size()), text.size()); }

  /// Empties it and keeps its room: room given back and asked for again costs more than the work done in it.
  void clear();
};

/// One a thread. `settings` and `registry` are shared and must outlive it.
class Worker {
 public:
  Worker(const Settings& settings, Registry& registry);

  /// Adds what the records come to; up to the end of the source, or until so much is refused that it had better be put out first.
  void process(const Source& source, Product& product);

 private:
  /// The piece of output of one answer, and the number it is counted under.
  struct Known {
    const char* text = nullptr;  ///< kStride bytes can be read from each place in it
    std::uint32_t size = 0;
    std::uint32_t number = 0;
  };
  static constexpr std::size_t kStride = 160, kBlock = std::size_t{1} << 16;  // hardly a piece is longer than a stride

  /// A record on its way through.
  struct Taken {
    Item item{};
    Record record{};
    Diagnostics faults{};
    int row = -1;  ///< of its answers among answers_; -1: the engine must be asked
  };
  static constexpr std::size_t kMostComplaints = 4096;  // in one product, so that a file of nothing but faults takes no more room
  static constexpr std::size_t kTogether = 16;  // enough for the automata to have something to go on with while memory is slow

  std::size_t take(const Source& source);
  void evaluate(std::size_t count);
  void write(const Record& record, std::span<const int> answers, Product& product);
  bool ask_engine(const Record& record, Product& product, Diagnostics& faults);
  static void refuse(const Source& source, Taken& one, Product& product);
  void learn();
  const char* keep(std::string_view text);
  static void count(std::size_t index, Product& product) {
    if (product.counts.size() <= index) product.counts.resize(index + 64, 0);
    ++product.counts[index];
  }

  const Settings& settings_;
  Registry& registry_;
  Batch batch_;
  Engine engine_;
  report::FlatFrame frame_;
  std::vector<bool> opens_regime_;        ///< for each column whether it is the first of its regime
  std::vector<Taken> taken_{kTogether};
  std::vector<std::span<const Statement>> cases_;  ///< of the records that need no engine, with their answers
  std::vector<char> answered_;
  std::vector<int> answers_;
  std::vector<std::vector<Known>> known_;  ///< for each column: first where it is not put, then for each answer
  std::deque<std::string> blocks_;         ///< their texts, one after another; a block never moves
  std::size_t used_ = 0;                   ///< of the last block
  std::vector<std::size_t> longest_;       ///< the size of the longest piece of each column
  std::size_t most_ = 0, numbers_ = 0;     ///< the size of all those together; the numbers of answers are below this
};

/// The first line of the output; empty if there is none.
std::string header(const Settings& settings);

}  // namespace crossing::batch

// The output grows in order, and beside it a small file says how far input and output have come; both agree whenever the run is cut off.
#include "cli/batch_run.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <system_error>

#include "batch/pipeline.hpp"
#include "cli/context.hpp"
#include "cli/output.hpp"

namespace crossing::cli {
namespace {

using report::Data;
using Clock = std::chrono::steady_clock;

constexpr auto kBetweenCheckpoints = std::chrono::milliseconds{250};

Status failed(const std::string& what, int error) {
  write_error(fmt::format("error: {}: {}\n", what, std::generic_category().message(error)));
  return Status::input_output;
}

/// How far a run has come.
struct Checkpoint {
  Data files{};  ///< what else must be the same for a run that goes on: bytes of the input, name of the rejects
  std::uint64_t offset = 0, line = 1, output = 0, rejects = 0;
  batch::Summary summary{};
};

Data to_data(const RuleBook& book, const Checkpoint& at) {
  return {{"schema", "crossing.checkpoint/1"}, {"files", at.files}, {"offset", at.offset}, {"line", at.line}, {"output", at.output}, {"rejects", at.rejects}, {"summary", batch::to_data(book, at.summary)}};
}

std::optional<Checkpoint> read_checkpoint(const std::string& path) {
  std::ifstream file{path, std::ios::binary};
  const std::string text{std::istreambuf_iterator<char>{file}, {}};
  const Data data = Data::parse(text, nullptr, false);
  if (!file || data.is_discarded()) return std::nullopt;
  Checkpoint at;
  try {
    if (data.at("schema") != "crossing.checkpoint/1") return std::nullopt;
    data.at("files").get_to(at.files);
    data.at("offset").get_to(at.offset);
    data.at("line").get_to(at.line);
    data.at("output").get_to(at.output);
    data.at("rejects").get_to(at.rejects);
    if (!batch::from_data(data.at("summary"), at.summary)) return std::nullopt;
  } catch (const Data::exception&) {
    return std::nullopt;
  }
  return at;
}

/// Whether there is no record on the line: nothing, or for JSON nothing but space, or a mark before nothing.
bool is_blank(std::string_view line, load::RecordFormat format) {
  if (format == load::RecordFormat::csv) return line.empty();
  if (line.starts_with(load::kByteOrderMark)) line.remove_prefix(load::kByteOrderMark.size());
  return std::all_of(line.begin(), line.end(), [](char c) { return c == ' ' || c == '\t' || c == '\r'; });
}

/// Rate and time left on standard error, where that is a terminal.
class Progress {
 public:
  Progress(std::uint64_t size, std::uint64_t cases, std::uint64_t offset) : size_(size), cases_(cases), first_(offset), shown_(::isatty(STDERR_FILENO) == 1) {}
  ~Progress() {
    if (shown_ && told_) write_error("\r\033[K");
  }

  void tell(std::uint64_t cases, std::uint64_t offset) {
    const auto now = Clock::now();
    if (!shown_ || now - last_ < std::chrono::milliseconds{200}) return;
    last_ = now;
    told_ = true;
    const double seconds = std::chrono::duration<double>(now - start_).count();
    std::string text = fmt::format("\r\033[K{} cases, {:.0f} a second", cases, static_cast<double>(cases - cases_) / std::max(seconds, 1e-3));
    if (size_ > offset && offset > first_) {
      const auto left = static_cast<int>(seconds * static_cast<double>(size_ - offset) / static_cast<double>(offset - first_));
      text += fmt::format(", {}:{:02} left", left / 60, left % 60);
    }
    write_error(text);
  }

 private:
  std::uint64_t size_, cases_, first_;  // in all; what there was at the start
  bool shown_, told_ = false;
  Clock::time_point start_ = Clock::now(), last_ = start_;
};

/// A piece of the input, what it came to, and the sources that a worker reads it by.
struct alignas(128) Piece {  // threads that work on two of them touch no cache line of each other's
  load::Chunk chunk{};
  batch::Product product{};
};

class Runner {
 public:
  explicit Runner(const BatchRun& run)
      : run_(run), answers_(run.output), rejects_(run.rejects), state_path_(answers_.part() + ".state"), registry_(*run.settings.book), workers_(static_cast<std::size_t>(run.jobs)), pipeline_(run.jobs), pieces_(pipeline_.slots()) {}

  Status run() {
    const std::string name = run_.input == "-" ? "(standard input)" : run_.input;
    at_.summary.asked = batch::asked(run_.settings, name, run_.from == load::RecordFormat::csv ? "csv" : "jsonl");
    Diagnostics faults;
    if (!stream_.open(run_.input, run_.from, run_.chunk_size, faults)) return refuse(faults, Status::bad_input);
    at_.files = {{"input", stream_.size()}, {"rejects", run_.rejects}};
    if (const auto stopped = find_beginning(faults)) return *stopped;
    if (const auto stopped = open_readers(name, faults)) return *stopped;
    if (at_.offset > 0 && !stream_.skip(at_.offset, at_.line, faults)) return refuse(faults, Status::bad_input);
    if (const int error = answers_.open(at_.output); error != 0) return failed(answers_.part(), error);
    if (!run_.rejects.empty())
      if (const int error = rejects_.open(at_.rejects); error != 0) return failed(rejects_.part(), error);
    if (at_.offset == 0) {
      if (const auto stopped = write(answers_, batch::header(run_.settings))) return *stopped;
      if (!run_.rejects.empty())
        if (const auto stopped = write(rejects_, header_)) return *stopped;
    }
    Progress progress{stream_.size(), at_.summary.answered + at_.summary.refused, at_.offset};
    pipeline_.run([&](std::size_t slot) { return take(slot); }, [&](int thread, std::size_t slot) { work(name, thread, slot); }, [&](std::size_t slot) { return put(slot, progress); });
    return finish();
  }

 private:
  /// Takes up a run that was cut off; complains about one that is in the way.
  std::optional<Status> find_beginning(Diagnostics& faults) {
    if (!answers_.is_file()) return std::nullopt;
    std::error_code error;
    const bool left = std::filesystem::exists(state_path_, error);
    if (left && !run_.resume) {
      faults.push_back(complain(Fault::unfinished_output, {answers_.part(), {}}, {}, "--resume goes on with it; delete it and " + state_path_ + " to begin anew"));
      return refuse(faults, Status::usage);
    }
    if (!left) return std::nullopt;
    auto before = read_checkpoint(state_path_);
    if (!before) return std::nullopt;
    for (const auto& [now, then] : {std::pair{&at_.summary.asked, &before->summary.asked}, std::pair{&at_.files, &before->files}}) {
      for (const auto& [key, value] : now->items()) {
        if (then->contains(key) && then->at(key) == value) continue;
        faults.push_back(complain(Fault::other_run, {answers_.part(), {}}, {key}, "ask for the same again, or delete it and " + state_path_ + " to begin anew"));
        return refuse(faults, Status::usage);
      }
    }
    // Where less is there than was written, nothing of it can be used: the run begins anew.
    const auto has = [](const Output& output, std::uint64_t bytes) {
      std::error_code missing;
      const auto size = std::filesystem::file_size(output.part(), missing);
      return !missing && size >= bytes;
    };
    if (has(answers_, before->output) && (!rejects_.is_file() || has(rejects_, before->rejects))) at_ = std::move(*before);
    return std::nullopt;
  }

  std::optional<Status> open_readers(const std::string& name, Diagnostics& faults) {
    if (run_.from == load::RecordFormat::csv && !stream_.take_first(header_, faults)) return refuse(faults, Status::bad_input);
    const auto cut = load::cut_record(header_, 0, run_.from);
    if (!header_.empty() && cut.end == 0) return refuse({complain(Fault::no_header, {load::Place{name, 1}.text(), {}}, {}, "id and facts, separated by commas")}, Status::bad_input);
    for (int i = 0; i < run_.jobs; ++i) {
      readers_.emplace_back(*run_.settings.book, run_.from);
      if (!header_.empty() && !readers_.back().header(std::string_view{header_}.substr(0, cut.end), {name, 1}, faults)) return refuse(faults, Status::bad_input);
    }
    return std::nullopt;
  }

  bool take(std::size_t slot) {
    pieces_[slot].product.clear();
    return stream_.next(pieces_[slot].chunk, read_faults_);
  }

  void work(const std::string& name, int thread, std::size_t slot) {
    const load::Chunk& chunk = pieces_[slot].chunk;
    const std::string_view bytes{chunk.bytes.data(), chunk.size};
    auto ahead = chunk.records.begin();
    bool told = !chunk.too_long;
    const auto next = [&](batch::Item& item) {
      if (!told) {
        told = true;
        item = {{}, chunk.first_line};
        return true;
      }
      while (ahead != chunk.records.end()) {
        const load::Cut cut = *ahead++;
        if (is_blank(bytes.substr(cut.begin, cut.end - cut.begin), run_.from)) continue;
        item = {bytes.substr(cut.begin, cut.next - cut.begin), cut.line};
        if (item.bytes.size() > load::kMaxRecord) item.bytes = {};  // kept no more than one that did not fit into a piece
        return true;
      }
      return false;
    };
    const auto place = [&](const batch::Item& item) { return load::Place{name, item.line}.text(); };
    const auto read = [&](const batch::Item& item, Record& record, Diagnostics& faults) {
      if (item.bytes.empty()) {
        faults.push_back(complain(Fault::too_large, {place(item), {}}, {std::to_string(load::kMaxRecord)}, "it is passed over, and not kept with the rejected records"));
        return false;
      }
      std::string_view text = item.bytes;
      while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
      return readers_[static_cast<std::size_t>(thread)].read(text, {name, item.line}, record, faults);
    };
    auto& worker = workers_[static_cast<std::size_t>(thread)];
    if (worker == nullptr) worker = std::make_unique<batch::Worker>(run_.settings, registry_);  // here, since getting ready takes a while
    worker->process({next, read, place}, pieces_[slot].product);
  }

  bool put(std::size_t slot, Progress& progress) {
    auto& [chunk, product] = pieces_[slot];
    if (!product.complaints.empty()) refuse(product.complaints, Status::refused_some);
    if (const auto stopped = write(answers_, product.answers())) return stop(*stopped);
    if (!run_.rejects.empty())
      if (const auto stopped = write(rejects_, product.rejects)) return stop(*stopped);
    at_.summary.answered += product.answered;
    at_.summary.refused += product.refused;
    if (counts_.size() < product.counts.size()) counts_.resize(product.counts.size(), 0);
    for (std::size_t i = 0; i < product.counts.size(); ++i) counts_[i] += product.counts[i];
    at_.offset = chunk.end;
    at_.line = chunk.next_line;
    progress.tell(at_.summary.answered + at_.summary.refused, at_.offset);
    if (run_.settings.strict && product.refused > 0) return stop(Status::refused_some);
    if (answers_.is_file() && Clock::now() - saved_ >= kBetweenCheckpoints)
      if (const auto stopped = save()) return stop(*stopped);
    return true;
  }

  bool stop(Status status) {
    status_ = status;
    stopped_ = true;
    return false;
  }

  /// A reader that has gone away ends the run quietly.
  std::optional<Status> write(Output& output, std::string_view text) {
    const int error = output.write(text);
    if (error == 0) return std::nullopt;
    if (error == EPIPE) return Status::answered;
    return failed(output.is_file() ? output.part() : output.name(), error);
  }

  /// The run ends for good at a record that has to be mended first: there is nothing to go on with.
  void tell_strict() {
    std::error_code ignored;
    if (answers_.is_file()) std::filesystem::remove(state_path_, ignored);
    write_error(fmt::format("stopped at the first refused record, after {} answers{}\n", at_.summary.answered, answers_.is_file() ? ", which are in " + report::printable(answers_.part()) : ""));
  }

  void add_up() {
    at_.summary.tally.add(registry_, counts_);
    counts_.clear();
  }

  std::optional<Status> save() {
    add_up();
    at_.output = answers_.written();
    at_.rejects = rejects_.written();
    if (const int error = write_file(state_path_, to_data(*run_.settings.book, at_).dump()); error != 0) return failed(state_path_, error);
    saved_ = Clock::now();
    return std::nullopt;
  }

  Status finish() {
    if (!read_faults_.empty()) {
      if (answers_.is_file()) save();
      return refuse(read_faults_, Status::input_output);
    }
    if (stopped_) {
      if (status_ == Status::refused_some) tell_strict();
      return status_;
    }
    // All is answered: whatever fails from here on, --resume has only this to do again.
    if (answers_.is_file()) {
      if (const auto failure = save()) return *failure;
    } else {
      add_up();
    }
    if (!run_.summary.empty())
      if (const int error = write_file(run_.summary, batch::to_data(*run_.settings.book, at_.summary).dump(2) + "\n"); error != 0) return failed(run_.summary, error);
    if (!run_.rejects.empty())
      if (const int error = rejects_.finish(); error != 0) return failed(rejects_.name(), error);
    if (const int error = answers_.finish(); error != 0) return failed(answers_.name(), error);
    std::error_code ignored;
    if (answers_.is_file()) std::filesystem::remove(state_path_, ignored);
    if (at_.summary.refused == 0) return Status::answered;
    write_error(fmt::format("{} of {} records refused\n", at_.summary.refused, at_.summary.answered + at_.summary.refused));
    return Status::refused_some;
  }

  const BatchRun& run_;
  Output answers_, rejects_;
  std::string state_path_, header_;
  load::Stream stream_;
  Checkpoint at_;
  batch::Registry registry_;
  batch::Counts counts_;
  std::vector<load::Records> readers_;
  std::vector<std::unique_ptr<batch::Worker>> workers_;
  batch::Pipeline pipeline_;
  std::vector<Piece> pieces_;
  Diagnostics read_faults_;
  Status status_ = Status::answered;
  bool stopped_ = false;
  Clock::time_point saved_ = Clock::now();
};

}  // namespace

Status run(const BatchRun& run) { return Runner{run}.run(); }

}  // namespace crossing::cli

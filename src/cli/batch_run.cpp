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

/// A piece of the input, and what it came to as far as it was read.
struct alignas(128) Piece {  // threads that work on two of them touch no cache line of each other's
  load::Chunk chunk{};
  batch::Product product{};
};

class Runner {
 public:
  explicit Runner(const BatchRun& run)
      : run_(run), answers_(run.output), rejects_(run.rejects),
        state_path_(answers_.part() + ".state"), registry_(*run.settings.book), workers_(static_cast<std::size_t>(run.jobs)),
        pipeline_(run.jobs), pieces_(pipeline_.slots()) {}

  Status run() {
    Diagnostics faults;
    if (!stream_.open(run_.input, run_.from, run_.chunk_size, faults)) return refuse(faults, Status::bad_input);
    at_.summary.asked = batch::asked(run_.settings, stream_.name(), run_.from == load::RecordFormat::csv ? "csv" : "jsonl");
    at_.files = {{"input", stream_.size()}, {"rejects", run_.rejects}};
    if (const auto stopped = find_beginning(faults)) return *stopped;
    if (const auto stopped = open_readers(faults)) return *stopped;
    if (at_.offset > 0 && !stream_.skip(at_.offset, faults)) return refuse(faults, Status::bad_input);
    if (const int error = answers_.open(at_.output); error != 0) return failed(answers_.part(), error);
    if (!run_.rejects.empty())
      if (const int error = rejects_.open(at_.rejects); error != 0) return failed(rejects_.part(), error);
    if (at_.offset == 0) {
      if (const auto stopped = write(answers_, batch::header(run_.settings))) return *stopped;
      if (!run_.rejects.empty())
        if (const auto stopped = write(rejects_, header_)) return *stopped;
    }
    Progress progress{stream_.size(), at_.summary.answered + at_.summary.refused, at_.offset};
    pipeline_.run([&](std::size_t slot) { return take(slot); }, [&](int thread, std::size_t slot) { answer(thread, pieces_[slot]); }, [&](int thread, std::size_t slot) { return put(thread, slot, progress); });
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

  std::optional<Status> open_readers(Diagnostics& faults) {
    if (run_.from == load::RecordFormat::csv && !stream_.take_first(header_, faults)) return refuse(faults, Status::bad_input);
    const auto cut = load::cut_record(header_, run_.from);
    if (at_.offset == 0) at_.line += cut.lines;
    if (!header_.empty() && cut.end == 0) return refuse({complain(Fault::no_header, {stream_.name(), {}, 1}, {}, "id and facts, separated by commas")}, Status::bad_input);
    for (int i = 0; i < run_.jobs; ++i) {
      readers_.emplace_back(*run_.settings.book, run_.from, stream_.name());
      if (!header_.empty() && !readers_.back().header(std::string_view{header_}.substr(0, cut.end), faults)) return refuse(faults, Status::bad_input);
    }
    return std::nullopt;
  }

  bool take(std::size_t slot) {
    pieces_[slot].product.clear();
    return stream_.next(pieces_[slot].chunk, read_faults_);
  }

  /// Adds to what the piece came to: most are read to their end at one go.
  void answer(int thread, Piece& piece) {
    load::Records& reader = readers_[static_cast<std::size_t>(thread)];
    const auto next = [&reader, &left = piece.chunk.left](batch::Item& item, Record& record, Diagnostics& faults) {
      const auto taken = reader.next(left, record, faults);
      if (taken) item = {taken->bytes, taken->line, taken->good};
      return taken.has_value();
    };
    auto& worker = workers_[static_cast<std::size_t>(thread)];
    if (worker == nullptr) worker = std::make_unique<batch::Worker>(run_.settings, registry_);  // here, since getting ready takes a while
    worker->process({stream_.name(), next}, piece.product);
  }

  /// Puts out what the piece came to, and answers and puts out what is left of it.
  bool put(int thread, std::size_t slot, Progress& progress) {
    Piece& piece = pieces_[slot];
    for (const auto lines_before = at_.line - 1;;) {
      for (auto& complaint : piece.product.complaints) complaint.where.line += static_cast<std::int64_t>(lines_before);
      at_.line = lines_before + piece.chunk.left.line;
      at_.offset = piece.chunk.end - piece.chunk.left.bytes.size();
      if (!put_out(piece.product, progress)) return false;
      if (piece.chunk.left.empty()) return true;
      piece.product.clear();
      answer(thread, piece);
    }
  }

  bool put_out(const batch::Product& product, Progress& progress) {
    if (!product.complaints.empty()) refuse(product.complaints, Status::refused_some);
    if (const auto stopped = write(answers_, product.answers())) return stop(*stopped);
    if (!run_.rejects.empty())
      if (const auto stopped = write(rejects_, product.rejects)) return stop(*stopped);
    at_.summary.answered += product.answered;
    at_.summary.refused += product.refused;
    if (counts_.size() < product.counts.size()) counts_.resize(product.counts.size(), 0);
    for (std::size_t i = 0; i < product.counts.size(); ++i) counts_[i] += product.counts[i];
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

// An answer's piece of output is written once and copied from then on, with no look at how long it is.
#include "batch/worker.hpp"

#include <algorithm>
#include <cstring>

#include "report/csv.hpp"
#include "report/findings.hpp"

namespace crossing::batch {
namespace {

report::FlatFormat flat_format(OutputFormat format) { return format == OutputFormat::csv ? report::FlatFormat::csv : report::FlatFormat::json; }

const Finding* finding_for(const CaseFindings& findings, const Batch::Column& column) {
  for (const auto& regime : findings.regimes)
    for (const auto& finding : regime.findings)
      if (regime.regime == column.regime && finding.question == column.question) return &finding;
  return nullptr;
}

}  // namespace

std::string header(const Settings& settings) {
  if (settings.format != OutputFormat::csv) return "";
  return report::flat_header(*settings.book, report::flat_columns(*settings.book, asked_regimes(*settings.book, settings.options), settings.questions), report::FlatFormat::csv);
}

void Product::clear() {
  size = 0;
  rejects.clear();
  complaints.clear();
  answered = refused = 0;
  std::fill(counts.begin(), counts.end(), 0);
}

Worker::Worker(const Settings& settings, Registry& registry)
    : settings_(settings), registry_(registry), batch_(*settings.book, settings.options, settings.questions), engine_(*settings.book), frame_(report::flat_frame(flat_format(settings.format))) {
  const auto& columns = batch_.columns();
  answers_.resize(columns.size() * kTogether);
  answered_.resize(kTogether);
  known_.resize(columns.size());
  longest_.resize(columns.size());
  for (std::size_t i = 0; i < columns.size(); ++i) opens_regime_.push_back(i == 0 || columns[i - 1].regime != columns[i].regime);
}

/// Gets ready for every answer that there is by now, and for none.
void Worker::learn() {
  for (std::size_t column = 0; column < known_.size(); ++column) {
    auto& list = known_[column];
    for (int i = static_cast<int>(list.size()) - 1; i < batch_.answers(column); ++i) {
      const Finding* finding = i < 0 ? nullptr : &batch_.answer(column, i);
      const std::string text = report::flat_part(*settings_.book, batch_.columns()[column], opens_regime_[column], finding, flat_format(settings_.format));
      const auto number = static_cast<std::uint32_t>(registry_.number(batch_.columns()[column], finding));
      list.push_back({keep(text), static_cast<std::uint32_t>(text.size()), number});
      most_ += text.size() - std::min(text.size(), longest_[column]);
      longest_[column] = std::max(longest_[column], text.size());
      numbers_ = std::max<std::size_t>(numbers_, number + std::size_t{1});
    }
  }
}

/// Keeps the text close to the others, since caches are small.
const char* Worker::keep(std::string_view text) {
  if (blocks_.empty() || blocks_.back().size() < used_ + text.size() + kStride) {
    blocks_.emplace_back(std::max(kBlock, text.size() + kStride), '\0');
    used_ = 0;
  }
  char* const place = blocks_.back().data() + used_;
  used_ += text.copy(place, text.size());
  return place;
}

bool Worker::ask_engine(const Record& record, Product& product, Diagnostics& faults) {
  Case the_case{.id = record.id, .facts = record.facts};
  if (record.whole) the_case = *record.whole;
  auto found = engine_.evaluate(the_case, settings_.options);
  faults.insert(faults.end(), found.diagnostics.begin(), found.diagnostics.end());
  if (!found) return false;
  if (!settings_.questions.empty())
    for (auto& regime : found.value->regimes)
      std::erase_if(regime.findings, [&](const Finding& f) { return std::find(settings_.questions.begin(), settings_.questions.end(), f.question) == settings_.questions.end(); });
  product.append(settings_.format == OutputFormat::full
                     ? report::case_record(*settings_.book, the_case, *found.value)
                     : report::flat_record(*settings_.book, batch_.columns(), the_case, *found.value, flat_format(settings_.format)));
  for (const auto& column : batch_.columns()) {
    const Finding silent{.question = column.question};
    const bool put = is_put(settings_.book->vocabulary.questions[static_cast<std::size_t>(column.question)], the_case);
    const Finding* finding = finding_for(*found.value, column);
    count(static_cast<std::size_t>(registry_.number(column, finding == nullptr && put ? &silent : finding)), product);
  }
  return true;
}

void Worker::write(const Record& record, std::span<const int> answers, Product& product) {
  const std::string quoted = settings_.format == OutputFormat::csv ? report::csv_field(record.id) : std::string{};
  const std::string_view id = settings_.format == OutputFormat::csv ? quoted : record.id;
  char* to = product.end(frame_.before_id.size() + id.size() + frame_.after_id.size() + most_ + frame_.end.size() + kStride);
  std::uint64_t* const counts = product.counts.data();
  for (const std::string_view text : {frame_.before_id, id, frame_.after_id}) to += text.copy(to, text.size());
  for (std::size_t c = 0; c < answers.size(); ++c) {
    const Known piece = known_[c][static_cast<std::size_t>(answers[c] + 1)];
    // A whole stride at a time, whatever the length: bytes copied beyond the end are written over by what follows.
    std::memcpy(to, piece.text, kStride);
    for (std::size_t at = kStride; at < piece.size; at += kStride) std::memcpy(to + at, piece.text + at, kStride);
    to += piece.size;
    ++counts[piece.number];
  }
  to += frame_.end.copy(to, frame_.end.size());
  product.size = static_cast<std::size_t>(to - product.room.data());
}

/// Reads some records; gives how many, none at the end.
std::size_t Worker::take(const Source& source) {
  std::size_t count = 0;
  for (; count < taken_.size(); ++count) {
    Taken& one = taken_[count];
    one.faults.clear();
    if (!source.next(one.item, one.record, one.faults)) break;
  }
  return count;
}

/// Answers what was taken, as far as that goes without the engine.
void Worker::evaluate(std::size_t count) {
  cases_.clear();
  for (std::size_t i = 0; i < count; ++i) {
    Taken& one = taken_[i];
    const bool chooses = one.record.whole && !one.record.whole->readings.empty();
    one.row = -1;
    if (!one.item.good || chooses || settings_.format == OutputFormat::full) continue;
    one.row = static_cast<int>(cases_.size());
    cases_.emplace_back(one.record.facts);
  }
  const std::size_t rows = cases_.size();
  batch_.evaluate(cases_, std::span{answers_}.first(rows * known_.size()), std::span{answered_}.first(rows));
  for (std::size_t i = 0; i < count; ++i)
    if (taken_[i].row >= 0 && answered_[static_cast<std::size_t>(taken_[i].row)] == 0) taken_[i].row = -1;
}

void Worker::process(const Source& source, Product& product) {
  while (product.complaints.size() < kMostComplaints) {
    const std::size_t count = take(source);
    if (count == 0) return;
    evaluate(count);
    learn();
    if (product.counts.size() < numbers_) product.counts.resize(numbers_, 0);
    for (std::size_t i = 0; i < count; ++i) {
      Taken& one = taken_[i];
      if (one.row >= 0) {
        write(one.record, std::span{answers_}.subspan(static_cast<std::size_t>(one.row) * known_.size(), known_.size()), product);
      } else if (!one.item.good || !ask_engine(one.record, product, one.faults)) {
        refuse(source, one, product);
        if (settings_.strict) return;
        continue;
      }
      ++product.answered;
    }
  }
}

void Worker::refuse(const Source& source, Taken& one, Product& product) {
  for (auto& complaint : one.faults) {
    if (complaint.where.file.empty()) complaint.where = {source.input, "/facts", static_cast<std::int64_t>(one.item.line)};
    product.complaints.push_back(std::move(complaint));
  }
  ++product.refused;
  product.rejects += one.item.bytes;
}

}  // namespace crossing::batch

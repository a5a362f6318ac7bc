// The wording of every complaint, in one table, and the suggestion of a nearest name.
#include "crossing/diagnostic.hpp"

#include <fmt/args.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace crossing {
namespace {

struct Wording {
  Fault fault;
  std::string_view name, message;
};

constexpr std::array kWordings{
    Wording{Fault::cannot_open, "cannot-open", "cannot be opened: {}"},
    Wording{Fault::is_a_folder, "is-a-folder", "is a folder, not a file"},
    Wording{Fault::read_failed, "read-failed", "reading failed midway: {}"},
    Wording{Fault::too_large, "too-large", "has more than {} bytes"},
    Wording{Fault::bad_utf8, "bad-utf8", "not valid UTF-8"},
    Wording{Fault::bad_syntax, "bad-syntax", "not valid JSON: {}"},
    Wording{Fault::too_deep, "too-deep", "nested more than {} levels deep"},
    Wording{Fault::duplicate_key, "duplicate-key", "key `{}` is given twice"},
    Wording{Fault::wrong_schema, "wrong-schema", "schema `{}` is not one this program reads"},
    Wording{Fault::wrong_type, "wrong-type", "expected {}, got {}"},
    Wording{Fault::unknown_key, "unknown-key", "unknown key `{}`"},
    Wording{Fault::missing_key, "missing-key", "key `{}` is missing"},
    Wording{Fault::unknown_word, "unknown-word", "unknown {1} `{0}`"},
    Wording{Fault::bad_id, "bad-id", "`{}` is not an id"},
    Wording{Fault::repeated_id, "repeated-id", "{} `{}` is already used"},
    Wording{Fault::empty_list, "empty-list", "expected {}, got {}"},
    Wording{Fault::file_name, "file-name", "regime `{}` is in a file of another name"},
    Wording{Fault::bad_number, "bad-number", "`{}` is not a whole number"},
    Wording{Fault::out_of_range, "out-of-range", "`{}` is outside {}"},
    Wording{Fault::bad_date, "bad-date", "`{}` is not a date"},
    Wording{Fault::reversed_interval, "reversed-interval", "`{}` ends before it begins"},
    Wording{Fault::bad_time, "bad-time", "`{}` is not a clock time"},
    Wording{Fault::bad_duration, "bad-duration", "`{}` is not a duration"},
    Wording{Fault::unknown_fact, "unknown-fact", "unknown fact `{}`"},
    Wording{Fault::unknown_value, "unknown-value", "unknown value `{}` for `{}`"},
    Wording{Fault::unknown_question, "unknown-question", "unknown question `{}`"},
    Wording{Fault::unknown_treatment, "unknown-treatment", "unknown treatment `{}`"},
    Wording{Fault::unknown_term, "unknown-term", "unknown term `{}`"},
    Wording{Fault::unknown_reading, "unknown-reading", "unknown reading `{}`"},
    Wording{Fault::unknown_option, "unknown-option", "unknown option `{}` of reading `{}`"},
    Wording{Fault::unknown_clause, "unknown-clause", "unknown clause `{}`"},
    Wording{Fault::unknown_regime, "unknown-regime", "unknown regime `{}`"},
    Wording{Fault::unknown_case, "unknown-case", "there is no file and no shipped case `{}`"},
    Wording{Fault::test_mismatch, "test-mismatch", "a fact of type {} cannot be tested with {}"},
    Wording{Fault::derived_stated, "derived-stated", "`{}` follows from other facts and cannot be stated"},
    Wording{Fault::set_tested, "set-tested", "no condition may read `{}`, which is a set"},
    Wording{Fault::bad_only_if, "bad-only-if", "only_if of `{}` must be a test, or a conjunction of tests, of base facts that have no only_if"},
    Wording{Fault::bad_derivation, "bad-derivation", "`{}` cannot be derived in this way"},
    Wording{Fault::linked_facts, "linked-facts", "question `{}` links more than two facts by derived facts or order"},
    Wording{Fault::too_many_values, "too-many-values", "more than {} {}"},
    Wording{Fault::treatment_question, "treatment-question", "treatment `{}` does not answer question `{}`"},
    Wording{Fault::question_twice, "question-twice", "question `{}` is answered twice"},
    Wording{Fault::half_operative, "half-operative", "clause `{}` has `{}` without `{}`"},
    Wording{Fault::self_override, "self-override", "clause `{}` overrides itself"},
    Wording{Fault::override_ring, "override-ring", "overrides form a ring: {}"},
    Wording{Fault::override_misses, "override-misses", "there is nothing to override: clause `{}` has no answer{}"},
    Wording{Fault::term_ring, "term-ring", "term `{}` is defined through itself"},
    Wording{Fault::order_dates, "order-dates", "`{}` is not a date that can be ordered"},
    Wording{Fault::excluded_date, "excluded-date", "an `excludes` cannot test `{}`, which is a date or hangs on one"},
    Wording{Fault::effect_dates, "effect-dates", "the end of effect is before its beginning"},
    Wording{Fault::exactly_one, "exactly-one", "expected one of {}, got {}"},
    Wording{Fault::bad_decimal, "bad-decimal", "`{}` is not a decimal number"},
    Wording{Fault::unknown_figure, "unknown-figure", "unknown figure `{}`"},
    Wording{Fault::divides_by_zero, "divides-by-zero", "figure `{}` is zero, and nothing can be divided by it"},
    Wording{Fault::too_many_digits, "too-many-digits", "the result of `{}` has more digits than are kept"},
    Wording{Fault::other_regime, "other-regime", "`{}` is of another regime than `{}`"},
    Wording{Fault::not_shown, "not-shown", "case `{}` does not show tension `{}`: {}"},
    Wording{Fault::contradiction, "contradiction", "these facts cannot all be true: {}"},
    Wording{Fault::bad_assignment, "bad-assignment", "`{}` is not of the form {}"},
    Wording{Fault::nothing_given, "nothing-given", "no case is given"},
    Wording{Fault::no_rules, "no-rules", "no {} among the rule files"},
    Wording{Fault::bad_cell, "bad-cell", "the quotes of cell {} do not fit"},
    Wording{Fault::wrong_cells, "wrong-cells", "expected {} cells, got {}"},
    Wording{Fault::no_header, "no-header", "the first line must name the columns"},
    Wording{Fault::unfinished_output, "unfinished-output", "is left of a run that was cut off"},
    Wording{Fault::other_run, "other-run", "was begun with other {}"},
};

constexpr auto kFaults = [] {
  std::array<Fault, kWordings.size()> faults{};
  for (std::size_t i = 0; i < kWordings.size(); ++i) faults[i] = kWordings[i].fault;
  return faults;
}();

static_assert([] {
  for (std::size_t i = 0; i < kWordings.size(); ++i)
    if (static_cast<std::size_t>(kWordings[i].fault) != i) return false;
  return static_cast<std::size_t>(Fault::other_run) + 1 == kWordings.size();
}(), "one wording for each fault, in the order of the enum");

/// Levenshtein distance, with a swap of neighbours as one edit.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), row(b.size() + 1), next(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    next[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      next[j] = std::min({row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) next[j] = std::min(next[j], before[j - 2] + 1);
    }
    before.swap(row);
    row.swap(next);
  }
  return row[b.size()];
}

}  // namespace

std::string_view fault_name(Fault fault) { return kWordings[static_cast<std::size_t>(fault)].name; }

std::span<const Fault> all_faults() { return kFaults; }

Diagnostic complain(Fault fault, Location where, std::span<const std::string> arguments, std::string help) {
  fmt::dynamic_format_arg_store<fmt::format_context> store;
  for (const auto& argument : arguments) store.push_back(argument);
  return {fault, std::move(where), fmt::vformat(kWordings[static_cast<std::size_t>(fault)].message, store), std::move(help)};
}

Diagnostic complain(Fault fault, Location where, std::initializer_list<std::string> arguments, std::string help) {
  return complain(fault, std::move(where), std::span{arguments.begin(), arguments.size()}, std::move(help));
}

std::string to_text(const Diagnostic& diagnostic) {
  const auto& where = diagnostic.where;
  std::string text = where.file;
  if (where.line > 0) text += fmt::format(":{}", where.line);
  if (where.column > 0) {
    text += fmt::format(":{}", where.column);
  } else if (!where.pointer.empty()) {
    text += "#" + where.pointer;
  }
  text += (text.empty() ? "error: " : ": error: ") + diagnostic.message + "\n";
  if (!diagnostic.help.empty()) text += "  help: " + diagnostic.help + "\n";
  return text;
}

std::string suggest(std::string_view name, std::span<const std::string> known) {
  const std::string* nearest = nullptr;
  // Of a short name so much must stay that the guess has a reason.
  std::size_t best = (name.size() < 2 ? 0 : name.size() < 5 ? 1 : std::max<std::size_t>(2, name.size() / 3)) + 1;
  for (const auto& candidate : known) {
    const auto edits = distance(name, candidate);
    if (edits < best) {
      best = edits;
      nearest = &candidate;
    }
  }
  std::string help;
  if (nearest != nullptr) help = fmt::format("did you mean `{}`?", *nearest);
  if (!known.empty() && known.size() <= 12) help += fmt::format("{}known: {}", help.empty() ? "" : " ", fmt::join(known, ", "));
  return help;
}

}  // namespace crossing

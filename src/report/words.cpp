// One function a kind of thing; nothing here decides anything.
#include "report/words.hpp"

#include <fmt/format.h>

namespace crossing::report {
namespace {

std::string_view relation_words(Relation relation) {
  switch (relation) {
    case Relation::before: return "less than";
    case Relation::until: return "at most";
    case Relation::from: return "at least";
    case Relation::after: break;
  }
  return "more than";
}

std::string_view relation_key(Relation relation) {
  switch (relation) {
    case Relation::before: return "before";
    case Relation::until: return "until";
    case Relation::from: return "from";
    case Relation::after: break;
  }
  return "after";
}

std::string span_words(const Fact& fact, const Span& span) {
  const bool names = fact.type == FactType::boolean || fact.type == FactType::enumeration;
  if (span.exact()) return code_label(fact, span.lo);
  if (names) {
    std::vector<std::string> labels;
    for (Code code = span.lo; code <= span.hi; ++code) labels.push_back(code_label(fact, code));
    return joined(labels, "or");
  }
  if (fact.type == FactType::date) {
    if (span.lo == fact.range.lo) return "not later than " + until_text(span.hi);
    if (span.hi == fact.range.hi) return "not before " + from_text(span.lo);
    const std::string text = dates_text(span);
    return text.find('/') == std::string::npos ? "in " + text : fmt::format("from {} to {}", from_text(span.lo), until_text(span.hi));
  }
  if (span.lo == fact.range.lo) return fmt::format("at most {}", code_text(fact, span.hi));
  if (span.hi == fact.range.hi) return fmt::format("at least {}", code_text(fact, span.lo));
  return fmt::format("{} to {}", code_text(fact, span.lo), code_text(fact, span.hi));
}

std::string bounds_words(const std::vector<ElapsedBound>& bounds) {
  std::vector<std::string> parts;
  for (const auto& bound : bounds) parts.push_back(fmt::format("{} {}", relation_words(bound.relation), period_words(bound.period)));
  return joined(parts, "and");
}

std::string test_words(const Vocabulary& vocabulary, const Condition& condition) {
  const Fact& fact = vocabulary.fact(condition.subject);
  FactRange range{.fact = condition.subject, .spans = condition.test.spans};
  if (!condition.test.bounds.empty()) range.bounds.push_back(condition.test.bounds);
  return fact.label + ": " + range_words(vocabulary, range);
}

std::string leaf_words(const Vocabulary& vocabulary, const Regime& regime, const Condition& condition) {
  if (condition.kind == Condition::Kind::test) return test_words(vocabulary, condition);
  if (condition.kind == Condition::Kind::term) {
    const Term& term = regime.terms[static_cast<std::size_t>(condition.subject)];
    return fmt::format("{} ({})", term.name, term.meaning);
  }
  const Reading& reading = regime.readings[static_cast<std::size_t>(condition.subject)];
  return fmt::format("reading {}: {}", reading.name, reading.options[static_cast<std::size_t>(condition.option)].name);
}

void add_lines(const Vocabulary& vocabulary, const Regime& regime, const Condition& condition, int level, std::vector<Line>& lines) {
  switch (condition.kind) {
    case Condition::Kind::test:
    case Condition::Kind::term:
    case Condition::Kind::reading: lines.push_back({level, leaf_words(vocabulary, regime, condition)}); return;
    case Condition::Kind::negation: lines.push_back({level, "not:"}); break;
    case Condition::Kind::any: lines.push_back({level, "one of these:"}); break;
    case Condition::Kind::all:
      // A conjunction inside a list of alternatives must be seen as one; at the top its parts stand for themselves.
      if (level == 0) {
        for (const auto& part : condition.parts) add_lines(vocabulary, regime, part, part.kind == Condition::Kind::all ? 1 : 0, lines);
        if (condition.parts.empty()) lines.push_back({0, "always"});
        return;
      }
      lines.push_back({level, "all of these:"});
  }
  for (const auto& part : condition.parts) add_lines(vocabulary, regime, part, level + 1, lines);
}

Data code_data(const Fact& fact, Code code) {
  if (fact.type == FactType::boolean) return code != 0;
  if (fact.type == FactType::count) return code;
  return code_text(fact, code);
}

Data span_data(const Fact& fact, const Span& span) {
  if (span.exact()) return code_data(fact, span.lo);
  Data data = Data::object();
  if (fact.type == FactType::date) {
    if (const std::string text = dates_text(span); text.find('/') == std::string::npos) return text;
    if (span.lo != fact.range.lo) data["from"] = from_text(span.lo);
    if (span.hi != fact.range.hi) data["until"] = until_text(span.hi);
  } else {
    if (span.lo != fact.range.lo) data["at_least"] = code_data(fact, span.lo);
    if (span.hi != fact.range.hi) data["at_most"] = code_data(fact, span.hi);
  }
  return data;
}

}  // namespace

std::string joined(const std::vector<std::string>& parts, std::string_view last) {
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) text += i + 1 == parts.size() ? fmt::format(" {} ", last) : ", ";
    text += parts[i];
  }
  return text;
}

std::vector<Line> condition_lines(const Vocabulary& vocabulary, const Regime& regime, const Condition& condition) {
  std::vector<Line> lines;
  add_lines(vocabulary, regime, condition, 0, lines);
  return lines;
}

std::string condition_words(const Vocabulary& vocabulary, const Regime& regime, const Condition& condition) {
  std::vector<std::string> parts;
  for (const auto& part : condition.parts) parts.push_back(condition_words(vocabulary, regime, part));
  switch (condition.kind) {
    case Condition::Kind::all: return parts.empty() ? "always" : joined(parts, "and");
    case Condition::Kind::any: return fmt::format("({})", joined(parts, "or"));
    case Condition::Kind::negation: return fmt::format("not ({})", parts.front());
    case Condition::Kind::test:
    case Condition::Kind::term:
    case Condition::Kind::reading: break;
  }
  return leaf_words(vocabulary, regime, condition);
}

std::string range_words(const Vocabulary& vocabulary, const FactRange& range) {
  const Fact& fact = vocabulary.fact(range.fact);
  std::vector<std::string> parts;
  for (const auto& span : range.spans) parts.push_back(span_words(fact, span));
  for (const auto& bounds : range.bounds) parts.push_back(bounds_words(bounds));
  return joined(parts, "or");
}

Data range_data(const Vocabulary& vocabulary, const FactRange& range) {
  const Fact& fact = vocabulary.fact(range.fact);
  Data list = Data::array();
  for (const auto& span : range.spans) {
    if (fact.type == FactType::enumeration || fact.type == FactType::boolean) {
      for (Code code = span.lo; code <= span.hi; ++code) list.push_back(code_data(fact, code));
    } else {
      list.push_back(span_data(fact, span));
    }
  }
  for (const auto& bounds : range.bounds) {
    Data part = Data::object();
    for (const auto& bound : bounds) part[std::string{relation_key(bound.relation)}] = period_text(bound.period);
    list.push_back(std::move(part));
  }
  return list.size() == 1 ? Data(list.front()) : list;
}

std::string treatment_words(const Vocabulary& vocabulary, const TreatmentSet& treatments) {
  if (treatments.empty()) return "silent";
  std::vector<std::string> labels;
  for (const int treatment : treatments) labels.push_back(vocabulary.treatments[static_cast<std::size_t>(treatment)].label);
  return joined(labels, "and");
}

Data treatment_data(const Vocabulary& vocabulary, const TreatmentSet& treatments, bool list) {
  if (treatments.empty()) return nullptr;
  Data names = Data::array();
  for (const int treatment : treatments) names.push_back(vocabulary.treatments[static_cast<std::size_t>(treatment)].name);
  return list || names.size() > 1 ? names : Data(names.front());
}

std::string_view answer_opening(Nature nature) {
  switch (nature) {
    case Nature::request: return "asks for: ";
    case Nature::proposal: return "proposes: ";
    case Nature::report: return "reports: ";
    case Nature::directive:
    case Nature::notification:
    case Nature::bilateral_agreement: break;
  }
  return "";
}

std::string answer_words(const Vocabulary& vocabulary, Nature nature, const Finding& finding) {
  if (finding.verdict == Verdict::silent) return "silent";
  const std::string opening{answer_opening(nature)};
  if (finding.verdict == Verdict::decided) return opening + treatment_words(vocabulary, finding.treatments);
  std::vector<std::string> parts;
  for (const auto& outcome : finding.outcomes) parts.push_back(treatment_words(vocabulary, outcome.treatments));
  return fmt::format("{}{}: {}", opening, name_of(finding.verdict), fmt::join(parts, finding.verdict == Verdict::conflict ? " against " : " / "));
}

std::string timing_words(const Regime& regime, const Timing& timing) {
  switch (timing.status) {
    case TimingStatus::no_test_date: return "no date given";
    case TimingStatus::not_yet_issued:
      return timing.days->exact() ? fmt::format("issued {} day{} later: hypothetical", timing.days->lo, timing.days->lo == 1 ? "" : "s")
                                  : fmt::format("issued {} to {} days later: hypothetical", timing.days->lo, timing.days->hi);
    case TimingStatus::date_uncertain: return "date too uncertain to say";
    case TimingStatus::signed_effect_unknown: return regime.nature == Nature::bilateral_agreement ? "signed; effect unknown" : "issued; effect unknown";
    case TimingStatus::issued_not_in_effect: return "issued, not yet in effect";
    case TimingStatus::lapsed: return "lapsed";
    case TimingStatus::in_force: break;
  }
  return "in force";
}

std::string in_effect_words(const Regime& regime) {
  std::string text = regime.begins ? "from " + day_text(*regime.begins) : "beginning unknown";
  if (regime.ends) text += " to " + day_text(*regime.ends);
  return text;
}

std::string clause_ids(const Regime& regime, const std::vector<int>& clauses) {
  std::vector<std::string> ids;
  for (const int clause : clauses) ids.push_back(regime.clauses[static_cast<std::size_t>(clause)].id);
  return fmt::format("{}", fmt::join(ids, ", "));
}

Text source_words(const Regime& regime, const Finding& finding, Report& report) {
  const auto& clauses = finding.clauses.empty() ? finding.clauses_possible : finding.clauses;
  return clauses.empty() ? "" : " [" + report.cite(regime, clauses) + "]";
}

std::string source_words(const Regime& regime, const Finding& finding) {
  const auto& clauses = finding.clauses.empty() ? finding.clauses_possible : finding.clauses;
  return clauses.empty() ? "" : " [" + clause_ids(regime, clauses) + "]";
}

}  // namespace crossing::report

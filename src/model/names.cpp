// The names of everything the engine itself closes: one table each, for reading, writing and words.
#include <algorithm>
#include <array>

#include "crossing/dossier.hpp"
#include "crossing/explanation.hpp"
#include "crossing/finding.hpp"
#include "crossing/regime.hpp"

namespace crossing {
namespace {

template <typename E>
struct Row {
  E value;
  std::string_view name, words;
};

constexpr std::array kNatures{
    Row<Nature>{Nature::directive, "directive", "directive"},
    Row<Nature>{Nature::notification, "notification", "notification"},
    Row<Nature>{Nature::bilateral_agreement, "bilateral_agreement", "agreement of two states"},
    Row<Nature>{Nature::request, "request", "request to the other state"},
    Row<Nature>{Nature::proposal, "proposal", "proposal"},
    Row<Nature>{Nature::report, "report", "report of practice"},
};
constexpr std::array kModalities{
    Row<Modality>{Modality::must, "must", "must"},
    Row<Modality>{Modality::must_not, "must_not", "must not"},
    Row<Modality>{Modality::should, "should", "should"},
    Row<Modality>{Modality::in_principle, "in_principle", "in principle"},
    Row<Modality>{Modality::may, "may", "may"},
    Row<Modality>{Modality::refer, "refer", "refer upward"},
    Row<Modality>{Modality::request, "request", "request"},
    Row<Modality>{Modality::definition, "definition", "definition"},
    Row<Modality>{Modality::procedure, "procedure", "procedure"},
    Row<Modality>{Modality::exhortation, "exhortation", "exhortation"},
};
constexpr std::array kRelations{
    Row<RelationKind>{RelationKind::keeps_in_force, "keeps_in_force", "keeps in force"},
    Row<RelationKind>{RelationKind::ends, "ends", "ends"},
    Row<RelationKind>{RelationKind::presupposes, "presupposes", "presupposes"},
    Row<RelationKind>{RelationKind::softens, "softens", "softens"},
    Row<RelationKind>{RelationKind::refers_to, "refers_to", "refers to"},
};
constexpr std::array kVerdicts{
    Row<Verdict>{Verdict::decided, "decided", "decided"},
    Row<Verdict>{Verdict::silent, "silent", "silent"},
    Row<Verdict>{Verdict::undetermined, "undetermined", "undetermined"},
    Row<Verdict>{Verdict::contested, "contested", "contested"},
    Row<Verdict>{Verdict::conflict, "conflict", "conflict"},
};
constexpr std::array kTimings{
    Row<TimingStatus>{TimingStatus::no_test_date, "no_test_date", ""},
    Row<TimingStatus>{TimingStatus::not_yet_issued, "not_yet_issued", ""},
    Row<TimingStatus>{TimingStatus::date_uncertain, "date_uncertain", ""},
    Row<TimingStatus>{TimingStatus::signed_effect_unknown, "signed_effect_unknown", ""},
    Row<TimingStatus>{TimingStatus::issued_not_in_effect, "issued_not_in_effect", ""},
    Row<TimingStatus>{TimingStatus::lapsed, "lapsed", ""},
    Row<TimingStatus>{TimingStatus::in_force, "in_force", ""},
};
constexpr std::array kReaches{
    Row<Reach>{Reach::addressed, "addressed", ""},
    Row<Reach>{Reach::outside, "outside", ""},
    Row<Reach>{Reach::unknown, "unknown", ""},
};
constexpr std::array kStandings{
    Row<Standing>{Standing::stands, "stands", ""},
    Row<Standing>{Standing::displaced, "displaced", ""},
    Row<Standing>{Standing::waits, "waits", ""},
    Row<Standing>{Standing::fails, "fails", ""},
};
constexpr std::array kCheckKinds{
    Row<CheckKind>{CheckKind::sum, "sum", ""},
    Row<CheckKind>{CheckKind::difference, "difference", ""},
    Row<CheckKind>{CheckKind::product, "product", ""},
    Row<CheckKind>{CheckKind::percent, "percent", ""},
    Row<CheckKind>{CheckKind::growth, "growth", ""},
    Row<CheckKind>{CheckKind::times, "times", ""},
    Row<CheckKind>{CheckKind::equal, "equal", ""},
};
constexpr std::array kShownHows{
    Row<ShownHow>{ShownHow::conflict, "conflict", "conflict"},
    Row<ShownHow>{ShownHow::contested, "contested", "contested"},
    Row<ShownHow>{ShownHow::effects, "effects", "different effects"},
};

template <typename E, std::size_t N>
constexpr const Row<E>& row(const std::array<Row<E>, N>& table, E value) {
  return table[static_cast<std::size_t>(value)];  // each table is in the order of its enum
}

template <typename E, std::size_t N>
std::optional<E> read(const std::array<Row<E>, N>& table, std::string_view name) {
  const auto found = std::find_if(table.begin(), table.end(), [name](const Row<E>& r) { return r.name == name; });
  return found == table.end() ? std::nullopt : std::optional<E>{found->value};
}

template <typename List>
int index_of(const List& list, std::string_view name, std::string List::value_type::*key) {
  const auto found = std::find_if(list.begin(), list.end(), [&](const auto& item) { return item.*key == name; });
  return found == list.end() ? -1 : static_cast<int>(found - list.begin());
}

}  // namespace

std::string_view name_of(Nature nature) { return row(kNatures, nature).name; }
std::string_view name_of(Modality modality) { return row(kModalities, modality).name; }
std::string_view name_of(RelationKind kind) { return row(kRelations, kind).name; }
std::string_view name_of(Verdict verdict) { return row(kVerdicts, verdict).name; }
std::string_view name_of(TimingStatus status) { return row(kTimings, status).name; }
std::string_view name_of(Reach reach) { return row(kReaches, reach).name; }
std::string_view name_of(Standing standing) { return row(kStandings, standing).name; }
std::string_view name_of(CheckKind kind) { return row(kCheckKinds, kind).name; }
std::string_view name_of(ShownHow how) { return row(kShownHows, how).name; }
std::string_view words_of(ShownHow how) { return row(kShownHows, how).words; }
std::string_view words_of(Nature nature) { return row(kNatures, nature).words; }
std::string_view words_of(Modality modality) { return row(kModalities, modality).words; }
std::string_view words_of(RelationKind kind) { return row(kRelations, kind).words; }
std::optional<Nature> read_nature(std::string_view name) { return read(kNatures, name); }
std::optional<Modality> read_modality(std::string_view name) { return read(kModalities, name); }
std::optional<RelationKind> read_relation(std::string_view name) { return read(kRelations, name); }
std::optional<Verdict> read_verdict(std::string_view name) { return read(kVerdicts, name); }
std::optional<CheckKind> read_check_kind(std::string_view name) { return read(kCheckKinds, name); }
std::optional<ShownHow> read_shown_how(std::string_view name) { return read(kShownHows, name); }

bool Vocabulary::comes_before(int earlier, int later) const {
  std::vector<bool> reached(facts.size(), false);
  for (std::vector<int> open{earlier}; !open.empty();) {
    const int date = open.back();
    open.pop_back();
    for (const auto& one : constraints) {
      if (one.excludes || one.earlier != date || reached[static_cast<std::size_t>(one.later)]) continue;
      reached[static_cast<std::size_t>(one.later)] = true;
      open.push_back(one.later);
    }
  }
  return reached[static_cast<std::size_t>(later)];
}

int Vocabulary::find_fact(std::string_view name) const { return index_of(facts, name, &Fact::name); }
int Vocabulary::find_question(std::string_view name) const { return index_of(questions, name, &Question::name); }
int Vocabulary::find_treatment(std::string_view name) const { return index_of(treatments, name, &Treatment::name); }
int Regime::find_clause(std::string_view wanted) const { return index_of(clauses, wanted, &Clause::id); }
int Regime::find_reading(std::string_view name) const { return index_of(readings, name, &Reading::name); }
int RuleBook::find_regime(std::string_view id) const { return index_of(regimes, id, &Regime::id); }

bool is_part_of(std::string_view id, std::string_view item) {
  if (id == item) return true;
  if (!id.starts_with(item) || item.empty()) return false;
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  return !digit(item.back()) || !digit(id[item.size()]);
}

int find_value(const Fact& fact, std::string_view name) { return index_of(fact.values, name, &Named::name); }

std::string code_text(const Fact& fact, Code code) {
  switch (fact.type) {
    case FactType::boolean:
    case FactType::enumeration: return fact.values[static_cast<std::size_t>(code)].name;
    case FactType::date: return day_text(code);
    case FactType::time: return time_text(code);
    case FactType::set: {
      std::string text;
      for (std::size_t i = 0; i < fact.values.size(); ++i)
        if ((code >> i & 1) != 0) text += (text.empty() ? "" : ", ") + fact.values[i].name;
      return text;
    }
    case FactType::count:
    case FactType::elapsed: break;
  }
  return std::to_string(code);
}

std::string code_label(const Fact& fact, Code code) {
  if (fact.type == FactType::boolean || fact.type == FactType::enumeration) return fact.values[static_cast<std::size_t>(code)].label;
  return code_text(fact, code);
}

std::string span_text(const Fact& fact, const Span& span, bool labels) {
  if (fact.type == FactType::date) return dates_text(span);
  const auto text = [&](Code code) { return labels ? code_label(fact, code) : code_text(fact, code); };
  return span.exact() ? text(span.lo) : text(span.lo) + "/" + text(span.hi);
}

}  // namespace crossing

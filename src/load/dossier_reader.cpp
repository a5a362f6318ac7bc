// One function a thing that a file lists; what can only be seen of a list as a whole is looked at where the list is read.
#include "load/dossier_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "load/values.hpp"

namespace crossing::load {
namespace {

constexpr std::string_view kIntroduction = "introduction";  // of the collection: no regime, but figures are printed there too

bool is_figure_id(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); });
}

/// The id of an entry; complains if it is missing, misshapen or, as `used` knows, already that of another.
template <typename Used>
std::string read_id(const Object& object, std::string_view what, bool (*shape)(std::string_view), std::string_view help, Used used, Diagnostics& faults) {
  const auto at = object.need("id");
  if (!at) return {};
  const auto id = read_text(*at, faults);
  if (!id) return {};
  if (!shape(*id)) fault(faults, Fault::bad_id, *at, {*id}, std::string{help});
  if (used(*id)) fault(faults, Fault::repeated_id, *at, {std::string{what}, *id});
  return *id;
}

/// The items of a list that may not be empty.
std::vector<At> read_items(const Object& object, std::string_view key, std::string_view least, Diagnostics& faults) {
  const auto at = object.need(key);
  if (!at) return {};
  auto items = read_list(*at, faults);
  if (items.empty() && at->json->kind == Json::Kind::array) fault(faults, Fault::empty_list, *at, {std::string{least}, "none"});
  return items;
}

std::optional<int> read_regime_id(const RuleBook& book, const std::string& id, const std::vector<std::string>& others, const At& at, Diagnostics& faults) {
  const int regime = book.find_regime(id);
  if (regime >= 0) return regime;
  auto known = names(book.regimes, &Regime::id);
  known.insert(known.end(), others.begin(), others.end());
  fault(faults, Fault::unknown_regime, at, {id}, suggest(id, known));
  return std::nullopt;
}

/// REGIME/CLAUSE; with `whole` also REGIME.
std::optional<ClauseRef> read_ref(const RuleBook& book, const At& at, bool whole, Diagnostics& faults) {
  const auto text = read_text(at, faults);
  if (!text) return std::nullopt;
  const auto slash = text->find('/');
  if (slash == std::string::npos && !whole) {
    fault(faults, Fault::bad_assignment, at, {*text, "REGIME/CLAUSE"});
    return std::nullopt;
  }
  const auto found = read_regime_id(book, text->substr(0, slash), {}, at, faults);
  if (!found) return std::nullopt;
  ClauseRef ref{.regime = *found};
  if (slash == std::string::npos) return ref;
  const Regime& regime = book.regimes[static_cast<std::size_t>(ref.regime)];
  ref.clause = regime.find_clause(text->substr(slash + 1));
  if (ref.clause >= 0) return ref;
  std::vector<std::string> known;
  for (const auto& clause : regime.clauses) known.push_back(regime.id + "/" + clause.id);
  fault(faults, Fault::unknown_clause, at, {*text}, suggest(*text, known));
  return std::nullopt;
}

std::vector<ClauseRef> read_refs(const RuleBook& book, const Object& object, std::string_view key, bool whole, Diagnostics& faults) {
  std::vector<ClauseRef> refs;
  for (const auto& item : read_items(object, key, "at least one clause", faults)) {
    const auto ref = read_ref(book, item, whole, faults);
    if (!ref) continue;
    if (std::find(refs.begin(), refs.end(), *ref) != refs.end()) fault(faults, Fault::repeated_id, item, {"clause", ref_text(book, *ref)});
    refs.push_back(*ref);
  }
  return refs;
}

// ---- references ----

Reference read_reference(const RuleBook& book, const References& before, const At& at, Diagnostics& faults) {
  const Object object{at, {"id", "title", "date", "issuer", "known_by", "missing"}, faults};
  Reference reference{.title = object.text("title", true), .issuer = object.text("issuer"), .missing = object.text("missing", true)};
  const auto used = [&](std::string_view id) { return before.find(id) >= 0 || book.find_regime(id) >= 0; };
  reference.id = read_id(object, "instrument", is_id, kIdHelp, used, faults);
  if (const auto date = object.find("date")) reference.date = read_issue(*date, faults);
  for (const auto& item : read_items(object, "known_by", "at least one clause", faults)) {
    const Object mention{item, {"clause", "says"}, faults};
    std::string says = mention.text("says", true);
    const auto clause = mention.need("clause");
    if (!clause) continue;
    if (const auto ref = read_ref(book, *clause, false, faults)) reference.known_by.push_back({*ref, std::move(says)});
  }
  return reference;
}

// ---- figures ----

Figure read_figure(const RuleBook& book, const Figures& before, const At& at, Diagnostics& faults) {
  const Object object{at, {"id", "what", "printed", "value", "unit", "where", "note"}, faults};
  Figure figure{.what = object.text("what", true), .printed = object.text("printed", true), .unit = object.text("unit", true), .note = object.text("note")};
  figure.id = read_id(object, "figure", is_figure_id, "use letters and digits", [&](std::string_view id) { return before.find(id) >= 0; }, faults);
  if (const auto value = object.need("value")) {
    if (const auto text = read_text(*value, faults)) {
      const auto decimal = read_decimal(*text);
      if (!decimal) fault(faults, Fault::bad_decimal, *value, {*text}, "write at most twelve digits, and at most four after a point: 28028, 6.2, -90.5");
      figure.value = decimal.value_or(Decimal{});
    }
  }
  for (const auto& item : read_items(object, "where", "at least one place", faults)) {
    const Object place{item, {"document", "cite"}, faults};
    Printed printed{.cite = place.text("cite", true)};
    if (const auto document = place.need("document")) {
      const auto text = read_text(*document, faults);
      if (text && *text != kIntroduction) printed.regime = read_regime_id(book, *text, {std::string{kIntroduction}}, *document, faults).value_or(-1);
    }
    figure.where.push_back(std::move(printed));
  }
  return figure;
}

std::optional<int> read_figure_id(const Figures& figures, const At& at, Diagnostics& faults) {
  const auto id = read_text(at, faults);
  if (!id) return std::nullopt;
  const int figure = figures.find(*id);
  if (figure >= 0) return figure;
  fault(faults, Fault::unknown_figure, at, {*id}, suggest(*id, names(figures.figures, &Figure::id)));
  return std::nullopt;
}

/// The one key of `keys` that the object has; complains if it has none or several.
std::optional<std::string_view> read_only(const Object& object, const std::vector<std::string_view>& keys, Diagnostics& faults) {
  std::vector<std::string_view> found;
  for (const auto key : keys)
    if (object.find(key)) found.push_back(key);
  if (found.size() == 1) return found.front();
  fault(faults, Fault::exactly_one, object.at(), {fmt::format("{}", fmt::join(keys, ", ")), found.empty() ? "none" : fmt::format("{}", fmt::join(found, " and "))});
  return std::nullopt;
}

/// The figures under `key`; complains if they are too few or too many. Nothing after a fault.
std::vector<int> read_operands(const Figures& figures, const At& at, CheckKind kind, Diagnostics& faults) {
  const auto before = faults.size();
  std::vector<int> of;
  const auto items = read_list(at, faults);
  for (const auto& item : items) {
    const auto figure = read_figure_id(figures, item, faults);
    if (!figure) continue;
    if (std::find(of.begin(), of.end(), *figure) != of.end()) fault(faults, Fault::repeated_id, item, {"figure", figures.figures[static_cast<std::size_t>(*figure)].id});
    of.push_back(*figure);
  }
  const bool enough = kind == CheckKind::sum ? items.size() >= 2 : items.size() == 2;
  if (!enough && at.json->kind == Json::Kind::array)
    fault(faults, Fault::empty_list, at, {kind == CheckKind::sum ? "at least two figures" : "two figures", std::to_string(items.size())});
  if (faults.size() != before) return {};
  const std::size_t divisor = kind == CheckKind::percent ? 1 : 0;
  const bool divides = kind == CheckKind::percent || kind == CheckKind::growth || kind == CheckKind::times;
  const Figure& below = figures.figures[static_cast<std::size_t>(of[divisor])];
  if (!divides || below.value.ten_thousandths != 0) return of;
  fault(faults, Fault::divides_by_zero, items[divisor], {below.id});
  return {};
}

FigureCheck read_check(const Figures& figures, const At& at, Diagnostics& faults) {
  const Object object{at, {"id", "what", "sum", "difference", "product", "percent", "growth", "times", "equal", "against", "computed_only", "note"}, faults};
  FigureCheck check{.what = object.text("what", true), .note = object.text("note")};
  check.id = read_id(object, "check", is_id, kIdHelp, [&](std::string_view id) { return figures.find(id) >= 0 || figures.find_check(id) >= 0; }, faults);
  if (!object.good()) return check;
  const auto kind = read_only(object, {"sum", "difference", "product", "percent", "growth", "times", "equal"}, faults);
  // What is computed is held against a printed figure, or there is none; two printed figures are held against each other.
  const auto other = read_only(object, {"equal", "against", "computed_only"}, faults);
  bool good = kind && other;
  if (const auto flag = object.find("computed_only"); flag && read_flag(*flag, faults) == false) fault(faults, Fault::wrong_type, *flag, {"true", "false"});
  if (const auto against = object.find("against")) {
    const auto figure = read_figure_id(figures, *against, faults);
    good = good && figure;
    check.against = figure.value_or(-1);
  }
  if (!kind) return check;
  check.kind = *read_check_kind(*kind);
  check.of = read_operands(figures, *object.find(*kind), check.kind, faults);
  if (check.of.empty() || !good) return check;
  if (check.kind == CheckKind::equal) check.against = check.of[1];
  if (!compute(figures, check)) fault(faults, Fault::too_many_digits, at, {check.id}, "four digits after the point are kept, and about fourteen before it");
  return check;
}

// ---- tensions ----

Showing read_showing(const RuleBook& book, const At& at, Diagnostics& faults) {
  const Object object{at, {"case", "question", "how", "at"}, faults};
  Showing showing{.where = at.where()};
  if (const auto the_case = object.need("case")) {
    const auto id = read_text(*the_case, faults);
    showing.case_id = id.value_or("");
    if (id && !is_id(*id)) fault(faults, Fault::bad_id, *the_case, {*id}, kIdHelp);
  }
  if (const auto question = object.find("question")) {
    if (const auto name = read_text(*question, faults)) {
      showing.question = book.vocabulary.find_question(*name);
      if (showing.question < 0) fault(faults, Fault::unknown_question, *question, {*name}, suggest(*name, names(book.vocabulary.questions, &Question::name)));
    }
  }
  std::optional<ShownHow> how;
  if (const auto word_at = object.need("how")) {
    if (const auto word = read_text(*word_at, faults)) {
      how = read_shown_how(*word);
      const std::vector<std::string> known{"conflict", "contested", "effects"};
      if (!how) fault(faults, Fault::unknown_word, *word_at, {*word, "way to show"}, suggest(*word, known));
    }
  }
  showing.how = how.value_or(ShownHow::effects);
  const auto before = faults.size();
  showing.at = read_refs(book, object, "at", showing.how == ShownHow::effects, faults);
  if (!how || faults.size() != before) return showing;
  const auto whole = std::any_of(showing.at.begin(), showing.at.end(), [](const ClauseRef& ref) { return ref.clause < 0; });
  // One finding answers one question; and a regime can only be silent on something.
  if (!object.find("question") && (whole || *how != ShownHow::effects)) object.need("question");
  const At list = *object.find("at");
  if (*how == ShownHow::effects && showing.at.size() < 2) fault(faults, Fault::empty_list, list, {"at least two clauses or regimes", std::to_string(showing.at.size())});
  for (std::size_t i = 1; i < showing.at.size() && *how != ShownHow::effects; ++i) {
    if (showing.at[i].regime != showing.at[0].regime)
      fault(faults, Fault::other_regime, read_list(list, faults)[i], {ref_text(book, showing.at[i]), ref_text(book, showing.at[0])}, "one finding is of one regime");
  }
  return showing;
}

Tension read_tension(const RuleBook& book, const Tensions& before, const At& at, Diagnostics& faults) {
  const Object object{at, {"id", "title", "clauses", "says", "shown_by"}, faults};
  Tension tension{.title = object.text("title", true), .says = object.text("says", true)};
  tension.id = read_id(object, "tension", is_id, kIdHelp, [&](std::string_view id) { return before.find(id) >= 0; }, faults);
  tension.clauses = read_refs(book, object, "clauses", false, faults);
  for (const auto& item : read_items(object, "shown_by", "at least one case", faults)) tension.shown_by.push_back(read_showing(book, item, faults));
  return tension;
}

}  // namespace

References read_references(const RuleBook& book, const At& at, Diagnostics& faults) {
  const Object object{at, {"schema", "instruments"}, faults};
  References references;
  if (const auto list = object.need("instruments"))
    for (const auto& item : read_list(*list, faults)) references.instruments.push_back(read_reference(book, references, item, faults));
  return references;
}

Figures read_figures(const RuleBook& book, const At& at, Diagnostics& faults) {
  const Object object{at, {"schema", "figures", "checks"}, faults};
  Figures figures;
  if (const auto list = object.need("figures"))
    for (const auto& item : read_list(*list, faults)) figures.figures.push_back(read_figure(book, figures, item, faults));
  if (const auto list = object.need("checks"))
    for (const auto& item : read_list(*list, faults)) figures.checks.push_back(read_check(figures, item, faults));
  return figures;
}

Tensions read_tensions(const RuleBook& book, const At& at, Diagnostics& faults) {
  const Object object{at, {"schema", "tensions"}, faults};
  Tensions tensions;
  if (const auto list = object.need("tensions"))
    for (const auto& item : read_list(*list, faults)) tensions.tensions.push_back(read_tension(book, tensions, item, faults));
  return tensions;
}

}  // namespace crossing::load

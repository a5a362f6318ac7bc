// The doors of this stage: texts to a rule book, texts to cases, and what is built into the library.
#include <algorithm>
#include <array>
#include <filesystem>

#include "crossing/crossing.hpp"
#include "load/case_reader.hpp"
#include "load/dossier_reader.hpp"
#include "load/embedded.hpp"
#include "load/files.hpp"
#include "load/regime_reader.hpp"
#include "load/vocabulary_reader.hpp"

namespace crossing {
namespace {

// Rules and what is said beside them lie in one folder. Each door takes its own and passes over the rest.
constexpr std::array<std::string_view, 2> kOfRules{"crossing.vocabulary/1", "crossing.regime/1"};
constexpr std::array<std::string_view, 3> kBesideRules{"crossing.references/1", "crossing.figures/1", "crossing.tensions/1"};

/// The schema a document names, if it is one of `wanted`; complains if it names none that belongs in the folder.
template <std::size_t Wanted, std::size_t Passed>
std::string_view schema_of(const load::At& at, const std::array<std::string_view, Wanted>& wanted, const std::array<std::string_view, Passed>& passed, std::string_view help, Diagnostics& faults) {
  const load::Json* schema = at.json->kind == load::Json::Kind::object ? at.json->find("schema") : nullptr;
  const auto among = [&](const auto& list) { return std::find(list.begin(), list.end(), schema->text) != list.end(); };
  if (at.json->kind != load::Json::Kind::object) {
    load::fault(faults, Fault::wrong_type, at, {"an object", load::kind_words(*at.json)});
  } else if (schema == nullptr) {
    load::fault(faults, Fault::missing_key, at, {"schema"}, std::string{help});
  } else if (among(wanted)) {
    return schema->text;
  } else if (!among(passed)) {
    load::fault(faults, Fault::wrong_schema, {schema, at.file, "/schema"}, {load::brief(*schema)}, std::string{help});
  }
  return {};
}

Checked<RuleBook> gather(const std::vector<load::Source>& sources, Diagnostics faults) {
  RuleBook book;
  std::vector<load::Json> trees;
  trees.reserve(sources.size());
  std::vector<std::pair<load::At, const load::Source*>> regimes;
  std::optional<load::At> vocabulary;
  for (const auto& source : sources) {
    auto tree = load::parse({std::string{source.name}, std::string{source.bytes}}, faults);
    if (!tree) continue;
    const load::At at{&trees.emplace_back(std::move(*tree)), std::string{source.name}, ""};
    const auto schema = schema_of(at, kOfRules, kBesideRules, "a rule file names crossing.vocabulary/1 or crossing.regime/1", faults);
    if (schema == kOfRules[0]) {
      if (vocabulary) load::fault(faults, Fault::repeated_id, {at.json, at.file, "/schema"}, {"schema", std::string{schema}}, "the vocabulary is already given by " + vocabulary->file);
      vocabulary = at;
    } else if (schema == kOfRules[1]) {
      regimes.emplace_back(at, &source);
    }
  }
  if (vocabulary) {
    book.vocabulary = load::read_vocabulary(*vocabulary, faults);
    for (const auto& [at, source] : regimes) {
      Regime regime = load::read_regime(book.vocabulary, at, faults);
      if (!regime.id.empty() && book.find_regime(regime.id) >= 0) {
        load::fault(faults, Fault::repeated_id, {at.json, at.file, "/id"}, {"regime", regime.id});
      } else if (std::filesystem::path{at.file}.stem() != regime.id && !regime.id.empty()) {
        load::fault(faults, Fault::file_name, {at.json, at.file, "/id"}, {regime.id}, "name the file " + regime.id + ".json");
      }
      regime.digest = source->digest;
      book.regimes.push_back(std::move(regime));
    }
  } else if (faults.empty()) {
    faults.push_back(complain(Fault::no_rules, {}, {"vocabulary"}, "one file must name the schema crossing.vocabulary/1"));
  }
  if (regimes.empty() && faults.empty()) faults.push_back(complain(Fault::no_rules, {}, {"regime"}, "one file must name the schema crossing.regime/1"));
  if (!faults.empty()) return {std::nullopt, std::move(faults)};
  std::sort(book.regimes.begin(), book.regimes.end(), [](const Regime& a, const Regime& b) { return std::tie(a.issued.lo, a.id) < std::tie(b.issued.lo, b.id); });
  return {std::move(book), {}};
}

Checked<std::vector<Text>> read_folder(const std::string& folder) {
  Diagnostics faults;
  std::vector<Text> texts;
  for (const auto& path : load::json_files(folder, faults)) {
    if (auto text = load::read_file(path, faults)) texts.push_back(std::move(*text));
  }
  if (!faults.empty()) return {std::nullopt, std::move(faults)};
  return {std::move(texts), {}};
}

}  // namespace

Checked<RuleBook> load_rules(const std::vector<Text>& texts) {
  std::vector<load::Source> sources;
  std::vector<std::string> digests;
  digests.reserve(texts.size());
  for (const auto& text : texts) sources.push_back({text.name, text.bytes, digests.emplace_back(load::digest(text.bytes))});
  return gather(sources, {});
}

Checked<RuleBook> load_rules_folder(const std::string& folder) {
  auto texts = read_folder(folder);
  if (!texts) return {std::nullopt, std::move(texts.diagnostics)};
  return load_rules(*texts.value);
}

Checked<RuleBook> load_embedded_rules() { return gather(load::embedded_rules(), {}); }

Checked<Dossier> load_dossier(const RuleBook& book, const std::vector<Text>& texts) {
  Diagnostics faults;
  Dossier dossier;
  std::array<std::string, kBesideRules.size()> given;  // the file that gave each
  for (const auto& text : texts) {
    const auto tree = load::parse(text, faults);
    if (!tree) continue;
    const load::At at{&*tree, text.name, ""};
    const auto schema = schema_of(at, kBesideRules, kOfRules, "a file beside the rules names crossing.references/1, crossing.figures/1 or crossing.tensions/1", faults);
    if (schema.empty()) continue;
    const auto kind = static_cast<std::size_t>(std::find(kBesideRules.begin(), kBesideRules.end(), schema) - kBesideRules.begin());
    if (!given[kind].empty()) load::fault(faults, Fault::repeated_id, {at.json, at.file, "/schema"}, {"schema", std::string{schema}}, "it is already that of " + given[kind]);
    given[kind] = text.name;
    if (kind == 0) dossier.references = load::read_references(book, at, faults);
    if (kind == 1) dossier.figures = load::read_figures(book, at, faults);
    if (kind == 2) dossier.tensions = load::read_tensions(book, at, faults);
  }
  if (!faults.empty()) return {std::nullopt, std::move(faults)};
  return {std::move(dossier), {}};
}

Checked<Dossier> load_dossier_folder(const RuleBook& book, const std::string& folder) {
  auto texts = read_folder(folder);
  if (!texts) return {std::nullopt, std::move(texts.diagnostics)};
  return load_dossier(book, *texts.value);
}

Checked<Dossier> load_embedded_dossier(const RuleBook& book) {
  std::vector<Text> texts;
  for (const auto& source : load::embedded_dossier()) texts.push_back({std::string{source.name}, std::string{source.bytes}});
  return load_dossier(book, texts);
}

Checked<std::vector<Case>> load_cases(const RuleBook& book, const Text& text) {
  Diagnostics faults;
  const auto tree = load::parse(text, faults);
  if (!tree) return {std::nullopt, std::move(faults)};
  std::vector<Case> cases;
  const load::At whole{&*tree, text.name, ""};
  const auto items = tree->kind == load::Json::Kind::array ? load::read_list(whole, faults) : std::vector<load::At>{whole};
  for (const auto& item : items) {
    Case the_case = load::read_case(book, item, faults);
    const bool repeated = !the_case.id.empty() && std::any_of(cases.begin(), cases.end(), [&](const Case& c) { return c.id == the_case.id; });
    if (repeated) faults.push_back(complain(Fault::repeated_id, {text.name, load::child(item.pointer, "id")}, {"case", the_case.id}));
    cases.push_back(std::move(the_case));
  }
  if (!faults.empty()) return {std::nullopt, std::move(faults)};
  return {std::move(cases), {}};
}

std::vector<Text> embedded_cases() {
  std::vector<Text> texts;
  for (const auto& source : load::embedded_case_files()) texts.push_back({std::string{source.name}, std::string{source.bytes}});
  return texts;
}

}  // namespace crossing

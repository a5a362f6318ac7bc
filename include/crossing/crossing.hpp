// Start here: load a rule book and cases, evaluate, explain. Everything else in this folder is the values these pass.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crossing/case.hpp"
#include "crossing/diagnostic.hpp"
#include "crossing/explanation.hpp"
#include "crossing/finding.hpp"
#include "crossing/regime.hpp"

namespace crossing {

/// One input: the name it is complained about under, and its bytes.
struct Text {
  std::string name{};
  std::string bytes{};
};

/// Reads a rule book from the texts of a vocabulary and regimes, told apart by their `schema`.
/// Gives every fault of every text, or the book.
Checked<RuleBook> load_rules(const std::vector<Text>& texts);

/// Reads every *.json directly in `folder` as a rule book.
Checked<RuleBook> load_rules_folder(const std::string& folder);

/// The rule book this library was built with.
Checked<RuleBook> load_embedded_rules();

/// Reads one text that holds a case or an array of cases.
Checked<std::vector<Case>> load_cases(const RuleBook& book, const Text& text);

/// Texts of the cases this library was built with (path under cases/, bytes).
std::vector<Text> embedded_cases();

/// A rule book made ready to answer. Building it is cheap: each question is compiled when it is first put.
/// One engine may be used by one thread at a time; `book` must outlive it.
class Engine {
 public:
  explicit Engine(const RuleBook& book);
  ~Engine();
  Engine(Engine&&) noexcept;
  Engine& operator=(Engine&&) noexcept;

  /// What each regime finds. Complains if the stated facts leave no completion; otherwise it always answers.
  Checked<CaseFindings> evaluate(const Case& the_case, const Options& options = {});

  /// Compiles every question of every regime and gives what stands in the way; empty if nothing does.
  Diagnostics check();

  /// Nodes of the decision diagram of one question of one regime, without terminals; 0 if no clause answers it.
  int diagram_size(int regime, int question);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Why each operative clause of a regime stands, is displaced, waits or fails. Works on the clauses directly, not on diagrams.
/// Complains as Engine::evaluate does.
Checked<std::vector<RegimeExplanation>> explain(const RuleBook& book, const Case& the_case, const Options& options = {});

/// The findings as JSON text (crossing.findings/1), as the command prints them.
std::string findings_json(const RuleBook& book, const std::vector<Case>& cases, const std::vector<CaseFindings>& findings);

/// The findings on one case as one line of JSON with its line end: the id, and for each regime in them and each question that it
/// answers the verdict, the treatments and the clauses, as the command's `flat` format has them.
std::string flat_line(const RuleBook& book, const Case& the_case, const CaseFindings& findings);

}  // namespace crossing

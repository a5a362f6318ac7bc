// Three meanings: a conflict of clauses, a finding that is contested, orders of different effect.
#include "analysis/tensions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace crossing::analysis {
namespace {

bool holds(const std::vector<int>& list, int clause) { return std::find(list.begin(), list.end(), clause) != list.end(); }

bool in_outcomes(const Finding& finding, int clause) {
  return std::any_of(finding.outcomes.begin(), finding.outcomes.end(), [clause](const Outcome& outcome) { return holds(outcome.clauses, clause); });
}

class Look {
 public:
  Look(const RuleBook& book, const Showing& showing, const Case& the_case, const CaseFindings& findings) : book_(book), showing_(showing), case_(the_case), findings_(findings) {}

  Sight run() {
    for (const auto& ref : showing_.at) sight_.seen.push_back({ref, ref.clause < 0 ? silence(ref) : parts(ref)});
    if (showing_.how == ShownHow::effects && sight_.why_not.empty()) compare_effects();
    return std::move(sight_);
  }

 private:
  /// The first reason is told.
  void fails(std::string why) {
    if (sight_.why_not.empty()) sight_.why_not = std::move(why);
  }

  std::string name(const ClauseRef& ref) const { return fmt::format("`{}`", ref_text(book_, ref)); }
  std::string question() const { return showing_.question < 0 ? "any question" : fmt::format("`{}`", book_.vocabulary.questions[static_cast<std::size_t>(showing_.question)].name); }

  const std::vector<Finding>& findings_of(int regime) const {
    const auto found = std::find_if(findings_.regimes.begin(), findings_.regimes.end(), [regime](const RegimeFindings& f) { return f.regime == regime; });
    static const std::vector<Finding> nothing;
    return found == findings_.regimes.end() ? nothing : found->findings;
  }

  bool put() const { return is_put(book_.vocabulary.questions[static_cast<std::size_t>(showing_.question)], case_); }

  std::vector<PartIn> silence(const ClauseRef& ref) {
    for (const auto& finding : findings_of(ref.regime))
      if (finding.question == showing_.question && finding.verdict != Verdict::silent) fails(fmt::format("{} is not silent on {}", name(ref), question()));
    if (!put()) fails(fmt::format("{} is not put", question()));
    return {{showing_.question, Verdict::silent, Part::silent, -1}};
  }

  std::vector<PartIn> parts(const ClauseRef& ref) {
    std::vector<PartIn> parts;
    for (const auto& finding : findings_of(ref.regime)) {
      if (showing_.question >= 0 && finding.question != showing_.question) continue;
      if (const auto part = part_in(finding, ref.clause)) parts.push_back({finding.question, finding.verdict, *part, order(ref, finding.question)});
    }
    if (parts.empty()) {
      const std::string_view where = showing_.how == ShownHow::effects ? "takes part in no finding" : showing_.how == ShownHow::conflict ? "is on no side of a conflict" : "is in no outcome of a contested finding";
      fails(fmt::format("{} {} on {}", name(ref), where, question()));
    }
    return parts;
  }

  std::optional<Part> part_in(const Finding& finding, int clause) const {
    const bool conflict = finding.verdict == Verdict::conflict && in_outcomes(finding, clause);
    if (showing_.how == ShownHow::conflict) return conflict ? std::optional{Part::on_one_side} : std::nullopt;
    if (showing_.how == ShownHow::contested) return finding.verdict == Verdict::contested && in_outcomes(finding, clause) ? std::optional{Part::in_an_outcome} : std::nullopt;
    if (holds(finding.clauses, clause)) return Part::stands;
    if (holds(finding.clauses_possible, clause)) return Part::can_stand;
    if (conflict) return Part::on_one_side;
    if (std::any_of(finding.displaced.begin(), finding.displaced.end(), [clause](const Displacement& d) { return d.clause == clause; })) return Part::displaced;
    return std::nullopt;
  }

  int order(const ClauseRef& ref, int question) const {
    for (const auto& answer : book_.regimes[static_cast<std::size_t>(ref.regime)].clauses[static_cast<std::size_t>(ref.clause)].then)
      if (answer.question == question) return answer.treatment;
    return -1;
  }

  void compare_effects() {
    std::set<int> effects;
    for (const auto& seen : sight_.seen)
      for (const auto& part : seen.parts) effects.insert(part.treatment < 0 ? -1 : book_.vocabulary.treatments[static_cast<std::size_t>(part.treatment)].effect);
    if (effects.size() >= 2) return;
    fails(effects.contains(-1) ? "nothing is ordered" : fmt::format("all that is ordered has the effect `{}`", book_.vocabulary.effects[static_cast<std::size_t>(*effects.begin())].name));
  }

  const RuleBook& book_;
  const Showing& showing_;
  const Case& case_;
  const CaseFindings& findings_;
  Sight sight_;
};

}  // namespace

Sight look(const RuleBook& book, const Showing& showing, const Case& the_case, const CaseFindings& findings) { return Look{book, showing, the_case, findings}.run(); }

Held hold(const RuleBook& book, const Tensions& tensions, const std::vector<Case>& cases, bool all) {
  Held held;
  std::map<std::string_view, const Case*> by_id;
  for (const auto& the_case : cases) by_id.emplace(the_case.id, &the_case);
  std::vector<std::string> known;
  for (const auto& the_case : cases) known.push_back(the_case.id);
  Engine engine{book};
  for (const auto& tension : tensions.tensions) {
    for (const auto& showing : tension.shown_by) {
      const auto found = by_id.find(showing.case_id);
      if (found == by_id.end()) {
        if (all) held.faults.push_back(complain(Fault::unknown_case, showing.where, {showing.case_id}, suggest(showing.case_id, known)));
        continue;
      }
      const auto findings = engine.evaluate(*found->second);
      held.faults.insert(held.faults.end(), findings.diagnostics.begin(), findings.diagnostics.end());
      if (!findings) continue;
      ++held.showings;
      const auto sight = look(book, showing, *found->second, *findings.value);
      if (!sight.why_not.empty()) held.faults.push_back(complain(Fault::not_shown, showing.where, {showing.case_id, tension.id, sight.why_not}));
    }
  }
  return held;
}

}  // namespace crossing::analysis

// Built from the model, the loader and the interpreter and nothing else: the interpreter must link without the diagrams.
// Judges every shipped case whose facts decide each test, and says how many clauses stood.
#include <cstdio>

#include "crossing/crossing.hpp"
#include "interpret/interpreter.hpp"

int main() {
  using namespace crossing;
  const auto book = load_embedded_rules();
  int judged = 0, stood = 0;
  for (const auto& text : embedded_cases()) {
    const auto cases = load_cases(*book.value, text);
    for (const auto& the_case : *cases.value) {
      interpret::Completion completion;
      for (std::size_t i = 0; i < the_case.facts.size(); ++i) {
        const Fact& fact = book.value->vocabulary.facts[i];
        completion.values.push_back(the_case.facts[i].kind == Statement::Kind::stated ? the_case.facts[i].span.lo : fact.presumed ? fact.presumed->value : fact.range.lo);
      }
      if (!interpret::is_possible(book.value->vocabulary, completion, std::vector<bool>(the_case.facts.size(), false))) continue;
      for (const auto& regime : book.value->regimes) {
        completion.options.assign(regime.readings.size(), 0);
        for (std::size_t q = 0; q < book.value->vocabulary.questions.size(); ++q)
          stood += static_cast<int>(interpret::standing(book.value->vocabulary, regime, static_cast<int>(q), completion).size());
      }
      ++judged;
    }
  }
  std::printf("%d cases judged without a diagram, %d clauses stood\n", judged, stood);
  return judged > 50 && stood > judged ? 0 : 1;
}

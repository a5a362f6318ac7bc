// The engine's way with a case, without lists: what is stated narrows, presumptions are weighed, the automata read their letters.
#include "crossing/batch.hpp"

#include <algorithm>
#include <deque>
#include <map>

#include "batch/automaton.hpp"

namespace crossing {
namespace {

using batch::Automaton;
using batch::Left;
using batch::Variable;

bool is_empty(const Left& left, bool bits) { return bits ? left.values == 0 : left.span.lo > left.span.hi; }

/// The kinds of statements as bits, so that those of many are told together without a jump.
std::uint64_t kind_bits(const Statement& statement) { return static_cast<std::uint64_t>(statement.kind); }

std::uint64_t kind_bits(std::span<const int> facts, const Statement* said) {
  std::uint64_t kinds = 0;
  for (const int fact : facts) kinds |= kind_bits(said[fact]);
  return kinds;
}

/// Every bit, or none if a statement among those of these kinds states something.
std::uint64_t unless_stated(std::uint64_t kinds) {
  static_assert(static_cast<int>(Statement::Kind::stated) == 2 && static_cast<int>(Statement::Kind::absent) == 0 && static_cast<int>(Statement::Kind::unknown) == 1);
  return (kinds >> 1) - 1;
}

bool states_something(std::uint64_t kinds) { return unless_stated(kinds) == 0; }

Left meet(const Left& a, const Left& b) { return {a.values & b.values, {std::max(a.span.lo, b.span.lo), std::min(a.span.hi, b.span.hi)}}; }

}  // namespace

struct Batch::State {
  /// What stating any of some facts leaves of another one (their only_if).
  struct Need {
    std::size_t fact = 0;
    Left left{};
    std::vector<int> stated{};
  };

  /// A presumption: what it leaves of its fact, and the variables among which that shows.
  struct Presumed {
    int fact = -1;
    Left left{};
    int unless = -1;  ///< index of the automaton of its exception
  };

  const RuleBook* book = nullptr;
  bool presumptions = true;
  bool usable = true;  ///< false: the vocabulary has something that is not foreseen here

  // What the vocabulary says, gathered once.
  std::vector<bool> bits;                                        ///< for each fact
  std::vector<std::pair<std::size_t, std::uint64_t>> with_bits;  ///< facts that something here reads, and all their values
  std::vector<std::size_t> with_span, unforeseen;                ///< unforeseen: what their only_if leaves does not fit a Left
  std::vector<Left> full;
  std::vector<Need> bit_needs, span_needs;
  std::vector<std::pair<int, int>> orders;
  std::vector<Presumed> presumed;

  // What is asked.
  std::vector<engine::Program> programs;
  std::vector<Column> columns;
  std::vector<std::vector<int>> gates;  ///< facts that open a question when one of them is stated; none: it is always put
  std::vector<std::size_t> gate_of;     ///< for each column
  engine::Frame frame;
  std::vector<Variable> alphabet;
  std::vector<std::vector<int>> variables_of;  ///< for each fact the variables that it is part of
  batch::Steps steps;
  std::vector<Automaton> automata;             ///< one for each column
  std::vector<Automaton> possible;             ///< one, of the constraints
  std::vector<Automaton> unless;               ///< one for each presumption that has one: some completion is left where it is not true
  std::vector<std::deque<Finding>> answers;  // a deque, so that what was given out stays in its place

  // The cases at hand.
  batch::Letters letters{alphabet};
  batch::Lockstep lockstep{automata, steps, letters};
  std::vector<batch::Sheet> sheets;
  std::vector<int> open;                                ///< for each gate 0, or -1 where it is shut
  std::vector<const Presumed*> candidates;              ///< presumptions of facts of which nothing is said
  std::vector<std::pair<const Presumed*, Left>> taken;  ///< presumptions, and what was left of their facts before

  void read_vocabulary();
  void ask(const Options& options, const std::vector<int>& questions);
  void leave_out_what_nothing_reads();
  std::vector<int> variables(const engine::Program& program, std::map<std::vector<int>, int>& known);
  bool put_in_order(std::vector<Left>& left) const;
  void begin_anew();
  void leave(batch::Sheet& sheet, int fact, const Left& left);
  bool presume(std::span<const Statement> facts, batch::Sheet& sheet);
  bool read(std::span<const Statement> facts, batch::Sheet& sheet);
  void put_questions(std::span<const Statement> facts, std::span<int> row);
};

void Batch::State::read_vocabulary() {
  int exceptions = 0;
  const auto add = [](std::vector<Need>& needs, std::size_t stated, std::size_t fact, const Left& left) {
    auto same = std::find_if(needs.begin(), needs.end(), [&](const Need& need) { return need.fact == fact && need.left == left; });
    if (same == needs.end()) same = needs.insert(same, {fact, left});
    same->stated.push_back(static_cast<int>(stated));
  };
  for (const auto& fact : book->vocabulary.facts) {
    bits.push_back(batch::has_bits(fact));
    const bool base = !fact.derived && fact.type != FactType::set;
    const std::size_t index = full.size();
    full.push_back(base ? batch::whole(fact) : Left{});
    if (base && bits.back()) with_bits.emplace_back(index, full.back().values);
    if (base && !bits.back()) with_span.push_back(index);
    for (const auto& conjunct : fact.only_if) {
      const auto [read, allowed] = engine::left_by(book->vocabulary, conjunct);
      const auto other = static_cast<std::size_t>(read);
      if (batch::has_bits(book->vocabulary.facts[other])) {
        Left some{};
        for (const auto& span : allowed)
          for (Code code = span.lo; code <= span.hi; ++code) some.values |= std::uint64_t{1} << code;
        add(bit_needs, index, other, some);
      } else {
        add(span_needs, index, other, {0, allowed.empty() ? Span{1, 0} : allowed.front()});
        if (allowed.size() != 1) unforeseen.push_back(index);
      }
    }
    if (!fact.presumed) continue;
    const Code value = fact.presumed->value;
    presumed.push_back({static_cast<int>(index), bits.back() ? Left{std::uint64_t{1} << value, {}} : Left{0, {value, value}}, fact.presumed->unless ? exceptions++ : -1});
  }
  for (const auto& constraint : book->vocabulary.constraints)
    if (!constraint.excludes) orders.emplace_back(constraint.earlier, constraint.later);
}

/// The variable of each axis of the program, made if there is none on these facts yet.
std::vector<int> Batch::State::variables(const engine::Program& program, std::map<std::vector<int>, int>& known) {
  std::vector<int> list;
  for (const auto& axis : program.axes) list.push_back(axis.reading >= 0 ? -1 : known.at(axis.bases));
  return list;
}

void Batch::State::ask(const Options& options, const std::vector<int>& questions) {
  std::optional<Diagnostic> why;
  auto made = engine::compile_frame(book->vocabulary, why);
  usable = made.has_value();
  if (!usable) return;
  frame = std::move(*made);
  for (const int regime : asked_regimes(*book, options)) {
    for (std::size_t q = 0; q < book->vocabulary.questions.size(); ++q) {
      const int question = static_cast<int>(q);
      if (!questions.empty() && std::find(questions.begin(), questions.end(), question) == questions.end()) continue;
      auto program = engine::compile(book->vocabulary, book->regimes[static_cast<std::size_t>(regime)], question, why);
      usable = usable && program.has_value();
      if (!usable) return;
      if (program->answers.empty() && !book->vocabulary.questions[q].always_reported) continue;
      programs.push_back(std::move(*program));
      columns.push_back({regime, question});
      const auto& opens_with = book->vocabulary.questions[q].opens_with;
      gate_of.push_back(static_cast<std::size_t>(std::find(gates.begin(), gates.end(), opens_with) - gates.begin()));
      if (gate_of.back() == gates.size()) gates.push_back(opens_with);
    }
  }
  open.resize(gates.size());
  // All axes on the same facts make one variable, which knows every atom of theirs.
  std::map<std::vector<int>, engine::Axis> merged;
  const auto gather = [&](const engine::Program& program) {
    for (const auto& axis : program.axes) {
      if (axis.reading >= 0) continue;
      auto& all = merged.try_emplace(axis.bases, engine::Axis{.bases = axis.bases}).first->second;
      all.ordered = all.ordered || axis.ordered;
      for (const auto& atom : axis.atoms)
        if (std::find(all.atoms.begin(), all.atoms.end(), atom) == all.atoms.end()) all.atoms.push_back(atom);
    }
  };
  gather(frame.constraints);
  for (const auto& program : frame.unless)
    if (program) gather(*program);
  for (const auto& program : programs) gather(program);
  std::map<std::vector<int>, int> known;
  variables_of.resize(book->vocabulary.facts.size());
  for (auto& [bases, axis] : merged) {
    known[bases] = static_cast<int>(alphabet.size());
    for (const int fact : bases) variables_of[static_cast<std::size_t>(fact)].push_back(known[bases]);
    alphabet.emplace_back(book->vocabulary, std::move(axis));
    usable = usable && alphabet.back().usable();
  }
  leave_out_what_nothing_reads();
  usable = usable && alphabet.size() <= batch::Steps::kVariables;
  if (!usable) return;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    const auto chosen = options_taken(*book, columns[c].regime, {}, options);
    automata.emplace_back(programs[c], chosen, variables(programs[c], known), alphabet, steps);
  }
  possible.emplace_back(frame.constraints, std::span<const int>{}, variables(frame.constraints, known), alphabet, steps);
  for (const auto& program : frame.unless)
    if (program) unless.emplace_back(*program, std::span<const int>{}, variables(*program, known), alphabet, steps);
  answers.resize(columns.size());
}

/// What is said of some facts shows in no variable and narrows no other fact.
void Batch::State::leave_out_what_nothing_reads() {
  const auto shows = [this](std::size_t fact) { return !variables_of[fact].empty(); };
  const auto narrows = [this](std::size_t fact) { return std::any_of(bit_needs.begin(), bit_needs.end(), [fact](const Need& need) { return need.fact == fact; }); };
  std::erase_if(with_bits, [&](const auto& one) { return !shows(one.first) && !narrows(one.first); });
  std::erase_if(presumed, [&](const Presumed& one) { return !shows(static_cast<std::size_t>(one.fact)); });
}

/// Narrows dates by the orders; false if nothing is left of one.
bool Batch::State::put_in_order(std::vector<Left>& left) const {
  for (bool again = true; again;) {
    again = false;
    for (const auto& [earlier, later] : orders) {
      Span& first = left[static_cast<std::size_t>(earlier)].span;
      Span& second = left[static_cast<std::size_t>(later)].span;
      if (first.hi <= second.hi && first.lo <= second.lo) continue;
      again = true;
      first.hi = std::min(first.hi, second.hi);
      second.lo = std::max(second.lo, first.lo);
      if (first.lo > first.hi || second.lo > second.hi) return false;
    }
  }
  return true;
}

void Batch::State::begin_anew() {
  steps.clear();
  for (auto* list : {&automata, &possible, &unless})
    for (auto& automaton : *list) automaton.begin_anew();
}

void Batch::State::leave(batch::Sheet& sheet, int fact, const Left& left) {
  sheet.left[static_cast<std::size_t>(fact)] = left;
  for (const int variable : variables_of[static_cast<std::size_t>(fact)]) letters.forget(sheet, variable);
}

/// Takes every presumption that the stated facts allow. They are weighed one by one only if they cannot all be taken: where they
/// can, each of them can.
bool Batch::State::presume(std::span<const Statement> facts, batch::Sheet& sheet) {
  candidates.resize(presumed.size());
  std::size_t count = 0;
  for (const auto& one : presumed) {
    candidates[count] = &one;
    count += facts[static_cast<std::size_t>(one.fact)].kind == Statement::Kind::absent ? 1 : 0;
  }
  taken.clear();
  for (std::size_t i = 0; i < count; ++i) {
    const Presumed& one = *candidates[i];
    const auto index = static_cast<std::size_t>(one.fact);
    if (is_empty(meet(sheet.left[index], one.left), bits[index])) continue;
    if (one.unless >= 0 && unless[static_cast<std::size_t>(one.unless)].run(letters, sheet) < 0) continue;
    taken.emplace_back(&one, sheet.left[index]);
  }
  const auto is_possible = [&] { return possible.front().run(letters, sheet) >= 0; };
  for (const auto& [one, before] : taken) leave(sheet, one->fact, one->left);
  if (is_possible()) return true;
  for (const auto& [one, before] : taken) leave(sheet, one->fact, before);
  std::vector<const Presumed*> good;
  for (const auto& [one, before] : taken) {
    leave(sheet, one->fact, one->left);
    if (is_possible()) good.push_back(one);
    leave(sheet, one->fact, before);
  }
  for (const Presumed* one : good) leave(sheet, one->fact, one->left);
  return is_possible();
}

/// What each statement leaves. Whether a fact is stated is anybody's guess, so nothing here jumps on it that need not.
bool Batch::State::read(std::span<const Statement> facts, batch::Sheet& sheet) {
  sheet.left.resize(full.size());
  const Statement* const said = facts.data();
  Left* const rest = sheet.left.data();
  const auto stated = [said](std::size_t fact) { return said[fact].kind == Statement::Kind::stated; };
  for (const auto& [i, whole] : with_bits) rest[i].values = whole & (std::uint64_t{1} << (said[i].span.lo & 63) | unless_stated(kind_bits(said[i])));
  for (const std::size_t i : with_span) {
    const Span* const either[] = {&full[i].span, &said[i].span};
    rest[i].span = *either[stated(i) ? 1 : 0];
  }
  if (std::any_of(unforeseen.begin(), unforeseen.end(), stated)) return false;
  bool some_left = true;
  for (const auto& need : bit_needs) {
    const std::uint64_t values = rest[need.fact].values & (need.left.values | unless_stated(kind_bits(need.stated, said)));
    rest[need.fact].values = values;
    some_left &= values != 0;
  }
  for (const auto& need : span_needs) {
    if (!states_something(kind_bits(need.stated, said))) continue;
    rest[need.fact] = meet(rest[need.fact], need.left);
    some_left = some_left && !is_empty(rest[need.fact], false);
  }
  if (!some_left || !put_in_order(sheet.left)) return false;
  letters.begin(sheet);
  return presumptions ? presume(facts, sheet) : possible.front().run(letters, sheet) >= 0;
}

Batch::Batch(const RuleBook& book, const Options& options, const std::vector<int>& questions) : state_(std::make_unique<State>()) {
  state_->book = &book;
  state_->presumptions = options.presumptions;
  state_->read_vocabulary();
  state_->ask(options, questions);
}
Batch::~Batch() = default;
Batch::Batch(Batch&&) noexcept = default;
Batch& Batch::operator=(Batch&&) noexcept = default;

const std::vector<Batch::Column>& Batch::columns() const { return state_->columns; }

/// Marks what is put to a case with 0, and what is not with -1.
void Batch::State::put_questions(std::span<const Statement> facts, std::span<int> row) {
  for (std::size_t i = 0; i < gates.size(); ++i) {
    const bool opens = gates[i].empty() || states_something(kind_bits(gates[i], facts.data()));
    open[i] = opens ? 0 : -1;
  }
  for (std::size_t c = 0; c < columns.size(); ++c) row[c] = open[gate_of[c]];
}

void Batch::evaluate(std::span<const std::span<const Statement>> cases, std::span<int> answers, std::span<char> answered) {
  State& state = *state_;
  const std::size_t width = state.columns.size();
  std::fill(answered.begin(), answered.end(), 0);
  if (!state.usable) return;
  if (state.steps.full()) state.begin_anew();
  if (state.sheets.size() < cases.size()) state.sheets.resize(cases.size());
  for (std::size_t i = 0; i < cases.size(); ++i) {
    answered[i] = state.read(cases[i], state.sheets[i]) ? 1 : 0;
    const auto row = answers.subspan(i * width, width);
    if (answered[i] != 0) {
      state.put_questions(cases[i], row);
    } else {
      std::fill(row.begin(), row.end(), -1);
    }
  }
  state.lockstep.run({state.sheets.data(), cases.size()}, answers);
}

bool Batch::evaluate(std::span<const Statement> facts, std::span<int> answers) {
  char answered = 0;
  evaluate({&facts, 1}, answers, {&answered, 1});
  return answered != 0;
}

const Finding& Batch::answer(std::size_t column, int number) const {
  auto& known = state_->answers[column];
  const auto& results = state_->automata[column].results();
  const auto& [regime, question] = state_->columns[column];
  while (known.size() < results.size())
    known.push_back(engine::summary(state_->book->vocabulary, state_->book->regimes[static_cast<std::size_t>(regime)], question, state_->programs[column], results[known.size()]));
  return known[static_cast<std::size_t>(number)];
}

int Batch::answers(std::size_t column) const { return static_cast<int>(state_->automata[column].results().size()); }

}  // namespace crossing

// Facts and values by name, quickly: what a batch meets by the million. It only ever takes what is plainly right; whatever else it
// meets is for the reader of cases, which says what is wrong.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "crossing/case.hpp"

namespace crossing::load {

class Fields {
 public:
  explicit Fields(const Vocabulary& vocabulary);

  /// The base fact of this name; -1 if there is none.
  int find(std::string_view name) const;

  /// The fact that came after `fact` when last told so by follow(); records tend to keep their order. -1: not known yet.
  int after(int fact) const { return after_[static_cast<std::size_t>(fact + 1)]; }
  void follow(int fact, int next) { after_[static_cast<std::size_t>(fact + 1)] = next; }
  std::string_view name(int fact) const { return names_[static_cast<std::size_t>(fact)]; }

  /// What a text says of a fact whose values are written as strings (enum, date, clock time), or the word "unknown". False if it is
  /// none of these or lies outside the fact's range.
  bool state_text(int fact, std::string_view text, Statement& statement) const;

  /// What a bare word (true, false, digits) says of a boolean or a count; false if it is none of these.
  bool state_word(int fact, std::string_view word, Statement& statement) const;

  /// What a cell says, whatever the type; false if it is not plainly right.
  bool state_cell(int fact, std::string_view cell, Statement& statement) const { return state_word(fact, cell, statement) || state_text(fact, cell, statement); }

 private:
  struct Value {
    std::string_view name;
    Code code = 0;
  };

  const Vocabulary& vocabulary_;
  std::vector<std::string> names_;
  std::vector<std::vector<Value>> values_;  ///< of each enum
  std::vector<int> slots_;                  ///< facts by the hash of their names
  std::vector<int> after_;
};

}  // namespace crossing::load

// One instrument as loaded, and the rule book that holds them all. Every name is an index; every list is in file order.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "crossing/condition.hpp"
#include "crossing/diagnostic.hpp"
#include "crossing/vocabulary.hpp"

namespace crossing {

enum class Nature { directive, notification, bilateral_agreement, request, proposal, report };
enum class RelationKind { keeps_in_force, ends, presupposes, softens, refers_to };

/// Strongest first: the order in which a finding shows one of several. It is not a priority among clauses.
enum class Modality { must, must_not, should, in_principle, may, refer, request, definition, procedure, exhortation };

std::string_view name_of(Nature nature);
std::string_view name_of(Modality modality);
std::string_view name_of(RelationKind kind);
std::string_view words_of(Nature nature);
std::string_view words_of(Modality modality);
std::string_view words_of(RelationKind kind);
std::optional<Nature> read_nature(std::string_view name);
std::optional<Modality> read_modality(std::string_view name);
std::optional<RelationKind> read_relation(std::string_view name);

struct Option {
  std::string name{}, label{}, holder{}, reason{};
};

struct Reading {
  std::string name{}, asks{}, default_reason{};
  std::vector<Option> options{};
  int standard = -1;  ///< option chosen unless the user says otherwise; -1: the reading is open
};

struct Term {
  std::string name{}, meaning{};
  Condition when{};
};

struct ReadingChoice {
  int reading = -1, option = -1;
  friend bool operator==(const ReadingChoice&, const ReadingChoice&) = default;
};

struct Answer {
  int question = -1, treatment = -1;
};

struct Override {
  int clause = -1;
  int question = -1;                 ///< -1: all answers of the clause
  std::vector<ReadingChoice> under{};  ///< empty: always; otherwise all of them must be chosen
};

struct Step {
  std::string what{};
  int done = -1;  ///< value of the steps fact, or -1
};

struct Clause {
  std::string id{}, cite{}, paraphrase{}, addressee{}, encoding_note{};
  Modality modality{};
  std::vector<std::string> words{};
  std::optional<Condition> when{};  ///< present exactly if the clause is operative
  std::vector<Answer> then{};
  std::vector<Override> overrides{};
  std::vector<Step> steps{};
  int defines = -1;  ///< term, or -1

  bool operative() const { return when.has_value(); }
};

struct InstrumentRelation {
  RelationKind kind{};
  std::string to{}, by{}, note{};
};

/// Where the text is kept and who brought and translated it. Empty: the corpus does not say.
struct Source {
  std::string document{}, collection{}, archive{}, folder{}, pages{}, number{}, obtained_by{}, translator{}, note{};
};

struct Regime {
  std::string id{}, title{}, issuer{}, effect_why{};
  Nature nature{};
  bool headline = false;         ///< asked when nobody says which; if no regime is marked, all are
  Span issued{};                 ///< the days on one of which it was issued; exact if the document gives a day
  std::optional<Code> begins{};  ///< first day in effect; empty: unknown
  std::optional<Code> ends{};    ///< last day in effect; empty: none known
  std::vector<std::string> addressees{};
  bool everywhere = false;
  std::vector<Code> reach{};  ///< values of the place fact, if not everywhere
  Source source{};
  std::vector<InstrumentRelation> relations{};
  std::vector<Reading> readings{};
  std::vector<Term> terms{};
  std::vector<Clause> clauses{};
  std::string digest{};  ///< "sha256:" and the hash of the file's bytes

  int find_clause(std::string_view id) const;    ///< -1 if there is none
  int find_reading(std::string_view name) const; ///< -1 if there is none
};

/// Whether `id` is `item` or a part of it, which continues it with a letter, a digit after a letter, or a dot:
/// 4a of 4, A1a of A1, 5.1c of 5.1, but not 10 of 1.
bool is_part_of(std::string_view id, std::string_view item);

struct RuleBook {
  Vocabulary vocabulary;
  std::vector<Regime> regimes{};  ///< by date of issue, then id

  int find_regime(std::string_view id) const;  ///< -1 if there is none
};

}  // namespace crossing

// The opinions of 1970 as a programmer would write them by hand for complete cases, default readings: the yardstick of the benchmarks.
#pragma once

#include "crossing/crossing.hpp"

namespace crossing::bench {

/// The facts that the opinions read, found in the vocabulary once.
struct Facts1970 {
  explicit Facts1970(const Vocabulary& vocabulary);
  int nationality, direction, stage, procedures_completed, crossing_date, special_situation, decree_violation, custody_needed, application,
      authorization_letter, serious_political_suspect, application_insists;
  Code dprk, into_china, out_of_china, applicant, intercepted, crossed, resident, return_home, capitalist, citizenship, issued;
};

/// What stands for each question; -1 is silence.
struct Answers1970 {
  int disposition = -1, offence = -1, custody = -1, nationality = -1, application = -1, referral = -1;
};

enum Treatment1970 { repatriate, refer, host_law, naturalise, approve, deny };

inline Facts1970::Facts1970(const Vocabulary& v) {
  const auto fact = [&](const char* name) { return v.find_fact(name); };
  const auto value = [&](int index, const char* name) { return find_value(v.facts[static_cast<std::size_t>(index)], name); };
  nationality = fact("nationality"), direction = fact("direction"), stage = fact("stage"), procedures_completed = fact("procedures_completed");
  crossing_date = fact("crossing_date"), special_situation = fact("special_situation"), decree_violation = fact("decree_violation");
  custody_needed = fact("custody_needed"), application = fact("application"), authorization_letter = fact("authorization_letter");
  serious_political_suspect = fact("serious_political_suspect"), application_insists = fact("application_insists");
  dprk = value(nationality, "dprk"), into_china = value(direction, "dprk_to_prc"), out_of_china = value(direction, "prc_to_dprk");
  applicant = value(stage, "applicant"), intercepted = value(stage, "intercepted"), crossed = value(stage, "crossed"), resident = value(stage, "resident");
  return_home = value(application, "return_to_dprk"), capitalist = value(application, "capitalist_destination"), citizenship = value(application, "prc_citizenship");
  issued = read_date("1970-08-19")->lo;
}

inline Answers1970 judge_1970(const Facts1970& f, const Statement* s) {
  const auto at = [s](int fact) { return s[fact].span.lo; };
  Answers1970 answers;
  if (at(f.nationality) != f.dprk) return answers;
  const Code stage = at(f.stage);
  const bool inward = at(f.direction) == f.into_china;
  if (stage == f.crossed && inward && at(f.procedures_completed) == 0) answers.disposition = at(f.special_situation) == 1 ? refer : repatriate;
  const bool in_china = stage == f.resident || (stage == f.crossed && inward) || ((stage == f.applicant || stage == f.intercepted) && !inward);
  if (in_china && at(f.decree_violation) == 1) {
    answers.offence = host_law;
    if (at(f.custody_needed) == 1) answers.custody = refer;
  }
  const Code application = at(f.application);
  if (application == f.citizenship) answers.nationality = naturalise;
  if (application == f.return_home && at(f.authorization_letter) == 1 && at(f.serious_political_suspect) == 0) answers.application = approve;
  if (application == f.capitalist) {
    answers.application = deny;
    if (at(f.application_insists) == 1) answers.referral = refer;
  }
  return answers;
}

}  // namespace crossing::bench

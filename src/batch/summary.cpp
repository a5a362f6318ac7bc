// Plain counts under plain names, in the order of the alphabet.
#include "batch/summary.hpp"

#include <algorithm>

#include "crossing/version.hpp"

namespace crossing::batch {

report::Data asked(const Settings& settings, const std::string& input, const std::string& format) {
  constexpr std::string_view kFormats[] = {"flat", "csv", "full"};
  const RuleBook& book = *settings.book;
  report::Data data{{"engine", kVersion}, {"input", input}, {"from", format}, {"to", kFormats[static_cast<std::size_t>(settings.format)]}, {"rules", report::Data::object()}};
  for (std::size_t r = 0; r < book.regimes.size(); ++r) {
    const auto& regimes = settings.options.regimes;
    if (regimes.empty() || std::find(regimes.begin(), regimes.end(), static_cast<int>(r)) != regimes.end()) data["rules"][book.regimes[r].id] = book.regimes[r].digest;
  }
  data["questions"] = report::Data::array();
  for (const int question : settings.questions) data["questions"].push_back(book.vocabulary.questions[static_cast<std::size_t>(question)].name);
  data["presumptions"] = settings.options.presumptions;
  data["all_readings_open"] = settings.options.all_readings_open;
  data["readings"] = report::Data::object();
  for (const auto& choice : settings.options.readings) {
    const Regime& regime = book.regimes[static_cast<std::size_t>(choice.regime)];
    const Reading& reading = regime.readings[static_cast<std::size_t>(choice.reading)];
    data["readings"][regime.id + "." + reading.name] = choice.option < 0 ? "open" : reading.options[static_cast<std::size_t>(choice.option)].name;
  }
  return data;
}

report::Data to_data(const RuleBook& book, const Summary& summary) {
  report::Data data{{"schema", "crossing.summary/1"}, {"asked", summary.asked}, {"read", summary.answered + summary.refused}, {"answered", summary.answered}, {"refused", summary.refused},
                    {"regimes", report::Data::object()}};
  for (const auto& [id, questions] : summary.tally.regimes()) {
    const int regime = book.find_regime(id);
    report::Data entry{{"nature", regime < 0 ? "" : name_of(book.regimes[static_cast<std::size_t>(regime)].nature)}, {"questions", report::Data::object()}};
    for (const auto& [question, kinds] : questions)
      for (const auto& [kind, names] : kinds)
        for (const auto& [name, count] : names) entry["questions"][question][kind][name] = count;
    data["regimes"][id] = std::move(entry);
  }
  return data;
}

bool from_data(const report::Data& data, Summary& summary) {
  try {
    if (data.at("schema") != "crossing.summary/1") return false;
    summary.asked = data.at("asked");
    summary.answered = data.at("answered").get<std::uint64_t>();
    summary.refused = data.at("refused").get<std::uint64_t>();
    for (const auto& [id, regime] : data.at("regimes").items())
      for (const auto& [question, kinds] : regime.at("questions").items())
        for (const auto& [kind, names] : kinds.items())
          for (const auto& [name, count] : names.items()) summary.tally.add(id, question, kind, name, count.get<std::uint64_t>());
    return true;
  } catch (const report::Data::exception&) {
    return false;
  }
}

}  // namespace crossing::batch

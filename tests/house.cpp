// Holds the source against the rules of the house: no name of the rules in the program, includes that point down only, first lines.
#include <algorithm>
#include <filesystem>
#include <map>
#include <regex>
#include <set>

#include "support.hpp"

namespace crossing::tests {
namespace {

namespace fs = std::filesystem;

const std::string kSource = CROSSING_SOURCE;

std::vector<fs::path> sources() {
  std::vector<fs::path> files;
  for (const char* folder : {"/src", "/include"})
    for (const auto& entry : fs::recursive_directory_iterator{kSource + folder})
      if (entry.is_regular_file()) files.push_back(entry.path());
  return files;
}

/// Names that the rules share with everyday words, the words of the format, or the command's own language.
const std::set<std::string> kEveryday{
    "none",        // a kind of nothing, in many places
    "yes", "no",   // how a boolean is shown
    "other",       // a variable name in half the functions
    "work", "fire",
    "both",        // a word for two
    "valid",       // what bytes that are JSON or UTF-8 are
};

TEST_CASE("no name of the rules occurs as a literal in the program") {
  const auto book = load_rules_folder(kSource + "/rules");
  REQUIRE(book);
  std::set<std::string> names;
  const auto& vocabulary = book.value->vocabulary;
  for (const auto& fact : vocabulary.facts) {
    names.insert(fact.name);
    if (fact.type != FactType::boolean)
      for (const auto& value : fact.values) names.insert(value.name);
  }
  for (const auto& question : vocabulary.questions) names.insert(question.name);
  for (const auto& treatment : vocabulary.treatments) names.insert(treatment.name);
  for (const auto& regime : book.value->regimes) names.insert(regime.id);
  for (const auto& name : kEveryday) names.erase(name);

  // Examples in help texts name shipped cases and clauses; they are prose for the user, marked by the word that opens them.
  const std::regex literal{R"re("((?:[^"\\]|\\.)*)")re"};
  for (const auto& path : sources()) {
    const std::string text = read(path.string());
    for (std::sregex_iterator it{text.begin(), text.end(), literal}, end; it != end; ++it) {
      const std::string inside = (*it)[1];
      if (inside.starts_with("Example:")) continue;
      for (const auto& name : names) {
        if (inside.find(name) == std::string::npos) continue;
        if (std::regex_search(inside, std::regex{"(^|[^A-Za-z0-9_-])" + name + "($|[^A-Za-z0-9_-])"}))
          FAIL_CHECK(path.string() << ": \"" << inside << "\" holds the name `" << name << "`");
      }
    }
  }
}

TEST_CASE("each stage includes only itself and stages below") {
  const std::map<std::string, std::set<std::string>> below{
      {"model", {}}, {"load", {}}, {"engine", {}}, {"batch", {"engine", "report"}}, {"interpret", {}}, {"explain", {"engine", "interpret"}}, {"analysis", {"engine", "interpret"}}, {"report", {"analysis"}}, {"cli", {"analysis", "batch", "load", "report"}}};
  const std::regex include{R"re(#include "([a-z]+)/)re"};
  for (const auto& path : sources()) {
    const std::string stage = path.parent_path().filename().string();
    const std::string text = read(path.string());
    for (std::sregex_iterator it{text.begin(), text.end(), include}, end; it != end; ++it) {
      const std::string other = (*it)[1];
      if (other == "crossing" || other == stage) continue;
      INFO(path.string() << " includes " << other);
      REQUIRE(below.contains(stage));
      CHECK(below.at(stage).contains(other));
    }
  }
}

TEST_CASE("only the command sees CLI11, and no public header a JSON type") {
  for (const auto& path : sources()) {
    const std::string text = read(path.string());
    INFO(path.string());
    if (path.parent_path().filename() != "cli") CHECK(text.find("CLI/CLI.hpp") == std::string::npos);
    if (path.string().find("/include/") != std::string::npos) CHECK(text.find("nlohmann") == std::string::npos);
  }
}

TEST_CASE("every file begins by saying what it is") {
  for (const auto& path : sources()) {
    INFO(path.string());
    CHECK(read(path.string()).starts_with("// "));
  }
}

TEST_CASE("a folder named at the top is one of those agreed on") {
  const std::set<std::string> agreed{"CMakeLists.txt", "CMakePresets.json", "README.md", "include", "src", "rules", "cases", "tests"};
  for (const auto& entry : fs::directory_iterator{kSource}) {
    const std::string name = entry.path().filename().string();
    INFO(name);
    CHECK((name.starts_with(".") || name.starts_with("build") || agreed.contains(name)));
  }
}

}  // namespace
}  // namespace crossing::tests

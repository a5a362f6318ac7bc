// Rendering: layout of text, escaping, CSV and Markdown.
#include "report/report.hpp"
#include "support.hpp"

namespace crossing::tests {
namespace {

using namespace crossing::report;

Report sample() {
  Report report{.data = {{"a", 1}}};
  report.heading("Title");
  report.paragraph("one two three four five six");
  report.list({{0, "first line that is long"}, {1, "second"}});
  report.table({{"name", "what it says"}, {{"x", "some words that go on"}, {"yy", "z"}}});
  report.flat = {{"id", "value"}, {{"a,b", "say \"x\""}, {"=1+1", "-2"}, {"two\nlines", "@x"}}};
  return report;
}

TEST_CASE("text is wrapped to the width, tables are fitted") {
  CHECK(render_text(sample(), {.width = 24}) ==
        "Title\n"
        "one two three four five\n"
        "six\n"
        "\n"
        "  first line that is\n"
        "    long\n"
        "    second\n"
        "\n"
        "name  what it says\n"
        "----  ------------------\n"
        "x     some words that go\n"
        "      on\n"
        "yy    z\n");
}

TEST_CASE("colour is only added, never needed") {
  const std::string plain = render_text(sample(), {.width = 40});
  std::string coloured = render_text(sample(), {.width = 40, .colour = true});
  CHECK(coloured.starts_with("\033[1mTitle\033[0m\n"));
  for (const std::string code : {"\033[1m", "\033[0m"})
    for (auto at = coloured.find(code); at != std::string::npos; at = coloured.find(code)) coloured.erase(at, code.size());
  CHECK(coloured == plain);
}

TEST_CASE("CSV quotes after RFC 4180 and disarms formulas") {
  CHECK(render_csv(sample()) == "id,value\r\n\"a,b\",\"say \"\"x\"\"\"\r\n'=1+1,'-2\r\n\"two\nlines\",'@x\r\n");
}

TEST_CASE("JSON carries what steers a terminal only as escapes, and nothing else is changed") {
  const Report report{.data = {{"title", "\xC2\x9B" "31m a\xE2\x80\xAE" "b \xE9\x95\xBF \x7F"}}};
  const std::string json = render_json(report);
  CHECK(json == "{\n  \"title\": \"\\u009b31m a\\u202eb \xE9\x95\xBF \\u007f\"\n}\n");
  CHECK(Data::parse(json) == report.data);
}

TEST_CASE("Markdown keeps hostile text as text") {
  Report report;
  report.heading("a|b <script>");
  report.table({{"*h*"}, {{"x | y"}, {"[l](u)"}}});
  CHECK(render_markdown(report) == "# a\\|b &lt;script\\>\n\n| \\*h\\* |\n| --- |\n| x \\| y |\n| \\[l\\](u) |\n");
}

TEST_CASE("what steers a terminal is written out") {
  CHECK(printable("plain \xE2\x80\x93 text") == "plain \xE2\x80\x93 text");
  CHECK(printable("\033[31mred\a") == "\\x1b[31mred\\x07");
  CHECK(printable("\xC2\x9B" "31m") == "\\x9b31m");
  CHECK(printable("a\xE2\x80\xAE" "b") == "a\\u202eb");
  CHECK(printable("bad \xFF\xC3") == "bad \\xff\\xc3");
  CHECK(printable("two\nlines") == "two lines");
  CHECK(printable("two\nlines", true) == "two\nlines");
  CHECK(printable("\x7F\r") == "\\x7f\\x0d");
}

}  // namespace
}  // namespace crossing::tests

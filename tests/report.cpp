// Rendering: layout of text, escaping, CSV and Markdown.
#include "report/explanation.hpp"
#include "report/findings.hpp"
#include "report/report.hpp"
#include "report/rules.hpp"
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
        "    - second\n"
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

// ---- citations ----

Report citation_of(const RuleBook& book, const std::string& regime, const std::string& clause) {
  const int r = book.find_regime(regime);
  REQUIRE(r >= 0);
  const int c = clause.empty() ? -1 : book.regimes[static_cast<std::size_t>(r)].find_clause(clause);
  REQUIRE((clause.empty() || c >= 0));
  return rules_cite(book, r, clause.empty() ? std::vector<int>{} : std::vector<int>{c});
}

std::string note_of(const Report& report) { return report.data.at("citations").at(0).at("text").get<std::string>(); }

TEST_CASE("a clause from an archive is cited down to the sentence") {
  const auto book = load_embedded_rules();
  REQUIRE(book);
  const Report report = citation_of(*book.value, "1957-mfa", "2a");
  CHECK(note_of(report) ==
        "Item (2), first sentence, in “Opinions from the Ministry of Foreign Affairs on Handling the Issue of Ethnic Koreans in the Northeast Illegally Crossing the Border to Korea,” "
        "17 December 1957, PRC MFA 118-01026-01, pp. 1–4, Document No. 1, NKIDP e-Dossier No. 11, Woodrow Wilson International Center for Scholars, 2012, "
        "obtained by Shen Zhihua, translated by Jeffrey Wang.");
  CHECK(render_bibtex(report) == R"(@misc{1957-mfa/2a,
  title = {{Opinions from the Ministry of Foreign Affairs on Handling the Issue of Ethnic Koreans in the Northeast Illegally Crossing the Border to Korea}},
  author = {{Ministry of Foreign Affairs, Ministry of Public Security and Central Overseas Chinese Committee of the People's Republic of China}},
  translator = {{Jeffrey Wang}},
  date = {1957-12-17},
  year = {1957},
  archive = {PRC MFA},
  folder = {118-01026-01},
  pages = {1--4},
  series = {{NKIDP e-Dossier No. 11, Woodrow Wilson International Center for Scholars, 2012}},
  howpublished = {PRC MFA 118-01026-01},
  note = {Item (2), first sentence. Pp. 1–4. Document No. 1, NKIDP e-Dossier No. 11, Woodrow Wilson International Center for Scholars, 2012. Obtained by Shen Zhihua.},
}
)");
  CHECK(Data::parse(render_csl(report)) == Data::parse(R"([{
    "id": "1957-mfa/2a", "type": "manuscript",
    "title": "Opinions from the Ministry of Foreign Affairs on Handling the Issue of Ethnic Koreans in the Northeast Illegally Crossing the Border to Korea",
    "author": [{"literal": "Ministry of Foreign Affairs, Ministry of Public Security and Central Overseas Chinese Committee of the People's Republic of China"}],
    "translator": [{"literal": "Jeffrey Wang"}],
    "issued": {"date-parts": [[1957, 12, 17]]},
    "archive": "PRC MFA", "archive_location": "118-01026-01", "page": "1-4",
    "collection-title": "NKIDP e-Dossier No. 11, Woodrow Wilson International Center for Scholars, 2012",
    "note": "Item (2), first sentence. Pp. 1–4. Document No. 1, NKIDP e-Dossier No. 11, Woodrow Wilson International Center for Scholars, 2012. Obtained by Shen Zhihua."
  }])"));
}

TEST_CASE("a telegram without an archive, and with a title that is not its own, is cited by its numbers") {
  const auto book = load_embedded_rules();
  REQUIRE(book);
  const Report report = citation_of(*book.value, "1961-jilin", "A3b");
  CHECK(note_of(report) ==
        "First list, point 3, third sentence, in [Reply of the Jilin Provincial Committee on Korean border crossers in Changbai County who ask to stay], "
        "Foreign [Ministry] Received Telegram No. (61) B Xu-1149; Jilin Province Document No. (81) 443, 25 November 1961, telegram registered in the Ministry of Foreign Affairs as received.");
  CHECK(render_bibtex(report) == R"(@misc{1961-jilin/A3b,
  title = {{[Reply of the Jilin Provincial Committee on Korean border crossers in Changbai County who ask to stay]}},
  author = {{Jilin Provincial Committee of the Chinese Communist Party}},
  date = {1961-11-25},
  year = {1961},
  number = {Foreign [Ministry] Received Telegram No. (61) B Xu-1149; Jilin Province Document No. (81) 443},
  note = {First list, point 3, third sentence. Foreign [Ministry] Received Telegram No. (61) B Xu-1149; Jilin Province Document No. (81) 443. Telegram registered in the Ministry of Foreign Affairs as received.},
}
)");
  CHECK(Data::parse(render_csl(report)) == Data::parse(R"([{
    "id": "1961-jilin/A3b", "type": "manuscript",
    "title": "[Reply of the Jilin Provincial Committee on Korean border crossers in Changbai County who ask to stay]",
    "author": [{"literal": "Jilin Provincial Committee of the Chinese Communist Party"}],
    "issued": {"date-parts": [[1961, 11, 25]]},
    "number": "Foreign [Ministry] Received Telegram No. (61) B Xu-1149; Jilin Province Document No. (81) 443",
    "note": "First list, point 3, third sentence. Foreign [Ministry] Received Telegram No. (61) B Xu-1149; Jilin Province Document No. (81) 443. Telegram registered in the Ministry of Foreign Affairs as received."
  }])"));
}

TEST_CASE("a document that gives no day is cited with the days between which it was issued") {
  const auto book = load_embedded_rules();
  REQUIRE(book);
  const Report report = citation_of(*book.value, "1961-may-tel", "4");
  CHECK(note_of(report) ==
        "Second paragraph, third sentence, in “Telegram from the Ministries of Foreign Affairs and Public Security to the Chinese Embassy in North Korea on Illegal Border Crossing among Ethnic Koreans,” "
        "between 8 and 31 May 1961, PRC MFA 118-01026-03, pp. 82–83, Document No. 3, NKIDP e-Dossier No. 11, Woodrow Wilson International Center for Scholars, 2012, "
        "obtained by Shen Zhihua, translated by Jeffrey Wang.");
  CHECK(render_bibtex(report).find("  date = {1961-05-08/1961-05-31},\n  year = {1961},\n") != std::string::npos);
  const Data csl = Data::parse(render_csl(report)).at(0);
  CHECK(csl.at("issued") == Data::parse(R"({"date-parts": [[1961, 5, 8], [1961, 5, 31]]})"));
  CHECK(csl.at("note") == "Second paragraph, third sentence. Issued between 8 and 31 May 1961. Pp. 82–83. Document No. 3, NKIDP e-Dossier No. 11, Woodrow Wilson International Center for Scholars, 2012. "
                          "Obtained by Shen Zhihua.");
}

TEST_CASE("dates of every precision are put in words") {
  struct Row {
    std::string dates, words, even;
  };
  const std::vector<Row> rows{{"1961-05-09", "9 May 1961", "1961-05-09"},
                              {"1961-05", "May 1961", "1961-05"},
                              {"1961", "1961", "1961"},
                              {"1961-05-08/1961-05-31", "between 8 and 31 May 1961", "1961-05-08/1961-05-31"},
                              {"1961-05-08/1961-06-02", "between 8 May and 2 June 1961", "1961-05-08/1961-06-02"},
                              {"1961-05/1961-08", "between May and August 1961", "1961-05/1961-08"},
                              {"1961-05-08/1962-05-09", "between 8 May 1961 and 9 May 1962", "1961-05-08/1962-05-09"},
                              {"1961-12/1962-01", "between December 1961 and January 1962", "1961-12/1962-01"},
                              {"1957/1970", "between 1957 and 1970", "1957/1970"},
                              {"1961-12-25/1961-12-31", "between 25 and 31 December 1961", "1961-12-25/1961-12-31"}};
  for (const auto& row : rows) {
    INFO(row.dates);
    const auto days = read_dates(row.dates);
    REQUIRE(days);
    CHECK(date_words(*days) == row.words);
    CHECK(even_dates(*days) == row.even);
  }
}

TEST_CASE("the whole instrument is cited without a place, one page with one p") {
  const auto book = load_embedded_rules();
  REQUIRE(book);
  const Report report = citation_of(*book.value, "1970-sc", "");
  CHECK(note_of(report) ==
        "“Opinions from the State Council on Correctly Administering the Korean Nationals Issue,” (70) State Council Document 70, 19 August 1970, Hebei Provincial Archives 1057-2-1, p. 139, "
        "Document No. 11, NKIDP e-Dossier No. 11, Woodrow Wilson International Center for Scholars, 2012, obtained by Shen Zhihua, translated by Jeffrey Wang.");
  CHECK(Data::parse(render_csl(report)).at(0).at("id") == "1970-sc");
}

const std::string kHostile = "}\" {a, b = {c}, \\d % # $ & _ ^ ~ <b>e</b>\n@misc{f, [g](h) \xC2\x9B\xE2\x80\xAE";

/// A harbour whose every text is hostile.
RuleBook hostile_harbour() {
  Data order = Data::parse(regime_text("[]"));
  order["title"] = order["issuer"] = kHostile;
  order["source"] = {{"document", kHostile}, {"collection", kHostile}, {"archive", kHostile}, {"folder", kHostile}, {"pages", kHostile}, {"number", kHostile}, {"obtained_by", kHostile}, {"translator", kHostile}};
  order["clauses"] = Data::array({{{"id", "1"}, {"cite", kHostile}, {"modality", "must"}, {"paraphrase", "p"}, {"when", {{"lamp", true}}}, {"then", {{"question", "entry"}, {"treatment", "let_in"}}}}});
  auto book = load_rules({{"vocabulary.json", kHarbour}, {"order.json", order.dump()}});
  REQUIRE(book);
  return std::move(*book.value);
}

TEST_CASE("hostile text in a rule file stays one field of one BibTeX record") {
  const RuleBook book = hostile_harbour();
  const std::string in_bibtex = "{\\textbraceright}\" {\\textbraceleft}a, b = {\\textbraceleft}c{\\textbraceright}, {\\textbackslash}d \\% \\# \\$ \\& \\_ {\\textasciicircum} {\\textasciitilde} <b>e</b> "
                                "@misc{\\textbraceleft}f, [g](h) {\\textbackslash}x9b{\\textbackslash}u202e";
  std::string in_pages = in_bibtex;
  const std::string text = render_bibtex(citation_of(book, "order", "1"));
  CHECK(text == "@misc{order/1,\n  title = {{" + in_bibtex + "}},\n  author = {{" + in_bibtex + "}},\n  translator = {{" + in_bibtex + "}},\n  date = {1921-03-01},\n  year = {1921},\n  archive = {" +
                    in_bibtex + "},\n  folder = {" + in_bibtex + "},\n  pages = {" + in_pages + "},\n  series = {{" + in_bibtex + "}},\n  number = {" + in_bibtex + "},\n  howpublished = {" + in_bibtex + " " +
                    in_bibtex + "},\n  note = {" + in_bibtex + ". Pp. " + in_bibtex + ". " + in_bibtex + ". " + in_bibtex + ", " + in_bibtex + ". Obtained by " + in_bibtex + ".},\n}\n");
  int depth = 0;
  for (const char c : text) depth += c == '{' ? 1 : c == '}' ? -1 : 0;
  CHECK(depth == 0);
}

TEST_CASE("hostile text in a rule file comes back from CSL-JSON as it was") {
  const std::string text = render_csl(citation_of(hostile_harbour(), "order", "1"));
  const Data records = Data::parse(text);
  REQUIRE(records.size() == 1);
  for (const char* key : {"title", "archive", "archive_location", "page", "collection-title", "number"}) CHECK(records.at(0).at(key) == kHostile);
  CHECK(records.at(0).at("translator").at(0).at("literal") == kHostile);
  CHECK(text.find("\xC2\x9B") == std::string::npos);  // written as an escape
}

// ---- hand-outs ----

/// Two instruments of the harbour, a case, and what they find.
Report small_hand_out() {
  const auto clauses = [](const std::string& treatment) {
    return R"([{"id": "1", "cite": "first sentence", "modality": "must", "paraphrase": "p", "when": {"lamp": true}, "then": {"question": "entry", "treatment": "let_in"}},
               {"id": "2", "cite": "second sentence", "modality": "may", "paraphrase": "p", "when": {"lamp": true, "agrees": true}, "then": {"question": "entry", "treatment": ")" + treatment +
           R"("}, "overrides": ["1"]}])";
  };
  Data asking = Data::parse(regime_text(clauses("hold")));
  asking["id"] = "asking";
  asking["nature"] = "request";
  auto book = load_rules({{"vocabulary.json", kHarbour}, {"order.json", regime_text(clauses("turn_back"))}, {"asking.json", asking.dump()}});
  REQUIRE(book);
  Case the_case = a_case(*book.value, R"({"lamp": true, "agrees": true})");
  the_case.story = "A <ship>.";
  the_case.discuss = {"Who & why?"};
  Engine engine{*book.value};
  const auto findings = engine.evaluate(the_case);
  REQUIRE(findings);
  return findings_report(*book.value, {the_case}, {*findings.value});
}

bool in_order(const std::string& text, const std::vector<std::string>& parts) {
  std::size_t at = 0;
  for (const auto& part : parts) {
    INFO(part << " in\n" << text);
    at = text.find(part, at);
    CHECK(at != std::string::npos);
    if (at == std::string::npos) return false;
    at += part.size();
  }
  return true;
}

TEST_CASE("each clause that a hand-out names has one note, and the number stands beside it") {
  const Report report = small_hand_out();
  REQUIRE(report.citations.size() == 4);
  CHECK(in_order(render_html(report), {"<h1>case</h1>", "Made with crossing ", "<p>A &lt;ship&gt;.</p>", "<th scope=\"col\">regime</th>", "2<sup><a href=\"#note-1\" role=\"doc-noteref\">(1)</a></sup>: second sentence",
                                         "2<sup><a href=\"#note-2\" ", "<h2>Displaced</h2>", "1<sup><a href=\"#note-3\" ", "2<sup><a href=\"#note-1\" ", "<h2>To discuss</h2>", "<li>Who &amp; why?<span class=\"room\">",
                                         "<h2>Sources</h2>", "<li id=\"note-1\">Second sentence, in “Harbour order,” 1 March 1921, Order.</li>", "<li id=\"note-3\">First sentence, of the document in note 1.</li>"}));
  CHECK(in_order(render_markdown(report), {"# case\n\nA &lt;ship\\>.\n", "| 2[^1]: second sentence |", "## Displaced", ": 1[^3] by 2[^1]\n", "## To discuss\n\n1. Who &amp; why?\n\n    &nbsp;\n",
                                             "\n[^1]: Second sentence, in “Harbour order,” 1 March 1921, Order.\n", "\n[^3]: First sentence, in “Harbour order,” 1 March 1921, Order.\n", "\nMade with crossing "}));
}

TEST_CASE("a terminal sees neither notes nor the questions of a hand-out") {
  const std::string text = render_text(small_hand_out(), {.width = 100});
  CHECK(text.find("2: second sentence") != std::string::npos);
  for (const char* part : {"[^", "(1)", "Sources", "Made with", "To discuss", "Who"}) CHECK(text.find(part) == std::string::npos);
}

TEST_CASE("a page tells verdicts and what binds nobody apart by sign, weight and border") {
  Report report;
  Table table{{"regime", "answer"}, {}, 1};
  Cell name{"a", {}, false};
  name.aside = "request, not binding";
  table.rows.push_back({name, {"x", "decided", false}});
  table.rows.push_back({"", {"y", "conflict"}});
  table.rows.push_back({"b", {"z", "silent"}});
  report.table(std::move(table));
  const std::string page = render_html(report);
  CHECK(in_order(page, {"<tbody>\n<tr><th scope=\"rowgroup\" rowspan=\"2\" class=\"not-binding short\">a <small>request, not binding</small></th><td class=\"decided not-binding\"><span class=\"sign\"",
                        "x</td></tr>\n<tr><td class=\"conflict\"><span class=\"sign\" aria-hidden=\"true\">×</span>y</td></tr>\n</tbody>", "<tbody>\n<tr><th scope=\"row\" class=\"short\">b</th><td class=\"silent\">",
                        "<span class=\"decided\">", "decided: the text gives this answer", "silent: no clause reaches the case", "conflict: the text gives two answers", "In italics: an instrument that bound nobody."}));
  CHECK(page.find("undetermined: ") == std::string::npos);  // no such cell, no word on it
}

TEST_CASE("lists of a page nest as their levels say") {
  Report report;
  report.list({{0, "a"}, {1, "b"}, {2, "c"}, {0, "d"}, {2, "e"}, {1, "f"}});
  CHECK(in_order(render_html(report), {"<body>\n<ul>\n<li>a<ul>\n<li>b<ul>\n<li>c</li></ul>\n</li></ul>\n</li>\n<li>d<ul>\n<li>e</li></ul>\n"}));
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

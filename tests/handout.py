"""Holds the hand-outs of the command against what a page needs, whatever a case and the rules say: handout.py COMMAND

HTML must be well-formed, stand alone and run nothing, have its headings in order and its table headers marked, and cite only notes that it has.
Markdown must cite only footnotes that it has. Text from a case or a rule file must come out as text, in these and in BibTeX and CSL-JSON."""
import json, pathlib, re, subprocess, sys, tempfile
import xml.etree.ElementTree as ElementTree
from html.parser import HTMLParser

COMMAND = sys.argv[1]
RULES = pathlib.Path(__file__).resolve().parent.parent / "rules"
HOSTILE = """<script>alert(1)</script> "quoted" 'single' & &amp; </style></td></li> <img src=x onerror=y> [l](http://x) **b** | cell \\ {brace} }{ %# $_~^ ![i](u) [^1]: x"""
TAGS = set("html head meta title style body h1 h2 p small sup a em table thead tbody tr th td span section ol ul li footer svg".split())
VOID = {"meta"}
faults = []
pages = 0


def run(*words, stdin=None):
    result = subprocess.run([COMMAND, *words], capture_output=True, text=True, input=stdin)
    if result.returncode != 0:
        faults.append(f"{' '.join(words)}: ends with {result.returncode}: {result.stderr}")
    return result.stdout


class Tags(HTMLParser):
    """The page as a browser reads it: every tag closed in its turn."""

    def __init__(self, where):
        super().__init__(convert_charrefs=True)
        self.where, self.open, self.text = where, [], ""

    def handle_starttag(self, tag, attributes):
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        if tag not in VOID:
            faults.append(f"{self.where}: <{tag}/> does not close itself")

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            faults.append(f"{self.where}: </{tag}> closes nothing")

    def handle_data(self, data):
        if "style" not in self.open:
            self.text += data


def look_at_page(where, page, says):
    global pages
    pages += 1
    if not page.startswith("<!DOCTYPE html>\n"):
        faults.append(f"{where}: begins with {page[:30]!r}")
    tags = Tags(where)
    tags.feed(page)
    tags.close()
    if tags.open:
        faults.append(f"{where}: {tags.open} are not closed")
    try:
        root = ElementTree.fromstring(page)
    except ElementTree.ParseError as error:
        faults.append(f"{where}: {error}")
        return
    elements = list(root.iter())
    if root.get("lang") != "en":
        faults.append(f"{where}: no language")
    for element in elements:
        if element.tag not in TAGS:
            faults.append(f"{where}: <{element.tag}>")
        for name, value in element.attrib.items():
            if name.startswith("on") or name in ("src", "style", "action", "data", "srcset", "background"):
                faults.append(f"{where}: attribute {name}")
            if name == "href" and not value.startswith("#"):
                faults.append(f"{where}: refers to {value}")
        if element.tag == "th" and element.get("scope") not in ("col", "row", "rowgroup"):
            faults.append(f"{where}: a header without scope")
    style = "".join(element.text for element in elements if element.tag == "style")
    if re.search(r"url\(|@import|\\", style):
        faults.append(f"{where}: the style refers to something")
    headings = [element.tag for element in elements if re.fullmatch("h[1-6]", element.tag)]
    if not headings or headings[0] != "h1" or "h1" in headings[1:] or set(headings) - {"h1", "h2"}:
        faults.append(f"{where}: headings {headings}")
    ids = [element.get("id") for element in elements if element.get("id")]
    cited = {element.get("href")[1:] for element in elements if element.tag == "a"}
    if len(set(ids)) != len(ids) or cited != set(ids):
        faults.append(f"{where}: cites {sorted(cited)} of {sorted(ids)}")
    for table in (element for element in elements if element.tag == "table"):
        columns = len(table.find("thead").find("tr"))
        for group in table.findall("tbody"):
            held = 0
            for row in group:
                if len(row) + held != columns:
                    faults.append(f"{where}: a row of {len(row)} cells under {columns} headers")
                held += sum(1 for cell in row if int(cell.get("rowspan", "1")) > 1)
    for text in says:
        if text not in tags.text:
            faults.append(f"{where}: does not say {text}")


def look_at_markdown(where, text):
    defined = re.findall(r"^\[\^(\d+)\]: ", text, re.M)
    cited = set(re.findall(r"\[\^(\d+)\](?!: )", re.sub(r"^\[\^\d+\]: .*$", "", text, flags=re.M)) + re.findall(r"(?<=\S)\[\^(\d+)\]", text))
    if defined != [str(i + 1) for i in range(len(defined))] or cited != set(defined):
        faults.append(f"{where}: cites {sorted(cited)} of {defined}")
    if re.search(r"(?<!\\)<|(?<!\\)\]\(|(?<!\\)!\[", text):
        faults.append(f"{where}: text that is read as markup")


def hostile(value, key=None):
    """The same file with every text for people made hostile."""
    texts = "title issuer effect_why why label description asks holder reason default_reason meaning cite paraphrase addressee do note encoding_note " \
            "document collection archive folder pages number obtained_by translator".split()
    if isinstance(value, dict):
        if key in ("values", "effects"):
            return {name: HOSTILE if isinstance(label, str) else hostile(label) for name, label in value.items()}
        return {name: hostile(part, name) for name, part in value.items()}
    if isinstance(value, list):
        return [hostile(part) for part in value]
    return HOSTILE if isinstance(value, str) and key in texts else value


def bibtex_records(text):
    """Records as BibTeX reads them, which counts braces and minds no backslash."""
    records, at = [], 0
    while (at := text.find("@", at)) >= 0:
        depth, start = 0, at
        while True:
            depth += {"{": 1, "}": -1}.get(text[at], 0)
            at += 1
            if depth == 0 and text[at - 1] == "}":
                break
        records.append(text[start:at])
    return records


for words in (["evaluate", "famine-forces-a-mother-over"], ["evaluate", "settled-and-asked-back", "--all"], ["explain", "two-refusals"], ["timeline", "settled-and-asked-back"], ["timeline"], ["evaluate", "two-refusals", "famine-forces-a-mother-over", "--all"],
              ["evaluate", "--set", "nationality=dprk", "--no-presumptions", "--all-readings", "--all"]):
    look_at_page(" ".join(words), run(*words, "--format", "html"), [])
    look_at_markdown(" ".join(words), run(*words, "--format", "markdown"))

with tempfile.TemporaryDirectory() as folder:
    regimes = []
    for path in RULES.glob("*.json"):
        data = json.loads(path.read_text(encoding="utf-8"))
        if data.get("schema") in ("crossing.vocabulary/1", "crossing.regime/1"):
            pathlib.Path(folder, path.name).write_text(json.dumps(hostile(data)), encoding="utf-8")
            regimes += [data["id"]] if data["schema"] == "crossing.regime/1" else []
    case = json.dumps({"title": HOSTILE, "story": HOSTILE + "\n# h\n- l", "facts": {"nationality": "dprk", "direction": "dprk_to_prc", "stage": "crossed"}, "discuss": [HOSTILE]})
    for verb in ("evaluate", "explain", "timeline"):
        for more in ([], ["--all", "--all-readings"]):
            words = [verb, "-", "--rules", folder, *more]
            look_at_page(" ".join(words), run(*words, "--format", "html", stdin=case), [HOSTILE])
            look_at_markdown(" ".join(words), run(*words, "--format", "markdown", stdin=case))
    for regime in regimes:
        clauses = json.loads(run("rules", "show", regime, "--rules", folder, "--format", "json"))["clauses"]
        for item in (regime, f"{regime}/{clauses[0]['id']}"):
            words = ["rules", "cite", item, "--rules", folder]
            for record in json.loads(run(*words, "--format", "csl-json")):
                if record["title"] != HOSTILE or record["id"] != item:
                    faults.append(f"{item}: CSL-JSON says {record}")
            records = bibtex_records(run(*words, "--format", "bibtex"))
            if len(records) != 1 or not records[0].startswith(f"@misc{{{item},\n") or re.search(r"(?<!\\)[%#$&_]", records[0]):
                faults.append(f"{item}: BibTeX says {records}")

print("\n".join(faults) if faults else f"{pages} pages stand alone and hold what they cite")
sys.exit(1 if faults or pages < 10 else 0)

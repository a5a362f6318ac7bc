# Holds the shipped files and the fixtures in tests/bad against the JSON Schemas in rules/schema: python3 tests/schema.py
import json
import re
import sys
from pathlib import Path

from jsonschema import Draft202012Validator, RefResolver

TOP = Path(__file__).resolve().parent.parent
BESIDE_RULES = ("references", "figures", "tensions")
KINDS = ("vocabulary", "regime", "case", *BESIDE_RULES)

# The fixtures that no schema can refuse, by the sort of their fault. Every other one must be refused.
NOT_A_FAULT_OF_SHAPE = {
    "not JSON in UTF-8: there is nothing to hold against a schema": """
        case-bare-word case-comment case-cut-off case-duplicate-key-and-bad-syntax case-empty-file case-invalid-utf8 case-leading-zero
        case-line-break-in-a-string case-missing-comma case-missing-comma-in-a-list case-single-quotes case-syntax-after-the-words-utf-8
        case-trailing-comma case-trailing-comma-in-a-list case-two-byte-order-marks case-two-documents case-typographic-quotes case-utf-16
        case-word-after-the-words-utf-8 case-comment-between-stars case-utf-16-the-other-way-round""",
    "a key given twice: gone once the text is parsed": """
        case-duplicate-key""",
    "an id given twice: a schema cannot compare members of a list": """
        case-repeated-id figures-ids-that-are-taken references-ids-that-are-taken""",
    "a name that is not among the names given elsewhere": """
        case-misspelt-fact figures-documents-that-are-not-there figures-operands-that-are-not-there references-clauses-that-are-not-there
        regime-no-such-reading tensions-names-that-are-not-there""",
    "a value against the type or range of one fact: only the vocabulary tells": """
        case-date-out-of-range case-true-for-a-count""",
    "an order of dates: a schema does not compare values": """
        case-reversed-interval references-reversed-interval regime-effect-dates regime-effect-ends-before-issue""",
    "facts that cannot stand together": """
        case-broken-date-order case-broken-date-order-of-months case-broken-date-order-past-a-third case-contradiction-in-the-second-of-three
        case-contradictory-facts case-only-if-violated vocabulary-constraints-that-leave-nothing
        vocabulary-presumptions-that-exclude-each-other""",
    "an override or a term that leads nowhere or back to itself": """
        regime-circular-override regime-circular-override-of-three regime-circular-override-under-one-reading
        regime-circular-override-behind-another-clause regime-circular-override-where-readings-meet regime-override-misses regime-self-override regime-term-ring""",
    "what a schema cannot say of a date: it would have to look the fact up": """
        vocabulary-excluded-dates vocabulary-orders""",
    "more than the engine can hold at once": """
        regime-linked-facts regime-too-many-values vocabulary-constraints-link-three-facts""",
    "clauses of two regimes where one is meant: a schema does not compare members of a list": """
        tensions-clauses-of-two-regimes""",
    "a result that cannot be computed, or not kept": """
        figures-results-that-cannot-be-kept""",
    "the name of the file": """
        regime-other-file-name""",
    "no fault: the program takes these as well": """
        case-byte-order-mark regime-harmless-circle-of-two-questions regime-harmless-circle-under-readings-that-exclude-each-other""",
}
NOT_JSON = next(iter(NOT_A_FAULT_OF_SHAPE))

# A fixture can hold many faults; the schema must find each that is of shape. What the program says of those:
OF_SHAPE = re.compile(r"unknown key `(?P<key>.*)`$|key `(?P<missing>.*)` is missing$|`(?P<id>.*)` is not an id$|expected |schema `"
                      r"|unknown (type|kind|kind of question|nature|modality|relation|verdict|way to show) `"
                      r"|`.*` is not (a (date|clock time|duration|whole number|decimal number)|of the form REGIME/CLAUSE)$")
# What a value must be where the vocabulary gives the type of the fact: not of shape, unless no fact takes such a value.
OF_A_FACT = re.compile(r"expected (true or false|a whole number|a string|a list), |expected a fact of type |unknown key `(at_least|at_most|before|until|from|after)`"
                       r"|`.*` is not a (date|clock time|whole number)$")
OF_A_VALUE = re.compile(r"^case-.*/facts/[^/]+$|/(when|excludes|only_if|unless)/|/roles/")

deviations = []


def deviation(words):
    deviations.append(words)


def no_such_number(word):
    raise ValueError(f"{word} is not JSON")


def parse(path):
    """The JSON in the file; one byte-order mark in front is skipped, as in the program."""
    return json.loads(path.read_bytes().decode("utf-8-sig"), parse_constant=no_such_number)


def pointer(error):
    return "#" + "".join(f"/{step}" for step in error.absolute_path)


def deepest(error):
    """The fault farthest in: of all that a choice offers, what came closest says most."""
    while error.context:
        error = max(error.context, key=lambda e: len(e.absolute_path))
    return error


def all_of(errors):
    """Every error, with those inside choices."""
    for error in errors:
        yield error
        yield from all_of(error.context)


def load_schemas():
    schemas = {kind: parse(TOP / f"rules/schema/{kind}.schema.json") for kind in KINDS}
    store = {schema["$id"]: schema for schema in schemas.values()}
    for kind, schema in schemas.items():
        Draft202012Validator.check_schema(schema)
        if schema["$id"] != f"{kind}.schema.json":
            deviation(f"{kind}.schema.json: $id is {schema['$id']}")
        check_references(kind, schema, schemas)
        check_objects(schema, f"{kind}.schema.json#")
    return {kind: Draft202012Validator(schema, resolver=RefResolver(schema["$id"], schema, store)) for kind, schema in schemas.items()}


def check_references(kind, schema, schemas):
    """A reference that nothing has used yet would not be missed otherwise."""
    for target in re.findall(r'"\$ref": "([^"]*)"', json.dumps(schema)):
        file, _, name = target.partition("#/$defs/")
        if name not in schemas.get(file.removesuffix(".schema.json") if file else kind, {}).get("$defs", {}):
            deviation(f"{kind}.schema.json: nothing is called {target}")


def check_objects(schema, where):
    """An object whose keys are listed lets no other through, and describes each. Parts under if, then and else only add to such an object."""
    if isinstance(schema, list):
        for index, item in enumerate(schema):
            check_objects(item, f"{where}/{index}")
    elif isinstance(schema, dict):
        for key, value in schema.items():
            if key not in ("if", "then", "else", "const", "enum"):
                check_objects(value, f"{where}/{key}")
        # A property may be called "properties" or "type"; only a schema has both in these forms.
        if schema.get("type") == "object" and "properties" in schema:
            if "additionalProperties" not in schema:
                deviation(f"{where}: lets unknown keys through")
            for name, part in schema["properties"].items():
                if not part.get("description"):
                    deviation(f"{where}: {name} has no description")


def check_generic(vocabulary):
    """No fact, treatment or regime is called by name. A name that is also an English word is looked for where it would be a name only."""
    names = {*vocabulary["facts"], *vocabulary["treatments"], *(path.stem for path in regimes())}
    for kind in KINDS:
        text = (TOP / f"rules/schema/{kind}.schema.json").read_text(encoding="utf-8")
        used = {*re.findall(r"[a-z0-9]+(?:[_-][a-z0-9]+)+", text), *re.findall(r'"([^" ]*)"', text)}
        for name in sorted(names & used):
            deviation(f"{kind}.schema.json: names `{name}`")


def regimes():
    return sorted(path for path in (TOP / "rules").glob("*.json") if path.stem not in ("vocabulary", *BESIDE_RULES))


def check_shipped(validators):
    files = [("vocabulary", TOP / "rules/vocabulary.json")]
    files += [("regime", path) for path in regimes()]
    files += [(kind, TOP / f"rules/{kind}.json") for kind in BESIDE_RULES]
    files += [("case", path) for path in sorted((TOP / "cases").rglob("*.json"))]
    for kind in KINDS:
        if not any(of == kind for of, _ in files):
            deviation(f"no file to hold against {kind}.schema.json")
    for kind, path in files:
        for error in validators[kind].iter_errors(parse(path)):
            fault = deepest(error)
            deviation(f"{path.relative_to(TOP)}{pointer(fault)}: refused: {fault.message}")
    return len(files)


def check_complaints(path, tree, validator):
    """Each fault of shape that the program finds in a fixture is found by the schema too, in the same place."""
    errors = list(all_of(validator.iter_errors(tree)))
    found = 0
    for line in path.with_suffix(".txt").read_text(encoding="utf-8", errors="replace").splitlines():
        complaint = re.match(r"\S+\.json(?:#(?P<place>.*?))?: error: (?P<words>.*)", line)
        shape = complaint and OF_SHAPE.match(complaint["words"])
        if not shape:
            continue
        place = "#" + (complaint["place"] or "")
        parent = place.rpartition("/")[0]
        name = shape["key"] or shape["missing"] or shape["id"]
        here = [e.message for e in errors if pointer(e) == place]
        above = [e.message for e in errors if pointer(e) == parent]
        named = name and any(repr(name) in message for message in here + above)
        if named or here and not shape["missing"]:
            found += 1
        elif not (OF_A_FACT.match(complaint["words"]) and OF_A_VALUE.search(path.name + place)):
            deviation(f"{path.name}{place}: the schema does not find this: {complaint['words']}")
    return found


def check_fixtures(validators):
    sort_of = {name: sort for sort, names in NOT_A_FAULT_OF_SHAPE.items() for name in names.split()}
    if len(sort_of) != sum(len(names.split()) for names in NOT_A_FAULT_OF_SHAPE.values()):
        deviation("tests/schema.py: a fixture is listed twice")
    fixtures = {path.stem: path for path in sorted((TOP / "tests/bad").glob("*.json"))}
    for name in sorted(sort_of.keys() - fixtures.keys()):
        deviation(f"tests/schema.py: lists {name}, which is not in tests/bad")
    counts = {"refused": 0, "accepted": 0, "not JSON": 0, "faults": 0}
    for name, path in fixtures.items():
        sort = sort_of.get(name)
        kind = name.split("-")[0]
        if kind not in KINDS:
            deviation(f"{path.name}: no schema is called {kind}")
            continue
        try:
            tree = parse(path)
        except (UnicodeDecodeError, ValueError) as error:
            counts["not JSON"] += 1
            if sort != NOT_JSON:
                deviation(f"{path.name}: not listed as \"{NOT_JSON}\": {error}")
            continue
        fault = next(validators[kind].iter_errors(tree), None)
        counts["accepted" if fault is None else "refused"] += 1
        if fault is None and sort is None:
            deviation(f"{path.name}: accepted, and not listed in tests/schema.py")
        elif sort == NOT_JSON:
            deviation(f"{path.name}: listed as \"{sort}\", but it can be parsed")
        elif fault is not None and sort is not None:
            fault = deepest(fault)
            deviation(f"{path.name}{pointer(fault)}: listed as \"{sort}\", but refused: {fault.message}")
        counts["faults"] += check_complaints(path, tree, validators[kind])
    return len(fixtures), counts


def main():
    validators = load_schemas()
    if not deviations:  # a schema with a fault of its own can break off what follows
        check_generic(parse(TOP / "rules/vocabulary.json"))
        shipped = check_shipped(validators)
        fixtures, counts = check_fixtures(validators)
        print(f"{shipped} shipped files; of {fixtures} fixtures {counts['refused']} refused for {counts['faults']} faults of shape, "
              f"{counts['accepted']} accepted, {counts['not JSON']} not JSON; {len(deviations)} deviations")
    for words in deviations:
        print(words)
    return 1 if deviations else 0


if __name__ == "__main__":
    sys.exit(main())

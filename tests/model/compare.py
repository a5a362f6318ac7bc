"""Makes random cases, lets the program and the model judge them, and prints where the two differ and what the cases met; ends with 1 if there is a difference.

    compare.py [--count N] [--seed N] [--command PATH] [--rules DIR] [--most N] [--all-readings] [--no-presumptions] [CASE_FILE…]

With case files, the cases in them are compared and no others. Most random cases aim at a clause: its condition is made true, or true but for one fact, and the rest is drawn at random. Cases in which some question would need more than --most
completions are passed over. Some cases are made that cannot be: the program and the model must both refuse them."""
import argparse, collections, datetime, json, os, random, subprocess, sys, tempfile

import model
from model import Refused, leaves
from values import ORDERED, add, all_values, duration, lengths, mark

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
UNSET = object()

def iso(day):
    return datetime.date.fromordinal(day).isoformat()

class Maker:
    """Draws cases from a vocabulary and the clauses that use it."""
    def __init__(self, rules, seed):
        self.rules, self.random = rules, random.Random(seed)
        self.clauses = [(regime, clause) for regime in rules.regimes for clause in regime["clauses"] if "when" in clause]
        self.tests = {}                             # fact: the tests that clauses make of it
        for regime, clause in self.clauses:
            for _, fact, test, _ in leaves(rules.expand(clause["when"], regime), "test"):
                self.tests.setdefault(fact, set()).add(test)
        self.edges = {name: self.edges_of(name) for name in rules.facts if isinstance(name, str)}

    def edges_of(self, name):
        """The first value after each change of a test of an ordered fact; for a base fact of a clock also moved by each of its shifts."""
        if self.rules.facts[name]["type"] not in ORDERED:
            return []
        edges = {edge for test in self.tests.get(name, ()) for low, high in test for edge in (low, high + 1) if edge in all_values(self.rules.facts[name])}
        for other, fact in self.rules.facts.items():
            if fact.get("derived", {}).get("clock") == name:
                edges |= {(edge - moved) % 1440 for edge in self.edges_of(other) for moved in fact["derived"]["shift"].values()}
        return sorted(edges)

    def ordered(self, name, test=None):
        """A value of an ordered fact, often at an edge, and one that passes the test if there is one."""
        full, edges = all_values(self.rules.facts[name]), self.edges[name]
        if test:
            low, high = self.random.choice(test)
            low, high = max(low, full[0]), min(high, full[-1])
            return self.random.choice([low, high, self.random.randint(low, high)])
        if edges and self.random.random() < 0.6:
            return min(max(self.random.choice(edges) + self.random.choice([-1, -1, 0, 0, 1]), full[0]), full[-1])
        kind = self.rules.facts[name]["type"]
        if kind == "date":
            return self.random.randint(datetime.date(1956, 1, 1).toordinal(), datetime.date(1971, 12, 31).toordinal())
        return self.random.randint(full[0], min(full[-1], full[0] + 6) if kind == "count" else full[-1])

    def draw(self, name, test=None):
        """A value of a base fact, inside: a day, a minute, a number or a name."""
        kind = self.rules.facts[name]["type"]
        return self.ordered(name, test) if kind in ORDERED else self.random.choice(sorted(test) if test else all_values(self.rules.facts[name]))

    def satisfy(self, tree, values, wanted=True):
        """Set values so that the tree is likely to be what is wanted. Chance decides between the branches."""
        if isinstance(tree, bool):
            return
        if tree[0] == "not":
            self.satisfy(tree[1], values, not wanted)
        elif tree[0] == "test":
            self.pass_test(tree[1], tree[2], values, wanted)
        elif tree[0] != "option" and tree[1]:
            every = (tree[0] == "all") == wanted
            for part in tree[1] if every else [self.random.choice(tree[1])]:
                self.satisfy(part, values, wanted)

    def pass_test(self, name, test, values, wanted):
        """Draw values of the base facts until the test comes out as wanted."""
        rules, bases = self.rules, self.rules.bases(name)
        if all(base in values for base in bases) and rules.passes(name, test, rules.value(name, values.get)) == wanted:
            return
        for _ in range(60):
            drawn = {base: values[base] if base in values and name != base and self.random.random() < 0.5 else
                     self.draw(base, test if base == name and wanted else None) for base in bases}
            if rules.facts[name]["type"] == "elapsed":
                length = duration(self.random.choice(test)[1])
                drawn[bases[1]] = add(drawn[bases[0]], *length) + self.random.choice([-1, 0, 1, 40, -10])
            if all(drawn[base] in all_values(rules.facts[base]) for base in bases) and rules.passes(name, test, rules.value(name, drawn.get)) == wanted:
                values.update(drawn)
                return

    def facts(self):
        """The facts of one case as a case file has them. Not every such case can be."""
        values = {}
        for _ in range(self.random.choice([0, 1, 1, 1, 1, 1, 2])):
            regime, clause = self.random.choice(self.clauses)
            defaults = {name: reading.get("default") for name, reading in regime.get("readings", {}).items()}
            everything = {name: all_values(self.rules.facts[name]) for name in self.rules.base}
            self.satisfy(model.reduce(self.rules, self.rules.expand(clause["when"], regime), everything, defaults), values)
        for name, fact in self.rules.facts.items():         # dates of which one is a length that a clause names before the other, or a day off
            if isinstance(name, str) and fact["type"] == "elapsed" and self.random.random() < 0.15:
                self.pass_test(name, self.random.choice(sorted(self.tests[name])), values, self.random.random() < 0.5)
        near_miss = self.random.choice(sorted(values)) if values and self.random.random() < 0.25 else None
        style = self.random.choice(["quiet", "steady", "blurred"])      # how far the rest of the case may disturb the aim
        aim, rest = {"quiet": (0.98, 0.0), "steady": (0.95, 0.2), "blurred": (0.85, 0.8)}[style]
        facts = {}
        for name in self.rules.base:
            aimed, chance = name in values, self.random.random()
            if name == near_miss or aimed and style == "blurred" and chance > 0.97:
                values[name] = self.draw(name)
            if chance < (aim if aimed else rest if "presumed" in self.rules.facts[name] else 0.8):
                facts[name] = self.entry(name, values[name] if aimed else self.draw(name))
            elif self.random.random() < (0.1 if style == "quiet" else 0.4):
                facts[name] = "unknown"
        for name, fact in self.rules.facts.items():
            if fact["type"] == "set" and self.random.random() < 0.2:
                facts[name] = [value for value in fact["values"] if self.random.random() < 0.5]
        return facts

    def entry(self, name, value):
        """A value as a case file has it; a date now and then as a month, a year or an interval."""
        kind = self.rules.facts[name]["type"]
        if kind == "time":
            return "%02d:%02d" % divmod(value, 60)
        if kind != "date":
            return value
        text, chance, full = iso(value), self.random.random(), all_values(self.rules.facts[name])
        if chance < 0.70:
            return text
        if chance < 0.85:
            return text[:self.random.choice([4, 7])]
        first, last = max(value - self.random.choice([0, 1, 5, 40]), full[0]), min(value + self.random.choice([0, 1, 5, 40, 400]), full[-1])
        return iso(first)[:self.random.choice([7, 10, 10])] + "/" + iso(last)[:self.random.choice([7, 10, 10])]

    def spoiled(self, facts):
        """The facts with one that no case file may have."""
        name = self.random.choice(self.rules.base)
        derived = [name for name, fact in self.rules.facts.items() if isinstance(name, str) and "derived" in fact]
        wrong = {"boolean": ["true", 1, None], "enum": ["no_such_value", True, []], "count": [-1, 1000, "3", 2.5, True],
                 "date": ["1900-01-01", "1961-02-30", "1961-13", "1961-12/1961-03", "61", 1961, "1961/1962/1963"], "time": ["24:00", "7:00", 700, "12:60"]}
        spoil = [{name: self.random.choice(wrong[self.rules.facts[name]["type"]])}, {"no_such_fact": True}, {self.random.choice(derived): 1}]
        return {**facts, **self.random.choice(spoil)}

    def repaired(self, facts):
        """The facts with the fewest found changes that let the case be: a stated fact is left out, or the dates are put in order."""
        facts = dict(facts)
        for _ in range(12):
            try:
                model.Case(self.rules, {"facts": facts}, presumptions=False)
                return facts
            except Refused:
                pass
            for name, fact in self.rules.facts.items():     # first what needs an only_if that stated facts deny
                if isinstance(name, str) and "only_if" in fact and facts.get(name, "unknown") != "unknown":
                    read = self.rules.read_by([self.rules.only_if[name]]) | {name}
                    try:
                        model.Case(self.rules, {"facts": {one: facts[one] for one in read if one in facts}}, presumptions=False)
                    except Refused:
                        del facts[name]
            dates = sorted((facts[name], name) for name in facts if self.rules.facts[name]["type"] == "date" and facts[name] != "unknown")
            if dates and self.random.random() < 0.5:
                order = [name for name in ("document_issued", "crossing_date", "decision_date") if name in facts] or [name for _, name in dates]
                if len(order) == len(dates): facts.update(zip(order, [text for text, _ in dates]))
            elif facts:
                bound = sorted(self.rules.read_by(self.rules.constraints) & set(facts))
                if bound: del facts[self.random.choice(bound)]
        return None

def meaning(rules, value):
    """A finding with each test of an elapsed time as the set of its parts: the same time can be bounded in more than one way."""
    if isinstance(value, list):
        return [meaning(rules, one) for one in value]
    if not isinstance(value, dict):
        return value
    return {key: elapsed_parts(one) if rules.facts.get(key, {}).get("type") == "elapsed" else meaning(rules, one) for key, one in value.items()}

def elapsed_parts(tests):
    tests = [tuple(test.items()) for test in (tests if isinstance(tests, list) else [tests])]
    known, start = lengths(tests), datetime.date(1961, 1, 1).toordinal()
    days = sorted({add(start, *duration(length)) + near for length in known for near in (-1, 0, 1)})
    return {"parts": sorted(day for day in days if any(model.passes("elapsed", test, (start, day)) for test in tests)), "lengths": known}

def differences(one, other, path=""):
    """The paths at which two JSON values differ."""
    if isinstance(one, dict) and isinstance(other, dict):
        return [found for key in {**one, **other} for found in differences(one.get(key, "absent"), other.get(key, "absent"), path + "/" + str(key))]
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return [found for number, pair in enumerate(zip(one, other)) for found in differences(*pair, "%s/%d" % (path, number))]
    return [] if type(one) is type(other) and one == other else [(path, one, other)]

def note_edges(rules, maker, case, met):
    """Count the edges of the tests whose one side or other a settled value of the case touches."""
    domains = model.Case(rules, case).domains()
    for name in maker.tests:
        bases = rules.bases(name)
        if any(len(domains[base]) != 1 for base in bases):
            continue
        value = rules.value(name, lambda base: domains[base][0])
        if rules.facts[name]["type"] == "elapsed":
            for length in lengths(maker.tests[name]):
                near = value[1] - add(value[0], *duration(length))
                if abs(near) <= 1:
                    met["%s %s" % (name, length)][("the day before", "on the day", "the day after")[near + 1]] += 1
        for edge in maker.edges[name]:
            if value in (edge - 1, edge):
                text = iso(edge) if rules.facts[name]["type"] == "date" else "%02d:%02d" % divmod(edge, 60) if rules.facts[name]["type"] == "time" else edge
                met["%s %s" % (name, text)]["below" if value < edge else "from there"] += 1

def run(command, rules_folder, cases, extra):
    """The exit status of the program and what it prints of the cases."""
    with tempfile.NamedTemporaryFile("w", suffix=".json", delete=False) as file:
        json.dump(cases, file)
    try:
        done = subprocess.run([command, "evaluate", "--format", "json", "--rules", rules_folder, *extra, file.name], capture_output=True, text=True)
    finally:
        os.unlink(file.name)
    return done.returncode, json.loads(done.stdout)["cases"] if done.returncode == 0 else done.stderr

def refused_by_model(rules, facts):
    try:
        model.Case(rules, {"facts": facts}).domains()
        return False
    except Refused:
        return True

def few_completions(rules, read, most):
    """Whether no question needs more completions than that, nor twenty times as many when a presumption is lifted."""
    return model.count_completions(rules, read) <= most and all(model.count_completions(rules, read, lifted=name) <= 20 * most for name in read.presumed)

def main():
    asked = argparse.ArgumentParser()
    asked.add_argument("--count", type=int, default=200)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--command", default=os.path.join(ROOT, "build", "crossing"))
    asked.add_argument("--rules", default=os.path.join(ROOT, "rules"))
    asked.add_argument("--most", type=int, default=64)
    asked.add_argument("--all-readings", action="store_true")
    asked.add_argument("--no-presumptions", action="store_true")
    asked.add_argument("files", nargs="*")
    asked = asked.parse_args()
    extra = [word for word, given in (("--all-readings", asked.all_readings), ("--no-presumptions", asked.no_presumptions)) if given]
    rules = model.Rules(asked.rules)
    maker, cases, broken, spoiled, passed_over = Maker(rules, asked.seed), [], [], [], 0
    for case in model.load_cases(asked.files):
        few = model.count_completions(rules, case, not asked.no_presumptions) <= max(asked.most, 10000)
        cases += [case] if few else []
        passed_over += not few
    while not asked.files and len(cases) < asked.count:
        facts = maker.facts()
        if len(broken) < max(1, asked.count // 20) and refused_by_model(rules, facts):
            broken.append({"id": "refused-%d" % (len(broken) + 1), "facts": facts})
        facts = maker.repaired(facts)
        if facts is None:
            continue
        if len(spoiled) < max(1, asked.count // 20):
            spoiled.append({"id": "spoiled-%d" % (len(spoiled) + 1), "facts": maker.spoiled(facts)})
        case = {"id": "random-%d" % (len(cases) + 1), "facts": facts}
        few = few_completions(rules, model.Case(rules, case, not asked.no_presumptions), asked.most)
        cases += [case] if few else []
        passed_over += not few

    status, found = run(asked.command, asked.rules, cases, extra)
    if status != 0:
        print("the program refuses the cases (%d): %s" % (status, found))
        return 1
    wrong, met = [], collections.defaultdict(collections.Counter)
    decisive, possible, verdicts = collections.Counter(), collections.Counter(), collections.Counter()
    compared = 0
    for case, theirs in zip(cases, found):
        ours = model.evaluate(rules, case, presumptions=not asked.no_presumptions, all_open=asked.all_readings)
        wrong += [(case, *one) for one in differences(meaning(rules, ours), meaning(rules, {key: theirs.get(key) for key in ours}))]
        note_edges(rules, maker, case, met)
        for regime in ours["regimes"]:
            compared += len(regime["findings"])
            for finding in regime["findings"]:
                verdicts[finding["verdict"]] += 1
                decisive.update((regime["id"], clause) for clause in finding["clauses"])
                possible.update({(regime["id"], clause) for part in finding["outcomes"] for clause in part["clauses"]} | {(regime["id"], clause) for clause in finding["clauses_possible"]})
    unlike = []
    for case in broken + spoiled:
        refusals = run(asked.command, asked.rules, [case], [])[0] == 3, refused_by_model(rules, case["facts"])
        unlike += [(case, *refusals)] if refusals != (True, True) else []

    print("%d cases and %d findings compared, %d cases passed over for more than %d completions, seed %d" % (len(cases), compared, passed_over, asked.most, asked.seed))
    print("cases made to be refused: %d that cannot be, %d that are not well formed; not refused by both: %d" % (len(broken), len(spoiled), len(unlike)))
    print("verdicts: " + ", ".join("%s %d" % pair for pair in verdicts.most_common()))
    print("clauses, how often they decided, and how often they stood in one of several outcomes:")
    for regime in rules.regimes:
        print("  %s: %s" % (regime["id"], ", ".join("%s %d/%d" % (clause["id"], decisive[regime["id"], clause["id"]], possible[regime["id"], clause["id"]]) for clause in regime["clauses"] if "when" in clause)))
    print("boundaries met:")
    for name in maker.tests:
        edges = ["%s %s" % (name, length) for length in lengths(maker.tests[name])] if rules.facts[name]["type"] == "elapsed" else sorted(one for one in met if one.startswith(name + " "))
        for edge in edges:
            print("  %s: %s" % (edge, ", ".join("%s %d" % pair for pair in sorted(met[edge].items())) or "never"))
    print("differences: %d" % (len(wrong) + len(unlike)))
    for case, path, ours, theirs in wrong[:20]:
        print("  %s %s\n    model:   %s\n    program: %s\n    %s" % (case["id"], path, json.dumps(ours), json.dumps(theirs), json.dumps(case["facts"])))
    for case, by_program, by_model in unlike[:5]:
        print("  %s: refused by the program: %s, by the model: %s\n    %s" % (case["id"], by_program, by_model, json.dumps(case["facts"])))
    return 1 if wrong or unlike else 0

if __name__ == "__main__":
    sys.exit(main())

"""Draws random cases for any rules. Most aim at a clause: its condition is made true, or true but for one fact, and the rest is drawn at random.
A case is first drawn whole, so that its facts can stand together; then some of them are stated, some are called unknown, some are not named."""
import datetime

import model
from model import ORDERED, add, all_values, tests_in

WRONG = {"boolean": ["true", 1, None], "enum": ["no_such_value", True, []], "count": [-1, 100000, "3", 2.5, True], "time": ["24:00", "7:00", 700, "12:60"],
         "date": ["1800-01-01", "1961-02-30", "1921-13", "1921-12/1921-03", "61", 1921, "1921/1921/1921"]}

def iso(day):
    return datetime.date.fromordinal(day).isoformat()

def true(tree, values):
    """Whether a condition without readings is true of a whole case."""
    kind, parts = tree
    if kind == "test":
        return parts.holds(parts.value(*[values[base] for base in parts.bases]))
    return not true(parts[0], values) if kind == "not" else (all if kind == "all" else any)(true(part, values) for part in parts)

class Maker:
    """Draws cases from a vocabulary and the clauses that use it."""
    def __init__(self, rules, random):
        self.rules, self.random = rules, random
        self.full = {name: all_values(rules.facts[name]) for name in rules.base}
        self.clauses = [(regime, rules.tree(clause["when"], regime)) for regime in rules.regimes for clause in regime["clauses"] if "when" in clause]
        self.tests = {}                             # of each fact, those that clauses make
        for test in dict.fromkeys(test for _, tree in self.clauses for test in tests_in(tree) if test.shown and test.fact not in rules.readings):
            self.tests.setdefault(test.fact, []).append(test)
        self.edges = {name: self.edges_of(name) for name, fact in rules.facts.items() if fact["type"] in ORDERED}

    def edges_of(self, name):
        """The first value after each change of a test of an ordered fact; for a base fact of a clock also moved by each of its shifts."""
        edges = {edge for test in self.tests.get(name, ()) for _, bound in test.parts for edge in (bound[0], bound[-1] + 1)}
        for other, fact in self.rules.facts.items():
            if fact.get("derived", {}).get("clock") == name:
                edges |= {(edge - moved) % 1440 for edge in self.edges_of(other) for moved in fact["derived"]["shift"].values()}
        return sorted(edge for edge in edges if edge in all_values(self.rules.facts[name]))

    def draw(self, name):
        """A value of a base fact, inside; of an ordered one often at an edge."""
        full, edges = self.full[name], self.edges.get(name)
        if edges and self.random.random() < 0.6:
            return min(max(self.random.choice(edges) + self.random.choice([-1, -1, 0, 0, 1]), full[0]), full[-1])
        if self.rules.facts[name]["type"] == "date" and len(full) > 20000 and edges:    # a long time: somewhere near what the rules speak of
            return self.random.randint(edges[0] - 800, edges[-1] + 800)
        return self.random.choice(full[:8] if self.rules.facts[name]["type"] == "count" else full)

    def satisfy(self, tree, values, wanted=True):
        """Set values so that the tree is likely to be what is wanted. Chance decides between the branches."""
        kind, parts = tree
        if kind == "not":
            self.satisfy(parts[0], values, not wanted)
        elif kind == "test":
            self.pass_test(parts, values, wanted)
        elif parts:
            for part in parts if (kind == "all") == wanted else [self.random.choice(parts)]:
                self.satisfy(part, values, wanted)

    def pass_test(self, test, values, wanted):
        """Draw values of the base facts until the test comes out as wanted."""
        if test.fact in self.rules.readings:
            return
        for attempt in range(60):
            if all(base in values for base in test.bases) and test.holds(test.value(*[values[base] for base in test.bases])) == wanted:
                return
            for base in test.bases:
                if base not in values or self.random.random() < 0.7:
                    values[base] = self.draw(base)
            if wanted and test.fact == test.bases[0] and attempt % 2:
                values[test.fact] = self.inside(test)
            if test.kind == "elapsed":
                left, right = test.bases
                later = add(values[left], *self.random.choice(list(test.lengths.values()))) + self.random.choice([-1, 0, 1, 40, -10])
                values[right] = min(max(later, self.full[right][0]), self.full[right][-1])

    def inside(self, test):
        """A value that passes a test of a base fact: an end of one of its parts, or between the ends."""
        full = self.full[test.fact]
        ends = sorted({edge for _, bound in test.parts for edge in (bound[0], bound[-1])})
        fits = [value for value in ends if value in full and test.holds(value)]
        return self.random.choice(fits) if fits else self.draw(test.fact)

    def whole(self):
        """A whole case that can be, with the facts that were aimed at; or one that cannot be, with the condition that it breaks."""
        values = {}
        for _ in range(self.random.choice([0, 1, 1, 1, 1, 1, 2]) if self.clauses else 0):
            regime, tree = self.random.choice(self.clauses)
            closed = {name: (reading["default"],) if "default" in reading else tuple(reading["options"]) for name, reading in self.rules.readings.items()}
            self.satisfy(model.reduced(tree, {**self.full, **closed}), values)
        for name, tests in self.tests.items():      # dates of which one is a length that a clause names after the other, or a day off
            if tests[0].kind == "elapsed" and self.random.random() < 0.15:
                self.pass_test(self.random.choice(tests), values, self.random.random() < 0.5)
        aimed = set(values)
        values = {name: values[name] if name in values else self.draw(name) for name in self.rules.base}
        for _ in range(30):
            broken = [tree for tree in self.rules.constraints if not true(tree, values)]
            if not broken:
                return values, aimed, None
            orders = [test.bases for test in tests_in(broken[0]) if test.fact in self.rules.orders]
            for left, right in orders:
                values[left], values[right] = [min(max(day, self.full[name][0]), self.full[name][-1]) for name, day in
                                               ((left, values[right]), (right, values[left]))]
            if not orders or self.random.random() < 0.3:
                name = self.random.choice(sorted(model.read_by([broken[0]])))
                values[name] = self.draw(name)
        return values, aimed, broken[0]

    def case(self):
        """The facts of a case as a case file has them, or None; and the facts of one that cannot be, or None."""
        values, aimed, broken = self.whole()
        without = [name for name in self.rules.base if not true(self.rules.only_if[name], values)]
        if broken:
            return None, {name: self.entry(name, values[name], 1) for name in self.rules.base if name not in without or self.random.random() < 0.2}
        style = self.random.choice(["quiet", "steady", "steady", "blurred"])    # how far the rest of the case may disturb the aim
        aim, rest, unknown = {"quiet": (0.98, 0.0, 0.1), "steady": (0.95, 0.2, 0.4), "blurred": (0.85, 0.8, 0.4)}[style]
        facts = {}
        for name in self.rules.base:
            chance = aim if name in aimed else rest if "presumed" in self.rules.facts[name] else 0.8
            if name not in without and self.random.random() < chance:
                facts[name] = self.entry(name, values[name], 0.7)
            elif self.random.random() < unknown:
                facts[name] = "unknown"
        for name, fact in self.rules.facts.items():
            if fact["type"] == "set" and self.random.random() < 0.2:
                facts[name] = [value for value in fact["values"] if self.random.random() < 0.5]
        impossible = {**facts, **{name: self.entry(name, values[name], 1) for name in without}} if without else None
        return facts, impossible

    def readings(self):
        """Readings that a case or a user chooses, or opens."""
        names = self.random.sample(sorted(self.rules.readings), min(len(self.rules.readings), self.random.choice([1, 1, 2, 3])))
        return {name: self.random.choice(["open", *self.rules.readings[name]["options"]]) for name in names}

    def entry(self, name, value, exact):
        """A value as a case file has it; a date, unless it is to be exact, as a month, a year or an interval round it."""
        kind, full, chance = self.rules.facts[name]["type"], self.full[name], self.random.random()
        if kind != "date" or chance < exact:
            return iso(value) if kind == "date" else "%02d:%02d" % divmod(value, 60) if kind == "time" else value
        if chance < exact + (1 - exact) / 2:
            text = iso(value)[:self.random.choice([4, 7])]
        else:
            first, last = max(value - self.random.choice([0, 1, 5, 40]), full[0]), min(value + self.random.choice([0, 1, 5, 40, 400]), full[-1])
            text = iso(first)[:self.random.choice([7, 10, 10])] + "/" + iso(last)[:self.random.choice([7, 10, 10])]
        stretch = model.span("date", text)
        return text if stretch[0] in full and stretch[-1] in full else iso(value)

    def spoiled(self, case):
        """The case with a fact or a reading that no case file may have."""
        name = self.random.choice(self.rules.base)
        facts = [{name: self.random.choice(WRONG[self.rules.facts[name]["type"]])}, {"no_such_fact": True}]
        facts += [{name: 1} for name, fact in self.rules.facts.items() if isinstance(name, str) and "derived" in fact]
        reading = self.random.choice(["no.such", *self.rules.readings])
        return self.random.choice([{**case, "facts": {**case["facts"], **self.random.choice(facts)}}] * 3 + [{**case, "readings": {reading: "no_such_option"}}])

"""Draws random rules: a small vocabulary of some other border, and one or two regimes that use all that rules/README.md offers."""
import json, os

from cases import iso
from model import all_values, span

MODALITIES = ["must", "must_not", "should", "in_principle", "may", "refer", "request", "definition", "procedure", "exhortation"]
LENGTHS = ["P0D", "P10D", "P2W", "P1M", "P6W", "P2M", "P12M", "P1Y", "P1Y1M"]

class RuleSet:
    """One vocabulary with its regimes. used says which features of the README it has."""
    def __init__(self, random, headline):
        self.random, self.used, self.chance = random, set(), lambda likely: random.random() < likely
        self.vocabulary = {"schema": "crossing.vocabulary/1", "title": "Random", "roles": {}, "facts": {}, "constraints": [],
                           "effects": {"one": "one", "two": "two"}, "questions": {}, "treatments": {}}
        self.unread, self.ordered, self.between = set(), set(), set()   # facts that no clause reads; dates of orders; those in the middle
        self.make_facts()
        self.make_questions()
        self.regimes = [self.regime("%s-%d" % (random.choice(["customs", "harbour", "pilots"]), number)) for number in range(random.choice([1, 1, 2]))]
        for regime in self.regimes if headline else []:
            if self.chance(0.4):
                regime["headline"] = self.chance(0.7)
                self.used.add("headline")

    def use(self, feature):
        self.used.add(feature)
        return True

    # The vocabulary
    def make_facts(self):
        random, facts = self.random, self.vocabulary["facts"]
        for name in ["lamp", "distress", "flag", "cargo"][:random.choice([2, 3, 3, 4])]:
            facts[name] = {"type": "boolean"}
        facts["berth"] = {"type": "enum", "values": {one: one for one in ["north", "south", "east", "west"][:random.choice([2, 3, 4])]}}
        if self.chance(0.4):
            facts["zone"] = {"type": "enum", "values": {"sea": "sea", "land": "land"}}
        if self.chance(0.5) and self.use("count"):
            facts["crew"] = {"type": "count", "range": [random.choice([0, 1, -2]), random.choice([5, 9, 40])]}
        span = random.choice([["1921-01-01", "1921-12-31"], ["1920-02-10", "1921-03-20"], ["1921", "1921"], ["1919-11", "1920-12"]])
        dates = ["sailed", "arrived", "heard"][:random.choice([0, 1, 1, 2, 2, 2, 3])]
        for name in dates:
            facts[name] = {"type": "date", "range": list(span)}
            self.use("date")
        if self.chance(0.25) and self.use("time"):
            facts["hour"] = {"type": "time"}
        if self.chance(0.15) and self.use("set"):
            facts["papers"] = {"type": "set", "values": {"log": "log", "bill": "bill"}}
        if self.chance(0.6) and len(dates) > 1 and self.use("order"):
            self.vocabulary["constraints"].append({"order": dates[:2], "why": "random"})
            self.ordered, self.between = set(dates[:2]), set()
            if len(dates) > 2 and self.chance(0.7):     # no condition can then read it: orders tie no more than two dates of one question
                self.unread, first = {"heard"}, random.choice([0, 1])
                self.ordered, self.between = set(dates), {dates[1]} if first else set()
                self.vocabulary["constraints"].append({"order": [dates[first], "heard"], "why": "random"})
        order = list(facts.items())
        random.shuffle(order)
        facts.clear()
        facts.update(order)
        if dates and self.chance(0.5) and self.use("month"):
            facts["month"] = {"type": "count", "derived": {"month_of": random.choice(dates[:2])}}
        if len(dates) > 1 and self.chance(0.7) and self.use("elapsed"):
            facts["voyage"] = {"type": "elapsed", "derived": {"elapsed_from": dates[0], "to": dates[1]}}
        if "hour" in facts and self.chance(0.7) and self.use("clock"):
            by = "zone" if "zone" in facts else "berth"
            shifts = {value: random.choice([0, -60, 30, 600, -1439]) for value in facts[by]["values"] if by == "zone" or self.chance(0.8)}
            facts["bell"] = {"type": "time", "derived": {"clock": "hour", "by": by, "shift": shifts}}
        self.base = [name for name, fact in facts.items() if "derived" not in fact and fact["type"] != "set"]
        free = [name for name in self.base if not self.chance(0.25) and name not in self.unread]
        for name in [name for name in self.base if name not in free]:
            if name == "berth" or name in self.between: continue
            if free and self.use("only_if"):
                facts[name]["only_if"] = self.only_if(random.sample(free, min(len(free), random.choice([1, 1, 2]))))
        for name in self.base:
            if name not in self.ordered and self.chance(0.25) and self.use("presumption"):
                facts[name]["presumed"] = {"value": self.literal(name, day=True)}
                if self.chance(0.4) and self.use("unless"):
                    facts[name]["presumed"]["unless"] = self.condition([one for one in self.names() if one != name], 1)
        for name, fact in facts.items():
            fact.update(kind=random.choice(["nature", "choice", "circumstance", "decision"]), label=name, description="Random.")
            if "derived" not in fact:
                fact["question"] = "Which?"
        for _ in range(random.choice([0, 0, 1, 1, 2])):
            dated = [one for one in self.base if facts[one]["type"] == "date"]
            free = [one for one in self.base if one not in dated and not any('"%s"' % date in json.dumps(facts[one].get("only_if", {})) for date in dated)]
            if len(free) < 2: break
            names = random.sample(free, 2)
            one, other = [{name: self.test(name)} for name in names]
            excluded = {"not": one, **other} if self.chance(0.3) else {**one, **other}
            self.vocabulary["constraints"].append({"excludes": excluded, "why": "random"})
            self.use("excludes")
        self.vocabulary["roles"] = {"place": "berth"}
        if dates:
            self.vocabulary["roles"]["test_date"] = random.sample(dates, min(len(dates), random.choice([1, 2])))

    def only_if(self, names):
        tests = [{name: self.test(name)} for name in names]
        tests = [{"not": test} if self.chance(0.4) else test for test in tests]
        return tests[0] if len(tests) == 1 else {"all": tests}

    def make_questions(self):
        kinds = {"entry": "exclusive", "duty": "cumulative", "search": self.random.choice(["exclusive", "cumulative"])}
        for name in ["entry", "duty", "search"][:self.random.choice([1, 2, 2, 3])]:
            question = self.vocabulary["questions"][name] = {"kind": kinds[name], "label": name, "asks": "What?"}
            self.use(kinds[name])
            if self.chance(0.4):
                question["always_reported"] = self.chance(0.8)
            if self.chance(0.2) and self.use("opens_with"):
                question["opens_with"] = self.random.sample(self.base, min(len(self.base), self.random.choice([1, 2])))
        names = list(self.vocabulary["questions"])
        for name in ["turn_back", "let_in", "hold", "toll"][:self.random.choice([3, 4])]:
            self.vocabulary["treatments"][name] = {"questions": names, "effect": self.random.choice(["one", "two"]), "label": name}

    # Conditions
    def names(self):
        return [name for name, fact in self.vocabulary["facts"].items() if fact["type"] != "set" and name not in self.unread]

    def literal(self, name, day=False):
        fact = self.vocabulary["facts"][name]
        if fact["type"] == "boolean":
            return self.chance(0.5)
        if fact["type"] == "enum":
            return self.random.choice(list(fact["values"]))
        if fact["type"] == "count":
            low, high = fact.get("range", [1, 12])
            return self.random.randint(low, min(high, low + 12))
        if fact["type"] == "time":
            return "%02d:%02d" % (self.random.choice([0, 5, 12, 20, 23]), self.random.choice([0, 0, 30, 59]))
        full = all_values(fact)
        text = iso(self.random.choice(full[1:-1]))
        forms = [form for form in ([text] if day else [text[:4], text[:7], text[:7], text, text]) if span("date", form)[0] in full and span("date", form)[-1] in full]
        return self.random.choice(forms)

    def test(self, name):
        """A literal, a list of literals, or bounds."""
        random, kind = self.random, self.vocabulary["facts"][name]["type"]
        if kind == "boolean":
            return self.literal(name)
        if kind == "elapsed":
            words = random.sample(["before", "until", "from", "after"], 1) if self.chance(0.7) else [random.choice(["from", "after"]), random.choice(["before", "until"])]
            lengths = sorted(random.sample(range(len(LENGTHS)), len(words)))
            return {word: LENGTHS[length] for word, length in zip(words, lengths)}
        if kind == "enum" or self.chance(0.35):
            values = [self.literal(name) for _ in range(random.choice([1, 1, 2, 3]))]
            values = list(dict.fromkeys(values))
            return values if len(values) > 1 or self.chance(0.2) else values[0]
        low, high = sorted([self.literal(name), self.literal(name)], key=lambda value: span(kind, value)[0])
        first, last = (["from", "after"], ["before", "until"]) if kind == "date" else (["at_least"], ["at_most"])
        bounds = {random.choice(first): low, random.choice(last): high}
        if span(kind, low)[-1] + 1 >= span(kind, high)[0] or self.chance(0.5):
            bounds = dict([random.choice(list(bounds.items()))])
        full = all_values(self.vocabulary["facts"][name])   # the program refuses a test that no value passes
        return self.test(name) if bounds.get("after") and span(kind, low)[-1] >= full[-1] or bounds.get("before") and span(kind, high)[0] <= full[0] else bounds

    def condition(self, names, depth, regime=None):
        """A condition over these facts, and the readings and terms of the regime."""
        random, result = self.random, {}
        for name in random.sample(names, min(len(names), random.choice([1, 1, 2, 2, 3]) if depth > 1 else 1)):
            result[name] = self.test(name)
        if regime and regime.get("readings") and self.chance(0.25):
            reading = random.choice(list(regime["readings"]))
            result["reading"] = {reading: random.choice(list(regime["readings"][reading]["options"]))}
        if regime and regime.get("terms") and self.chance(0.3) and self.use("term"):
            result["term"] = random.choice(list(regime["terms"]))
        if depth > 1 and self.chance(0.4):
            word = random.choice(["all", "any", "any", "not"])
            self.use(word)
            result[word] = self.condition(names, depth - 1, regime) if word == "not" else [self.condition(names, depth - 1, regime) for _ in range(2)]
        return result

    # The regimes
    def regime(self, name):
        random = self.random
        dates = ["1921-03-01", "1921-03", "1921", "1920-12-15/1921-02", "1919-05-05", "1922-06/1922-08-09"]
        regime = {"schema": "crossing.regime/1", "id": name, "title": "Random", "nature": "directive", "issued": random.choice(dates),
                  "effect": {"begins": random.choice(["unknown", "1921-03-01", "1921-05-01", "1922-01-01"]), "why": "random"},
                  "issuer": "random", "addressees": "random", "reach": "everywhere", "source": {"document": "random"}, "readings": {}, "terms": {}, "clauses": []}
        if "1919-05-05" != regime["issued"] and "/" in regime["issued"] or len(regime["issued"]) < 10:
            self.use("issued not to the day")
        if self.chance(0.3):
            regime["effect"]["ends"] = random.choice(["1922-06-01", "1922-11-30", "1923-01-01"])
        if self.chance(0.6) and self.use("reach"):
            regime["reach"] = random.sample(list(self.vocabulary["facts"]["berth"]["values"]), random.choice([1, 2]))
        for reading in ["night", "crewed"][:random.choice([0, 1, 1, 2])]:
            options = ["clock", "dusk", "bell"][:random.choice([2, 2, 3])]
            entry = regime["readings"][reading] = {"asks": "Which?", "options": {one: {"label": one, "holder": one, "reason": one} for one in options}}
            if self.chance(0.5) and self.use("closed reading"):
                entry.update(default=random.choice(options), default_reason="random")
            else:
                self.use("open reading")
        facts = random.sample(self.names(), min(len(self.names()), random.choice([3, 4, 5])))
        for term in ["late", "safe"][:random.choice([0, 0, 1, 2])]:
            regime["terms"][term] = {"meaning": "random", "when": self.condition(facts, 2, regime)}
        clauses = regime["clauses"]
        for number in range(random.choice([2, 3, 4, 4, 5, 6])):
            clause = {"id": "%d%s" % (number + 1, random.choice(["", "a", ".1"])), "cite": "random", "modality": random.choice(MODALITIES), "paraphrase": "Random."}
            if self.chance(0.95):
                questions = random.sample(list(self.vocabulary["questions"]), min(len(self.vocabulary["questions"]), random.choice([1, 1, 1, 2])))
                answers = [{"question": question, "treatment": random.choice(list(self.vocabulary["treatments"]))} for question in questions]
                clause["when"] = {} if self.chance(0.08) else self.condition(facts, 2, regime)
                clause["then"] = answers if len(answers) > 1 or self.chance(0.2) else answers[0]
                earlier = [one["id"] for one in clauses if "when" in one]
                if earlier and self.chance(0.5) and self.use("overrides"):
                    clause["overrides"] = [self.override(regime, one) for one in random.sample(earlier, min(len(earlier), random.choice([1, 1, 2])))]
            clauses.append(clause)
        for part in ("readings", "terms"):
            if not regime[part]:
                del regime[part]
        return regime

    def override(self, regime, target):
        answers = next(clause["then"] for clause in regime["clauses"] if clause["id"] == target)
        questions = [answer["question"] for answer in (answers if isinstance(answers, list) else [answers])]
        if self.chance(0.25) and self.use("overrides one question"):
            target += "@" + self.random.choice(questions)
        if not regime["readings"] or self.chance(0.6):
            return target
        self.use("overrides under a reading")
        reading = self.random.choice(list(regime["readings"]))
        return {"clause": target, "reading": {reading: self.random.choice(list(regime["readings"][reading]["options"]))}}

    def write(self, folder):
        """The files."""
        for name, document in [("vocabulary", self.vocabulary), *[(regime["id"], regime) for regime in self.regimes]]:
            with open(os.path.join(folder, name + ".json"), "w", encoding="utf-8") as file:
                json.dump(document, file, indent=1)

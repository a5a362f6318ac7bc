"""A second, plain model of what rules/README.md says. It shares nothing with the engine: it lists the completions of a case and asks every
clause in each of them. Section numbers are those of rules/README.md. A case that is not well formed, or cannot be, raises ValueError.
A date is a day number, a time a minute of the day, an elapsed time the pair of its two days; ordered values come in ranges. A condition is
a tree, ("all" or "any", parts), ("not", parts) or ("test", Test), and as good as the set of the completions in which it is true. A domain
is what a fact can still be. A reading is a fact too, named as in a case (REGIME.NAME), with its options for values."""
import calendar, datetime, functools, glob, itertools, json, math, operator, os, re
MODALITIES = ["must", "must_not", "should", "in_principle", "may", "refer", "request", "definition", "procedure", "exhortation"]
ORDERED, TRUE, FALSE = ("count", "time", "date"), ("all", ()), ("any", ())
START, FAR = datetime.date(1961, 1, 1).toordinal(), 10 ** 9       # days: one from which to count lengths of time, and one after all
COMPARE = {"before": lambda value, span: value < span[0], "after": lambda value, span: value > span[-1],
           **dict.fromkeys(["from", "at_least"], lambda value, span: value >= span[0]),
           **dict.fromkeys(["until", "at_most"], lambda value, span: value <= span[-1]), "is": lambda value, span: value in span}

def require(condition, why):
    if not condition: raise ValueError(why)

# Values and tests of them (sections 2 and 3)
@functools.lru_cache(100000)
def add(day, months, more):
    """The day that many months later, or the last of that month where it is too short, moved on by days."""
    date = datetime.date.fromordinal(day)
    year, month = divmod(date.year * 12 + date.month - 1 + months, 12)
    return datetime.date(year, month + 1, min(date.day, calendar.monthrange(year, month + 1)[1])).toordinal() + more

def duration(text):
    """An ISO duration as (months, days)."""
    years, months, weeks, rest = (int(re.search(r"(\d+)%s|$" % unit, text)[1] or 0) for unit in "YMWD")
    return 12 * years + months, 7 * weeks + rest

def span(kind, said):
    """The ordered values for which something written stands: a day, month, year or interval, a time, a number."""
    if kind == "count": return range(said, said + 1)
    if kind == "time":
        require(re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", said), "%s is no time" % said)
        return span("count", int(said[:2]) * 60 + int(said[3:]))
    if said.count("/") == 1:
        first, last = [span(kind, end) for end in said.split("/")]
        require(first.start < last.stop, "%s runs backwards" % said)
        return range(first.start, last.stop)
    require(re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", said), "%s is no date" % said)
    first = datetime.date.fromisoformat(said + "-01-01"[len(said) - 4:]).toordinal()
    return range(first, first + 1 if len(said) == 10 else add(first, 12 if len(said) == 4 else 1, 0))

def all_values(fact):
    """All values of a fact; months if it is a derived count."""
    ends = [span(fact["type"], end) for end in fact.get("range", (1, 12))] if fact["type"] in ("date", "count") else []
    times = range(ends[0].start, ends[1].stop) if ends else range(1440) if fact["type"] == "time" else None
    return times or ((False, True) if fact["type"] == "boolean" else tuple(fact["values"]))

def entered(fact, said):
    """The values that a fact can have once this is said of it."""
    require(fact, "there is no such base fact")
    kind, full, types = fact["type"], all_values(fact), {"boolean": bool, "count": int, "set": list}
    require(said == "unknown" or type(said) is types.get(kind, str), "%s is of another type" % said)
    values = full if said == "unknown" else span(kind, said) if kind in ORDERED else said if kind == "set" else (said,)
    require(values is full or all(value in full for value in values), "%s is not among the values" % said)
    return values

class Test:
    """One test of one fact, which follows from base facts. It is shown if a clause makes it."""
    def __init__(self, name, fact, bases, test, shown):
        self.fact, self.kind, self.bases, self.shown, self.derived = name, fact["type"], bases, shown, fact.get("derived", {})
        parts = list(test.items()) if isinstance(test, dict) else [("is", one) for one in (test if isinstance(test, list) else [test])]
        self.parts = [(word, span(self.kind, bound) if self.kind in ORDERED else [bound]) for word, bound in parts]
        self.join = all if isinstance(test, dict) else any
        self.lengths = {text: duration(text) for _, text in parts} if self.kind == "elapsed" else {}
    def value(self, *values):
        """The value of the fact, given those of its base facts; an elapsed time is the pair of its days."""
        if "month_of" in self.derived: return datetime.date.fromordinal(values[0]).month
        if "clock" in self.derived: return (values[0] + self.derived["shift"].get(values[1], 0)) % 1440
        return values if self.derived else values[0]
    def holds(self, value):
        if self.kind == "elapsed":                  # the second date is compared with the day that lies the length of time after the first
            return all(COMPARE[word](value[1], [add(value[0], *self.lengths[text])]) for word, [text] in self.parts)
        return self.join(COMPARE[word](value, bound) for word, bound in self.parts)
    @functools.lru_cache(100000)
    def truths(self, *domains):
        """Whether the test can be true and whether it can be false, with base facts in these domains."""
        return {self.holds(self.value(*values)) for values in itertools.product(*representatives(self.bases, domains, frozenset([self])))}

def starts(name, domain, tests):
    """The first value of each stretch of a domain in which the tests that read a fact do not change, and perhaps some more."""
    if not isinstance(domain, range): return list(domain)
    found = {domain[0]}
    for test in tests:
        if test.fact == name:
            found |= {edge for _, bound in test.parts for edge in (bound[0], bound[-1] + 1)}
        elif test.kind == "count":                  # its month
            found |= {day - datetime.date.fromordinal(day).day + 1 for day in (*domain[::28], domain[-1])}
        elif test.kind == "time": found |= set(domain)
    return sorted(value for value in found if value in domain)

@functools.lru_cache(10000)
def representatives(names, domains, tests):
    """For facts that tests tie to each other, values enough to meet every combination of answers to the tests that can be met at all: the
    first of each stretch in which no test changes, and days as far apart as a test says; of those that answer all tests alike, one."""
    if max(map(len, domains)) == 1: return domains
    full, elapsed = dict(zip(names, domains)), [test for test in tests if test.kind == "elapsed"]
    found = {name: set(starts(name, full[name], [test for test in tests if name in test.bases])) for name in names}
    for left, right, (months, more) in [(*test.bases, length) for test in elapsed for length in test.lengths.values()] * 2:
        later = {add(day, months, more) + near for day in found[left] for near in (0, 1)}
        earlier = {add(day - more, -months, 0) + near for day in found[right] for near in range(-1, 5)}
        found[left] |= {day for day in earlier if day in full[left]}
        found[right] |= {day for day in later if day in full[right]}
    if math.prod(map(len, found.values())) > 50000: raise OverflowError
    def answers(name, value):
        return tuple(test.holds(test.value(*values)) for test in tests if name in test.bases for values in
                     itertools.product(*[[value] if base == name else found[base] for base in test.bases]))
    for name in names:
        found[name] = list({answers(name, value): value for value in sorted(found[name])}.values())
    return [found[name] for name in names]

class Rules:
    """The rules in a folder. Conditions (section 3) become trees."""
    def __init__(self, folder):
        documents = [json.load(open(path, encoding="utf-8")) for path in sorted(glob.glob(os.path.join(folder, "*.json")))]
        vocabulary = next(one for one in documents if one["schema"].startswith("crossing.vocabulary/"))
        self.regimes = [one for one in documents if one["schema"].startswith("crossing.regime/")]
        self.questions, self.treatments, self.roles = vocabulary["questions"], list(vocabulary["treatments"]), vocabulary.get("roles", {})
        constraints, self.tests, self.only_if = vocabulary.get("constraints", []), {}, {}
        self.entered = {name: fact for name, fact in vocabulary["facts"].items() if "derived" not in fact}
        self.base = [name for name, fact in self.entered.items() if fact["type"] != "set"]
        self.readings = {"%s.%s" % (regime["id"], name): one for regime in self.regimes for name, one in regime.get("readings", {}).items()}
        self.orders = [tuple(entry["order"]) for entry in constraints if "order" in entry]
        self.facts = {**vocabulary["facts"], **{name: {"type": "enum", "values": one["options"]} for name, one in self.readings.items()},
                      **{pair: {"type": "elapsed", "derived": {"elapsed_from": pair[0], "to": pair[1]}} for pair in self.orders}}
        self.bases = {name: tuple(base for base in fact.get("derived", {"": name}).values() if isinstance(base, str))
                      for name, fact in self.facts.items()}
        for name, bases in self.bases.items():
            self.only_if[name] = ("all", [self.tree(self.facts[base].get("only_if", {}), shown=False) for base in bases])
        never = [entry.get("excludes") or {tuple(entry["order"]): {"before": "P0D"}} for entry in constraints]    # no time below nothing
        self.constraints = [("not", [self.tree(condition, shown=False)]) for condition in never]
        self.asked = [(regime, [Asked(self, regime, question) for question in self.questions]) for regime in self.regimes]
    def tree(self, condition, regime=None, shown=True):
        """A condition without terms. With a test of a fact goes its only_if: no clause makes those tests, so findings do not show them."""
        parts = []
        for key, value in condition.items():
            if key in ("all", "any", "not"):
                parts.append((key, [self.tree(one, regime, shown) for one in (value if key != "not" else [value])]))
            elif key == "term":
                parts.append(self.tree(regime["terms"][value]["when"], regime, shown))
            elif key == "reading":
                parts += [self.tree({"%s.%s" % (regime["id"], name): option}) for name, option in value.items()]
            else:
                made = Test(key, self.facts[key], self.bases[key], value, shown)
                parts += [self.only_if.get(key, TRUE), ("test", self.tests.setdefault((key, str(value), shown), made))]
        return ("all", parts)

def tests_in(tree):
    return [tree[1]] if tree[0] == "test" else [test for part in tree[1] for test in tests_in(part)]

def read_by(trees):
    """The base facts that trees read, and the readings."""
    return {base for tree in trees for test in tests_in(tree) for base in test.bases}

def reduced(tree, domains):
    """The tree without what is the same in all completions; TRUE or FALSE if nothing is left."""
    kind, parts = tree
    if kind == "test":
        truths = parts.truths(*[domains[base] for base in parts.bases])
        return tree if len(truths) == 2 else TRUE if True in truths else FALSE
    if kind == "not": return {TRUE: FALSE, FALSE: TRUE}.get(part := reduced(parts[0], domains), ("not", (part,)))
    settling, idle, kept = *((FALSE, TRUE) if kind == "all" else (TRUE, FALSE)), []
    for part in (reduced(part, domains) for part in parts):
        if part == settling: return settling
        if part != idle: kept.append(part)
    return kept[0] if len(kept) == 1 else (kind, tuple(kept))

def linked(names, conditions):
    """The named facts and those that conditions tie to them; and these conditions."""
    names, size, reads = set(names), -1, [(read_by([tree]), tree) for tree in conditions]
    while len(names) > size:
        size, names = len(names), names.union(*[more for more, _ in reads if more & names])
    return names, tuple(tree for more, tree in reads if more & names)

class Listing:
    """All completions (section 6) of some facts, each under each of some choices of options for readings. They have numbers."""
    most = math.inf
    def __init__(self, names, conditions, domains, tests=(), readings=(), choices=((),)):
        self.tests, values = list(dict.fromkeys([*tests, *[test for tree in conditions for test in tests_in(tree)]])), []
        for name in names:
            group = sorted(linked({name}, [("test", test) for test in self.tests if len(test.bases) > 1])[0])
            made = frozenset(test for test in self.tests if not set(group).isdisjoint(test.bases))
            values.append(representatives(tuple(group), tuple(domains[one] for one in group), made)[group.index(name)])
        if math.prod(map(len, values)) > Listing.most: raise OverflowError
        self.place = {name: number for number, name in enumerate([*names, *readings])}
        self.number(list(itertools.product(*values)))
        self.number([self.every[number] + choice for number in sorted(self.where(("all", conditions))) for choice in choices])
    def number(self, every):
        """Number the completions; rows tells the values of some base facts in each, passing those in which a test holds."""
        self.every, self.all, self.passing = every, frozenset(range(len(every))), functools.lru_cache(None)(self.passed)
        columns = list(zip(*every)) or [()] * len(self.place)
        self.rows = functools.lru_cache(None)(lambda names: list(zip(*[columns[self.place[name]] for name in names])))
    def passed(self, test):
        good = {row for row in set(self.rows(test.bases)) if test.holds(test.value(*row))}
        return frozenset(number for number, row in enumerate(self.rows(test.bases)) if row in good)
    def where(self, tree):
        """The completions in which a tree is true."""
        kind, parts = tree
        if kind == "test": return self.passing(parts)
        sets = [self.where(part) for part in parts]
        return self.all - sets[0] if kind == "not" else self.all.intersection(*sets) if kind == "all" else frozenset().union(*sets)

class Case:
    """What the stated facts (section 4) and the presumptions (section 5) leave of a case."""
    def __init__(self, rules, case, presumptions=True):
        self.rules, self.readings, self.presumed = rules, case.get("readings", {}), {}
        self.stated = {name for name, said in case["facts"].items() if said != "unknown"}
        said = {name: entered(rules.entered.get(name), value) for name, value in case["facts"].items()}
        for name, option in self.readings.items():
            require(name in rules.readings and option in ["open", *rules.readings[name]["options"]], "there is no such reading or option")
        self.before = {name: said.get(name, all_values(rules.facts[name])) for name in [*rules.base, *rules.readings]}
        conditions = rules.constraints + [rules.only_if[name] for name in self.stated]
        self.conditions = [tree for tree in (reduced(tree, self.before) for tree in conditions) if tree != TRUE]
        require(self.possible(self.before), "no completion is left")
        for name in rules.base if presumptions else []:
            presumed = rules.facts[name].get("presumed")
            if presumed and name not in case["facts"]:
                unless, value = ("not", [rules.tree(presumed.get("unless", {"any": []}))]), entered(rules.facts[name], presumed["value"])
                if self.possible(self.before, read_by([unless]), [unless]) and self.possible({**self.before, name: value}, {name}):
                    self.presumed[name] = value
        require(self.possible(self.domains()), "the presumptions leave no completion")
    def domains(self, lifted=None):
        """The domains, with the presumptions but for one."""
        return self.narrowed({**self.before, **{name: value for name, value in self.presumed.items() if name != lifted}})
    def narrowed(self, domains):
        """The domains with each order put into the two dates. Where one has no value nothing is lost: it is not stated, so it can have any."""
        domains = dict(domains)
        for left, right in self.rules.orders * len(self.rules.orders):
            if all(domains.values()):
                a, b = domains[left], domains[right]
                domains[left], domains[right] = range(a.start, min(a.stop, b.stop)), range(max(a.start, b.start), b.stop)
        return domains
    def possible(self, domains, about=None, more=()):
        """Whether any completion is left; if some facts are named, only as far as conditions tie others to them."""
        conditions, domains = [*self.conditions, *more], self.narrowed(domains)
        if not all(domains.values()): return False
        found = [reduced(tree, domains) for tree in (linked(about, conditions)[1] if about else conditions)]
        groups = {tuple(sorted(names)): trees for names, trees in (linked(read_by([tree]), found) for tree in found if tree != TRUE)}
        return FALSE not in found and all(Listing(*group, domains).all for group in groups.items())
    def met(self, name, domains):
        """The values of a fact in completions; of a date the first and the last."""
        can = lambda value: self.possible({**domains, name: span("count", value) if isinstance(value, int) else (value,)}, {name})
        ways = [domains[name], reversed(domains[name])] if isinstance(domains[name], range) else []
        return [next(filter(can, way)) for way in ways] or list(filter(can, domains[name]))

class Asked:
    """The clauses of a regime that bear on one question (sections 7 and 8): those that answer it and those that override them."""
    def __init__(self, rules, regime, question):
        self.rules, self.question, self.kind = rules, question, rules.questions[question]
        operative = {clause["id"]: clause for clause in regime["clauses"] if "when" in clause}
        answers = [(name, one) for name, clause in operative.items()
                   for one in (clause["then"] if isinstance(clause["then"], list) else [clause["then"]])]
        self.treatment = {name: rules.treatments.index(one["treatment"]) for name, one in answers if one["question"] == question}
        self.overriders = {name: [] for name in self.treatment}
        for name, clause in operative.items():
            for entry in clause.get("overrides", []):
                entry = {"clause": entry} if isinstance(entry, str) else entry
                target, _, at = entry["clause"].partition("@")
                if target in self.treatment and at in ("", question):
                    self.overriders[target].append((name, rules.tree({"reading": entry.get("reading", {})}, regime)))
        bearing = {by for entries in self.overriders.values() for by, _ in entries}.union(self.treatment)
        self.when = {name: rules.tree(clause["when"], regime) for name, clause in operative.items() if name in bearing}
        self.modality = {name: MODALITIES.index(clause["modality"]) for name, clause in operative.items()}
        trees = [*self.when.values(), *[tree for entries in self.overriders.values() for _, tree in entries]]
        self.tests = list(dict.fromkeys(test for tree in trees for test in tests_in(tree)))
        self.readings = [name for name in rules.readings if name in read_by(trees)]
    def bearing(self, when, conditions):
        """The tests of clauses, the facts and the other conditions that bear on a finding; with them tests that no longer matter, of facts
        that do, for findings show these too."""
        names, _ = linked(read_by(when).union(self.readings), conditions)
        tests = [test for test in self.tests if not names.isdisjoint(test.bases)]
        more = read_by(self.rules.only_if[test.fact] for test in tests).union(*[test.bases for test in tests])
        return tests, *linked(names | more, conditions)
    def put(self, case, chosen, all_open):
        """The question as put in a case: what it finds with facts in these domains."""
        if "opens_with" in self.kind and case.stated.isdisjoint(self.kind["opens_with"]): return lambda domains: (None, 0)
        settings, readings = {}, self.rules.readings
        for name in self.readings:
            option = chosen.get(name, "open" if all_open else case.readings.get(name, readings[name].get("default", "open")))
            settings[name] = tuple(readings[name]["options"]) if option == "open" else (option,)
        when = tuple(reduced(tree, case.before) for tree in self.when.values())
        _, names, conditions = self.bearing(when, case.conditions)
        settings, names = tuple(settings.items()), sorted(names)
        return lambda domains: self.finding(when, conditions, tuple((name, domains[name]) for name in names), settings)
    def shape(self, treatments):
        """Treatments as a finding writes them: null, a name or a list."""
        names = [self.rules.treatments[number] for number in sorted(treatments)]
        return None if not names else names if len(names) > 1 or self.kind["kind"] == "cumulative" else names[0]
    def verdict(self, each):
        """Of the sets of outcomes that come under each choice of readings: the answers in order, what is told of them, and the verdict."""
        answers = sorted(set().union(*each), key=lambda outcome: sorted(outcome) or [FAR])
        verdict = "contested" if all(len(outcomes) == 1 for outcomes in each) else "undetermined"
        if len(answers) == 1:
            verdict = "silent" if not answers[0] else "conflict" if self.kind["kind"] == "exclusive" and len(answers[0]) > 1 else "decided"
        told = {"silent": [], "decided": [], "conflict": [frozenset([one]) for one in sorted(answers[0])]}.get(verdict, answers)
        return answers, told, {"verdict": verdict, "treatment": self.shape(answers[0]) if verdict == "decided" else None,
                               "outcomes": [self.shape(part) for part in told]}
    @functools.lru_cache(20000)
    def finding(self, when, conditions, named, settings):
        """The finding, if it is reported, and the number of completions: from what stated facts leave of the conditions of clauses and of
        others, the domains of the facts that bear on it, and the options taken of readings. Of a closed one the others are tried too."""
        domains, settings = dict(named), dict(settings)
        when = [reduced(tree, domains) for tree in when]
        tests, names, conditions = self.bearing(when, [reduced(tree, domains) for tree in conditions])
        others = [(name, option) for name in settings if len(settings[name]) == 1 for option in self.rules.readings[name]["options"]]
        choices = [list(itertools.product(*one.values())) for one in [settings, *[{**settings, name: [option]} for name, option in others]]]
        every = list(dict.fromkeys(itertools.chain(*choices)))
        listing = Listing(sorted(names.difference(settings)), conditions, domains, tests, self.readings, every)
        under = {choice: range(number, len(listing.every), len(every)) for number, choice in enumerate(every)}
        main = frozenset().union(*[under[choice] for choice in choices[0]])
        applies = {name: listing.where(tree) for name, tree in zip(self.when, when)}
        beaten = {name: [(by, applies[name] & applies[by] & listing.where(tree)) for by, tree in entries]
                  for name, entries in self.overriders.items()}
        lost = {name: frozenset().union(*[numbers for _, numbers in beaten[name]]) for name in beaten}
        stands = {name: applies[name] - lost[name] for name in lost}
        outcome = [frozenset(self.treatment[name] for name in stands if number in stands[name]) for number in range(len(listing.every))]
        told = [self.verdict([{outcome[number] for number in under[choice]} for choice in some]) for some in choices]
        answers, parts, finding = told[0]
        decided, missing = finding["verdict"] == "decided", []
        always = [name for name in stands if decided and main <= stands[name]]
        sometimes = [name for name in stands if decided and main & stands[name] and name not in always]
        displaced = [{"clause": name, "by": by} for name in lost if len(answers) == 1 and main <= lost[name] for by in self.when
                     if any(other == by and main & numbers for other, numbers in beaten[name])]
        given = [(listing.every[number], outcome[number]) for number in main]
        for name in [name for name in self.rules.base if name in names and len(domains[name]) > 1 and len(answers) > 1]:
            at, seen = listing.place[name], {}      # do two completions that differ in this fact alone give different answers?
            if any(seen.setdefault(one[:at] + one[at + 1:], answer) != answer for one, answer in given):
                missing.append(name)
        worlds = [{number for number in main if outcome[number] == (part if len(answers) > 1 else answers[0])} for part in parts]
        clauses = [[name for name in stands if self.treatment[name] in part and stands[name] & one] for part, one in zip(parts, worlds)]
        entries = [{"treatment": treatment, "clauses": standing, **facts} for treatment, standing, facts in
                   zip(finding["outcomes"], clauses, self.described(listing, domains, main, worlds))]
        under_others = [{"reading": name.split(".")[1], "option": option, **other} for (name, option), (theirs, _, other) in
                        zip(others, told[1:]) if (other["verdict"], theirs) != (finding["verdict"], answers)]
        finding = {"question": self.question, **finding, "clauses": always, "clauses_possible": sometimes, "displaced": displaced,
                   "modality": MODALITIES[min(self.modality[name] for name in always or sometimes)] if decided else None,
                   "missing": missing, "outcomes": entries, "under_other_readings": under_others}
        return finding if self.kind.get("always_reported") or answers != [frozenset()] else None, len(listing.every) // len(every)
    def described(self, listing, domains, main, worlds):
        """For each of some sets of completions: the values that facts and readings have in it, where these are not all that they can have,
        in stretches, (first, last); of elapsed times the days to which they lead from START."""
        result = [{"facts": {}, "readings": {}} for _ in worlds]
        for fact in {test.fact for test in listing.tests if worlds and test.shown and any(len(domains[base]) > 1 for base in test.bases)}:
            kind, bases, rows = self.rules.facts[fact]["type"], self.rules.bases[fact], listing.rows(self.rules.bases[fact])
            tests = [test for test in listing.tests if set(test.bases) <= set(bases)]
            shown, has = [test for test in tests if test.shown and test.fact == fact], main & listing.where(self.rules.only_if[fact])
            answer = lambda row, tests: tuple(test.holds(test.value(*[row[bases.index(base)] for base in test.bases])) for test in tests)
            known = {row: answer(row, shown) for row in {rows[number] for number in has}}
            can = {answer(row, tests) for row in known}
            if kind == "elapsed":
                lengths = {length for test in shown for length in test.lengths.values()}
                lows = sorted({-FAR, *[add(START, *length) + near for length in lengths for near in (0, 1)]})
                cells = [(low, high - 1, (START, low)) for low, high in zip(lows, [*lows[1:], FAR + 1])]
            elif bases == (fact,) and kind in ORDERED:
                lows = starts(fact, domains[fact], tests)
                nexts = [*lows[1:], domains[fact].stop]
                cells = [(low, high - 1, (low,)) for low, high in zip(lows, nexts) if answer((low,), tests) in can]
            else:
                product = itertools.product(*[starts(base, domains[base], tests) for base in bases])
                cells = [(shown[0].value(*row), shown[0].value(*row), row) for row in product if answer(row, tests) in can]
            for one, numbers in zip(result, worlds):
                met = {known[rows[number]] for number in numbers & has}
                if met and met != set(known.values()):
                    group, name = ("readings", fact.split(".")[1]) if fact in self.rules.readings else ("facts", fact)
                    parts = list(dict.fromkeys((low, high) for low, high, row in cells if answer(row, shown) in met))
                    if kind in (*ORDERED, "elapsed"):           # an edge at which two stretches touch is none
                        edges = sorted(functools.reduce(operator.xor, ({low, high + 1} for low, high in parts)))
                        parts = list(zip(edges[::2], [edge - 1 for edge in edges[1::2]]))
                    one[group][name] = parts
        return result

def timing(rules, regime, case, domains):
    date, effect = next((name for name in rules.roles.get("test_date", []) if name in case.stated), None), regime["effect"]
    if date is None: return {"status": "no_test_date"}
    (first, last), issued, ends = case.met(date, domains), span("date", regime["issued"]), span("date", effect.get("ends", "9999-12-31"))[0]
    if last < issued[0]: return {"status": "not_yet_issued", "days": [issued[0] - last, issued[-1] - first]}
    begins = 0 if effect["begins"] == "unknown" else span("date", effect["begins"])[0]
    if first < issued[-1] or first < begins <= last or first <= ends < last: return {"status": "date_uncertain"}
    if not begins: return {"status": "signed_effect_unknown"}
    return {"status": "issued_not_in_effect" if last < begins else "lapsed" if first > ends else "in_force"}

def reach(rules, regime, case, domains):
    inside = {regime["reach"] == "everywhere" or place in regime["reach"] for place in case.met(rules.roles["place"], domains)}
    return "unknown" if len(inside) > 1 else "addressed" if True in inside else "outside"

def evaluate(rules, case, presumptions=True, all_open=False, chosen={}, everything=False, most=math.inf):
    """What every regime that is asked finds, unless some question has too many completions. chosen has the user's options, or "open"."""
    read, asks, regimes = Case(rules, case, presumptions), [], []
    domains, lifted = read.domains(), {name: read.domains(name) for name in read.presumed}
    for regime, questions in rules.asked:
        if everything or regime.get("headline") or not any(one.get("headline") for one in rules.regimes):
            put = [one.put(read, chosen, all_open) for one in questions]
            beside = {"timing": timing(rules, regime, read, domains), "reach": reach(rules, regime, read, domains)}
            regimes.append({"id": regime["id"], **beside, "findings": [found for found, _ in (ask(domains) for ask in put) if found]})
            if any(ask(domains)[1] > most for ask in put): raise OverflowError
            asks += put
    presumed = {name: rules.facts[name]["presumed"]["value"] for name in lifted
                if any(ask(lifted[name])[0] != ask(domains)[0] for ask in asks)}
    return {"id": case["id"], "presumed": presumed, "regimes": regimes}

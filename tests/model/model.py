"""A second, plain model of what rules/README.md says. It shares nothing with the engine: it lists the completions of a case and asks every clause in each of them.

    model.py evaluate RULES_DIR [CASE_FILE…]      prints the findings of section 8 as JSON

Inside, a date is a day number and a time a minute of the day; a domain is the list or range of values that a fact can still have.
Section numbers in the comments are those of rules/README.md."""
import datetime, glob, itertools, json, math, os, sys

from values import ORDERED, Refused, add, all_values, days, duration, entered, lengths, mark, parsed, passes, stretches, written, written_elapsed

MODALITIES = ["must", "must_not", "should", "in_principle", "may", "refer", "request", "definition", "procedure", "exhortation"]

# The rules, and conditions (section 3) as trees without terms
class Rules:
    def __init__(self, folder):
        documents = [json.load(open(path, encoding="utf-8")) for path in glob.glob(os.path.join(folder, "*.json"))]
        self.vocabulary = next(one for one in documents if one["schema"].startswith("crossing.vocabulary/"))
        self.regimes = sorted((one for one in documents if one["schema"].startswith("crossing.regime/")), key=lambda one: (one["issued"], one["id"]))
        self.facts, self.questions, self.treatments = dict(self.vocabulary["facts"]), self.vocabulary["questions"], list(self.vocabulary["treatments"])
        self.base = [name for name, fact in self.facts.items() if "derived" not in fact and fact["type"] != "set"]
        self.only_if = {name: self.expand(fact.get("only_if", {}), shown=False) for name, fact in self.facts.items()}
        self.constraints = []
        for entry in self.vocabulary["constraints"]:
            condition = entry.get("excludes")
            if condition is None:                   # an order says that the time from one date to the other is never less than nothing
                name = tuple(entry["order"])
                self.facts[name] = {"type": "elapsed", "derived": {"elapsed_from": name[0], "to": name[1]}}
                condition = {name: {"before": "P0D"}}
            self.constraints.append(("not", self.expand(condition, shown=False)))
        self.asked = [(regime, [Asked(self, regime, question) for question in self.questions]) for regime in self.regimes]

    def bases(self, name):
        """The base facts from which a fact follows; a base fact follows from itself."""
        derived = self.facts[name].get("derived")
        return [value for value in derived.values() if isinstance(value, str)] if derived else [name]

    def expand(self, condition, regime=None, shown=True):
        """A condition as ("all" or "any", trees), ("not", tree), ("option", reading, option) or ("test", fact, test, shown).
        With a test of a fact goes its only_if: no clause makes those tests, so findings do not show them."""
        parts = []
        for key, value in condition.items():
            if key in ("all", "any"):
                parts.append((key, [self.expand(one, regime, shown) for one in value]))
            elif key == "not":
                parts.append(("not", self.expand(value, regime, shown)))
            elif key == "term":
                parts.append(self.expand(regime["terms"][value]["when"], regime, shown))
            elif key == "reading":
                parts += [("option", reading, option) for reading, option in value.items()]
            else:
                parts += [self.expand(self.facts[base]["only_if"], None, False) for base in self.bases(key) if "only_if" in self.facts[base]]
                parts.append(("test", key, parsed(self.facts[key]["type"], value), shown))
        return ("all", parts)

    def value(self, name, assigned):
        """The value of a fact, given those of its base facts; an elapsed time is the pair of its days."""
        derived = self.facts[name].get("derived", {})
        if "month_of" in derived:
            return datetime.date.fromordinal(assigned(derived["month_of"])).month
        if "clock" in derived:
            return (assigned(derived["clock"]) + derived["shift"][assigned(derived["by"])]) % 1440
        return (assigned(derived["elapsed_from"]), assigned(derived["to"])) if derived else assigned(name)

    def passes(self, name, test, value):
        return passes(self.facts[name]["type"], test, value)

    def read_by(self, trees):
        """The base facts that trees read."""
        return {base for tree in trees for leaf in leaves(tree, "test") for base in self.bases(leaf[1])}

def leaves(tree, kind):
    """The leaves of one kind, "test" or "option", in a tree."""
    if isinstance(tree, bool) or tree[0] in ("test", "option"):
        return [tree] if not isinstance(tree, bool) and tree[0] == kind else []
    return [leaf for part in ([tree[1]] if tree[0] == "not" else tree[1]) for leaf in leaves(part, kind)]

def reduce(rules, tree, domains, options):
    """The tree with everything put in that is the same in all completions: what is left depends on facts or readings that are open."""
    if isinstance(tree, bool):
        return tree
    if tree[0] == "option":
        return tree if options.get(tree[1]) is None else options[tree[1]] == tree[2]
    if tree[0] == "not":
        part = reduce(rules, tree[1], domains, options)
        return not part if isinstance(part, bool) else ("not", part)
    if tree[0] == "test":
        if all(len(domains[base]) == 1 for base in rules.bases(tree[1])):
            return rules.passes(tree[1], tree[2], rules.value(tree[1], lambda base: domains[base][0]))
        same = rules.bases(tree[1]) == [tree[1]] and {rules.passes(tree[1], tree[2], value) for value in candidates(rules, tree[1], domains, [tree])}
        return same.pop() if same and len(same) == 1 else tree
    settling = tree[0] == "any"                     # one true part settles "any", one false part settles "all"
    parts = [part for part in (reduce(rules, part, domains, options) for part in tree[1]) if part is not (not settling)]
    return settling if settling in parts else (tree[0], parts) if parts else not settling

def function(rules, tree, place):
    """A reduced tree without readings as a function of a completion; place says where each fact stands in it."""
    if isinstance(tree, bool):
        return lambda completion: tree
    if tree[0] == "test":
        return lambda completion: rules.passes(tree[1], tree[2], rules.value(tree[1], lambda base: completion[place[base]]))
    parts = [function(rules, part, place) for part in ([tree[1]] if tree[0] == "not" else tree[1])]
    if tree[0] == "not":
        return lambda completion: not parts[0](completion)
    together = all if tree[0] == "all" else any
    return lambda completion: together(part(completion) for part in parts)

# Representatives: values that stand for all the others
def candidates(rules, name, domains, tests):
    """Values on both sides of everything at which one of the tests could change; of an unordered fact all values."""
    domain, cuts, month_read = domains[name], set(), False
    if rules.facts[name]["type"] not in ORDERED:
        return list(domain)
    for _, fact, test, _ in tests:                  # a cut is the first value of a stretch in which no test changes
        derived = rules.facts[fact].get("derived", {})
        month_read = month_read or derived.get("month_of") == name
        if fact == name:
            cuts |= {edge for low, high in test for edge in (low, high + 1)}
        elif derived.get("clock") == name:
            cuts |= {(edge - moved) % 1440 for low, high in test for edge in (low, high + 1, 0) for moved in derived["shift"].values()}
    cuts = sorted({domain[0], domain[-1] + 1} | {cut for cut in cuts if domain[0] < cut <= domain[-1]})
    for low, high in list(zip(cuts, cuts[1:])) if month_read else []:   # months come round: those of a year at either end of a stretch will do
        firsts = [add(edge - datetime.date.fromordinal(edge).day + 1, months, 0) for edge in (low, high) for months in range(-14, 15)]
        cuts += [first for first in firsts if low < first < high]
    return sorted({value for cut in cuts for value in (cut - 1, cut) if domain[0] <= value <= domain[-1]})

def representatives(rules, names, domains, tests):
    """For each fact values enough to meet every combination of answers to the tests that can be met at all."""
    found, compared = {name: candidates(rules, name, domains, tests) for name in names}, set()
    pairs = {(*rules.bases(fact), *duration(length)) for _, fact, test, _ in tests if rules.facts[fact]["type"] == "elapsed" for _, length in test}
    for left, right, months, more in sorted(pairs) * 2:     # dates compared with each other: the days around each shifted date, both ways
        later = {add(day, months, more) + near for day in found[left] for near in (-1, 0, 1)}
        earlier = {add(day - more, -months, 0) + near for day in found[right] for near in range(-1, 5)}
        found[right] = sorted(set(found[right]) | {day for day in later if day in domains[right]})
        found[left] = sorted(set(found[left]) | {day for day in earlier if day in domains[left]})
        compared |= {left, right}
    for name in names:                              # of values that answer every test alike one will do, unless dates are compared
        made = [(fact, test) for _, fact, test, _ in tests if name in rules.bases(fact)]
        alike = {}
        for value in found[name] if name not in compared else []:
            answers = tuple(rules.passes(fact, test, rules.value(fact, dict(zip(rules.bases(fact), values)).get)) for fact, test in made
                            for values in itertools.product(*[[value] if base == name else found[base] for base in rules.bases(fact)]))
            alike.setdefault(answers, value)
        found[name] = list(alike.values()) or found[name]
    return found

# Completions (sections 4 to 6)
def narrow(rules, domains, conditions):
    """The domains with each order put into the two dates, where both surely have values; None if nothing is left."""
    domains, orders = dict(domains), [name for name in rules.facts if isinstance(name, tuple)]
    for left, right in orders * len(orders):
        if all(rules.only_if[name] in conditions or reduce(rules, rules.only_if[name], domains, {}) is True for name in (left, right)):
            a, b = domains[left], domains[right]
            if a[0] > b[-1]:
                return None
            domains[left], domains[right] = range(a[0], min(a[-1], b[-1]) + 1), range(max(a[0], b[0]), b[-1] + 1)
    return domains

def linked(rules, names, trees):
    """The named facts and those that conditions on the case tie to them. An order ties nothing unless both its dates are read."""
    names = set(names)
    while True:
        more = set(names)
        for tree in trees:
            dates = [set(leaf[1]) for leaf in leaves(tree, "test") if isinstance(leaf[1], tuple)]
            if all(pair <= names for pair in dates) and rules.read_by([tree]) & names:
                more |= rules.read_by([tree])
        if more == names:
            return [name for name in rules.base if name in names]
        names = more

def completions(rules, names, domains, conditions, tests=()):
    """Where each fact stands in a completion, the representatives of each, the conditions that bear on them, and all completions."""
    conditions = [tree for tree in conditions if rules.read_by([tree]) <= set(names)]
    values = representatives(rules, names, domains, list(tests) + [leaf for tree in conditions for leaf in leaves(tree, "test")])
    place = {name: number for number, name in enumerate(names)}
    holds = [function(rules, tree, place) for tree in conditions]
    return place, values, conditions, (one for one in itertools.product(*[values[name] for name in names]) if all(hold(one) for hold in holds))

def possible(rules, domains, conditions):
    """Whether the conditions leave any completion."""
    domains = narrow(rules, domains, conditions)
    if domains is None:
        return False
    trees = [tree for tree in (reduce(rules, tree, domains, {}) for tree in conditions) if tree is not True]
    return False not in trees and all(next(completions(rules, linked(rules, rules.read_by([tree]), trees), domains, trees)[3], None) is not None for tree in trees)

class Case:
    """What the stated facts and the presumptions (section 5) leave of a case."""
    def __init__(self, rules, case, presumptions=True):
        self.rules, self.stated = rules, {name for name, value in case["facts"].items() if value != "unknown"}
        read = {name: entered(rules.facts.get(name), value) for name, value in case["facts"].items()}
        self.before = {name: read[name] if name in self.stated else all_values(rules.facts[name]) for name in rules.base}
        self.conditions = rules.constraints + [rules.only_if[name] for name in rules.facts if name in self.stated]
        if not possible(rules, self.before, self.conditions):
            raise Refused("no completion is left")
        self.presumed = {}
        for name in rules.base:
            presumed = rules.facts[name].get("presumed")
            if not presumptions or not presumed or name in case["facts"]:
                continue
            unless = ("not", rules.expand(presumed.get("unless", {"any": []})))     # true of the stated facts if false in none of their completions
            if "unless" not in presumed or possible(rules, self.before, self.conditions + [unless]):
                if possible(rules, {**self.before, name: entered(rules.facts[name], presumed["value"])}, self.conditions):
                    self.presumed[name] = presumed["value"]

    def domains(self, lifted=None):
        """The domains, with the presumptions but for one."""
        domains = {**self.before, **{name: entered(self.rules.facts[name], value) for name, value in self.presumed.items() if name != lifted}}
        if not possible(self.rules, domains, self.conditions):
            raise Refused("the presumptions leave no completion")
        return narrow(self.rules, domains, self.conditions)

# One question to one regime (sections 7 and 8)
class Asked:
    """The clauses that bear on one question: those that answer it and those that override them."""
    def __init__(self, rules, regime, question):
        self.rules, self.regime, self.question, self.kind = rules, regime, question, rules.questions[question]
        operative = {clause["id"]: clause for clause in regime["clauses"] if "when" in clause}
        answers = {name: clause["then"] if isinstance(clause["then"], list) else [clause["then"]] for name, clause in operative.items()}
        self.treatment = {name: answer["treatment"] for name in operative for answer in answers[name] if answer["question"] == question}
        self.overriders = {name: [] for name in self.treatment}
        for name, clause in operative.items():
            for entry in clause.get("overrides", []):
                target, reading = (entry, {}) if isinstance(entry, str) else (entry["clause"], entry.get("reading", {}))
                target, _, at = target.partition("@")
                if target in self.treatment and at in ("", question):
                    self.overriders[target].append((name, reading))
        overriding = {by for entries in self.overriders.values() for by, _ in entries}
        self.when = {name: rules.expand(clause["when"], regime) for name, clause in operative.items() if name in overriding or name in self.treatment}
        self.modality = {name: clause["modality"] for name, clause in operative.items()}
        used = {leaf[1] for tree in self.when.values() for leaf in leaves(tree, "option")} | {
            name for entries in self.overriders.values() for _, reading in entries for name in reading}
        self.options = {name: list(reading["options"]) for name, reading in regime.get("readings", {}).items() if name in used}
        ties = rules.constraints + [rules.only_if[name] for name in rules.base]     # all facts that could ever bear on the answer
        self.facts = linked(rules, rules.read_by(self.when.values()) | {date for name in rules.facts if isinstance(name, tuple) for date in name}, ties)

    def put(self, case):
        return "opens_with" not in self.kind or bool(case.stated & set(self.kind["opens_with"]))

    def completions(self, domains, conditions, settings):
        """The conditions of the clauses, reduced; the tests they make; and the completions of the facts that bear on them.
        A test that no longer matters is kept if it is of facts that do: findings show its fact too."""
        when = {name: reduce(self.rules, tree, domains, settings) for name, tree in self.when.items()}
        trees = [tree for tree in (reduce(self.rules, tree, domains, {}) for tree in conditions) if tree is not True]
        names = linked(self.rules, self.rules.read_by(when.values()), trees)
        tests = [leaf for tree in self.when.values() for leaf in leaves(tree, "test") if set(self.rules.bases(leaf[1])) & set(names)]
        names = linked(self.rules, set(names) | {base for leaf in tests for base in self.rules.bases(leaf[1])}, trees)
        return when, tests, completions(self.rules, names, domains, trees, tests)

    def shape(self, treatments):
        """Treatments as a finding writes them: null, a name or a list."""
        names = sorted(treatments, key=self.rules.treatments.index)
        return None if not names else names if len(names) > 1 or self.kind["kind"] == "cumulative" else names[0]

    def find(self, domains, conditions, settings):
        """The finding, and the set of answers, with each reading set to an option or to None, which is open."""
        rules = self.rules
        when, tests, (place, _, bounds, every) = self.completions(domains, conditions, settings)
        every = list(every)
        shown = {fact: [] for _, fact, _, is_shown in tests if is_shown}        # the facts that the conditions test, and the tests made of them
        for _, fact, test, _ in tests + [leaf for tree in bounds for leaf in leaves(tree, "test")]:
            shown.get(fact, []).append(test)
        marks = [{name: mark(rules.facts[name]["type"], made, rules.value(name, lambda base: one[place[base]] if base in place else domains[base][0]))
                  for name, made in shown.items()} for one in every]
        opened = [name for name in self.options if settings[name] is None]
        answers, single, stands, losses, overriding, missing = {}, True, [], [], set(), set()
        for picked in itertools.product(*[self.options[name] for name in opened]):
            chosen = {**settings, **dict(zip(opened, picked))}
            applies = {name: function(rules, reduce(rules, tree, domains, chosen), place) for name, tree in when.items()}
            overriders = {name: [by for by, reading in entries if all(chosen[one] == option for one, option in reading.items())]
                          for name, entries in self.overriders.items()}
            outcomes = []
            for one, met in zip(every, marks):
                applying = {name for name, holds in applies.items() if holds(one)}
                lost = {(name, by) for name in applying & set(self.treatment) for by in overriders[name] if by in applying}
                losses.append({name for name, _ in lost})
                stands.append((applying & set(self.treatment)) - losses[-1])
                overriding |= lost
                outcomes.append(frozenset(self.treatment[name] for name in stands[-1]))
                entry = answers.setdefault(outcomes[-1], {"clauses": set(), "facts": {name: set() for name in shown}, "options": {name: set() for name in opened}})
                entry["clauses"] |= stands[-1]
                for name in shown: entry["facts"][name].add(met[name])
                for name in opened: entry["options"][name].add(chosen[name])
            single = single and len(set(outcomes)) == 1
            for name, number in place.items():      # do two completions that differ in this fact alone give different answers?
                seen = {}
                missing |= {name for one, outcome in zip(every, outcomes) if seen.setdefault(one[:number] + one[number + 1:], outcome) != outcome}
        first = next(iter(answers))
        agreed = "silent" if not first else "conflict" if self.kind["kind"] == "exclusive" and len(first) > 1 else "decided"
        verdict = agreed if len(answers) == 1 else "contested" if single else "undetermined"
        finding = {"question": self.question, "verdict": verdict, "treatment": None, "modality": None, "clauses": [], "clauses_possible": [],
                   "displaced": [], "missing": [name for name in rules.base if name in missing], "outcomes": []}
        if verdict == "decided":
            always, sometimes = set.intersection(*stands), set.union(*stands)
            finding.update(treatment=self.shape(first), clauses=[name for name in self.when if name in always])
            finding["clauses_possible"] = [name for name in self.when if name in sometimes - always]
            finding["modality"] = min((self.modality[name] for name in always or sometimes), key=MODALITIES.index)
        if len(answers) == 1:
            displaced = set.intersection(*losses)
            finding["displaced"] = [{"clause": name, "by": by} for name in self.when if name in displaced for by in self.when if (name, by) in overriding]
        every_mark = {name: {met[name] for met in marks} for name in shown}
        in_order = sorted(answers, key=lambda outcome: sorted(map(rules.treatments.index, outcome)) or [len(rules.treatments)])
        for outcome in in_order if verdict in ("undetermined", "contested", "conflict") else []:
            entry = answers[outcome]
            facts = {name: self.described(name, entry["facts"][name], domains, shown[name]) for name in rules.facts
                     if name in shown and entry["facts"][name] != every_mark[name]}
            readings = {name: [option for option in self.options[name] if option in entry["options"][name]] for name in opened}
            readings = {name: found if len(found) > 1 else found[0] for name, found in readings.items() if found != self.options[name]}
            for part in [{one} for one in sorted(outcome, key=rules.treatments.index)] if verdict == "conflict" else [outcome]:
                clauses = [name for name in self.when if name in entry["clauses"] and self.treatment[name] in part]
                finding["outcomes"].append({"treatment": self.shape(part), "clauses": clauses, "facts": facts, "readings": readings})
        return finding, set(answers)

    def described(self, name, marks, domains, tests):
        """The values with these marks, in the form of a test."""
        rules, kind, bases = self.rules, self.rules.facts[name]["type"], self.rules.bases(name)
        if kind == "elapsed":
            parts = [written_elapsed(low, high, lengths(tests)) for low, high in stretches(sorted(marks))]
            return parts if len(parts) > 1 else parts[0]
        values = domains[name] if bases == [name] else sorted(
            {rules.value(name, dict(zip(bases, values)).get) for values in itertools.product(*[domains[base] for base in bases])})
        values = [value for value in values if mark(kind, tests, value) in marks]
        parts = [written(kind, low, high, all_values(rules.facts[name])) for low, high in stretches(values)] if kind in ORDERED else values
        return parts if len(parts) > 1 else parts[0]

# A whole case
def findings(rules, case, domains, all_open, chosen, known):
    """The findings of every regime. known keeps what was found for the same domains."""
    result = {regime["id"]: [] for regime in rules.regimes}
    for regime, questions in rules.asked:
        settings = {name: None if all_open else reading.get("default") for name, reading in regime.get("readings", {}).items()}
        settings.update(chosen.get(regime["id"], {}))
        for asked in questions:
            if not asked.put(case):
                continue
            key = (regime["id"], asked.question, tuple(str(domains[name]) for name in asked.facts))
            if key not in known:
                finding, answers = known[key] = asked.find(domains, case.conditions, settings)
                others = [(name, option) for name, options in asked.options.items() if settings[name] is not None for option in options if option != settings[name]]
                finding["under_other_readings"] = []
                for name, option in others:
                    other, other_answers = asked.find(domains, case.conditions, {**settings, name: option})
                    if (other["verdict"], other_answers) != (finding["verdict"], answers):
                        finding["under_other_readings"].append({"reading": name, "option": option, "verdict": other["verdict"],
                            "treatment": other["treatment"], "outcomes": [part["treatment"] for part in other["outcomes"]]})
            finding, answers = known[key]
            if asked.kind.get("always_reported") or answers != {frozenset()}:
                result[regime["id"]].append(finding)
    return result

def timing(rules, regime, case, domains):
    date = next((name for name in rules.vocabulary["roles"]["test_date"] if name in case.stated), None)
    if date is None:
        return {"status": "no_test_date"}
    first, last, issued, effect = domains[date][0], domains[date][-1], days(regime["issued"])[0], regime["effect"]
    if last < issued:
        return {"status": "not_yet_issued", "days": [issued - last, issued - first]}
    begins = 0 if effect["begins"] == "unknown" else days(effect["begins"])[0]
    ends = days(effect["ends"])[1] if "ends" in effect else 10 ** 9
    if first < issued or first < begins <= last or first <= ends < last:
        return {"status": "date_uncertain"}
    return {"status": "issued_not_in_effect" if last < begins else "lapsed" if first > ends else "in_force" if begins else "signed_effect_unknown"}

def reach(rules, regime, domains):
    inside = {regime["reach"] == "everywhere" or place in regime["reach"] for place in domains[rules.vocabulary["roles"]["place"]]}
    return "unknown" if len(inside) > 1 else "addressed" if True in inside else "outside"

def evaluate(rules, case, presumptions=True, all_open=False, chosen={}):
    """What every regime finds. chosen maps a regime to readings, and a reading to the option named for it or to None, which opens it."""
    read, known = Case(rules, case, presumptions), {}
    domains = read.domains()
    found = findings(rules, read, domains, all_open, chosen, known)
    presumed = {name: value for name, value in read.presumed.items() if findings(rules, read, read.domains(name), all_open, chosen, known) != found}
    return {"id": case["id"], "presumed": presumed, "regimes": [{"id": regime["id"], "timing": timing(rules, regime, read, domains),
            "reach": reach(rules, regime, domains), "findings": found[regime["id"]]} for regime in rules.regimes]}

def count_completions(rules, case, presumptions=True, lifted=None):
    """The greatest number of completions listed for one question, whatever the readings; with a presumption lifted if one is named. A case can be read already."""
    read, most = case if isinstance(case, Case) else Case(rules, case, presumptions), 1
    domains = read.domains(lifted)
    for regime, questions in rules.asked:
        for asked in [one for one in questions if one.put(read)]:
            _, _, (_, values, _, _) = asked.completions(domains, read.conditions, {})
            most = max(most, math.prod(map(len, values.values())))
    return most

def load_cases(paths):
    """The cases of files, each of which holds one or an array."""
    documents = [json.load(open(path, encoding="utf-8")) for path in paths]
    return [case for document in documents for case in (document if isinstance(document, list) else [document])]

if __name__ == "__main__":
    if len(sys.argv) < 3 or sys.argv[1] != "evaluate":
        sys.exit("usage: model.py evaluate RULES_DIR [CASE_FILE…]")
    try:
        rules = Rules(sys.argv[2])
        print(json.dumps({"cases": [evaluate(rules, case) for case in load_cases(sys.argv[3:])]}, indent=1))
    except Refused as refusal:
        print("refused: %s" % refusal, file=sys.stderr)
        sys.exit(3)

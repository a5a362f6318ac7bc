"""Makes random cases, lets the program and the model judge them, and prints where the two differ and what the cases met; then does the same with
random small sets of rules. Ends with 1 if there is a difference, or if nothing was compared.

    compare.py [--count N | --full] [--rule-sets N] [--seed N] [--jobs N] [--command PATH] [--rules DIR] [--program-rules DIR] [--ask-all] [CASE_FILE…]

With case files, the cases in them are compared and no others. Cases in which some question would have more than --most completions are passed over.
Some cases are made that cannot be, or are not well formed: the program and the model must both refuse them. In every ten runs of the program one
opens all readings, one presumes nothing, and two name options as a user does."""
import argparse, collections, json, multiprocessing, os, random, re, shutil, subprocess, sys, tempfile

import model
from cases import Maker
from rulesets import RuleSet
from written import forms, shown

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CASES, RULE_SETS = 50, 10                           # so many are made and judged at once, from one seed

class Tally:
    """What was compared and met. Tallies of parts of the work are added up."""
    def __init__(self):
        self.wrong, self.counts = [], collections.Counter()
        self.verdicts, self.decisive, self.possible, self.used = (collections.Counter() for _ in range(4))
        self.edges = collections.defaultdict(collections.Counter)

    def add(self, other):
        self.wrong += other.wrong
        for mine, theirs in zip((self.counts, self.verdicts, self.decisive, self.possible, self.used),
                                (other.counts, other.verdicts, other.decisive, other.possible, other.used)):
            mine.update(theirs)
        for edge, sides in other.edges.items():
            self.edges[edge].update(sides)

    def note(self, result):
        """Count what a result of the model shows."""
        self.counts["cases"] += 1
        for regime in result["regimes"]:
            for finding in regime["findings"]:
                self.counts["findings"] += 1
                self.verdicts[finding["verdict"]] += 1
                self.decisive.update((regime["id"], clause) for clause in finding["clauses"])
                parts = finding["clauses_possible"] + [clause for part in finding["outcomes"] for clause in part["clauses"]]
                self.possible.update({(regime["id"], clause) for clause in parts})

# The program
def run(asked, folder, cases, flags=()):
    """The exit status of the program and the results that it prints, or what it says."""
    with tempfile.TemporaryDirectory() as place:
        path = os.path.join(place, "cases.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump(cases, file)
        done = subprocess.run([asked.command, "evaluate", "--format", "json", "--rules", folder, *flags, path], capture_output=True, text=True)
    return done.returncode, json.loads(done.stdout)["cases"] if done.returncode == 0 else done.stderr

def knows_all(asked):
    """Whether the program can be asked for regimes that are not headline. If it cannot, it always asks all of them."""
    return "--all " in subprocess.run([asked.command, "evaluate", "--help"], capture_output=True, text=True).stdout

# Comparing
def comparable(value):
    """A result with the regimes by their names, and every length of time written in one way."""
    if isinstance(value, list):
        value = [comparable(one) for one in value]
        return {one["id"]: one for one in value} if value and isinstance(value[0], dict) and "id" in value[0] else value
    if isinstance(value, str) and re.fullmatch(r"P[0-9YMWD]+", value):
        return "P%dM%dD" % model.duration(value)
    return {key: comparable(one) for key, one in value.items()} if isinstance(value, dict) else value

def differences(one, other, path=""):
    """The paths at which two JSON values differ."""
    if isinstance(one, dict) and isinstance(other, dict):
        return [found for key in {**one, **other} for found in differences(one.get(key, "absent"), other.get(key, "absent"), path + "/" + str(key))]
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return [found for number, pair in enumerate(zip(one, other)) for found in differences(*pair, "%s/%d" % (path, number))]
    return [] if type(one) is type(other) and one == other else [(path, one, other)]

def told(theirs, ours):
    """What the program tells of the things of which the model does: of findings all."""
    regimes = [{key: regime.get(key) for key in ("id", "timing", "reach", "findings")} for regime in theirs["regimes"]]
    return {**{key: theirs.get(key) for key in ours}, "regimes": regimes}

def judge(asked, folder, cases, ours, flags, tally, where):
    """Hold what the program finds in cases against what the model does. If the program refuses them together it is asked for each of them."""
    status, theirs = run(asked, folder, cases, flags)
    if status == 0:
        for case, mine, one in zip(cases, ours, theirs):
            found = differences(comparable(mine), comparable(told(one, mine)))
            tally.wrong += [(where, case, flags, *difference) for difference in found]
            tally.counts["cases that differ"] += bool(found)
    elif len(cases) > 1 and status == 3:
        for case, mine in zip(cases, ours):
            judge(asked, folder, [case], [mine], flags, tally, where)
    elif "are told apart" in theirs:                # it can tell no more than 64 kinds of value apart
        tally.counts["beyond the program"] += len(cases)
    elif cases:
        tally.wrong.append((where, cases[0], flags, "/exit status", 0, "%d: %s" % (status, theirs.strip()[:300])))
        tally.counts["cases that differ"] += len(cases)

def refuse(asked, folder, cases, refused_by_model, flags, tally, where):
    """Both must refuse these cases."""
    for case in cases:
        try:
            ours = refused_by_model(case)
        except OverflowError:
            continue
        status, theirs = run(asked, folder, [case], flags)
        tally.counts["refused"] += 1
        if (status == 3) != ours:
            tally.wrong.append((where, case, flags, "/refused", ours, "%d: %s" % (status, str(theirs).strip()[:300])))

def asking(random, maker, number):
    """How the program is asked: its flags, and the same for the model."""
    if number % 10 == 7:
        return ["--all-readings"], {"all_open": True}
    if number % 10 == 8:
        return ["--no-presumptions"], {"presumptions": False}
    chosen = maker.readings() if number % 10 in (4, 9) and maker.rules.readings else {}
    return [word for name, option in chosen.items() for word in ("--reading", "%s=%s" % (name, option))], {"chosen": chosen}

def compare(asked, rules, maker, folder, random, wanted, number, everything, tally, where):
    """Make that many cases, and compare what is found in them."""
    flags, options = asking(random, maker, number)
    flags, options = flags + asked.flags + ["--all"] * everything, {**asked.options, **options, "everything": everything}
    cases, ours, broken, spoiled = [], [], [], []
    for _ in range(20 * wanted):
        if len(cases) == wanted:
            break
        facts, impossible = maker.case()
        if impossible and len(broken) < max(1, wanted // 25):
            broken.append({"id": "impossible", "facts": impossible})
        if facts is None:
            continue
        case = {"id": "%s-%d" % (where, len(cases) + 1), "facts": facts}
        if rules.readings and random.random() < 0.25:
            case["readings"] = maker.readings()
        if random.random() < 0.05 and len(spoiled) < max(1, wanted // 25):
            spoiled.append({**maker.spoiled(case), "id": "spoiled"})
        try:
            result = model.evaluate(rules, case, **options, most=asked.most)
        except OverflowError:
            tally.counts["passed over"] += 1
        except ValueError:                          # its presumptions exclude each other
            broken.append(case)
        else:
            cases.append(case)
            ours.append(shown(rules, result))
            tally.note(result)
    def refused_by_model(case):
        try:
            model.Case(rules, case, options.get("presumptions", True))
            return False
        except ValueError:
            return True
    judge(asked, folder, cases, ours, flags, tally, where)
    refuse(asked, folder, broken[:3] + spoiled, refused_by_model, flags, tally, where)
    return cases

def note_edges(rules, maker, case, tally):
    """Count the edges of the tests whose one side or other a settled value of the case touches."""
    said = {**{name: fact["presumed"]["value"] for name, fact in rules.entered.items() if "presumed" in fact}, **case["facts"]}
    domains = {name: model.entered(rules.entered[name], value) for name, value in said.items()}
    known = {name: domain[0] for name, domain in domains.items() if len(domain) == 1}
    for name, tests in maker.tests.items():
        if not all(base in known for base in tests[0].bases):
            continue
        value = tests[0].value(*[known[base] for base in tests[0].bases])
        for edge in maker.edges.get(name, ()):
            if value in (edge - 1, edge):
                tally.edges[name, edge_text(rules, name, edge)]["below" if value < edge else "from there"] += 1
        for text in {text for test in tests for text in test.lengths}:
            near = value[1] - model.add(value[0], *model.duration(text))
            if abs(near) <= 1:
                tally.edges[name, text][("the day before", "on the day", "the day after")[near + 1]] += 1

def edge_text(rules, name, edge):
    return str(forms(rules.facts[name]["type"], edge)[-1])

# The work, in parts that can be done side by side
def cases_part(asked, number):
    """Some random cases of the rules."""
    tally, random_, rules = Tally(), random.Random("%d cases %d" % (asked.seed, number)), rules_of(asked.rules)
    maker = Maker(rules, random_)
    wanted = min(CASES, asked.count - number * CASES)
    cases = compare(asked, rules, maker, asked.program_rules, random_, wanted, number, asked.ask_all, tally, "random-%d" % number)
    for case in cases:
        note_edges(rules, maker, case, tally)
    return tally

def rule_sets_part(asked, number):
    """Some random sets of rules, and a few cases of each."""
    tally, random_ = Tally(), random.Random("%d rules %d" % (asked.seed, number))
    for one in range(RULE_SETS * number, min(RULE_SETS * (number + 1), asked.rule_sets)):
        made = RuleSet(random_, asked.knows_all)
        with tempfile.TemporaryDirectory() as folder:
            made.write(folder)
            rules = model.Rules(folder)
            before = len(tally.wrong)
            compare(asked, rules, Maker(rules, random_), folder, random_, 4, one, asked.knows_all and one % 2 == 0, tally, "rules-%d" % one)
            if asked.keep and len(tally.wrong) > before:
                shutil.copytree(folder, os.path.join(asked.keep, "rules-%d" % one), dirs_exist_ok=True)
                with open(os.path.join(asked.keep, "rules-%d.cases" % one), "w", encoding="utf-8") as file:
                    json.dump(list({json.dumps(difference[1]): difference[1] for difference in tally.wrong[before:]}.values()), file, indent=1)
        tally.used.update(made.used)
        tally.counts["rule sets"] += 1
        for cached in (model.Asked.finding, model.Test.truths, model.representatives):
            cached.cache_clear()                    # they know tests of rules that are gone
    return tally

def files_part(asked, number):
    """The cases of the files."""
    tally, rules = Tally(), rules_of(asked.rules)
    maker, cases, ours, options = Maker(rules, random.Random(0)), [], [], {**asked.options, "everything": asked.ask_all}
    for path in asked.files:
        document = json.load(open(path, encoding="utf-8"))
        for case in document if isinstance(document, list) else [document]:
            try:
                result = model.evaluate(rules, case, **options, most=asked.most)
            except OverflowError:
                tally.counts["passed over"] += 1
                continue
            cases.append(case)
            ours.append(shown(rules, result))
            tally.note(result)
            note_edges(rules, maker, case, tally)
    judge(asked, asked.program_rules, cases, ours, asked.flags + ["--all"] * asked.ask_all, tally, "file")
    return tally

KNOWN = {}
def rules_of(folder):
    if folder not in KNOWN:
        KNOWN[folder] = model.Rules(folder)
    return KNOWN[folder]

def done(work):
    part, asked, number = work
    model.Listing.most = 6 * asked.most             # before conditions leave some out, and with a presumption lifted
    return part(asked, number)

def whole(asked, part, parts):
    """Do all parts of some work, side by side if that is wanted, and add up what they tell."""
    total, work = Tally(), [(part, asked, number) for number in range(parts)]
    if asked.jobs == 1:
        for tally in map(done, work):
            total.add(tally)
    else:
        with multiprocessing.Pool(asked.jobs) as pool:
            for tally in pool.imap(done, work):
                total.add(tally)
    return total

# The report
def listed(pairs):
    return ", ".join("%s %d" % pair for pair in pairs)

def report_cases(asked, tally):
    rules = rules_of(asked.rules)
    print("%d cases and %d findings compared, %d cases passed over for more than %d completions, seed %d" % (
        tally.counts["cases"], tally.counts["findings"], tally.counts["passed over"], asked.most, asked.seed))
    print("cases made to be refused: %d" % tally.counts["refused"])
    print("verdicts: " + listed(tally.verdicts.most_common()))
    print("clauses, how often they decided, and how often they stood in one of several outcomes:")
    asked_for = [regime for regime in rules.regimes if asked.ask_all or regime.get("headline") or not any(one.get("headline") for one in rules.regimes)]
    operative = [(regime["id"], clause["id"]) for regime in asked_for for clause in regime["clauses"] if "when" in clause]
    for regime in asked_for:
        print("  %s: %s" % (regime["id"], ", ".join("%s %d/%d" % (one[1], tally.decisive[one], tally.possible[one]) for one in operative if one[0] == regime["id"])))
    never = [" ".join(one) for one in operative if not tally.decisive[one] and not tally.possible[one]]
    print("clauses that neither decided nor stood in an outcome: " + (", ".join(never) or "none"))
    print("boundaries met:")
    maker, one_sided = Maker(rules, random.Random(0)), []
    for name, tests in maker.tests.items():
        texts = [edge_text(rules, name, edge) for edge in maker.edges.get(name, ())] + sorted({text for test in tests for text in test.lengths})
        for text in texts:
            sides = tally.edges[name, text]
            print("  %s %s: %s" % (name, text, listed(sorted(sides.items())) or "never"))
            one_sided += ["%s %s" % (name, text)] if len(sides) < (3 if tests[0].lengths else 2) else []
    print("boundaries not met on each side: " + (", ".join(one_sided) or "none"))

def report_rule_sets(asked, tally):
    print("%d random sets of rules: %d cases and %d findings compared, %d cases passed over, %d beyond the program, %d made to be refused" % tuple(
        tally.counts[name] for name in ("rule sets", "cases", "findings", "passed over", "beyond the program", "refused")))
    print("verdicts: " + listed(tally.verdicts.most_common()))
    print("what the sets use: " + listed(sorted(tally.used.items())))

def report_differences(tally):
    print("differences: %d in %d cases" % (len(tally.wrong), tally.counts["cases that differ"]))
    places = collections.Counter("/".join(step for step in path.split("/")[1:] if step.isalpha() or "_" in step) for _, _, _, path, _, _ in tally.wrong)
    for place, count in places.most_common():
        print("  %6d  %s" % (count, place))
    first = {}                                      # the first in each case
    for difference in tally.wrong:
        first.setdefault(json.dumps(difference[1]), difference)
    for where, case, flags, path, ours, theirs in list(first.values())[:12]:
        print("  %s %s %s\n    model:   %s\n    program: %s\n    %s" % (
            case["id"], path, " ".join(flags), json.dumps(ours), json.dumps(theirs), json.dumps({key: case[key] for key in ("facts", "readings") if key in case})))

def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=2000, help="random cases (2000)")
    parser.add_argument("--full", action="store_true", help="100000 random cases")
    parser.add_argument("--rule-sets", type=int, default=1000, help="random sets of rules (1000)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1, help="parts of the work done side by side (1)")
    parser.add_argument("--command", default=os.path.join(ROOT, "build", "crossing"), help="the program")
    parser.add_argument("--rules", default=os.path.join(ROOT, "rules"), help="the rules that the model reads, and the program unless told otherwise")
    parser.add_argument("--program-rules", help="the rules that the program reads, to see whether a fault in them is noticed")
    parser.add_argument("--ask-all", action="store_true", help="ask every regime and not only those that are headline")
    parser.add_argument("--most", type=int, default=64, help="completions that a question can have (64)")
    parser.add_argument("--all-readings", action="store_true", help="open all readings in every case")
    parser.add_argument("--no-presumptions", action="store_true", help="presume nothing in any case")
    parser.add_argument("--keep", metavar="DIR", help="where to leave the random sets of rules and the cases that show a difference")
    parser.add_argument("files", nargs="*", metavar="CASE_FILE")
    asked = parser.parse_args()
    asked.count = 100000 if asked.full else asked.count
    asked.program_rules = asked.program_rules or asked.rules
    asked.flags = ["--all-readings"] * asked.all_readings + ["--no-presumptions"] * asked.no_presumptions
    asked.options = {**({"all_open": True} if asked.all_readings else {}), **({"presumptions": False} if asked.no_presumptions else {})}
    asked.knows_all = knows_all(asked)
    total = Tally()
    if asked.files:
        asked.most = max(asked.most, 10000)
        tally = whole(asked, files_part, 1)
    else:
        tally = whole(asked, cases_part, -(-asked.count // CASES))
    report_cases(asked, tally)
    total.add(tally)
    if asked.rule_sets and not asked.files:
        tally = whole(asked, rule_sets_part, -(-asked.rule_sets // RULE_SETS))
        report_rule_sets(asked, tally)
        total.add(tally)
    report_differences(total)
    if not total.counts["findings"]:
        print("nothing was compared")
    return 1 if total.wrong or not total.counts["findings"] else 0

if __name__ == "__main__":
    sys.exit(main())

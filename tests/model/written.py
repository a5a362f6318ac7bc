"""How findings write the values of a fact: as a test of section 3 of rules/README.md."""
import datetime

from model import FAR, ORDERED, START, add, all_values, duration, span

def forms(kind, value):
    """The literals for which an ordered value can be an end."""
    iso = datetime.date.fromordinal(value).isoformat() if kind == "date" else None
    return [iso[:4], iso[:7], iso] if kind == "date" else ["%02d:%02d" % divmod(value, 60)] if kind == "time" else [value]

def stretch(rules, name, low, high):
    """A stretch of an ordered fact: a literal, or the bounds that it has; one at the end of the range of the fact is left out."""
    kind, fact = rules.facts[name]["type"], rules.facts[name]
    if kind == "elapsed":
        texts = {add(START, *length): text for test in rules.tests.values() if test.fact == name for text, length in test.lengths.items()}
        after = {"from" if low in texts else "after": texts[low] if low in texts else texts[low - 1]} if low > -FAR else {}
        return {**after, **({"until" if high in texts else "before": texts[high] if high in texts else texts[high + 1]} if high < FAR else {})}
    start = [form for form in forms(kind, low) if span(kind, form)[0] == low]
    end = [form for form in forms(kind, high) if span(kind, form)[-1] == high]
    full, words = all_values(fact), ("from", "until") if kind == "date" else ("at_least", "at_most")
    bounds = {words[0]: start[0]} if low > full[0] else {}
    bounds = {**bounds, words[1]: end[0]} if high < full[-1] else bounds
    return next((form for form in start if span(kind, form)[-1] == high), bounds)

def written(rules, name, stretches):
    """The values of a fact, or of a reading, as a test."""
    ordered = rules.facts[name]["type"] in (*ORDERED, "elapsed")
    tests = [stretch(rules, name, low, high) for low, high in stretches] if ordered else [low for low, _ in stretches]
    return tests if len(tests) > 1 else tests[0]

def shown(rules, result):
    """A result of the model as the program prints it."""
    def outcome(regime, one):
        return {**one, "facts": {name: written(rules, name, found) for name, found in one["facts"].items()},
                "readings": {name: written(rules, "%s.%s" % (regime, name), found) for name, found in one["readings"].items()}}
    def finding(regime, one):
        return {**one, "outcomes": [outcome(regime, part) for part in one["outcomes"]]}
    return {**result, "regimes": [{**regime, "findings": [finding(regime["id"], one) for one in regime["findings"]]} for regime in result["regimes"]]}

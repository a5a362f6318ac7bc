"""Values for the model: dates, times and durations, and the tests of section 3 of rules/README.md, read, made of a value, and written.
A date is a day number, a time a minute of the day, an elapsed time the pair of its two days."""
import calendar, datetime, re

ORDERED = ("count", "time", "date")

class Refused(Exception):
    """The case is not well formed, or its stated facts leave no completion."""

def days(text):
    """The first and the last day of a day, a month, a year or an interval."""
    if text.count("/") == 1:
        span = [days(end)[side] for side, end in enumerate(text.split("/"))]
        if span[0] > span[1]:
            raise Refused("the interval %s runs backwards" % text)
        return tuple(span)
    try:
        if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", text):
            raise ValueError
        parts = [int(part) for part in text.split("-")]
        first, (year, month) = datetime.date(*(parts + [1, 1])[:3]), (parts + [12])[:2]
        return first.toordinal(), datetime.date(year, month, parts[2] if len(parts) > 2 else calendar.monthrange(year, month)[1]).toordinal()
    except (ValueError, calendar.IllegalMonthError):
        raise Refused("%s is no date" % text)

def minutes(text):
    if not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", text):
        raise Refused("%s is no time" % text)
    return int(text[:2]) * 60 + int(text[3:])

def duration(text):
    """An ISO duration as (months, days)."""
    years, months, weeks, rest = (int(part or 0) for part in re.fullmatch(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?", text).groups())
    return 12 * years + months, 7 * weeks + rest

def add(day, months, more):
    """The day that many months later, or the last of that month where it is too short, moved on by days."""
    date = datetime.date.fromordinal(day)
    year, month = divmod(date.year * 12 + date.month - 1 + months, 12)
    return datetime.date(year, month + 1, min(date.day, calendar.monthrange(year, month + 1)[1])).toordinal() + more

def all_values(fact):
    """All values of the type of a fact."""
    if fact["type"] == "date":
        return range(days(fact["range"][0])[0], days(fact["range"][1])[1] + 1)
    if fact["type"] == "count":                     # a derived count is a month
        return range(fact["range"][0], fact["range"][1] + 1) if "range" in fact else range(1, 13)
    return range(1440) if fact["type"] == "time" else [False, True] if fact["type"] == "boolean" else list(fact["values"])

def entered(fact, value):
    """The values that a fact can have once this is stated of it."""
    if not fact or "derived" in fact:
        raise Refused("there is no such base fact")
    kind = fact["type"]
    if value == "unknown":
        return None
    if type(value) is not {"boolean": bool, "enum": str, "count": int, "date": str, "time": str, "set": list}[kind]:
        raise Refused("%s is of another type" % value)
    ends = days(value) if kind == "date" else (minutes(value),) * 2 if kind == "time" else value if kind == "set" else (value, value)
    if any(end not in all_values(fact) for end in ends):
        raise Refused("%s is not among the values" % value)
    return range(ends[0], ends[1] + 1) if kind in ORDERED else [value]

def parsed(kind, test):
    """A test as a set of values, as spans of ordered values, or as the bounds of an elapsed time."""
    if kind not in ORDERED:
        return tuple(test.items()) if kind == "elapsed" else frozenset(test if isinstance(test, list) else [test])
    ends = {"count": lambda bound: (bound, bound), "time": lambda bound: (minutes(bound),) * 2, "date": days}[kind]
    if not isinstance(test, dict):
        return tuple(ends(one) for one in (test if isinstance(test, list) else [test]))
    low = [ends(bound)[word == "after"] + (word == "after") for word, bound in test.items() if word in ("from", "at_least", "after")]
    high = [ends(bound)[word != "before"] - (word == "before") for word, bound in test.items() if word in ("until", "at_most", "before")]
    return ((max(low, default=-10 ** 9), min(high, default=10 ** 9)),)

def passes(kind, test, value):
    """Whether a value fulfils a parsed test."""
    if kind != "elapsed":
        return any(low <= value <= high for low, high in test) if kind in ORDERED else value in test
    signs = {word: value[1] - add(value[0], *duration(length)) for word, length in test}
    return all({"before": sign < 0, "until": sign <= 0, "from": sign >= 0, "after": sign > 0}[word] for word, sign in signs.items())

def lengths(tests):
    return sorted({length for test in tests for _, length in test}, key=duration)

def mark(kind, tests, value):
    """How a value answers the tests made of its fact. For an elapsed time: 0 before the first length, 1 on it, 2 after it, 3 on the second, and so on."""
    if kind != "elapsed":
        return tuple(passes(kind, test, value) for test in tests)
    signs = [value[1] - add(value[0], *duration(length)) for length in lengths(tests)]
    return sum((sign >= 0) + (sign > 0) for sign in signs)

def stretches(values):
    """Runs of neighbouring values, as (first, last)."""
    known = set(values)
    return list(zip([one for one in values if one - 1 not in known], [one for one in values if one + 1 not in known]))

def written(kind, low, high, full):
    """A stretch of days, minutes or numbers as a test; a bound at the end of the fact's range is left out."""
    if kind == "date":
        forms = lambda day: [datetime.date.fromordinal(day).isoformat()[:length] for length in (4, 7, 10)]
        whole = [form for form in forms(low) if days(form) == (low, high)]
        start, end = (next(form for form in forms(day) if days(form)[side] == day) for side, day in enumerate((low, high)))
    else:
        start, end = ("%02d:%02d" % divmod(one, 60) if kind == "time" else one for one in (low, high))
        whole = [start] if low == high else []
    words = ("from", "until") if kind == "date" else ("at_least", "at_most")
    return whole[0] if whole else {word: bound for word, bound, said in ((words[0], start, low > full[0]), (words[1], end, high < full[-1])) if said}

def written_elapsed(low, high, limits):
    """A stretch of the marks of an elapsed time as a test."""
    after = {"from" if low % 2 else "after": limits[(low - 1) // 2]} if low > 0 else {}
    before = {"until" if high % 2 else "before": limits[high // 2]} if high < 2 * len(limits) else {}
    return {**after, **before}

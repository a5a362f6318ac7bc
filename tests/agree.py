"""The same case gets the same answer, whichever way it is asked and whichever compiler built the program.

    agree.py [--cases N] [--library PROGRAM] [--first N] COMMAND…

For each command: the shipped cases and N generated ones by `batch` from JSON lines and from CSV (where a case can be written so), with
several numbers of threads and sizes of pieces; by `evaluate --format flat`; and by the library (tests/agree.cpp; by default the program
agree in the folder tests beside the command). --first, given once for each command: the slow ways, those that read cases as files are read, are
asked of so many cases and not of all; where nothing is optimised they take their time. Prints a checksum of the answers to all cases for
each command; ends with 1 if any two answers differ."""
import argparse, concurrent.futures, glob, hashlib, json, os, subprocess, sys, tempfile

parser = argparse.ArgumentParser()
parser.add_argument("commands", nargs="+", metavar="COMMAND")
parser.add_argument("--cases", type=int, default=10000)
parser.add_argument("--library", action="append", default=[], help="one for each command")
parser.add_argument("--first", type=int, action="append", default=[])
asked = parser.parse_args()
faults = []
SOURCE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def output_of(*words, stdin=None):
    ran = subprocess.run(words, input=stdin, capture_output=True)
    if ran.returncode != 0:
        faults.append(f"{' '.join(words)}: ends with {ran.returncode}: {ran.stderr[:300].decode(errors='replace')}")
    return ran.stdout


def shipped_cases():
    for path in sorted(glob.glob(os.path.join(SOURCE, "cases", "**", "*.json"), recursive=True)):
        found = json.load(open(path, encoding="utf-8"))
        yield from found if isinstance(found, list) else [found]


def as_csv(cases):
    """Those of the cases that can be written as CSV: a set that is stated to be empty cannot, nor can readings."""
    kept = [case for case in cases if not case.get("readings") and [] not in case["facts"].values()]
    columns = sorted({name for case in kept for name in case["facts"]})
    cell = lambda value: "" if value is None else ("FALSE", "TRUE")[value] if isinstance(value, bool) else '"' + ",".join(value) + '"' if isinstance(value, list) else str(value)
    rows = [",".join(["id"] + columns)]
    rows += [",".join([case["id"]] + [cell(case["facts"].get(name)) for name in columns]) for case in kept]
    return ("\r\n".join(rows) + "\r\n").encode(), kept


def check(number, command):
    """The checksum of the answers of one command."""
    with tempfile.TemporaryDirectory() as scratch:
        library = asked.library[number] if number < len(asked.library) else os.path.join(os.path.dirname(os.path.abspath(command)), "tests", "agree")
        cases = [{"id": case["id"], "facts": case["facts"], **({"readings": case["readings"]} if case.get("readings") else {})} for case in shipped_cases()]
        shipped = len(cases)
        generated = output_of(command, "generate", "--count", str(asked.cases // 2), "--seed", "11")
        generated += output_of(command, "generate", "--count", str(asked.cases - asked.cases // 2), "--seed", "12", "--unknown", "0.3").replace(b'"case-', b'"open-')
        cases += [json.loads(line) for line in generated.splitlines()]
        lines = [json.dumps(case).encode() for case in cases]
        text = b"\n".join(lines) + b"\n"
        first = min(len(lines), asked.first[number]) if number < len(asked.first) else len(lines)
        in_json, in_csv, in_first = (os.path.join(scratch, name) for name in ("in.jsonl", "in.csv", "first.jsonl"))
        rows, kept = as_csv(cases)
        # A case file holds so much and no more.
        lists = {os.path.join(scratch, f"in-{i}.json"): b"[" + b",\n".join(lines[i : min(i + 1000, first)]) + b"]" for i in range(0, first, 1000)}
        text_first = b"\n".join(lines[:first]) + b"\n"
        for path, data in {in_json: text, in_csv: rows, in_first: text_first, **lists}.items():
            with open(path, "wb") as file:
                file.write(data)

        want = output_of(command, "batch", in_json)
        want_first = b"".join(want.splitlines(keepends=True)[:first])
        by_id = {json.loads(line)["id"]: line for line in want.splitlines(keepends=True)}
        of_csv = b"".join(by_id.get(case["id"], b"") for case in kept)
        if len(by_id) != len(cases) or len(kept) < len(cases) // 2:
            faults.append(f"{command}: {len(by_id)} answers to {len(cases)} cases, {len(kept)} of them as CSV")

        ways = {"evaluate": (output_of(command, "evaluate", *lists, "--format", "flat"), want_first),
                "library, engine": (output_of(library, "engine", in_first), want_first),
                "library, batch": (output_of(library, "batch", in_first), want_first)}
        for jobs, size in (("1", "1"), ("1", "262144"), ("2", "3001"), ("5", "3001"), ("5", "262144")):
            more = ["--jobs", jobs, "--chunk-size", size]
            ways[f"batch, JSON lines, {' '.join(more)}"] = (output_of(command, "batch", in_json, *more), want)
            ways[f"batch, CSV, {' '.join(more)}"] = (output_of(command, "batch", in_csv, *more), of_csv)
        spaced = b"\n".join(json.dumps(dict(reversed(case.items())), indent=None, separators=(" , ", " : ")).encode() for case in cases)
        ways["batch, JSON lines with spaces, facts first"] = (output_of(command, "batch", stdin=spaced), want)
        escaped = text_first.replace(b'"facts"', b'"f\\u0061cts"')  # these go the way of case files
        ways["batch, JSON lines with escapes"] = (output_of(command, "batch", stdin=escaped), want_first)
        for way, (got, should) in ways.items():
            if got != should:
                differ = [a for a, b in zip(got.splitlines(), should.splitlines()) if a != b]
                faults.append(f"{command}: {way}: not what batch answers to JSON lines: {len(got)} bytes for {len(should)}, {(differ or [b''])[0][:300]}")
        checksum = hashlib.sha256(want).hexdigest()
        print(f"{checksum}  {command}: {len(cases)} cases ({shipped} shipped), {len(ways) + 1} ways, {first} of them by the slow ones")
        return checksum


with concurrent.futures.ThreadPoolExecutor(2) as side_by_side:
    checksums = list(side_by_side.map(check, range(len(asked.commands)), asked.commands))
if len(set(checksums)) > 1:
    faults.append("the commands do not agree with each other")
print("\n".join(faults), end="\n" if faults else "")
sys.exit(1 if faults else 0)

"""Plants faults, one at a time, in a copy, and shows that each is caught by more than one test; ends with 1 if one is not.

    faults.py COMMAND             faults of the rules, in a copy of rules/
    faults.py COMMAND --engine BUILD
                                  and faults of the program, in copies of its source, linked into the tests of a build folder (Ninja)

A fault of the rules must make at least two shipped cases fail; and the model in tests/model, which shares nothing with the program and
reads the rules as they are, must differ from the program in at least two of them. A fault of the program must make at least two of its
tests fail."""
import json, pathlib, re, shlex, shutil, subprocess, sys, tempfile

TOP = pathlib.Path(__file__).resolve().parent.parent
COMPARE = TOP / "tests" / "model" / "compare.py"
ASKED_OF_MODEL = 4

# file, clause, what stands there, what is put in its place
RULES = {
    "a dropped override: 1957 2b no longer overrides 2a": ("1957-mfa.json", "2b", '"overrides": ["2a"],', ""),
    "a day too late: 1961 C takes in the first of January": ("1961-jilin.json", "C", '{ "until": "1960" }', '{ "until": "1961-01-01" }'),
    "a day too early: 1961 C ends on the eve of the last day": ("1961-jilin.json", "C", '{ "until": "1960" }', '{ "until": "1960-12-30" }'),
    "consent inverted: 1961 A3b wants Korea to refuse": ("1961-jilin.json", "A3b", '"dprk_consents_to_stay": "yes"', '"dprk_consents_to_stay": "no"'),
}

# file, what stands there, what is put in its place
ENGINE = {
    "an override is ignored": ("src/engine/compile.cpp", "any = forest.either(any, force);", "(void)force;"),
    "`until` ends a day early": ("src/load/values.cpp", "span.hi = std::min(span.hi, date.hi);", "span.hi = std::min(span.hi, date.hi - 1);"),
    "contested is taken for undetermined": ("src/engine/walk.cpp", "if (!equal) return {Verdict::contested, all};", "if (!equal) return {Verdict::undetermined, all};"),
}
TESTS = {  # target of the build, and how it is run
    "test_load": [], "test_engine": [], "test_batch": [],
    "whole_space": ["--points", "20000", "--cases", "200", "1957-mfa", "1961-jilin"],
    "crossing": ["test", "--rules", "rules", "cases"],
}


def stop(why):
    sys.exit("faults.py: " + why)


def replaced(text, old, new, where):
    if text.count(old) != 1:
        stop(f"{where}: expected once and found {text.count(old)} times: {old}")
    return text.replace(old, new)


def run(words, **more):
    return subprocess.run([str(word) for word in words], cwd=TOP, capture_output=True, text=True, **more)


# ---- faults of the rules ----

def failing(command, rules):
    """The shipped cases that do not find what they expect."""
    ran = run([command, "test", "--rules", rules, "cases", "--format", "json"])
    if ran.returncode not in (0, 1) or not ran.stdout:
        stop(f"crossing test ends with {ran.returncode}: {ran.stderr}")
    return [failure["case"] for failure in json.loads(ran.stdout)["failures"]]


def shipped():
    """Each shipped case by its id."""
    cases = {}
    for path in sorted((TOP / "cases").rglob("*.json")):
        read = json.loads(path.read_text(encoding="utf-8"))
        for case in read if isinstance(read, list) else [read]:
            cases[case["id"]] = case
    return cases


def noticed(command, program_rules, cases, folder):
    """In how many of the cases the program, with its rules, answers otherwise than the model does with the rules as they are."""
    path = folder / "cases.json"
    path.write_text(json.dumps(cases), encoding="utf-8")
    ran = run([sys.executable, COMPARE, "--command", command, "--rules", TOP / "rules", "--program-rules", program_rules, "--rule-sets", "0", path])
    told = re.search(r"differences: \d+ in (\d+) cases", ran.stdout)
    if not told:
        stop(f"the comparison with the model ends with {ran.returncode}: {ran.stdout[-500:]}{ran.stderr[-500:]}")
    return int(told[1])


def with_rule_fault(folder, file, clause, old, new):
    copy = folder / "rules"
    shutil.rmtree(copy, ignore_errors=True)
    copy.mkdir()
    for path in (TOP / "rules").glob("*.json"):
        shutil.copy(path, copy)
    text = (copy / file).read_text(encoding="utf-8")
    parts = re.split(r'(?m)^(?=      "id": ")', text)  # each clause begins with its id
    own = [i for i, part in enumerate(parts) if part.startswith(f'      "id": "{clause}",')]
    if len(own) != 1:
        stop(f"{file}: expected one clause {clause}, found {len(own)}")
    parts[own[0]] = replaced(parts[own[0]], old, new, f"{file}, clause {clause}")
    (copy / file).write_text("".join(parts), encoding="utf-8")
    return copy


def rule_faults(command, folder):
    if wrong := failing(command, "rules"):
        stop("shipped cases fail before any fault is planted: " + ", ".join(wrong))
    cases = shipped()
    for name, (file, clause, old, new) in RULES.items():
        copy = with_rule_fault(folder, file, clause, old, new)
        caught = failing(command, copy)
        asked = [cases[case] for case in caught][:ASKED_OF_MODEL]
        if noticed(command, TOP / "rules", asked, folder):
            stop("the program and the model differ before any fault is planted")
        confirmed = noticed(command, copy, asked, folder)
        more = f" and {len(caught) - 2} more" if len(caught) > 2 else ""
        yield name, len(caught) > 1 and confirmed > 1, [f"{len(caught)} cases: " + ", ".join(caught[:2]) + more, f"the model: {confirmed} of {len(asked)}"]


# ---- faults of the program ----

def commands(build, target):
    ran = subprocess.run(["ninja", "-C", build, "-t", "commands", target], capture_output=True, text=True)
    if ran.returncode != 0:
        stop(f"{build} is no build folder of Ninja: {ran.stderr}{ran.stdout}")
    return [line for line in ran.stdout.splitlines() if not line.startswith("ninja:")]


def shell(command, build):
    ran = subprocess.run(command, shell=True, cwd=build, capture_output=True, text=True)
    if ran.returncode != 0:
        stop(f"{command}\n{ran.stdout}{ran.stderr}")


def compiled(build, source, changed, folder):
    """The object of a changed source, made by the command that the build has for the original; and the name of the latter's object."""
    command = next((line for line in commands(build, "crossing") if f" -c {TOP / source}" in line), None)
    if command is None:
        stop(f"{build} does not compile {source}")
    original = re.search(r" -o (\S+)", command)[1]
    copy, made = folder / pathlib.Path(source).name, folder / pathlib.Path(original).name
    copy.write_text(changed, encoding="utf-8")
    command = command.replace(f" -c {TOP / source}", f" -c {copy}").replace(original, str(made))
    shell(command, build)
    return made


def linked(build, target, library, folder):
    command = commands(build, target)[-1]
    made = folder / target
    output = re.search(r" -o (\S+)", command)[1]
    words = [str(made) if word == output else str(library) if word.endswith("libcrossing.a") else word for word in command.split(" ")]
    if str(library) not in words:
        stop(f"{target} is not linked to libcrossing.a: {command}")
    shell(" ".join(words), build)
    return made


def engine_faults(build, folder):
    archives = list(build.glob("libcrossing.a"))
    if not archives:
        stop(f"{build} has no libcrossing.a: build it first")
    for target, words in TESTS.items():
        built = next((path for path in (build / target, build / "tests" / target) if path.is_file()), None)
        if built is None or run([built, *words]).returncode != 0:
            stop(f"{target} is not built in {build}, or fails before any fault is planted")
    for name, (source, old, new) in ENGINE.items():
        text = (TOP / source).read_text(encoding="utf-8")
        changed = replaced(text, old, new, source)
        library = folder / "libcrossing.a"
        shutil.copy(archives[0], library)
        shell(f"ar r {library} {compiled(build, source, changed, folder)}", build)
        caught = []
        for target, words in TESTS.items():
            if run([linked(build, target, library, folder), *words]).returncode != 0:
                caught.append(" ".join([target, *words]))
        yield name, len(caught) > 1, caught


def main():
    words = sys.argv[1:]
    if len(words) not in (1, 3) or len(words) == 3 and words[1] != "--engine":
        stop("usage: faults.py COMMAND [--engine BUILD]")
    survived = 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        found = [rule_faults(pathlib.Path(words[0]).resolve(), folder)]
        if len(words) == 3:
            found.append(engine_faults(pathlib.Path(words[2]).resolve(), folder))
        for faults in found:
            for fault, caught, by in faults:
                print(f"{fault}\n  {'caught' if caught else 'NOT CAUGHT TWICE'} by " + ("; ".join(by) or "nothing"), flush=True)
                survived += not caught
    sys.exit(1 if survived else 0)


main()

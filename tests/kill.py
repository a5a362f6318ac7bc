"""Kills runs of `crossing batch` at random moments and goes on with them: in the end every byte is as if nothing had happened.

    kill.py COMMAND [--cases N] [--kills N] [--seed S]

The kills are spread over four ways to run: JSON lines and CSV, one thread and two. The input has records that are refused, cells over
several lines and blank lines. Answers, rejects, summary and exit status are held against those of an undisturbed run."""
import argparse, json, os, random, signal, subprocess, sys, tempfile, time

parser = argparse.ArgumentParser()
parser.add_argument("command")
parser.add_argument("--cases", type=int, default=20000)
parser.add_argument("--kills", type=int, default=20)
parser.add_argument("--seed", type=int, default=1957)
asked = parser.parse_args()
command = os.path.abspath(asked.command)
dice = random.Random(asked.seed)
faults = []
NAMES = ["out", "rejects", "summary"]
PAUSE = 0.3  # longer than what lies between two of the places from which a run can be gone on with


def output_of(*words):
    return subprocess.run([command, *words], check=True, capture_output=True).stdout


def spoiled(lines, bad):
    """The lines with a record that is refused, or a blank line, after about one in thirty."""
    for line in lines:
        yield line
        if dice.random() < 1 / 30:
            yield dice.choice(bad)


def contents(folder, name):
    path = os.path.join(folder, name)
    return open(path, "rb").read() if os.path.exists(path) else None


def compare(way, whole, broken, status):
    """What a run that has ended left, against the undisturbed one."""
    left = sorted(set(os.listdir(broken)) - set(NAMES))
    if status != 1 or left:
        faults.append(f"{way}: ends with {status}, and leaves {left}")
    for name in NAMES:
        if contents(whole, name) != contents(broken, name):
            faults.append(f"{way}: {name} is not what it is without kills")


with tempfile.TemporaryDirectory() as scratch:
    inputs = {}
    count = str(asked.cases)
    lines = output_of("generate", "--count", count, "--seed", "1", "--unknown", "0.2").splitlines(keepends=True)
    inputs["jsonl"] = b"".join(spoiled(lines, [b"not JSON\n", b'{"facts":{"no_such_fact":1}}\n', b"\n"]))
    head, *rows = output_of("generate", "--count", count, "--seed", "2", "--unknown", "0.2", "--format", "csv").splitlines(keepends=True)
    inputs["csv"] = head + b"".join(spoiled(rows, [b"too,few\r\n", b'x,"a cell\r\nof two lines"' + b"," * (head.count(b",") - 1) + b"\r\n", b"\r\n"]))
    for kind, text in inputs.items():
        with open(os.path.join(scratch, "in." + kind), "wb") as file:
            file.write(text)

    ways = [(kind, jobs) for kind in inputs for jobs in ("1", "2")]
    killed = resumed = 0
    for way, (kind, jobs) in enumerate(ways):
        # Small pieces: many places at which a run can be cut.
        options = ["../in." + kind, "-o", "out", "--rejects", "rejects", "--summary", "summary", "--jobs", jobs, "--chunk-size", "20000"]
        if kind == "csv":
            options += ["--format", "csv"]
        whole, broken = (os.path.join(scratch, f"{kind}-{jobs}-{name}") for name in ("whole", "broken"))
        os.mkdir(whole)
        os.mkdir(broken)
        begun = time.monotonic()
        undisturbed = subprocess.run([command, "batch", *options], cwd=whole, stderr=subprocess.PIPE)
        took = time.monotonic() - begun
        if undisturbed.returncode != 1:
            sys.exit(f"the undisturbed run ends with {undisturbed.returncode}: {undisturbed.stderr[-300:]}")

        met = 0
        kills = asked.kills * (way + 1) // len(ways) - asked.kills * way // len(ways)
        status = None
        while status is None or met < kills:
            if status is not None:  # it came to its end before enough kills had met it: once more from the beginning
                compare(f"{kind}, {jobs} jobs", whole, broken, status)
                for name in os.listdir(broken):
                    os.remove(os.path.join(broken, name))
                status = None
            resume = ["--resume"] if os.path.exists(os.path.join(broken, "out.part.state")) else []
            if resume and met == 1:
                for words in (options, options + ["--resume", "--questions", "disposition"]):
                    refused = subprocess.run([command, "batch", *words], cwd=broken, stderr=subprocess.PIPE)
                    if refused.returncode != 2:
                        faults.append(f"{kind}, {jobs} jobs: {words[-1]} over what is left of a run ends with {refused.returncode}, not 2")
            resumed += bool(resume)
            run = subprocess.Popen([command, "batch", *options, *resume], cwd=broken, stderr=subprocess.DEVNULL)
            if met < kills:
                # Held up for a while, so that it has something to go on from; then killed a moment later.
                for _ in range(dice.choice((1, 1, 2))):
                    time.sleep(dice.random() * took / 6)
                    run.send_signal(signal.SIGSTOP)
                    time.sleep(PAUSE)
                    run.send_signal(signal.SIGCONT)
                time.sleep(dice.random() * took / 6)
                run.send_signal(signal.SIGKILL)
            run.wait()
            if run.returncode == -signal.SIGKILL:
                met += 1
                if sorted(os.listdir(broken)) == NAMES:
                    status = 1  # killed when all was in its place
            else:
                status = run.returncode
        compare(f"{kind}, {jobs} jobs", whole, broken, status)
        killed += met
        summary = json.loads(contents(whole, "summary"))
        if summary["answered"] != asked.cases or summary["answered"] + summary["refused"] != summary["read"]:
            faults.append(f"{kind}, {jobs} jobs: the summary does not add up: {summary['answered']} + {summary['refused']} of {summary['read']}")

if resumed < asked.kills // 2:
    faults.append(f"only {resumed} runs had something to go on from")
print("\n".join(faults) if faults else f"{killed} kills, {resumed} runs gone on with, and every run ended as if there had been none")
sys.exit(1 if faults or killed < asked.kills else 0)

"""Times batch against its yardsticks, all in one run: run.py --build BUILD [--count N] [--rounds N] [--long] [--no-duckdb]

The yardsticks: a program that reads every field with simdjson and writes a constant line of the same mean length; DuckDB with a CASE query
for one regime. What is timed is the whole process, from file to file; of each figure the median of the rounds is printed, and ratios.
Before anything is timed answers are compared: batch with evaluate, DuckDB with batch. The run refuses to print if the baseline reads less
than 250 MB/s, or if an answer differs. --long also sends ten million cases to the null device and looks at the memory."""
import argparse, json, os, pathlib, resource, statistics, subprocess, sys, tempfile, time

HERE = pathlib.Path(__file__).resolve().parent
SEED = "7"


def stop(why):
    sys.exit(f"run.py: {why}")


def timed(command, **more):
    start = time.perf_counter()
    done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, text=True, **more)
    seconds = time.perf_counter() - start
    if done.returncode != 0:
        stop(f"{command} ends with {done.returncode}")
    return seconds, done.stdout


def lines(path, most=None):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for _, line in zip(range(most or 10 ** 9), file)]


def peak_memory(command, feed=None, times=1):
    """Kilobytes of the largest process of the command, fed with a file over and over if one is given."""
    child = subprocess.Popen([str(word) for word in command], stdin=subprocess.PIPE if feed else None, stdout=subprocess.DEVNULL)
    if feed:
        text = pathlib.Path(feed).read_bytes()
        for _ in range(times):
            child.stdin.write(text)
        child.stdin.close()
    _, status, usage = os.wait4(child.pid, 0)
    if status != 0:
        stop(f"{command} ends with {status}")
    return usage.ru_maxrss


def compare_with_evaluate(crossing, cases, answers, work):
    first = [json.loads(line) for line in open(cases, encoding="utf-8").read().split("\n")[:500]]
    (work / "first.json").write_text(json.dumps(first))
    told = timed([crossing, "evaluate", work / "first.json", "--format", "flat"])[1].splitlines()
    with open(answers, encoding="utf-8") as file:
        if any(line.rstrip("\n") != one for line, one in zip(file, told)) or len(told) != 500:
            stop("batch and evaluate differ")


def compare_with_duckdb(answers, theirs):
    questions = ["disposition", "offence", "custody", "nationality", "application", "referral"]
    found = {row["id"]: row for row in lines(theirs)}
    for row in lines(answers):
        for question in questions:
            ours = row[f"1970-sc.{question}.treatment"] or None
            if row[f"1970-sc.{question}.verdict"] not in ("decided", "silent", None) or ours != found[row["id"]].get(question):
                stop(f"DuckDB and batch differ: {row['id']} {question}: {found[row['id']].get(question)} against {ours}")


def main():
    asked = argparse.ArgumentParser()
    asked.add_argument("--build", default="build")
    asked.add_argument("--count", type=int, default=100000)
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--long", action="store_true")
    asked.add_argument("--no-duckdb", action="store_true")
    asked = asked.parse_args()
    build = pathlib.Path(asked.build).resolve()
    crossing, baseline = build / "crossing", build / "tests" / "bench_baseline"
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        cases, complete, out = work / "cases.jsonl", work / "complete.jsonl", work / "out.jsonl"
        for path, unknown in ((cases, "0.2"), (complete, "0")):
            path.write_text(timed([crossing, "generate", "--count", asked.count, "--seed", SEED, "--unknown", unknown])[1])
        batch = [crossing, "batch", cases, "-o", out]
        timed(batch)
        compare_with_evaluate(crossing, cases, out, work)
        mean = out.stat().st_size // asked.count
        rates = {"baseline": [], "batch, one job": [], "batch, two jobs": [], "batch, 1970 alone, complete cases": [], "DuckDB, 1970 alone, complete cases": []}
        speeds = []
        alone = [crossing, "batch", complete, "-o", work / "alone.jsonl", "--regimes", "1970-sc"]
        duck = None
        if not asked.no_duckdb:
            subprocess.run(["npm", "install", "--silent", "--prefix", str(work), "@duckdb/node-api"], check=True, stdout=subprocess.DEVNULL)
            (work / "duckdb.mjs").write_text((HERE / "duckdb.mjs").read_text())
            duck = ["node", work / "duckdb.mjs", complete, work / "duck.jsonl", "1"]
            timed(duck), timed(alone)
            compare_with_duckdb(work / "alone.jsonl", work / "duck.jsonl")
        for _ in range(asked.rounds):
            seconds, said = timed([baseline, cases, work / "constant.txt", mean])
            speeds.append(float(said.split()[0]))
            rates["baseline"].append(asked.count / seconds)
            rates["batch, one job"].append(asked.count / timed(batch)[0])
            rates["batch, two jobs"].append(asked.count / timed(batch + ["--jobs", "2"])[0])
            rates["batch, 1970 alone, complete cases"].append(asked.count / timed(alone)[0])
            if duck:
                rates["DuckDB, 1970 alone, complete cases"].append(asked.count / float(timed(duck)[1]))
        if statistics.median(speeds) < 250:
            stop(f"the baseline reads {statistics.median(speeds):.0f} MB/s here, less than 250: this machine is too busy or too slow to say anything")
        median = {name: statistics.median(values) for name, values in rates.items() if values}
        print(f"{asked.count} cases of {cases.stat().st_size / asked.count:.0f} bytes, answers of {mean} bytes, medians of {asked.rounds} rounds; baseline {statistics.median(speeds):.0f} MB/s\n")
        print("| | cases a second | |\n| --- | ---: | --- |")
        for name, rate in median.items():
            against = {"batch, one job": ("baseline", "of the baseline"), "batch, two jobs": ("batch, one job", "times one job"),
                       "batch, 1970 alone, complete cases": ("DuckDB, 1970 alone, complete cases", "times DuckDB")}.get(name)
            ratio = f"{rate / median[against[0]]:.2f} {against[1]}" if against and against[0] in median else ""
            print(f"| {name} | {rate:,.0f} | {ratio} |")
        small = work / "small.jsonl"
        with open(cases, encoding="utf-8") as file:
            small.write_text("".join(line for _, line in zip(range(10000), file)))
        print(f"\npeak memory, 10,000 cases: {peak_memory([crossing, 'batch', small]) / 1024:.1f} MB")
        if asked.long:
            print(f"peak memory, 10,000,000 cases: {peak_memory([crossing, 'batch', '-'], small, 1000) / 1024:.1f} MB")


main()

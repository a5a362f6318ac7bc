"""Times batch against its yardsticks, all in one run: run.py --build BUILD [--count N] [--rounds N] [--long] [--no-duckdb]

The yardsticks: a program that reads every field with simdjson and writes a constant line of the same mean length; for one regime (1970) on
complete cases also DuckDB with a CASE query, which finds out what the file holds or is told the facts to read. What is timed is the whole
process, from file to file, and of DuckDB the query alone; of each figure the median of the rounds is printed, and ratios. Before anything
is timed answers are compared: batch with evaluate, DuckDB with batch. The run refuses to print if the baseline reads less than 250 MB/s,
or if an answer differs. --long also sends ten million cases to the null device and looks at the memory."""
import argparse, json, os, pathlib, statistics, subprocess, sys, tempfile, time

HERE = pathlib.Path(__file__).resolve().parent
SEED = "7"
RATIOS = {"batch, one job": [("baseline", "of the baseline")], "batch, two jobs": [("batch, one job", "times one job")],
          "batch, 1970, one job": [("DuckDB", "times DuckDB"), ("DuckDB, told the facts", "times DuckDB told the facts"), ("baseline, 1970", "of the baseline")],
          "batch, 1970, two jobs": [("DuckDB, two threads", "times DuckDB with two threads"), ("DuckDB, told the facts, two threads", "times DuckDB told the facts")]}


def stop(why):
    sys.exit(f"run.py: {why}")


def timed(command, output=None):
    """Seconds, and what the command says. The file that it writes is taken away before: letting go of an old one is nobody's work."""
    if output:
        output.unlink(missing_ok=True)
    start = time.perf_counter()
    done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, text=True)
    seconds = time.perf_counter() - start
    if done.returncode != 0:
        stop(f"{command} ends with {done.returncode}")
    return seconds, done.stdout


def lines(path, most=None):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for _, line in zip(range(most or 10 ** 9), file)]


def peak_memory(command, cases, count, times):
    """Megabytes of the command that reads so many cases so many times over. To be asked first: what this script itself holds by the
    time it starts a process would count as that process's own."""
    with open(cases, "rb") as file:
        text = b"".join(line for line, _ in zip(file, range(count)))
    child = subprocess.Popen([str(word) for word in command], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    for _ in range(times):
        child.stdin.write(text)
    child.stdin.close()
    _, ended, usage = os.wait4(child.pid, 0)
    if ended != 0:
        stop(f"{command} ends with {ended}")
    return usage.ru_maxrss / 1024


def compare_with_evaluate(crossing, cases, answers, work):
    first = lines(cases, 500)
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
    asked.add_argument("--count", type=int, default=500000)
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
            with open(path, "w", encoding="utf-8") as file:
                subprocess.run([str(crossing), "generate", "--count", str(asked.count), "--seed", SEED, "--unknown", unknown], stdout=file, check=True)
        memory = [("10,000", peak_memory([crossing, "batch", "-"], cases, 1000, 10))]
        if asked.long:
            memory.append(("10,000,000", peak_memory([crossing, "batch", "-"], cases, 1000, 10000)))
        batch = [crossing, "batch", cases, "-o", out]
        timed(batch)
        compare_with_evaluate(crossing, cases, out, work)
        mean = out.stat().st_size // asked.count
        rates = {}
        rate = lambda name, seconds: rates.setdefault(name, []).append(asked.count / seconds)
        speeds = []
        alone = [crossing, "batch", complete, "-o", work / "alone.jsonl", "--regimes", "1970-sc"]
        ducks = {}
        if not asked.no_duckdb:
            subprocess.run(["npm", "install", "--silent", "--prefix", str(work), "@duckdb/node-api"], check=True, stdout=subprocess.DEVNULL)
            (work / "duckdb.mjs").write_text((HERE / "duckdb.mjs").read_text())
            query = ["node", work / "duckdb.mjs", complete, work / "duck.jsonl"]
            ducks = {"DuckDB": query + ["1"], "DuckDB, told the facts": query + ["1", "told"],
                     "DuckDB, two threads": query + ["2"], "DuckDB, told the facts, two threads": query + ["2", "told"]}
        timed(alone)
        mean_alone = (work / "alone.jsonl").stat().st_size // asked.count
        for query in ducks.values():
            timed(query, work / "duck.jsonl")
            compare_with_duckdb(work / "alone.jsonl", work / "duck.jsonl")
        for _ in range(asked.rounds):
            seconds, said = timed([baseline, cases, out, mean], out)
            speeds.append(float(said.split()[0]))
            rate("baseline", seconds)
            rate("batch, one job", timed(batch, out)[0])
            rate("batch, two jobs", timed(batch + ["--jobs", "2"], out)[0])
            for name, query in ducks.items():
                rate(name, float(timed(query, work / "duck.jsonl")[1]))
            rate("baseline, 1970", timed([baseline, complete, out, mean_alone], out)[0])
            rate("batch, 1970, one job", timed(alone, work / "alone.jsonl")[0])
            rate("batch, 1970, two jobs", timed(alone + ["--jobs", "2"], work / "alone.jsonl")[0])
        if statistics.median(speeds) < 250:
            stop(f"the baseline reads {statistics.median(speeds):.0f} MB/s here, less than 250: this machine is too busy or too slow to say anything")
        median = {name: statistics.median(values) for name, values in rates.items()}
        print(f"{asked.count} cases of {cases.stat().st_size / asked.count:.0f} bytes, answers of {mean} bytes, medians of {asked.rounds} rounds; baseline {statistics.median(speeds):.0f} MB/s\n")
        print("| | cases a second | |\n| --- | ---: | --- |")
        for name, value in median.items():
            ratios = [f"{value / median[other]:.2f} {words}" for other, words in RATIOS.get(name, []) if other in median]
            print(f"| {name} | {value:,.0f} | {', '.join(ratios)} |")
        print()
        for count, megabytes in memory:
            print(f"peak memory, {count} cases to the null device: {megabytes:.1f} MB")


main()

"""Times batch against its yardsticks, all in one run: run.py --build BUILD [--count N] [--rounds N] [--long] [--no-duckdb]

The yardsticks: a program that reads every field with simdjson and writes a constant line of the same mean length; for one regime (1970) on
complete cases also DuckDB with a CASE query, which finds out what the file holds or is told the facts to read. What is timed is the whole
process, from file to file, and of DuckDB also the query alone; in each round every program runs twice and the quicker run counts, since whoever
else is on the machine only ever makes a run slower; of each figure the median of the rounds is printed, and ratios. Every program
writes over a file that is already there, as long as the last round left it: otherwise half of what is timed is the system looking for
memory, and where that is lent by a host the half varies from run to run. Before each there is a pause, since what the last
one held may still be being given back when the next begins. Before anything is timed answers are compared: batch with
evaluate, DuckDB with batch. The run refuses to print if the baseline reads less than 250 MB/s, or if an answer differs. --long also
sends ten million cases to the null device and looks at the memory."""
import argparse, itertools, json, os, pathlib, statistics, subprocess, sys, tempfile, time

HERE = pathlib.Path(__file__).resolve().parent
SEED = "7"
PAUSE = 2  # seconds
RUNS = 2   # of each program in each round
RATIOS = {"batch, one job": [("baseline", "of the baseline")], "batch, one job, twice at once": [("batch, one job", "times one job")],
          "batch, two jobs": [("batch, one job", "times one job")],
          "batch, 1970, one job": [("DuckDB", "times DuckDB"), ("DuckDB, its query alone", "times its query"), ("DuckDB, told the facts", "times DuckDB told the facts"), ("baseline, 1970", "of the baseline")],
          "batch, 1970, two jobs": [("DuckDB, two threads", "times DuckDB with two threads"), ("DuckDB, two threads, its query alone", "times its query"),
                                    ("DuckDB, told the facts, two threads", "times DuckDB told the facts")]}


def stop(why):
    sys.exit(f"run.py: {why}")


def written_over(output):
    return open(os.open(output, os.O_RDWR | os.O_CREAT), "r+b")


def timed(command, output):
    """Seconds, and what the command says on standard error; its standard output goes over what is in the file."""
    time.sleep(PAUSE)
    with written_over(output) as file:
        start = time.perf_counter()
        done = subprocess.run([str(word) for word in command], stdout=file, stderr=subprocess.PIPE, text=True)
        seconds = time.perf_counter() - start
        if done.returncode != 0:
            stop(f"{command} ends with {done.returncode}: {done.stderr}")
        file.truncate(file.tell())
    return seconds, done.stderr


def timed_at_once(command, outputs):
    """Seconds until as many processes as there are outputs have ended, all started together: what the machine lets them have."""
    files = [written_over(output) for output in outputs]
    time.sleep(PAUSE)
    start = time.perf_counter()
    children = [subprocess.Popen([str(word) for word in command], stdout=file) for file in files]
    if any([child.wait() != 0 for child in children]):
        stop(f"{command} fails")
    return time.perf_counter() - start


def lines(path, most=None):
    with open(path, encoding="utf-8") as file:
        yield from map(json.loads, itertools.islice(file, most))


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
    (work / "first.json").write_text(json.dumps(list(lines(cases, 500))))
    timed([crossing, "evaluate", work / "first.json", "--format", "flat"], work / "told.jsonl")
    if list(lines(work / "told.jsonl")) != list(lines(answers, 500)):
        stop("batch and evaluate differ")


def compare_with_duckdb(answers, theirs):
    questions = ["disposition", "offence", "custody", "nationality", "application", "referral"]
    for ours, row in itertools.zip_longest(lines(answers), lines(theirs), fillvalue={}):
        told = {question: ours.get(f"1970-sc.{question}.treatment") or None for question in questions}
        undecided = [q for q in questions if ours.get(f"1970-sc.{q}.verdict") not in ("decided", "silent", None)]
        if undecided or ours.get("id") != row.get("id") or any(row[question] != told[question] for question in questions):
            stop(f"DuckDB and batch differ: {row} against {ours}")


def main():
    asked = argparse.ArgumentParser()
    asked.add_argument("--build", default="build")
    asked.add_argument("--count", type=int, default=1000000)
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--long", action="store_true")
    asked.add_argument("--no-duckdb", action="store_true")
    asked = asked.parse_args()
    build = pathlib.Path(asked.build).resolve()
    crossing, baseline = build / "crossing", build / "tests" / "bench_baseline"
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        cases, complete, out, second, alone_out = (work / name for name in ("cases.jsonl", "complete.jsonl", "out.jsonl", "second.jsonl", "alone.jsonl"))
        for path, unknown in ((cases, "0.2"), (complete, "0")):
            with open(path, "w", encoding="utf-8") as file:
                subprocess.run([str(crossing), "generate", "--count", str(asked.count), "--seed", SEED, "--unknown", unknown], stdout=file, check=True)
        memory = [("10,000", peak_memory([crossing, "batch", "-"], cases, 1000, 10))]
        if asked.long:
            memory.append(("10,000,000", peak_memory([crossing, "batch", "-"], cases, 1000, 10000)))
        batch, alone = [crossing, "batch", cases], [crossing, "batch", complete, "--regimes", "1970-sc"]
        for output in (out, second):
            timed(batch, output)
        compare_with_evaluate(crossing, cases, out, work)
        timed(alone, alone_out)
        mean, mean_alone = (path.stat().st_size // asked.count for path in (out, alone_out))
        ducks = {}
        if not asked.no_duckdb:
            subprocess.run(["npm", "install", "--silent", "--prefix", str(work), "@duckdb/node-api"], check=True, stdout=subprocess.DEVNULL)
            (work / "duckdb.mjs").write_text((HERE / "duckdb.mjs").read_text())
            query = ["node", work / "duckdb.mjs", complete, work / "duck.jsonl"]
            ducks = {"DuckDB": query + ["1"], "DuckDB, told the facts": query + ["1", "told"],
                     "DuckDB, two threads": query + ["2"], "DuckDB, told the facts, two threads": query + ["2", "told"]}
        for query in ducks.values():
            timed(query, work / "nothing")
            compare_with_duckdb(alone_out, work / "duck.jsonl")
        rates, speeds = {}, []

        def rate(name, seconds):
            """Of a program, by a call that runs it once."""
            rates.setdefault(name, []).append(asked.count / min(seconds() for _ in range(RUNS)))

        def read_only():
            seconds, said = timed([baseline, cases, mean], out)
            speeds.append(float(said.split()[0]))
            return seconds

        for _ in range(asked.rounds):
            rate("baseline", read_only)
            rate("batch, one job", lambda: timed(batch, out)[0])
            rate("batch, two jobs", lambda: timed(batch + ["--jobs", "2"], out)[0])
            rate("batch, one job, twice at once", lambda: timed_at_once(batch, (out, second)) / 2)
            for name, query in ducks.items():
                alone_seconds = []

                def duck():
                    seconds, said = timed(query, work / "nothing")
                    alone_seconds.append(float(said))
                    return seconds

                rate(name, duck)
                if "told" not in name:
                    rates.setdefault(name + ", its query alone", []).append(asked.count / min(alone_seconds))
            rate("baseline, 1970", lambda: timed([baseline, complete, mean_alone], alone_out)[0])
            rate("batch, 1970, one job", lambda: timed(alone, alone_out)[0])
            rate("batch, 1970, two jobs", lambda: timed(alone + ["--jobs", "2"], alone_out)[0])
        if statistics.median(speeds) < 250:
            stop(f"the baseline reads {statistics.median(speeds):.0f} MB/s here, less than 250: this machine is too busy or too slow to say anything")
        median = {name: statistics.median(values) for name, values in rates.items()}
        print(f"{asked.count} cases of {cases.stat().st_size / asked.count:.0f} bytes, answers of {mean} bytes, medians of {asked.rounds} rounds of the quicker of {RUNS} runs; baseline {statistics.median(speeds):.0f} MB/s\n")
        print("| | cases a second | |\n| --- | ---: | --- |")
        for name, value in median.items():
            ratios = [f"{value / median[other]:.2f} {words}" for other, words in RATIOS.get(name, []) if other in median]
            print(f"| {name} | {value:,.0f} | {', '.join(ratios)} |")
        print()
        for count, megabytes in memory:
            print(f"peak memory, {count} cases to the null device: {megabytes:.1f} MB")


main()

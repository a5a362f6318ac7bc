"""Runs every command that README.md shows and holds what it prints against what is printed there.

    readme.py COMMAND README

In a console block a line "$ crossing …" is a command and the lines after it are its output; a last line "…" stands for the rest.
A command in backquotes in a table must succeed; CASE and ID there stand for a shipped case, and a redirection is left off."""
import re, shlex, subprocess, sys

COMMAND, README = sys.argv[1:]
CASE = "two-refusals"
faults = []
ran = 0


def run(words):
    global ran
    ran += 1
    return subprocess.run([COMMAND, *words], capture_output=True, text=True)


text = open(README, encoding="utf-8").read()
for block in re.findall(r"^```console\n(.*?)^```$", text, re.S | re.M):
    for command, printed in re.findall(r"^\$ crossing (.*)\n((?:(?!\$ ).*\n)*)", block, re.M):
        result = run(shlex.split(command))
        open_end = printed.endswith("\n…\n")
        printed = printed[:-2] if open_end else printed
        same = result.stdout.startswith(printed) if open_end else result.stdout == printed
        if result.returncode != 0 or not same:
            faults.append(f"crossing {command}: prints\n{result.stdout}{result.stderr}instead of\n{printed}")

for row in re.findall(r"^\| `(?:crossing|rules|cases).*$", text, re.M):
    for command in re.findall(r"`((?:crossing |rules |cases |facts)[^`]*)`", row.split(" | ")[0]):
        words = shlex.split(command.split(" > ")[0].removeprefix("crossing "))
        words = [CASE if word in ("CASE", "ID") else word for word in words]
        result = run(words)
        if result.returncode != 0 or not result.stdout:
            faults.append(f"crossing {' '.join(words)}: ends with {result.returncode}: {result.stderr}")

print("\n".join(faults) if faults else f"{ran} commands of README.md do what it says")
sys.exit(1 if faults or ran < 10 else 0)

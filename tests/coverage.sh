#!/bin/bash
# What the tests execute: coverage.sh BUILD, a build folder with CROSSING_COVERAGE in which ctest has been run (preset coverage).
# Prints lines and branches of each stage, and ends with 1 if model, load and engine together fall below the floor.
# Needs gcovr. Left out are branches that only an exception takes, and those on lines without text (closing braces), where
# the compiler alone branches to clean up. Nothing in the source is marked to be left out.
set -euo pipefail
floor_of_lines=97 floor_of_branches=88
build=$(realpath "${1:?usage: coverage.sh BUILD}")
cd "$(dirname "$0")/.."
if [ -z "$(find "$build" -name '*.gcda' -print -quit)" ]; then
  echo "coverage.sh: nothing was counted in $build: configure with CROSSING_COVERAGE, build, and run ctest there" >&2
  exit 1
fi
summary=$(mktemp)
trap 'rm -f "$summary"' EXIT
gcovr --root . --filter include/crossing/ --filter 'src/(model|load|engine|interpret|explain)/' \
  --exclude-throw-branches --exclude-unreachable-branches --json-summary "$summary" "$build"
python3 - "$summary" $floor_of_lines $floor_of_branches <<'PYTHON'
import collections, json, sys

summary, *floors = sys.argv[1:]
counts = collections.defaultdict(lambda: [0, 0, 0, 0])
FIELDS = "line_covered", "line_total", "branch_covered", "branch_total"
for file in json.load(open(summary))["files"]:
    folder = file["filename"].split("/")[1]
    stage = "model" if folder == "crossing" else folder  # what include/crossing holds belongs to the model
    for name in (stage, "together") if stage in ("model", "load", "engine") else (stage,):
        counts[name] = [count + file[field] for count, field in zip(counts[name], FIELDS)]


def percent(covered, total):
    return 100 * covered / total if total else 0.0


low = False
print(f"{'':10}{'lines':>20}{'branches':>22}")
for name in ("model", "load", "engine", "together", "interpret", "explain"):
    lines, all_lines, branches, all_branches = counts[name]
    print(f"{name:10}{lines:>6} of {all_lines:>5}{percent(lines, all_lines):>7.1f} %{branches:>6} of {all_branches:>5}{percent(branches, all_branches):>7.1f} %")
    if name == "together":
        low = percent(lines, all_lines) < float(floors[0]) or percent(branches, all_branches) < float(floors[1])
print(f"model, load and engine together: at least {floors[0]} % of lines and {floors[1]} % of branches" + (": NOT REACHED" if low else ""))
sys.exit(low)
PYTHON

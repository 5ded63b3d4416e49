#!/usr/bin/env python3
"""ci/bench clang PATH [--every N] [--runs N] [--jobs N] [--json FILE]: what a compile database costs, beside clang's own tools on it.

PATH has compile_commands.json or build/compile_commands.json. Three comparisons, each over the same units, commands and number of
processes, in turn, medians of N (3) runs:
  directives:  krepis check for layering, which asks clang for includes alone, and clang-scan-deps 19 on the whole database
  calls:       krepis check for a policy, with every Nth unit (40) alone, and a bare libclang parse of these
  inheritance: for a rule on what classes inherit from, which asks for no calls, and a bare libclang parse without bodies of functions
Then what is kept between runs, for the first two: the run that keeps it, one after which nothing has changed, and runs after a
function more in the middle one of the units, and in the header that most files name; "units" is how many are compiled.
The tree is copied, so that it stays as it is. `semantics` is krepis' phase that reads the database; the whole run has the rest as well.
"""
import argparse
import collections
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import compile_database
from built import bring_up_to_date, krepis
from checks import CALLS, INHERITANCE, LAYERING
from measure import measure

root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))
build = os.path.join(root, "build", "release")
UNITS = re.compile(r"^krepis: (\d+) units of the compile database by a compiler", re.M)
PHASE = re.compile(r"^krepis: semantics +([\d.]+) +([\d.]+)$", re.M)


def checked(name, configuration, scratch, database, jobs, tree):
    """The command that checks with that database alone."""
    config = os.path.join(scratch, name + ".toml")
    table = "" if "[cpp]" in configuration else "[cpp]\n"
    place = f'compile_commands = ["{database}/compile_commands.json"]\n'
    configuration = configuration.replace("[cpp]\n", "[cpp]\n" + place) if not table else configuration + table + place
    with open(config, "w") as file:
        file.write(configuration)
    return [krepis, "check", tree, "--quiet", "--stats", "--no-cache", "--jobs", str(jobs), "--config", config]


def most_named_header(tree):
    """The file of the tree that most others include by its name."""
    headers, named = {}, collections.Counter()
    for folder, _, files in os.walk(tree):
        for name in files:
            if not name.endswith((".h", ".hh", ".hpp", ".cc", ".cpp", ".cxx", ".c")):
                continue
            path = os.path.join(folder, name)
            if name.endswith((".h", ".hh", ".hpp")):
                headers.setdefault(name, []).append(path)
            with open(path, encoding="utf-8", errors="replace") as file:
                named.update(re.findall(r'^\s*#\s*include\s+"([^"]+)"', file.read(), re.M))
    for name, _ in named.most_common():
        found = [path for path in headers.get(os.path.basename(name), []) if path.endswith("/" + name)]
        if len(found) == 1:
            return found[0]
    sys.exit("no header of the tree is included by its name")


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("path")
    parser.add_argument("--every", type=int, default=40)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--json")
    options = parser.parse_args()
    path = os.path.realpath(options.path)
    if compile_database.place_of(path) is None:
        sys.exit(f"{path} has no compile database; make one with: cmake -G Ninja -B build -DCMAKE_EXPORT_COMPILE_COMMANDS=ON")
    bring_up_to_date()
    subprocess.check_call(["cmake", "--build", build, "--target", "bare_libclang"], stdout=sys.stderr)
    scan_deps = shutil.which("clang-scan-deps-19")
    if scan_deps is None:
        sys.exit("clang-scan-deps-19 is missing; it is in Debian's package clang-tools-19")
    with tempfile.TemporaryDirectory() as scratch:
        tree = os.path.join(os.path.realpath(scratch), "tree")
        shutil.copytree(path, tree, symlinks=True, ignore=shutil.ignore_patterns(".git", "*.o", "*.a", "compile_commands.json", "krepis.toml"))
        units = compile_database.units_for_copy(path, tree)
        sample = units[options.every // 2::options.every] or units
        database = compile_database.write(os.path.join(tree, "bench-every"), units)
        compile_database.write(os.path.join(tree, "bench-sample"), sample)
        checks = {
            "directives": checked("directives", LAYERING, scratch, "bench-every", options.jobs, tree),
            "calls": checked("calls", CALLS, scratch, "bench-sample", options.jobs, tree),
            "inheritance": checked("inheritance", INHERITANCE, scratch, "bench-sample", options.jobs, tree),
        }
        lines = "\n".join("\x1f".join([unit["directory"], unit["file"], *unit["arguments"][1:]]) for unit in sample)
        values = {}
        compiled = {}

        def note(name, wall, cpu):
            values.setdefault(name, []).append((wall, cpu))

        def note_krepis(name, command):
            result = measure(command, cwd=tree)
            phase = PHASE.search(result.err)
            if result.code not in (0, 1, 3) or phase is None:
                sys.exit(f"{name} ended with {result.code}:\n{result.err[-2000:]}")
            note(name, result.wall, result.cpu)
            note(name + " semantics", float(phase[1]), float(phase[2]))

        def note_bare(name, mode):
            bare = json.loads(subprocess.check_output([os.path.join(build, "bare_libclang"), str(options.jobs), mode], input=lines, text=True))
            if bare["failed"] != 0:
                print(f"{name}: {bare['failed']} of {bare['units']} units do not parse", file=sys.stderr)
            note(name, bare["wall"] * 1000, bare["cpu"] * 1000)

        for number in range(-1, options.runs):  # the first round warms the page cache
            if number == 0:
                values.clear()
            note_krepis("directives", checks["directives"])
            scan = measure([scan_deps, "-compilation-database", database, "-j", str(options.jobs)], cwd=tree)
            note("clang-scan-deps", scan.wall, scan.cpu)
            if number < 0:
                note_bare("bare skip", "skip")
                continue
            note_krepis("calls", checks["calls"])
            note_bare("bare libclang", "full")
            note_krepis("inheritance", checks["inheritance"])
            note_bare("bare skip", "skip")
        header = most_named_header(tree)
        for name, chosen in (("directives", units), ("calls", sample)):
            command = [word for word in checks[name] if word != "--no-cache"]
            kept = {**os.environ, "XDG_CACHE_HOME": os.path.join(scratch, "kept-" + name)}
            os.mkdir(kept["XDG_CACHE_HOME"])

            def note_kept(row):
                result = measure(command, cwd=tree, env=kept)
                counted = UNITS.search(result.err)
                if result.code not in (0, 1, 3) or counted is None:
                    sys.exit(f"{name} {row} ended with {result.code}:\n{result.err[-2000:]}")
                note(f"{name} {row}", result.wall, result.cpu)
                compiled.setdefault(f"{name} {row}", int(counted[1]))

            def note_unchanged():
                # What has just been written is not taken for settled, and with --stats nothing is said again.
                time.sleep(4)
                measure(command, cwd=tree, env=kept)
                result = measure([word for word in command if word != "--stats"], cwd=tree, env=kept)
                note(f"{name} unchanged", result.wall, result.cpu)

            note_kept("first")
            source = chosen[len(chosen) // 2]
            source = os.path.join(source["directory"], source["file"])
            for number in range(options.runs):
                note_unchanged()
                for row, path in (("source", source), ("header", header)):
                    with open(path, "a") as file:
                        file.write(f"\nstatic inline int KrepisBench{row}{number}() {{ return {number}; }}\n")
                    note_kept(row)
        medians = {name: [statistics.median(column) for column in zip(*found)] for name, found in values.items()}
        print(f"tree {options.path}: {len(units)} units, {len(sample)} of them read for calls; {options.runs} runs, {options.jobs} jobs, medians")
        floors = {"directives": "clang-scan-deps", "directives semantics": "clang-scan-deps", "calls semantics": "bare libclang",
                  "inheritance semantics": "bare skip"}
        report = {"units": len(units), "sample": len(sample), "runs": options.runs, "jobs": options.jobs}
        for name, (wall, cpu) in medians.items():
            key = name.replace(" ", "_").replace("-", "_")
            report[key] = {"wall_ms": round(wall, 1), "cpu_ms": round(cpu, 1)}
            if name in compiled:
                report[key]["units"] = compiled[name]
            line = f"{name:<22} wall {wall:>10.1f} ms   cpu {cpu:>10.1f} ms"
            if name in floors:
                ratios = [statistics.median(own[i] / bare[i] for own, bare in zip(values[name], values[floors[name]])) for i in (0, 1)]
                report[key].update(wall_ratio=round(ratios[0], 3), cpu_ratio=round(ratios[1], 3))
                line += f"   {ratios[0]:.2f} ({ratios[1]:.2f}) times {floors[name]}"
            if name in compiled:
                line += f"   {compiled[name]} units"
            print(line)
        if options.json:
            with open(options.json, "w") as file:
                json.dump(report, file, indent=1)
                file.write("\n")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""ci/bench scale [--sizes 1000,5000,20000,100000] [--runs N] [--jobs 1,2] [--only layering,all,warm]
               [--language typescript|rust|cpp] [--knot] [--json FILE]

What a check costs by the size of a tree: wall time, processor time and memory of all processes, of layering cold, all families cold, and
layering again with nothing changed, on trees that are made (tests/bench/generated_tree.py), beside a bare walk. For every row the exponent:
the slope of its logarithm over that of the files, between neighbouring sizes (1: as the files), and the ratio of the last two sizes.
Medians of N (3) runs. Trees stand in a temporary folder; 100,000 files take half a gigabyte there.
"""
import argparse
import json
import math
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time

import generated_tree
from built import bring_up_to_date, krepis
from checks import ALL, LAYERING
from measure import measure

root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))
build = os.path.join(root, "build", "release")
PHASE = re.compile(r"^krepis: (\w+) +[\d.]+ +([\d.]+)$", re.M)


def run(name, command, env):
    result = measure(command, env=env, memory=True)
    if result.code not in (0, 1):
        sys.exit(f"{name} ended with {result.code}:\n{result.err[-2000:]}")
    return result


def measure_tree(folder, options):
    """By what was done, jobs and unit: the median. Phases in processor time, so that they add up."""
    tree = os.path.join(folder, "tree")
    configs = {}
    for name, text in (("layering", LAYERING), ("all", ALL)):
        configs[name] = os.path.join(folder, name + ".toml")
        with open(configs[name], "w") as file:
            file.write(text)
    env = dict(os.environ, XDG_CACHE_HOME=os.path.join(folder, "cache"))
    values = {}

    def note(what, jobs, unit, value):
        values.setdefault((what, jobs, unit), []).append(value)

    written = time.monotonic()
    for jobs in options.jobs:
        for number in range(options.runs):
            walk = json.loads(subprocess.check_output([os.path.join(build, "bare_walk"), tree, "stat"]))
            note("walk", jobs, "wall ms", walk["wall"] * 1000)
            for what, config, cold in (("layering", "layering", True), ("all", "all", True), ("warm", "layering", False)):
                if what not in options.only:
                    continue
                command = [krepis, "check", tree, "--quiet", "--jobs", str(jobs), "--config", configs[config]]
                if cold:
                    command += ["--no-cache", "--stats"]  # a run with times in it is not said again
                else:
                    # What has just been written is not taken for settled; the first run fills the store.
                    time.sleep(max(0.0, written + 4 - time.monotonic()))
                    if number == 0:
                        run(what, command, env)
                result = run(what, command, env)
                note(what, jobs, "wall ms", result.wall)
                note(what, jobs, "cpu ms", result.cpu)
                note(what, jobs, "MB", result.peak / 1e6)
                if cold:
                    for phase, cpu in PHASE.findall(result.err):
                        note(f"{what} {phase}", jobs, "cpu ms", float(cpu))
    return {key: statistics.median(found) for key, found in values.items()}


def exponent(before, after, files):
    """Of tiny values it says nothing."""
    return math.log(after / before) / math.log(files) if before > 1 and after > 1 else None


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    numbers = lambda text: [int(number) for number in text.split(",")]
    parser.add_argument("--sizes", type=numbers, default=[1000, 5000, 20000, 100000])
    parser.add_argument("--jobs", type=numbers, default=[1, 2])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", type=lambda text: text.split(","), default=["layering", "all", "warm"])
    parser.add_argument("--language", default="typescript", choices=["typescript", "rust", "cpp"])
    parser.add_argument("--knot", action="store_true")
    parser.add_argument("--json")
    options = parser.parse_args()
    bring_up_to_date()
    subprocess.check_call(["cmake", "--build", build, "--target", "bare_walk"], stdout=sys.stderr)
    # Removed at the end, once all is printed: with some file systems that takes longer than to measure.
    with tempfile.TemporaryDirectory() as folder:
        results = []
        for size in options.sizes:
            own = os.path.join(folder, str(size))
            generated_tree.generate(os.path.join(own, "tree"), size, options.language, options.knot)
            results.append(measure_tree(own, options))
            print(f"{size} files measured", file=sys.stderr)
        report(results, options)


def report(results, options):
    print(f"made {options.language} trees{', packages in a knot' if options.knot else ''}; medians of {options.runs} runs; "
          "exponents between neighbours")
    print(f"{'jobs':<5}{'':<26}{'':<8}" + "".join(f"{size:>12}{'':>7}" for size in options.sizes) + f"{'last ratio':>12}")
    rows = []
    for key in results[0]:
        what, jobs, unit = key
        found = [result.get(key) for result in results]
        if None in found:
            continue
        slopes = [None] + [exponent(found[i - 1], found[i], options.sizes[i] / options.sizes[i - 1]) for i in range(1, len(found))]
        ratio = found[-1] / found[-2] if len(found) > 1 and found[-2] > 0 else None
        cells = "".join(f"{value:>12.1f}{f'  ^{slope:.2f}' if slope is not None else '':<7}" for value, slope in zip(found, slopes))
        print(f"{jobs:<5}{what:<26}{unit:<8}{cells}{f'{ratio:>12.2f}' if ratio is not None else ''}")
        rows.append({"what": what, "jobs": jobs, "unit": unit, "values": found, "exponents": slopes[1:], "last_ratio": ratio})
    if options.json:
        with open(options.json, "w") as file:
            json.dump({"language": options.language, "knot": options.knot, "sizes": options.sizes, "runs": options.runs, "rows": rows}, file, indent=1)
            file.write("\n")


if __name__ == "__main__":
    main()

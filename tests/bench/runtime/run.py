#!/usr/bin/env python3
"""ci/bench runtime [--json FILE] [--repetitions N]: what the runtime library's chains cost, beside what else there is.

Runs everything in one go, repetitions interleaved at random so that a machine whose speed drifts moves all alike, and takes
medians of the CPU time of one execution. Installs and builds what it needs.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile

here = os.path.dirname(os.path.realpath(__file__))
root = os.path.dirname(os.path.dirname(os.path.dirname(here)))
program = os.path.join(root, "build", "release", "runtime_bench")

# What is compared: chains of 7 behaviours and a handler.
COMPARED = [
    ("sync_ns", "Sync/7", "krepis, synchronous"),
    ("async_ns", "Async/7", "krepis, asynchronous"),
    ("handwritten_ns", "Handwritten/7", "written by hand, same guarantees"),
    ("std_function_ns", "StdFunction/7", "std::function closures, no guarantees"),
    ("restinio_ns", "Restinio", "RESTinio sync_chain: on the way in only, no guarantees"),
    ("lookup_ns", "Lookup", "asking the provider for a cached chain"),
]


def prepare():
    script = """
        . ci/bootstrap.sh && install_packages build bench && install_grammars || exit
        if [[ ! -e build/release/build.ninja ]] || ! ninja -C build/release -t query runtime_bench >/dev/null 2>&1; then
          cmake --fresh --preset release >&2 || exit  # what was just installed is found
        fi
        build release runtime_bench && npm ci --prefix tests/bench/runtime/koa --loglevel=error >&2
    """
    subprocess.check_call(["bash", "-c", script], cwd=root, env=dict(os.environ, root=root))


def run_program(repetitions):
    """Per benchmark: the median over repetitions of its CPU time, and its counters."""
    with tempfile.NamedTemporaryFile(suffix=".json") as out:
        subprocess.check_call(
            [program, f"--benchmark_repetitions={repetitions}", "--benchmark_enable_random_interleaving=true",
             "--benchmark_min_time=0.05", f"--benchmark_out={out.name}", "--benchmark_out_format=json"],
            stdout=subprocess.DEVNULL)
        runs = json.load(out)["benchmarks"]
    names = {}
    for run in runs:
        if run.get("error_occurred"):
            sys.exit(f"{run['name']}: {run['error_message']}")
        if run["run_type"] == "iteration":
            names.setdefault(run["run_name"], []).append(run)
    return names


def main():
    parser = argparse.ArgumentParser(prog="ci/bench runtime", description=__doc__)
    parser.add_argument("--json", metavar="FILE", help="writes the figures there too")
    parser.add_argument("--repetitions", type=int, default=15)
    arguments = parser.parse_args()
    prepare()
    runs = run_program(arguments.repetitions)

    def median(name, figure="cpu_time"):
        return statistics.median(run[figure] for run in runs[name])

    figures = {key: round(median(name), 1) for key, name, _ in COMPARED if name in runs}
    figures["koa_ns"] = float(subprocess.check_output(["node", os.path.join(here, "koa", "koa_bench.mjs")]))
    for form in ("Sync", "Async", "StdFunction"):
        if f"{form}/7" in runs:
            key = {"StdFunction": "std_function"}.get(form, form.lower())
            figures[f"{key}_allocations"] = max(run["allocations"] for run in runs[f"{form}/7"])
    figures["sync_to_handwritten"] = round(figures["sync_ns"] / figures["handwritten_ns"], 2)
    for form in ("Sync", "Async", "Handwritten"):
        lengths = {int(name.split("/")[1]): median(name) for name in runs if name.startswith(f"{form}/")}
        if len(lengths) < 2:
            continue
        ordered = sorted(lengths)
        figures[f"{form.lower()}_ns_per_behavior"] = {
            f"{a}..{b}": round((lengths[b] - lengths[a]) / (b - a), 1) for a, b in zip(ordered, ordered[1:])}
    figures["executions_per_second"] = {
        name.rsplit(":", 1)[1]: round(median(name, "items_per_second"))
        for name in sorted(runs) if name.startswith("SyncThreads/")}

    print(f"chains of 7 behaviours; medians of {arguments.repetitions} repetitions, ns of CPU per execution")
    for key, name, what in COMPARED + [("koa_ns", "", "koa-compose under Node, no guarantees")]:
        if key in figures:
            ratio = figures[key] / figures["handwritten_ns"]
            print(f"{key:<16} {figures[key]:8.1f}  {ratio:5.2f}  {what}")
    for key, value in figures.items():
        if isinstance(value, dict) or key.endswith("allocations"):
            print(f"{key}: {json.dumps(value)}")
    if arguments.json:
        with open(arguments.json, "w") as file:
            json.dump(figures, file, indent=2)
            file.write("\n")


main()

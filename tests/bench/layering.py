#!/usr/bin/env python3
"""ci/bench layering PATH FROM TO [RUNS]: layering of a TypeScript tree, cold, beside fallow, dependency-cruiser and a bare scan.

PATH holds a folder src with its tsconfig.json; FROM and TO are folders below PATH. Every tool checks the same two things: nothing
in FROM depends on TO, and no files depend on each other in a circle. The tree is copied, so that it stays as it is. RUNS (5) rounds
of all but dependency-cruiser, which runs once; medians. The peers are installed from npm, in the versions named here.
"""
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

from built import bring_up_to_date, krepis

PEERS = ["fallow@3.3.0", "dependency-cruiser@17.4.3", "typescript@5.9.3"]
root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))
build = os.path.join(root, "build", "release")


def configure(tree, source, target):
    """One configuration for each tool, of the same two rules."""
    with open(os.path.join(tree, "krepis.toml"), "w") as file:
        file.write(f"""version = 1
[workspace]
unclassified = "allow"
[modules]
source = {{ files = ["{source}/**"] }}
target = {{ files = ["{target}/**"] }}
[[rules]]
id = "not-up"
deny = {{ from = "source", to = "target" }}
[[rules]]
id = "no-cycles"
cycles = {{ level = "file", within = "*" }}
""")
    with open(os.path.join(tree, ".fallowrc.json"), "w") as file:
        json.dump({
            "entry": ["src/**/*.ts", "src/**/*.tsx"],
            "boundaries": {
                "zones": [{"name": "source", "patterns": [f"{source}/**"]}, {"name": "target", "patterns": [f"{target}/**"]}],
                "rules": [{"from": "source", "allow": ["source"]}],
            },
        }, file)
    with open(os.path.join(tree, "cruiser.cjs"), "w") as file:
        file.write("module.exports = " + json.dumps({
            "forbidden": [
                {"name": "not-up", "severity": "error", "from": {"path": f"^{source}/"}, "to": {"path": f"^{target}/"}},
                {"name": "no-cycles", "severity": "error", "from": {}, "to": {"circular": True}},
            ],
            "options": {
                "tsPreCompilationDeps": True,
                "tsConfig": {"fileName": os.path.join(tree, "src", "tsconfig.json")},
                "doNotFollow": {"path": "node_modules"},
            },
        }))


def run(tree, command, codes, said=""):
    """Seconds of wall time; `said` is what the output has to contain, where exit codes do not tell."""
    started = time.monotonic()
    process = subprocess.run(command, cwd=tree, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    wall = time.monotonic() - started
    if (codes is not None and process.returncode not in codes) or said not in process.stdout:
        sys.exit(f"{command[0]} failed with {process.returncode}:\n{process.stdout[-2000:]}\n{process.stderr[-2000:]}")
    return wall


def main(arguments):
    if len(arguments) < 3 or not os.path.isdir(os.path.join(arguments[0], "src")):
        sys.exit(__doc__)
    path, source, target = arguments[:3]
    runs = int(arguments[3]) if len(arguments) > 3 else 5
    jobs = str(os.cpu_count())
    bring_up_to_date()
    subprocess.check_call(["cmake", "--build", build, "--target", "bare_scan"], stdout=sys.stderr)
    with tempfile.TemporaryDirectory() as folder:
        subprocess.check_call(["npm", "install", "--no-audit", "--no-fund", "--prefix", folder] + PEERS, stdout=sys.stderr)
        bin_folder = os.path.join(folder, "node_modules", ".bin")
        fallow = os.path.join(folder, "node_modules", "@fallow-cli", "linux-x64-gnu", "fallow")
        if not os.path.exists(fallow):
            fallow = os.path.join(bin_folder, "fallow")
        tree = os.path.join(folder, "tree")
        os.mkdir(tree)
        shutil.copytree(os.path.join(path, "src"), os.path.join(tree, "src"), symlinks=True)
        if os.path.exists(os.path.join(path, "package.json")):
            shutil.copy(os.path.join(path, "package.json"), tree)
        configure(tree, source, target)

        walls = {"scan": [], "krepis": [], "fallow": []}
        for round_number in range(-1, runs):  # the first round warms the page cache
            shutil.rmtree(os.path.join(tree, ".fallow"), ignore_errors=True)
            scan = json.loads(subprocess.check_output([os.path.join(build, "bare_scan"), tree, jobs]))
            checked = run(tree, [krepis, "check", "--quiet", "--no-cache", "--jobs", jobs], (0, 1, 3))
            peer = run(tree, [fallow, "dead-code", "--circular-deps", "--boundary-violations", "-r", ".", "--summary"], (0, 1))
            if round_number >= 0:
                walls["scan"].append(scan["wall"])
                walls["krepis"].append(checked)
                walls["fallow"].append(peer)
        cruiser = run(tree, ["node", "--max-old-space-size=12000", os.path.join(bin_folder, "depcruise"), "src", "-c", "cruiser.cjs",
                             "-T", "err"], None, "dependencies cruised")  # exits with the number of errors
        median = {name: statistics.median(times) for name, times in walls.items()}
        print(f"tree     {arguments[0]}: {scan['files']} files, {scan['bytes'] / 1e6:.1f} MB; {runs} rounds, {jobs} jobs, medians")
        for name, text in (("scan", "walk, read, look for words"), ("krepis", "krepis check"), ("fallow", PEERS[0] + ", no cache")):
            times = walls[name]
            print(f"{name:<8} {median[name]:7.2f} s ({min(times):.2f}..{max(times):.2f})  {median[name] / median['krepis']:6.1f}  {text}")
        print(f"cruiser  {cruiser:7.2f} s               {cruiser / median['krepis']:6.1f}  {PEERS[1]}, once, no cache")


main(sys.argv[1:])

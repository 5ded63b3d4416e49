#!/usr/bin/env python3
"""ci/bench tree PATH [--json FILE] [--runs N] [--peers]: a tree by krepis, cold and warm, beside bare walks, a bare parse and other tools.

PATH is copied. Every round runs everything once, so that a machine whose speed drifts does not change ratios; N (5) rounds, medians in
milliseconds. Layering is file cycles and unresolved imports; "all" adds orders, contracts, and a policy that grants nothing. With --peers
the other tools are installed from npm, and each finds the cycles of the tree, or as much of that as it can; what fails is left out.
"""
import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time

NPM = ["fallow@3.3.0", "dependency-cruiser@17.4.3", "typescript@5.9.3", "oxlint@1.94.0", "madge@8.0.0", "@ast-grep/cli@0.51.1"]
root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))
build = os.path.join(root, "build", "release")
krepis = os.path.join(build, "krepis")

LAYERING = """version = 1
[workspace]
unclassified = "allow"
[ordering]
presets = []
[severity]
"contract/*" = "off"
"ordering/*" = "off"
[[rules]]
id = "no-cycles"
cycles = { level = "file", within = "*" }
"""
ALL = """version = 1
[modules.everything]
files = ["**"]
[[rules]]
id = "no-cycles"
cycles = { level = "file", within = "*" }
[sandbox]
default = "deny"
"""


def memory_of_tree(pid):
    """Proportional set size of a process and all below it, in bytes."""
    total = 0
    pending = [pid]
    while pending:
        current = pending.pop()
        try:
            with open(f"/proc/{current}/smaps_rollup") as file:
                total += next(int(line.split()[1]) for line in file if line.startswith("Pss:"))
            with open(f"/proc/{current}/task/{current}/children") as file:
                pending += [int(child) for child in file.read().split()]
        except (OSError, StopIteration):
            pass
    return total * 1024


def timed(command, codes, cwd, env=None, text=None, peak=None):
    """Milliseconds of wall time; None when the program is missing or fails."""
    started = time.monotonic()
    try:
        process = subprocess.Popen(command, cwd=cwd, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    except OSError:
        return None
    sampler = None
    if peak is not None:
        def sample():
            while process.poll() is None:
                peak.append(memory_of_tree(process.pid))
                time.sleep(0.02)
        sampler = threading.Thread(target=sample)
        sampler.start()
    _, err = process.communicate(text.encode() if text else None)
    wall = (time.monotonic() - started) * 1000
    if sampler:
        sampler.join()
    if codes is not None and process.returncode not in codes:
        print(f"{command[0]} ended with {process.returncode}: {err.decode(errors='replace')[-300:]}", file=sys.stderr)
        return None
    return wall


def install_peers(folder):
    subprocess.check_call(["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", folder] + NPM, stdout=sys.stderr)
    binaries = os.path.join(folder, "node_modules", ".bin")
    native = {
        "fallow": os.path.join(folder, "node_modules", "@fallow-cli", "linux-x64-gnu", "fallow"),
        "ast-grep": os.path.join(folder, "node_modules", "@ast-grep", "cli-linux-x64-gnu", "ast-grep"),
    }
    return {name: native[name] if os.path.exists(native.get(name, "")) else os.path.join(binaries, name)
            for name in ("fallow", "depcruise", "oxlint", "madge", "ast-grep")}


def peer_commands(tools, tree, scratch):
    """By name: the command, and the exit codes that mean that it has done its work (None: any)."""
    cruiser = os.path.join(scratch, "cruiser.cjs")
    with open(cruiser, "w") as file:
        file.write('module.exports = { forbidden: [{ name: "no-cycles", severity: "error", from: {}, to: { circular: true } }], '
                   'options: { tsPreCompilationDeps: true, doNotFollow: { path: "node_modules" } } };\n')
    commands = {
        "fallow": ([tools["fallow"], "dead-code", "--circular-deps", "-r", ".", "--summary", "--no-cache"], (0, 1)),
        "oxlint": ([tools["oxlint"], "--import-plugin", "-A", "all", "-D", "import/no-cycle", "--quiet", "."], (0, 1)),
        "dependency_cruiser": (["node", "--max-old-space-size=12000", tools["depcruise"], ".", "-c", cruiser, "-T", "err"], None),
        "ast_grep": ([tools["ast-grep"], "run", "-p", "require($A)", "-l", "ts", "--json=compact", "."], (0, 1)),
        "madge": (["node", "--max-old-space-size=12000", tools["madge"], "--circular", "--extensions", "ts,tsx,js,mjs,cjs", "."], (0, 1)),
    }
    database = next((os.path.join(tree, name) for name in ("compile_commands.json", "build/compile_commands.json")
                     if os.path.exists(os.path.join(tree, name))), None)
    if database and shutil.which("clang-scan-deps-19"):
        commands["clang_scan_deps"] = (["clang-scan-deps-19", "-compilation-database", database, "-j", str(os.cpu_count())], None)
    return commands


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("path")
    parser.add_argument("--json")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--peers", action="store_true")
    options = parser.parse_args()
    jobs = os.cpu_count()
    subprocess.check_call([os.path.join(root, "ci", "krepis"), "--version"], stdout=sys.stderr)
    subprocess.check_call(["cmake", "--build", build, "--target", "bare_walk", "bare_parse"], stdout=sys.stderr)
    with tempfile.TemporaryDirectory() as scratch:
        tree = os.path.join(scratch, "tree")
        shutil.copytree(options.path, tree, symlinks=True, ignore=shutil.ignore_patterns(".git"))
        for name in ("krepis.toml", "krepis.baseline"):
            if os.path.exists(os.path.join(tree, name)):
                os.remove(os.path.join(tree, name))
        configs = {}
        for name, text in (("layering", LAYERING), ("all", ALL)):
            configs[name] = os.path.join(scratch, name + ".toml")
            with open(configs[name], "w") as file:
                file.write(text)
        # What is kept of files is kept for what was looked for last: two configurations in turn would take it from each other.
        env = dict(os.environ, XDG_CACHE_HOME=os.path.join(scratch, "cache"))
        env_all = dict(os.environ, XDG_CACHE_HOME=os.path.join(scratch, "cache-all"))
        graph = json.loads(subprocess.check_output([krepis, "graph", tree, "--format", "json", "--no-cache"], env=env))
        sources = [node["id"] for node in graph["nodes"]]
        listing = "\n".join(sources)
        changed = os.path.join(tree, sorted(sources, key=len)[len(sources) // 2])
        peers = peer_commands(install_peers(os.path.join(scratch, "npm")), tree, scratch) if options.peers else {}
        check = [krepis, "check", tree, "--quiet", "--config"]
        cold = [*check, configs["layering"], "--no-cache"]
        warm = [*check, configs["layering"]]
        codes = (0, 1, 3)
        times = {}
        peaks = {"layering": [], "all": []}
        sizes = {}

        def note(name, wall):
            if wall is not None:
                times.setdefault(name, []).append(wall)

        written = time.monotonic()
        for number in range(-1, options.runs):  # the first round warms the page cache and fills the store
            walk = json.loads(subprocess.check_output([os.path.join(build, "bare_walk"), tree, "stat"]))
            read = json.loads(subprocess.check_output([os.path.join(build, "bare_walk"), tree, "read"]))
            parse = json.loads(subprocess.check_output([os.path.join(build, "bare_parse"), tree, str(jobs)], input=listing, text=True))
            sizes = {"files": parse["files"], "bytes": parse["bytes"]}
            results = {"walk": walk["wall"] * 1000, "walk_read": read["wall"] * 1000, "parse": parse["wall"] * 1000,
                       "layering_cold": timed(cold, codes, tree, env),
                       "all_cold": timed([*check, configs["all"], "--no-cache"], codes, tree, env)}
            # Apart from what is timed: to ask for the memory takes time.
            timed(cold, codes, tree, env, peak=peaks["layering"])
            timed([*check, configs["all"], "--no-cache"], codes, tree, env, peak=peaks["all"])
            # What has just been written is not taken for settled, and what a run found is kept for the next one.
            time.sleep(max(0.0, written + 4 - time.monotonic()))
            for name, command, kept in (("warm", warm, env), ("all_warm", [*check, configs["all"]], env_all)):
                timed(command, codes, tree, kept)
                results[name] = timed(command, codes, tree, kept)
            with open(changed, "a") as file:
                file.write("\n")
            written = time.monotonic()
            results["warm_one_changed"] = timed(warm, codes, tree, env)
            results["all_warm_one_changed"] = timed([*check, configs["all"]], codes, tree, env_all)
            for name, (command, expected) in peers.items():
                results[name] = timed(command, expected, tree)
            if number >= 0:
                for name, wall in results.items():
                    note(name, wall)
        medians = {name: round(statistics.median(walls), 2) for name, walls in times.items()}
        medians["peak_rss_mb"] = round(max(peaks["all"]) / 1e6, 1)
        medians["layering_peak_rss_mb"] = round(max(peaks["layering"]) / 1e6, 1)
        print(f"tree {options.path}: {sizes['files']} files, {sizes['bytes'] / 1e6:.1f} MB; {options.runs} rounds, {jobs} jobs, medians in ms")
        for name, value in medians.items():
            spread = f"({min(times[name]):.1f}..{max(times[name]):.1f})" if name in times else ""
            print(f"{name:<22} {value:>10.1f} {spread}")
        if options.json:
            with open(options.json, "w") as file:
                json.dump({**medians, **sizes, "runs": options.runs, "jobs": jobs}, file, indent=1)
                file.write("\n")


main()

#!/usr/bin/env python3
"""ci/bench tree PATH [--json FILE] [--runs N] [--seconds N] [--peers] [--peer-runs N]: a tree by krepis, cold and warm, beside bare walks,
a bare parse and other tools.

PATH is copied. Every round runs everything once, so that a machine whose speed drifts does not change ratios; N (5) rounds, medians in
milliseconds. Layering is file cycles and unresolved imports; "all" adds orders, contracts, and a policy that grants nothing. Edited is a
file with one declaration more, changed one with an import more. With --peers the other tools are installed from npm, and each finds the
cycles of the tree, or as much of that as it can, with what resolves its imports (the tree's own tsconfig.json); it runs in the first
rounds (all; --peer-runs), what fails or takes ten minutes is left out and the reason printed. How much they found is printed too.

A tree with a compile database is measured with it, and beside clang-scan-deps; of its units krepis and clang-scan-deps get as many as krepis
reads in a hundredth of the time that all may take (--seconds, 240; 0: no bound, all units), evenly from all of them: what is cold
compiles them all. No round begins that would not end in that time, after the first.
"""
import argparse
import json
import math
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
from checks import ALL, LAYERING
from measure import measure, worked

NPM = ["fallow@3.3.0", "dependency-cruiser@17.4.3", "typescript@5.9.3", "oxlint@1.94.0", "madge@8.0.0", "@ast-grep/cli@0.51.1"]
PEER_SECONDS = 600
CODES = (0, 1, 3)
root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))
build = os.path.join(root, "build", "release")


def install_peers(folder):
    subprocess.check_call(["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", folder] + NPM, stdout=sys.stderr)
    binaries = os.path.join(folder, "node_modules", ".bin")
    native = {
        "fallow": os.path.join(folder, "node_modules", "@fallow-cli", "linux-x64-gnu", "fallow"),
        "ast-grep": os.path.join(folder, "node_modules", "@ast-grep", "cli-linux-x64-gnu", "ast-grep"),
    }
    return {name: native[name] if os.path.exists(native.get(name, "")) else os.path.join(binaries, name)
            for name in ("fallow", "depcruise", "oxlint", "madge", "ast-grep")}


class Peer:
    """`codes` mean that it has done its work (None: any, `found` tells); `found` matches what it says that it found."""

    def __init__(self, command, codes, found):
        self.command, self.codes, self.found = command, codes, re.compile(found)

    def count(self, text):
        """The number that it tells, or how often it tells one; None: it has not done its work."""
        matches = self.found.findall(text)
        if matches and re.fullmatch(r"\d+", matches[-1]):
            return int(matches[-1])
        return len(matches) or None


def peers_for(languages, tools, tree, scratch):
    """By name, those that can read what the tree is written in."""
    peers = {}
    if languages & {"typescript", "tsx", "javascript"}:
        resolver = {"fileName": os.path.join(tree, "tsconfig.json")} if os.path.exists(os.path.join(tree, "tsconfig.json")) else None
        cruiser = os.path.join(scratch, "cruiser.cjs")
        with open(cruiser, "w") as file:
            file.write("module.exports = " + json.dumps({
                "forbidden": [{"name": "no-cycles", "severity": "error", "from": {}, "to": {"circular": True}}],
                "options": {"tsPreCompilationDeps": True, "doNotFollow": {"path": "node_modules"}, **({"tsConfig": resolver} if resolver else {})},
            }))
        node = ["node", "--max-old-space-size=12000"]
        peers["fallow"] = Peer([tools["fallow"], "dead-code", "--circular-deps", "-r", ".", "--summary", "--no-cache"], (0, 1),
                               r"(\d+) +Circular dependencies")
        peers["oxlint"] = Peer([tools["oxlint"], "--import-plugin", "-A", "all", "-D", "import/no-cycle", "--silent"]
                               + (["--tsconfig", resolver["fileName"]] if resolver else []) + ["."], (0, 1), r"(\d+) errors?\.")
        # Its exit code is the number of errors, and it says how much it has read where it got to the end.
        peers["dependency_cruiser"] = Peer([*node, tools["depcruise"], ".", "-c", cruiser, "-T", "err"], None, r"(\d+) dependencies cruised")
        peers["madge"] = Peer([*node, tools["madge"], "--circular", "--no-spinner", "--extensions", "ts,tsx,js,mjs,cjs"]
                              + (["--ts-config", resolver["fileName"]] if resolver else []) + ["."], (0, 1), r"Found (\d+) circular")
    pattern = next(((name, text) for own, name, text in (("typescript", "ts", "require($A)"), ("rust", "rust", "unsafe { $$$A }"),
                                                         ("cpp", "cpp", "reinterpret_cast<$A>($B)")) if own in languages), None)
    if pattern:
        peers["ast_grep"] = Peer([tools["ast-grep"], "run", "-p", pattern[1], "-l", pattern[0], "--json=compact", "."], (0, 1), r'"file":')
    return peers


def scan_deps(database):
    """clang's own reader of what units include; None where it is not installed."""
    program = shutil.which("clang-scan-deps-19")
    return Peer([program, "-compilation-database", database, "-j", str(os.cpu_count())], None, r"(?m)^\S+:") if program else None


def write_sample(path, tree, check, seconds):
    """Writes the compile database of `path` for the copy, or what of it fits. Where it is, how many units it has, and how many there are."""
    place = compile_database.place_of(path)
    if place is None:
        return None, 0, 0
    units = compile_database.units_for_copy(path, tree)
    database = compile_database.write(os.path.dirname(os.path.join(tree, place)), units)
    sample = units
    if seconds:
        whole = worked("the whole compile database", check, CODES, cwd=tree)
        semantics = whole and re.search(r"semantics +([\d.]+)", whole.err)
        every = math.ceil(float(semantics[1]) / 10 / seconds) if semantics else 1
        if every > 1:
            sample = units[every // 2::every] or units
            compile_database.write(os.path.dirname(database), sample)
    return database, len(sample), len(units)


def edited(text, path, number):
    """The text with one declaration more, which imports nothing; another for every number."""
    name = f"bench_edit_{number}"
    line = {"rs": f"#[allow(dead_code)]\nconst {name.upper()}: usize = {number};", "js": f"const {name} = {number};"}
    language = "rs" if path.endswith(".rs") else "js" if re.search(r"\.[cm]?[jt]sx?$", path) else "cpp"
    return text.rstrip("\n") + "\n" + line.get(language, f"static const int {name} = {number};") + "\n"


def with_import(text, path, edges, number):
    """The text with an import more, of a file of the tree where there is one to be had; another for every number."""
    if path.endswith(".rs"):
        package = path.split("/src/")[0] + "/src/"
        paths = sorted({edge["specifier"] for edge in edges if edge["from"].startswith(package) and edge["resolution"] == "resolved"
                        and re.fullmatch(r"crate(::\w+)+", edge["specifier"])}) or ["std::collections::BTreeMap"]
        return text + f"use {paths[number % len(paths)]} as _;\n"
    own = re.search(r"\.[cm]?[jt]sx?$", path) is not None
    targets = sorted({edge["to"] for edge in edges if edge["resolution"] == "resolved" and edge["to"] != path
                      and not edge["to"].endswith(".d.ts") and (re.search(r"\.[cm]?[jt]sx?$", edge["to"]) is not None) == own and not edge["to"].endswith(".rs")})
    target = os.path.relpath(targets[number * 7919 % len(targets)] if targets else path, os.path.dirname(path) or ".")
    if own:
        return text + f'import "{target if target.startswith(".") else "./" + target}";\n'
    return text + f'#include "{target}"\n'


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("path")
    parser.add_argument("--json")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=240)
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--peer-runs", type=int)
    options = parser.parse_args()
    jobs = os.cpu_count()
    bring_up_to_date()
    subprocess.check_call(["cmake", "--build", build, "--target", "bare_walk", "bare_scan", "bare_parse"], stdout=sys.stderr)
    with tempfile.TemporaryDirectory() as scratch:
        tree = os.path.join(os.path.realpath(scratch), "tree")
        shutil.copytree(options.path, tree, symlinks=True, ignore=shutil.ignore_patterns(".git", "compile_commands.json"))
        for name in ("krepis.toml", "krepis.baseline"):
            if os.path.exists(os.path.join(tree, name)):
                os.remove(os.path.join(tree, name))
        configs = {}
        for name, text in (("layering", LAYERING), ("all", ALL)):
            configs[name] = os.path.join(scratch, name + ".toml")
            with open(configs[name], "w") as file:
                file.write(text)
        # Each has a cache of its own, so that neither's trimming is measured with the other.
        check = {name: [krepis, "check", tree, "--quiet", "--config", configs[name]] for name in configs}
        database, units, all_units = write_sample(os.path.realpath(options.path), tree, [*check["layering"], "--no-cache", "--stats"],
                                                  options.seconds)
        kept = {name: dict(os.environ, XDG_CACHE_HOME=os.path.join(scratch, "cache-" + name)) for name in configs}
        graph = json.loads(subprocess.check_output([krepis, "graph", tree, "--format", "json", "--no-cache"]))
        sources = [node["id"] for node in graph["nodes"]]
        languages = [node["language"] for node in graph["nodes"]]
        listing = "\n".join(sources)
        # The middle one by its path's length, of the language that most are written in.
        main_language = statistics.mode(languages)
        own = sorted((path for path, language in zip(sources, languages) if language == main_language), key=lambda path: (len(path), path))
        chosen = own[len(own) // 2]
        with open(os.path.join(tree, chosen)) as file:
            original = file.read()
        common = {language for language in set(languages) if languages.count(language) * 20 >= len(languages)}
        peers = peers_for(common, install_peers(os.path.join(scratch, "npm")), tree, scratch) if options.peers else {}
        if database and scan_deps(database):
            peers["clang_scan_deps"] = scan_deps(database)
        times = {}
        rounds = 0
        peaks = {name: 0 for name in configs}
        found = {}
        sizes = {}
        parsed = None
        started = written = time.monotonic()
        settled = False

        def run(name, command, **how):
            result = worked(name, command, CODES, cwd=tree, **how)
            return result.wall if result else None

        def settle():
            """What has just been written is not taken for settled, and what a run found is kept for the next one."""
            nonlocal settled
            if settled:
                return
            settled = True
            time.sleep(max(0.0, written + 4 - time.monotonic()))
            for name in configs:
                run(name, check[name], env=kept[name])

        def after_writing(text, row, results):
            nonlocal written, settled
            settle()
            with open(os.path.join(tree, chosen), "w") as file:
                file.write(text)
            written = time.monotonic()
            settled = False
            for name, prefix in (("layering", ""), ("all", "all_")):
                results[prefix + row] = run(name, check[name], env=kept[name])

        for number in range(-1, options.runs):  # before the first round the page cache is warmed and the store filled
            walk = json.loads(subprocess.check_output([os.path.join(build, "bare_walk"), tree, "stat"]))
            read = json.loads(subprocess.check_output([os.path.join(build, "bare_walk"), tree, "read"]))
            scan = json.loads(subprocess.check_output([os.path.join(build, "bare_scan"), tree, str(jobs)]))
            parse = json.loads(subprocess.check_output([os.path.join(build, "bare_parse"), tree, str(jobs)], input=listing, text=True))
            sizes = {"files": parse["files"], "bytes": parse["bytes"]}
            results = {"walk": walk["wall"] * 1000, "walk_read": read["wall"] * 1000, "walk_read_scan": scan["wall"] * 1000,
                       "parse": parse["wall"] * 1000}
            for name in configs:
                results[name + "_cold"] = run(name, [*check[name], "--no-cache"])
                # Apart from what is timed: to ask for the memory takes time.
                peak = worked(name, [*check[name], "--no-cache", "--stats"], CODES, cwd=tree, memory=True)
                if peak:
                    peaks[name] = max(peaks[name], peak.peak)
                    parsed = re.search(r"(\d+) by a parser", peak.err) if name == "all" else parsed
            settle()
            if number < 0:
                started = time.monotonic()
                continue
            for name, prefix in (("layering", ""), ("all", "all_")):
                results[prefix + "warm"] = run(name, check[name], env=kept[name])
            own_text = edited(original, chosen, number + 2)
            after_writing(own_text, "warm_one_edited", results)
            after_writing(with_import(own_text, chosen, graph["edges"], number + 2), "warm_one_changed", results)
            for name, peer in peers.items():
                # One that has failed is not tried again.
                if number >= (options.peer_runs or options.runs) or found.get(name, 0) is None:
                    continue
                result = worked(name, peer.command, peer.codes, cwd=tree, limit=PEER_SECONDS)
                found[name] = peer.count(result.out + result.err) if result else None
                if found[name] is None:
                    print(f"{name} is left out: it has not found anything", file=sys.stderr)
                    times.pop(name, None)
                else:
                    times.setdefault(name, []).append(result.wall)
            for name, wall in results.items():
                if wall is not None:
                    times.setdefault(name, []).append(wall)
            rounds = number + 1
            passed = time.monotonic() - started
            if database and options.seconds and passed / rounds * (rounds + 1) > 0.75 * options.seconds:
                break
        medians = {name: round(statistics.median(walls), 2) for name, walls in times.items()}
        medians["peak_rss_mb"] = round(peaks["all"] / 1e6, 1)
        medians["layering_peak_rss_mb"] = round(peaks["layering"] / 1e6, 1)
        print(f"tree {options.path}: {sizes['files']} files, {sizes['bytes'] / 1e6:.1f} MB; {rounds} rounds, {jobs} jobs, medians in ms")
        if database:
            print(f"compile database: {units} of its {all_units} units")
        for name, value in medians.items():
            spread = f"({min(times[name]):.1f}..{max(times[name]):.1f})" if name in times else ""
            says = f" {found[name]} found" if name in found else ""
            print(f"{name:<22} {value:>10.1f} {spread}{says}")
        print_ratios(medians, sizes["bytes"], int(parsed[1]) if parsed else 0)
        if options.json:
            with open(options.json, "w") as file:
                json.dump({**medians, **sizes, "parsed_files": int(parsed[1]) if parsed else 0, "found": found, "runs": rounds,
                           "jobs": jobs, "units": units, "all_units": all_units}, file, indent=1)
                file.write("\n")


def print_ratios(medians, size, parsed):
    """What the rows come to as against what bounds them."""
    for name, floor, what in (("layering_cold", "walk_read_scan", "walk, read, look for words"),
                              ("all_cold", "parse", f"bare parse of all files ({parsed} of them have to be parsed)"),
                              ("warm", "walk", "bare walk with stat")):
        if name in medians and medians.get(floor):
            print(f"{name:<22} {medians[name] / medians[floor]:>10.2f} times: {what}")
    for name, own in (("layering", "layering_peak_rss_mb"), ("all", "peak_rss_mb")):
        share = max(0.0, medians[own] * 1e6 - 60e6) / size
        print(f"{name + ' memory':<22} {medians[own]:>10.1f} MB: 60 MB and {share:.2f} bytes per source byte")
    for name in ("fallow", "oxlint", "dependency_cruiser", "madge", "ast_grep", "clang_scan_deps"):
        if name in medians:
            print(f"{name:<22} {medians[name] / medians['layering_cold']:>10.1f} times the time of layering_cold")


if __name__ == "__main__":
    main()

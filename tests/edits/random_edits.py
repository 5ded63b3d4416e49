#!/usr/bin/env python3
"""random_edits.py KREPIS PATH [STEPS] [SEED] [--all]: see ci/edits.

Edits come as people make them: lines in one file, often imports, now and then in several at once; files that come, go and move; a line in a
manifest; a folder that is renamed; a step back. Every third waits until the files have settled: what is newer than that is read again
in any case, and less of what is kept is used.
"""
import collections
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.realpath(__file__)), "..", "bench"))
from checks import ALL, LAYERING  # noqa: E402

SOURCE = re.compile(r"\.([cm]?[jt]sx?|rs|cc|cpp|cxx|c|hpp|hh|h)$")
MANIFEST = re.compile(r"(^|/)(package\.json|tsconfig[\w.]*\.json|Cargo\.toml|CMakeLists\.txt|deno\.json)$")
IMPORT = re.compile(rb"\s*(import|export .* from|pub use|use|mod|pub mod|#\s*include)\b")
SETTLE = 3.2  # seconds, more than krepis waits until it trusts a file's times


class Tree:
    def __init__(self, path, seed):
        self.path = path
        self.random = random.Random(seed)
        self.created = 0
        self.before = {}  # texts of files that were edited

    def files(self, pattern):
        found = []
        for folder, folders, names in os.walk(self.path):
            folders[:] = sorted(name for name in folders if name not in (".git", "node_modules", "target", "build"))
            found += [os.path.relpath(os.path.join(folder, name), self.path) for name in names]
        return sorted(path for path in found if pattern.search(path))

    def read(self, path):
        with open(os.path.join(self.path, path), "rb") as file:
            return file.read()

    def write(self, path, text):
        place = os.path.join(self.path, path)
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with open(place, "wb") as file:
            file.write(text)

    def edit_lines(self, path, files):
        text = self.read(path)
        self.before.setdefault(path, text)
        lines = text.splitlines(keepends=True) or [b"\n"]
        at = self.random.randrange(len(lines))
        imports = [number for number, line in enumerate(lines) if IMPORT.match(line)]
        kind = self.random.choice(["blank", "delete", "double", "swap", "letter", "borrow", "borrow", "unimport", "reimport"])
        if kind == "blank":
            lines.insert(at, b"\n")
        elif kind == "delete":
            del lines[at]
        elif kind == "double":
            lines.insert(at, lines[at])
        elif kind == "swap":
            other = self.random.randrange(len(lines))
            lines[at], lines[other] = lines[other], lines[at]
        elif kind == "letter":
            column = self.random.randrange(len(lines[at]))
            lines[at] = lines[at][:column] + b"x" + lines[at][column:]
        elif kind == "borrow":  # what a file of the same language imports
            same = [file for file in files if file.endswith(os.path.splitext(path)[1])] or [path]
            others = [line for line in self.read(self.random.choice(same)).splitlines(keepends=True) if IMPORT.match(line)]
            lines.insert(min(at, 20), self.random.choice(others) if others else b"\n")
        elif imports:
            at = self.random.choice(imports)
            if kind == "unimport":
                del lines[at]
            else:
                lines[at] = re.sub(rb"\w+(?=\W*$)", lambda name: name[0] + b"x", lines[at], count=1)
        self.write(path, b"".join(lines))
        return f"{kind} in {path}"

    def step(self):
        files = self.files(SOURCE)
        path = self.random.choice(files)
        dice = self.random.randrange(100)
        name, end = os.path.splitext(path)
        self.created += 1
        if dice < 4:
            self.write(f"{name}{self.created}{end}", self.read(path))
            return f"create {name}{self.created}{end}"
        if dice < 8:
            os.remove(os.path.join(self.path, path))
            return f"remove {path}"
        if dice < 12:
            os.rename(os.path.join(self.path, path), os.path.join(self.path, f"{name}_moved{self.created}{end}"))
            return f"rename {path}"
        if dice < 14 and os.path.dirname(path):
            folder = os.path.join(self.path, os.path.dirname(path))
            os.rename(folder, f"{folder}_{self.created}")
            return f"rename folder {os.path.dirname(path)}"
        if dice < 19:
            manifests = self.files(MANIFEST)
            if manifests:
                return "manifest: " + self.edit_lines(self.random.choice(manifests), files)
        if dice < 27 and self.before:
            path, text = self.before.popitem()
            self.write(path, text)
            return f"back to what was: {path}"
        edits = [self.edit_lines(path, files)]
        if dice > 90:
            edits += [self.edit_lines(self.random.choice(files), files) for _ in range(self.random.randrange(1, 6))]
        return ", ".join(edits)


def main():
    arguments = [argument for argument in sys.argv[1:] if argument != "--all"]
    if len(arguments) < 2:
        sys.exit(__doc__)
    krepis, source = arguments[:2]
    steps = int(arguments[2]) if len(arguments) > 2 else 60
    seed = int(arguments[3]) if len(arguments) > 3 else 1
    with tempfile.TemporaryDirectory() as scratch:
        scratch = os.path.realpath(scratch)
        tree = Tree(os.path.join(scratch, "tree"), seed)
        shutil.copytree(source, tree.path, symlinks=True, ignore=shutil.ignore_patterns(".git", "compile_commands.json"))
        config = os.path.join(scratch, "config.toml")
        with open(config, "w", encoding="utf-8") as file:
            file.write(ALL if "--all" in sys.argv else LAYERING)
        environment = dict(os.environ, XDG_CACHE_HOME=os.path.join(scratch, "cache"))

        def run(*more):
            ran = subprocess.run([krepis, "check", tree.path, "--quiet", "--show-unknown", "--config", config, *more], env=environment,
                                 capture_output=True, check=False)
            return ran.returncode, ran.stdout, ran.stderr

        counts = collections.Counter()
        history = []
        run()
        for step in range(steps):
            history.append(tree.step())
            counts[history[-1].split()[0].rstrip(":")] += 1
            if step % 3 == 0:
                time.sleep(SETTLE)
                run()  # what it keeps is trusted from now on
                history.append(tree.step())
            said = subprocess.run([krepis, "check", tree.path, "--quiet", "--show-unknown", "--config", config, "--stats"], env=environment,
                                  capture_output=True, check=False)
            counts["mended"] += b"mended" in said.stderr
            kept, fresh = run(), run("--no-cache")
            for what, one, other in (("this run", (said.returncode, said.stdout), fresh[:2]), ("the next run", kept, fresh)):
                if one != other:
                    print(f"{what} differs from one with --no-cache after:\n  " + "\n  ".join(history))
                    mine, others = (set(answer[1].decode("utf-8", "replace").splitlines()) for answer in (one, other))
                    print("kept alone:  " + "\n             ".join(sorted(mine - others)[:5]))
                    print("fresh alone: " + "\n             ".join(sorted(others - mine)[:5]))
                    return 1
        told = ", ".join(f"{kind} {count}" for kind, count in sorted(counts.items()) if kind != "mended")
        print(f"{steps} steps: the same as without what is kept; {counts['mended']} times the graph was mended ({told})")
        return 0


if __name__ == "__main__":
    sys.exit(main())

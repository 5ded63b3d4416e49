#!/usr/bin/env python3
"""train.py [--once] PROGRAM: what is run for krepis to count, in the `training` preset, how often what runs in its parsers (ci/release).

A workspace for each language, of the repository's own files and of what the grammars' packages bring along, fixtures cut into their
files. The small ones are checked more often, so that no language drowns in another (--once: none, which tries the training itself). Each
is checked for its layers and by all families, with nothing kept, with what the run before kept, and after an edit. Nothing of
it is executed.
"""
import os
import re
import subprocess
import sys
import tempfile
import time

root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))
sys.path.insert(0, os.path.join(root, "tests", "bench"))
from checks import ALL  # noqa: E402, with all families
# Suffixes of each language's files, what its manifest is, and how many times it is checked with nothing kept.
LANGUAGES = {
    "cpp": ((".cc", ".h", ".c"), None, 1),
    "javascript": ((".ts", ".tsx", ".js", ".jsx", ".mjs"), ("package.json", '{"name": "training"}\n'), 6),
    "rust": ((".rs",), ("Cargo.toml", '[package]\nname = "training"\nversion = "0.0.0"\n'), 12),
}
LAYERING = """version = 1
[workspace]
unclassified = "allow"
[modules.top]
files = ["tests/**"]
[modules.bottom]
files = ["rules/**"]
optional = true
[layers]
order = ["top", "bottom"]
[[rules]]
id = "no-cycles"
cycles = { level = "file", within = "*" }
"""
PART = re.compile(r"^(?://|#) --- (\S+)\n", re.M)
LARGE = 400_000  # bytes: generated parsers are no code that anybody writes


def sources():
    """Paths below the root, in one order everywhere. Of packages only the grammars', which every build has."""
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in ("build", "dist")
                            and (name != "node_modules" or os.path.basename(folder) == "grammars"))
        yield from (os.path.relpath(os.path.join(folder, name), root) for name in sorted(names))


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as file:
        file.write(text)


def lay_out(workspace, language):
    """Copies the language's files, and returns how many. Fixtures become folders, without the krepis.toml that some have."""
    suffixes, manifest, _ = LANGUAGES[language]
    copied = 0
    for path in sources():
        if not path.endswith(suffixes) or os.path.islink(os.path.join(root, path)) or os.path.getsize(os.path.join(root, path)) > LARGE:
            continue
        with open(os.path.join(root, path), errors="replace") as file:
            text = file.read()
        # Ignored below its own name, and what is wanted here are files as other people write them.
        target = os.path.join(workspace, path.replace("node_modules", "packages"))
        parts = PART.split(text) if "/testdata/" in path else [text]
        if len(parts) == 1:
            write(target, text)
            copied += 1
        for name, part in zip(parts[1::2], parts[2::2]):
            if name.endswith(suffixes) and ".." not in name:
                write(os.path.join(target + ".parts", name), part)
                copied += 1
    if manifest:
        write(os.path.join(workspace, manifest[0]), manifest[1])
    return copied


def run(program, workspace, environment, *arguments):
    # What it finds is no matter; that it found out is: 0 clean, 1 violations, 3 something could not be analysed.
    ended = subprocess.run([program, *arguments], cwd=workspace, env=environment, stdin=subprocess.DEVNULL,
                           stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    if ended.returncode not in (0, 1, 3):
        sys.exit(f"{' '.join(arguments)} ended with {ended.returncode}: {ended.stderr.decode(errors='replace')[-500:]}")


def main():
    once = sys.argv[1:2] == ["--once"]
    if len(sys.argv) != 2 + once:
        sys.exit(__doc__)
    program = os.path.realpath(sys.argv[-1])
    with tempfile.TemporaryDirectory() as scratch:
        configs = {}
        for name, text in (("layering", LAYERING), ("families", ALL)):
            configs[name] = os.path.join(scratch, name + ".toml")
            write(configs[name], text)
        begun = {}
        for language, (suffixes, _, times) in LANGUAGES.items():
            workspace = os.path.join(scratch, language)
            print(f"training: {lay_out(workspace, language)} files of {language}", file=sys.stderr)
            for name, config in configs.items():
                environment = dict(os.environ, XDG_CACHE_HOME=os.path.join(scratch, "cache", language, name))
                check = ("check", ".", "--config", config, "--jobs", "2")
                for _ in range(1 if once else times):
                    run(program, workspace, environment, *check, "--no-cache")
                run(program, workspace, environment, *check)
                begun[workspace, name] = (environment, check, suffixes)
            run(program, workspace, dict(os.environ), "graph", ".", "--format", "json", "--no-cache")
        # What has just been written is not taken for settled.
        time.sleep(4)
        for (workspace, _), (environment, check, suffixes) in begun.items():
            run(program, workspace, environment, *check)
            run(program, workspace, environment, *check)
            edited = next(os.path.join(folder, name) for folder, _, names in sorted(os.walk(workspace))
                          for name in sorted(names) if name.endswith(suffixes))
            with open(edited, "a") as file:
                file.write("\n")
            run(program, workspace, environment, *check)


main()

#!/usr/bin/env python3
"""docs/runtime-guide.md: what it quotes stands in the examples, and what it says stock-desk prints is what it prints.

    runtime_guide_test.py STOCK_DESK REPOSITORY
"""
import os
import re
import subprocess
import sys

stock_desk, repository = sys.argv[1:]


def read(path):
    with open(os.path.join(repository, path), encoding="utf-8") as file:
        return file.read()


failures = []
guide = read("docs/runtime-guide.md")
sources = ""
for folder in ("examples/orders-service", "examples/stock-desk"):
    for name in sorted(os.listdir(os.path.join(repository, folder))):
        sources += read(os.path.join(folder, name))
blocks = re.findall(r"```cpp\n(.*?)```", guide, re.S)
for block in blocks:
    if block not in sources:
        failures.append(f"the guide quotes what no example has:\n{block}")
if len(blocks) < 9:
    failures.append(f"{len(blocks)} quotations")

printed = subprocess.run([stock_desk], capture_output=True, text=True, timeout=60, check=True).stdout
if f"```\n{printed}```" not in guide:
    failures.append(f"the guide says something else than stock-desk prints:\n{printed}")

for failure in failures:
    print("FAILED:", failure)
sys.exit(bool(failures))

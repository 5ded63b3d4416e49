#!/usr/bin/env python3
"""generated_tree.py FOLDER FILES [typescript|rust|cpp] [--knot]: a tree of that many source files, the same for the same arguments.

Packages of a hundred files in folders of a dozen. A file has about eight imports: most within its package, backwards but for one in
sixty, so that every package has its cycles; a fifth to packages with smaller numbers, near ones or the few that all use; a fifth to
what is installed. With --knot one of fifty imports between packages goes to any package: a large part of all files is then one cycle (not in
Rust, whose crates have none).
TypeScript has workspaces with exports, an alias in tsconfig.json, and in every tenth package a server with routes.
"""
import os
import random
import sys

FILES_OF_PACKAGE = 100
FILES_OF_FOLDER = 12
WORDS = ("order cart price stock user session token page view query filter panel editor theme model event audit report "
         "invoice search index cache route parser printer layout widget dialog").split()
BUILT_IN = {"typescript": ["node:path", "node:events", "node:util", "node:fs", "node:http", "node:child_process"],
            "rust": ["std::collections::HashMap", "std::path::Path", "std::fmt::Display", "std::fs::File", "std::net::TcpStream"],
            "cpp": ["vector", "string", "memory", "map", "algorithm", "cstdio"]}
INSTALLED = {"typescript": ["react", "lodash", "zod", "rxjs", "express"], "rust": ["serde::Serialize", "tokio::sync::Mutex", "bytes::Bytes"],
             "cpp": ["fmt/format.h", "absl/strings/str_cat.h"]}


class File:
    def __init__(self, package, number, name):
        self.package, self.number, self.name = package, number, name
        self.folder = f"{WORDS[number // FILES_OF_FOLDER % len(WORDS)]}{number // FILES_OF_FOLDER}"
        self.inner, self.foreign, self.external = [], [], []


def plan(files, language, knot):
    """The packages: each a list of its files, with what they import."""
    packages = []
    for package in range((files + FILES_OF_PACKAGE - 1) // FILES_OF_PACKAGE):
        count = min(FILES_OF_PACKAGE, files - package * FILES_OF_PACKAGE)
        packages.append([File(package, number, f"{WORDS[(package + number) % len(WORDS)]}_{WORDS[number * 7 % len(WORDS)]}_{number}")
                         for number in range(count)])
    for package, members in enumerate(packages):
        chance = random.Random(f"imports {package}")
        for file in members:
            for _ in range(chance.randrange(4, 13)):
                kind = chance.random()
                if kind < 0.6:
                    back = file.number - 1 - int(chance.random() ** 3 * 40)
                    if chance.random() < 1 / 60:
                        target = chance.randrange(len(members))
                    else:
                        target = back if back >= 0 else chance.randrange(file.number + 1)
                    if target != file.number and members[target] not in file.inner:
                        file.inner.append(members[target])
                elif kind < 0.8:
                    if knot and chance.random() < 0.02:
                        target = chance.randrange(len(packages))
                    elif chance.random() < 0.7:
                        target = package - 1 - int(chance.random() ** 2 * 12)
                    else:
                        target = int(chance.random() ** 4 * min(package, 40))
                    if 0 <= target < len(packages) and target != package:
                        file.foreign.append(packages[target][int(chance.random() ** 3 * len(packages[target]))])
                else:
                    source = BUILT_IN if chance.random() < 0.5 else INSTALLED
                    name = source[language][int(chance.random() ** 2 * len(source[language]))]
                    if name not in file.external:
                        file.external.append(name)
    return packages


def folder_of(package):
    return f"packages/group{package // 40}/{WORDS[package % len(WORDS)]}{package}"


class Writer:
    def __init__(self, root):
        self.root = root
        self.made = set()

    def write(self, path, text):
        path = os.path.join(self.root, path)
        folder = os.path.dirname(path)
        if folder not in self.made:
            os.makedirs(folder, exist_ok=True)
            self.made.add(folder)
        with open(path, "w") as file:
            file.write(text)


def typescript(writer, packages):
    writer.write("package.json", '{ "name": "made", "private": true, "workspaces": ["packages/*/*"] }\n')
    writer.write("tsconfig.json", '{\n  "compilerOptions": {\n    "module": "esnext", "moduleResolution": "bundler", "strict": true,\n    "baseUrl": ".",\n'
                 '    "paths": { "~/*": ["packages/*"] }, // the alias of deep imports\n  }\n}\n')
    for package, members in enumerate(packages):
        home = folder_of(package)
        used = sorted({target.package for file in members for target in file.foreign})
        packages_used = [f'"@made/{WORDS[other % len(WORDS)]}{other}": "workspace:*"' for other in used]
        packages_used += [f'"{name}": "^1.0.0"' for name in INSTALLED["typescript"]]
        writer.write(f"{home}/package.json", f'{{\n  "name": "@made/{home.rsplit("/", 1)[1]}",\n  "exports": {{ ".": "./src/index.ts" }},\n  '
                     f'"dependencies": {{ {", ".join(packages_used)} }}\n}}\n')
        writer.write(f"{home}/tsconfig.json", '{ "extends": "../../../tsconfig.json", "include": ["src"] }\n')
        # The face is one of the files, so that there are as many as asked for.
        for file in members:
            name = "index" if file.number == 0 else f"{file.folder}/{file.name}"
            writer.write(f"{home}/src/{name}.ts", typescript_file(file, home, members))


def typescript_file(file, home, members):
    chance = random.Random(f"text {file.package} {file.number}")
    lines = []
    names = []
    up = "." if file.number == 0 else ".."
    for target in file.inner:
        path = f"{up}/index" if target.number == 0 else f"{up}/{target.folder}/{target.name}"
        name = f"make_{target.name}"
        lines.append(f'import {{ {name}, type Shape_{target.name} }} from "{path}";' if chance.random() < 0.8
                     else f'import type {{ Shape_{target.name} }} from "{path}.js";')
        if "import type" not in lines[-1]:
            names.append(name)
    for target in file.foreign:
        name = f"make_{target.name}"
        if name in names or any(f" {name}," in line or f" {name} " in line for line in lines):
            continue
        other = folder_of(target.package)
        if target.number == 0 or chance.random() < 0.5:
            target_name = f"make_{target.name}"
            lines.append(f'import {{ {target_name} as from_{target.package}_{target.number} }} from "@made/{other.rsplit("/", 1)[1]}";')
            names.append(f"from_{target.package}_{target.number}")
        else:
            lines.append(f'import {{ {name} }} from "~/{other[9:]}/src/{target.folder}/{target.name}";')
            names.append(name)
    for number, name in enumerate(file.external):
        lines.append(f'import * as external{number} from "{name}";')
    lines = list(dict.fromkeys(lines))
    if file.number == 0:
        lines += [f'export * from "./{member.folder}/{member.name}";' for member in members[1:12]]
    lines.append(f"\nexport interface Shape_{file.name} {{\n  id: string;\n  total: number;\n  tags: readonly string[];\n}}\n")
    lines.append(f"const table = new Map<string, Shape_{file.name}>();\n")
    uses = ", ".join(f"{name}(value)" for name in names[:4]) or "value"
    lines.append(f"/** Makes what the rest of the package knows as {file.name.replace('_', ' ')}. */\nexport function make_{file.name}(value: unknown): unknown {{\n"
                 f"  if (typeof value === \"string\" && table.has(value)) return table.get(value);\n  return [{uses}];\n}}\n")
    if file.package % 10 == 0 and file.number % 50 == 0 and file.number > 0:
        lines.append('import express from "express";\nconst app = express();\napp.use(function requireUser(request, answer, next) { next(); });\n'
                     f'app.get("/{file.name}", async (request, answer) => {{ answer.json(await load{file.number}x0(request.params.id, 3)); }});\n')
    for number in range(chance.randrange(2, 9)):
        word = WORDS[chance.randrange(len(WORDS))]
        call = names[chance.randrange(len(names))] if names else "String"
        lines.append(
            f"export async function load{file.number}x{number}(key: string, limit = {chance.randrange(100)}): Promise<string> {{\n"
            f"  const {word}s: string[] = [];\n"
            f"  for (let at = 0; at < limit; at++) {{\n"
            f"    const entry = table.get(`${{key}}-${{at}}`);\n"
            f"    if (!entry || entry.tags.includes(\"{word}\")) continue; // nothing to do for {word}\n"
            f"    try {{\n      {word}s.push(JSON.stringify({{ ...entry, at, text: String({call}(entry.id)) }}));\n"
            f"    }} catch (error) {{\n      console.warn(\"{word} failed\", error instanceof Error ? error.message : error);\n    }}\n  }}\n"
            f"  return {word}s.filter((line) => line.length > {number}).map((line) => line.trim()).join(\"\\n\");\n}}\n")
    reads = "node:fs" in file.external
    lines.append(f"export class Store_{file.name} {{\n  private readonly seen = new Set<string>();\n\n  constructor(private readonly limit: number) {{}}\n\n"
                 f"  add(shape: Shape_{file.name}): boolean {{\n    if (this.seen.size >= this.limit) return false;\n    this.seen.add(shape.id);\n"
                 + (f"    external{file.external.index('node:fs')}.readFileSync(shape.id);\n" if reads else "    make_" + file.name + "(shape);\n")
                 + "    return true;\n  }\n}\n")
    return "\n".join(lines)


def rust(writer, packages):
    writer.write("Cargo.toml", '[workspace]\nmembers = ["packages/*/*"]\nresolver = "2"\n')
    for package, members in enumerate(packages):
        home = folder_of(package)
        used = sorted({target.package for file in members for target in file.foreign})
        depends = "".join(f'{WORDS[other % len(WORDS)]}{other} = {{ path = "../../../{folder_of(other)}" }}\n' for other in used if other < package)
        writer.write(f"{home}/Cargo.toml", f'[package]\nname = "{home.rsplit("/", 1)[1]}"\nversion = "0.1.0"\nedition = "2021"\n\n[dependencies]\n'
                     f'serde = "1"\ntokio = "1"\nbytes = "1"\n{depends}')
        for file in members:
            writer.write(f"{home}/src/lib.rs" if file.number == 0 else f"{home}/src/{file.name}.rs", rust_file(file, members))


def rust_file(file, members):
    chance = random.Random(f"text {file.package} {file.number}")
    lines = [f"use {name};" for name in file.external]
    if file.number == 0:
        lines += [f"pub mod {member.name};" for member in members[1:]]
    calls = []
    for target in dict.fromkeys(file.inner + [other for other in file.foreign if other.package < file.package]):
        crate = "crate" if target.package == file.package else folder_of(target.package).rsplit("/", 1)[1]
        path = f"{crate}::make_{target.name}" if target.number == 0 else f"{crate}::{target.name}::make_{target.name}"
        if chance.random() < 0.7:
            lines.append(f"use {path} as m{target.package}_{target.number};")
            calls.append(f"m{target.package}_{target.number}")
        else:
            calls.append(path)
    lines.append(f"\n#[derive(Clone, Debug)]\npub struct Shape{file.number} {{\n    pub id: String,\n    pub total: u64,\n    pub tags: Vec<String>,\n}}\n")
    lines.append(f"/// Makes what the rest of the crate knows as {file.name.replace('_', ' ')}.\npub fn make_{file.name}(value: u64) -> u64 {{\n"
                 f"    {' + '.join(f'{call}(value / 2)' for call in calls[:4]) or 'value'}\n}}\n")
    for number in range(chance.randrange(3, 10)):
        word = WORDS[chance.randrange(len(WORDS))]
        call = calls[chance.randrange(len(calls))] if calls else "u64::from"
        lines.append(f"pub fn load_{number}(key: &str, shapes: &[Shape{file.number}]) -> Result<Vec<String>, String> {{\n    let mut {word}s = Vec::new();\n"
                     f"    for (at, shape) in shapes.iter().enumerate() {{\n        if shape.tags.iter().any(|tag| tag == \"{word}\") || at > {chance.randrange(90)} {{\n"
                     f"            continue; // nothing to do for {word}\n        }}\n        match shape.id.strip_prefix(key) {{\n"
                     f"            Some(rest) => {word}s.push(format!(\"{{rest}}-{{}}\", {call}(shape.total))),\n"
                     f"            None => return Err(format!(\"{word} failed: {{}}\", shape.id)),\n        }}\n    }}\n    Ok({word}s)\n}}\n")
    reads = "std::fs::File" in file.external
    lines.append(f"impl Shape{file.number} {{\n    pub fn add(&mut self, tag: &str) -> bool {{\n        "
                 + ("if File::open(tag).is_err() { return false; }\n        " if reads else "") + "self.tags.push(tag.to_string());\n        true\n    }\n}\n")
    return "\n".join(lines)


def cpp(writer, packages):
    """Headers and sources in turn: a source includes its header, and both what they import, by paths from the root."""
    for members in packages:
        for file in members:
            writer.write(cpp_path(file), cpp_file(file))


def cpp_path(file):
    return f"{folder_of(file.package)}/{file.folder}/{WORDS[file.package % len(WORDS)]}_{file.number // 2}.{'cc' if file.number % 2 else 'h'}"


def cpp_file(file):
    chance = random.Random(f"text {file.package} {file.number}")
    header = file.number % 2 == 0
    lines = ["#pragma once\n" if header else ""] + [f"#include <{name}>" for name in file.external]
    paths = [] if header else [cpp_path(file)[:-2] + "h"]
    paths += [cpp_path(target) for target in file.inner + file.foreign if target.number % 2 == 0]
    lines += [f'#include "{path}"' for path in dict.fromkeys(paths)]
    space = f"made{file.package}"
    lines.append(f"\nnamespace {space} {{\n")
    if header:
        lines.append(f"struct Shape{file.number} {{\n  int id = {file.number};\n  double total = 0;\n}};\n\nint Make{file.number}(int value);\n")
    calls = [f"made{target.package}::Make{target.number}" for target in file.inner + file.foreign if target.number % 2 == 0]
    if not header:
        lines.append(f"int Make{file.number - 1}(int value) {{ return {' + '.join(f'{call}(value / 2)' for call in calls[:4]) or 'value'}; }}\n")
    for number in range(chance.randrange(3, 10)):
        word = WORDS[chance.randrange(len(WORDS))]
        call = calls[chance.randrange(len(calls))] if calls else "int"
        lines.append(f"/// What {word} comes to, without those that are of no interest.\ninline double Sum{file.number}x{number}(const double* {word}s, int count) {{\n"
                     f"  double sum = 0;\n  for (int at = 0; at < count; ++at) {{\n    if ({word}s[at] < {chance.randrange(90)} || at % 7 == 3) continue;  // {word}\n"
                     f"    switch (at % 3) {{\n      case 0:\n        sum += {word}s[at] * {call}(at);\n        break;\n      default:\n        sum -= {word}s[at] / (at + 1);\n"
                     f"    }}\n  }}\n  return sum;\n}}\n")
    lines.append(f"}}  // namespace {space}")
    return "\n".join(lines) + "\n"


def generate(folder, files, language="typescript", knot=False):
    {"typescript": typescript, "rust": rust, "cpp": cpp}[language](Writer(folder), plan(files, language, knot))


if __name__ == "__main__":
    arguments = [argument for argument in sys.argv[1:] if argument != "--knot"]
    if len(arguments) < 2:
        sys.exit(__doc__)
    generate(arguments[0], int(arguments[1]), arguments[2] if len(arguments) > 2 else "typescript", "--knot" in sys.argv)

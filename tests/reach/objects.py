"""What objects link to beside what krepis says that their sources use. See ci/reach-nm."""

import argparse
import collections
import concurrent.futures
import itertools
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
import tomllib

FUNCTION = re.compile(r'^[0-9a-f]+ <(.*)>:$')
LINE = re.compile(r"^(/[^:]+|[^ :\t]+/[^:]+|[^ :\t]+\.\w+):(\d+)(?: \(discriminator \d+\))?$")
RELOCATION = re.compile(r"^\s+[0-9a-f]+: R_\S+\s+(\S+?)(?:[-+]0x[0-9a-f]+)?$")
DATA_RELOCATION = re.compile(r"^[0-9a-f]+ R_\S+\s+(\S+?)(?:[-+]0x[0-9a-f]+)?$")
SECTION = re.compile(r"^RELOCATION RECORDS FOR \[(.*)\]:$")


def braces(pattern):
    """The patterns of `a{b,c}d`, as the symbol tables write alternatives."""
    found = re.search(r"\{([^{}]*)\}", pattern)
    if not found:
        return [pattern]
    parts = [pattern[: found.start()] + part + pattern[found.end() :] for part in found.group(1).split(',')]
    return list(itertools.chain.from_iterable(braces(part) for part in parts))


class Table:
    """The functions of a symbol table, each with the capabilities that a row may give it."""

    def __init__(self, path):
        with open(path, 'rb') as file:
            rows = tomllib.load(file)['use']
        self.names = collections.defaultdict(set)
        self.patterns = []
        for row in rows:
            if row.get('role', 'call') == 'import':
                continue
            capabilities = row['capability']
            capabilities = {capabilities} if isinstance(capabilities, str) else set(capabilities)
            for symbol in itertools.chain.from_iterable(braces(symbol) for symbol in row['symbols']):
                if '*' in symbol:
                    inner = re.escape(symbol).replace(r'\*\*', '.*').replace(r'\*', '[^:]*')
                    self.patterns.append((re.compile(inner), capabilities))
                else:
                    self.names[symbol] |= capabilities

    def capabilities(self, name):
        found = set(self.names.get(name, ()))
        for pattern, capabilities in self.patterns:
            if pattern.fullmatch(name):
                found |= capabilities
        return found


def plain(demangled):
    """`std::filesystem::remove` of `std::filesystem::remove(std::filesystem::__cxx11::path const&)`."""
    name, depth = '', 0
    for character in demangled.replace('operator<', 'operator_').replace('operator>', 'operator_'):
        if character == '<':
            depth += 1
        elif character == '>':
            depth -= 1
        elif character == '(' and depth == 0:
            break
        elif depth == 0:
            name += character
    name = name.split(' ')[-1]
    name = re.sub(r'\[abi:\w+\]', '', name)
    return re.sub(r'::(__\w+|_V2)(?=::)', '', name).split('@')[0]


def undefined(path):
    """The symbols that an object leaves to others, demangled and without what the table does not name."""
    text = subprocess.run(['nm', '-u', '--format=posix', path], capture_output=True, text=True, check=True).stdout
    mangled = sorted({line.split()[0].split('@')[0] for line in text.splitlines() if line.strip()})
    names = subprocess.run(['c++filt'], input='\n'.join(mangled), capture_output=True, text=True, check=True).stdout
    return dict(zip(mangled, (plain(name) for name in names.splitlines())))


def references(path, symbols):
    """For each of `symbols`, the source lines in whose code it is referred to.

    (None, 0) stands for data, ('', 0) for code that the compiler adds.
    """
    places = collections.defaultdict(set)
    command = ['objdump', '-d', '-l', '-r', '--no-show-raw-insn', path]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, errors='replace') as dump:
        place = ('', 0)
        for line in dump.stdout:
            line = line.rstrip('\n')
            if FUNCTION.match(line):
                place = ('', 0)  # what the compiler adds has no lines
            elif found := LINE.match(line):
                place = (found.group(1), int(found.group(2)))
            elif found := RELOCATION.match(line):
                if found.group(1) in symbols:
                    places[found.group(1)].add(place)
    section = ''
    text = subprocess.run(['objdump', '-r', '-w', path], capture_output=True, text=True, check=True).stdout
    for line in text.splitlines():
        if found := SECTION.match(line):
            section = found.group(1)
        elif found := DATA_RELOCATION.match(line):
            data = section.startswith(('.data', '.rodata', '.init_array'))
            if data and found.group(1) in symbols:
                places[found.group(1)].add((None, 0))
    return places


def command_of(entry):
    return entry['arguments'] if 'arguments' in entry else shlex.split(entry['command'])


def compile_unit(entry, target):
    """An object with lines and without inlining: who refers to what is then plain."""
    arguments, skip = [], False
    for argument in command_of(entry):
        if skip:
            skip = False
        elif argument in ('-o', '-MF', '-MT', '-MQ'):
            skip = True
        elif argument not in ('-c', '-MD', '-MMD', '-g', '-flto') and not argument.startswith('-Werror'):
            arguments.append(argument)
    arguments += ['-c', '-O0', '-g1', '-w', '-U_FORTIFY_SOURCE', '-o', target]
    done = subprocess.run(arguments, cwd=entry['directory'], capture_output=True, text=True, check=False)
    return done.stderr.strip().splitlines()[:1] if done.returncode != 0 else None


def krepis_uses(krepis, root, database):
    """What krepis finds in each file itself: capability names by workspace-relative path."""
    relative = os.path.relpath(database, root)
    with tempfile.NamedTemporaryFile('w', suffix='.toml') as config:
        config.write(f'version = 1\n[workspace]\nlanguages = ["cpp"]\n[cpp]\ncompile_commands = ["{relative}"]\n')
        config.flush()
        command = [krepis, 'caps', '--by', 'file', '--format', 'json', '--config', config.name]
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 3):
        sys.exit(f'krepis caps: {done.stderr.strip()}')
    uses = collections.defaultdict(set)
    for holder in json.loads(done.stdout)['modules']:
        for entry in holder['capabilities']:
            step = entry['path'][-1]
            uses[step['path']].add(entry['capability'])
    return uses


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('krepis')
    parser.add_argument('database')
    parser.add_argument('--table', required=True)
    parser.add_argument('--root')
    parser.add_argument('--examples', type=int, default=5)
    options = parser.parse_args()
    database = os.path.realpath(options.database)
    root = os.path.realpath(options.root or os.path.dirname(os.path.dirname(database)))
    with open(database, encoding='utf-8') as file:
        units = {}
        for entry in json.load(file):
            path = os.path.realpath(os.path.join(entry['directory'], entry['file']))
            if path.startswith(root + '/') and os.path.exists(path):
                units.setdefault(path, entry)
    table = Table(options.table)
    uses = krepis_uses(os.path.realpath(options.krepis), root, database)
    counts = collections.Counter()
    examples = collections.defaultdict(list)

    def note(kind, text):
        counts[kind] += 1
        if text not in examples[kind]:
            examples[kind].append(text)

    def examine(unit):
        path, entry = unit
        with tempfile.TemporaryDirectory(prefix='reach-nm-') as folder:
            target = os.path.join(folder, 'unit.o')
            if failure := compile_unit(entry, target):
                return path, None, failure
            symbols = {mangled: name for mangled, name in undefined(target).items() if table.capabilities(name)}
            return path, symbols, references(target, symbols)

    with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
        results = list(pool.map(examine, sorted(units.items())))
    for path, symbols, places in results:
        unit = os.path.relpath(path, root)
        if symbols is None:
            note("not compiled", f"{unit}: {' '.join(places)}")
            continue
        counts['units'] += 1
        for mangled, name in sorted(symbols.items()):
            wanted = table.capabilities(name)
            inside = set()
            for file, line in places.get(mangled, ()):
                if file == '':
                    continue
                where = path if file is None else os.path.realpath(os.path.join(units[path]['directory'], file))
                if where.startswith(root + '/') and not where.startswith(os.path.join(root, 'build') + '/'):
                    inside.add((os.path.relpath(where, root), line))
            if not inside:
                note('in code of libraries', f'{unit}: {name}')
            for file, line in sorted(inside):
                if wanted & uses[file]:
                    note('found', f'{file}:{line}: {name}')
                elif 'unknown' in uses[file]:
                    note('unknown', f'{file}:{line}: {name}')
                else:
                    note("MISSED", f"{file}:{line}: {name} ({', '.join(sorted(wanted))}), in {unit}")
    for kind in ('units', 'not compiled', 'found', 'unknown', 'in code of libraries', 'MISSED'):
        print(f'{kind:22} {counts[kind]:6}')
        shown = None if kind == 'MISSED' else options.examples
        for text in examples[kind][:shown] if kind != 'units' else []:
            print(f'    {text}')
    return 1 if counts['MISSED'] else 0


if __name__ == '__main__':
    sys.exit(main())

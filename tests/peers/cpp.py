"""krepis beside clang on a compile database: for each file of the tree, which files of the tree its #include directives open in
any unit (clang -H); and beside clang-scan-deps on the clock."""
import concurrent.futures
import json
import os
import resource
import shlex
import statistics
import subprocess
import tempfile
import time

from agreement import Agreement, krepis_graph

DROPPED = {'-c', '-MD', '-MMD', '-MP', '-Winvalid-pch'}
DROPPED_WITH_VALUE = {'-o', '-MF', '-MT', '-MQ'}


def arguments_of(entry):
    words = entry.get('arguments') or shlex.split(entry['command'])
    kept = []
    rest = iter(words[1:])
    for word in rest:
        if word in DROPPED_WITH_VALUE:
            next(rest, None)
        elif word not in DROPPED:
            kept.append(word)
    return kept


def includes_of(entry):
    """[(includer, included)] as clang opens them, by their canonical paths; the unit itself is the first includer."""
    command = ['clang-19' if entry['file'].endswith('.c') else 'clang++-19', *arguments_of(entry), '-w', '-H', '-fshow-skipped-includes', '-E', '-o', os.devnull]
    run = subprocess.run(command, cwd=entry['directory'], text=True, errors='replace', stdout=subprocess.DEVNULL,
                         stderr=subprocess.PIPE)
    real = lambda path: os.path.realpath(os.path.join(entry['directory'], path))
    stack = [real(entry['file'])]
    pairs = set()
    for line in run.stderr.splitlines():
        dots, _, path = line.partition(' ')
        if not dots or dots.strip('.'):
            continue
        del stack[len(dots):]
        stack.append(real(path))
        pairs.add((stack[-2], stack[-1]))
    return run.returncode, stack[0], pairs


def tree_and_config(database):
    tree = os.path.dirname(os.path.realpath(os.path.dirname(database)))
    relative = os.path.relpath(os.path.realpath(database), tree)
    return tree, f'version = 1\n[workspace]\nlanguages = ["cpp"]\n[cpp]\ncompile_commands = ["{relative}"]\n'


def seconds_of(command):
    """(wall, user + system) of a command and the processes that it waits for."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.monotonic()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    wall = time.monotonic() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure(krepis, database, runs):
    """Prints what krepis takes for the graph of a database, and clang-scan-deps for the database, run in turn."""
    tree, config = tree_and_config(database)
    with tempfile.NamedTemporaryFile('w', suffix='.toml') as file:
        file.write(config)
        file.flush()
        ours = [krepis, 'graph', tree, '--config', file.name, '--format', 'json', '-j', '2']
        theirs = ['clang-scan-deps-19', '-compilation-database', database, '-j', '2']
        pairs = [(seconds_of(ours), seconds_of(theirs)) for _ in range(runs)]
    print(f'== {database}: medians of {runs} runs in turn, two jobs')
    for what, index in (('wall', 0), ('processor', 1)):
        median = [statistics.median(pair[side][index] for pair in pairs) for side in (0, 1)]
        ratios = sorted(pair[0][index] / pair[1][index] for pair in pairs)
        print(f'{what:9} krepis {median[0]:.2f} s, clang-scan-deps {median[1]:.2f} s, '
              f'ratio {statistics.median(ratios):.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f})')
    return True


def compare(krepis, database, examples):
    tree, config = tree_and_config(database)
    nodes, edges = krepis_graph(krepis, tree, config)
    with open(database) as file:
        entries = [entry for entry in json.load(file) if inside(tree, entry) in nodes]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        units = list(pool.map(includes_of, entries))

    direct = {}  # (includer, included) -> a unit with it
    for _, unit, pairs in units:
        for includer, included in pairs:
            pair = os.path.relpath(includer, tree), os.path.relpath(included, tree)
            if pair[0] in nodes and pair[1] in nodes and pair[0] != pair[1]:
                direct.setdefault(pair, unit)
    compiled = {includer for includer, _ in direct} | {os.path.relpath(unit, tree) for _, unit, _ in units}
    read = compiled | {included for _, included in direct}
    of_krepis = {(e['from'], e['to']): e for e in edges if e['kind'] == 'include' and e['resolution'] == 'resolved'}

    agreement = Agreement(f'clang, {len(units)} units, {sum(1 for code, *_ in units if code)} of them with an error', tree, examples)
    agreement.agree(len(of_krepis.keys() & direct.keys()))
    for pair in of_krepis.keys() - direct.keys():
        edge = of_krepis[pair]
        text = f"{edge['from']}:{edge['line']} {edge['specifier']} krepis: {edge['to']}"
        if edge['from'] not in read:
            agreement.unanswer('a file that no unit reads', text)
        else:
            agreement.disagree('an include that clang does not follow', text)
    for pair in direct.keys() - of_krepis.keys():
        agreement.disagree('no edge of krepis', f'{pair[0]} clang: {pair[1]} in {os.path.relpath(direct[pair], tree)}')
    return agreement.report()


def inside(tree, entry):
    path = os.path.realpath(os.path.join(entry['directory'], entry['file']))
    return os.path.relpath(path, tree)

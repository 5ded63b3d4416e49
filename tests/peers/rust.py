"""krepis beside cargo and rustc: the crates that each crate of a workspace uses (cargo metadata), the files that rustc reads for
each target (its dep-info), and where the paths within each target lead (its HIR)."""
import collections
import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import tempfile

from agreement import Agreement, krepis_graph
from rust_paths import paths_of


def cargo_metadata(tree):
    command = ['cargo', 'metadata', '--format-version', '1', '--all-features']
    return json.loads(subprocess.run(command, cwd=tree, check=True, stdout=subprocess.PIPE).stdout)


def members_of(metadata):
    return {package['id']: package for package in metadata['packages'] if package['id'] in metadata['workspace_members']}


def flags_of(package):
    """What rustc is given for all of the package's code: its features, tests left out and tests included."""
    features = [word for feature in package['features'] for word in ('--cfg', f'feature="{feature}"')]
    return [features, [*features, '--cfg', 'test']]


def sources_of(tree, package, target):
    """The files of the tree that rustc reads for a target, with all features, tests included or not. rustc writes its dep-info
    when it has expanded the crate, whatever it cannot resolve: nothing has to be built."""
    sources = set()
    with tempfile.NamedTemporaryFile() as listing:
        for flags in flags_of(package):
            subprocess.run(['rustc', '--edition', target['edition'], '--crate-type', 'lib', '--emit=dep-info', '-o', listing.name,
                            *flags, target['src_path']], cwd=tree, stderr=subprocess.DEVNULL)
            first = pathlib.Path(listing.name).read_text().split('\n', 1)[0].partition(': ')[2]
            sources |= {re.sub(r'\\(.)', r'\1', name) for name in re.findall(r'(?:[^\s\\]|\\.)+', first)}
    inside = {os.path.relpath(os.path.join(tree, name), tree) for name in sources}
    return {name for name in inside if not name.startswith('..') and name.endswith('.rs')}


def closure(root, below):
    reached, pending = {root}, [root]
    while pending:
        for name in below.get(pending.pop(), ()):
            if name not in reached:
                reached.add(name)
                pending.append(name)
    return reached


def targets_of(metadata, tree):
    """[(package, target, its files as rustc reads them)] of the workspace."""
    targets = [(package, target) for package in members_of(metadata).values() for target in package['targets']]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        return [(*pair, sources) for pair, sources in zip(targets, pool.map(lambda pair: sources_of(tree, *pair), targets))]


def compare_files(edges, nodes, tree, examples, targets):
    below = collections.defaultdict(set)
    declared = {}
    for edge in edges:
        if edge['kind'] in ('mod', 'include') and edge['resolution'] == 'resolved':
            below[edge['from']].add(edge['to'])
            declared[edge['to']] = edge
    agreement = Agreement('files of each target by the dep-info of rustc', tree, examples)
    for _, target, read in targets:
        root = os.path.relpath(target['src_path'], tree)
        reached = closure(root, below) if root in nodes else set()
        agreement.agree(len(reached & read))
        for name in reached - read:
            edge = declared[name]
            agreement.unanswer('a module that rustc leaves out: another platform, or a cfg that is no feature',
                               f"{root}: {name}, declared in {edge['from']}:{edge['line']}")
        for name in read - reached:
            agreement.disagree('a file that krepis does not reach', f'{root}: {name}')
    return agreement.report()


def compare_crates(edges, nodes, tree, examples, metadata):
    members = members_of(metadata)
    folders = {os.path.dirname(package['manifest_path']): package['name'] for package in members.values()}

    def package_of(name):
        """The member whose manifest is the nearest one; none for a package outside the workspace."""
        folder = os.path.dirname(os.path.join(tree, name))
        while folder.startswith(tree) and not os.path.exists(os.path.join(folder, 'Cargo.toml')):
            folder = os.path.dirname(folder)
        return folders.get(folder)

    declared = {}  # pair of packages -> the name in the code
    for node in metadata['resolve']['nodes']:
        for dependency in node['deps'] if node['id'] in members else ():
            if dependency['pkg'] in members and dependency['pkg'] != node['id']:
                declared[members[node['id']]['name'], members[dependency['pkg']]['name']] = dependency['name']
    texts = collections.defaultdict(str)
    for name in nodes:
        if name.endswith('.rs') and (package := package_of(name)) is not None:
            texts[package] += pathlib.Path(tree, name).read_text(errors='replace')

    found = {}
    for edge in edges:
        if edge['resolution'] != 'resolved' or not edge['from'].endswith('.rs') or edge['kind'] == 'mod':
            continue
        pair = package_of(edge['from']), package_of(edge['to'])
        if None not in pair and pair[0] != pair[1]:
            found.setdefault(pair, edge)
    agreement = Agreement('crates that a crate uses by cargo metadata', tree, examples)
    agreement.agree(len(found.keys() & declared.keys()))
    for pair in found.keys() - declared.keys():
        edge = found[pair]
        agreement.disagree('a crate that the manifest does not name',
                           f"{pair[0]} -> {pair[1]}: {edge['from']}:{edge['line']} {edge['specifier']}")
    for pair in declared.keys() - found.keys():
        code = re.sub(r'//.*|"(?:[^"\\]|\\.)*"', '', texts[pair[0]])
        if re.search(rf'\b{declared[pair]}\s*::|\b(use|crate)\s+{declared[pair]}\b', code):
            agreement.disagree('named in the manifest and in the code, and no edge', f'{pair[0]} -> {pair[1]}')
        else:
            agreement.agree()  # nothing in the code names it: neither has an edge
    return agreement.report()


def compare_paths(edges, tree, examples, targets):
    several = [(target, flags_of(package)) for package, target, sources in targets if len(sources) > 1]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:  # the HIR of a large crate takes gigabytes
        found = list(pool.map(lambda pair: paths_of(tree, *pair), several))
    inside = lambda name: os.path.relpath(os.path.join(tree, name), tree)
    members = collections.defaultdict(set)  # file -> numbers of the targets that have it as a module
    lines_of = collections.defaultdict(set)  # file -> lines where rustc has a path
    resolved = {}  # (from, to) -> a place
    for number, paths in enumerate(found):
        for name in paths.files:
            members[inside(name)].add(number)
        for name, lines in paths.places.items():
            lines_of[inside(name)] |= lines
        for (name, to), places in paths.uses.items():
            if inside(name) != inside(to):
                resolved.setdefault((inside(name), inside(to)), min(places))
    ours = collections.defaultdict(list)
    for edge in edges:
        if edge['kind'] in ('use', 'path') and edge['resolution'] == 'resolved' and members[edge['from']] & members[edge['to']]:
            ours[edge['from'], edge['to']].append(edge)

    agreement = Agreement('pairs of files within a target by the paths of the HIR of rustc', tree, examples)
    agreement.agree(len(ours.keys() & resolved.keys()))
    for pair in ours.keys() - resolved.keys():
        edge = next((edge for edge in ours[pair] if edge['line'] in lines_of[pair[0]]), None)
        text = lambda edge: f"{pair[0]}:{edge['line']}:{edge['column']} {edge['specifier']} krepis: {pair[1]}"
        if edge is not None:
            agreement.disagree('a path that leads elsewhere by rustc', text(edge))
        else:
            agreement.unanswer('nothing that the HIR has: a macro, an attribute, or left out by a cfg', text(ours[pair][0]))
    for (name, to), (line, column) in resolved.items():
        if (name, to) not in ours:
            agreement.disagree('no edge of krepis', f'{name}:{line}:{column} rustc: {to}')
    return agreement.report()


def compare(krepis, tree, examples):
    tree = os.path.realpath(tree)
    nodes, edges = krepis_graph(krepis, tree)
    metadata = cargo_metadata(tree)
    targets = targets_of(metadata, tree)
    agreed = [compare_crates(edges, nodes, tree, examples, metadata), compare_files(edges, nodes, tree, examples, targets),
              compare_paths(edges, tree, examples, targets)]
    return all(agreed)

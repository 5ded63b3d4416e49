"""krepis beside the TypeScript compiler on the sources of one tree (tests/peers/typescript_edges.mjs has what is asked)."""
import collections
import json
import os
import pathlib
import re
import subprocess

from agreement import Agreement, krepis_graph

SOURCE = re.compile(r'\.[cm]?[jt]sx?$')
DECLARATION = re.compile(r'\.d\.[cm]?ts$')


def compiler_records(tree, files, typescript):
    script = pathlib.Path(__file__).with_name('typescript_edges.mjs')
    output = subprocess.run(['node', '--max-old-space-size=8192', script, typescript, tree], check=True, text=True,
                            input='\n'.join(files), stdout=subprocess.PIPE).stdout
    return [json.loads(line) for line in output.splitlines()]


def stem(path):
    return DECLARATION.sub('', path) if DECLARATION.search(path) else SOURCE.sub('', path)


def judge(agreement, edge, record_targets, text):
    """An edge that krepis alone has; `record_targets`: where the compiler sends the same specifier of the same file, None for
    nowhere."""
    found = [target for target in record_targets if target is not None]
    if not SOURCE.search(edge['to']):
        agreement.unanswer('the target is in a language that the compiler does not read', text)
    elif not record_targets and edge['kind'] == 'dynamic' and '*' in edge['specifier']:
        agreement.unanswer('what a computed import may load', text)
    elif not record_targets:
        agreement.disagree('no import to the compiler', text)
    elif not found and '?' in edge['specifier']:
        agreement.unanswer('a query for the bundler behind the path', text)
    elif not found and stem(edge['to']).removesuffix('/index') == os.path.normpath(
            os.path.join(os.path.dirname(edge['from']), edge['specifier'])):
        agreement.unanswer('no extension, where the settings of the project demand one', text)
    elif not found and edge['specifier'].startswith('.'):
        agreement.unanswer('a path that is not built yet', text)
    elif not found:
        agreement.unanswer('what the manifest or an alias names is not built, or unknown to the tsconfig', text)
    elif any(DECLARATION.search(target) and stem(edge['to']) == stem(target) for target in found):
        agreement.agree_on_module('the compiler stops at the declaration file beside the code', text)
    elif SOURCE.search(edge['from']).group().endswith(('js', 'jsx')) and stem(edge['to']) in map(stem, found):
        agreement.agree_on_module('JavaScript that imports x.js beside x.ts: Node.js loads x.js', text)
    elif any(target.startswith('npm/') for target in found):
        agreement.disagree('an installed package to the compiler', text)
    else:
        agreement.disagree('another file to the compiler', text)


def why_only_compiler(edges, specifier_unresolved):
    if any(edge['resolution'] == 'resolved' for edge in edges):
        return None  # the same specifier is judged from the side of krepis
    if edges:
        return 'an external package to krepis'
    return 'unresolved to krepis' if specifier_unresolved else 'no edge of krepis'


def compare(krepis, tree, examples, typescript):
    nodes, edges = krepis_graph(krepis, tree)
    edges = [edge for edge in edges if SOURCE.search(edge['from'])]
    records = compiler_records(tree, sorted(node for node in nodes if SOURCE.search(node)), typescript)

    targets_of = collections.defaultdict(list)
    for record in records:
        targets_of[record['from'], record['specifier']].append(record.get('to'))
    edges_of = collections.defaultdict(list)
    unresolved = set()
    for edge in edges:
        if edge['resolution'] == 'unresolved':
            unresolved.add((edge['from'], edge['specifier']))
        else:
            edges_of[edge['from'], edge['specifier']].append(edge)

    of_krepis = {(e['from'], e['to']): e for e in edges if e['resolution'] == 'resolved'}
    of_compiler = {(r['from'], r['to']): r for r in records if r.get('to') in nodes and r['from'] != r['to']}
    agreement = Agreement('the TypeScript compiler', tree, examples)
    agreement.agree(len(of_krepis.keys() & of_compiler.keys()))
    for pair in of_krepis.keys() - of_compiler.keys():
        edge = of_krepis[pair]
        targets = targets_of[edge['from'], edge['specifier']]
        text = f"{edge['from']}:{edge['line']} '{edge['specifier']}' krepis: {edge['to']}"
        found = sorted({target for target in targets if target is not None})
        judge(agreement, edge, targets, text + (f", compiler: {', '.join(found)}" if found else ''))
    for pair in of_compiler.keys() - of_krepis.keys():
        record = of_compiler[pair]
        key = record['from'], record['specifier']
        cause = why_only_compiler(edges_of[key], key in unresolved)
        if cause is not None:
            targets = ', '.join(edge['to'] for edge in edges_of[key])
            agreement.disagree(cause, f"{record['from']}:{record['line']} '{record['specifier']}' "
                                      f"krepis: {targets or 'nothing'}, compiler: {record['to']}")
    return agreement.report()

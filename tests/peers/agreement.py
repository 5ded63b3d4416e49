"""What the comparisons of krepis with other tools share: running krepis, counting, and printing.

An edge is a pair (from, to) of paths of the tree. A disagreement is an edge that only one side has, and belongs to a class: a
sentence that names its cause."""
import collections
import json
import subprocess
import sys
import tempfile


def krepis_graph(krepis, tree, config='version = 1\n'):
    """The graph of `tree` as `krepis graph` prints it: (ids of nodes, edges), without the krepis.toml of the tree."""
    with tempfile.NamedTemporaryFile('w', suffix='.toml') as file:
        file.write(config)
        file.flush()
        command = [krepis, 'graph', tree, '--config', file.name, '--format', 'json']
        graph = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    return {node['id'] for node in graph['nodes']}, graph['edges']


class Agreement:
    """Counts edges of one tree. `examples` is how many disagreements of each class are printed."""

    def __init__(self, name, tree, examples):
        self.name = name
        self.tree = tree
        self.examples = examples
        self.agreed = 0
        self.same_module = collections.defaultdict(list)
        self.different = collections.defaultdict(list)
        self.unanswered = collections.defaultdict(list)

    def agree(self, count=1):
        self.agreed += count

    def agree_on_module(self, cause, edge):
        """Both mean the same module, and each another of the files that it consists of."""
        self.same_module[cause].append(edge)

    def disagree(self, cause, edge):
        self.different[cause].append(edge)

    def unanswer(self, cause, edge):
        """krepis has an answer where the peer, for a reason of its own, has none. Not counted as a disagreement."""
        self.unanswered[cause].append(edge)

    def report(self):
        """Prints the table and returns whether both sides agree on every module."""
        same, different, unanswered = (sum(map(len, classes.values()))
                                       for classes in (self.same_module, self.different, self.unanswered))
        total = self.agreed + same + different
        share = lambda part: f'{100 * part / total if total else 100:.3f} %'
        print(f'== {self.tree}: {self.name}')
        print(f'{total} edges: {share(self.agreed)} the same file, {share(self.agreed + same)} the same module; '
              f'{different} disagreements; beyond them {unanswered} edges that only krepis finds')
        for heading, classes in (('other file of the module', self.same_module), ('DISAGREEMENT', self.different),
                                 ('only krepis', self.unanswered)):
            for cause, edges in sorted(classes.items(), key=lambda item: (-len(item[1]), item[0])):
                print(f'  {len(edges):6} {heading}: {cause}')
                for edge in sorted(edges)[:self.examples]:
                    print(f'           {edge}')
        sys.stdout.flush()
        return different == 0

"""The paths of a Rust crate as rustc resolves them: its HIR, printed after name resolution, has each segment of each path with what
it means. Nothing of the crate is built: what another crate would have to say is an error in the HIR and is left out.

A module is named by its path from the root of the crate: '' is the root, '::io::util' one below."""
import os
import re
import subprocess

OWNER = re.compile(r'DefId\(0:\d+ ~ [^\[]*\[\w+\](.*)\) => ')
SPAN = re.compile(r'\s*(?:inner_)?span: (.*?):(\d+):(\d+): \d+:\d+ \(#(\d+)\),$')
MODULE = re.compile(r'\s*DefId\(0:\d+ ~ [^\[]*\[\w+\](.*)\),$')
IDENT = re.compile(r'\s*ident: (.*?)#\d+,$')
NAME = re.compile(r'\s*(.*?)#\d+,$')


class Path:
    """One `Path { … }` of the HIR. `indent` is its column; what it is made of stands deeper by four."""

    def __init__(self, indent, owner):
        self.indent = indent
        self.owner = owner
        self.place = None     # (file, line, column), unless a macro wrote it
        self.segments = []    # [identifier, module or None]
        self.is_use = False
        self.leads_to = None  # of a use: the module that it imports
        self.name = None      # of a use: the name that it gives


def read_hir(lines):
    """({module: file}, [Path]) from the lines of `rustc -Zunpretty=hir-tree`."""
    modules, found, stack = {}, [], []
    owner, expected, last_use = '', None, None
    for line in lines:
        text = line.lstrip(' ')
        indent = len(line) - len(text)
        if indent == 0:
            match = OWNER.match(line)
            if match:
                owner, stack, last_use = match.group(1), [], None
            continue
        if text.startswith('inner_span: '):
            match = SPAN.match(line)
            if match:
                modules[owner] = match.group(1)
            continue
        if text.endswith('Path {\n'):
            stack.append(Path(indent, owner))
            continue
        if not stack:
            if last_use is not None and indent == last_use.indent + 4:  # behind the path: Single( name ), Glob
                match = NAME.match(line)
                last_use.name, last_use = match and match.group(1), None
            continue
        path = stack[-1]
        depth = indent - path.indent
        if depth == 0:
            found.append(stack.pop())
            last_use = path if path.is_use else None
        elif depth == 4:
            expected = None
            if text.startswith('span: '):
                match = SPAN.match(line)
                if match and match.group(4) == '0':
                    path.place = match.group(1), int(match.group(2)), int(match.group(3))
            elif text.startswith('res: PerNS'):
                path.is_use = True
        elif depth == 8:
            expected = 'use' if path.is_use and text == 'type_ns: Some(\n' else None
            if text == 'PathSegment {\n':
                path.segments.append([None, None])
        elif depth == 12:
            if text.startswith('ident: ') and path.segments:
                match = IDENT.match(line)
                path.segments[-1][0] = match and match.group(1)
            elif text == 'res: Def(\n':
                expected = 'segment'
            elif expected == 'segment':
                expected = None
        elif depth == 16 and expected is not None and text != 'Mod,\n':
            match = MODULE.match(line)
            if match and expected == 'segment' and path.segments:
                path.segments[-1][1] = match.group(1)
            elif match and expected == 'use':
                path.leads_to = match.group(1)
            expected = None
    return modules, found


class Crate:
    """Follows the paths of one HIR as they are written: to the module in which the last name that is no module stands, or that
    exports it."""

    def __init__(self, modules, found):
        self.modules = modules
        self.uses = {}  # (module, name) -> (module that the use ends at, whether the name is that module)
        for path in found:
            if path.is_use and path.name and path.segments:
                if path.segments[-1][1] is None and path.leads_to in modules:
                    path.segments[-1][1] = path.leads_to
        for path in found:
            if path.is_use and path.name and path.segments:
                self.uses.setdefault((self.module_of(path.owner), path.name), path)

    def module_of(self, owner):
        while owner not in self.modules:
            if not owner:
                return None
            owner = owner.rpartition('::')[0]
        return owner

    def follow(self, path, depth=0):
        """(the module, whether the path names it), or None."""
        here = self.module_of(path.owner)
        at = None
        for number, (name, module) in enumerate(path.segments):
            if name in ('{{root}}', ''):
                continue
            if name == 'crate':
                at = ''
            elif name == 'self' and number == 0:
                at = here
            elif name == 'self' and number == len(path.segments) - 1:
                return at, True
            elif name == 'super':
                at = (here if at is None else at).rpartition('::')[0]
            elif module not in self.modules:
                return None if at is None else (at, False)
            elif at is None:
                use = self.uses.get((here, name))
                if use is None or use is path or depth > 8:
                    at = module
                    continue
                followed = self.follow(use, depth + 1)
                if followed is None or not followed[1]:
                    return followed
                at = followed[0]
            elif module != f'{at}::{name}':
                return at, False  # exported here, and stands elsewhere
            else:
                at = module
        return None if at is None else (at, True)


class Paths:
    """Of one target, in all its compilations. Files are as rustc names them."""

    def __init__(self):
        self.files = set()  # that hold a module
        self.uses = {}      # (file, file that the path leads to) -> {(line, column)}
        self.places = {}    # file -> {line}: where rustc has a path of more than one segment, wherever it leads

    def add(self, modules, found):
        self.files |= set(modules.values())
        crate = Crate(modules, found)
        for path in found:
            if path.place is None or (len(path.segments) < 2 and not path.is_use):
                continue
            file, line, column = path.place
            self.places.setdefault(file, set()).add(line)
            followed = crate.follow(path)
            if followed is not None and followed[0] in modules:
                self.uses.setdefault((file, modules[followed[0]]), set()).add((line, column))


def paths_of(tree, target, flags):
    """The Paths of a target of cargo's, for each of the lists of rustc's `flags`."""
    paths = Paths()
    for more in flags:
        command = ['rustc', '--edition', target['edition'], '--crate-type', 'lib', '--cap-lints', 'allow', '-Zunpretty=hir-tree', *more,
                   target['src_path']]
        with subprocess.Popen(command, cwd=tree, text=True, errors='replace', stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                              env={**os.environ, 'RUSTC_BOOTSTRAP': '1'}) as run:
            paths.add(*read_hir(run.stdout))
    return paths

// The links that npm, yarn and pnpm make into node_modules for the packages of a workspace.
import fs from 'node:fs';
import path from 'node:path/posix';

const kDependencies = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'];

function matcher(glob) {
  const pattern = glob.replace(/^\.\//, '').replace(/\/$/, '').replace(/[.+^$()|[\]\\]/g, '\\$&')
    .replace(/\{([^}]*)\}/g, (_, list) => `(?:${list.split(',').join('|')})`)
    .replace(/\*\*\/?|\*/g, (star) => (star === '*' ? '[^/]*' : '(?:.*/)?'));
  return new RegExp(`^${pattern}${glob.endsWith('**') ? '.*' : ''}$`);
}

/** The lists and maps of strings at the top of a pnpm-workspace.yaml; it needs no more of YAML. */
function readPnpm(text) {
  const found = {packages: [], overrides: {}};
  let key = '';
  for (const line of text.split('\n')) {
    const top = /^([\w-]+):/.exec(line);
    if (top) key = top[1];
    const item = /^\s*-\s*(['"]?)([^'"#]+)\1\s*(?:#.*)?$/.exec(line);
    if (key === 'packages' && item) found.packages.push(item[2].trim());
    const pair = /^\s+(['"]?)([^'"]+)\1:\s*(['"]?)([^'"#]+)\3\s*$/.exec(line);
    if (key === 'overrides' && pair) found.overrides[pair[2]] = pair[4].trim();
  }
  return found;
}

function manifests(folder, found = new Map()) {
  for (const entry of fs.readdirSync(folder, {withFileTypes: true})) {
    const name = `${folder}/${entry.name}`;
    if (entry.isDirectory() && entry.name !== '.git' && entry.name !== 'node_modules') {
      manifests(name, found);
    } else if (entry.isFile() && entry.name === 'package.json') {
      try {
        found.set(folder, JSON.parse(fs.readFileSync(name, 'utf8')));
      } catch {
        // A fixture that is no JSON.
      }
    }
  }
  return found;
}

/** "FOLDER\0NAME" -> the folder that FOLDER/node_modules/NAME is a link to. */
export function workspaceLinks(root) {
  const packages = manifests(root);
  const links = new Map();
  const follow = (folder, manifest, members, overrides) => {
    for (const [name, range] of kDependencies.flatMap((kind) => Object.entries(manifest[kind] ?? {}))) {
      const [, protocol, target] = /^(workspace|link|file|portal):(.*)$/.exec(overrides[name] ?? range) ?? [];
      if (protocol === 'workspace') {
        const alias = /^(.+)@[^@]*$/.exec(target)?.[1] ?? name;
        if (members.has(alias)) links.set(`${folder}\0${name}`, members.get(alias));
      } else if (protocol !== undefined && !target.endsWith('.tgz')) {
        links.set(`${folder}\0${name}`, path.resolve(overrides[name] ? root : folder, target));
      }
    }
  };
  const shallowFirst = [...packages].sort(([a], [b]) => a.length - b.length || (a < b ? -1 : 1));
  for (const [folder, manifest] of shallowFirst) follow(folder, manifest, new Map(), {});
  for (const [folder, manifest] of shallowFirst) {
    const yaml = `${folder}/pnpm-workspace.yaml`;
    const pnpm = fs.existsSync(yaml) ? readPnpm(fs.readFileSync(yaml, 'utf8')) : undefined;
    const globs = pnpm?.packages ?? manifest.workspaces?.packages ?? manifest.workspaces;
    if (!Array.isArray(globs)) continue;
    const wanted = globs.filter((glob) => !glob.startsWith('!')).map(matcher);
    const unwanted = globs.filter((glob) => glob.startsWith('!')).map((glob) => matcher(glob.slice(1)));
    const members = shallowFirst.filter(([member]) => {
      const below = path.relative(folder, member);
      return below === '' || (!below.startsWith('..') && wanted.some((glob) => glob.test(below)) &&
                              !unwanted.some((glob) => glob.test(below)));
    });
    const byName = new Map(members.filter(([, {name}]) => name).map(([member, {name}]) => [name, member]));
    const overrides = {...manifest.pnpm?.overrides, ...manifest.resolutions, ...pnpm?.overrides};
    for (const [member, {name}] of members) {
      follow(member, packages.get(member), byName, overrides);
      if (!pnpm && name) links.set(`${folder}\0${name}`, member);
    }
  }
  return links;
}

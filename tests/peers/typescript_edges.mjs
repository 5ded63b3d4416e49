// What the TypeScript compiler makes of every import of a tree, as JSON lines: {"from", "specifier", "line", "to"}; `to`
// is a path of the tree, "npm/..." for what is installed, absent when the compiler finds nothing.
//
//   node typescript_edges.mjs TYPESCRIPT ROOT < files
//
// TYPESCRIPT is the folder of the npm package, `files` are paths of sources, one a line. Imports are found in the
// compiler's own syntax tree and resolved by ts.resolveModuleName with the options of the project that an editor would
// choose: the nearest tsconfig.json or jsconfig.json that includes the file or refers to a project that does, else the
// nearest one. Nothing needs to be installed: where a package manager would link a package of the workspace into a
// node_modules, the compiler sees that link.
import {createRequire} from 'node:module';
import fs from 'node:fs';
import path from 'node:path/posix';

import {workspaceLinks} from './workspace_links.mjs';

const [typescript, rootArgument] = process.argv.slice(2);
const ts = createRequire(import.meta.url)(typescript);
const root = fs.realpathSync(rootArgument);
const sources = fs.readFileSync(0, 'utf8').split('\n').filter(Boolean);

const links = workspaceLinks(root);

/** The file that stands at `name` when the packages of the workspace are linked. */
function linked(name) {
  for (let at = name.lastIndexOf('/node_modules/'); at > 0; at = name.lastIndexOf('/node_modules/', at - 1)) {
    const [first, second, ...rest] = name.slice(at + '/node_modules/'.length).split('/');
    const scoped = first.startsWith('@');
    const target = links.get(`${name.slice(0, at)}\0${scoped ? `${first}/${second}` : first}`);
    if (target === undefined) continue;
    return linked([target, ...(scoped ? rest : second === undefined ? [] : [second, ...rest])].join('/'));
  }
  return name;
}

/** `ask` by the linked path, each path once. */
function cached(ask) {
  const answers = new Map();
  return (name) => {
    if (!answers.has(name)) answers.set(name, ask(linked(name)));
    return answers.get(name);
  };
}

const host = {
  fileExists: cached((name) => ts.sys.fileExists(name)),
  directoryExists: cached((name) => ts.sys.directoryExists(name) || name.endsWith('/node_modules')),
  readFile: (name) => ts.sys.readFile(linked(name)),
  realpath: cached((name) => (fs.existsSync(name) ? fs.realpathSync(name) : name)),
  getDirectories: (name) => ts.sys.getDirectories(linked(name)),
  getCurrentDirectory: () => root,
  useCaseSensitiveFileNames: true,
};

const parseHost = {...host, readDirectory: ts.sys.readDirectory, trace: () => {}};
const projects = new Map();

function project(config) {
  if (!projects.has(config)) {
    const parsed = ts.parseJsonSourceFileConfigFileContent(
      ts.readJsonConfigFile(config, ts.sys.readFile), parseHost, path.dirname(config), undefined, config);
    projects.set(config, {
      options: parsed.options,
      files: new Set(parsed.fileNames),
      references: (parsed.projectReferences ?? []).map((reference) => ts.resolveProjectReferencePath(reference)),
      modules: ts.createModuleResolutionCache(root, (name) => name, parsed.options),
    });
  }
  return projects.get(config);
}

function including(config, file, seen = new Set()) {
  if (seen.has(config) || !host.fileExists(config)) return undefined;
  seen.add(config);
  const candidate = project(config);
  if (candidate.files.has(file)) return candidate;
  for (const reference of candidate.references) {
    const found = including(reference, file, seen);
    if (found) return found;
  }
  return undefined;
}

const kNoProject = {options: {allowJs: true, moduleResolution: ts.ModuleResolutionKind.Bundler,
                              module: ts.ModuleKind.ESNext}};
kNoProject.modules = ts.createModuleResolutionCache(root, (name) => name, kNoProject.options);

function projectOf(file) {
  let nearest;
  for (let folder = path.dirname(file); folder.length >= root.length; folder = path.dirname(folder)) {
    for (const name of ['tsconfig.json', 'jsconfig.json']) {
      const config = `${folder}/${name}`;
      if (!host.fileExists(config)) continue;
      const found = including(config, file);
      if (found) return found;
      nearest ??= project(config);
    }
  }
  return nearest ?? kNoProject;
}

/** Every string literal by which the file names another one: [literal, whether it is a require]. */
function* imports(file) {
  const javascript = (file.flags & ts.NodeFlags.JavaScriptFile) !== 0;
  const pending = [file];
  const literal = (node) => node !== undefined && ts.isStringLiteralLike(node);
  while (pending.length > 0) {
    const node = pending.pop();
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isJSDocImportTag?.(node)) &&
        literal(node.moduleSpecifier)) {
      yield [node.moduleSpecifier, false];
    } else if (ts.isExternalModuleReference(node) && literal(node.expression)) {
      yield [node.expression, true];
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument) && literal(node.argument.literal)) {
      yield [node.argument.literal, false];
    } else if (ts.isCallExpression(node) && literal(node.arguments[0])) {
      const required = ts.isIdentifier(node.expression) && node.expression.text === 'require';
      if (required || node.expression.kind === ts.SyntaxKind.ImportKeyword) yield [node.arguments[0], required];
    }
    ts.forEachChild(node, (child) => void pending.push(child));
    if (javascript) pending.push(...(node.jsDoc ?? []));
  }
}

const lines = [];
function report(from, specifier, line, resolved) {
  const record = {from, specifier, line};
  if (resolved !== undefined) {
    const at = resolved.lastIndexOf('/node_modules/');
    record.to = at >= 0 ? `npm/${resolved.slice(at + '/node_modules/'.length)}`
                        : path.relative(root, fs.realpathSync(resolved));
  }
  lines.push(JSON.stringify(record));
}

for (const source of sources) {
  const name = `${root}/${source}`;
  const {options, modules} = projectOf(name);
  const format = ts.getImpliedNodeFormatForFile(name, modules.getPackageJsonInfoCache(), host, options);
  const file = ts.createSourceFile(
    name, fs.readFileSync(name, 'utf8'), {languageVersion: ts.ScriptTarget.Latest, impliedNodeFormat: format}, true);
  const lineOf = (position) => file.getLineAndCharacterOfPosition(position).line + 1;
  for (const reference of file.referencedFiles) {
    const target = path.resolve(path.dirname(name), reference.fileName);
    report(source, reference.fileName, lineOf(reference.pos), host.fileExists(target) ? host.realpath(target) : undefined);
  }
  for (const [node, required] of imports(file)) {
    const mode = required ? ts.ModuleKind.CommonJS : ts.getModeForUsageLocation(file, node, options);
    const {resolvedModule} = ts.resolveModuleName(node.text, name, options, host, modules, undefined, mode);
    report(source, node.text, lineOf(node.getStart()), resolvedModule?.resolvedFileName);
  }
}
process.stdout.write(lines.map((line) => `${line}\n`).join(''));

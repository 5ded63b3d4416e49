// Module hooks: TypeScript of a fixture program is transpiled, and its functions and what it imports are made to record
// that they run (record.mjs). Other modules load as they are.
import { readFileSync, existsSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import path from "node:path";
import ts from "typescript";

let program = "";
let plain = new Set();
let stubs = new Set();
let methods = new Set();  // of classes, by which these are behaviours
let repeated = new Set();  // of those, the ones that run several times for a request

export function initialize(data) {
  program = data.program;
  plain = new Set(data.plain);
  stubs = new Set(data.stubs);
  methods = new Set(data.methods);
  repeated = new Set(data.repeated);
}

const isOurs = (url) => url?.startsWith("file:") && fileURLToPath(url).startsWith(program + path.sep);

export async function resolve(specifier, context, next) {
  if (isOurs(context.parentURL) && specifier.startsWith(".")) {
    const base = path.resolve(path.dirname(fileURLToPath(context.parentURL)), specifier.replace(/\.js$/, ""));
    for (const file of [base, base + ".ts", base + ".js", path.join(base, "index.ts")]) {
      if (existsSync(file) && path.extname(file)) return { url: pathToFileURL(file).href, shortCircuit: true };
    }
  }
  if (stubs.has(specifier)) return { url: "data:text/javascript,export default {}", shortCircuit: true };
  return next(specifier, context);
}

// Functions that a framework calls with a request have such a parameter.
const shapes = new Set(["next", "_next", "done", "reply", "res", "response", "ctx", "context", "c", "req", "request"]);

function nameOf(node) {
  if (node.name && ts.isIdentifier(node.name)) return node.name.text;
  const parent = node.parent;
  if (parent && (ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent)) &&
      parent.name && ts.isIdentifier(parent.name)) return parent.name.text;
  return "";
}

function transformer(file) {
  return (context) => (source) => {
    const f = context.factory;
    const text = (value) => f.createStringLiteral(value);
    const call = (name, args) => f.createCallExpression(
      f.createPropertyAccessExpression(f.createIdentifier("globalThis"), name), undefined, args);
    // this.constructor.name
    const type = f.createPropertyAccessExpression(f.createPropertyAccessExpression(f.createThis(), "constructor"), "name");
    const method = (node) => {
      const name = nameOf(node);
      const decorated = (ts.getDecorators(node) ?? []).length > 0;
      const visited = ts.visitEachChild(node, (child) => visit(child, []), context);
      if (!decorated && !methods.has(name)) return visited;
      const line = source.getLineAndCharacterOfPosition(node.name.getStart(source)).line + 1;
      const ran = f.createExpressionStatement(call(repeated.has(name) ? "__ranOnce" : "__ran", [
        f.createArrayLiteralExpression([decorated ? text(name) : type]), text(file), f.createNumericLiteral(decorated ? line : 0)]));
      return f.updateMethodDeclaration(visited, visited.modifiers, visited.asteriskToken, visited.name, visited.questionToken,
        visited.typeParameters, visited.parameters, visited.type, f.updateBlock(visited.body, [ran, ...visited.body.statements]));
    };
    const visit = (node, names) => {
      if (methods.size > 0 && ts.isMethodDeclaration(node) && node.body && ts.isClassLike(node.parent)) return method(node);
      if (!ts.isFunctionLike(node) || !node.body) return ts.visitEachChild(node, (child) => visit(child, names), context);
      const own = nameOf(node);
      const inner = own ? [own, ...names] : names;
      const visited = ts.visitEachChild(node, (child) => visit(child, inner), context);
      const shaped = node.parameters.some((parameter) => ts.isIdentifier(parameter.name) && shapes.has(parameter.name.text));
      if (!shaped) return visited;
      const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
      const ran = f.createExpressionStatement(call("__ran", [
        f.createArrayLiteralExpression((own ? inner : ["", ...names]).map(text)), text(file), f.createNumericLiteral(line)]));
      const body = ts.isBlock(visited.body)
        ? f.updateBlock(visited.body, [ran, ...visited.body.statements])
        : f.createBlock([ran, f.createReturnStatement(visited.body)], true);
      if (ts.isArrowFunction(visited)) return f.updateArrowFunction(visited, visited.modifiers, visited.typeParameters,
        visited.parameters, visited.type, visited.equalsGreaterThanToken, body);
      if (ts.isFunctionExpression(visited)) return f.updateFunctionExpression(visited, visited.modifiers,
        visited.asteriskToken, visited.name, visited.typeParameters, visited.parameters, visited.type, body);
      if (ts.isFunctionDeclaration(visited)) return f.updateFunctionDeclaration(visited, visited.modifiers,
        visited.asteriskToken, visited.name, visited.typeParameters, visited.parameters, visited.type, body);
      if (ts.isMethodDeclaration(visited)) return f.updateMethodDeclaration(visited, visited.modifiers,
        visited.asteriskToken, visited.name, visited.questionToken, visited.typeParameters, visited.parameters,
        visited.type, body);
      return visited;
    };
    const statements = [];
    let modules = 0;
    // import cors from "cors": const cors = globalThis.__imported("cors", "default", module.default)
    const imported = (statement) => {
      const from = statement.moduleSpecifier.text;
      const clause = statement.importClause;
      if (from.startsWith(".") || from.startsWith("node:") || plain.has(from) || !clause || clause.isTypeOnly) return false;
      const module = f.createIdentifier(`__module${modules++}`);
      const bind = (local, name) => f.createVariableDeclaration(local, undefined, undefined, call("__imported", [
        text(from), text(name), f.createPropertyAccessExpression(module, name)]));
      const bindings = [];
      if (clause.name) bindings.push(bind(clause.name.text, "default"));
      const named = clause.namedBindings;
      if (named && ts.isNamespaceImport(named)) return false;
      for (const element of named?.elements ?? []) {
        if (!element.isTypeOnly) bindings.push(bind(element.name.text, (element.propertyName ?? element.name).text));
      }
      statements.push(f.createImportDeclaration(undefined,
        f.createImportClause(false, undefined, f.createNamespaceImport(module)), statement.moduleSpecifier));
      for (const binding of bindings) {
        statements.push(f.createVariableStatement(undefined, f.createVariableDeclarationList([binding], ts.NodeFlags.Const)));
      }
      return true;
    };
    for (const statement of source.statements) {
      if (ts.isImportDeclaration(statement) && imported(statement)) continue;
      statements.push(visit(statement, []));
    }
    return f.updateSourceFile(source, statements);
  };
}

export async function load(url, context, next) {
  if (!isOurs(url) || !/\.[cm]?[tj]s$/.test(url)) return next(url, context);
  const file = fileURLToPath(url);
  const compiled = ts.transpileModule(readFileSync(file, "utf8"), {
    fileName: file,
    compilerOptions: {
      module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022, experimentalDecorators: true, emitDecoratorMetadata: true,
    },
    transformers: { before: [transformer(path.relative(program, file))] },
  });
  return { format: "module", source: compiled.outputText, shortCircuit: true };
}

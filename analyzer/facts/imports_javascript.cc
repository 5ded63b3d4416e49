#include <algorithm>

#include "analyzer/facts/import_pattern.h"
#include "analyzer/facts/imports.h"
#include "analyzer/facts/surroundings.h"

namespace krepis::analyzer {
namespace {

std::vector<ImportedName> NamesOf(const Ast& ast, Node import) {
  std::vector<ImportedName> names;
  for (const Node binding : ast.Children(import)) {
    if (!ast.Is(binding, NodeKind::kBinding)) continue;
    const Node alias = ast.child(binding, NodeKind::kAlias);
    names.push_back(
        {std::string(ast.name(binding)), std::string(ast.name(alias ? alias : binding))});
  }
  return names;
}

constexpr size_t kSpecifierBytes = 1000;

/// Erased at run time: `import type`, or one that takes names and only types.
bool IsTypeOnly(const Ast& ast, Node import) {
  if (ast.Has(import, kTypeOnly)) return true;
  bool any = false;
  for (const Node binding : ast.Children(import)) {
    if (!ast.Is(binding, NodeKind::kBinding)) continue;
    if (!ast.Has(binding, kTypeOnly)) return false;
    any = true;
  }
  return any;
}

/// What is literal of a computed specifier.
void FindPattern(std::string_view source, ImportFact& fact) {
  const ByteSpan span = fact.statement.span;
  if (!fact.computed || span.start > source.size()) return;
  fact.specifier = ImportPattern(source.substr(span.start, span.length));
  fact.pattern = !fact.specifier.empty();
}

ImportFact FromImport(const Ast& ast, std::string_view source, Node node) {
  ImportFact fact;
  fact.kind = IsTypeOnly(ast, node)     ? EdgeKind::kType
              : ast.Has(node, kDynamic) ? EdgeKind::kDynamic
                                        : EdgeKind::kImport;
  fact.computed = ast.Has(node, kComputed);
  if (!fact.computed) fact.specifier = ast.name(node);
  fact.reexport = ast.Has(node, kReexport);
  fact.glob = ast.Has(node, kGlob);
  fact.require = ast.Has(node, kRequire);
  fact.names = NamesOf(ast, node);
  fact.statement.span = ast.span(node);
  fact.location.span = SpecifierSpan(source, ast.span(node), fact.specifier);
  FindPattern(source, fact);
  return fact;
}

/// `require(…)` of the module system: a literal is an import, anything else is not known.
ImportFact FromRequire(const Ast& ast, std::string_view source, Node call, Node argument) {
  ImportFact fact;
  fact.require = true;
  fact.statement.span = ast.span(call);
  fact.location.span = ast.span(call);
  if (ast.Is(argument, NodeKind::kString)) {
    fact.specifier = ast.name(argument);
    fact.location.span = SpecifierSpan(source, ast.span(argument), fact.specifier);
    fact.names.push_back({"*", ""});
  } else {
    fact.kind = EdgeKind::kDynamic;
    fact.computed = true;
    FindPattern(source, fact);
  }
  return fact;
}

/// `class A extends B`, where B comes from another file or package.
void AddBase(const Scopes& scopes, Node base, FileFacts& facts) {
  const Ast& ast = scopes.ast();
  const Symbol symbol = scopes.Resolve(base);
  if (symbol.origin != SymbolOrigin::kExternal && symbol.origin != SymbolOrigin::kFirstParty)
    return;
  const Node import = symbol.declaration == 0 ? 0 : scopes.parent(symbol.declaration);
  // A base repeats the specifier of its import.
  if (!ast.Is(import, NodeKind::kImport) || ast.name(import).size() > kSpecifierBytes) return;
  ImportFact fact;
  fact.kind = EdgeKind::kInherit;
  fact.specifier = ast.name(import);
  fact.require = ast.Has(import, kRequire);
  fact.names.push_back(
      {symbol.text.substr(symbol.text.find('#') + 1), std::string(ast.name(base))});
  fact.statement.span = fact.location.span = ast.span(base);
  facts.imports.push_back(std::move(fact));
}

/// The value of ` name="value"` in a line, as a range of it; {} without one.
ByteSpan AttributeOf(std::string_view line, std::string_view name) {
  const size_t at = line.find(name);
  if (at == std::string_view::npos) return {};
  const size_t open = at + name.size();
  if (open >= line.size() || (line[open] != '"' && line[open] != '\'')) return {};
  const size_t close = line.find(line[open], open + 1);
  if (close == std::string_view::npos) return {};
  return {static_cast<uint32_t>(open + 1), static_cast<uint32_t>(close - open - 1)};
}

/// `/// <reference path="x.d.ts" />` and `/// <reference types="node" />` among the comments at the
/// top: the file's types use that file, or that package. The path is relative to the file even
/// without `./`; of both attributes the compiler takes the types.
void AddReferences(std::string_view source, FileFacts& facts) {
  for (size_t start = 0; start < source.size();) {
    const size_t end = std::min(source.find('\n', start), source.size());
    const std::string_view line = source.substr(start, end - start);
    const size_t begin = line.find_first_not_of(" \t\r");
    if (begin != std::string_view::npos) {
      if (line.substr(begin, 2) != "//" && line.substr(0, 2) != "#!") return;
      const bool refers =
          line.substr(begin, 3) == "///" && line.find("<reference") != std::string_view::npos;
      const ByteSpan types = refers ? AttributeOf(line, " types=") : ByteSpan();
      const ByteSpan value = types.length != 0 || !refers ? types : AttributeOf(line, " path=");
      if (value.length != 0) {
        ImportFact fact;
        fact.kind = EdgeKind::kType;
        fact.system = types.length != 0;
        fact.specifier = line.substr(value.start, value.length);
        if (!fact.system && fact.specifier[0] != '.' && fact.specifier[0] != '/')
          fact.specifier.insert(0, "./");
        fact.location.span = {static_cast<uint32_t>(start) + value.start, value.length};
        fact.statement.span = {static_cast<uint32_t>(start + begin),
                               static_cast<uint32_t>(line.size() - begin)};
        facts.imports.push_back(std::move(fact));
      }
    }
    start = end + 1;
  }
}

}  // namespace

void ExtractJavaScriptImports(const Scopes& scopes, std::string_view source, FileFacts& facts) {
  const Ast& ast = scopes.ast();
  AddReferences(source, facts);
  for (Node node = 1; node < ast.size(); ++node) {
    switch (ast.kind(node)) {
      case NodeKind::kImport:
        facts.imports.push_back(FromImport(ast, source, node));
        break;
      case NodeKind::kBase:
        AddBase(scopes, node, facts);
        break;
      case NodeKind::kComment:
        if (ast.language() == Language::kJavaScript) {
          ExtractJsDocImports(source, ast.span(node), facts);
        }
        break;
      case NodeKind::kCall: {
        const Node callee = ast.first_child(node);
        if (callee == 0 || ast.end(callee) == ast.end(node) || !scopes.IsRequire(callee)) break;
        facts.imports.push_back(FromRequire(ast, source, node, ast.end(callee)));
        break;
      }
      default:
        break;
    }
  }
}

}  // namespace krepis::analyzer

#include <algorithm>

#include "analyzer/frontend/typescript_lowering.h"

namespace krepis::analyzer {

bool TypeScriptLowering::StringValue(uint32_t node, std::string_view* value) {
  if (symbol(node) == Symbol::TemplateString) {
    if (ChildOf(node, Symbol::TemplateSubstitution) != 0) return false;
  } else if (symbol(node) != Symbol::String) {
    return false;
  }
  const std::string_view text = Text(node);
  *value = text.size() < 2 ? std::string_view() : Decode(text.substr(1, text.size() - 2));
  return true;
}

std::string_view TypeScriptLowering::Name(uint32_t node) {
  if (node == 0 || symbol(node) == Symbol::ComputedPropertyName) return {};
  std::string_view value;
  return StringValue(node, &value) ? value : Text(node);
}

void TypeScriptLowering::Binding(uint32_t flags, std::string_view name, uint32_t local,
                                 uint32_t node) {
  const Node row = Open(NodeKind::kBinding, flags, name, node);
  if (local != 0 && Text(local) != name) Leaf(NodeKind::kAlias, 0, Name(local), local);
  out().Close(row);
}

void TypeScriptLowering::Bindings(uint32_t clause) {
  for (uint32_t child = first(clause); child < end(clause); child = end(child)) {
    switch (symbol(child)) {
      case Symbol::Identifier:  // import name from
        Binding(0, "default", child, child);
        break;
      case Symbol::NamespaceImport:
      case Symbol::NamespaceExport:
        Binding(0, "*", Inner(child), child);
        break;
      case Symbol::ImportSpecifier:
      case Symbol::ExportSpecifier: {
        const bool type_only =
            ChildOf(child, Symbol::TokenType) != 0 || ChildOf(child, Symbol::TokenTypeof) != 0;
        Binding(type_only ? uint32_t{kTypeOnly} : 0, Name(Child(child, Field::Name)),
                Child(child, Field::Alias), child);
        break;
      }
      case Symbol::NamedImports:
      case Symbol::ExportClause:
        Bindings(child);
        break;
      default:
        break;
    }
  }
}

void TypeScriptLowering::Import(uint32_t node) {
  const uint32_t required = ChildOf(node, Symbol::ImportRequireClause);
  const uint32_t source = Child(required != 0 ? required : node, Field::Source);
  const bool type_only =
      ChildOf(node, Symbol::TokenType) != 0 || ChildOf(node, Symbol::TokenTypeof) != 0;
  const Node row =
      Open(NodeKind::kImport, (type_only ? kTypeOnly : 0u) | (required != 0 ? kRequire : 0u),
           Name(source), node);
  if (const uint32_t clause = ChildOf(node, Symbol::ImportClause)) Bindings(clause);
  if (const uint32_t local = required == 0 ? 0 : ChildOf(required, Symbol::Identifier)) {
    Binding(0, "*", local, local);
  }
  out().Close(row);
}

// import Local = Outer.Inner
void TypeScriptLowering::ImportAlias(uint32_t node) {
  const uint32_t local = Inner(node);
  if (local == 0) return;
  const Node row = Open(NodeKind::kVariable, kConst, Text(local), node);
  if (const uint32_t target = end(local); target < end(node)) {
    Leaf(NodeKind::kName, 0, Text(target), target);
  }
  out().Close(row);
}

void TypeScriptLowering::Export(uint32_t node) {
  // The grammar takes the `type` of `export type * from` for an error.
  const uint32_t error = ChildOf(node, Symbol::Error);
  const bool type = ChildOf(node, Symbol::TokenType) != 0 || (error != 0 && Text(error) == "type");
  const uint32_t type_only = type ? uint32_t{kTypeOnly} : 0;
  if (const uint32_t source = Child(node, Field::Source)) {
    const bool glob = ChildOf(node, Symbol::TokenStar) != 0;
    const Node row =
        Open(NodeKind::kImport, kReexport | type_only | (glob ? kGlob : 0u), Name(source), node);
    Bindings(node);
    if (glob) Binding(0, "*", 0, node);
    out().Close(row);
    return;
  }
  const bool is_default = ChildOf(node, Symbol::TokenDefault) != 0;
  const Node row = Open(NodeKind::kExport, type_only | (is_default ? kDefault : 0u), {}, node);
  if (Child(node, Field::Declaration) != 0 || Child(node, Field::Value) != 0) {
    Then(kUnderExport, node);
  } else if (const uint32_t clause = ChildOf(node, Symbol::ExportClause)) {
    Bindings(clause);
  } else if (const uint32_t inner = Inner(node)) {
    Then(kExpression, inner);  // export = value
  }
  ThenClose(row);
}

void TypeScriptLowering::ExportedDeclaration(uint32_t node) {
  uint32_t declaration = Child(node, Field::Declaration);
  if (declaration == 0) declaration = Child(node, Field::Value);
  if (declaration == 0) return;
  const uint32_t decorators = symbol(first(node)) == Symbol::Decorator ? first(node) : declaration;
  if (!Declaration(declaration, kExported, decorators)) Then(kExpression, declaration);
}

void TypeScriptLowering::TypeImports() {
  std::sort(dynamic_imports_.begin(), dynamic_imports_.end());
  for (const ByteSpan word : tree().imports) {
    if (std::binary_search(dynamic_imports_.begin(), dynamic_imports_.end(), word.start)) continue;
    const size_t limit = source().size();
    size_t at = BehindBlanks(word.end(), limit);
    if (at == limit || source()[at] != '(') continue;
    at = BehindBlanks(at + 1, limit);
    if (at == limit || (source()[at] != '"' && source()[at] != '\'')) continue;
    const size_t close = source().find(source()[at], at + 1);
    if (close == std::string_view::npos) continue;
    const auto length = static_cast<uint32_t>(close + 1 - word.start);
    out().Leaf(NodeKind::kImport, kTypeOnly, Decode(source().substr(at + 1, close - at - 1)),
               {word.start, length});
  }
}

}  // namespace krepis::analyzer

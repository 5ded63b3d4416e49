#include "analyzer/frontend/rust_lowering.h"
#include "analyzer/frontend/rust_text.h"

namespace krepis::analyzer {

void RustLowering::Type(uint32_t node) {
  switch (symbol(node)) {
    case Symbol::TypeIdentifier:
    case Symbol::ScopedTypeIdentifier:
    case Symbol::Identifier:
    case Symbol::ScopedIdentifier:
    case Symbol::GenericTurbofish: {
      const Node row = Open(NodeKind::kTypeReference, 0, Path(node), node);
      QualifiedPaths(node);
      return out().Close(row);
    }
    case Symbol::GenericType: {
      const uint32_t type = Child(node, Field::Type);
      if (type == 0) return;
      const Node row = Open(NodeKind::kTypeReference, 0, Path(type), type);
      QualifiedPaths(type);
      if (const uint32_t arguments = Child(node, Field::TypeArguments)) TypeArguments(arguments);
      return ThenClose(row);
    }
    case Symbol::ReferenceType:
    case Symbol::PointerType:
    case Symbol::HigherRankedBound:
    case Symbol::TypeBinding:
      if (const uint32_t type = Child(node, Field::Type)) Then(kType, type);
      return;
    case Symbol::ArrayType:
      if (const uint32_t element = Child(node, Field::Element)) Then(kType, element);
      if (const uint32_t length = Child(node, Field::Length)) Then(kPaths, length);
      return;
    case Symbol::DynamicType:
    case Symbol::AbstractType:
      if (const uint32_t trait = Child(node, Field::Trait)) Then(kType, trait);
      return;
    case Symbol::BoundedType:
    case Symbol::TraitBounds:
      return TypeArguments(node);
    case Symbol::TupleType: {
      const Node row = Open(NodeKind::kTypeReference, 0, {}, node);
      TypeArguments(node);
      return ThenClose(row);
    }
    case Symbol::FunctionType: {
      const uint32_t trait = Child(node, Field::Trait);
      const Node row = Open(NodeKind::kTypeReference, 0, trait == 0 ? "fn" : Path(trait),
                            trait == 0 ? node : trait);
      if (trait != 0) QualifiedPaths(trait);
      if (const uint32_t parameters = Child(node, Field::Parameters)) TypeArguments(parameters);
      if (const uint32_t result = Child(node, Field::ReturnType)) Then(kType, result);
      return ThenClose(row);
    }
    case Symbol::Parameter:  // of a function type
      if (const uint32_t type = Child(node, Field::Type)) Then(kType, type);
      return;
    case Symbol::MacroInvocation:
      return Macro(node);
    case Symbol::Block:  // Array<{ a::N }>
      return Paths(node);
    default:
      return;
  }
}

void RustLowering::TypeArguments(uint32_t node) {
  for (uint32_t child = first(node); child < end(node); child = end(child)) Then(kType, child);
}

void RustLowering::QualifiedPaths(uint32_t node) {
  // `<a::T as b::C>::f` names a::T and b::C; of `a::T::<b::C>::f` the part in front counts too.
  if (Text(node).find('<') != std::string_view::npos) Paths(node);
}

void RustLowering::Paths(uint32_t node) {
  const std::string_view text = Text(node);
  if (text.find("::") == std::string_view::npos) return;
  for (uint32_t from = 0;;) {
    const rust::TextToken token = rust::NextToken(text, from);
    if (token.kind == rust::TextToken::Kind::kEnd) return;
    from = token.start + token.length;
    const std::string_view path = text.substr(token.start, token.length);
    if (token.kind != rust::TextToken::Kind::kPath || path.find("::") == std::string_view::npos) {
      continue;
    }
    out().Leaf(NodeKind::kTypeReference, 0, path, {at(node).start + token.start, token.length});
  }
}

void RustLowering::Base(uint32_t node) {
  switch (symbol(node)) {
    case Symbol::TypeIdentifier:
    case Symbol::ScopedTypeIdentifier: {
      const Node row = Open(NodeKind::kBase, 0, Path(node), node);
      QualifiedPaths(node);
      return out().Close(row);
    }
    case Symbol::GenericType: {
      const uint32_t type = Child(node, Field::Type);
      if (type == 0) return;
      const Node row = Open(NodeKind::kBase, 0, Path(type), type);
      QualifiedPaths(type);
      if (const uint32_t arguments = Child(node, Field::TypeArguments)) Then(kPaths, arguments);
      return ThenClose(row);
    }
    case Symbol::HigherRankedBound:
      if (const uint32_t type = Child(node, Field::Type)) Then(kBase, type);
      return;
    case Symbol::FunctionType:
      if (const uint32_t trait = Child(node, Field::Trait)) Then(kBase, trait);
      return Then(kPaths, node);
    default:
      return;
  }
}

/// A lone name in a pattern is a new variable, unless it is spelled like a constant or a variant.
bool RustLowering::IsBinding(uint32_t identifier) const {
  const std::string_view name = Text(identifier);
  return !name.empty() && !(name[0] >= 'A' && name[0] <= 'Z');
}

void RustLowering::BoundBy(uint32_t node) {
  bool binds = false;
  bool names = false;
  for (uint32_t part = node; part < end(node); ++part) {
    const Symbol kind = symbol(part);
    const bool name = kind == Symbol::Identifier || kind == Symbol::ShorthandField;
    binds |= name && IsBinding(part);
    names |= kind == Symbol::ScopedIdentifier || kind == Symbol::ScopedTypeIdentifier;
  }
  if (binds) return ThenClose(OpenBound(NodeKind::kVariable, kConst, node, node));
  if (!names) return;
  const Node row = Open(NodeKind::kExpression, 0, {}, node);
  Then(kPattern, node);
  ThenClose(row);
}

Node RustLowering::OpenBound(NodeKind kind, uint32_t flags, uint32_t pattern, uint32_t node) {
  const uint32_t whole = pattern;
  while (pattern != 0 &&
         (symbol(pattern) == Symbol::MutPattern || symbol(pattern) == Symbol::RefPattern)) {
    pattern = Inner(pattern);
  }
  const bool named =
      pattern != 0 && (symbol(pattern) == Symbol::Identifier || symbol(pattern) == Symbol::Self ||
                       symbol(pattern) == Symbol::TokenUnderscore);
  if (named || pattern == 0) {
    return Open(kind, flags, pattern == 0 ? std::string_view() : Text(pattern), node);
  }
  const Node row = Open(kind, flags | kDestructured, {}, node);
  Then(kPattern, whole);
  return row;
}

void RustLowering::Pattern(uint32_t node) {
  switch (symbol(node)) {
    case Symbol::Identifier:
    case Symbol::ShorthandField:
      if (IsBinding(node)) Leaf(NodeKind::kBinding, 0, Text(node), node);
      return;
    case Symbol::FieldPattern: {
      const uint32_t name = Child(node, Field::Name);
      const uint32_t pattern = Child(node, Field::Pattern);
      if (name == 0) return;
      if (pattern == 0) {
        Leaf(NodeKind::kBinding, 0, Text(name), name);
      } else if (symbol(pattern) == Symbol::Identifier && IsBinding(pattern)) {
        const Node row = Open(NodeKind::kBinding, 0, Text(name), node);
        if (Text(pattern) != Text(name)) Leaf(NodeKind::kAlias, 0, Text(pattern), pattern);
        out().Close(row);
      } else {
        Then(kPattern, pattern);
      }
      return;
    }
    case Symbol::ScopedIdentifier:
    case Symbol::ScopedTypeIdentifier: {
      const Node row = Open(NodeKind::kName, 0, Path(node), node);
      QualifiedPaths(node);
      return out().Close(row);
    }
    case Symbol::MacroInvocation:
      return Macro(node);
    case Symbol::TypeIdentifier:
      return;
    case Symbol::GenericType:
    case Symbol::GenericTurbofish:
      return Type(node);
    default:
      for (uint32_t child = first(node); child < end(node); child = end(child)) {
        if (!IsToken(symbol(child))) Then(kPattern, child);
      }
  }
}

}  // namespace krepis::analyzer

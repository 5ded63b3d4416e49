#include "analyzer/frontend/rust_lowering.h"

namespace krepis::analyzer {

bool RustLowering::Declaration(uint32_t node, uint32_t attributes, uint32_t flags,
                               bool associated) {
  switch (symbol(node)) {
    case Symbol::UseDeclaration:
      Use(node, flags);
      return true;
    case Symbol::ExternCrate:
      ExternCrate(node, attributes, flags);
      return true;
    case Symbol::ModItem:
    case Symbol::ForeignModItem:
      Module(node, attributes, flags);
      return true;
    case Symbol::FunctionItem:
    case Symbol::FunctionSignature:
      Function(node, attributes, flags, associated);
      return true;
    case Symbol::StructItem:
    case Symbol::UnionItem:
      Class(node, attributes, flags | kStruct);
      return true;
    case Symbol::EnumItem:
      Class(node, attributes, flags | kEnum);
      return true;
    case Symbol::TraitItem:
      Class(node, attributes, flags | kInterface);
      return true;
    case Symbol::ImplItem:
      Impl(node, attributes, flags);
      return true;
    case Symbol::EnumVariant:
      Variant(node, attributes);
      return true;
    case Symbol::ConstItem:
      Constant(node, attributes, flags | kConst);
      return true;
    case Symbol::StaticItem: {
      const bool mutates = ChildOf(node, Symbol::MutableSpecifier) != 0;
      Constant(node, attributes, flags | kStatic | (mutates ? 0u : uint32_t{kConst}));
      return true;
    }
    case Symbol::FieldDeclaration:
      Constant(node, attributes, flags);
      return true;
    case Symbol::TypeItem:
    case Symbol::AssociatedType:
      TypeAlias(node, attributes, flags);
      return true;
    default:
      return false;
  }
}

void RustLowering::Module(uint32_t node, uint32_t attributes, uint32_t flags) {
  const uint32_t name = Child(node, Field::Name);
  const uint32_t body = Child(node, Field::Body);
  flags |= body != 0 ? kInline : kDeclaredElsewhere;
  if (symbol(node) == Symbol::ForeignModItem) flags |= kExtern;
  if (body != 0) {
    for (uint32_t child = first(body); child < end(body); child = end(child)) {
      if (symbol(child) == Symbol::InnerAttributeItem && IsTestOnly(child)) flags |= kTestOnly;
    }
  }
  const Node row =
      Open(NodeKind::kModule, flags, name == 0 ? std::string_view() : Text(name), node);
  Attributes(attributes, node);
  if (body != 0) Items(body, kItem);
  ThenClose(row);
}

void RustLowering::Function(uint32_t node, uint32_t attributes, uint32_t flags, bool associated) {
  if (const uint32_t modifiers = ChildOf(node, Symbol::FunctionModifiers)) {
    if (ChildOf(modifiers, Symbol::TokenAsync) != 0) flags |= kAsync;
    if (ChildOf(modifiers, Symbol::TokenUnsafe) != 0) flags |= kUnsafe;
    if (ChildOf(modifiers, Symbol::ExternModifier) != 0) flags |= kExtern;
  }
  const uint32_t parameters = Child(node, Field::Parameters);
  if (associated) {
    const bool bound = parameters != 0 && ChildOf(parameters, Symbol::SelfParameter) != 0;
    flags |= kMethod | (bound ? 0u : uint32_t{kStatic});
  }
  const uint32_t body = Child(node, Field::Body);
  if (body == 0) flags |= kDeclaredElsewhere;
  const uint32_t name = Child(node, Field::Name);
  const Node row =
      Open(NodeKind::kFunction, flags, name == 0 ? std::string_view() : Text(name), node);
  Attributes(attributes, node);
  if (parameters != 0) {
    for (uint32_t child = first(parameters); child < end(parameters); child = end(child)) {
      if (symbol(child) != Symbol::AttributeItem) Then(kParameter, child);
    }
  }
  if (const uint32_t result = Child(node, Field::ReturnType)) Then(kType, result);
  Generics(node);
  if (body != 0) Then(kBlockOf, body);
  ThenClose(row);
}

void RustLowering::Parameter(uint32_t node) {
  if (symbol(node) == Symbol::SelfParameter) {
    const Node row = Open(NodeKind::kParameter, 0, "self", node);
    Paths(node);
    return out().Close(row);
  }
  // A declaration may leave out the names: `fn f(a::B);`.
  const bool named = symbol(node) == Symbol::Parameter;
  const uint32_t type = named ? Child(node, Field::Type) : node;
  const Node row =
      OpenBound(NodeKind::kParameter, 0, named ? Child(node, Field::Pattern) : 0, node);
  if (type != 0) Then(kType, type);
  ThenClose(row);
}

void RustLowering::Generics(uint32_t node) {
  if (const uint32_t parameters = Child(node, Field::TypeParameters)) Then(kPaths, parameters);
  if (const uint32_t where = ChildOf(node, Symbol::WhereClause)) Then(kPaths, where);
}

void RustLowering::Class(uint32_t node, uint32_t attributes, uint32_t flags) {
  const uint32_t name = Child(node, Field::Name);
  const Node row = Open(NodeKind::kClass, flags, name == 0 ? std::string_view() : Text(name), node);
  Attributes(attributes, node);
  if (const uint32_t bounds = Child(node, Field::Bounds)) {
    for (uint32_t child = first(bounds); child < end(bounds); child = end(child)) {
      Then(kBase, child);
    }
  }
  Generics(node);
  if (const uint32_t body = Child(node, Field::Body)) {
    if (symbol(body) == Symbol::OrderedFieldList) {
      OrderedFields(body);
    } else {
      Items(body, symbol(node) == Symbol::TraitItem ? kAssociated : kItem);
    }
  }
  ThenClose(row);
}

void RustLowering::Impl(uint32_t node, uint32_t attributes, uint32_t flags) {
  uint32_t type = Child(node, Field::Type);
  const uint32_t whole = type;
  while (type != 0 && symbol(type) == Symbol::ReferenceType) type = Child(type, Field::Type);
  const Node row =
      Open(NodeKind::kClass, flags | kImpl, type == 0 ? std::string_view() : Path(type), node);
  Attributes(attributes, node);
  if (const uint32_t trait = Child(node, Field::Trait)) Then(kBase, trait);
  if (whole != 0) Then(kPaths, whole);
  Generics(node);
  if (const uint32_t body = Child(node, Field::Body)) Items(body, kAssociated);
  ThenClose(row);
}

void RustLowering::OrderedFields(uint32_t list) {
  uint32_t number = 0;
  for (uint32_t child = first(list); child < end(list); child = end(child)) {
    if (symbol(child) == Symbol::AttributeItem) Then(kAttribute, child);
    if (static_cast<Field>(at(child).field) == Field::Type) Then(kOrderedField, child, number++);
  }
}

void RustLowering::Variant(uint32_t node, uint32_t attributes) {
  const uint32_t name = Child(node, Field::Name);
  const Node row =
      Open(NodeKind::kVariable, kConst, name == 0 ? std::string_view() : Text(name), node);
  Attributes(attributes, node);
  if (const uint32_t body = Child(node, Field::Body)) {
    for (uint32_t child = first(body); child < end(body); child = end(child)) {
      if (symbol(child) == Symbol::AttributeItem) {
        Then(kAttribute, child);
        continue;
      }
      const uint32_t type =
          symbol(child) == Symbol::FieldDeclaration ? Child(child, Field::Type) : child;
      if (type != 0) Then(kType, type);
    }
  }
  if (const uint32_t value = Child(node, Field::Value)) Then(kExpression, value);
  ThenClose(row);
}

void RustLowering::Constant(uint32_t node, uint32_t attributes, uint32_t flags) {
  const uint32_t name = Child(node, Field::Name);
  const Node row =
      Open(NodeKind::kVariable, flags, name == 0 ? std::string_view() : Text(name), node);
  Attributes(attributes, node);
  if (const uint32_t type = Child(node, Field::Type)) Then(kType, type);
  if (const uint32_t value = Child(node, Field::Value)) Then(kExpression, value);
  ThenClose(row);
}

void RustLowering::TypeAlias(uint32_t node, uint32_t attributes, uint32_t flags) {
  const uint32_t name = Child(node, Field::Name);
  const Node row =
      Open(NodeKind::kTypeAlias, flags, name == 0 ? std::string_view() : Text(name), node);
  Attributes(attributes, node);
  if (const uint32_t type = Child(node, Field::Type)) Then(kType, type);
  if (const uint32_t bounds = Child(node, Field::Bounds)) Then(kPaths, bounds);
  Generics(node);
  ThenClose(row);
}

}  // namespace krepis::analyzer

#include "analyzer/frontend/typescript_lowering.h"

namespace krepis::analyzer {

bool TypeScriptLowering::Declaration(uint32_t node, uint32_t flags, uint32_t decorators) {
  if (symbol(node) == Symbol::AmbientDeclaration) {
    const uint32_t inner = Inner(node);
    if (inner != 0 && symbol(inner) == Symbol::StatementBlock) {  // declare global { … }
      const Node row = Open(NodeKind::kModule, kInline | flags, "global", node);
      Statements(inner);
      ThenClose(row);
      return true;
    }
    if (inner == 0) return true;
    node = inner;
  }
  switch (symbol(node)) {
    case Symbol::FunctionDeclaration:
    case Symbol::GeneratorDeclaration:
    case Symbol::FunctionSignature:
      Function(node, NodeKind::kFunction, flags, decorators);
      return true;
    case Symbol::ClassDeclaration:
    case Symbol::AbstractClassDeclaration:
      Class(node, flags, decorators);
      return true;
    case Symbol::InterfaceDeclaration:
      Class(node, flags | kInterface, decorators);
      return true;
    case Symbol::EnumDeclaration:
      Class(node, flags | kEnum, decorators);
      return true;
    case Symbol::TypeAliasDeclaration: {
      if (ObjectAlias(node, flags)) return true;
      const Node row = Open(NodeKind::kTypeAlias, flags, Name(Child(node, Field::Name)), node);
      if (const uint32_t value = Child(node, Field::Value)) Then(kType, value);
      ThenClose(row);
      return true;
    }
    case Symbol::InternalModule:
    case Symbol::Module:
      Module(node, flags);
      return true;
    case Symbol::LexicalDeclaration:
    case Symbol::VariableDeclaration:
    case Symbol::UsingDeclaration:
      Variables(node, flags);
      return true;
    case Symbol::ImportAlias:
      ImportAlias(node);
      return true;
    default:
      return false;
  }
}

/// `type Props = Base & { repo: Repo }` is what an interface is.
bool TypeScriptLowering::ObjectAlias(uint32_t node, uint32_t flags) {
  const uint32_t value = Child(node, Field::Value);
  if (value == 0) return false;
  const bool several = symbol(value) == Symbol::IntersectionType;
  if (symbol(value) != Symbol::ObjectType &&
      (!several || ChildOf(value, Symbol::ObjectType) == 0)) {
    return false;
  }
  const Node row = Open(NodeKind::kClass, flags | kInterface, Name(Child(node, Field::Name)), node);
  for (uint32_t part = several ? first(value) : value; part < end(value); part = end(part)) {
    if (symbol(part) == Symbol::ObjectType) {
      for (uint32_t child = first(part); child < end(part); child = end(child)) {
        if (!IsToken(symbol(child))) Then(kMember, child);
      }
    } else if (!IsToken(symbol(part))) {
      Then(kBaseOf, part);
    }
  }
  ThenClose(row);
  return true;
}

void TypeScriptLowering::Module(uint32_t node, uint32_t flags) {
  const uint32_t body = Child(node, Field::Body);
  const Node row = Open(NodeKind::kModule, flags | (body != 0 ? kInline : kDeclaredElsewhere),
                        Name(Child(node, Field::Name)), node);
  if (body != 0) Statements(body);
  ThenClose(row);
}

void TypeScriptLowering::Function(uint32_t node, NodeKind kind, uint32_t flags,
                                  uint32_t decorators) {
  const uint32_t body = Child(node, Field::Body);
  if (body == 0) flags |= kDeclaredElsewhere;
  if (ChildOf(node, Symbol::TokenAsync) != 0) flags |= kAsync;
  if (ChildOf(node, Symbol::TokenStar) != 0) flags |= kGenerator;
  const Node row = Open(kind, flags, Name(Child(node, Field::Name)), node);
  Attributes(decorators, node);
  if (const uint32_t parameters = Child(node, Field::Parameters)) {
    for (uint32_t child = first(parameters); child < end(parameters); child = end(child)) {
      if (!IsToken(symbol(child))) Then(kParameter, child);
    }
  } else if (const uint32_t parameter = Child(node, Field::Parameter)) {
    Then(kParameter, parameter);
  }
  if (const uint32_t result = Child(node, Field::ReturnType)) Then(kType, result);
  if (body != 0) Then(symbol(body) == Symbol::StatementBlock ? kStatement : kArrowBody, body);
  ThenClose(row);
}

void TypeScriptLowering::Class(uint32_t node, uint32_t flags, uint32_t decorators) {
  const Node row = Open(NodeKind::kClass, flags, Name(Child(node, Field::Name)), node);
  Attributes(decorators, node);
  for (uint32_t child = first(node); child < end(node); child = end(child)) {
    const Symbol part = symbol(child);
    if (part == Symbol::ClassHeritage || part == Symbol::ExtendsTypeClause) Heritage(child);
  }
  if (const uint32_t body = Child(node, Field::Body)) {
    uint32_t pending = 0;
    for (uint32_t child = first(body); child < end(body); child = end(child)) {
      if (IsToken(symbol(child))) continue;
      if (symbol(child) == Symbol::Decorator) {
        if (pending == 0) pending = child;
        continue;
      }
      Then(kMember, child, pending);
      pending = 0;
    }
  }
  ThenClose(row);
}

void TypeScriptLowering::Heritage(uint32_t node) {
  for (uint32_t child = first(node); child < end(node); child = end(child)) {
    const Symbol part = symbol(child);
    if (part == Symbol::ExtendsClause || part == Symbol::ImplementsClause) {
      for (uint32_t base = first(child); base < end(child); base = end(base)) {
        if (symbol(base) != Symbol::TypeArguments) Then(kBaseOf, base);
      }
    } else if (part != Symbol::TypeArguments && !IsToken(part)) {
      Then(kBaseOf, child);
    }
  }
}

void TypeScriptLowering::BaseOf(uint32_t node) {
  const uint32_t named = symbol(node) == Symbol::GenericType ? Child(node, Field::Name) : node;
  const std::string_view path = named == 0 ? std::string_view() : Path(named);
  const Node row = Open(NodeKind::kBase, 0, path, node);
  if (path.empty()) Then(kExpression, node);  // extends Mixin(Base)
  ThenClose(row);
}

void TypeScriptLowering::Member(uint32_t node, uint32_t decorators) {
  if (decorators == 0) decorators = node;
  const uint32_t is_static = ChildOf(node, Symbol::TokenStatic) != 0 ? uint32_t{kStatic} : 0;
  switch (symbol(node)) {
    case Symbol::MethodDefinition:
    case Symbol::MethodSignature:
    case Symbol::AbstractMethodSignature: {
      const uint32_t name = Child(node, Field::Name);
      const bool constructor = name != 0 && Text(name) == "constructor";
      return Function(node, NodeKind::kFunction,
                      kMethod | is_static | (constructor ? kConstructor : 0u), decorators);
    }
    case Symbol::PublicFieldDefinition:
    case Symbol::FieldDefinition:
    case Symbol::PropertySignature: {
      const bool readonly = ChildOf(node, Symbol::TokenReadonly) != 0;
      return Variable(node, is_static | (readonly ? kConst : 0u), decorators);
    }
    case Symbol::ClassStaticBlock:
      if (const uint32_t body = Child(node, Field::Body)) Then(kStatement, body);
      return;
    case Symbol::EnumAssignment:
      return Variable(node, kConst, node);
    case Symbol::PropertyIdentifier:
    case Symbol::String:
      Leaf(NodeKind::kVariable, kConst, Name(node), node);
      return;
    default:
      return Statement(node, 0);
  }
}

void TypeScriptLowering::Variables(uint32_t node, uint32_t flags) {
  const bool constant =
      symbol(node) == Symbol::UsingDeclaration || ChildOf(node, Symbol::TokenConst) != 0;
  const uint32_t hoisted = symbol(node) == Symbol::VariableDeclaration ? uint32_t{kHoisted} : 0;
  for (uint32_t child = first(node); child < end(node); child = end(child)) {
    if (symbol(child) == Symbol::VariableDeclarator) {
      Then(kStatement, child, flags | (constant ? kConst : 0u) | hoisted);
    }
  }
}

void TypeScriptLowering::Variable(uint32_t node, uint32_t flags, uint32_t decorators) {
  uint32_t name = Child(node, Field::Name);
  if (name == 0) name = Child(node, Field::Property);
  const bool destructured =
      name != 0 && (symbol(name) == Symbol::ObjectPattern || symbol(name) == Symbol::ArrayPattern);
  const Node row = Open(NodeKind::kVariable, flags | (destructured ? kDestructured : 0u),
                        destructured ? std::string_view() : Name(name), node);
  if (decorators != 0) Attributes(decorators, node);
  if (destructured) Then(kPattern, name);
  if (const uint32_t type = Child(node, Field::Type)) Then(kType, type);
  if (const uint32_t value = Child(node, Field::Value)) Then(kExpression, value);
  ThenClose(row);
}

void TypeScriptLowering::Parameter(uint32_t node) {
  const Symbol kind = symbol(node);
  const bool declared = kind == Symbol::RequiredParameter || kind == Symbol::OptionalParameter;
  uint32_t pattern = node;
  uint32_t value = 0;
  if (declared) {
    pattern = Child(node, Field::Pattern);
    if (pattern == 0) pattern = Child(node, Field::Name);
    value = Child(node, Field::Value);
  } else if (kind == Symbol::AssignmentPattern) {
    pattern = Child(node, Field::Left);
    value = Child(node, Field::Right);
  }
  uint32_t flags = 0;
  if (pattern != 0 && symbol(pattern) == Symbol::RestPattern) {
    flags |= kRest;
    pattern = Inner(pattern);
  }
  const bool destructured = pattern != 0 && (symbol(pattern) == Symbol::ObjectPattern ||
                                             symbol(pattern) == Symbol::ArrayPattern);
  if (destructured) flags |= kDestructured;
  const Node row = Open(NodeKind::kParameter, flags,
                        pattern == 0 || destructured ? std::string_view() : Text(pattern), node);
  if (declared) Attributes(node, node);
  if (destructured) Then(kPattern, pattern);
  if (const uint32_t type = declared ? Child(node, Field::Type) : 0) Then(kType, type);
  if (value != 0) Then(kExpression, value);
  ThenClose(row);
}

void TypeScriptLowering::Pattern(uint32_t node) {
  switch (symbol(node)) {
    case Symbol::ObjectPattern:
    case Symbol::ArrayPattern:
      for (uint32_t child = first(node); child < end(node); child = end(child)) {
        if (!IsToken(symbol(child))) Then(kPattern, child);
      }
      return;
    case Symbol::ShorthandPattern:
      Leaf(NodeKind::kBinding, 0, Text(node), node);
      return;
    case Symbol::Identifier:
      return Binding(0, {}, node, node);
    case Symbol::RestPattern:
      return Binding(0, "*", Inner(node), node);
    case Symbol::AssignmentPattern:
    case Symbol::ObjectAssignmentPattern:
      if (const uint32_t left = Child(node, Field::Left)) Then(kPattern, left);
      if (const uint32_t right = Child(node, Field::Right); right != 0 && matters(right)) {
        Then(kExpression, right);
      }
      return;
    case Symbol::PairPattern: {
      const uint32_t value = Child(node, Field::Value);
      const std::string_view key = Name(Child(node, Field::Key));
      uint32_t local = value;
      uint32_t fallback = 0;
      if (value != 0 && symbol(value) == Symbol::AssignmentPattern) {
        local = Child(value, Field::Left);
        fallback = Child(value, Field::Right);
      }
      if (local != 0 && symbol(local) == Symbol::Identifier) {
        Binding(0, key, local, node);
        if (fallback != 0 && matters(fallback)) Then(kExpression, fallback);
        return;
      }
      const Node row = Open(NodeKind::kBinding, 0, key, node);
      if (value != 0) Then(kPattern, value);
      return ThenClose(row);
    }
    default:
      if (matters(node)) Then(kExpression, node);
  }
}

void TypeScriptLowering::Type(uint32_t node, bool in_union) {
  switch (symbol(node)) {
    case Symbol::TypeAnnotation:
    case Symbol::ReadonlyType:
    case Symbol::ParenthesizedType:
      if (const uint32_t inner = Inner(node)) Then(kType, inner);
      return;
    case Symbol::TypeIdentifier:
    case Symbol::NestedTypeIdentifier:
    case Symbol::Identifier:
      Leaf(NodeKind::kTypeReference, 0, Text(node), node);
      return;
    case Symbol::GenericType:
    case Symbol::ArrayType: {
      const bool generic = symbol(node) == Symbol::GenericType;
      const Node row = Open(NodeKind::kTypeReference, 0,
                            generic ? Name(Child(node, Field::Name)) : "Array", node);
      const uint32_t arguments = generic ? ChildOf(node, Symbol::TypeArguments) : node;
      if (arguments != 0) {
        for (uint32_t child = first(arguments); child < end(arguments); child = end(child)) {
          if (!IsToken(symbol(child))) Then(kType, child);
        }
      }
      return ThenClose(row);
    }
    case Symbol::UnionType:
    case Symbol::IntersectionType: {
      // `A | undefined` is A; several stand below one nameless reference.
      uint32_t kept = 0;
      for (uint32_t child = first(node); child < end(node); child = end(child)) ++kept;
      const bool several = kept > 1 && !in_union;
      const Node row = several ? Open(NodeKind::kTypeReference, 0, {}, node) : 0;
      for (uint32_t child = first(node); child < end(node); child = end(child)) {
        Then(kType, child, several || in_union ? 1 : 0);
      }
      if (several) ThenClose(row);
      return;
    }
    default:
      return;
  }
}

void TypeScriptLowering::Attributes(uint32_t from, uint32_t to) {
  if (from == 0) from = to;
  for (uint32_t node = from; node < to; node = end(node)) {
    if (symbol(node) == Symbol::Decorator) Then(kExpression, node);
  }
  for (uint32_t child = first(to); child < end(to); child = end(child)) {
    if (symbol(child) == Symbol::Decorator) Then(kExpression, child);
  }
}

void TypeScriptLowering::Attribute(uint32_t node) {
  const uint32_t value = Inner(node);
  const bool called = value != 0 && symbol(value) == Symbol::CallExpression;
  const uint32_t callee = called ? Child(value, Field::Function) : value;
  const std::string_view path = callee == 0 ? std::string_view() : Path(callee);
  const Node row = Open(NodeKind::kAttribute, 0, path, node);
  if (path.empty() && value != 0) {
    Then(kExpression, value);
  } else if (const uint32_t arguments = called ? Child(value, Field::Arguments) : 0) {
    for (uint32_t child = first(arguments); child < end(arguments); child = end(child)) {
      if (!IsToken(symbol(child))) Then(kExpression, child);
    }
  }
  ThenClose(row);
}

}  // namespace krepis::analyzer

#include <algorithm>

#include "analyzer/frontend/rust_lowering.h"
#include "analyzer/frontend/rust_text.h"

namespace krepis::analyzer {

bool RustLowering::Plain(uint32_t node) {
  switch (symbol(node)) {
    case Symbol::Identifier:
    case Symbol::FieldIdentifier:
    case Symbol::Self:
    case Symbol::Super:
    case Symbol::Crate:
    case Symbol::Metavariable:
      Leaf(NodeKind::kName, 0, Text(node), node);
      return true;
    case Symbol::ScopedIdentifier:
    case Symbol::ScopedTypeIdentifier:
    case Symbol::TypeIdentifier:
    case Symbol::GenericTurbofish: {
      const Node row = Open(NodeKind::kName, 0, Path(node), node);
      QualifiedPaths(node);
      out().Close(row);
      return true;
    }
    case Symbol::BooleanLiteral:
    case Symbol::CharLiteral:
    case Symbol::FloatLiteral:
    case Symbol::IntegerLiteral:
    case Symbol::NegativeLiteral:
    case Symbol::UnitExpression:
      Leaf(NodeKind::kLiteral, 0, Text(node), node);
      return true;
    case Symbol::StringLiteral:
    case Symbol::RawStringLiteral: {
      bool raw = false;
      const std::string_view body = rust::StringBody(Text(node), &raw);
      Leaf(NodeKind::kString, 0, raw ? body : Decode(body), node);
      return true;
    }
    default:
      return false;
  }
}

void RustLowering::Expression(uint32_t node) {
  while (symbol(node) == Symbol::Parenthesized && Inner(node) != 0) node = Inner(node);
  if (Plain(node) || Control(node)) return;
  switch (symbol(node)) {
    case Symbol::CallExpression:
      return Call(node);
    case Symbol::GenericFunction: {
      const uint32_t function = Child(node, Field::Function);
      const uint32_t arguments = Child(node, Field::TypeArguments);
      if (function == 0) return;
      if (symbol(function) == Symbol::FieldExpression) return Member(function, arguments);
      const Node row = Open(NodeKind::kName, 0, Path(function), function);
      QualifiedPaths(function);
      if (arguments != 0) Then(kPaths, arguments);
      return ThenClose(row);
    }
    case Symbol::FieldExpression:
      return Member(node, 0);
    case Symbol::IndexExpression:
      return Parts(NodeKind::kIndex, 0, {}, node);
    case Symbol::MacroInvocation:
      return Macro(node);
    case Symbol::ClosureExpression:
      return Closure(node);
    case Symbol::AsyncBlock:
    case Symbol::GenBlock: {
      const bool async = symbol(node) == Symbol::AsyncBlock;
      const Node row = Open(NodeKind::kLambda, async ? kAsync : kGenerator, {}, node);
      if (const uint32_t block = ChildOf(node, Symbol::Block)) Then(kBlockOf, block);
      return ThenClose(row);
    }
    case Symbol::AwaitExpression:
      return WithValue(NodeKind::kAwait, 0, {}, node, Inner(node));
    case Symbol::TryExpression:
      return WithValue(NodeKind::kTryOperator, 0, {}, node, Inner(node));
    case Symbol::YieldExpression:
      return WithValue(NodeKind::kYield, 0, {}, node, Inner(node));
    case Symbol::ReferenceExpression:
      return WithValue(NodeKind::kUnary, 0, "&", node, Child(node, Field::Value));
    case Symbol::UnaryExpression:
      return WithValue(NodeKind::kUnary, 0, Text(node).substr(0, 1), node, Inner(node));
    case Symbol::BinaryExpression:
    case Symbol::AssignmentExpression:
    case Symbol::CompoundAssignment:
      return Binary(node);
    case Symbol::TypeCast:
      return Cast(node);
    case Symbol::ArrayExpression:
    case Symbol::TupleExpression:
      return Parts(NodeKind::kArray, 0, {}, node);
    case Symbol::StructExpression:
      return StructExpression(node);
    case Symbol::FieldInitializer: {
      const uint32_t name = Child(node, Field::Field);
      return WithValue(NodeKind::kProperty, 0, name == 0 ? std::string_view() : Text(name), node,
                       Child(node, Field::Value));
    }
    case Symbol::ShorthandInitializer: {
      const uint32_t name = ChildOf(node, Symbol::Identifier);
      return WithValue(NodeKind::kProperty, 0, name == 0 ? std::string_view() : Text(name), node,
                       name);
    }
    case Symbol::BaseInitializer:
      return WithValue(NodeKind::kSpread, 0, {}, node, Inner(node));
    case Symbol::LetCondition: {
      const Node row = OpenBound(NodeKind::kVariable, kConst, Child(node, Field::Pattern), node);
      if (const uint32_t value = Child(node, Field::Value)) Then(kExpression, value);
      return ThenClose(row);
    }
    case Symbol::ForExpression: {
      const Node row = Open(NodeKind::kExpression, 0, {}, node);
      Statement(node);
      return ThenClose(row);
    }
    case Symbol::TokenUnderscore:
      return;
    default:
      if (Declaration(node, 0, 0, false)) return;
      if (symbol(node) == Symbol::Error) return Parts(NodeKind::kError, 0, {}, node);
      if (matters(node)) return Parts(NodeKind::kExpression, 0, {}, node);
      Leaf(NodeKind::kExpression, 0, {}, node);
  }
}

void RustLowering::Call(uint32_t node) {
  const Node row = Open(NodeKind::kCall, 0, {}, node);
  if (const uint32_t function = Child(node, Field::Function)) Then(kExpression, function);
  if (const uint32_t arguments = Child(node, Field::Arguments)) {
    for (uint32_t child = first(arguments); child < end(arguments); child = end(child)) {
      if (symbol(child) != Symbol::AttributeItem) Then(kExpression, child);
    }
  }
  ThenClose(row);
}

void RustLowering::Member(uint32_t node, uint32_t type_arguments) {
  const uint32_t field = Child(node, Field::Field);
  const Node row = Open(NodeKind::kMember, 0, field == 0 ? std::string_view() : Text(field), node);
  if (const uint32_t value = Child(node, Field::Value)) Then(kExpression, value);
  if (type_arguments != 0) Then(kPaths, type_arguments);
  ThenClose(row);
}

void RustLowering::Closure(uint32_t node) {
  const bool async = ChildOf(node, Symbol::TokenAsync) != 0;
  const Node row = Open(NodeKind::kLambda, async ? uint32_t{kAsync} : 0, {}, node);
  if (const uint32_t parameters = Child(node, Field::Parameters)) {
    for (uint32_t child = first(parameters); child < end(parameters); child = end(child)) {
      Then(symbol(child) == Symbol::Parameter ? kParameter : kClosureParameter, child);
    }
  }
  if (const uint32_t result = Child(node, Field::ReturnType)) Then(kType, result);
  if (const uint32_t body = Child(node, Field::Body)) Then(kBlockOf, body);
  ThenClose(row);
}

void RustLowering::Binary(uint32_t node) {
  const uint32_t left = Child(node, Field::Left);
  const uint32_t right = Child(node, Field::Right);
  if (left == 0 || right == 0) return Parts(NodeKind::kExpression, 0, {}, node);
  const std::string_view operation = OperatorBetween(left, right);
  NodeKind kind = NodeKind::kAssign;
  if (symbol(node) == Symbol::BinaryExpression) {
    const bool logical = operation == "&&" || operation == "||";
    kind = logical ? NodeKind::kLogical : NodeKind::kBinary;
    if (!logical && !matters(node)) {
      Leaf(NodeKind::kExpression, 0, {}, node);
      return;
    }
  }
  const Node row = Open(kind, 0, operation, node);
  Then(kExpression, left);
  Then(kExpression, right);
  ThenClose(row);
}

void RustLowering::Cast(uint32_t node) {
  const uint32_t value = Child(node, Field::Value);
  const uint32_t type = Child(node, Field::Type);
  if (value == 0) return;
  if (type == 0 || Text(type).find("::") == std::string_view::npos) {
    return Then(kExpression, value);
  }
  const Node row = Open(NodeKind::kExpression, 0, {}, node);
  Then(kExpression, value);
  Then(kType, type);
  ThenClose(row);
}

void RustLowering::StructExpression(uint32_t node) {
  const Node row = Open(NodeKind::kCall, kNew, {}, node);
  if (const uint32_t name = Child(node, Field::Name)) Then(kExpression, name);
  if (const uint32_t body = Child(node, Field::Body)) Then(kFieldValues, body);
  ThenClose(row);
}

}  // namespace krepis::analyzer

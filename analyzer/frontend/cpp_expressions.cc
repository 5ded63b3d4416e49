#include "analyzer/frontend/cpp_lowering.h"
#include "analyzer/frontend/cpp_text.h"

namespace krepis::analyzer {

bool CppLowering::Plain(uint32_t node) {
  switch (symbol(node)) {
    case Symbol::Identifier:
    case Symbol::This:
    case Symbol::FieldIdentifier:
      Leaf(NodeKind::kName, 0, Text(node), node);
      return true;
    case Symbol::QualifiedIdentifier:
    case Symbol::TemplateFunction: {
      const Node row = Open(NodeKind::kName, 0, Path(node), node);
      TemplateArguments(node);
      ThenClose(row);
      return true;
    }
    case Symbol::TemplateMethod:
    case Symbol::TemplateType:
    case Symbol::TypeIdentifier:
    case Symbol::DependentName:
    case Symbol::OperatorName:
    case Symbol::DestructorName:
      Leaf(NodeKind::kName, 0, Path(node), node);
      return true;
    case Symbol::PrimitiveType:
    case Symbol::SizedType:
      Leaf(NodeKind::kName, 0, Text(node), node);
      return true;
    case Symbol::True:
    case Symbol::False:
    case Symbol::Null:
    case Symbol::NumberLiteral:
    case Symbol::CharLiteral:
      Leaf(NodeKind::kLiteral, 0, Text(node), node);
      return true;
    case Symbol::StringLiteral:
    case Symbol::RawStringLiteral: {
      bool raw = false;
      const std::string_view body = cpp::StringBody(Text(node), &raw);
      Leaf(NodeKind::kString, 0, raw ? body : Decode(body), node);
      return true;
    }
    default:
      return false;
  }
}

void CppLowering::Expression(uint32_t node) {
  for (;;) {
    uint32_t inner = 0;
    if (symbol(node) == Symbol::ParenthesizedExpression || symbol(node) == Symbol::InitStatement ||
        symbol(node) == Symbol::ExtensionExpression) {
      inner = Inner(node);
    } else if (symbol(node) == Symbol::CastExpression) {
      inner = Child(node, Field::Value);
    } else if (symbol(node) == Symbol::PackExpansion) {
      inner = Child(node, Field::Pattern);
    }
    if (inner == 0) break;
    node = inner;
  }
  if (Plain(node)) return;
  switch (symbol(node)) {
    case Symbol::CallExpression:
      return Call(node);
    case Symbol::NewExpression:
    case Symbol::CompoundLiteral:
      return New(node);
    case Symbol::LambdaExpression:
      return Lambda(node);
    case Symbol::FieldExpression: {
      const uint32_t name = Child(node, Field::Field);
      const Node row =
          Open(NodeKind::kMember, 0, name == 0 ? std::string_view() : Path(name), node);
      if (const uint32_t object = Child(node, Field::Argument)) Then(kExpression, object);
      if (name != 0) TemplateArguments(name);
      return ThenClose(row);
    }
    case Symbol::SubscriptExpression: {
      const Node row = Open(NodeKind::kIndex, 0, {}, node);
      if (const uint32_t object = Child(node, Field::Argument)) Then(kExpression, object);
      if (const uint32_t index = Child(node, Field::Indices)) All(index, kExpression);
      if (const uint32_t index = ChildOf(node, Symbol::SubscriptArguments); index == 0) {
        if (const uint32_t plain = Child(node, Field::Index)) Then(kExpression, plain);
      }
      return ThenClose(row);
    }
    case Symbol::AssignmentExpression:
    case Symbol::BinaryExpression:
      return Binary(node);
    case Symbol::UnaryExpression:
    case Symbol::PointerExpression:
    case Symbol::UpdateExpression:
      return Unary(node);
    case Symbol::DeleteExpression:
      return WithValue(NodeKind::kUnary, 0, "delete", node, Inner(node));
    case Symbol::ConditionalExpression:
      return Parts(NodeKind::kConditional, 0, {}, node);
    case Symbol::CoAwaitExpression:
      return WithValue(NodeKind::kAwait, 0, {}, node, Child(node, Field::Argument));
    case Symbol::InitializerList:
      return Parts(NodeKind::kArray, 0, {}, node);
    case Symbol::InitializerPair: {
      const uint32_t designator = Child(node, Field::Designator);
      std::string_view name = designator == 0 ? std::string_view() : Text(designator);
      if (name.starts_with('.')) name.remove_prefix(1);
      return WithValue(NodeKind::kProperty, 0, name, node, Child(node, Field::Value));
    }
    case Symbol::ConcatenatedString:
      return Concatenated(node);
    case Symbol::UserDefinedLiteral: {
      const uint32_t value = Inner(node);
      if (value != 0) return Expression(value);
      return;
    }
    case Symbol::ThrowStatement:
    case Symbol::CompoundStatement:
      return Statement(node);
    case Symbol::Declaration:
      return Declaration(node, kStatement);
    default:
      if (symbol(node) == Symbol::Error) return Parts(NodeKind::kError, 0, {}, node);
      if (matters(node)) return Parts(NodeKind::kExpression, 0, {}, node);
      Leaf(NodeKind::kExpression, 0, {}, node);
  }
}

void CppLowering::Call(uint32_t node) {
  const Node row = Open(NodeKind::kCall, 0, {}, node);
  if (const uint32_t function = Child(node, Field::Function)) Then(kExpression, function);
  if (const uint32_t arguments = Child(node, Field::Arguments)) All(arguments, kExpression);
  ThenClose(row);
}

void CppLowering::New(uint32_t node) {
  const uint32_t type = Child(node, Field::Type);
  const Node row = Open(NodeKind::kCall, kNew, {}, node);
  if (type != 0) Leaf(NodeKind::kName, 0, Path(type), type);
  const uint32_t arguments =
      Child(node, symbol(node) == Symbol::NewExpression ? Field::Arguments : Field::Value);
  if (arguments != 0) All(arguments, kExpression);
  if (const uint32_t placement = Child(node, Field::Placement)) {
    if (matters(placement)) Then(kExpression, placement);
  }
  ThenClose(row);
}

void CppLowering::Lambda(uint32_t node) {
  const Node row = Open(NodeKind::kLambda, 0, {}, node);
  if (const uint32_t captures = Child(node, Field::Captures)) {
    for (uint32_t child = first(captures); child < end(captures); child = end(child)) {
      if (symbol(child) == Symbol::LambdaCaptureInitializer) Then(kCapture, child);
    }
  }
  const uint32_t declarator = Child(node, Field::Declarator);
  if (const uint32_t parameters = declarator == 0 ? 0 : Child(declarator, Field::Parameters)) {
    All(parameters, kParameter);
  }
  if (const uint32_t trailing =
          declarator == 0 ? 0 : ChildOf(declarator, Symbol::TrailingReturnType)) {
    if (const uint32_t result = Inner(trailing)) Then(kType, result);
  }
  if (const uint32_t body = Child(node, Field::Body)) Then(kBody, body);
  ThenClose(row);
}

void CppLowering::Capture(uint32_t node) {
  const uint32_t name = Child(node, Field::Left);
  WithValue(NodeKind::kVariable, 0, name == 0 ? std::string_view() : Text(name), node,
            Child(node, Field::Right));
}

void CppLowering::Binary(uint32_t node) {
  const uint32_t left = Child(node, Field::Left);
  const uint32_t right = Child(node, Field::Right);
  if (left == 0 || right == 0) return Parts(NodeKind::kExpression, 0, {}, node);
  std::string_view operation = OperatorBetween(left, right);
  NodeKind kind = NodeKind::kAssign;
  if (symbol(node) == Symbol::BinaryExpression) {
    if (operation == "and") operation = "&&";
    if (operation == "or") operation = "||";
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

void CppLowering::Unary(uint32_t node) {
  const uint32_t argument = Child(node, Field::Argument);
  const std::string_view text = Text(node);
  const bool prefix = argument != 0 && at(argument).start > at(node).start;
  std::string_view operation = prefix ? text.substr(0, at(argument).start - at(node).start)
                                      : text.substr(text.size() < 2 ? 0 : text.size() - 2);
  operation = operation.substr(0, operation.find_first_of(" \t\r\n(/"));
  if (operation == "not") operation = "!";
  WithValue(NodeKind::kUnary, 0, operation, node, argument);
}

void CppLowering::Concatenated(uint32_t node) {
  bool literal = true;
  for (uint32_t child = first(node); child < end(node); child = end(child)) {
    literal &= symbol(child) == Symbol::StringLiteral || symbol(child) == Symbol::RawStringLiteral;
  }
  if (!literal) return Parts(NodeKind::kTemplate, 0, {}, node);  // "%" PRIu64 "\n"
  std::string joined;
  for (uint32_t child = first(node); child < end(node); child = end(child)) {
    bool raw = false;
    const std::string_view body = cpp::StringBody(Text(child), &raw);
    joined += raw ? body : Decode(body);
  }
  Leaf(NodeKind::kString, 0, joined, node);
}

}  // namespace krepis::analyzer

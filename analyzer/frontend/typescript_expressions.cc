#include "analyzer/frontend/module_urls.h"
#include "analyzer/frontend/typescript_lowering.h"

namespace krepis::analyzer {
namespace {

bool IsLogical(std::string_view operation) {
  return operation == "&&" || operation == "||" || operation == "??";
}

}  // namespace

std::string_view TypeScriptLowering::Path(uint32_t node) const {
  for (uint32_t part = node;;) {
    switch (symbol(part)) {
      case Symbol::Identifier:
      case Symbol::NestedIdentifier:
      case Symbol::TypeIdentifier:
      case Symbol::NestedTypeIdentifier:
      case Symbol::This:
        return Text(node);
      case Symbol::MemberExpression:
        part = Child(part, Field::Object);
        if (part == 0) return {};
        break;
      default:
        return {};
    }
  }
}

void TypeScriptLowering::Parts(NodeKind kind, uint32_t flags, std::string_view name,
                               uint32_t node) {
  const Node row = Open(kind, flags, name, node);
  for (uint32_t child = first(node); child < end(node); child = end(child)) {
    if (!IsToken(symbol(child))) Then(kExpression, child);
  }
  ThenClose(row);
}

bool TypeScriptLowering::Plain(uint32_t node) {
  switch (symbol(node)) {
    case Symbol::Identifier:
    case Symbol::PrivateIdentifier:
    case Symbol::PropertyIdentifier:
    case Symbol::This:
    case Symbol::Super:
    case Symbol::Undefined:
    case Symbol::MetaProperty:
    case Symbol::Import:
      Leaf(NodeKind::kName, 0, Text(node), node);
      return true;
    case Symbol::True:
    case Symbol::False:
    case Symbol::Null:
    case Symbol::Number:
    case Symbol::Regex:
      Leaf(NodeKind::kLiteral, 0, Text(node), node);
      return true;
    case Symbol::ShorthandProperty: {
      const Node row = Open(NodeKind::kProperty, 0, Text(node), node);
      Leaf(NodeKind::kName, 0, Text(node), node);
      out().Close(row);
      return true;
    }
    default:
      return false;
  }
}

void TypeScriptLowering::Expression(uint32_t node) {
  node = Unwrap(node);
  if (Plain(node)) return;
  switch (symbol(node)) {
    case Symbol::String: {
      std::string_view value;
      StringValue(node, &value);
      Leaf(NodeKind::kString, 0, value, node);
      return;
    }
    case Symbol::TemplateString:
      return Template(node);
    case Symbol::CallExpression:
      LoadedModule(node, ModuleGlobAt(Text(node)));
      return Call(node, 0);
    case Symbol::NewExpression:
      LoadedModule(node, ModuleUrlAt(Text(node)));
      return Call(node, kNew);
    case Symbol::MemberExpression: {
      const uint32_t property = Child(node, Field::Property);
      const bool optional = ChildOf(node, Symbol::OptionalChain) != 0;
      return WithValue(NodeKind::kMember, optional ? uint32_t{kOptional} : 0,
                       property == 0 ? std::string_view() : Text(property), node,
                       Child(node, Field::Object));
    }
    case Symbol::SubscriptExpression: {
      const Node row = Open(NodeKind::kIndex, 0, {}, node);
      if (const uint32_t object = Child(node, Field::Object)) Then(kExpression, object);
      if (const uint32_t index = Child(node, Field::Index)) Then(kExpression, index);
      return ThenClose(row);
    }
    case Symbol::ArrowFunction:
    case Symbol::FunctionExpression:
    case Symbol::GeneratorFunction:
      return Function(node, NodeKind::kLambda, 0, 0);
    case Symbol::MethodDefinition:
      return Member(node, 0);
    case Symbol::Class:
      return Class(node, 0, 0);
    case Symbol::Decorator:
      return Attribute(node);
    case Symbol::AwaitExpression:
      return WithValue(NodeKind::kAwait, 0, {}, node, Inner(node));
    case Symbol::YieldExpression:
      return WithValue(NodeKind::kYield,
                       ChildOf(node, Symbol::TokenStar) != 0 ? uint32_t{kDelegate} : 0, {}, node,
                       Inner(node));
    case Symbol::AssignmentExpression:
    case Symbol::AugmentedAssignment:
    case Symbol::BinaryExpression:
      return Binary(node);
    case Symbol::UnaryExpression:
    case Symbol::UpdateExpression:
      return Unary(node);
    case Symbol::TernaryExpression:
      return Parts(NodeKind::kConditional, 0, {}, node);
    case Symbol::SpreadElement:
      return Parts(NodeKind::kSpread, 0, {}, node);
    case Symbol::Array:
      return Parts(NodeKind::kArray, 0, {}, node);
    case Symbol::Object:
      return Parts(NodeKind::kObject, 0, {}, node);
    case Symbol::Pair:
      return Property(node);
    case Symbol::JsxElement:
    case Symbol::JsxSelfClosingElement:
      return Jsx(node);
    case Symbol::InternalModule:
      return Module(node, 0);
    case Symbol::ObjectPattern:
    case Symbol::ArrayPattern: {
      const Node row = Open(NodeKind::kExpression, 0, {}, node);
      Then(kPattern, node);
      return ThenClose(row);
    }
    default:
      if (symbol(node) == Symbol::Error) return Parts(NodeKind::kError, 0, {}, node);
      if (matters(node)) return Parts(NodeKind::kExpression, 0, {}, node);
      Leaf(NodeKind::kExpression, 0, {}, node);
  }
}

void TypeScriptLowering::Call(uint32_t node, uint32_t flags) {
  uint32_t callee = Child(node, (flags & kNew) != 0 ? Field::Constructor : Field::Function);
  const uint32_t arguments = Child(node, Field::Arguments);
  if (callee != 0 && symbol(callee) == Symbol::Import) return DynamicImport(node, arguments);
  if (ChildOf(node, Symbol::OptionalChain) != 0) flags |= kOptional;
  // The grammar has `await f<T>(x)` as a call of what is awaited.
  const bool awaited = callee != 0 && symbol(callee) == Symbol::AwaitExpression;
  const Node around = awaited ? Open(NodeKind::kAwait, 0, {}, node) : 0;
  if (awaited) callee = Inner(callee);
  const Node row = Open(NodeKind::kCall, flags, {}, node);
  if (callee != 0) Then(kExpression, callee);
  if (arguments != 0 && symbol(arguments) == Symbol::TemplateString) {
    Then(kExpression, arguments);
  } else if (arguments != 0) {
    for (uint32_t child = first(arguments); child < end(arguments); child = end(child)) {
      if (!IsToken(symbol(child))) Then(kExpression, child);
    }
  }
  ThenClose(row);
  if (awaited) ThenClose(around);
}

/// What begins with `node` and is so long loads code by its path.
void TypeScriptLowering::LoadedModule(uint32_t node, size_t length) {
  if (length != 0) loaded_.push_back({at(node).start, static_cast<uint32_t>(length)});
}

void TypeScriptLowering::DynamicImport(uint32_t node, uint32_t arguments) {
  dynamic_imports_.push_back(at(node).start);
  const uint32_t specifier = arguments == 0 ? 0 : Inner(arguments);
  std::string_view value;
  if (specifier != 0 && StringValue(Unwrap(specifier), &value)) {
    Leaf(NodeKind::kImport, kDynamic, value, node);
  } else {
    WithValue(NodeKind::kImport, kDynamic | kComputed, {}, node, specifier);
  }
}

void TypeScriptLowering::Property(uint32_t node) {
  const uint32_t key = Child(node, Field::Key);
  const Node row = Open(NodeKind::kProperty, 0, Name(key), node);
  if (const uint32_t value = Child(node, Field::Value)) Then(kExpression, value);
  if (key != 0 && symbol(key) == Symbol::ComputedPropertyName && matters(key)) {
    Then(kExpression, key);
  }
  ThenClose(row);
}

void TypeScriptLowering::Template(uint32_t node) {
  std::string_view value;
  if (StringValue(node, &value)) {
    Leaf(NodeKind::kString, 0, value, node);
    return;
  }
  const Node row = Open(NodeKind::kTemplate, 0, {}, node);
  uint32_t text_start = at(node).start + 1;
  for (uint32_t child = first(node); child < end(node); child = end(child)) {
    if (at(child).start > text_start) Then(kTemplateText, text_start, at(child).start);
    if (const uint32_t inner = Inner(child)) Then(kExpression, inner);
    text_start = Span(child).end();
  }
  const uint32_t text_end = Span(node).end() - 1;
  if (text_end > text_start) Then(kTemplateText, text_start, text_end);
  ThenClose(row);
}

void TypeScriptLowering::TemplateText(uint32_t begin, uint32_t behind) {
  const ByteSpan span = {begin, behind - begin};
  out().Leaf(NodeKind::kString, 0, Decode(source().substr(span.start, span.length)), span);
}

void TypeScriptLowering::Binary(uint32_t node) {
  const uint32_t left = Child(node, Field::Left);
  const uint32_t right = Child(node, Field::Right);
  if (left == 0 || right == 0) return Parts(NodeKind::kExpression, 0, {}, node);
  const std::string_view operation = OperatorBetween(left, right);
  NodeKind kind = NodeKind::kAssign;
  if (symbol(node) == Symbol::BinaryExpression) {
    kind = IsLogical(operation) ? NodeKind::kLogical : NodeKind::kBinary;
    if (kind == NodeKind::kBinary && !matters(node)) {
      Leaf(NodeKind::kExpression, 0, {}, node);
      return;
    }
  }
  const Node row = Open(kind, 0, operation, node);
  Then(kExpression, left);
  if (operation != "<" || !IsImportedType(right)) Then(kExpression, right);
  ThenClose(row);
}

bool TypeScriptLowering::IsImportedType(uint32_t operand) const {
  while (operand != 0 && symbol(operand) == Symbol::MemberExpression) {
    operand = Child(operand, Field::Object);
  }
  if (operand == 0 || symbol(operand) != Symbol::CallExpression) return false;
  const uint32_t callee = Child(operand, Field::Function);
  return callee != 0 && symbol(callee) == Symbol::Import;
}

void TypeScriptLowering::Unary(uint32_t node) {
  const uint32_t argument = Child(node, Field::Argument);
  const std::string_view text = Text(node);
  if (text.starts_with("typeof") && IsImportedType(argument)) {
    Leaf(NodeKind::kExpression, 0, {}, node);
    return;
  }
  const bool prefix = argument != 0 && at(argument).start != at(node).start;
  std::string_view operation = prefix ? text.substr(0, at(argument).start - at(node).start)
                                      : text.substr(text.size() < 2 ? 0 : text.size() - 2);
  operation = operation.substr(0, operation.find_first_of(" \t\r\n/("));
  WithValue(NodeKind::kUnary, 0, operation, node, argument);
}

void TypeScriptLowering::Jsx(uint32_t node) {
  const uint32_t open_tag = Child(node, Field::OpenTag);
  const uint32_t tag = open_tag != 0 ? open_tag : node;
  const uint32_t name = Child(tag, Field::Name);
  const Node row = Open(NodeKind::kExpression, 0, {}, node);
  // <div> is an element of the page, <Panel> and <ui.Panel> are code of someone.
  if (name != 0 && symbol(name) == Symbol::MemberExpression) {
    Then(kExpression, name);
  } else if (name != 0 && !Text(name).empty() && Text(name)[0] >= 'A' && Text(name)[0] <= 'Z') {
    Then(kExpression, name);
  }
  for (const uint32_t part : {open_tag, node}) {
    if (part == 0) continue;
    for (uint32_t child = first(part); child < end(part); child = end(child)) {
      if (child == open_tag || child == name) continue;
      const bool attribute = symbol(child) == Symbol::JsxAttribute;
      const uint32_t value = attribute ? ChildOf(child, Symbol::JsxExpression) : child;
      if (value != 0 && matters(value)) {
        Then(kExpression, value);
      } else if (const uint32_t handler = attribute && value != 0 ? Inner(value) : 0;
                 handler != 0 && !Path(handler).empty()) {
        Then(kExpression, handler);  // onClick={save}
      }
    }
  }
  ThenClose(row);
}

}  // namespace krepis::analyzer

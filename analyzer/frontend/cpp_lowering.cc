#include "analyzer/frontend/cpp_lowering.h"

#include "analyzer/frontend/cpp_text.h"

namespace krepis::analyzer {

void CppLowering::Handle(const Task& task) {
  const uint32_t node = task.node;
  switch (task.mode) {
    case kRoot:
      includes_.clear();
      All(node, kItem);
      return Then(kLostIncludes, node);
    case kLostIncludes:
      return LostIncludes();
    case kItem:
    case kMember:
      if (!Item(node, task.mode, task.argument)) Statement(node);
      return;
    case kStatement:
      if (!Item(node, kStatement, 0)) Statement(node);
      return;
    case kDeclarator:
    case kMemberDeclarator:
    case kLocalDeclarator:
      return Declarator(node, task.argument, task.mode);
    case kFreeFunction:
    case kMemberFunction:
      return Function(node, task.mode, task.argument);
    case kTypedef:
      return Typedef(node, task.argument);
    case kBaseOf:
      return BaseOf(node);
    case kFunctionBody:
      return FunctionBody(node);
    case kFieldInitializer:
      return FieldInitializer(node);
    case kBody:
      return Body(node);
    case kControlled:
      return Controlled(node);
    case kCondition:
      return Condition(node);
    case kCaseBody:
      return CaseBody(node);
    case kHandler:
      return Handler(node);
    case kParameter:
      return Parameter(node);
    case kType:
      return Type(node);
    case kExpression:
      return Expression(node);
    case kCapture:
      return Capture(node);
    case kConstruct:
      return Construct(node, task.argument);
  }
}

uint32_t CppLowering::Inner(uint32_t node) const {
  for (uint32_t child = first(node); child < end(node); child = end(child)) {
    if (!IsToken(symbol(child))) return child;
  }
  return 0;
}

std::string_view CppLowering::Path(uint32_t node) { return cpp::PlainPath(Text(node), &path_); }

void CppLowering::WithValue(NodeKind kind, uint32_t flags, std::string_view name, uint32_t node,
                            uint32_t value) {
  const Node row = Open(kind, flags, name, node);
  if (value != 0) Then(kExpression, value);
  ThenClose(row);
}

void CppLowering::Parts(NodeKind kind, uint32_t flags, std::string_view name, uint32_t node) {
  const Node row = Open(kind, flags, name, node);
  All(node, kExpression);
  ThenClose(row);
}

void CppLowering::All(uint32_t node, Mode mode, uint32_t argument) {
  for (uint32_t child = first(node); child < end(node); child = end(child)) {
    if (!IsToken(symbol(child))) Then(mode, child, argument);
  }
}

void CppLowering::Statement(uint32_t node) {
  switch (symbol(node)) {
    case Symbol::CompoundStatement: {
      const Node row = Open(NodeKind::kBlock, 0, {}, node);
      All(node, kStatement);
      return ThenClose(row);
    }
    case Symbol::ExpressionStatement: {
      const uint32_t inner = Inner(node);
      if (inner == 0) return;
      if (symbol(inner) == Symbol::ThrowStatement) return Then(kStatement, inner);
      return WithValue(NodeKind::kStatement, 0, {}, node, inner);
    }
    case Symbol::IfStatement:
    case Symbol::SwitchStatement:
    case Symbol::ForStatement:
    case Symbol::ForRangeLoop:
    case Symbol::WhileStatement:
    case Symbol::DoStatement:
      return Control(node);
    case Symbol::CaseStatement:
      return Case(node);
    case Symbol::ReturnStatement:
    case Symbol::CoReturnStatement:
      return WithValue(NodeKind::kReturn, 0, {}, node, Inner(node));
    case Symbol::CoYieldStatement: {
      const Node row = Open(NodeKind::kStatement, 0, {}, node);
      WithValue(NodeKind::kYield, 0, {}, node, Inner(node));
      return ThenClose(row);
    }
    case Symbol::ThrowStatement:
      return WithValue(NodeKind::kThrow, 0, {}, node, Inner(node));
    case Symbol::BreakStatement:
      Leaf(NodeKind::kBreak, 0, {}, node);
      return;
    case Symbol::ContinueStatement:
      Leaf(NodeKind::kContinue, 0, {}, node);
      return;
    case Symbol::LabeledStatement:
    case Symbol::AttributedStatement:
      return All(node, kStatement);
    case Symbol::TryStatement:
    case Symbol::SehTry:
      return Try(node);
    case Symbol::InitStatement:
      return All(node, kStatement);
    case Symbol::Error: {
      const Node row = Open(NodeKind::kError, 0, {}, node);
      All(node, kStatement);
      return ThenClose(row);
    }
    default:
      if (matters(node)) WithValue(NodeKind::kStatement, 0, {}, node, node);
  }
}

void CppLowering::Body(uint32_t node) {
  if (symbol(node) == Symbol::CompoundStatement) return Statement(node);
  const Node row = Open(NodeKind::kBlock, 0, {}, node);
  Then(kStatement, node);
  ThenClose(row);
}

void CppLowering::Control(uint32_t node) {
  // What runs once stands before: `if (init; …)`, the head of a for, the range of a range for.
  const uint32_t condition = Child(node, Field::Condition);
  const bool clause = condition != 0 && symbol(condition) == Symbol::ConditionClause;
  const uint32_t before = Child(clause ? condition : node, Field::Initializer);
  if (before != 0) Then(kStatement, before);
  if (symbol(node) == Symbol::ForRangeLoop) {
    const uint32_t range = Child(node, Field::Right);
    if (range != 0 && matters(range)) Then(kStatement, range);
  }
  Then(kControlled, node);
}

void CppLowering::Controlled(uint32_t node) {
  const uint32_t condition = Child(node, Field::Condition);
  if (symbol(node) == Symbol::SwitchStatement) {
    const Node row = Open(NodeKind::kSwitch, 0, {}, node);
    if (condition != 0) Then(kCondition, condition);
    if (const uint32_t body = Child(node, Field::Body)) All(body, kStatement);
    return ThenClose(row);
  }
  if (symbol(node) != Symbol::IfStatement) return Loop(node);
  const Node row = Open(NodeKind::kIf, 0, {}, node);
  if (condition != 0) Then(kCondition, condition);
  if (const uint32_t consequence = Child(node, Field::Consequence)) Then(kBody, consequence);
  const uint32_t alternative = Child(node, Field::Alternative);
  uint32_t otherwise = alternative;
  if (alternative != 0 && symbol(alternative) == Symbol::ElseClause) otherwise = Inner(alternative);
  if (otherwise != 0) {
    const bool chained = symbol(otherwise) == Symbol::IfStatement;
    const uint32_t inner = chained ? Child(otherwise, Field::Condition) : 0;
    const bool plain = inner != 0 && Child(inner, Field::Initializer) == 0;
    Then(chained && plain ? kControlled : kBody, otherwise);
  }
  ThenClose(row);
}

void CppLowering::Loop(uint32_t node) {
  uint32_t condition = Child(node, Field::Condition);
  uint32_t flags = symbol(node) == Symbol::DoStatement ? uint32_t{kPostCondition} : 0;
  uint32_t value = condition;
  if (value != 0 && symbol(value) == Symbol::ConditionClause) value = Child(value, Field::Value);
  while (value != 0 && symbol(value) == Symbol::ParenthesizedExpression) value = Inner(value);
  const bool forever = value != 0 && (symbol(value) == Symbol::True || Text(value) == "1");
  if (forever || (condition == 0 && symbol(node) == Symbol::ForStatement)) {
    flags |= kInfinite;
    condition = 0;
  }
  const Node row = Open(NodeKind::kLoop, flags, {}, node);
  if (symbol(node) == Symbol::ForRangeLoop) {
    if (const uint32_t variable = Child(node, Field::Declarator)) {
      Then(kLocalDeclarator, variable, node);
    }
  }
  if (condition != 0) Then(kCondition, condition);
  if (const uint32_t update = Child(node, Field::Update)) Then(kExpression, update);
  if (const uint32_t body = Child(node, Field::Body)) Then(kBody, body);
  ThenClose(row);
}

void CppLowering::Condition(uint32_t node) {
  if (symbol(node) == Symbol::ConditionClause) node = Child(node, Field::Value);
  if (node == 0) return;
  if (symbol(node) == Symbol::Declaration) return Declaration(node, kStatement);
  Expression(node);
}

void CppLowering::Case(uint32_t node) {
  const bool otherwise = ChildOf(node, Symbol::TokenDefault) != 0;
  const Node row = Open(NodeKind::kCase, kFallsThrough | (otherwise ? kDefault : 0u), {}, node);
  if (const uint32_t value = Child(node, Field::Value)) Then(kExpression, value);
  Then(kCaseBody, node);
  ThenClose(row);
}

void CppLowering::CaseBody(uint32_t node) {
  const Node row = Open(NodeKind::kBlock, 0, {}, node);
  for (uint32_t child = first(node); child < end(node); child = end(child)) {
    if (field(child) != Field::Value && !IsToken(symbol(child))) Then(kStatement, child);
  }
  ThenClose(row);
}

void CppLowering::Try(uint32_t node) {
  const Node row = Open(NodeKind::kTry, 0, {}, node);
  if (const uint32_t body = Child(node, Field::Body)) Then(kBody, body);
  for (uint32_t child = first(node); child < end(node); child = end(child)) {
    const Symbol part = symbol(child);
    const bool handler =
        part == Symbol::CatchClause || part == Symbol::SehExcept || part == Symbol::SehFinally;
    if (handler) Then(kHandler, child);
  }
  ThenClose(row);
}

void CppLowering::Handler(uint32_t node) {
  const bool finally = symbol(node) == Symbol::SehFinally;
  const Node row = Open(finally ? NodeKind::kFinally : NodeKind::kCatch, 0, {}, node);
  if (const uint32_t parameters = Child(node, Field::Parameters)) All(parameters, kParameter);
  if (const uint32_t body = Child(node, Field::Body)) Then(kBody, body);
  ThenClose(row);
}

}  // namespace krepis::analyzer

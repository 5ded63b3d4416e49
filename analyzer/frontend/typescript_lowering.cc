#include "analyzer/frontend/typescript_lowering.h"

namespace krepis::analyzer {

void TypeScriptLowering::Handle(const Task& task) {
  const uint32_t node = task.node;
  switch (task.mode) {
    case kRoot:
      dynamic_imports_.clear();
      loaded_.clear();
      Statements(node);
      return Then(kTypeImports, node);
    case kTypeImports:
      for (const ByteSpan& span : loaded_)
        out().Leaf(NodeKind::kImport, kDynamic | kComputed, {}, span);
      return TypeImports();
    case kStatement:
      return Statement(node, task.argument);
    case kUnderExport:
      return ExportedDeclaration(node);
    case kBody:
      return Body(node);
    case kLoopItself:
      return LoopItself(node);
    case kLoopVariable:
      return LoopVariable(node);
    case kCaseBody:
      return CaseBody(node);
    case kHandler:
      return Handler(node);
    case kExpression:
      return Expression(node);
    case kTemplateText:
      return TemplateText(node, task.argument);
    case kArrowBody: {
      const Node block = Open(NodeKind::kBlock, 0, {}, node);
      WithValue(NodeKind::kReturn, kImplicit, {}, node, node);
      return ThenClose(block);
    }
    case kMember:
      return Member(node, task.argument);
    case kParameter:
      return Parameter(node);
    case kPattern:
      return Pattern(node);
    case kType:
      return Type(node, task.argument != 0);
    case kBaseOf:
      return BaseOf(node);
  }
}

uint32_t TypeScriptLowering::Inner(uint32_t node) const {
  for (uint32_t child = first(node); child < end(node); child = end(child)) {
    if (!IsToken(symbol(child))) return child;
  }
  return 0;
}

uint32_t TypeScriptLowering::Unwrap(uint32_t node) const {
  for (;;) {
    uint32_t inner = 0;
    switch (symbol(node)) {
      case Symbol::TypeAssertion:  // <T>value: the value stands last
        for (uint32_t child = first(node); child < end(node); child = end(child)) inner = child;
        break;
      case Symbol::ParenthesizedExpression:
      case Symbol::AsExpression:
      case Symbol::SatisfiesExpression:
      case Symbol::NonNullExpression:
      case Symbol::InstantiationExpression:
      case Symbol::JsxExpression:
        inner = Inner(node);
        break;
      default:
        break;
    }
    if (inner == 0) return node;
    node = inner;
  }
}

void TypeScriptLowering::WithValue(NodeKind kind, uint32_t flags, std::string_view name,
                                   uint32_t node, uint32_t value) {
  const Node row = Open(kind, flags, name, node);
  if (value != 0) Then(kExpression, value);
  ThenClose(row);
}

void TypeScriptLowering::Statements(uint32_t node) {
  for (uint32_t child = first(node); child < end(node); child = end(child)) {
    if (!IsToken(symbol(child))) Then(kStatement, child);
  }
}

void TypeScriptLowering::Statement(uint32_t node, uint32_t flags) {
  switch (symbol(node)) {
    case Symbol::ImportStatement:
      return Import(node);
    case Symbol::ImportAlias:
      return ImportAlias(node);
    case Symbol::ExportStatement:
      return Export(node);
    case Symbol::VariableDeclarator:
      return Variable(node, flags, 0);
    case Symbol::StatementBlock: {
      const Node row = Open(NodeKind::kBlock, 0, {}, node);
      Statements(node);
      return ThenClose(row);
    }
    case Symbol::ExpressionStatement: {
      const uint32_t inner = Inner(node);
      if (inner != 0 && symbol(inner) == Symbol::InternalModule) return Module(inner, 0);
      return WithValue(NodeKind::kStatement, 0, {}, node, inner);
    }
    case Symbol::IfStatement:
      return If(node);
    case Symbol::ForStatement:
    case Symbol::ForInStatement:
    case Symbol::WhileStatement:
    case Symbol::DoStatement:
      return Loop(node);
    case Symbol::SwitchStatement: {
      const Node row = Open(NodeKind::kSwitch, 0, {}, node);
      if (const uint32_t value = Child(node, Field::Value)) Then(kExpression, value);
      if (const uint32_t body = Child(node, Field::Body)) Statements(body);
      return ThenClose(row);
    }
    case Symbol::SwitchCase:
    case Symbol::SwitchDefault:
      return Case(node);
    case Symbol::TryStatement:
      return Try(node);
    case Symbol::ReturnStatement:
      return WithValue(NodeKind::kReturn, 0, {}, node, Inner(node));
    case Symbol::ThrowStatement:
      return WithValue(NodeKind::kThrow, 0, {}, node, Inner(node));
    case Symbol::BreakStatement:
    case Symbol::ContinueStatement: {
      const uint32_t label = Child(node, Field::Label);
      Leaf(symbol(node) == Symbol::BreakStatement ? NodeKind::kBreak : NodeKind::kContinue, 0,
           label == 0 ? std::string_view() : Text(label), node);
      return;
    }
    case Symbol::LabeledStatement:
      if (const uint32_t body = Child(node, Field::Body)) Then(kStatement, body);
      return;
    case Symbol::WithStatement: {
      if (const uint32_t object = Child(node, Field::Object)) Then(kStatement, object);
      if (const uint32_t body = Child(node, Field::Body)) Then(kBody, body);
      return;
    }
    case Symbol::Error: {
      const Node row = Open(NodeKind::kError, 0, {}, node);
      Statements(node);
      return ThenClose(row);
    }
    default:
      // An expression where a statement stands: the head of a for loop, or what is left of broken
      // code.
      if (Declaration(node, flags, 0) || !matters(node)) return;
      WithValue(NodeKind::kStatement, 0, {}, node, node);
  }
}

void TypeScriptLowering::Body(uint32_t node) {
  if (symbol(node) == Symbol::StatementBlock) return Statement(node, 0);
  const Node row = Open(NodeKind::kBlock, 0, {}, node);
  Then(kStatement, node);
  ThenClose(row);
}

void TypeScriptLowering::If(uint32_t node) {
  const Node row = Open(NodeKind::kIf, 0, {}, node);
  if (const uint32_t condition = Child(node, Field::Condition)) Then(kExpression, condition);
  if (const uint32_t consequence = Child(node, Field::Consequence)) Then(kBody, consequence);
  const uint32_t alternative = Child(node, Field::Alternative);
  const uint32_t otherwise = alternative == 0 ? 0 : Inner(alternative);
  if (otherwise != 0) {
    Then(symbol(otherwise) == Symbol::IfStatement ? kStatement : kBody, otherwise);
  }
  ThenClose(row);
}

void TypeScriptLowering::Loop(uint32_t node) {
  const uint32_t once = symbol(node) == Symbol::ForStatement     ? Child(node, Field::Initializer)
                        : symbol(node) == Symbol::ForInStatement ? Child(node, Field::Right)
                                                                 : 0;
  if (once == 0) return LoopItself(node);
  Then(kStatement, once);
  Then(kLoopItself, node);
}

void TypeScriptLowering::LoopItself(uint32_t node) {
  const bool counted = symbol(node) == Symbol::ForStatement;
  uint32_t condition = Child(node, Field::Condition);
  uint32_t flags = symbol(node) == Symbol::DoStatement ? uint32_t{kPostCondition} : 0;
  if (counted ? condition == 0 : condition != 0 && symbol(Unwrap(condition)) == Symbol::True) {
    flags |= kInfinite;
    condition = 0;
  }
  const Node row = Open(NodeKind::kLoop, flags, {}, node);
  if (symbol(node) == Symbol::ForInStatement) {
    if (const uint32_t await = ChildOf(node, Symbol::TokenAwait)) {
      Leaf(NodeKind::kAwait, 0, {}, await);
    }
    Then(kLoopVariable, node);
  }
  if (condition != 0) Then(kExpression, condition);
  if (const uint32_t increment = Child(node, Field::Increment)) Then(kExpression, increment);
  if (const uint32_t body = Child(node, Field::Body)) Then(kBody, body);
  ThenClose(row);
}

void TypeScriptLowering::LoopVariable(uint32_t node) {
  const uint32_t left = Child(node, Field::Left);
  if (left == 0) return;
  const bool named = symbol(left) == Symbol::Identifier;
  const uint32_t flags = (ChildOf(node, Symbol::TokenConst) != 0 ? kConst : 0u) |
                         (named ? 0u : uint32_t{kDestructured});
  const Node row = Open(NodeKind::kVariable, flags, named ? Text(left) : std::string_view(), left);
  if (!named) Then(kPattern, left);
  ThenClose(row);
}

void TypeScriptLowering::Case(uint32_t node) {
  const bool otherwise = symbol(node) == Symbol::SwitchDefault;
  const Node row = Open(NodeKind::kCase, kFallsThrough | (otherwise ? kDefault : 0u), {}, node);
  if (const uint32_t value = Child(node, Field::Value)) Then(kExpression, value);
  Then(kCaseBody, node);
  ThenClose(row);
}

void TypeScriptLowering::CaseBody(uint32_t node) {
  const Node row = Open(NodeKind::kBlock, 0, {}, node);
  for (uint32_t child = first(node); child < end(node); child = end(child)) {
    if (field(child) != Field::Value && !IsToken(symbol(child))) Then(kStatement, child);
  }
  ThenClose(row);
}

void TypeScriptLowering::Try(uint32_t node) {
  const Node row = Open(NodeKind::kTry, 0, {}, node);
  if (const uint32_t body = Child(node, Field::Body)) Then(kBody, body);
  if (const uint32_t handler = Child(node, Field::Handler)) Then(kHandler, handler);
  if (const uint32_t finalizer = Child(node, Field::Finalizer)) Then(kHandler, finalizer);
  ThenClose(row);
}

void TypeScriptLowering::Handler(uint32_t node) {
  const bool finally = symbol(node) == Symbol::FinallyClause;
  const Node row = Open(finally ? NodeKind::kFinally : NodeKind::kCatch, 0, {}, node);
  if (const uint32_t parameter = Child(node, Field::Parameter)) Then(kParameter, parameter);
  if (const uint32_t body = Child(node, Field::Body)) Then(kBody, body);
  ThenClose(row);
}

}  // namespace krepis::analyzer

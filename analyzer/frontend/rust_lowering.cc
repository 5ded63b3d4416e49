#include "analyzer/frontend/rust_lowering.h"

#include "analyzer/frontend/rust_text.h"

namespace krepis::analyzer {

void RustLowering::Handle(const Task& task) {
  const uint32_t node = task.node;
  switch (task.mode) {
    case kRoot:
      return Items(node, kItem);
    case kItem:
      return Item(node, task.argument, false);
    case kAssociated:
      return Item(node, task.argument, true);
    case kTail:
      return WithValue(NodeKind::kReturn, kImplicit, {}, node, node);
    case kBlockOf:
      return BlockOf(node);
    case kMatchArm:
      return MatchArm(node);
    case kElse:
      return Else(node);
    case kLoopItself:
      return Loop(node);
    case kOrderedField: {
      const Node row = Open(NodeKind::kVariable, 0, std::to_string(task.argument), node);
      Then(kType, node);
      return ThenClose(row);
    }
    case kExternName:
      return ExternName(node);
    case kAttribute:
      return Attribute(node);
    case kParameter:
      return Parameter(node);
    case kPattern:
      return Pattern(node);
    case kBoundBy:
      return BoundBy(node);
    case kType:
      return Type(node);
    case kPaths:
      return Paths(node);
    case kBase:
      return Base(node);
    case kExpression:
      return Expression(node);
    case kFieldValues:
      return Parts(NodeKind::kObject, 0, {}, node);
    case kClosureParameter:
      return ThenClose(OpenBound(NodeKind::kParameter, 0, node, node));
  }
}

uint32_t RustLowering::Inner(uint32_t node) const {
  for (uint32_t child = first(node); child < end(node); child = end(child)) {
    if (!IsToken(symbol(child))) return child;
  }
  return 0;
}

std::string_view RustLowering::Path(uint32_t node) { return rust::PlainPath(Text(node), &path_); }

void RustLowering::WithValue(NodeKind kind, uint32_t flags, std::string_view name, uint32_t node,
                             uint32_t value) {
  const Node row = Open(kind, flags, name, node);
  if (value != 0) Then(kExpression, value);
  ThenClose(row);
}

void RustLowering::Parts(NodeKind kind, uint32_t flags, std::string_view name, uint32_t node) {
  const Node row = Open(kind, flags, name, node);
  for (uint32_t child = first(node); child < end(node); child = end(child)) {
    if (!IsToken(symbol(child)) && symbol(child) != Symbol::AttributeItem) {
      Then(kExpression, child);
    }
  }
  ThenClose(row);
}

void RustLowering::Items(uint32_t node, Mode mode) {
  uint32_t attributes = 0;
  for (uint32_t child = first(node); child < end(node); child = end(child)) {
    if (IsToken(symbol(child)) || symbol(child) == Symbol::VisibilityModifier) continue;
    if (symbol(child) == Symbol::InnerAttributeItem) {
      // Of the file: those of a module were seen with it.
      if (node == 0 && IsTestOnly(child)) out().AddFlags(0, kTestOnly);
    } else if (symbol(child) == Symbol::AttributeItem) {
      if (attributes == 0) attributes = child;
    } else {
      Then(mode, child, attributes);
      attributes = 0;
    }
  }
}

void RustLowering::Item(uint32_t node, uint32_t attributes, bool associated) {
  const uint32_t exported =
      ChildOf(node, Symbol::VisibilityModifier) != 0 ? uint32_t{kExported} : 0;
  const uint32_t flags = exported | TestOnly(attributes, node);
  if (Declaration(node, attributes, flags, associated)) return;
  switch (symbol(node)) {
    case Symbol::LetDeclaration:
      return Let(node, attributes, flags);
    case Symbol::ExpressionStatement:
      if (const uint32_t inner = Inner(node)) Statement(inner);
      return;
    case Symbol::Error: {
      const Node row = Open(NodeKind::kError, 0, {}, node);
      Items(node, kItem);
      return ThenClose(row);
    }
    default:
      return Statement(node);
  }
}

void RustLowering::Statement(uint32_t node) {
  switch (symbol(node)) {
    case Symbol::MacroInvocation:
      return Macro(node);
    case Symbol::ForExpression: {
      const uint32_t value = Child(node, Field::Value);
      if (value != 0 && matters(value)) Then(kItem, value);
      return Then(kLoopItself, node);
    }
    default:
      if (Control(node)) return;
      if (matters(node)) WithValue(NodeKind::kStatement, 0, {}, node, node);
  }
}

void RustLowering::Let(uint32_t node, uint32_t attributes, uint32_t flags) {
  const uint32_t pattern = Child(node, Field::Pattern);
  const bool mutates = ChildOf(node, Symbol::MutableSpecifier) != 0;
  if (!mutates) flags |= kConst;
  const Node row = OpenBound(NodeKind::kVariable, flags, pattern, node);
  Attributes(attributes, node);
  if (const uint32_t type = Child(node, Field::Type)) Then(kType, type);
  if (const uint32_t value = Child(node, Field::Value)) Then(kExpression, value);
  ThenClose(row);
  // let … else { … }: the block runs when the pattern does not match.
  if (const uint32_t alternative = Child(node, Field::Alternative)) Then(kElse, alternative);
}

void RustLowering::Else(uint32_t node) {
  const Node row = Open(NodeKind::kIf, 0, {}, node);
  Leaf(NodeKind::kExpression, 0, {}, node);
  Then(kBlockOf, node);
  ThenClose(row);
}

void RustLowering::Block(uint32_t node, uint32_t flags) {
  const Node row = Open(NodeKind::kBlock, flags, {}, node);
  uint32_t attributes = 0;
  for (uint32_t child = first(node); child < end(node); child = end(child)) {
    const Symbol kind = symbol(child);
    if (IsToken(kind) || kind == Symbol::InnerAttributeItem) continue;
    if (kind == Symbol::AttributeItem) {
      if (attributes == 0) attributes = child;
      continue;
    }
    uint32_t tail = 0;
    if (end(child) == end(node)) {
      if (kind == Symbol::ExpressionStatement) {
        if (!Text(child).ends_with(';')) tail = Inner(child);
      } else if (kind == Symbol::MacroInvocation ||
                 (kind > Symbol::ExpressionStatement && kind != Symbol::Error)) {
        tail = child;
      }
    }
    if (tail != 0) {
      Then(kTail, tail);
    } else {
      Then(kItem, child, attributes);
    }
    attributes = 0;
  }
  ThenClose(row);
}

void RustLowering::BlockOf(uint32_t node) {
  if (symbol(node) == Symbol::Block) return Block(node, 0);
  const Node row = Open(NodeKind::kBlock, 0, {}, node);
  Then(kTail, node);
  ThenClose(row);
}

bool RustLowering::Control(uint32_t node) {
  switch (symbol(node)) {
    case Symbol::Block:
      Block(node, 0);
      return true;
    case Symbol::UnsafeBlock:
    case Symbol::ConstBlock:
    case Symbol::TryBlock:
      if (const uint32_t block = ChildOf(node, Symbol::Block)) {
        Block(block, symbol(node) == Symbol::UnsafeBlock ? uint32_t{kUnsafe} : 0);
      }
      return true;
    case Symbol::IfExpression:
      If(node);
      return true;
    case Symbol::MatchExpression:
      Match(node);
      return true;
    case Symbol::LoopExpression:
    case Symbol::WhileExpression:
      Loop(node);
      return true;
    case Symbol::ReturnExpression:
      WithValue(NodeKind::kReturn, 0, {}, node, Inner(node));
      return true;
    case Symbol::BreakExpression:
    case Symbol::ContinueExpression: {
      const uint32_t label = ChildOf(node, Symbol::Label);
      const std::string_view name =
          label == 0 || Text(label).empty() ? std::string_view() : Text(label).substr(1);
      const bool breaks = symbol(node) == Symbol::BreakExpression;
      WithValue(breaks ? NodeKind::kBreak : NodeKind::kContinue, 0, name, node,
                breaks ? Inner(node) : 0);
      return true;
    }
    default:
      return false;
  }
}

void RustLowering::If(uint32_t node) {
  const Node row = Open(NodeKind::kIf, 0, {}, node);
  if (const uint32_t condition = Child(node, Field::Condition)) Then(kExpression, condition);
  if (const uint32_t consequence = Child(node, Field::Consequence)) Then(kBlockOf, consequence);
  const uint32_t alternative = Child(node, Field::Alternative);
  const uint32_t otherwise = alternative == 0 ? 0 : Inner(alternative);
  if (otherwise != 0) {
    Then(symbol(otherwise) == Symbol::IfExpression ? kExpression : kBlockOf, otherwise);
  }
  ThenClose(row);
}

void RustLowering::Match(uint32_t node) {
  const Node row = Open(NodeKind::kSwitch, 0, {}, node);
  if (const uint32_t value = Child(node, Field::Value)) Then(kExpression, value);
  if (const uint32_t body = Child(node, Field::Body)) {
    for (uint32_t arm = first(body); arm < end(body); arm = end(arm)) {
      if (symbol(arm) == Symbol::MatchArm) Then(kMatchArm, arm);
    }
  }
  ThenClose(row);
}

void RustLowering::MatchArm(uint32_t node) {
  const uint32_t match_pattern = Child(node, Field::Pattern);
  uint32_t condition = 0;
  uint32_t pattern = 0;
  if (match_pattern != 0) {
    condition = Child(match_pattern, Field::Condition);
    pattern = FirstChild(match_pattern);
  }
  const bool takes_all =
      condition == 0 && (pattern == 0 || symbol(pattern) == Symbol::TokenUnderscore ||
                         (symbol(pattern) == Symbol::Identifier && IsBinding(pattern)));
  const Node row = Open(NodeKind::kCase, takes_all ? uint32_t{kDefault} : 0, {}, node);
  if (pattern != 0 && pattern != condition) Then(kBoundBy, pattern);
  if (condition != 0) Then(kExpression, condition);
  if (const uint32_t value = Child(node, Field::Value)) Then(kBlockOf, value);
  ThenClose(row);
}

void RustLowering::Loop(uint32_t node) {
  uint32_t condition = Child(node, Field::Condition);
  const bool infinite =
      symbol(node) == Symbol::LoopExpression ||
      (condition != 0 && symbol(condition) == Symbol::BooleanLiteral && Text(condition) == "true");
  if (infinite) condition = 0;
  const Node row = Open(NodeKind::kLoop, infinite ? uint32_t{kInfinite} : 0, {}, node);
  if (const uint32_t pattern = Child(node, Field::Pattern)) Then(kBoundBy, pattern);
  if (condition != 0) Then(kExpression, condition);
  if (const uint32_t body = Child(node, Field::Body)) Then(kBlockOf, body);
  ThenClose(row);
}

}  // namespace krepis::analyzer

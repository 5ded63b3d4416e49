#include "analyzer/ast/node_kind.h"

namespace krepis::analyzer {

std::string_view NodeKindName(NodeKind kind) {
  switch (kind) {
    case NodeKind::kFile:
      return "file";
    case NodeKind::kImport:
      return "import";
    case NodeKind::kBinding:
      return "binding";
    case NodeKind::kAlias:
      return "alias";
    case NodeKind::kExport:
      return "export";
    case NodeKind::kModule:
      return "module";
    case NodeKind::kUsing:
      return "using";
    case NodeKind::kClass:
      return "class";
    case NodeKind::kBase:
      return "base";
    case NodeKind::kFunction:
      return "function";
    case NodeKind::kLambda:
      return "lambda";
    case NodeKind::kParameter:
      return "parameter";
    case NodeKind::kVariable:
      return "variable";
    case NodeKind::kTypeReference:
      return "type-reference";
    case NodeKind::kAttribute:
      return "attribute";
    case NodeKind::kTypeAlias:
      return "type-alias";
    case NodeKind::kMacro:
      return "macro";
    case NodeKind::kName:
      return "name";
    case NodeKind::kMember:
      return "member";
    case NodeKind::kIndex:
      return "index";
    case NodeKind::kCall:
      return "call";
    case NodeKind::kString:
      return "string";
    case NodeKind::kTemplate:
      return "template";
    case NodeKind::kLiteral:
      return "literal";
    case NodeKind::kArray:
      return "array";
    case NodeKind::kObject:
      return "object";
    case NodeKind::kProperty:
      return "property";
    case NodeKind::kSpread:
      return "spread";
    case NodeKind::kAwait:
      return "await";
    case NodeKind::kYield:
      return "yield";
    case NodeKind::kAssign:
      return "assign";
    case NodeKind::kBinary:
      return "binary";
    case NodeKind::kLogical:
      return "logical";
    case NodeKind::kConditional:
      return "conditional";
    case NodeKind::kUnary:
      return "unary";
    case NodeKind::kExpression:
      return "expression";
    case NodeKind::kTryOperator:
      return "try-operator";
    case NodeKind::kBlock:
      return "block";
    case NodeKind::kStatement:
      return "statement";
    case NodeKind::kIf:
      return "if";
    case NodeKind::kLoop:
      return "loop";
    case NodeKind::kSwitch:
      return "switch";
    case NodeKind::kCase:
      return "case";
    case NodeKind::kTry:
      return "try";
    case NodeKind::kCatch:
      return "catch";
    case NodeKind::kFinally:
      return "finally";
    case NodeKind::kReturn:
      return "return";
    case NodeKind::kThrow:
      return "throw";
    case NodeKind::kBreak:
      return "break";
    case NodeKind::kContinue:
      return "continue";
    case NodeKind::kDefer:
      return "defer";
    case NodeKind::kError:
      return "error";
    case NodeKind::kComment:
      return "comment";
  }
  return "";
}

bool IsNodeKind(uint32_t value) {
  return value < 256 && !NodeKindName(static_cast<NodeKind>(value)).empty();
}

}  // namespace krepis::analyzer

#include "analyzer/facts/facts.h"

namespace krepis::analyzer {

std::string_view EdgeKindName(EdgeKind kind) {
  switch (kind) {
    case EdgeKind::kImport:
      return "import";
    case EdgeKind::kType:
      return "type";
    case EdgeKind::kDynamic:
      return "dynamic";
    case EdgeKind::kInclude:
      return "include";
    case EdgeKind::kUse:
      return "use";
    case EdgeKind::kPath:
      return "path";
    case EdgeKind::kMod:
      return "mod";
    case EdgeKind::kForward:
      return "forward";
    case EdgeKind::kInherit:
      return "inherit";
    case EdgeKind::kCall:
      return "call";
    case EdgeKind::kReference:
      return "reference";
    case EdgeKind::kFfi:
      return "ffi";
  }
  return "";
}

std::string_view ConfidenceName(Confidence confidence) {
  switch (confidence) {
    case Confidence::kDirect:
      return "direct";
    case Confidence::kResolved:
      return "resolved";
    case Confidence::kDispatch:
      return "dispatch";
    case Confidence::kImport:
      return "import";
    case Confidence::kUnknown:
      return "unknown";
  }
  return "";
}

}  // namespace krepis::analyzer

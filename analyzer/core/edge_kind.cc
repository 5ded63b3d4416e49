#include "analyzer/core/edge_kind.h"

#include <array>

namespace krepis::analyzer {
namespace {

constexpr std::array<std::string_view, 13> kNames = {
    "",    "import",  "type",    "dynamic", "include",   "use", "path",
    "mod", "forward", "inherit", "call",    "reference", "ffi"};

}  // namespace

std::string_view EdgeKindName(EdgeKind kind) {
  const auto index = static_cast<size_t>(kind);
  return index < kNames.size() ? kNames[index] : std::string_view();
}

std::optional<EdgeKind> EdgeKindByName(std::string_view name) {
  for (size_t i = 1; i < kNames.size(); ++i) {
    if (kNames[i] == name) return static_cast<EdgeKind>(i);
  }
  return std::nullopt;
}

}  // namespace krepis::analyzer

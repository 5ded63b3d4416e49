#pragma once

#include <cstdint>

namespace krepis::analyzer {

// 32-bit names for rows of tables. 0 is "none" everywhere; the tables start at 1.

/// A source file of the workspace, or an external (ext:npm/zod) in the graph's node table.
enum class NodeId : uint32_t {};
/// A module, one per captured value (app:shop, app:admin).
enum class ModuleId : uint32_t {};
/// A string of a StringInterner, or of a per-file string table.
enum class StringId : uint32_t {};

template <class Id>
constexpr uint32_t Index(Id id) {
  return static_cast<uint32_t>(id);
}
template <class Id>
constexpr bool IsNone(Id id) {
  return Index(id) == 0;
}

}  // namespace krepis::analyzer

#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>

namespace krepis::analyzer {

/// How one file depends on another. The values are stable (krepis.v1.EdgeKind).
enum class EdgeKind : uint8_t {
  kImport = 1,
  kType = 2,  // erased at run time
  kDynamic = 3,
  kInclude = 4,
  kUse = 5,   // Rust use declarations
  kPath = 6,  // qualified paths in code
  kMod = 7,   // Rust containment
  kForward = 8,
  kInherit = 9,
  kCall = 10,
  kReference = 11,
  kFfi = 12,
};

/// "import", "type", … as config and output spell it.
std::string_view EdgeKindName(EdgeKind kind);
std::optional<EdgeKind> EdgeKindByName(std::string_view name);

/// A set of edge kinds, one bit each.
class EdgeKindSet {
 public:
  constexpr EdgeKindSet() = default;
  constexpr EdgeKindSet(std::initializer_list<EdgeKind> kinds) {
    for (const EdgeKind kind : kinds) Add(kind);
  }

  /// What a rule without `edges` means: import, type, dynamic, include, use, path.
  static constexpr EdgeKindSet Default() {
    return {EdgeKind::kImport,  EdgeKind::kType, EdgeKind::kDynamic,
            EdgeKind::kInclude, EdgeKind::kUse,  EdgeKind::kPath};
  }
  /// The group `runtime`: the default without `type`.
  static constexpr EdgeKindSet Runtime() { return Default().Without(EdgeKind::kType); }
  /// The group `static`: the default without `dynamic`.
  static constexpr EdgeKindSet Static() { return Default().Without(EdgeKind::kDynamic); }

  constexpr bool Has(EdgeKind kind) const { return (bits_ & Bit(kind)) != 0; }
  constexpr void Add(EdgeKind kind) { bits_ |= Bit(kind); }
  constexpr void Add(EdgeKindSet other) { bits_ |= other.bits_; }
  constexpr EdgeKindSet Without(EdgeKind kind) const {
    EdgeKindSet result = *this;
    result.bits_ &= static_cast<uint16_t>(~Bit(kind));
    return result;
  }
  constexpr bool empty() const { return bits_ == 0; }
  constexpr uint16_t bits() const { return bits_; }
  /// The set of which these are the bits().
  static constexpr EdgeKindSet Of(uint16_t bits) {
    EdgeKindSet result;
    result.bits_ = bits;
    return result;
  }
  friend constexpr bool operator==(EdgeKindSet, EdgeKindSet) = default;

 private:
  static constexpr uint16_t Bit(EdgeKind kind) {
    return static_cast<uint16_t>(1u << static_cast<unsigned>(kind));
  }

  uint16_t bits_ = 0;
};

}  // namespace krepis::analyzer

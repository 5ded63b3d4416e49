#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace krepis::analyzer {

/// Things by their qualified names, and names by their last segments. Filled first, then asked. The
/// names must outlive it.
class NameIndex {
 public:
  void Add(std::string_view name, uint32_t item);
  void Finish();

  static constexpr uint32_t kNone = ~0u;

  /// How many names there are; they are numbered from 0.
  uint32_t size() const { return static_cast<uint32_t>(names_.size()); }
  /// The number of a name, or kNone.
  uint32_t Find(std::string_view name) const;
  std::string_view name(uint32_t group) const { return names_[group]; }
  /// What has the name, in the order in which it was added.
  std::span<const uint32_t> Items(uint32_t group) const {
    return std::span(items_).subspan(start_[group], start_[group + 1] - start_[group]);
  }
  std::span<const uint32_t> ItemsOf(std::string_view name) const {
    const uint32_t group = Find(name);
    return group == kNone ? std::span<const uint32_t>() : Items(group);
  }
  /// The names that end with a segment.
  std::span<const uint32_t> EndingWith(std::string_view last) const;
  /// The names that the compiler's name may mean: the same, one with more (inline) namespaces, or
  /// one whose first namespaces a macro stands for. `types` has the names of classes. At most a
  /// bounded number.
  std::vector<uint32_t> Matching(std::string_view compiled, const NameIndex& types) const;

 private:
  std::unordered_map<std::string_view, uint32_t> groups_;
  std::vector<std::string_view> names_;
  bool has_macros_ = false;  // some name begins with what looks like a macro
  std::vector<std::pair<uint32_t, uint32_t>> added_;  // group, item
  std::vector<uint32_t> start_, items_;
  std::unordered_map<std::string_view, std::vector<uint32_t>> by_last_;
};

/// "a::b" of "a::b::c"; "" of "c".
std::string_view ScopeOf(std::string_view name);
/// "c" of "a::b::c".
std::string_view LastOf(std::string_view name);
/// "scope::name", or the name alone.
std::string Join(std::string_view scope, std::string_view name);
/// Whether `name` is `tail` or ends with it behind "::".
bool EndsWithName(std::string_view name, std::string_view tail);

}  // namespace krepis::analyzer

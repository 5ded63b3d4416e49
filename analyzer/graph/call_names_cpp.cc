#include "analyzer/graph/call_names_cpp.h"

#include <algorithm>

namespace krepis::analyzer {
namespace {

constexpr size_t kMaxMatches = 64;

bool IsMacroName(std::string_view segment) {
  return segment.find('_') != std::string_view::npos &&
         std::all_of(segment.begin(), segment.end(), [](char c) {
           return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
         });
}

std::string_view FirstOf(std::string_view name) { return name.substr(0, name.find("::")); }

enum class Match { kNo, kInlineNamespace, kMacro };

/// Whether the name of the source may be what the compiler calls `compiled`. Both are read from
/// their ends.
Match MatchOf(std::string_view compiled, std::string_view name, const NameIndex& types) {
  bool skipped = false;
  while (!name.empty()) {
    const std::string_view last = LastOf(name);
    if (!compiled.empty() && LastOf(compiled) == last) {
      compiled = ScopeOf(compiled);
      name = ScopeOf(name);
      continue;
    }
    // What a macro stands for is not known: it may be several namespaces or none, but no class.
    if (!skipped && IsMacroName(last) && ScopeOf(name).empty())
      return types.EndingWith(LastOf(compiled)).empty() ? Match::kMacro : Match::kNo;
    if (types.Find(name) != NameIndex::kNone) return Match::kNo;  // no inline namespace
    skipped = true;
    name = ScopeOf(name);
  }
  return compiled.empty() ? Match::kInlineNamespace : Match::kNo;
}

}  // namespace

std::string_view ScopeOf(std::string_view name) {
  const size_t last = name.rfind("::");
  return last == std::string_view::npos ? std::string_view() : name.substr(0, last);
}

std::string_view LastOf(std::string_view name) {
  const size_t last = name.rfind("::");
  return last == std::string_view::npos ? name : name.substr(last + 2);
}

std::string Join(std::string_view scope, std::string_view name) {
  if (scope.empty()) return std::string(name);
  return std::string(scope).append("::").append(name);
}

bool EndsWithName(std::string_view name, std::string_view tail) {
  if (!name.ends_with(tail)) return false;
  const std::string_view before = name.substr(0, name.size() - tail.size());
  return before.empty() || before.ends_with("::");
}

void NameIndex::Add(std::string_view name, uint32_t item) {
  const auto [group, fresh] = groups_.try_emplace(name, static_cast<uint32_t>(names_.size()));
  if (fresh) {
    names_.push_back(name);
    has_macros_ = has_macros_ || IsMacroName(FirstOf(name));
    by_last_[LastOf(name)].push_back(group->second);
  }
  added_.emplace_back(group->second, item);
}

void NameIndex::Finish() {
  start_.assign(names_.size() + 1, 0);
  for (const auto& [group, item] : added_) ++start_[group + 1];
  for (size_t i = 1; i < start_.size(); ++i) start_[i] += start_[i - 1];
  items_.resize(added_.size());
  std::vector<uint32_t> next(start_.begin(), start_.end() - 1);
  for (const auto& [group, item] : added_) items_[next[group]++] = item;
  added_ = {};
}

uint32_t NameIndex::Find(std::string_view name) const {
  const auto found = groups_.find(name);
  return found == groups_.end() ? kNone : found->second;
}

std::span<const uint32_t> NameIndex::EndingWith(std::string_view last) const {
  const auto found = by_last_.find(last);
  return found == by_last_.end() ? std::span<const uint32_t>() : found->second;
}

std::vector<uint32_t> NameIndex::Matching(std::string_view compiled, const NameIndex& types) const {
  const uint32_t exact = Find(compiled);
  if (exact != kNone && !has_macros_) return {exact};
  std::vector<uint32_t> inlined, macros;
  for (const uint32_t group : EndingWith(LastOf(compiled))) {
    const Match match = MatchOf(compiled, names_[group], types);
    std::vector<uint32_t>& matches = match == Match::kMacro ? macros : inlined;
    if (match != Match::kNo && matches.size() < kMaxMatches) matches.push_back(group);
  }
  std::vector<uint32_t>& found = inlined.empty() ? macros : inlined;
  if (exact == kNone) return std::move(found);
  macros.push_back(exact);
  std::sort(macros.begin(), macros.end());
  return macros;
}

}  // namespace krepis::analyzer

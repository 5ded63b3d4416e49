#include "analyzer/facts/capability_table.h"

#include <algorithm>

#include "analyzer/core/glob.h"

namespace krepis::analyzer {
namespace {

/// Whether a use as `role` satisfies a row for `wanted`.
bool RoleFits(UseRole wanted, UseRole role) {
  return wanted == role || (wanted == UseRole::kCall && role == UseRole::kNew);
}

bool CoversMembers(UseRole role) { return role == UseRole::kRead || role == UseRole::kWrite; }

/// The last run of letters, digits, `_` and `$`.
std::string_view LastWord(std::string_view text) {
  constexpr std::string_view kWordBytes =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$";
  const size_t last = text.find_last_of(kWordBytes);
  if (last == std::string_view::npos) return "";
  text = text.substr(0, last + 1);
  const size_t before = text.find_last_not_of(kWordBytes);
  return before == std::string_view::npos ? text : text.substr(before + 1);
}

}  // namespace

std::string_view SymbolRoot(LanguageGroup group, std::string_view symbol) {
  if (group != LanguageGroup::kTypeScript) return symbol.substr(0, symbol.find("::"));
  const size_t hash = symbol.find('#');
  if (hash == std::string_view::npos) return symbol;
  if (symbol.substr(0, hash) != "global") return symbol.substr(0, hash);
  return symbol.substr(0, symbol.find('.', hash));
}

void CapabilityTable::Index(uint32_t index, bool with_words) {
  const Pattern& pattern = patterns_[index];
  Group& into = groups_[static_cast<size_t>(pattern.group)];
  if (pattern.text.find('*') == std::string::npos) {
    into.exact[pattern.text].push_back(index);
  } else {
    into.wildcards.push_back(index);
  }
  into.roots[std::string(SymbolRoot(pattern.group, pattern.text))] = true;
  if (!with_words) return;
  for (const std::string& word : pattern.words) into.words.insert(std::string(LastWord(word)));
  into.words.erase("");
}

CapabilityTable CapabilityTable::Only(
    const std::function<bool(std::string_view capability)>& wanted) const {
  std::vector<bool> picked(rows_.size());
  for (size_t i = 0; i < rows_.size(); ++i) {
    picked[i] = std::any_of(rows_[i].capabilities.begin(), rows_[i].capabilities.end(), wanted);
  }
  std::set<std::string_view> symbols;
  for (const Pattern& pattern : patterns_) {
    if (picked[pattern.row]) symbols.insert(pattern.text);
  }
  CapabilityTable table;
  table.rows_ = rows_;
  for (const Pattern& pattern : patterns_) {
    const bool wildcard = pattern.text.find('*') != std::string::npos;
    if (!picked[pattern.row] && !wildcard && !symbols.contains(pattern.text)) continue;
    table.patterns_.push_back(pattern);
    table.Index(static_cast<uint32_t>(table.patterns_.size() - 1), picked[pattern.row]);
  }
  table.Freeze();
  return table;
}

std::vector<std::string> CapabilityTable::Capabilities() const {
  std::set<std::string> names;
  for (const CapabilityRow& row : rows_)
    names.insert(row.capabilities.begin(), row.capabilities.end());
  return {names.begin(), names.end()};
}

void CapabilityTable::Freeze() {
  for (Group& group : groups_) {
    group.search = {};
    for (const std::string& word : group.words) group.search.Add(word, 0);
    group.search.Freeze();
  }
}

void CapabilityTable::Append(CapabilityTable other) {
  const auto row_shift = static_cast<uint32_t>(rows_.size());
  const auto pattern_shift = static_cast<uint32_t>(patterns_.size());
  std::move(other.rows_.begin(), other.rows_.end(), std::back_inserter(rows_));
  for (Pattern& pattern : other.patterns_) {
    pattern.row += row_shift;
    patterns_.push_back(std::move(pattern));
  }
  for (size_t g = 0; g < std::size(groups_); ++g) {
    for (auto& [symbol, patterns] : other.groups_[g].exact) {
      for (const uint32_t pattern : patterns)
        groups_[g].exact[symbol].push_back(pattern + pattern_shift);
    }
    for (const uint32_t pattern : other.groups_[g].wildcards)
      groups_[g].wildcards.push_back(pattern + pattern_shift);
    for (const auto& root : other.groups_[g].roots) groups_[g].roots.insert(root);
    groups_[g].words.merge(other.groups_[g].words);
  }
  Freeze();
}

void CapabilityTable::ForEach(
    LanguageGroup group, UseRole role, std::string_view symbol,
    const std::function<bool(const CapabilityRow&, std::string_view)>& visit) const {
  const Group& in = groups_[static_cast<size_t>(group)];
  for (std::string_view prefix = symbol; !prefix.empty();
       prefix = prefix.substr(0, prefix.find_last_of(".#"))) {
    const auto found = in.exact.find(prefix);
    if (found != in.exact.end()) {
      for (const uint32_t index : found->second) {
        const Pattern& pattern = patterns_[index];
        if (!RoleFits(pattern.role, role)) continue;
        if (prefix.size() != symbol.size() && !CoversMembers(pattern.role)) continue;
        if (visit(rows_[pattern.row], pattern.text)) return;
      }
    }
    if (!CoversMembers(role) || prefix.find_first_of(".#") == std::string_view::npos) break;
  }
  for (const uint32_t index : in.wildcards) {
    const Pattern& pattern = patterns_[index];
    if (!RoleFits(pattern.role, role) || !MatchWildcard(pattern.text, symbol)) continue;
    if (visit(rows_[pattern.row], pattern.text)) return;
  }
}

bool CapabilityTable::KnowsRoot(LanguageGroup group, std::string_view root) const {
  return groups_[static_cast<size_t>(group)].roots.contains(root);
}

bool CapabilityTable::MayMatch(LanguageGroup group, std::string_view source) const {
  return groups_[static_cast<size_t>(group)].search.Find(source).any();
}

}  // namespace krepis::analyzer

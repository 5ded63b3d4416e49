#include "analyzer/workspace/tsconfig_table.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "analyzer/workspace/paths.h"

namespace krepis::analyzer {
namespace {

constexpr int kOtherName = 2;

/// tsconfig.json before jsconfig.json before all others.
int Rank(std::string_view path) {
  const std::string_view name = BaseNameOf(path);
  return name == "tsconfig.json" ? 0 : name == "jsconfig.json" ? 1 : kOtherName;
}

}  // namespace

TsConfigTable::TsConfigTable(std::vector<TsConfig> configs, const std::vector<SourceFile>& sources)
    : configs_(std::move(configs)) {
  std::sort(configs_.begin(), configs_.end(), [](const TsConfig& a, const TsConfig& b) {
    return std::pair(Rank(a.path), std::string_view(a.path)) <
           std::pair(Rank(b.path), std::string_view(b.path));
  });
  bool any = false;
  for (uint32_t i = 0; i < configs_.size(); ++i) {
    by_path_.emplace(configs_[i].path, i);
    by_directory_[configs_[i].directory].push_back(i);
    any |= configs_[i].AffectsResolution();
  }
  if (!any) return;
  for (const SourceFile& source : sources) {
    if (GroupOf(source.language) != LanguageGroup::kTypeScript) continue;
    const uint32_t chosen = Choose(source.path);
    if (chosen != kNone && configs_[chosen].AffectsResolution()) {
      by_source_.emplace(source.path, chosen);
    }
  }
}

const TsConfig* TsConfigTable::ConfigOf(std::string_view source) const {
  const auto it = by_source_.find(source);
  return it == by_source_.end() ? nullptr : &configs_[it->second];
}

std::span<const uint32_t> TsConfigTable::ConfigsIn(std::string_view folder) const {
  const auto it = by_directory_.find(folder);
  return it == by_directory_.end() ? std::span<const uint32_t>() : std::span(it->second);
}

uint32_t TsConfigTable::Choose(std::string_view source) const {
  uint32_t nearest = kNone;
  for (const bool by_standard_name : {true, false}) {
    for (std::string_view folder = DirectoryOf(source);; folder = DirectoryOf(folder)) {
      for (const uint32_t config : ConfigsIn(folder)) {
        if ((Rank(configs_[config].path) < kOtherName) != by_standard_name) continue;
        if (nearest == kNone) nearest = config;
        const uint32_t chosen = ChooseReferenced(config, source);
        if (chosen != kNone) return chosen;
      }
      if (folder.empty()) break;
    }
  }
  return nearest;
}

/// `config` or the first project among its references, transitively, that includes the file.
uint32_t TsConfigTable::ChooseReferenced(uint32_t config, std::string_view source) const {
  if (configs_[config].Includes(source)) return config;
  if (configs_[config].references.empty()) return kNone;
  std::vector<uint32_t> pending = {config};
  std::set<uint32_t> seen;
  while (!pending.empty()) {
    const uint32_t next = pending.back();
    pending.pop_back();
    if (!seen.insert(next).second) continue;
    if (configs_[next].Includes(source)) return next;
    const std::vector<std::string>& references = configs_[next].references;
    for (auto it = references.rbegin(); it != references.rend(); ++it) {
      const auto found = by_path_.find(*it);
      if (found != by_path_.end()) pending.push_back(found->second);
    }
  }
  return kNone;
}

}  // namespace krepis::analyzer

#include "analyzer/report/module_map.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace krepis::analyzer {
namespace {

constexpr std::string_view kCycleRule = "layering/cycle";

/// Finds modules by what diagnostics name them with: themselves, or a file of theirs.
class ModuleNames {
 public:
  explicit ModuleNames(const ModuleMap& map) : prefix_(map.place_prefix) {
    for (const ModuleMap::File& file : map.files) modules_.emplace(file.path, file.module);
    for (uint32_t i = 0; i < map.modules.size(); ++i) modules_.emplace(map.modules[i].name, i);
  }
  uint32_t Find(std::string_view name) const {
    const auto found = modules_.find(name);
    return found == modules_.end() ? ModuleMap::kNone : found->second;
  }

  /// Of the file at a place of the report.
  uint32_t At(std::string_view path) const {
    return Find(path.starts_with(prefix_) ? path.substr(prefix_.size()) : path);
  }

 private:
  std::string_view prefix_;
  std::unordered_map<std::string_view, uint32_t> modules_;
};

}  // namespace

ModuleFindings PlaceFindings(const ModuleMap& map, const Report& report) {
  std::map<std::pair<uint32_t, uint32_t>, ModuleDependency> pairs;
  const auto dependency = [&](uint32_t from, uint32_t to) -> ModuleDependency& {
    ModuleDependency& found = pairs[{from, to}];
    found.from = from;
    found.to = to;
    return found;
  };
  for (uint32_t i = 0; i < map.imports.size(); ++i) {
    const uint32_t from = map.files[map.imports[i].from].module;
    const uint32_t to = map.files[map.imports[i].to].module;
    if (from != ModuleMap::kNone && to != ModuleMap::kNone && from != to)
      dependency(from, to).imports.push_back(i);
  }

  const ModuleNames names(map);
  ModuleFindings findings;
  findings.modules_of.resize(report.violations.size());
  for (uint32_t i = 0; i < report.violations.size(); ++i) {
    const Diagnostic& violation = report.violations[i];
    std::vector<uint32_t>& concerned = findings.modules_of[i];
    const auto mark = [&](uint32_t from, uint32_t to) {
      std::vector<uint32_t>& violations = dependency(from, to).violations;
      if (violations.empty() || violations.back() != i) violations.push_back(i);
    };
    const uint32_t place = names.At(violation.path);
    const uint32_t from = names.Find(violation.from);
    const uint32_t to = names.Find(violation.to);
    const uint32_t source = from == ModuleMap::kNone ? place : from;
    concerned = {place, source, to};
    if (source != ModuleMap::kNone && to != ModuleMap::kNone && source != to) mark(source, to);
    if (violation.rule == kCycleRule) {
      // Each hop of the cycle is a part of it.
      uint32_t last = source;
      for (const Evidence& evidence : violation.evidence) {
        const uint32_t next = names.At(evidence.path);
        if (next == ModuleMap::kNone) continue;
        concerned.push_back(next);
        if (last != ModuleMap::kNone && last != next && pairs.contains({last, next}))
          mark(last, next);
        last = next;
      }
    }
    std::sort(concerned.begin(), concerned.end());
    concerned.erase(std::unique(concerned.begin(), concerned.end()), concerned.end());
    if (!concerned.empty() && concerned.back() == ModuleMap::kNone) concerned.pop_back();
  }
  for (auto& [ends, found] : pairs) findings.dependencies.push_back(std::move(found));
  return findings;
}

}  // namespace krepis::analyzer

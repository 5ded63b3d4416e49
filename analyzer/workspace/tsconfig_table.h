#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/workspace/discovery.h"
#include "analyzer/workspace/tsconfig.h"

namespace krepis::analyzer {

/// Which tsconfig governs a file. As editors do: the nearest tsconfig.json (or jsconfig.json) whose
/// project, or a project that it references, includes the file; failing that the nearest other
/// tsconfig*.json that does; failing that the nearest one. Immutable, so
/// safe to share between threads.
class TsConfigTable {
 public:
  TsConfigTable(std::vector<TsConfig> configs, const std::vector<SourceFile>& sources);
  TsConfigTable(TsConfigTable&&) noexcept = default;
  TsConfigTable& operator=(TsConfigTable&&) noexcept = default;

  /// The config of a source of the workspace, or null; null also where no config changes how
  /// specifiers resolve.
  const TsConfig* ConfigOf(std::string_view source) const;
  const std::vector<TsConfig>& configs() const { return configs_; }

 private:
  static constexpr uint32_t kNone = UINT32_MAX;

  std::span<const uint32_t> ConfigsIn(std::string_view folder) const;
  uint32_t Choose(std::string_view source) const;
  uint32_t ChooseReferenced(uint32_t config, std::string_view source) const;

  std::vector<TsConfig> configs_;
  std::unordered_map<std::string_view, uint32_t> by_path_;
  /// Folder -> configs in it: tsconfig.json, jsconfig.json, then by name.
  std::unordered_map<std::string_view, std::vector<uint32_t>> by_directory_;
  std::unordered_map<std::string_view, uint32_t> by_source_;
};

}  // namespace krepis::analyzer

#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/config/config.h"
#include "analyzer/facts/facts.h"
#include "analyzer/facts/preset.h"

namespace krepis::analyzer {

/// Which presets are in use: those that krepis.toml names, else those that a file imports. Keeps
/// count, so that a file can be put in place of its earlier self. Refers to its arguments but the
/// facts; not thread-safe.
class PresetsInUse {
 public:
  PresetsInUse(std::span<const FileFacts> facts, const PresetTable& presets, const Config& config);

  /// The facts of file i (of the constructor's) are others now.
  void Update(uint32_t file, const FileFacts& facts);
  /// In the order of the table.
  std::vector<const Preset*> Get() const;

 private:
  using Places = std::vector<uint32_t>;  // in the table, ascending

  /// By specifier: what many files import is looked at once.
  using Known = std::unordered_map<std::string_view, Places>;

  void Add(uint32_t file, const FileFacts& facts, Known& known);

  const PresetTable& presets_;
  const Config& config_;
  std::map<uint32_t, Places> of_file_;  // those with any
  std::vector<uint32_t> files_;         // by place in the table
};

}  // namespace krepis::analyzer

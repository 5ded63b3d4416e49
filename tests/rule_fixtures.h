#pragma once

#include <algorithm>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/engine/analysis.h"
#include "rules/registry.h"
#include "tests/harness/run.h"

namespace krepis::testing {

// The fixtures of rules/, for the programs that run them. KREPIS_RULES is that folder.

/// The day on which all fixtures are judged.
inline constexpr analyzer::Date kToday{2026, 11, 22};

/// Of a folder of rules/: a rule's, or a preset's.
inline std::vector<std::string> FixturesOf(std::string_view owner) {
  std::vector<std::string> paths;
  const std::filesystem::path folder = std::filesystem::path(KREPIS_RULES) / owner / "testdata";
  if (!std::filesystem::is_directory(folder)) return paths;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    paths.push_back(entry.path().string());
  std::sort(paths.begin(), paths.end());
  return paths;
}

/// The folders of rules/ that presets are in.
inline std::vector<std::string> Presets() {
  std::vector<std::string> owners;
  const std::filesystem::path presets = std::filesystem::path(KREPIS_RULES) / "presets";
  for (const auto& preset : std::filesystem::directory_iterator(presets))
    owners.push_back("presets/" + preset.path().filename().string());
  std::sort(owners.begin(), owners.end());
  return owners;
}

/// What a fixture can say of the chains.
inline std::vector<Finding> ChainsOf(const analyzer::Model& model) {
  std::vector<Finding> chains;
  for (const analyzer::Route& route : model.chains.routes()) {
    chains.push_back(ChainFinding(route.Name(), ChainLine(model.chains, route),
                                  std::string(model.graph.name(route.file)), route.location));
  }
  return chains;
}

}  // namespace krepis::testing

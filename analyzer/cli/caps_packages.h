#pragma once

#include <vector>

#include "analyzer/cli/session.h"
#include "analyzer/engine/capability_report.h"

namespace krepis::analyzer {

/// What the packages can reach that the workspace depends on and whose code is in the tree:
/// npm packages in node_modules, crates in vendor/. Each is analysed by itself; what the packages
/// that it imports reach, it reaches with Confidence::kImport. Named npm/zod, cargo/serde; sorted.
/// What is not there, and how many are left out for their number, is said on stderr.
std::vector<CapabilityHolder> ExternalPackages(const Session& session);

/// Adds to each package of the workspace what the external packages that it imports reach.
void InheritFromExternals(const Model& model, const std::vector<CapabilityHolder>& externals,
                          std::vector<CapabilityHolder>& packages);

}  // namespace krepis::analyzer

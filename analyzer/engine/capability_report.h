#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/engine/model.h"
#include "analyzer/engine/sandbox.h"

namespace krepis::analyzer {

/// Whose capabilities are listed together.
enum class CapabilityLevel : uint8_t { kModule, kPackage, kFile };

/// One step on the way to a capability: a function and where it calls the next, at last the symbol
/// and where it is used.
struct CapabilityStep {
  std::string symbol;
  std::string path;
  Location location;
};

struct ReachableCapability {
  std::string capability;
  std::optional<std::string> argument;  // nullopt: not known
  std::optional<bool> granted;          // nullopt: there is no policy for it
  Confidence confidence = Confidence::kDirect;
  std::vector<CapabilityStep> path;
};

/// A module, package or file and all that its code can reach, by capability and argument.
struct CapabilityHolder {
  std::string name;
  ModuleId module{};
  uint32_t files = 0;
  std::vector<ReachableCapability> capabilities;
};

/// What everybody can reach, however unsure the way to it is: each capability by its surest way,
/// of these the shortest. Holders without files are left out; sorted by name. `only`: empty, or
/// the name of one holder or of a module with all its captured values.
std::vector<CapabilityHolder> CapabilitiesOf(const Model& model, CapabilityLevel level,
                                             const std::string& only);

/// All files of the model as one holder, without a name.
CapabilityHolder WholeWorkspace(const Model& model);

/// By capability and argument.
void SortCapabilities(std::vector<ReachableCapability>& capabilities);

/// The smallest `[sandbox]` under which the workspace passes, as TOML, sorted: for each module what
/// it reaches with the confidence that the gate asks for. What is sealed stays sealed.
std::string SuggestPolicy(const Model& model);

}  // namespace krepis::analyzer

#pragma once

#include <string>
#include <vector>

#include "analyzer/engine/capability_report.h"

namespace krepis::analyzer {

/// What a change adds to one holder and takes away.
struct CapabilityChange {
  std::string name;
  std::vector<ReachableCapability> added;
  std::vector<ReachableCapability> removed;
};

/// What `now` can reach and `before` could not, and the other way round; holders without a
/// difference are left out.
std::vector<CapabilityChange> CompareCapabilities(const std::vector<CapabilityHolder>& before,
                                                  const std::vector<CapabilityHolder>& now);

/// A block for each holder, a line for each capability, and below it the way there where it leads
/// over other functions.
std::string CapabilitiesText(const std::vector<CapabilityHolder>& holders);
/// krepis.caps/1, contract section 4.
std::string CapabilitiesJson(const std::vector<CapabilityHolder>& holders);
std::string ChangesText(const std::vector<CapabilityChange>& changes);
/// krepis.caps-diff/1: {"modules": [{"module", "added": […], "removed": […]}]}, entries as in
/// krepis.caps/1.
std::string ChangesJson(const std::vector<CapabilityChange>& changes);

}  // namespace krepis::analyzer

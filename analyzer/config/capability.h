#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "analyzer/core/glob.h"
#include "analyzer/core/result.h"
#include "analyzer/core/source_text.h"

namespace krepis::analyzer {

/// A capability as a policy names it: `fs`, `fs.read:config/**`, `net.connect:*:443`.
struct Grant {
  std::string text;        // as written
  std::string capability;  // dotted; a prefix stands for all below it: fs covers fs.read
  /// What follows the first ':'. Absent: any argument, an unknown one included.
  std::optional<std::string> argument;
  std::optional<Glob> path;  // the argument of fs.*, without the '/' of an absolute one
  Location location;         // in krepis.toml
};

/// Every capability that krepis' own tables know, sorted.
std::span<const std::string_view> KnownCapabilities();
/// A known capability, or a prefix of one at a dot.
bool IsKnownCapability(std::string_view name);
/// Whether the capability is gated as soon as there is a policy (contract, section 3).
bool IsGatedByDefault(std::string_view capability);
/// Whether `granted` is `capability` or a prefix of it at a dot.
bool CapabilityCovers(std::string_view granted, std::string_view capability);

/// Whether the grant covers a use of `capability` with `argument` (nullopt: the analysis does not
/// know it, so that only a grant without an argument covers it). Arguments of fs.* are path
/// patterns as in Glob, also absolute ones; elsewhere '*' is any text.
bool GrantCovers(const Grant& grant, std::string_view capability,
                 std::optional<std::string_view> argument);

/// Parses `CAPABILITY[:ARGUMENT]`; does not ask whether the capability is known. `location` is left
/// empty. The error's `column` is the 1-based byte in `text`.
Result<Grant> ParseGrant(std::string_view text);

}  // namespace krepis::analyzer

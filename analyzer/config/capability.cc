#include "analyzer/config/capability.h"

#include <algorithm>
#include <array>

#include "analyzer/config/located.h"

namespace krepis::analyzer {
namespace {

constexpr auto kCapabilities = std::to_array<std::string_view>({
    "code.eval",     "code.load",   "code.native", "code.reflect", "code.syscall", "code.unsafe",
    "env.read",      "env.write",   "fs.delete",   "fs.exec",      "fs.meta",      "fs.read",
    "fs.stat",       "fs.write",    "ipc.shm",     "ipc.unix",     "mem.exec",     "net.connect",
    "net.dns",       "net.listen",  "net.raw",     "net.udp",      "proc.exit",    "proc.inspect",
    "proc.limits",   "proc.signal", "proc.spawn",  "random",       "sys.admin",    "sys.info",
    "thread.create", "time.read",   "time.set",    "time.sleep",   "tty",          "unknown",
});

constexpr auto kGated = std::to_array<std::string_view>(
    {"fs.read", "fs.write", "fs.delete", "net", "ipc", "proc.spawn", "proc.signal", "env",
     "code.eval", "code.load", "code.native", "code.syscall"});

bool IsPathDomain(std::string_view capability) { return CapabilityCovers("fs", capability); }

/// A path argument without the '/' that makes it absolute.
std::string_view Relative(std::string_view path) {
  return path.starts_with('/') ? path.substr(1) : path;
}

bool IsCapabilityName(std::string_view name) {
  bool start = true;  // of a dotted part
  for (const char c : name) {
    if (c == '.') {
      if (start) return false;
      start = true;
    } else if ((c >= 'a' && c <= 'z') ||
               (!start && ((c >= '0' && c <= '9') || c == '_' || c == '-'))) {
      start = false;
    } else {
      return false;
    }
  }
  return !start;
}

}  // namespace

std::span<const std::string_view> KnownCapabilities() { return kCapabilities; }

bool IsKnownCapability(std::string_view name) {
  return std::any_of(kCapabilities.begin(), kCapabilities.end(),
                     [&](std::string_view known) { return CapabilityCovers(name, known); });
}

bool IsGatedByDefault(std::string_view capability) {
  return std::any_of(kGated.begin(), kGated.end(),
                     [&](std::string_view gated) { return CapabilityCovers(gated, capability); });
}

bool CapabilityCovers(std::string_view granted, std::string_view capability) {
  return capability.starts_with(granted) &&
         (capability.size() == granted.size() || capability[granted.size()] == '.');
}

bool GrantCovers(const Grant& grant, std::string_view capability,
                 std::optional<std::string_view> argument) {
  if (!CapabilityCovers(grant.capability, capability)) return false;
  if (!grant.argument) return true;
  if (!argument) return false;
  if (!IsPathDomain(capability)) return MatchWildcard(*grant.argument, *argument);
  if (*grant.argument == *argument) return true;
  if (grant.argument->starts_with('/') != argument->starts_with('/')) return false;
  return grant.path && grant.path->Match(Relative(*argument));
}

Result<Grant> ParseGrant(std::string_view text) {
  Grant grant;
  grant.text = text;
  const size_t colon = text.find(':');
  grant.capability = text.substr(0, colon);
  if (!IsCapabilityName(grant.capability)) {
    return ErrorInText(
        0, "a capability is a dotted name such as fs.read, with :ARGUMENT after it if need be");
  }
  if (colon == std::string_view::npos) return grant;
  const std::string_view argument = text.substr(colon + 1);
  if (argument.empty()) return ErrorInText(colon, "the argument after : is missing");
  if (IsPathDomain(grant.capability) && argument != "/") {
    Result<Glob> glob = Glob::Compile(Relative(argument));
    if (!glob.ok()) {
      return ErrorInText(colon + (argument.starts_with('/') ? 1 : 0) + glob.error().column,
                         glob.error().message);
    }
    if (!glob->capture_names().empty()) {
      return ErrorInText(text.find('{'), "a path argument has no captures: write *");
    }
    grant.path = *std::move(glob);
  }
  grant.argument = argument;
  return grant;
}

}  // namespace krepis::analyzer

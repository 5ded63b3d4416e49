#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace krepis::analyzer {

// What krepis.toml may say, as data: the loader checks keys, types and words against these tables
// before it reads a value, and a test holds docs/krepis.schema.json to them.

enum class ConfigType : uint8_t {
  kString,
  kStrings,          // an array of strings
  kStringOrStrings,  // one string or an array of them
  kInteger,
  kBoolean,
  kDate,
  kTable,
  kTables,  // an array of tables
};

struct ConfigKey {
  std::string_view name;
  ConfigType type = ConfigType::kString;
  bool required = false;
  /// The words that a string (or each one of an array) may be; empty: any.
  std::span<const std::string_view> words{};
  int64_t least = 0;  // of an integer
};

/// The keys of one kind of table.
struct ConfigTable {
  /// The name under "definitions" in the schema; "" is the file itself.
  std::string_view name;
  std::span<const ConfigKey> keys;
  /// Names of the user's own may stand beside the keys, each with a value of `own`.
  bool open = false;
  ConfigKey own{};
};

namespace config_keys {

extern const ConfigTable kRoot, kWorkspace, kUnresolved, kCpp, kLimits, kSeverity, kModules,
    kModule, kLayers, kRule, kDeny, kAllowOnly, kRequire, kCycles, kOrphans, kOrdering, kStages,
    kStage, kOrderingRule, kSandbox, kSandboxModule, kException;

/// All of the above.
std::span<const ConfigTable* const> All();

}  // namespace config_keys
}  // namespace krepis::analyzer

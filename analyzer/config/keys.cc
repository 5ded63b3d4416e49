#include "analyzer/config/keys.h"

#include <array>

namespace krepis::analyzer::config_keys {
namespace {

using enum ConfigType;
using Words = std::string_view;

constexpr auto kSeverities = std::to_array<Words>({"off", "warning", "error"});
constexpr auto kUnclassified = std::to_array<Words>({"error", "warn", "allow"});
constexpr auto kLanguages = std::to_array<Words>({"cpp", "typescript", "rust"});
constexpr auto kEdges =
    std::to_array<Words>({"import", "type", "dynamic", "include", "use", "path", "mod", "forward",
                          "inherit", "call", "reference", "ffi", "runtime", "static"});
constexpr auto kReaches = std::to_array<Words>({"direct", "transitive"});
constexpr auto kLevels = std::to_array<Words>({"file", "package", "module"});
constexpr auto kCalls = std::to_array<Words>({"compiler", "names"});
constexpr auto kDefaults = std::to_array<Words>({"deny", "allow"});
constexpr auto kConfidences =
    std::to_array<Words>({"direct", "resolved", "dispatch", "import", "unknown"});

constexpr auto kRootKeys = std::to_array<ConfigKey>({
    {"version", kInteger, false, {}, 1},
    {"workspace", kTable},
    {"cpp", kTable},
    {"limits", kTable},
    {"severity", kTable},
    {"modules", kTable},
    {"layers", kTable},
    {"rules", kTables},
    {"ordering", kTable},
    {"sandbox", kTable},
    {"exceptions", kTables},
});
constexpr auto kWorkspaceKeys = std::to_array<ConfigKey>({
    {"exclude", kStrings},
    {"unclassified", kString, false, kUnclassified},
    {"unresolved", kTable},
    {"languages", kStrings, false, kLanguages},
    {"entries", kStrings},
    {"tests", kBoolean},
});
constexpr auto kUnresolvedKeys = std::to_array<ConfigKey>({
    {"max", kInteger},
    {"level", kString, false, kSeverities},
});
constexpr auto kCppKeys = std::to_array<ConfigKey>({
    {"compile_commands", kStrings},
    {"include_roots", kStrings},
    {"calls", kString, false, kCalls},
});
constexpr auto kLimitsKeys = std::to_array<ConfigKey>({
    {"file_bytes", kInteger, false, {}, 1},
    {"file_ms", kInteger, false, {}, 1},
    {"unknown", kInteger, false, {}, -1},
});
constexpr auto kModuleKeys = std::to_array<ConfigKey>({
    {"files", kStrings, true},
    {"public", kStrings},
    {"tags", kStrings},
    {"visible_to", kStrings},
    {"optional", kBoolean},
});
constexpr auto kLayersKeys = std::to_array<ConfigKey>({
    {"order", kStrings, true},
    {"closed", kStrings},
});
constexpr auto kRuleKeys = std::to_array<ConfigKey>({
    {"id", kString, true},
    {"deny", kTable},
    {"allow_only", kTable},
    {"require", kTable},
    {"cycles", kTable},
    {"orphans", kTable},
    {"because", kString},
    {"fix", kString},
    {"severity", kString, false, kSeverities},
    {"edges", kStrings, false, kEdges},
    {"reach", kString, false, kReaches},
    {"optional", kBoolean},
});
constexpr auto kDenyKeys = std::to_array<ConfigKey>({
    {"from", kStringOrStrings, true},
    {"to", kStringOrStrings},
    {"except", kStringOrStrings},
    {"capability", kStringOrStrings},
});
constexpr auto kFromToKeys = std::to_array<ConfigKey>({
    {"from", kStringOrStrings, true},
    {"to", kStringOrStrings, true},
});
constexpr auto kCyclesKeys = std::to_array<ConfigKey>({
    {"level", kString, false, kLevels},
    {"within", kStringOrStrings},
});
constexpr auto kOrphansKeys = std::to_array<ConfigKey>({{"within", kStringOrStrings}});
constexpr auto kOrderingKeys = std::to_array<ConfigKey>({
    {"presets", kStrings},
    {"stages", kTable},
    {"rules", kTables},
});
constexpr auto kPosts = std::to_array<std::string_view>({"always"});
constexpr auto kStageKeys = std::to_array<ConfigKey>({
    {"match", kStrings, true},
    {"post", kString, false, kPosts},
    {"optional", kBoolean},
});
constexpr auto kOrderingRuleKeys = std::to_array<ConfigKey>({
    {"id", kString, true},
    {"before", kStrings},
    {"after", kStrings},
    {"adjacent", kStrings},
    {"first", kStringOrStrings},
    {"last", kStringOrStrings},
    {"at_most_once", kStringOrStrings},
    {"required", kStringOrStrings},
    {"routes", kStrings},
    {"except", kStrings},
    {"because", kString},
    {"fix", kString},
    {"severity", kString, false, kSeverities},
    {"optional", kBoolean},
});
constexpr auto kSandboxKeys = std::to_array<ConfigKey>({
    {"default", kString, false, kDefaults},
    {"tables", kStrings},
    {"confidence", kString, false, kConfidences},
});
constexpr auto kSandboxModuleKeys = std::to_array<ConfigKey>({
    {"allow", kStrings},
    {"deny", kStrings},
    {"seals", kStrings},
    {"optional", kBoolean},
});
constexpr auto kExceptionKeys = std::to_array<ConfigKey>({
    {"rule", kString, true},
    {"from", kStringOrStrings},
    {"to", kStringOrStrings},
    {"owner", kString},
    {"until", kDate},
    {"why", kString, true},
    {"optional", kBoolean},
});

}  // namespace

constinit const ConfigTable kRoot = {"", kRootKeys};
constinit const ConfigTable kWorkspace = {"workspace", kWorkspaceKeys};
constinit const ConfigTable kUnresolved = {"unresolved", kUnresolvedKeys};
constinit const ConfigTable kCpp = {"cpp", kCppKeys};
constinit const ConfigTable kLimits = {"limits", kLimitsKeys};
constinit const ConfigTable kSeverity = {"severity", {}, true, {"", kString, false, kSeverities}};
constinit const ConfigTable kModules = {"modules", {}, true, {"", kTable}};
constinit const ConfigTable kModule = {"module", kModuleKeys};
constinit const ConfigTable kLayers = {"layers", kLayersKeys};
constinit const ConfigTable kRule = {"rule", kRuleKeys};
constinit const ConfigTable kDeny = {"deny", kDenyKeys};
constinit const ConfigTable kAllowOnly = {"allow_only", kFromToKeys};
constinit const ConfigTable kRequire = {"require", kFromToKeys};
constinit const ConfigTable kCycles = {"cycles", kCyclesKeys};
constinit const ConfigTable kOrphans = {"orphans", kOrphansKeys};
constinit const ConfigTable kOrdering = {"ordering", kOrderingKeys};
constinit const ConfigTable kStages = {"stages", {}, true, {"", kTable}};
constinit const ConfigTable kStage = {"stage", kStageKeys};
constinit const ConfigTable kOrderingRule = {"ordering_rule", kOrderingRuleKeys};
constinit const ConfigTable kSandbox = {"sandbox", kSandboxKeys, true, {"", kTable}};
constinit const ConfigTable kSandboxModule = {"sandbox_module", kSandboxModuleKeys};
constinit const ConfigTable kException = {"exception", kExceptionKeys};

std::span<const ConfigTable* const> All() {
  static constexpr auto kAll = std::to_array<const ConfigTable*>(
      {&kRoot,         &kWorkspace, &kUnresolved,    &kCpp,      &kLimits, &kSeverity,
       &kModules,      &kModule,    &kLayers,        &kRule,     &kDeny,   &kAllowOnly,
       &kRequire,      &kCycles,    &kOrphans,       &kOrdering, &kStages, &kStage,
       &kOrderingRule, &kSandbox,   &kSandboxModule, &kException});
  return kAll;
}

}  // namespace krepis::analyzer::config_keys

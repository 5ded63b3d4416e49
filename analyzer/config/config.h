#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/config/capability.h"
#include "analyzer/config/located.h"
#include "analyzer/config/ordering_config.h"
#include "analyzer/config/selector.h"
#include "analyzer/core/confidence.h"
#include "analyzer/core/diagnostic.h"
#include "analyzer/core/edge_kind.h"
#include "analyzer/core/language.h"

namespace krepis::analyzer {

// The model of krepis.toml (contract, section 2): plain data, filled by LoadConfig and not changed
// after it, so safe to share between threads. Every location is one in Config::path. Lists keep the
// order of the file.

/// A calendar day (UTC).
struct Date {
  uint16_t year = 0;
  uint8_t month = 0;
  uint8_t day = 0;

  friend auto operator<=>(const Date&, const Date&) = default;
};

struct UnresolvedBudget {
  uint64_t max = 0;
  std::optional<Severity> level;  // nullopt: the rule's default
  Location location;
};

struct WorkspaceConfig {
  std::vector<LocatedGlob> exclude;
  std::optional<Located<Severity>> unclassified;  // allow is kOff; nullopt: the rule's default
  std::optional<UnresolvedBudget> unresolved;
  std::vector<Located<LanguageGroup>> languages;  // empty: detected
  std::vector<LocatedGlob> entries;
  bool tests = false;
};

struct CppConfig {
  std::vector<LocatedGlob> compile_commands;
  std::vector<LocatedString>
      include_roots;  // root-relative folders without a final '/'; "." is the root
  /// Whether the compiler says what calls mean where there is a compile database; else names do,
  /// in a hundredth of the time.
  bool compiled_calls = true;
};

struct LimitsConfig {
  uint64_t file_bytes = 10'000'000;
  uint64_t file_ms = 10'000;
  std::optional<uint64_t> unknown;  // nullopt: no budget
};

/// One entry of [severity].
struct SeverityEntry {
  enum class Kind : uint8_t { kRule, kFamily, kOwnRule };
  Kind kind = Kind::kRule;
  std::string key;  // a family without its "/*"
  Severity severity = Severity::kError;
  Location location;
};

/// A named set of files. Its globs all capture the same names; each combination of captured values
/// is a module of its own (ModuleTable).
struct ModuleConfig {
  LocatedString name;
  std::vector<LocatedGlob> files;
  std::vector<std::string> captures;  // the captured names, in the order of selector arguments
  std::vector<LocatedGlob> public_files;
  bool has_public = false;  // false: every file may be imported from other modules
  std::vector<LocatedString> tags;
  std::vector<Selector> visible_to;
  bool has_visible_to = false;  // false: every module may depend on it
  bool optional = false;
  Location location;  // of the [modules.name] header
};

/// Modules of one row that may use each other.
struct LayerGroup {
  std::vector<Selector> members;
};
/// One layer: groups that may not use each other.
struct LayerRow {
  std::vector<LayerGroup> groups;
  std::string text;  // as written
  Location location;
};
struct LayersConfig {
  bool present = false;
  std::vector<LayerRow> order;  // top to bottom
  std::vector<Selector> closed;
  Location location;
};

enum class RuleVerb : uint8_t { kDeny, kDenyCapability, kAllowOnly, kRequire, kCycles, kOrphans };
enum class CycleLevel : uint8_t { kFile, kPackage, kModule };
enum class Reach : uint8_t { kDirect, kTransitive };

/// A [[rules]] entry: one verb over selectors.
struct RuleConfig {
  LocatedString id;
  RuleVerb verb = RuleVerb::kDeny;
  std::vector<Selector> from;
  std::vector<Selector> to;         // deny, allow_only, require
  std::vector<Selector> except;     // deny: targets that are fine after all
  std::vector<Grant> capabilities;  // deny of capabilities
  CycleLevel level = CycleLevel::kFile;
  std::vector<Selector> within;  // cycles, orphans
  std::string because;
  std::string fix;
  std::optional<Severity> severity;
  EdgeKindSet edges = EdgeKindSet::Default();
  Reach reach = Reach::kDirect;  // require: transitive unless the file says direct
  bool optional = false;
  Location location;       // of the [[rules]] header
  Location verb_location;  // of the verb's key
};

struct SandboxModule {
  Selector module;  // core, or app:shop for one captured value
  std::vector<Grant> allow;
  std::vector<Grant> deny;   // beats allow
  std::vector<Grant> seals;  // what callers do not inherit
  bool optional = false;
  Location location;
};
struct SandboxConfig {
  bool present = false;
  bool default_allow = true;  // for modules without a table of their own
  std::vector<LocatedString> tables;
  Confidence confidence = Confidence::kDispatch;  // the least that fails the gate
  std::vector<SandboxModule> modules;
  Location location;
};

/// One side of an exception. What it is follows from the rule: selectors as a rule; for ordering a
/// route (or a selector of files) and a stage; for sandbox a module and a capability; for
/// layering/unresolved and /undeclared the import's specifier as `to`.
struct ExceptionSide {
  enum class Kind : uint8_t { kSelector, kRoute, kCapability, kText };
  Kind kind = Kind::kSelector;
  std::string text;  // of kText, '*' is a wildcard
  Location location;
  std::optional<Selector> selector;
  std::optional<RoutePattern> route;
  std::optional<Grant> capability;
};
struct ExceptionConfig {
  LocatedString rule;               // a family id or the user's own
  std::vector<ExceptionSide> from;  // empty: anything
  std::vector<ExceptionSide> to;
  std::string owner;
  std::optional<Located<Date>> until;  // inclusive
  std::string why;
  bool optional = false;
  Location location;
};

struct Config {
  std::string path;  // as given to LoadConfig; empty: there is no krepis.toml
  WorkspaceConfig workspace;
  CppConfig cpp;
  LimitsConfig limits;
  std::vector<SeverityEntry> severity;
  std::vector<ModuleConfig> modules;
  LayersConfig layers;
  std::vector<RuleConfig> rules;
  OrderingConfig ordering;
  SandboxConfig sandbox;
  std::vector<ExceptionConfig> exceptions;

  const ModuleConfig* FindModule(std::string_view name) const;
  /// The severity of a finding of the built-in `rule`, made by the user's rule `id` (empty: none),
  /// whose entry says `own`. The first of: [severity] of `id`; `own`; [severity] of `rule`; what
  /// [workspace] says of unclassified and unresolved; [severity] of the family; the default.
  Severity SeverityOf(std::string_view rule, std::string_view id = {},
                      std::optional<Severity> own = std::nullopt) const;
};

/// What holds without a krepis.toml: no modules, no rules, the documented limits.
Config DefaultConfig();

/// "deny", "allow_only", "require", "cycles", "orphans".
std::string_view RuleVerbName(RuleVerb verb);
/// The built-in id that findings of this verb carry: "layering/deny", … "sandbox/capability".
std::string_view RuleVerbId(RuleVerb verb);

}  // namespace krepis::analyzer

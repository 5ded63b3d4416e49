#include "analyzer/config/load.h"

#include "analyzer/config/load_parts.h"
#include "analyzer/config/table_reader.h"
#include "analyzer/config/toml_document.h"

namespace krepis::analyzer {
namespace {

Severity SeverityOfUnclassified(std::string_view word) {
  return word == "error" ? Severity::kError : word == "warn" ? Severity::kWarning : Severity::kOff;
}

/// A folder as the file system interface names it: no leading "./", no final '/'; "." is the root.
std::optional<std::string> NormalFolder(std::string_view path) {
  while (path.starts_with("./")) path.remove_prefix(2);
  while (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
  if (path == ".") return std::string(path);
  const Result<Glob> glob = Glob::Compile(path);
  if (!glob.ok() || glob->literal_prefix() != path) return std::nullopt;
  return std::string(path);
}

void LoadWorkspace(const TomlNode& table, LoadContext& context, Config& config) {
  const TableReader reader(table, config_keys::kWorkspace, context);
  WorkspaceConfig& workspace = config.workspace;
  workspace.exclude = ParseGlobs(reader.Strings("exclude"), context);
  workspace.entries = ParseGlobs(reader.Strings("entries"), context);
  workspace.tests = reader.Boolean("tests");
  if (const auto word = reader.String("unclassified")) {
    workspace.unclassified = {SeverityOfUnclassified(word->value), word->location};
  }
  for (const LocatedString& language : reader.Strings("languages")) {
    for (const LanguageGroup group :
         {LanguageGroup::kTypeScript, LanguageGroup::kRust, LanguageGroup::kCpp}) {
      if (GroupName(group) == language.value) {
        workspace.languages.push_back({group, language.location});
      }
    }
  }
  if (const TomlNode* unresolved = reader.Table("unresolved")) {
    const TableReader budget(*unresolved, config_keys::kUnresolved, context);
    workspace.unresolved =
        UnresolvedBudget{static_cast<uint64_t>(budget.Integer("max").value_or(0)),
                         ParseSeverity(budget.String("level")), unresolved->location};
  }
}

void LoadCpp(const TomlNode& table, LoadContext& context, Config& config) {
  const TableReader reader(table, config_keys::kCpp, context);
  config.cpp.compile_commands = ParseGlobs(reader.Strings("compile_commands"), context);
  config.cpp.compiled_calls = reader.Text("calls") != "names";
  for (const LocatedString& root : reader.Strings("include_roots")) {
    if (auto folder = NormalFolder(root.value)) {
      config.cpp.include_roots.push_back({*std::move(folder), root.location});
    } else {
      context.Fail(root.location,
                   "an include root is a folder of the workspace, relative to its root");
    }
  }
}

void LoadLimits(const TomlNode& table, LoadContext& context, Config& config) {
  // Spans are 32 bits wide.
  constexpr int64_t kMostFileBytes = 2'000'000'000;
  const TableReader reader(table, config_keys::kLimits, context);
  LimitsConfig& limits = config.limits;
  if (const auto bytes = reader.Integer("file_bytes")) {
    if (*bytes > kMostFileBytes) {
      context.Fail(reader.KeyLocation("file_bytes"),
                   "\"file_bytes\" must be at most " + std::to_string(kMostFileBytes));
    }
    limits.file_bytes = static_cast<uint64_t>(*bytes);
  }
  if (const auto ms = reader.Integer("file_ms")) limits.file_ms = static_cast<uint64_t>(*ms);
  const auto unknown = reader.Integer("unknown");
  if (unknown && *unknown >= 0) limits.unknown = static_cast<uint64_t>(*unknown);
}

Config Load(const TomlDocument& document, LoadContext& context) {
  Config config;
  const TableReader root(document.root(), config_keys::kRoot, context);
  if (const auto version = root.Integer("version"); version && *version != 1) {
    context.Fail(root.Table("version")->location,
                 "this krepis reads version 1 of krepis.toml only");
  }
  if (const TomlNode* table = root.Table("workspace")) LoadWorkspace(*table, context, config);
  if (const TomlNode* table = root.Table("cpp")) LoadCpp(*table, context, config);
  if (const TomlNode* table = root.Table("limits")) LoadLimits(*table, context, config);
  if (const TomlNode* table = root.Table("modules")) LoadModules(*table, context, config);
  if (const TomlNode* table = root.Table("layers")) LoadLayers(*table, context, config);
  LoadRules(root.Tables("rules"), context, config);
  if (const TomlNode* table = root.Table("ordering")) LoadOrdering(*table, context, config);
  if (const TomlNode* table = root.Table("sandbox")) LoadSandbox(*table, context, config);
  LoadExceptions(root.Tables("exceptions"), context, config);
  CheckNames(root.Table("severity"), context, config);
  CheckOrdering(context, config.ordering);
  return config;
}

}  // namespace

std::vector<LocatedGlob> ParseGlobs(std::span<const LocatedString> texts, LoadContext& context) {
  std::vector<LocatedGlob> globs;
  for (const LocatedString& text : texts) {
    Result<Glob> glob = Glob::Compile(text.value);
    if (glob.ok()) {
      globs.push_back({*std::move(glob), text.location});
    } else {
      context.FailInside(text, glob.error());
    }
  }
  return globs;
}

std::vector<Selector> ParseSelectors(std::span<const LocatedString> texts, LoadContext& context) {
  std::vector<Selector> selectors;
  for (const LocatedString& text : texts) {
    Result<Selector> selector = ParseSelector(text.value);
    if (selector.ok()) {
      selector->location = text.location;
      selectors.push_back(*std::move(selector));
    } else {
      context.FailInside(text, selector.error());
    }
  }
  return selectors;
}

std::vector<Grant> ParseGrants(std::span<const LocatedString> texts, LoadContext& context) {
  std::vector<Grant> grants;
  for (const LocatedString& text : texts) {
    Result<Grant> grant = ParseGrant(text.value);
    if (grant.ok()) {
      grant->location = text.location;
      grants.push_back(*std::move(grant));
    } else {
      context.FailInside(text, grant.error());
    }
  }
  return grants;
}

std::vector<RoutePattern> ParseRoutes(std::span<const LocatedString> texts, LoadContext& context) {
  std::vector<RoutePattern> routes;
  for (const LocatedString& text : texts) {
    Result<RoutePattern> route = RoutePattern::Parse(text.value);
    if (route.ok()) {
      route->set_location(text.location);
      routes.push_back(*std::move(route));
    } else {
      context.FailInside(text, route.error());
    }
  }
  return routes;
}

std::optional<Severity> ParseSeverity(const std::optional<LocatedString>& word) {
  if (!word) return std::nullopt;
  return word->value == "error"     ? Severity::kError
         : word->value == "warning" ? Severity::kWarning
                                    : Severity::kOff;
}

ConfigOutcome LoadConfig(std::string_view text, std::string_view path,
                         const ConfigVocabulary& vocabulary) {
  ConfigOutcome outcome;
  if (text.size() > kMaxConfigBytes) {
    Error error;
    error.path = path;
    error.message = "the file is too large: " + std::to_string(text.size()) + " bytes of at most " +
                    std::to_string(kMaxConfigBytes);
    outcome.errors.push_back(std::move(error));
    return outcome;
  }
  const TomlDocument document = TomlDocument::Parse(text);
  LoadContext context(document, path, vocabulary);
  Config config = Load(document, context);
  config.path = path;
  outcome.errors = context.TakeErrors();
  if (outcome.errors.empty()) {
    outcome.config = std::move(config);
  } else if (document.errors().empty()) {
    outcome.readable = std::move(config);
  }
  return outcome;
}

}  // namespace krepis::analyzer

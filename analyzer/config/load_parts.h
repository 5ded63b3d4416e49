#pragma once

#include <span>
#include <vector>

#include "analyzer/config/config.h"
#include "analyzer/config/table_reader.h"

namespace krepis::analyzer {

// The parts of LoadConfig, one per family of tables. Each reads its table into the Config and
// reports to the context; what it finds wrong it leaves out.

std::vector<LocatedGlob> ParseGlobs(std::span<const LocatedString> texts, LoadContext& context);
std::vector<Selector> ParseSelectors(std::span<const LocatedString> texts, LoadContext& context);
std::vector<Grant> ParseGrants(std::span<const LocatedString> texts, LoadContext& context);
std::vector<RoutePattern> ParseRoutes(std::span<const LocatedString> texts, LoadContext& context);
/// off, warning or error; the reader has checked the word.
std::optional<Severity> ParseSeverity(const std::optional<LocatedString>& word);
/// Whether `id` may name a rule of the user's; reports if not.
bool CheckRuleId(const LocatedString& id, LoadContext& context);

void LoadModules(const TomlNode& table, LoadContext& context, Config& config);
void LoadLayers(const TomlNode& table, LoadContext& context, Config& config);
void LoadRules(const std::vector<TomlNode>& tables, LoadContext& context, Config& config);
void LoadOrdering(const TomlNode& table, LoadContext& context, Config& config);
void LoadSandbox(const TomlNode& table, LoadContext& context, Config& config);
/// After the rules, whose ids decide what the sides of an exception are.
void LoadExceptions(const std::vector<TomlNode>& tables, LoadContext& context, Config& config);

/// Reports every name that nothing in the file declares, names declared twice, and what contradicts
/// itself. After everything is loaded.
void CheckNames(const TomlNode* severity, LoadContext& context, Config& config);
void CheckOrdering(LoadContext& context, const OrderingConfig& ordering);

}  // namespace krepis::analyzer

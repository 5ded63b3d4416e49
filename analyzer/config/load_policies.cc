#include <algorithm>
#include <array>

#include "analyzer/config/load_parts.h"

namespace krepis::analyzer {
namespace {

constexpr auto kVerbs = std::to_array<OrderingVerb>(
    {OrderingVerb::kBefore, OrderingVerb::kAfter, OrderingVerb::kAdjacent, OrderingVerb::kFirst,
     OrderingVerb::kLast, OrderingVerb::kAtMostOnce, OrderingVerb::kRequired});

bool NeedsTwo(OrderingVerb verb) {
  return verb == OrderingVerb::kBefore || verb == OrderingVerb::kAfter ||
         verb == OrderingVerb::kAdjacent;
}

/// `*Guard`, or `npm/passport#*`.
std::optional<SymbolPattern> ParseSymbol(const LocatedString& text, LoadContext& context) {
  SymbolPattern pattern;
  pattern.text = text.value;
  pattern.location = text.location;
  const size_t hash = text.value.find('#');
  if (hash == std::string::npos) {
    pattern.symbol = text.value;
  } else {
    pattern.package = text.value.substr(0, hash);
    pattern.symbol = text.value.substr(hash + 1);
    const size_t slash = pattern.package.find('/');
    const std::string ecosystem = pattern.package.substr(0, slash);
    if (slash == std::string::npos || slash + 1 == pattern.package.size() ||
        (ecosystem != "*" && !IsEcosystem(ecosystem))) {
      context.FailInside(
          text, ErrorInText(0, "before # stands an external such as npm/passport or cargo/tower"));
      return std::nullopt;
    }
  }
  if (pattern.symbol.empty()) {
    context.FailInside(text, ErrorInText(text.value.size(), "the symbol is missing; * is any"));
    return std::nullopt;
  }
  return pattern;
}

void LoadStage(const TomlMember& member, LoadContext& context, Config& config) {
  const TableReader reader(member.value, config_keys::kStage, context);
  StageConfig stage;
  stage.name = {member.key, member.key_location};
  stage.location = member.value.location;
  stage.optional = reader.Boolean("optional");
  stage.post_always = reader.Has("post");
  for (const LocatedString& text : reader.Strings("match")) {
    if (auto pattern = ParseSymbol(text, context)) stage.match.push_back(*std::move(pattern));
  }
  if (reader.Has("match") && reader.Strings("match").empty()) {
    context.Fail(reader.KeyLocation("match"), "\"match\" is empty, so the stage matches nothing");
  }
  config.ordering.stages.push_back(std::move(stage));
}

void LoadOrderingVerb(const TomlNode& table, const TableReader& reader, LoadContext& context,
                      OrderingRule& rule) {
  std::vector<OrderingVerb> verbs;  // as written, of a wrong type too
  for (const TomlMember& member : table.members) {
    for (const OrderingVerb verb : kVerbs) {
      if (OrderingVerbName(verb) == member.key) verbs.push_back(verb);
    }
  }
  if (verbs.empty()) {
    if (!context.document().LostBelow(table.location)) {
      context.Fail(table.location,
                   "this rule needs a verb: before, after, adjacent, first, last, at_most_once or "
                   "required");
    }
    return;
  }
  for (size_t i = 1; i < verbs.size(); ++i) {
    context.Fail(table.Find(OrderingVerbName(verbs[i]))->key_location,
                 "this rule has the verb " + std::string(OrderingVerbName(verbs[0])) +
                     " already; make two rules of it");
  }
  rule.verb = verbs[0];
  const std::string_view key = OrderingVerbName(rule.verb);
  rule.stages = reader.Strings(key);
  const size_t least = NeedsTwo(rule.verb) ? 2 : 1;
  if (reader.Has(key) && rule.stages.size() < least) {
    context.Fail(reader.KeyLocation(key), "\"" + std::string(key) + "\" needs " +
                                              (least == 2 ? "two stages or more" : "a stage"));
  }
  for (size_t i = 0; i < rule.stages.size(); ++i) {
    const auto same = [&](const LocatedString& other) {
      return other.value == rule.stages[i].value;
    };
    if (std::any_of(rule.stages.begin(), rule.stages.begin() + static_cast<ptrdiff_t>(i), same)) {
      context.Fail(rule.stages[i].location, "the stage stands here twice");
    }
  }
}

void LoadOrderingRule(const TomlNode& table, LoadContext& context, Config& config) {
  const TableReader reader(table, config_keys::kOrderingRule, context);
  OrderingRule rule;
  rule.location = table.location;
  if (const auto id = reader.String("id")) {
    rule.id = *id;
    CheckRuleId(rule.id, context);
  }
  LoadOrderingVerb(table, reader, context, rule);
  rule.routes = ParseRoutes(reader.Strings("routes"), context);
  rule.except = ParseRoutes(reader.Strings("except"), context);
  rule.because = reader.Text("because");
  rule.fix = reader.Text("fix");
  rule.severity = ParseSeverity(reader.String("severity"));
  rule.optional = reader.Boolean("optional");
  if (reader.Has("routes") && reader.Strings("routes").empty()) {
    context.Fail(reader.KeyLocation("routes"), "\"routes\" is empty, so the rule matches nothing");
  }
  config.ordering.rules.push_back(std::move(rule));
}

void LoadSandboxModule(const TomlMember& member, LoadContext& context, Config& config) {
  SandboxModule module;
  module.location = member.value.location;
  const std::vector<LocatedString> name = {{member.key, member.key_location}};
  std::vector<Selector> selectors = ParseSelectors(name, context);
  const TableReader reader(member.value, config_keys::kSandboxModule, context);
  module.allow = ParseGrants(reader.Strings("allow"), context);
  module.deny = ParseGrants(reader.Strings("deny"), context);
  module.seals = ParseGrants(reader.Strings("seals"), context);
  module.optional = reader.Boolean("optional");
  if (selectors.empty()) return;
  module.module = std::move(selectors.front());
  if (module.module.kind != Selector::Kind::kModule) {
    context.Fail(member.key_location, "capabilities are granted to modules only");
    return;
  }
  config.sandbox.modules.push_back(std::move(module));
}

}  // namespace

void LoadOrdering(const TomlNode& table, LoadContext& context, Config& config) {
  const TableReader reader(table, config_keys::kOrdering, context);
  config.ordering.present = true;
  if (reader.Has("presets")) config.ordering.presets = reader.Strings("presets");
  if (const TomlNode* stages = reader.Table("stages")) {
    const TableReader names(*stages, config_keys::kStages, context);
    for (const TomlMember* member : names.Own()) LoadStage(*member, context, config);
  }
  for (const TomlNode& rule : reader.Tables("rules")) LoadOrderingRule(rule, context, config);
}

void LoadSandbox(const TomlNode& table, LoadContext& context, Config& config) {
  const TableReader reader(table, config_keys::kSandbox, context);
  SandboxConfig& sandbox = config.sandbox;
  sandbox.present = true;
  sandbox.location = table.location;
  sandbox.default_allow = reader.Text("default") != "deny";
  for (const LocatedString& path : reader.Strings("tables")) {
    const Result<Glob> glob = Glob::Compile(path.value);
    if (!glob.ok()) {
      context.FailInside(path, glob.error());
    } else if (glob->literal_prefix() != path.value) {
      context.Fail(path.location, "a symbol table is one file, without wildcards");
    } else {
      sandbox.tables.push_back(path);
    }
  }
  sandbox.confidence = ConfidenceByName(reader.Text("confidence")).value_or(Confidence::kDispatch);
  for (const TomlMember* member : reader.Own()) LoadSandboxModule(*member, context, config);
}

}  // namespace krepis::analyzer

#include <algorithm>
#include <array>

#include "analyzer/config/load_parts.h"
#include "analyzer/config/rule_ids.h"
#include "analyzer/core/edge_kind_names.h"

namespace krepis::analyzer {
namespace {

constexpr auto kVerbs =
    std::to_array<RuleVerb>({RuleVerb::kDeny, RuleVerb::kAllowOnly, RuleVerb::kRequire,
                             RuleVerb::kCycles, RuleVerb::kOrphans});

Selector Anything(const Location& location) {
  Selector selector;
  selector.text = "*";
  selector.location = location;
  return selector;
}

std::vector<Selector> Side(const TableReader& reader, std::string_view key, LoadContext& context) {
  const std::vector<LocatedString> texts = reader.Strings(key);
  if (texts.empty() && reader.Has(key)) {
    context.Fail(reader.KeyLocation(key),
                 "\"" + std::string(key) + "\" is empty, so it matches nothing");
  }
  return ParseSelectors(texts, context);
}

void LoadWithin(const TableReader& reader, LoadContext& context, RuleConfig& rule) {
  if (reader.Has("within")) {
    rule.within = Side(reader, "within", context);
  } else {
    rule.within.push_back(Anything(reader.location()));
  }
}

void LoadDeny(const TomlNode& table, LoadContext& context, RuleConfig& rule) {
  const TableReader reader(table, config_keys::kDeny, context);
  rule.from = Side(reader, "from", context);
  rule.to = Side(reader, "to", context);
  rule.except = ParseSelectors(reader.Strings("except"), context);
  rule.capabilities = ParseGrants(reader.Strings("capability"), context);
  if (!reader.Has("capability")) {
    if (table.Find("to") == nullptr && table.Find("capability") == nullptr) {
      context.Fail(reader.location(), "deny needs \"to\" or \"capability\"");
    }
    return;
  }
  rule.verb = RuleVerb::kDenyCapability;
  if (rule.capabilities.empty() && reader.Strings("capability").empty()) {
    context.Fail(reader.KeyLocation("capability"),
                 "\"capability\" is empty, so it matches nothing");
  }
  for (const std::string_view key : {"to", "except"}) {
    if (reader.Has(key)) {
      context.Fail(reader.KeyLocation(key), "a deny of capabilities has no \"" + std::string(key) +
                                                "\"; make two rules of it");
    }
  }
}

void LoadFromTo(const TomlNode& table, const ConfigTable& keys, LoadContext& context,
                RuleConfig& rule) {
  const TableReader reader(table, keys, context);
  rule.from = Side(reader, "from", context);
  // Nothing is something to allow_only: the own module alone.
  rule.to = rule.verb == RuleVerb::kAllowOnly ? ParseSelectors(reader.Strings("to"), context)
                                              : Side(reader, "to", context);
}

void LoadCycles(const TomlNode& table, LoadContext& context, RuleConfig& rule) {
  const TableReader reader(table, config_keys::kCycles, context);
  const std::string level = reader.Text("level");
  rule.level = level == "package"  ? CycleLevel::kPackage
               : level == "module" ? CycleLevel::kModule
                                   : CycleLevel::kFile;
  LoadWithin(reader, context, rule);
}

void LoadVerb(const TomlNode& table, LoadContext& context, RuleConfig& rule) {
  switch (rule.verb) {
    case RuleVerb::kDeny:
    case RuleVerb::kDenyCapability:
      LoadDeny(table, context, rule);
      return;
    case RuleVerb::kAllowOnly:
      LoadFromTo(table, config_keys::kAllowOnly, context, rule);
      return;
    case RuleVerb::kRequire:
      LoadFromTo(table, config_keys::kRequire, context, rule);
      return;
    case RuleVerb::kCycles:
      LoadCycles(table, context, rule);
      return;
    case RuleVerb::kOrphans:
      LoadWithin(TableReader(table, config_keys::kOrphans, context), context, rule);
      return;
  }
}

/// Finds the rule's one verb and reads it.
void LoadVerbs(const TomlNode& table, const TableReader& reader, LoadContext& context,
               RuleConfig& rule) {
  std::vector<RuleVerb> verbs;  // as written, of a wrong type too
  for (const TomlMember& member : table.members) {
    for (const RuleVerb verb : kVerbs) {
      if (RuleVerbName(verb) == member.key) verbs.push_back(verb);
    }
  }
  if (verbs.empty()) {
    if (!context.document().LostBelow(table.location)) {
      context.Fail(table.location,
                   "this rule needs a verb: deny, allow_only, require, cycles or orphans");
    }
    return;
  }
  for (size_t i = 1; i < verbs.size(); ++i) {
    context.Fail(table.Find(RuleVerbName(verbs[i]))->key_location,
                 "this rule has the verb " + std::string(RuleVerbName(verbs[0])) +
                     " already; make two rules of it");
  }
  rule.verb = verbs[0];
  rule.verb_location = reader.KeyLocation(RuleVerbName(verbs[0]));
  if (const TomlNode* verb = reader.Table(RuleVerbName(verbs[0]))) LoadVerb(*verb, context, rule);
}

EdgeKindSet ParseEdges(const TableReader& reader, LoadContext& context) {
  if (!reader.Has("edges")) return EdgeKindSet::Default();
  EdgeKindSet edges;
  for (const LocatedString& name : reader.Strings("edges")) {
    if (const auto kinds = EdgeKindsByName(name.value)) edges.Add(*kinds);
  }
  if (edges.empty()) {
    context.Fail(reader.KeyLocation("edges"), "\"edges\" is empty, so the rule matches nothing");
  }
  return edges;
}

void LoadRule(const TomlNode& table, LoadContext& context, Config& config) {
  const TableReader reader(table, config_keys::kRule, context);
  RuleConfig rule;
  rule.location = table.location;
  if (const auto id = reader.String("id")) {
    rule.id = *id;
    CheckRuleId(rule.id, context);
  }
  rule.because = reader.Text("because");
  rule.fix = reader.Text("fix");
  rule.severity = ParseSeverity(reader.String("severity"));
  rule.optional = reader.Boolean("optional");
  rule.edges = ParseEdges(reader, context);
  LoadVerbs(table, reader, context, rule);
  const std::string reach = reader.Text("reach");
  const bool transitive = reach.empty() ? rule.verb == RuleVerb::kRequire : reach == "transitive";
  rule.reach = transitive ? Reach::kTransitive : Reach::kDirect;
  if (transitive && rule.verb == RuleVerb::kAllowOnly) {
    context.Fail(reader.KeyLocation("reach"),
                 "allow_only judges direct dependencies; write a deny with reach = \"transitive\" "
                 "for what may not be reached");
  }
  config.rules.push_back(std::move(rule));
}

/// The family that findings of a rule id have; "" where nothing tells.
std::string_view FamilyOf(std::string_view rule, const Config& config) {
  for (const RuleConfig& candidate : config.rules) {
    if (candidate.id.value == rule) return RuleFamily(RuleVerbId(candidate.verb));
  }
  for (const OrderingRule& candidate : config.ordering.rules) {
    if (candidate.id.value == rule) return "ordering";
  }
  return RuleFamily(rule);
}

ExceptionSide ParseSide(const LocatedString& text, std::string_view rule, std::string_view family,
                        bool is_from, LoadContext& context) {
  ExceptionSide side;
  side.text = text.value;
  side.location = text.location;
  const std::vector<LocatedString> one = {text};
  const bool names_specifier = rule == "layering/unresolved" || rule == "layering/undeclared";
  const bool is_layering = family == "layering" && (is_from || !names_specifier);
  if (family == "sandbox" && !is_from) {
    side.kind = ExceptionSide::Kind::kCapability;
    std::vector<Grant> grants = ParseGrants(one, context);
    if (!grants.empty()) side.capability = std::move(grants.front());
  } else if (is_from && (text.value.starts_with('/') || text.value.find(" /") != text.value.npos)) {
    side.kind = ExceptionSide::Kind::kRoute;
    std::vector<RoutePattern> routes = ParseRoutes(one, context);
    if (!routes.empty()) side.route = std::move(routes.front());
  } else if (is_from || is_layering) {
    side.kind = ExceptionSide::Kind::kSelector;
    std::vector<Selector> selectors = ParseSelectors(one, context);
    if (!selectors.empty()) side.selector = std::move(selectors.front());
  } else {
    side.kind = ExceptionSide::Kind::kText;
  }
  return side;
}

}  // namespace

bool CheckRuleId(const LocatedString& id, LoadContext& context) {
  const bool right = !id.value.empty() && std::all_of(id.value.begin(), id.value.end(), [](char c) {
    return static_cast<unsigned char>(c) > 0x20 && c != 0x7F &&
           std::string_view("/*(),:\"'\\").find(c) == std::string_view::npos;
  });
  if (!right) {
    context.Fail(id.location, "a rule's id has no blanks and none of / * ( ) , : \" ' \\");
  }
  return right;
}

void LoadRules(const std::vector<TomlNode>& tables, LoadContext& context, Config& config) {
  for (const TomlNode& table : tables) LoadRule(table, context, config);
}

void LoadExceptions(const std::vector<TomlNode>& tables, LoadContext& context, Config& config) {
  for (const TomlNode& table : tables) {
    const TableReader reader(table, config_keys::kException, context);
    ExceptionConfig exception;
    exception.location = table.location;
    exception.rule = reader.String("rule").value_or(LocatedString());
    const std::string_view family = FamilyOf(exception.rule.value, config);
    for (const LocatedString& text : reader.Strings("from")) {
      exception.from.push_back(ParseSide(text, exception.rule.value, family, true, context));
    }
    for (const LocatedString& text : reader.Strings("to")) {
      exception.to.push_back(ParseSide(text, exception.rule.value, family, false, context));
    }
    exception.owner = reader.Text("owner");
    exception.until = reader.Day("until");
    exception.why = reader.Text("why");
    exception.optional = reader.Boolean("optional");
    if (const auto why = reader.String("why"); why && why->value.empty()) {
      context.Fail(why->location, "say why the exception is fine");
    }
    config.exceptions.push_back(std::move(exception));
  }
}

}  // namespace krepis::analyzer

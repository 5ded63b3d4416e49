#include <algorithm>
#include <string>
#include <unordered_map>
#include <vector>

#include "analyzer/config/load_parts.h"
#include "analyzer/config/rule_ids.h"

namespace krepis::analyzer {
namespace {

using ArgumentKind = Selector::Argument::Kind;

bool SameArguments(const Selector& a, const Selector& b) {
  return std::equal(a.arguments.begin(), a.arguments.end(), b.arguments.begin(), b.arguments.end(),
                    [](const Selector::Argument& x, const Selector::Argument& y) {
                      return x.kind == y.kind && x.text == y.text;
                    });
}

/// Whether one of two selectors of modules covers the other.
bool Overlap(const Selector& a, const Selector& b) {
  return a.name == b.name && (a.arguments.empty() || b.arguments.empty() || SameArguments(a, b));
}

/// Holds every name in the file against what declares it.
class NameChecker {
 public:
  NameChecker(LoadContext& context, Config& config) : context_(context), config_(config) {
    for (const ModuleConfig& module : config.modules) {
      modules_.emplace(module.name.value, &module);
      module_names_.push_back(module.name.value);
      for (const LocatedString& tag : module.tags) tags_.push_back(tag.value);
    }
    std::sort(tags_.begin(), tags_.end());
    tags_.erase(std::unique(tags_.begin(), tags_.end()), tags_.end());
  }

  void Run(const TomlNode* severity) {
    CheckIds();
    CheckModules();
    CheckLayers();
    for (const RuleConfig& rule : config_.rules) CheckRule(rule);
    CheckSandbox();
    for (const ExceptionConfig& exception : config_.exceptions) CheckException(exception);
    if (severity != nullptr) LoadSeverity(*severity);
  }

 private:
  Location NameLocation(const Selector& selector, size_t prefix) const {
    return context_.document().Within(selector.location, selector.text, prefix,
                                      selector.name.size());
  }

  void CheckSelector(const Selector& selector) {
    if (selector.kind == Selector::Kind::kTag) {
      if (!std::binary_search(tags_.begin(), tags_.end(), selector.name)) {
        context_.FailUnknown(NameLocation(selector, 4), "tag", selector.name, tags_);
      }
      return;
    }
    if (selector.kind != Selector::Kind::kModule) return;
    const auto found = modules_.find(selector.name);
    if (found == modules_.end()) {
      context_.FailUnknown(NameLocation(selector, 0), "module", selector.name, module_names_);
      return;
    }
    const ModuleConfig& module = *found->second;
    if (selector.arguments.empty() || module.files.empty() ||
        selector.arguments.size() == module.captures.size()) {
      return;
    }
    context_.Fail(selector.location,
                  module.captures.empty()
                      ? "module \"" + selector.name + "\" captures nothing, so \"" + selector.text +
                            "\" matches nothing"
                      : "module \"" + selector.name + "\" captures " +
                            std::to_string(module.captures.size()) + " values, not " +
                            std::to_string(selector.arguments.size()));
  }

  /// Selectors whose variables are bound by none but `bound`.
  void CheckSelectors(std::span<const Selector> selectors, std::span<const std::string> bound) {
    for (const Selector& selector : selectors) {
      CheckSelector(selector);
      for (const std::string& variable : selector.Variables()) {
        if (std::find(bound.begin(), bound.end(), variable) == bound.end()) {
          context_.Fail(selector.location, "nothing binds {" + variable +
                                               "} here; it takes its value from a {" + variable +
                                               "} on the \"from\" side");
        }
      }
    }
  }

  /// Checks the selectors of a `from`; the result is what all of them bind.
  std::vector<std::string> CheckFrom(std::span<const Selector> from) {
    std::vector<std::string> bound;
    for (size_t i = 0; i < from.size(); ++i) {
      CheckSelector(from[i]);
      for (const Selector::Argument& argument : from[i].arguments) {
        if (argument.kind == ArgumentKind::kNotVariable) {
          context_.Fail(from[i].location, "nothing binds {" + argument.text +
                                              "} here: !{…} belongs on the other side");
        }
      }
      const std::vector<std::string> variables = from[i].Variables();
      if (i == 0) {
        bound = variables;
      } else {
        std::erase_if(bound, [&](const std::string& name) {
          return std::find(variables.begin(), variables.end(), name) == variables.end();
        });
      }
    }
    return bound;
  }

  void CheckId(const LocatedString& id) {
    if (id.value.empty()) return;
    const auto [known, is_new] = ids_.emplace(id.value, id.location);
    if (is_new) {
      own_ids_.push_back(id.value);
      return;
    }
    context_.Fail(id.location, "the rule id \"" + id.value + "\" is taken in line " +
                                   std::to_string(known->second.begin.line));
  }

  void CheckIds() {
    for (const RuleConfig& rule : config_.rules) CheckId(rule.id);
    for (const OrderingRule& rule : config_.ordering.rules) CheckId(rule.id);
    for (const std::string& id : context_.vocabulary().rule_ids) own_ids_.push_back(id);
    rule_names_ = own_ids_;
    for (const BuiltInRule& rule : BuiltInRules()) rule_names_.emplace_back(rule.id);
  }

  void CheckModules() {
    for (const ModuleConfig& module : config_.modules) {
      CheckSelectors(module.visible_to, module.captures);
      for (const Selector& selector : module.visible_to) {
        if (selector.kind == Selector::Kind::kExternal) {
          context_.Fail(selector.location, "\"visible_to\" names modules, tags or paths");
        }
      }
    }
  }

  void CheckLayers() {
    std::unordered_map<std::string_view, std::vector<const Selector*>> seen;
    for (const LayerRow& row : config_.layers.order) {
      for (const LayerGroup& group : row.groups) {
        CheckSelectors(group.members, {});
        for (const Selector& member : group.members) {
          auto& others = seen[member.name];
          for (const Selector* other : others) {
            if (!Overlap(member, *other)) continue;
            context_.Fail(member.location, "\"" + member.text +
                                               "\" stands in the order already, in line " +
                                               std::to_string(other->location.begin.line));
            break;
          }
          others.push_back(&member);
        }
      }
    }
    CheckSelectors(config_.layers.closed, {});
    for (const Selector& closed : config_.layers.closed) {
      if (!modules_.contains(closed.name) || context_.document().LostMention(closed.name)) continue;
      const auto found = seen.find(closed.name);
      const bool stands =
          closed.kind == Selector::Kind::kModule && found != seen.end() &&
          std::any_of(found->second.begin(), found->second.end(),
                      [&](const Selector* member) { return Overlap(closed, *member); });
      if (!stands) {
        context_.Fail(closed.location, "\"" + closed.text + "\" is no layer of the order");
      }
    }
  }

  void CheckGrants(std::span<const Grant> grants) {
    if (!config_.sandbox.tables.empty()) return;  // the user's tables may name their own
    for (const Grant& grant : grants) {
      if (IsKnownCapability(grant.capability)) continue;
      std::vector<std::string> known;
      for (const std::string_view capability : KnownCapabilities()) {
        const size_t dot = capability.find('.');
        if (dot != capability.npos) known.emplace_back(capability.substr(0, dot));
        known.emplace_back(capability);
      }
      context_.FailUnknown(grant.location, "capability", grant.capability, known);
    }
  }

  void CheckRule(const RuleConfig& rule) {
    const std::vector<std::string> bound = CheckFrom(rule.from);
    CheckSelectors(rule.to, bound);
    CheckSelectors(rule.except, bound);
    CheckSelectors(rule.within, {});
    CheckGrants(rule.capabilities);
    for (const Selector& from : rule.from) {
      if (from.kind == Selector::Kind::kExternal) {
        context_.Fail(from.location, "an external is no \"from\": its code is not analysed");
      }
    }
    if (rule.verb != RuleVerb::kRequire) return;
    for (const Selector& to : rule.to) {
      for (const Selector::Argument& argument : to.arguments) {
        if (argument.kind == ArgumentKind::kNotVariable) {
          context_.Fail(to.location, "require cannot ask for any other value: name the module");
        }
      }
    }
  }

  void CheckSandbox() {
    for (const SandboxModule& module : config_.sandbox.modules) {
      CheckSelectors({&module.module, 1}, {});
      CheckGrants(module.allow);
      CheckGrants(module.deny);
      CheckGrants(module.seals);
    }
  }

  void CheckException(const ExceptionConfig& exception) {
    const std::string& rule = exception.rule.value;
    if (!rule.empty() &&
        std::find(rule_names_.begin(), rule_names_.end(), rule) == rule_names_.end()) {
      context_.FailUnknown(exception.rule.location, "rule", rule, rule_names_);
    }
    std::vector<Selector> from;
    std::vector<Selector> to;
    for (const ExceptionSide& side : exception.from) {
      if (side.selector) from.push_back(*side.selector);
    }
    for (const ExceptionSide& side : exception.to) {
      if (side.selector) to.push_back(*side.selector);
      if (side.capability) CheckGrants({&*side.capability, 1});
    }
    CheckSelectors(to, CheckFrom(from));
  }

  void LoadSeverity(const TomlNode& table) {
    const TableReader reader(table, config_keys::kSeverity, context_);
    for (const TomlMember* member : reader.Own()) {
      SeverityEntry entry;
      entry.key = member->key;
      entry.severity = *ParseSeverity(LocatedString{member->value.text, member->value.location});
      entry.location = member->key_location;
      std::vector<std::string> known = rule_names_;
      for (const std::string_view family : RuleFamilies())
        known.push_back(std::string(family) + "/*");
      if (std::find(known.begin(), known.end(), entry.key) == known.end()) {
        context_.FailUnknown(entry.location, "rule", entry.key, known);
        continue;
      }
      if (entry.key.ends_with("/*")) {
        entry.kind = SeverityEntry::Kind::kFamily;
        entry.key.resize(entry.key.size() - 2);
      } else {
        entry.kind = FindBuiltInRule(entry.key) != nullptr ? SeverityEntry::Kind::kRule
                                                           : SeverityEntry::Kind::kOwnRule;
      }
      config_.severity.push_back(std::move(entry));
    }
  }

  LoadContext& context_;
  Config& config_;
  std::unordered_map<std::string_view, const ModuleConfig*> modules_;
  std::vector<std::string> module_names_;
  std::vector<std::string> tags_;
  std::unordered_map<std::string_view, Location> ids_;
  std::vector<std::string> own_ids_;     // the file's and the presets'
  std::vector<std::string> rule_names_;  // those and the built-in ones
};

}  // namespace

void CheckNames(const TomlNode* severity, LoadContext& context, Config& config) {
  NameChecker(context, config).Run(severity);
}

}  // namespace krepis::analyzer

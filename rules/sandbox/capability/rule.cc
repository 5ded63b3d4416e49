// A module's code reaches a capability that the policy does not grant it: files, network,
// processes, environment, native code.

#include "analyzer/engine/rule.h"

#include <fmt/format.h>

#include <algorithm>

namespace krepis::rules {
namespace {

using namespace analyzer;

/// What the policy says of one module.
struct Policy {
  std::vector<const SandboxModule*> tables;
  bool allows_by_default = true;
};

Policy PolicyOf(const Model& model, ModuleId module) {
  Policy policy;
  for (const SandboxModule& table : model.config.sandbox.modules) {
    if (model.modules.Match(table.module, {{}, module})) policy.tables.push_back(&table);
  }
  policy.allows_by_default = policy.tables.empty() && model.config.sandbox.default_allow;
  return policy;
}

bool Covered(const std::vector<Grant>& grants, const CapabilityUse& use) {
  const std::optional<std::string_view> argument =
      use.argument ? std::optional<std::string_view>(*use.argument) : std::nullopt;
  return std::any_of(grants.begin(), grants.end(), [&](const Grant& grant) {
    return GrantCovers(grant, use.capability, argument);
  });
}

/// Whether some grant or denial of the policy names the capability, so that it is gated although it
/// is not by default.
bool Named(const Model& model, const CapabilityUse& use) {
  const auto names = [&](const std::vector<Grant>& grants) {
    return std::any_of(grants.begin(), grants.end(), [&](const Grant& grant) {
      return CapabilityCovers(grant.capability, use.capability);
    });
  };
  return std::any_of(
      model.config.sandbox.modules.begin(), model.config.sandbox.modules.end(),
      [&](const SandboxModule& table) { return names(table.allow) || names(table.deny); });
}

bool Granted(const Policy& policy, const CapabilityUse& use) {
  bool allowed = policy.allows_by_default;
  for (const SandboxModule* table : policy.tables) {
    if (Covered(table->deny, use)) return false;
    allowed = allowed || Covered(table->allow, use);
  }
  return allowed;
}

/// Test code does not count unless the workspace says so.
bool Ignored(const Model& model, const CapabilityUse& use) {
  return use.test_only && !model.config.workspace.tests;
}

/// `fs.read:config/app.toml`, or `fs.read` when the argument is not a constant.
std::string Text(const CapabilityUse& use) {
  return use.argument ? fmt::format("{}:{}", use.capability, *use.argument) : use.capability;
}

void Fill(const Model& model, NodeId file, const CapabilityUse& use, Diagnostic& finding) {
  finding.path = model.graph.name(file);
  finding.location = use.location;
  finding.from = finding.path;
  finding.to = Text(use);
  finding.fingerprint_key =
      fmt::format("{}\n{}\n{}\n{}", finding.path, use.function, use.symbol, finding.to);
  finding.evidence.push_back({finding.path, use.location,
                              use.function.empty()
                                  ? fmt::format("{} is used at the top level ({})", use.symbol,
                                                ConfidenceName(use.confidence))
                                  : fmt::format("{} is used in {} ({})", use.symbol, use.function,
                                                ConfidenceName(use.confidence))});
}

class Capability final : public Rule {
 public:
  const RuleInfo& info() const override {
    static constexpr RuleInfo kInfo{"sandbox/capability",
                                    "code that reaches a capability its module is not granted",
                                    Needs::kSemantics};
    return kInfo;
  }

  bool Applies(const Config& config) const override {
    return config.sandbox.present || HasRule(config, RuleVerb::kDenyCapability);
  }

  void Check(const Model& model, Findings& findings) const override {
    for (uint32_t i = 1; i <= model.graph.file_count(); ++i) {
      const NodeId file{i};
      const ModuleId module = model.ModuleOf(file);
      if (IsNone(module) || model.FactsOf(file).capabilities.empty()) continue;
      if (model.graph.is_test(file) && !model.config.workspace.tests) continue;
      if (model.config.sandbox.present) CheckPolicy(model, file, module, findings);
      for (const RuleConfig& rule : model.config.rules) {
        if (rule.verb == RuleVerb::kDenyCapability) CheckRule(model, rule, file, findings);
      }
    }
  }

 private:
  static void CheckPolicy(const Model& model, NodeId file, ModuleId module, Findings& findings) {
    const Policy policy = PolicyOf(model, module);
    for (const CapabilityUse& use : model.FactsOf(file).capabilities) {
      if (use.confidence > model.config.sandbox.confidence || Ignored(model, use)) continue;
      if (!IsGatedByDefault(use.capability) && !Named(model, use)) continue;
      if (Granted(policy, use)) continue;
      Diagnostic* finding = findings.Add();
      if (finding == nullptr) return;
      Fill(model, file, use, *finding);
      const std::string& name = model.modules.Name(module);
      finding->message =
          fmt::format("module '{}' is not granted {} ({})", name, finding->to, use.symbol);
      finding->because =
          policy.tables.empty()
              ? fmt::format("'{}' has no table of its own, and the default is deny", name)
              : fmt::format("the policy of '{}' does not allow it", name);
      finding->fix = fmt::format(
          "let the caller pass in what is needed, move this to a module that has the capability, "
          "or grant \"{}\"",
          finding->to);
      const Location& declared =
          policy.tables.empty() ? model.config.sandbox.location : policy.tables.front()->location;
      finding->evidence.push_back(Declared(model.config, declared, "the policy is declared here"));
    }
  }

  static void CheckRule(const Model& model, const RuleConfig& rule, NodeId file,
                        Findings& findings) {
    if (!model.modules.MatchAny(rule.from, model.Target(file))) return;
    for (const CapabilityUse& use : model.FactsOf(file).capabilities) {
      if (use.confidence > model.config.sandbox.confidence || Ignored(model, use)) continue;
      if (!Covered(rule.capabilities, use)) continue;
      Diagnostic* finding = findings.Add(rule.id.value, rule.severity);
      if (finding == nullptr) return;
      Fill(model, file, use, *finding);
      finding->message = fmt::format("{} reaches {} ({}), which '{}' forbids", finding->path,
                                     finding->to, use.symbol, rule.id.value);
      ExplainBy(model.config, rule, *finding);
    }
  }
};

}  // namespace

std::unique_ptr<Rule> MakeSandboxCapability() { return std::make_unique<Capability>(); }

}  // namespace krepis::rules

// A module's code reaches a capability that the policy does not grant it: files, network,
// processes, environment, native code.

#include "analyzer/engine/rule.h"

#include <fmt/format.h>

#include <algorithm>

#include "analyzer/engine/sandbox.h"

namespace krepis::rules {
namespace {

using namespace analyzer;

std::optional<std::string_view> ArgumentOf(const CapabilityUse& use) {
  return use.argument ? std::optional<std::string_view>(*use.argument) : std::nullopt;
}

/// Test code does not count unless the workspace says so.
bool Ignored(const Model& model, const CapabilityUse& use) {
  return use.test_only && !model.config.workspace.tests;
}

/// `fs.read:config/app.toml`, or `fs.read` when the argument is not a constant.
std::string Text(const CapabilityUse& use) {
  return use.argument ? fmt::format("{}:{}", use.capability, *use.argument) : use.capability;
}

/// "fs.writeFileSync is used in save (direct)".
std::string UseText(const CapabilityUse& use) {
  const std::string where = use.function.empty() ? "at the top level" : "in " + use.function;
  return fmt::format("{} is used {} ({})", use.symbol, where, ConfidenceName(use.confidence));
}

void Fill(const Model& model, NodeId file, const CapabilityUse& use, Diagnostic& finding) {
  finding.path = model.graph.name(file);
  finding.location = use.location;
  finding.from = finding.path;
  finding.to = Text(use);
  finding.fingerprint_key =
      fmt::format("{}\n{}\n{}\n{}", finding.path, use.function, use.symbol, finding.to);
  finding.evidence.push_back({finding.path, use.location, UseText(use)});
}

/// The functions that the way goes through after the first: `load, then read`.
std::string Way(const Model& model, const ReachedCapability& reached) {
  constexpr size_t kShown = 3;
  std::string text;
  const std::vector<CapabilityHop>& hops = reached.hops;
  for (size_t i = 1; i < hops.size(); ++i) {
    if (i > kShown && hops.size() > kShown + 2) {
      return text + fmt::format(" and {} more", hops.size() - i);
    }
    text += (i == 1 ? "" : ", then ") + model.sandbox->calls().NameOf(hops[i].function);
  }
  return text;
}

/// A finding at the call by which the file's own code starts the way. Its fingerprint names the
/// ends of the way alone: a shorter way to the same thing is no new finding.
void FillReach(const Model& model, const ReachedCapability& reached, Diagnostic& finding) {
  const CallGraph& calls = model.sandbox->calls();
  const auto path_of = [&](FunctionId function) {
    return std::string(model.graph.name(NodeId{calls.ids().FileOf(function) + 1}));
  };
  finding.path = model.graph.name(NodeId{reached.file + 1});
  finding.location = reached.hops.front().site;
  finding.from = finding.path;
  finding.to = Text(*reached.use);
  finding.fingerprint_key = fmt::format("{}\nreach\n{}", finding.path, reached.use->capability);
  for (size_t i = 0; i + 1 < reached.hops.size(); ++i) {
    const CapabilityHop& hop = reached.hops[i];
    const CapabilityHop& next = reached.hops[i + 1];
    const bool loads = calls.ids().At(next.function).index == 0;
    std::string text = fmt::format("{} {} {}", calls.NameOf(hop.function),
                                   loads ? "loads" : "calls", calls.NameOf(next.function));
    if (i == 0 && reached.confidence != Confidence::kResolved)
      text += fmt::format(" ({})", ConfidenceName(reached.confidence));
    finding.evidence.push_back({path_of(hop.function), hop.site, std::move(text)});
  }
  finding.evidence.push_back(
      {path_of(reached.hops.back().function), reached.use->location, UseText(*reached.use)});
  if (reached.others > 0) {
    finding.evidence.push_back(
        {finding.path, finding.location,
         fmt::format("{} more call{} of this file lead{} to {}", reached.others,
                     reached.others == 1 ? "" : "s", reached.others == 1 ? "s" : "",
                     reached.use->capability)});
  }
}

void ExplainPolicy(const Model& model, ModuleId module, Diagnostic& finding) {
  const CapabilityPolicy& policy = model.sandbox->policy();
  const std::string& name = model.modules.Name(module);
  finding.because = policy.TablesOf(module).empty()
                        ? fmt::format("'{}' has no table of its own, and the default is deny", name)
                        : fmt::format("the policy of '{}' does not allow it", name);
  finding.fix = fmt::format(
      "let the caller pass in what is needed, move this to a module that has the capability, "
      "or grant \"{}\"",
      finding.to);
  finding.evidence.push_back(
      Declared(model.config, policy.LocationOf(module), "the policy is declared here"));
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
      if (model.FactsOf(file).capabilities.empty()) continue;
      if (model.graph.is_test(file) && !model.config.workspace.tests) continue;
      if (model.config.sandbox.present && !IsNone(module))
        CheckPolicy(model, file, module, findings);
      for (const RuleConfig& rule : model.config.rules) {
        if (rule.verb == RuleVerb::kDenyCapability) CheckRule(model, rule, file, findings);
      }
    }
    for (const ReachedCapability& reached : model.sandbox->breaches()) {
      Diagnostic* finding = findings.Add();
      if (finding == nullptr) break;
      const ModuleId module = model.ModuleOf(NodeId{reached.file + 1});
      FillReach(model, reached, *finding);
      finding->message = fmt::format("module '{}' is not granted {}, which it reaches over {}",
                                     model.modules.Name(module), finding->to, Way(model, reached));
      ExplainPolicy(model, module, *finding);
    }
    for (const auto& [rule, reached] : model.sandbox->rule_breaches()) {
      Diagnostic* finding = findings.Add(rule->id.value, rule->severity);
      if (finding == nullptr) continue;
      FillReach(model, reached, *finding);
      finding->message = fmt::format("{} reaches {} over {}, which '{}' forbids", finding->path,
                                     finding->to, Way(model, reached), rule->id.value);
      ExplainBy(model.config, *rule, *finding);
    }
  }

 private:
  static void CheckPolicy(const Model& model, NodeId file, ModuleId module, Findings& findings) {
    const CapabilityPolicy& policy = model.sandbox->policy();
    for (const CapabilityUse& use : model.FactsOf(file).capabilities) {
      if (use.confidence > model.config.sandbox.confidence || Ignored(model, use)) continue;
      if (!policy.Gates(use.capability)) continue;
      if (policy.Grants(module, use.capability, ArgumentOf(use))) continue;
      Diagnostic* finding = findings.Add();
      if (finding == nullptr) return;
      Fill(model, file, use, *finding);
      finding->message = fmt::format("module '{}' is not granted {} ({})",
                                     model.modules.Name(module), finding->to, use.symbol);
      ExplainPolicy(model, module, *finding);
    }
  }

  static void CheckRule(const Model& model, const RuleConfig& rule, NodeId file,
                        Findings& findings) {
    if (!model.modules.MatchAny(rule.from, model.Target(file))) return;
    for (const CapabilityUse& use : model.FactsOf(file).capabilities) {
      if (use.confidence > model.config.sandbox.confidence || Ignored(model, use)) continue;
      if (!AnyCovers(rule.capabilities, use.capability, ArgumentOf(use))) continue;
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

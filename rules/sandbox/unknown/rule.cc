// A module under a policy may reach more than is known: computed code, packages that are not
// analysed, calls whose target is not sure.

#include "analyzer/engine/rule.h"

#include <fmt/format.h>

#include "analyzer/engine/sandbox.h"

namespace krepis::rules {
namespace {

using namespace analyzer;

class UnknownReach final : public Rule {
 public:
  const RuleInfo& info() const override {
    static constexpr RuleInfo kInfo{"sandbox/unknown",
                                    "code whose capabilities are not known in a module under a "
                                    "policy",
                                    Needs::kSemantics};
    return kInfo;
  }

  bool Applies(const Config& config) const override { return config.sandbox.present; }

  void Check(const Model& model, Findings& findings) const override {
    const bool off = findings.IsOff({}, std::nullopt);
    for (const SandboxModel::Doubt& doubt : model.sandbox->doubts()) {
      const NodeId file{doubt.file + 1};
      if (off) {
        findings.AddUnknown({doubt.external ? "unknown-code" : "dispatch",
                             std::string(model.graph.name(file)), doubt.location, doubt.text});
        continue;
      }
      Diagnostic* finding = findings.Add();
      if (finding == nullptr) return;
      const std::string& module = model.modules.Name(model.ModuleOf(file));
      finding->path = model.graph.name(file);
      finding->location = doubt.location;
      finding->from = finding->path;
      finding->to = doubt.what;
      finding->fingerprint_key =
          fmt::format("{}\n{}", doubt.external ? module : finding->path, doubt.what);
      finding->message = fmt::format("module '{}': {}", module, doubt.text);
      finding->because = "what is not known may be any capability, also one that is not granted";
      finding->fix = doubt.external
                         ? fmt::format(
                               "look at what the package does, then grant \"unknown:{}\" or "
                               "write a symbol table for it ([sandbox] tables)",
                               doubt.what)
                         : "make it a call that can be followed, or grant \"unknown\"";
      finding->evidence.push_back(Declared(model.config,
                                           model.sandbox->policy().LocationOf(model.ModuleOf(file)),
                                           "the policy is declared here"));
    }
  }
};

}  // namespace

std::unique_ptr<Rule> MakeSandboxUnknown() { return std::make_unique<UnknownReach>(); }

}  // namespace krepis::rules

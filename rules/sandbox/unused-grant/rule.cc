// A grant of the policy that no code of its module needs.

#include "analyzer/engine/rule.h"

#include <fmt/format.h>

#include "analyzer/engine/sandbox.h"

namespace krepis::rules {
namespace {

using namespace analyzer;

class UnusedGrant final : public Rule {
 public:
  const RuleInfo& info() const override {
    static constexpr RuleInfo kInfo{"sandbox/unused-grant", "a grant that no code needs",
                                    Needs::kSemantics};
    return kInfo;
  }

  bool Applies(const Config& config) const override { return config.sandbox.present; }

  void Check(const Model& model, Findings& findings) const override {
    for (const SandboxModel::UnusedGrant& unused : model.sandbox->unused_grants()) {
      Diagnostic* finding = findings.Add();
      if (finding == nullptr) return;
      const std::string& module = unused.table->module.text;
      finding->path = model.config.path;
      finding->location = unused.grant->location;
      finding->from = module;
      finding->to = unused.grant->text;
      finding->fingerprint_key = fmt::format("{}\n{}", module, unused.grant->text);
      finding->message =
          fmt::format("nothing in module '{}' needs \"{}\"", module, unused.grant->text);
      finding->because = "what is granted and not needed is there for whoever gets code into it";
      finding->fix = "take it out";
    }
  }
};

}  // namespace

std::unique_ptr<Rule> MakeSandboxUnusedGrant() { return std::make_unique<UnusedGrant>(); }

}  // namespace krepis::rules

// The user's `allow_only = { from, to }`: `from` may depend on nothing else.

#include "analyzer/engine/rule.h"

#include <fmt/format.h>

#include "analyzer/engine/rule_sides.h"

namespace krepis::rules {
namespace {

using namespace analyzer;

class AllowOnly final : public Rule {
 public:
  const RuleInfo& info() const override {
    static constexpr RuleInfo kInfo{"layering/allow-only",
                                    "a dependency on something that is not on the list"};
    return kInfo;
  }

  bool Applies(const Config& config) const override {
    return HasRule(config, RuleVerb::kAllowOnly);
  }

  void Check(const Model& model, Findings& findings) const override {
    for (const RuleConfig& rule : model.config.rules) {
      if (rule.verb == RuleVerb::kAllowOnly) CheckOne(model, rule, findings);
    }
  }

 private:
  static void CheckOne(const Model& model, const RuleConfig& rule, Findings& findings) {
    const RuleSides sides(model, rule);
    std::string list;
    bool externals = false;
    for (const Selector& selector : rule.to) {
      list += list.empty() ? "" : ", ";
      list += selector.text;
      externals = externals || selector.kind == Selector::Kind::kExternal;
    }
    ForEachDependency(
        model, sides, rule.edges, [&](uint32_t of_class, std::span<const Edge> sites) {
          const Edge& edge = sites.front();
          if (!externals && !model.graph.is_file(edge.to)) return;
          const ModuleId source = model.ModuleOf(edge.from);
          if (!IsNone(source) && source == model.ModuleOf(edge.to)) return;
          if (sides.IsTarget(of_class, edge.to)) return;
          Diagnostic* finding = findings.Add(rule.id.value, rule.severity);
          if (finding == nullptr) return;
          PlaceAt(model, sites, *finding);
          finding->message =
              fmt::format("{} {} {}; '{}' allows only {}", finding->from, VerbOf(edge.kind),
                          finding->to, rule.id.value, list.empty() ? "its own module" : list);
          ExplainBy(model.config, rule, *finding);
        });
  }
};

}  // namespace

std::unique_ptr<Rule> MakeLayeringAllowOnly() { return std::make_unique<AllowOnly>(); }

}  // namespace krepis::rules

// An import that names something of the workspace but leads nowhere: every other layering verdict
// is blind there.

#include "analyzer/engine/rule.h"

#include <fmt/format.h>

namespace krepis::rules {
namespace {

using namespace analyzer;

class Unresolved final : public Rule {
 public:
  const RuleInfo& info() const override {
    static constexpr RuleInfo kInfo{"layering/unresolved",
                                    "an import of this workspace that resolves to no file"};
    return kInfo;
  }

  bool Applies(const Config&) const override { return true; }

  void Check(const Model& model, Findings& findings) const override {
    const auto& budget = model.config.workspace.unresolved;
    if (budget && model.graph.unresolved().size() <= budget->max) return;
    for (const UnresolvedImport& import : model.graph.unresolved()) {
      Diagnostic* finding = findings.Add();
      if (finding == nullptr) return;
      const std::string_view specifier = model.graph.text(import.specifier);
      finding->path = model.graph.name(import.from);
      finding->location = import.location;
      finding->from = finding->path;
      finding->to = specifier;
      finding->fingerprint_key =
          fmt::format("{}\n{}\n{}", finding->from, specifier, EdgeKindName(import.kind));
      finding->message = UnresolvedText(model.graph, import);
      finding->because =
          "rules about who depends on whom cannot see behind an import that leads nowhere";
      finding->fix =
          "correct the path, add the missing file or manifest entry, or exclude generated code";
    }
  }
};

}  // namespace

std::unique_ptr<Rule> MakeLayeringUnresolved() { return std::make_unique<Unresolved>(); }

}  // namespace krepis::rules

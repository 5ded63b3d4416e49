// A deep import past the files that a module offers to others.

#include "analyzer/engine/rule.h"

#include <fmt/format.h>

#include "analyzer/engine/edge_groups.h"

namespace krepis::rules {
namespace {

using namespace analyzer;

class Public final : public Rule {
 public:
  const RuleInfo& info() const override {
    static constexpr RuleInfo kInfo{"layering/public",
                                    "an import that reaches past the public files of a module"};
    return kInfo;
  }

  bool Applies(const Config& config) const override {
    for (const ModuleConfig& module : config.modules) {
      if (module.has_public) return true;
    }
    return false;
  }

  void Check(const Model& model, Findings& findings) const override {
    ForEachDependency(model, EdgeKindSet::Default(), [&](std::span<const Edge> sites) {
      const Edge& edge = sites.front();
      if (!model.graph.is_file(edge.to)) return;
      const ModuleId from = model.ModuleOf(edge.from);
      const ModuleId to = model.ModuleOf(edge.to);
      if (IsNone(to) || from == to || model.modules.IsPublic(Index(edge.to) - 1)) return;
      Diagnostic* finding = findings.Add();
      if (finding == nullptr) return;
      PlaceAt(model, sites, *finding);
      const std::string& name = model.modules.Name(to);
      finding->message = fmt::format("{} is not a public file of module '{}'", finding->to, name);
      finding->because = fmt::format("module '{}' offers only its public files to others", name);
      const ModuleConfig& base = model.modules.Base(to);
      std::string offered;
      for (const LocatedGlob& glob : base.public_files) {
        offered += offered.empty() ? "" : ", ";
        offered += glob.glob.pattern();
      }
      finding->fix = fmt::format("import it through {}, or add the file to `public`", offered);
      finding->evidence.push_back(Declared(
          model.config, base.public_files.empty() ? base.location : base.public_files[0].location,
          fmt::format("the public files of '{}' are declared here", base.name.value)));
    });
  }
};

}  // namespace

std::unique_ptr<Rule> MakeLayeringPublic() { return std::make_unique<Public>(); }

}  // namespace krepis::rules

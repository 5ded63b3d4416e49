// A source file in no module: no layering rule can see it, so silence about it would be a lie.

#include "analyzer/engine/rule.h"

#include <fmt/format.h>

namespace krepis::rules {
namespace {

using namespace analyzer;

class Unclassified final : public Rule {
 public:
  const RuleInfo& info() const override {
    static constexpr RuleInfo kInfo{"layering/unclassified",
                                    "a source file that belongs to no module"};
    return kInfo;
  }

  bool Applies(const Config& config) const override { return !config.modules.empty(); }

  void Check(const Model& model, Findings& findings) const override {
    if (model.config.modules.empty()) return;
    for (uint32_t file = 1; file <= model.graph.file_count(); ++file) {
      const NodeId node{file};
      if (!IsNone(model.ModuleOf(node))) continue;
      Diagnostic* finding = findings.Add();
      if (finding == nullptr) return;
      finding->path = model.graph.name(node);
      finding->location = {{0, 0}, {1, 1}, {1, 1}};
      finding->from = finding->path;
      finding->fingerprint_key = finding->path;
      finding->message = "this file belongs to no module";
      finding->because = "rules between modules do not apply to a file outside all of them";
      finding->fix =
          "add it to the files of a module, exclude it, or set unclassified = \"allow\" in "
          "[workspace]";
    }
  }
};

}  // namespace

std::unique_ptr<Rule> MakeLayeringUnclassified() { return std::make_unique<Unclassified>(); }

}  // namespace krepis::rules

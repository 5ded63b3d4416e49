// A package that code imports although its manifest does not declare it: it is there by accident.

#include "analyzer/engine/rule.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace krepis::rules {
namespace {

using namespace analyzer;

class Undeclared final : public Rule {
 public:
  const RuleInfo& info() const override {
    static constexpr RuleInfo kInfo{
        "layering/undeclared",
        "a package that is imported and that the nearest manifest does not declare"};
    return kInfo;
  }

  /// Whoever has no krepis.toml has asked for less.
  bool Applies(const Config& config) const override { return !config.path.empty(); }

  void Check(const Model& model, Findings& findings) const override {
    for (const UndeclaredPackage& package : model.undeclared) {
      Diagnostic* finding = findings.Add();
      if (finding == nullptr) return;
      Describe(model, package, *finding);
    }
  }

 private:
  static constexpr size_t kMaxEvidence = 8;

  static void Describe(const Model& model, const UndeclaredPackage& package, Diagnostic& finding) {
    const Edge& first = model.graph.edges()[package.edges.front()];
    PlaceAt(model, first, finding);
    finding.to = package.package;
    finding.fingerprint_key = fmt::format("{}\n{}", package.manifest, package.package);
    if (package.declaration == Declaration::kDev) {
      finding.message =
          fmt::format("'{}' is a dev-dependency of {}, but code outside of tests uses it",
                      package.package, package.manifest);
      finding.because = "only tests, examples and benches are built with dev-dependencies";
      finding.fix = fmt::format("move '{}' to [dependencies]", package.package);
    } else {
      finding.message =
          fmt::format("{} does not declare {}'{}', which is imported here", package.manifest,
                      package.member ? "the workspace's " : "", package.package);
      finding.because = "it is there only as long as something else happens to bring it";
      finding.fix =
          fmt::format("add '{}' to the dependencies of {}", package.package, package.manifest);
    }
    const size_t shown = std::min(package.edges.size(), kMaxEvidence);
    for (size_t i = 1; i < shown; ++i) {
      const Edge& edge = model.graph.edges()[package.edges[i]];
      finding.evidence.push_back({std::string(model.graph.name(edge.from)), edge.location,
                                  fmt::format("{} it too", VerbOf(edge.kind))});
    }
    if (shown < package.edges.size()) {
      finding.evidence.back().text += fmt::format(", and {} more do", package.edges.size() - shown);
    }
  }
};

}  // namespace

std::unique_ptr<Rule> MakeLayeringUndeclared() { return std::make_unique<Undeclared>(); }

}  // namespace krepis::rules

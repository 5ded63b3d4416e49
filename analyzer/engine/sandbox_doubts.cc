// What may be reached for all that is known.
#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "analyzer/config/capability.h"
#include "analyzer/engine/sandbox.h"

namespace krepis::analyzer {
namespace {

constexpr std::string_view kUnknown = "unknown";

std::optional<std::string_view> ArgumentOf(const CapabilityUse& use) {
  return use.argument ? std::optional<std::string_view>(*use.argument) : std::nullopt;
}

/// Whether the tables speak of an external, or it is of the language itself: `ext:npm/zod`.
bool IsKnown(const CapabilityTable& tables, std::string_view external) {
  const std::string_view name = external.substr(std::string_view("ext:").size());
  if (name.starts_with("npm/")) return tables.KnowsRoot(LanguageGroup::kTypeScript, name);
  if (name.starts_with("cargo/")) {
    std::string crate(name.substr(std::string_view("cargo/").size()));
    std::replace(crate.begin(), crate.end(), '-', '_');
    return tables.KnowsRoot(LanguageGroup::kRust, crate);
  }
  return !name.starts_with("jsr/") && !name.starts_with("url/");
}

}  // namespace

void SandboxModel::FindDoubts(const CapabilityTable& tables) {
  if (!config_.sandbox.present) return;
  DoubtUses();
  DoubtWays();
  DoubtExternals(tables);
  std::sort(doubts_.begin(), doubts_.end(), [](const Doubt& a, const Doubt& b) {
    return std::tie(a.file, a.location.span.start, a.what) <
           std::tie(b.file, b.location.span.start, b.what);
  });
}

void SandboxModel::DoubtUses() {
  for (uint32_t file = 0; file < facts_.size(); ++file) {
    const ModuleId module = modules_.Of(file);
    if (IsNone(module) || (graph_.is_test(NodeId{file + 1}) && !config_.workspace.tests)) continue;
    for (const CapabilityUse& use : facts_[file].capabilities) {
      if (use.test_only && !config_.workspace.tests) continue;
      const bool computed = use.capability == kUnknown;
      const bool unsure = use.confidence > config_.sandbox.confidence;
      if (!computed && (!unsure || !policy_.Gates(use.capability))) continue;
      if (policy_.Grants(module, use.capability, ArgumentOf(use))) continue;
      if (policy_.Grants(module, kUnknown, std::nullopt)) continue;
      Doubt& doubt = doubts_.emplace_back();
      doubt.file = file;
      doubt.location = use.location;
      doubt.what = use.capability;
      doubt.text = computed ? fmt::format("what {} reaches here is computed", use.symbol)
                            : fmt::format("{} may reach {} here", use.symbol, use.capability);
    }
  }
}

void SandboxModel::DoubtWays() {
  std::set<std::pair<uint32_t, std::string_view>> certain;  // file, capability
  for (const ReachedCapability& reached : breaches_)
    certain.emplace(reached.file, reached.use->capability);
  const auto wanted = [&](uint32_t group, uint32_t item) {
    const ModuleId module{group};
    const CapabilityItem& at = items_[item];
    const auto argument =
        at.argument ? std::optional<std::string_view>(*at.argument) : std::nullopt;
    return policy_.Gates(at.capability) && !policy_.Grants(module, at.capability, argument) &&
           !policy_.Grants(module, kUnknown, std::nullopt);
  };
  for (const ReachedCapability& reached :
       Reached({brokers_.group_of_file, wanted, Confidence::kUnknown})) {
    if (reached.confidence <= config_.sandbox.confidence) continue;
    if (certain.contains({reached.file, reached.use->capability})) continue;
    Doubt& doubt = doubts_.emplace_back();
    doubt.file = reached.file;
    doubt.location = reached.hops.front().site;
    doubt.what = reached.use->capability;
    doubt.text =
        fmt::format("{} may run {}, which reaches {} ({})", calls_.NameOf(reached.hops[0].function),
                    calls_.NameOf(reached.hops[1].function), reached.use->capability,
                    ConfidenceName(reached.confidence));
  }
}

void SandboxModel::DoubtExternals(const CapabilityTable& tables) {
  std::set<std::pair<uint32_t, std::string_view>> said;  // module, package
  for (const Edge& edge : graph_.edges()) {
    if (graph_.is_file(edge.to) || edge.kind == EdgeKind::kType) continue;
    const uint32_t file = Index(edge.from) - 1;
    const ModuleId module = modules_.Of(file);
    const bool test = edge.test_only || graph_.is_test(edge.from);
    if (IsNone(module) || (test && !config_.workspace.tests)) continue;
    const std::string_view external = graph_.name(edge.to);
    if (!external.starts_with("ext:") || IsKnown(tables, external)) continue;
    const std::string_view package = external.substr(std::string_view("ext:").size());
    if (policy_.Grants(module, kUnknown, package)) continue;
    if (!said.emplace(Index(module), package).second) continue;
    Doubt& doubt = doubts_.emplace_back();
    doubt.file = file;
    doubt.location = edge.location;
    doubt.what = package;
    doubt.text =
        fmt::format("{} is not analysed, and no symbol table says what it reaches", package);
    doubt.external = true;
  }
}

}  // namespace krepis::analyzer

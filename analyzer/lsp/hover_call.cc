// On a call: the capabilities that it reaches, and what the policy grants the module.

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <unordered_map>

#include "analyzer/engine/sandbox.h"
#include "analyzer/lsp/hover_parts.h"

namespace krepis::analyzer {
namespace {

/// Functions that a hover follows calls through, and capabilities that it tells.
constexpr size_t kMostFunctions = 20'000;
constexpr size_t kMostCapabilities = 12;
constexpr size_t kMostHops = 8;

/// How code comes to use something.
struct Way {
  const CapabilityUse* use = nullptr;
  std::vector<FunctionId> functions;  // from the first one called to the one that uses
};

/// Follows calls from some functions, as surely as the gate asks for.
class CallWays {
 public:
  CallWays(const Model& model, ModuleId own) : model_(model), sandbox_(*model.sandbox), own_(own) {}

  /// The shortest way to each capability that others do not keep to themselves.
  std::map<std::string, Way> From(const std::vector<FunctionId>& starts) {
    std::map<std::string, Way> ways;
    for (const auto& [capability, way] : Search(starts, {})) {
      if (ways.size() >= kMostCapabilities) break;
      std::map<std::string, Way> unsealed = Search(starts, capability);
      const auto found = unsealed.find(capability);
      if (found != unsealed.end()) ways.insert(*found);
    }
    return ways;
  }

 private:
  bool Seals(uint32_t file, std::string_view capability) const {
    const ModuleId module = model_.modules.Of(file);
    return !IsNone(module) && module != own_ &&
           sandbox_.policy().Seals(module, capability, std::nullopt);
  }

  /// `only`: that capability, and through no module that seals it; empty: all of them.
  std::map<std::string, Way> Search(const std::vector<FunctionId>& starts,
                                    std::string_view only) const {
    const CallGraph& calls = sandbox_.calls();
    const Confidence least = model_.config.sandbox.confidence;
    std::unordered_map<uint32_t, uint32_t> from;
    std::vector<FunctionId> queue;
    for (const FunctionId start : starts) {
      if (from.emplace(Index(start), 0).second) queue.push_back(start);
    }
    std::map<std::string, Way> ways;
    for (size_t at = 0; at < queue.size() && at < kMostFunctions; ++at) {
      const FunctionId function = queue[at];
      const FunctionPlace place = calls.ids().At(function);
      if (!only.empty() && Seals(place.file, only)) continue;
      for (const CapabilityUse& use : model_.facts[place.file].capabilities) {
        if (use.caller != place.index || use.confidence > least) continue;
        if (!only.empty() && use.capability != only) continue;
        Way& way = ways[use.capability];
        if (way.use != nullptr) continue;
        way.use = &use;
        for (uint32_t step = Index(function); step != 0; step = from[step]) {
          way.functions.insert(way.functions.begin(), FunctionId{step});
        }
      }
      for (const CallEdge& edge : calls.Out(function)) {
        if (edge.confidence > least) continue;
        if (from.emplace(Index(edge.to), Index(function)).second) queue.push_back(edge.to);
      }
    }
    return ways;
  }

  const Model& model_;
  const SandboxModel& sandbox_;
  const ModuleId own_;
};

std::string Judge(const Model& model, ModuleId module, const CapabilityUse& use) {
  const CapabilityPolicy& policy = model.sandbox->policy();
  if (!policy.Gates(use.capability)) return "not judged";
  if (IsNone(module)) return "in no module";
  const auto argument =
      use.argument ? std::optional<std::string_view>(*use.argument) : std::nullopt;
  const std::string& name = model.modules.Name(module);
  return policy.Grants(module, use.capability, argument)
             ? fmt::format("granted to '{}'", name)
             : fmt::format("**not granted** to '{}'", name);
}

std::string Named(const CapabilityUse& use) {
  return use.argument ? fmt::format("`{}:{}`", use.capability, *use.argument)
                      : fmt::format("`{}`", use.capability);
}

}  // namespace

std::optional<HoverText> HoverCall(const DocumentView& view, uint32_t offset) {
  const Model& model = view.model();
  if (model.sandbox == nullptr) return std::nullopt;
  const NodeId node = view.node();
  const uint32_t file = Index(node) - 1;
  const ModuleId module = model.ModuleOf(node);
  const FileFacts& facts = model.FactsOf(node);
  std::string text;
  std::optional<ByteSpan> span;
  for (const CapabilityUse& use : facts.capabilities) {
    if (!Touches(use.location, offset)) continue;
    text += fmt::format("{}uses {} ({}): {}", text.empty() ? "" : "\n\n", Named(use), use.symbol,
                        Judge(model, module, use));
    span = use.location.span;
  }
  const CallFact* innermost = nullptr;
  for (const CallFact& call : facts.calls.calls) {
    if (!Touches(call.location, offset)) continue;
    if (innermost == nullptr || call.location.span.length < innermost->location.span.length) {
      innermost = &call;
    }
  }
  if (innermost != nullptr) {
    const CallGraph& calls = model.sandbox->calls();
    const FunctionId caller = calls.ids().Of(file, innermost->caller);
    std::vector<FunctionId> targets;
    for (const CallEdge& edge : calls.Out(caller)) {
      if (calls.SiteOf(caller, edge) == innermost->location) targets.push_back(edge.to);
    }
    for (const auto& [capability, way] : CallWays(model, module).From(targets)) {
      std::string path;
      for (size_t i = 0; i < way.functions.size() && i < kMostHops; ++i) {
        path += fmt::format("{}`{}`", i == 0 ? "" : " → ", calls.NameOf(way.functions[i]));
      }
      if (way.functions.size() > kMostHops) path += " → …";
      text += fmt::format("{}reaches {} over {} ({}): {}", text.empty() ? "" : "\n\n",
                          Named(*way.use), path, way.use->symbol, Judge(model, module, *way.use));
      if (!span) span = innermost->location.span;
    }
  }
  if (!span) return std::nullopt;
  return HoverText{text, *span};
}

}  // namespace krepis::analyzer

// On the registration of a behaviour or a route: the effective chains that it stands in.

#include <fmt/format.h>

#include <algorithm>

#include "analyzer/lsp/hover_parts.h"

namespace krepis::analyzer {
namespace {

constexpr size_t kMostRoutes = 5;

}  // namespace

std::optional<HoverText> HoverRegistration(const DocumentView& view, uint32_t offset) {
  const ChainTable& chains = view.model().chains;
  const NodeId node = view.node();
  // Registrations nest (a route around its handler): the innermost one.
  std::optional<uint32_t> innermost;
  for (uint32_t i = 0; i < chains.entries().size(); ++i) {
    const ChainEntry& entry = chains.entries()[i];
    if (entry.file != node || !Touches(entry.location, offset)) continue;
    if (!innermost ||
        entry.location.span.length < chains.entries()[*innermost].location.span.length) {
      innermost = i;
    }
  }
  std::vector<const Route*> routes;
  std::optional<ByteSpan> span;
  if (innermost) span = chains.entries()[*innermost].location.span;
  for (const Route& route : chains.routes()) {
    const bool holds = innermost && std::any_of(route.chain.begin(), route.chain.end(),
                                                [&](const ChainElement& element) {
                                                  return element.entry == *innermost;
                                                });
    const bool is = !innermost && route.file == node && Touches(route.location, offset);
    if (!holds && !is) continue;
    routes.push_back(&route);
    if (!span) span = route.location.span;
  }
  if (routes.empty()) return std::nullopt;
  std::string text =
      innermost && chains.entries()[*innermost].stages.empty() == false
          ? fmt::format("stage: {}\n\n", fmt::join(chains.entries()[*innermost].stages, ", "))
          : std::string();
  text += "chain, outer to inner:";
  for (size_t i = 0; i < routes.size() && i < kMostRoutes; ++i) {
    text += fmt::format("\n\n`{}`: {}", routes[i]->Name(), ChainLine(chains, *routes[i]));
  }
  if (routes.size() > kMostRoutes) {
    text += fmt::format("\n\nand {} more routes", routes.size() - kMostRoutes);
  }
  return HoverText{text, *span};
}

}  // namespace krepis::analyzer

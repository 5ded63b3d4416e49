#include "analyzer/cli/nodes.h"

#include <fmt/format.h>

#include <algorithm>

#include "analyzer/config/suggest.h"
#include "analyzer/core/edge_kind_names.h"

namespace krepis::analyzer {
namespace {

/// Every node and module by name. The views are those of the model.
std::vector<std::string_view> NamesOf(const Model& model) {
  std::vector<std::string_view> names;
  for (uint32_t i = 1; i <= model.modules.size(); ++i)
    names.push_back(model.modules.Name(ModuleId{i}));
  for (uint32_t i = 1; i <= model.graph.node_count(); ++i) {
    names.push_back(model.graph.name(NodeId{i}));
  }
  return names;
}

constexpr EdgeKindSet kOnDemand{EdgeKind::kForward, EdgeKind::kInherit, EdgeKind::kCall,
                                EdgeKind::kReference, EdgeKind::kFfi};

}  // namespace

Result<std::vector<NodeId>> NodesOf(const Session& session, const std::string& argument) {
  const Model& model = session.analysis().model();
  const std::string path = session.Relative(argument);
  for (const std::string& name : {argument, path}) {
    if (const NodeId node = model.graph.Find(name); !IsNone(node)) return std::vector{node};
  }
  std::vector<NodeId> nodes;
  const Result<Selector> selector = ParseSelector(argument);
  const std::string folder = path.empty() ? path : path + "/";
  for (uint32_t i = 1; i <= model.graph.node_count(); ++i) {
    const NodeId node{i};
    if ((selector && model.modules.Match(*selector, model.Target(node))) ||
        (model.graph.is_file(node) && model.graph.name(node).starts_with(folder))) {
      nodes.push_back(node);
    }
  }
  if (nodes.empty()) {
    return Error{fmt::format("'{}' is no file, module or external of this workspace{}", argument,
                             DidYouMean(argument, NamesOf(model))),
                 {}};
  }
  return nodes;
}

Result<EdgeKindSet> ParseEdges(const std::string& list, EdgeKindSet otherwise) {
  if (list.empty()) return otherwise;
  EdgeKindSet kinds;
  for (size_t start = 0; start <= list.size();) {
    const size_t end = std::min(list.find(',', start), list.size());
    const std::string_view name = std::string_view(list).substr(start, end - start);
    start = end + 1;
    if (name == "imports" || name == "all") {
      kinds.Add(EdgeKindSet::Default());
      kinds.Add(EdgeKind::kMod);
      if (name == "all") kinds.Add(kOnDemand);
    } else if (const std::optional<EdgeKindSet> named = EdgeKindsByName(name)) {
      kinds.Add(*named);
    } else {
      std::vector<std::string_view> names = EdgeKindNames();
      names.insert(names.begin(), {"imports", "all"});
      return Error{fmt::format("--edges: '{}' is no kind of edge{}", name,
                               DidYouMeanOr(name, names, "there are " + OneOf(names))),
                   {}};
    }
  }
  return kinds;
}

bool TakesAllEdges(EdgeKindSet kinds) { return (kinds.bits() & kOnDemand.bits()) != 0; }

}  // namespace krepis::analyzer

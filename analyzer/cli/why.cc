#include <fmt/format.h>

#include <filesystem>

#include "analyzer/cli/output.h"
#include "analyzer/cli/session.h"
#include "analyzer/cli/verbs.h"
#include "analyzer/config/suggest.h"
#include "analyzer/core/escape.h"
#include "analyzer/engine/rule.h"
#include "analyzer/graph/paths.h"

namespace krepis::analyzer {
namespace {

/// What an argument of `why` names: a file or folder, an external, or a selector (a module, a tag,
/// a glob).
std::vector<NodeId> NodesOf(const Session& session, const Model& model,
                            const std::string& argument) {
  std::vector<NodeId> nodes;
  for (const std::string& name : {argument, session.Relative(argument)}) {
    if (const NodeId node = model.graph.Find(name); !IsNone(node)) return {node};
  }
  const Result<Selector> selector = ParseSelector(argument);
  const std::string folder = session.Relative(argument) + "/";
  for (uint32_t i = 1; i <= model.graph.node_count(); ++i) {
    const NodeId node{i};
    if ((selector && model.modules.Match(*selector, model.Target(node))) ||
        (model.graph.is_file(node) && model.graph.name(node).starts_with(folder))) {
      nodes.push_back(node);
    }
  }
  return nodes;
}

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

}  // namespace

int RunWhy(const Options& options) {
  Options located =
      options;  // the workspace is that of the files named, else the working directory's
  for (const std::string& end : {options.from, options.to}) {
    std::error_code error;
    if (located.paths.empty() && std::filesystem::exists(end, error)) located.paths = {end};
  }
  const std::unique_ptr<Session> session = Session::Open(located);
  if (session == nullptr || !session->BuildModel()) return kUsage;
  const Model& model = session->analysis().model();
  const std::vector<NodeId> from = NodesOf(*session, model, options.from);
  const std::vector<NodeId> to = NodesOf(*session, model, options.to);
  for (const auto& [nodes, name] : {std::pair(&from, &options.from), std::pair(&to, &options.to)}) {
    if (nodes->empty()) {
      Say(fmt::format("error: '{}' is no file, module or external of this workspace{}", *name,
                      DidYouMean(*name, NamesOf(model))));
      return kUsage;
    }
  }
  const ReachTo reach(model.graph, to, {EdgeKindSet::Default(), true});
  NodeId best{};
  for (const NodeId node : from) {
    if (reach.Reaches(node) && (IsNone(best) || reach.Distance(node) < reach.Distance(best)))
      best = node;
  }
  if (IsNone(best)) {
    Say(fmt::format("{} does not depend on {}", options.from, options.to));
    return kViolations;
  }
  std::string text = EscapeForTerminal(model.graph.name(best)) + "\n";
  for (const Edge* edge : reach.Path(best)) {
    text += fmt::format("  {} {}  {}:{}:{}\n", VerbOf(edge->kind),
                        EscapeForTerminal(model.graph.name(edge->to)),
                        EscapeForTerminal(model.graph.name(edge->from)), edge->location.begin.line,
                        edge->location.begin.column);
  }
  return WriteStdout(text) ? kClean : kUsage;
}

}  // namespace krepis::analyzer

#include <fmt/format.h>

#include "analyzer/cli/output.h"
#include "analyzer/cli/session.h"
#include "analyzer/cli/verbs.h"
#include "analyzer/graph/export.h"

namespace krepis::analyzer {

int RunGraph(const Options& options) {
  const std::string format = options.format.empty() ? "dot" : options.format;
  if (format != "json" && format != "dot") {
    Say(fmt::format("error: unknown graph format '{}'; there are json and dot", format));
    return kUsage;
  }
  const std::unique_ptr<Session> session = Session::Open(options);
  if (session == nullptr || !session->BuildModel()) return kUsage;
  const Model& model = session->analysis().model();
  EdgeKindSet kinds = EdgeKindSet::Default();
  kinds.Add(EdgeKind::kMod);
  if (options.edges == "all") {
    kinds.Add({EdgeKind::kForward, EdgeKind::kInherit, EdgeKind::kCall, EdgeKind::kReference,
               EdgeKind::kFfi});
  }
  GraphView view{model.graph, model.modules, model.packages, GraphLevel::kFile, kinds, {}};
  if (options.level == "module") view.level = GraphLevel::kModule;
  if (options.level == "package") view.level = GraphLevel::kPackage;
  if (!options.focus.empty()) {
    const Result<Selector> selector = ParseSelector(options.focus);
    if (!selector) {
      Say("error: --focus: " + selector.error().message);
      return kUsage;
    }
    view.focus = [&model, selector = *selector](NodeId node) {
      return model.modules.Match(selector, model.Target(node));
    };
  }
  return WriteStdout(format == "json" ? GraphJson(view) : GraphDot(view)) ? kClean : kUsage;
}

}  // namespace krepis::analyzer

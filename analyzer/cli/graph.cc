#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "analyzer/cli/graph_unused.h"
#include "analyzer/cli/nodes.h"
#include "analyzer/cli/output.h"
#include "analyzer/cli/session.h"
#include "analyzer/cli/verbs.h"
#include "analyzer/config/suggest.h"
#include "analyzer/engine/layers.h"
#include "analyzer/graph/export.h"

namespace krepis::analyzer {
namespace {

constexpr auto kFormats = std::to_array<std::string_view>({"json", "dot", "mermaid", "d2"});

int Fail(const std::string& message) {
  Say("error: " + message);
  return kUsage;
}

/// Says so when nobody could read the picture, or the program that draws it would refuse to.
void SayIfLarge(const Drawing& drawing, std::string_view format, size_t bytes) {
  constexpr size_t kMermaidEdges = 500;  // its defaults maxEdges and maxTextSize
  constexpr size_t kMermaidBytes = 50'000;
  constexpr size_t kReadable = 500;
  std::string note;
  if (format == "mermaid" && (drawing.lines.size() > kMermaidEdges || bytes > kMermaidBytes)) {
    note = fmt::format(
        "Mermaid draws {} edges and {} characters unless it is configured for more (maxEdges, "
        "maxTextSize); this has {} and {}",
        kMermaidEdges, kMermaidBytes, drawing.lines.size(), bytes);
  } else if (drawing.nodes.size() > kReadable) {
    note = fmt::format("a picture of {} nodes is hard to read", drawing.nodes.size());
  }
  if (!note.empty())
    Say(fmt::format("note: {}; {}--focus SELECTOR shows a part", note,
                    drawing.level == GraphLevel::kModule ? "" : "--level module shows less, "));
}

}  // namespace

int RunGraph(const Options& options) {
  if (options.unused) {
    const std::unique_ptr<Session> session = Session::Open(options);
    if (session == nullptr || !session->BuildModel()) return kUsage;
    return PrintUnused(options, *session);
  }
  const std::string format = options.format.empty() ? "dot" : options.format;
  if (std::find(kFormats.begin(), kFormats.end(), format) == kFormats.end()) {
    return Fail(fmt::format("unknown graph format '{}'{}", format,
                            DidYouMeanOr(format, kFormats, "there are " + OneOf(kFormats))));
  }
  EdgeKindSet imports = EdgeKindSet::Default();
  imports.Add(EdgeKind::kMod);
  const Result<EdgeKindSet> kinds = ParseEdges(options.edges, imports);
  if (!kinds) return Fail(kinds.error().message);
  const std::unique_ptr<Session> session = Session::Open(options);
  if (session == nullptr || !session->BuildModel()) return kUsage;
  const Model& model = session->analysis().model();

  GraphView view{model.graph,
                 model.modules,
                 model.packages,
                 GraphLevel::kFile,
                 *kinds,
                 {},
                 options.externals,
                 {},
                 {}};
  view.tests = model.config.workspace.tests;
  if (options.level == "module") view.level = GraphLevel::kModule;
  if (options.level == "package") view.level = GraphLevel::kPackage;
  if (view.level == GraphLevel::kModule && model.modules.size() == 0)
    return Fail("there are no modules: krepis.toml declares none (krepis init writes them)");
  std::vector<bool> focus;
  if (!options.focus.empty()) {
    const Result<std::vector<NodeId>> nodes = NodesOf(*session, options.focus);
    if (!nodes) return Fail("--focus: " + nodes.error().message);
    focus.assign(model.graph.node_count() + 1, false);
    for (const NodeId node : *nodes) focus[Index(node)] = true;
    view.focus = [&focus](NodeId node) { return focus[Index(node)]; };
  }
  const LayerTable layers(model);
  view.layer = [&](std::string_view module) -> std::optional<uint32_t> {
    const std::optional<LayerPosition> position = layers.Of(model.modules.Find(module));
    return position ? std::optional(position->row) : std::nullopt;
  };
  if (format == "json") return WriteStdout(GraphJson(view)) ? kClean : kUsage;
  const Drawing drawing = Draw(view);
  const std::string text = format == "dot"       ? DrawingDot(drawing)
                           : format == "mermaid" ? DrawingMermaid(drawing)
                                                 : DrawingD2(drawing);
  SayIfLarge(drawing, format, text.size());
  return WriteStdout(text) ? kClean : kUsage;
}

}  // namespace krepis::analyzer

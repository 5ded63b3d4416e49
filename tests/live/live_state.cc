#include "tests/live/live_state.h"

#include <fmt/format.h>

#include "analyzer/core/edge_kind_names.h"

namespace krepis::analyzer {
namespace {

std::string Place(const Location& at) {
  return fmt::format("{}:{}-{}:{}", at.begin.line, at.begin.column, at.end.line, at.end.column);
}

}  // namespace

std::string StateOf(const LiveWorkspace& workspace) {
  std::string text;
  for (const Error& error : workspace.config_errors())
    text += fmt::format("config {}:{} {}\n", error.path, error.line, error.message);
  const Graph& graph = workspace.analysis().graph();
  for (const Edge& edge : graph.edges()) {
    text += fmt::format("edge {} -> {} {} {} {} test={} guessed={} reexport={}\n",
                        graph.name(edge.from), graph.name(edge.to), EdgeKindName(edge.kind),
                        graph.text(edge.specifier), Place(edge.location), edge.test_only,
                        edge.guessed, edge.reexport);
  }
  for (uint32_t node = 1; node <= graph.file_count(); ++node) {
    if (graph.is_test(NodeId{node})) text += fmt::format("test {}\n", graph.name(NodeId{node}));
  }
  const Report& report = workspace.report();
  for (const Diagnostic& found : report.violations) {
    text +=
        fmt::format("violation {} {} {} {} {} {} {} {}\n", found.rule, found.id, found.path,
                    Place(found.location), found.from, found.to, found.message, found.fingerprint);
    for (const Evidence& evidence : found.evidence)
      text += fmt::format("  {} {} {}\n", evidence.path, Place(evidence.location), evidence.text);
  }
  for (const Unknown& unknown : report.unknowns) {
    text += fmt::format("unknown {} {} {} {}\n", unknown.kind, unknown.path,
                        Place(unknown.location), unknown.text);
  }
  for (const Incomplete& incomplete : report.incomplete)
    text += fmt::format("incomplete {} {}\n", incomplete.path, incomplete.reason);
  for (const std::string& note : report.notes) text += fmt::format("note {}\n", note);
  const Summary& summary = report.summary;
  text += fmt::format(
      "files={} edges={} modules={} routes={} errors={} warnings={} suppressed={} baselined={} "
      "unresolved={} unknown={} registrations={}/{}\n",
      summary.files, summary.edges, summary.modules, summary.routes, summary.errors,
      summary.warnings, summary.suppressed, summary.baselined, summary.unresolved, summary.unknown,
      summary.resolved_registrations, summary.registrations);
  return text;
}

}  // namespace krepis::analyzer

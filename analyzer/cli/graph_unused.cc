#include "analyzer/cli/graph_unused.h"

#include <fmt/format.h>

#include <algorithm>

#include "analyzer/cli/output.h"
#include "analyzer/core/escape.h"
#include "analyzer/core/json_writer.h"
#include "analyzer/graph/unused.h"

namespace krepis::analyzer {
namespace {

std::string UnusedText(const std::vector<UnusedDependency>& unused) {
  std::string text;
  std::string_view manifest;
  for (const UnusedDependency& found : unused) {
    if (found.manifest != manifest) {
      if (!text.empty()) text += '\n';
      manifest = found.manifest;
    }
    text += fmt::format("{}:{}:{}: {} '{}' is unused ({}): {}\n", EscapeForTerminal(found.manifest),
                        found.location.begin.line, found.location.begin.column, found.section,
                        EscapeForTerminal(found.name), UnusedConfidenceName(found.confidence),
                        EscapeForTerminal(found.reason));
  }
  return text;
}

std::string UnusedJson(const std::vector<UnusedDependency>& unused) {
  std::string text;
  JsonWriter json(&text, JsonWriter::Layout::kIndented);
  json.BeginObject().Member("schema", "krepis.unused/1").Key("unused").BeginArray();
  for (const UnusedDependency& found : unused) {
    json.BeginObject()
        .Member("path", found.manifest)
        .Member("line", found.location.begin.line)
        .Member("column", found.location.begin.column)
        .Member("section", found.section)
        .Member("name", found.name)
        .Member("confidence", UnusedConfidenceName(found.confidence))
        .Member("reason", found.reason)
        .EndObject();
  }
  json.EndArray().EndObject();
  return text + '\n';
}

}  // namespace

int PrintUnused(const Options& options, Session& session) {
  if (options.format != "text" && options.format != "json" && !options.format.empty()) {
    Say(fmt::format("error: unknown format '{}' of unused dependencies; there are text and json",
                    options.format));
    return kUsage;
  }
  const std::vector<UnusedDependency> unused =
      FindUnused(session.analysis().workspace(), session.analysis().graph());
  const std::string text = options.format == "json" ? UnusedJson(unused) : UnusedText(unused);
  if (unused.empty()) Say("every dependency is used");
  return WriteStdout(text) ? kClean : kUsage;
}

}  // namespace krepis::analyzer

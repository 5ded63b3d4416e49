#pragma once

#include <doctest/doctest.h>

#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/file_system.h"
#include "analyzer/facts/extract.h"
#include "analyzer/frontend/language_frontend.h"
#include "analyzer/graph/build.h"
#include "analyzer/graph/call_graph.h"
#include "analyzer/workspace/workspace.h"

namespace krepis::analyzer {

/// A tree of sources in one text, its files marked by lines `// --- path`, and who calls whom in
/// it. Manifests are files as any other.
class TestCallGraph {
 public:
  explicit TestCallGraph(std::string_view text, unsigned jobs = 1) {
    std::string path;
    std::string source;
    std::istringstream lines{std::string(text)};
    const auto add = [&] {
      if (!path.empty()) files_.Add(path, source);
      source.clear();
    };
    for (std::string line; std::getline(lines, line);) {
      if (line.starts_with("// --- ")) {
        add();
        path = line.substr(7);
      } else {
        source += line + "\n";
      }
    }
    add();
    workspace_.emplace(Workspace::Load(files_, {}));
    const auto frontend = MakeTreeSitterFrontend({});
    ExtractOptions options;
    options.calls = true;
    options.exports = true;
    for (const SourceFile& file : workspace_->sources()) {
      const Result<std::string> bytes = files_.Read(file.path, 1 << 20);
      REQUIRE(bytes.ok());
      ParseOutcome outcome = frontend->Parse(file.path, file.language, *bytes);
      const Result<Ast> ast = Ast::Read(outcome.ast);
      REQUIRE(ast.ok());
      facts_.push_back(ExtractFacts(*ast, *bytes, nullptr, options));
    }
    graph_ = BuildGraph(*workspace_, facts_, 1, {.references = true});
    calls_.emplace(*workspace_, facts_, graph_, jobs);
  }

  const Workspace& workspace() const { return *workspace_; }
  const CallGraph& calls() const { return *calls_; }
  const std::vector<FileFacts>& facts() const { return facts_; }
  const Graph& graph() const { return graph_; }

  /// "a.ts:load -> b.ts:read" of every call, a line each, by file and function; what is not
  /// kResolved says so. The top level of a file is its path alone. What the loading of files says
  /// is left out.
  std::string Lines() const {
    std::string text;
    const FunctionIds& ids = calls_->ids();
    for (uint32_t i = 1; i <= ids.size(); ++i) {
      const FunctionId from{i};
      for (const CallEdge& edge : calls_->Out(from)) {
        if (ids.At(from).index == 0 && ids.At(edge.to).index == 0) continue;
        text += Name(from) + " -> " + Name(edge.to);
        if (edge.confidence != Confidence::kResolved)
          text += " [" + std::string(ConfidenceName(edge.confidence)) + "]";
        text += "\n";
      }
    }
    return text;
  }

 private:
  std::string Name(FunctionId function) const {
    const FunctionPlace place = calls_->ids().At(function);
    std::string name(graph_.name(NodeId{place.file + 1}));
    if (place.index == 0) return name;
    return name + ":" + facts_[place.file].calls.functions[place.index].name;
  }

  MemoryFileSystem files_;
  std::optional<Workspace> workspace_;
  std::vector<FileFacts> facts_;
  Graph graph_;
  std::optional<CallGraph> calls_;
};

}  // namespace krepis::analyzer

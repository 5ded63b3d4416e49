#pragma once

#include <doctest/doctest.h>

#include <fstream>
#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/facts/extract.h"
#include "analyzer/frontend/language_frontend.h"
#include "analyzer/graph/chains.h"
#include "analyzer/graph/graph.h"
#include "analyzer/graph/presets_in_use.h"

namespace krepis::analyzer {

inline std::string ReadWhole(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// The presets of the repository, as krepis has them built in.
inline const PresetTable& TestPresets() {
  static const PresetTable* presets = [] {
    auto* table = new PresetTable;
    for (const std::string name : {"express", "fastify", "hono", "koa", "krepis", "nestjs"}) {
      const std::string path = std::string(KREPIS_RULES) + "/presets/" + name + "/preset.toml";
      const std::vector<Error> errors = table->Add(ReadWhole(path), path);
      for (const Error& error : errors) FAIL(error.path, ":", error.line, ": ", error.message);
    }
    return table;
  }();
  return *presets;
}

/// A tree of sources in one text, its files marked by lines `// --- path`, and the chains in it.
/// Relative specifiers find the file of that name with a known extension.
class TestChains {
 public:
  explicit TestChains(std::string_view text, Config config = DefaultConfig())
      : config_(std::move(config)) {
    std::string path = "app.ts";
    std::istringstream lines{std::string(text)};
    for (std::string line; std::getline(lines, line);) {
      if (line.starts_with("// --- ")) {
        path = line.substr(7);
      } else {
        sources_[path] += line + "\n";
      }
    }
    const auto frontend = MakeTreeSitterFrontend({});
    GraphBuilder graph;
    for (const auto& [name, source] : sources_) {
      ParseOutcome outcome = frontend->Parse(name, LanguageOf(name), source);
      const Result<Ast> ast = Ast::Read(outcome.ast);
      REQUIRE(ast.ok());
      ExtractOptions options;
      options.presets = &TestPresets();
      facts_.push_back(ExtractFacts(*ast, source, nullptr, options));
      graph.AddFile(name, LanguageOf(name));
    }
    for (uint32_t file = 0; file < facts_.size(); ++file) {
      for (const ImportFact& import : facts_[file].imports) {
        Edge edge;
        edge.from = NodeId{file + 1};
        edge.to = Target(import.specifier);
        edge.specifier = graph.Intern(import.specifier);
        edge.location = import.location;
        if (!IsNone(edge.to)) graph.AddEdge(edge);
      }
    }
    graph_ = std::move(graph).Build();
    table_ = BuildChains(facts_, graph_, TestPresets(),
                         PresetsInUse(facts_, TestPresets(), config_).Get(), config_);
  }

  const ChainTable& table() const { return table_; }
  const Graph& graph() const { return graph_; }
  const std::vector<FileFacts>& facts() const { return facts_; }

  /// "route: chain | missed" of every route, a line each.
  std::string Lines() const {
    std::string text;
    for (const Route& route : table_.routes()) {
      text += route.Name() + ": " + ChainLine(table_, route);
      for (const ChainElement& element : route.missed) text += " | " + table_.entry(element).symbol;
      text += "\n";
    }
    return text;
  }

 private:
  NodeId Target(std::string_view specifier) const {
    std::string stem(specifier);
    if (stem.starts_with("./")) stem.erase(0, 2);
    uint32_t file = 0;
    for (const auto& [name, text] : sources_) {
      ++file;
      if (name == stem || name.substr(0, name.rfind('.')) == stem) return NodeId{file};
    }
    return NodeId{};
  }

  Config config_;
  std::map<std::string, std::string> sources_;
  std::vector<FileFacts> facts_;
  Graph graph_;
  ChainTable table_;
};

}  // namespace krepis::analyzer

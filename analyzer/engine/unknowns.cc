#include "analyzer/engine/unknowns.h"

#include <fmt/format.h>

#include <algorithm>

#include "analyzer/graph/build.h"

namespace krepis::analyzer {
namespace {

/// A module of C++20 that is not of the standard library.
bool IsUnknownModule(const FileFacts& facts, const ImportFact& import) {
  return GroupOf(facts.language) == LanguageGroup::kCpp && import.kind == EdgeKind::kImport &&
         !IsStandardModule(import.specifier);
}

/// Whether some file of the workspace fits the pattern of the import.
bool Fits(const Graph& graph, NodeId file, const ImportFact& import) {
  const std::span<const Edge> edges = graph.Out(file);
  return import.pattern && std::any_of(edges.begin(), edges.end(), [&](const Edge& edge) {
           return edge.kind == EdgeKind::kDynamic && edge.location == import.location;
         });
}

/// Whether [workspace] says that nobody wants to know about the file.
bool IsExcluded(const Config& config, std::string_view path) {
  for (const LocatedGlob& exclude : config.workspace.exclude) {
    if (exclude.glob.Match(path)) return true;
    for (size_t slash = path.find('/'); slash != std::string_view::npos;
         slash = path.find('/', slash + 1)) {
      if (exclude.glob.CoversDirectory(path.substr(0, slash))) return true;
    }
  }
  return false;
}

/// Whether a pattern ends as data does, which depends on nothing: "./locale/*.json".
bool NamesData(std::string_view pattern) {
  constexpr std::string_view kData[] = {
      "css", "csv",  "gif",  "gql", "graphql", "html", "jpeg", "jpg",  "json", "less", "md",
      "png", "sass", "scss", "sql", "svg",     "toml", "txt",  "webp", "xml",  "yaml", "yml"};
  const std::string_view extension = pattern.substr(pattern.rfind('.') + 1);
  return std::binary_search(std::begin(kData), std::end(kData), extension);
}

void CollectGuesses(const Graph& graph, std::vector<Unknown>& unknowns) {
  const std::span<const Edge> edges = graph.edges();
  const auto is_guess = [](const Edge& edge) {
    return edge.guessed && edge.kind == EdgeKind::kInclude;
  };
  for (auto edge = std::find_if(edges.begin(), edges.end(), is_guess); edge != edges.end();) {
    const NodeId from = edge->from;
    uint32_t guesses = 0;
    Location first = edge->location;
    for (; edge != edges.end() && edge->from == from;
         edge = std::find_if(edge + 1, edges.end(), is_guess)) {
      ++guesses;
      if (edge->location.begin < first.begin) first = edge->location;
    }
    unknowns.push_back(
        {"guessed-include", std::string(graph.name(from)), first,
         fmt::format("{} {} found by a guess: there is no compile database for this file", guesses,
                     guesses == 1 ? "include was" : "includes were")});
  }
}

}  // namespace

bool MayBeUnknown(const FileFacts& facts) {
  const ImportSummary imports = facts.imports.Summary();
  const bool modules =
      GroupOf(facts.language) == LanguageGroup::kCpp && imports.kinds.Has(EdgeKind::kImport);
  return facts.error_nodes != 0 || imports.computed || modules;
}

void CollectUnknowns(const Model& model, const Workspace& workspace,
                     const std::vector<bool>& doubtful, std::vector<Unknown>& unknowns) {
  for (const UnresolvedImport& import : model.graph.unresolved()) {
    unknowns.push_back({"unresolved-import", std::string(model.graph.name(import.from)),
                        import.location, UnresolvedText(model.graph, import)});
  }
  for (const UnanalysedImport& import : model.graph.unanalysed()) {
    const std::string_view target = model.graph.text(import.target);
    if (IsExcluded(model.config, target)) continue;
    unknowns.push_back(
        {"unknown-code", std::string(model.graph.name(import.from)), import.location,
         fmt::format("'{}' leads to {}, which is not {}", model.graph.text(import.specifier),
                     target, workspace.files().Exists(target) ? "analysed" : "built")});
  }
  for (const UndecidedLink& link : model.graph.undecided()) {
    unknowns.push_back(
        {"dispatch", std::string(model.graph.name(link.from)), link.location,
         fmt::format("{} files offer '{}', the first is {}: which of them is meant is not said",
                     link.candidates, model.graph.text(link.specifier),
                     model.graph.name(link.first))});
  }
  if (model.graph.unfollowed() != 0) {
    unknowns.push_back({"barrier",
                        "",
                        {},
                        fmt::format("the re-exports of {} imports lead further than is followed",
                                    model.graph.unfollowed())});
  }
  if (!model.chains.complete()) {
    unknowns.push_back(
        {"barrier", "", {}, "there are more routes, mounts or helpers than are followed"});
  }
  for (size_t i = 0; i < model.facts.size(); ++i) {
    if (!doubtful[i]) continue;
    const FileFacts& facts = model.facts[i];
    const std::string& path = workspace.sources()[i].path;
    if (facts.error_nodes != 0) {
      unknowns.push_back({"partial-parse", path, facts.first_error,
                          fmt::format("{} {} could not be parsed", facts.error_nodes,
                                      facts.error_nodes == 1 ? "region" : "regions")});
    }
    for (const ImportFact& import : facts.imports) {
      if (IsUnknownModule(facts, import)) {
        unknowns.push_back({"unknown-code", path, import.location,
                            fmt::format("'{}' is a module of C++20: which file provides it is not "
                                        "known",
                                        import.specifier)});
      }
      if (import.pattern && NamesData(import.specifier)) continue;
      if (!import.computed || Fits(model.graph, NodeId{static_cast<uint32_t>(i + 1)}, import))
        continue;
      unknowns.push_back(
          {"dynamic-import", path, import.location,
           import.pattern
               ? fmt::format("'{}' fits no source file, or more than a thousand", import.specifier)
               : "the imported path is computed"});
    }
  }
  CollectGuesses(model.graph, unknowns);
}

}  // namespace krepis::analyzer

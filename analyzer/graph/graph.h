#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/edge_kind.h"
#include "analyzer/core/ids.h"
#include "analyzer/core/interner.h"
#include "analyzer/core/language.h"
#include "analyzer/core/source_text.h"
#include "analyzer/workspace/resolver.h"

namespace krepis::analyzer {

/// One dependency at one place of the source. Both ends are nodes of the graph.
struct Edge {
  NodeId from{};
  NodeId to{};
  EdgeKind kind = EdgeKind::kImport;
  bool test_only = false;  // #[cfg(test)], a dev target
  bool guessed = false;    // resolved by a guess (include roots without a compile database)
  bool reexport = false;
  Declaration declaration = Declaration::kUnknown;
  uint16_t names = 0;  // that its import brings in, 1 at least; 0: no single import states it
  StringId specifier{};
  StringId condition{};  // kMod: the #[cfg(…)] under which the module is compiled
  Location location;
};

/// An import that resolves to nothing although it names something of the workspace.
struct UnresolvedImport {
  NodeId from{};
  EdgeKind kind = EdgeKind::kImport;
  StringId specifier{};
  StringId reason{};  // in words, or none
  Location location;
};

/// An import that leads to code of the workspace that is not analysed: what stands behind it is not
/// known.
struct UnanalysedImport {
  NodeId from{};
  StringId specifier{};
  StringId target{};  // a path of the workspace
  Location location;
};

/// Code of another language that is named, and that several files of the workspace offer: which of
/// them is linked or started is not known, so there is no edge.
struct UndecidedLink {
  NodeId from{};
  StringId specifier{};
  uint32_t candidates = 0;
  NodeId first{};  // of them
  Location location;
};

/// Files and externals of a workspace and how they depend on each other. Built once by
/// GraphBuilder, then immutable and safe to share between threads. Nodes 1..file_count() are the
/// files in path order, the rest the externals (`ext:npm/zod`) in name order. Out-edges are sorted
/// by (to, kind, position); self-edges are dropped.
class Graph {
 public:
  uint32_t node_count() const { return static_cast<uint32_t>(names_.size()) - 1; }
  uint32_t file_count() const { return file_count_; }
  bool is_file(NodeId node) const { return Index(node) <= file_count_; }
  /// Workspace-relative path, or "ext:ECOSYSTEM/NAME".
  std::string_view name(NodeId node) const { return names_[Index(node)]; }
  Language language(NodeId node) const { return languages_[Index(node)]; }
  /// Whether the file is compiled or loaded for tests alone.
  bool is_test(NodeId node) const { return tests_[Index(node)]; }
  /// The node of that path or external, or none.
  NodeId Find(std::string_view name) const;

  std::span<const Edge> edges() const { return edges_; }
  std::span<const Edge> Out(NodeId node) const {
    return std::span(edges_).subspan(out_[Index(node)], out_[Index(node) + 1] - out_[Index(node)]);
  }
  /// Indices into edges() of the edges that end at `node`, ascending.
  std::span<const uint32_t> In(NodeId node) const {
    return std::span(in_).subspan(in_start_[Index(node)],
                                  in_start_[Index(node) + 1] - in_start_[Index(node)]);
  }
  std::span<const UnresolvedImport> unresolved() const { return unresolved_; }
  std::span<const UnanalysedImport> unanalysed() const { return unanalysed_; }
  std::span<const UndecidedLink> undecided() const { return undecided_; }
  /// How many imports may lead on to definitions that have no `reference` edge, because their
  /// re-exports go further than is followed.
  uint32_t unfollowed() const { return unfollowed_; }
  std::string_view text(StringId id) const { return strings_.View(id); }
  /// Of no other graph of the process, and another one when a GraphPatch has changed more than the
  /// places and words of edges. 0: of an empty graph that nobody has built.
  uint64_t shape() const { return shape_; }

 private:
  friend class GraphBuilder;
  friend class GraphPatch;
  friend class GraphBytes;

  /// Of edges_, sorted.
  void IndexEdges();
  static uint64_t NextShape();

  uint32_t file_count_ = 0;
  std::vector<std::string> names_;
  std::vector<Language> languages_;
  std::vector<bool> tests_;
  std::vector<Edge> edges_;
  std::vector<uint32_t> out_;
  std::vector<uint32_t> in_start_;
  std::vector<uint32_t> in_;
  std::vector<UnresolvedImport> unresolved_;
  std::vector<UnanalysedImport> unanalysed_;
  std::vector<UndecidedLink> undecided_;
  uint32_t unfollowed_ = 0;
  uint64_t shape_ = 0;
  StringInterner strings_;
};

/// "cannot resolve './x': there is no src/x".
std::string UnresolvedText(const Graph& graph, const UnresolvedImport& import);

/// Collects a graph; not thread-safe.
class GraphBuilder {
 public:
  /// Files in path order, before the first edge; returns 1, 2, …
  NodeId AddFile(std::string_view path, Language language);
  /// `name` is "ext:ECOSYSTEM/NAME". Ids handed out here are provisional until Build() sorts the
  /// externals.
  NodeId AddExternal(std::string_view name);
  void MarkTest(NodeId file) { graph_.tests_[Index(file)] = true; }
  bool IsTest(NodeId file) const { return graph_.is_test(file); }
  Language LanguageOf(NodeId file) const { return graph_.language(file); }
  /// An edge to a file or external; `edge.from` and `edge.to` as handed out, `edge.specifier` from
  /// Intern().
  void AddEdge(const Edge& edge);
  void AddUnresolved(const UnresolvedImport& import);
  void AddUnanalysed(const UnanalysedImport& import);
  void AddUndecided(const UndecidedLink& link) { graph_.undecided_.push_back(link); }
  void AddUnfollowed(uint32_t imports) { graph_.unfollowed_ += imports; }
  StringId Intern(std::string_view text) { return graph_.strings_.Intern(text); }
  Graph Build() &&;

 private:
  Graph graph_;
  std::vector<std::string> externals_;
  StringInterner external_ids_;
};

/// Other edges for one file of a frozen graph; takes them as GraphBuilder does. Not thread-safe.
class GraphPatch {
 public:
  /// `graph` must outlive it, and nobody may read it during Apply().
  GraphPatch(Graph& graph, NodeId file) : graph_(graph), file_(file) {}

  NodeId AddExternal(std::string_view name);
  bool IsTest(NodeId file) const { return graph_.is_test(file); }
  Language LanguageOf(NodeId file) const { return graph_.language(file); }
  void AddEdge(const Edge& edge);
  void AddUnresolved(const UnresolvedImport& import) { unresolved_.push_back(import); }
  void AddUnanalysed(const UnanalysedImport& import) { unanalysed_.push_back(import); }
  StringId Intern(std::string_view text) { return graph_.strings_.Intern(text); }
  /// Puts them in place of those that leave the file now. False, and nothing is changed, where an
  /// external would come or go: that gives all nodes other numbers. O(edges), without sorting them.
  bool Apply() &&;

 private:
  Graph& graph_;
  NodeId file_;
  std::vector<Edge> edges_;
  std::vector<UnresolvedImport> unresolved_;
  std::vector<UnanalysedImport> unanalysed_;
  bool new_node_ = false;
};

}  // namespace krepis::analyzer

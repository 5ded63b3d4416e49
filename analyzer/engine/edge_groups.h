#pragma once

#include <span>

#include "analyzer/engine/rule.h"

namespace krepis::analyzer {

/// Whether rules look at the edge at all: its kind is asked for, and it is not a test's unless the
/// workspace counts those.
inline bool Counts(const Model& model, const Edge& edge, EdgeKindSet kinds) {
  return kinds.Has(edge.kind) && (model.config.workspace.tests || !edge.test_only);
}

/// Calls `visit(std::span<const Edge>)` once per dependency, that is per (from, to, kind) with all
/// its sites in source order: several sites of one edge are one violation with more evidence. What
/// a Rust `use` brings in and the paths that go on from it are one dependency, where both count.
/// `edges` are the graph's, or those of some files.
template <class Visit>
void ForEachDependency(const Model& model, std::span<const Edge> edges, EdgeKindSet kinds,
                       Visit&& visit) {
  const bool used_paths = kinds.Has(EdgeKind::kUse) && kinds.Has(EdgeKind::kPath);
  const auto together = [&](const Edge& first, const Edge& next) {
    return first.from == next.from && first.to == next.to &&
           (first.kind == next.kind ||
            (used_paths && first.kind == EdgeKind::kUse && next.kind == EdgeKind::kPath));
  };
  for (size_t i = 0; i < edges.size();) {
    size_t end = i + 1;
    while (end < edges.size() && together(edges[i], edges[end])) ++end;
    size_t first = i;  // a dependency for tests only and one for all may share the run
    while (first < end && !Counts(model, edges[first], kinds)) ++first;
    if (first < end) visit(edges.subspan(first, end - first));
    i = end;
  }
}

template <class Visit>
void ForEachDependency(const Model& model, EdgeKindSet kinds, Visit&& visit) {
  ForEachDependency(model, model.graph.edges(), kinds, visit);
}

/// Places the finding at the first site; the others become evidence.
void PlaceAt(const Model& model, std::span<const Edge> sites, Diagnostic& finding);

}  // namespace krepis::analyzer

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/ast/ast.h"

namespace krepis::analyzer {

/// Interns strings into a krepis.v1.StringTable.
class StringTableBuilder {
 public:
  /// Id of `text`; 0 for the empty string.
  uint32_t Add(std::string_view text);
  /// The serialised message.
  std::string Serialize() const;
  void Clear();

 private:
  std::string text_;
  std::vector<uint32_t> ends_;
  // Open addressing over ids: a file's names are looked up once per node, so this is the builder's
  // hot spot.
  std::vector<uint32_t> slots_;
  uint32_t Slot(std::string_view text) const;
  void Grow();
  std::string_view View(uint32_t id) const;
};

/// Builds one krepis.v1.Ast in pre-order; no allocation per node once warm. Not thread-safe;
/// reusable through Start().
///
///   builder.Start(Language::kRust, source.size());
///   Node f = builder.Open(NodeKind::kFunction, flags, "main", {0, 12});
///   builder.Leaf(NodeKind::kName, 0, "x", {10, 1});
///   builder.Close(f);
///   std::string bytes = builder.Finish();
class AstBuilder {
 public:
  /// Begins a new tree and opens its kFile root.
  void Start(Language language, uint32_t source_bytes);
  Node Open(NodeKind kind, uint32_t flags, std::string_view name, ByteSpan span);
  /// Every opened node is closed, innermost first.
  void Close(Node node) { ends_[node] = static_cast<uint32_t>(kinds_.size()); }
  Node Leaf(NodeKind kind, uint32_t flags, std::string_view name, ByteSpan span) {
    const Node node = Open(kind, flags, name, span);
    Close(node);
    return node;
  }
  void AddFlags(Node node, uint32_t flags) { kinds_[node] |= flags; }
  void SetName(Node node, std::string_view name) { names_[node] = strings_.Add(name); }
  /// Counts a region that could not be parsed.
  void CountError() { ++error_nodes_; }
  /// Whether a node of this kind has been opened.
  bool Has(NodeKind kind) const;
  uint32_t size() const { return static_cast<uint32_t>(kinds_.size()); }
  /// Drops the node and its subtree again; it must be the last one opened among its siblings.
  void Drop(Node node);

  /// Closes the root and serialises.
  std::string Finish();

 private:
  Language language_ = Language::kNone;
  uint32_t source_bytes_ = 0;
  uint32_t error_nodes_ = 0;
  std::vector<uint32_t> kinds_, ends_, names_, starts_, lengths_;
  StringTableBuilder strings_;
};

}  // namespace krepis::analyzer

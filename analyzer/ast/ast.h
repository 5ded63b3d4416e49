#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/ast/node_kind.h"
#include "analyzer/core/language.h"
#include "analyzer/core/result.h"
#include "analyzer/core/source_text.h"

namespace krepis::analyzer {

/// A packed fixed32 column read in place: little-endian, not necessarily aligned.
class Column {
 public:
  Column() = default;
  Column(const char* data, uint32_t size) : data_(data), size_(size) {}

  uint32_t size() const { return size_; }
  uint32_t operator[](uint32_t row) const {
    uint32_t value;
    __builtin_memcpy(&value, data_ + size_t{4} * row, 4);
    return value;
  }

 private:
  const char* data_ = nullptr;
  uint32_t size_ = 0;
};

/// krepis.v1.StringTable in place. Id 0 is the empty string.
class StringTableView {
 public:
  StringTableView() = default;
  StringTableView(std::string_view text, Column ends) : text_(text), ends_(ends) {}

  uint32_t size() const { return ends_.size() + 1; }
  std::string_view operator[](uint32_t id) const {
    if (id == 0) return {};
    const uint32_t start = id == 1 ? 0 : ends_[id - 2];
    return text_.substr(start, ends_[id - 1] - start);
  }

 private:
  std::string_view text_;
  Column ends_;
};

/// Row number of an AST node; row 0 is the file.
using Node = uint32_t;

/// The children of a node, in source order. Usage: for (Node child : ast.Children(node)).
class NodeRange;

/// A validated krepis.v1.Ast, read in place: it owns nothing, so the bytes must outlive it. Cheap
/// to copy, safe to share between threads.
///
/// Read() checks untrusted bytes once, for everything the accessors rely on: the columns have one
/// length, subtrees nest, kinds are known, names are in the string table, spans lie within the
/// source. After that no accessor can fail.
class Ast {
 public:
  static Result<Ast> Read(std::string_view bytes);

  uint32_t size() const { return kinds_.size(); }
  Language language() const { return language_; }
  uint32_t source_bytes() const { return source_bytes_; }
  /// Regions that the parser could not read; more than 0 means a partial tree.
  uint32_t error_nodes() const { return error_nodes_; }

  NodeKind kind(Node node) const { return static_cast<NodeKind>(kinds_[node] & 0xFF); }
  bool Is(Node node, NodeKind kind) const {
    return (kinds_[node] & 0xFF) == static_cast<uint32_t>(kind);
  }
  bool Has(Node node, NodeFlag flag) const { return (kinds_[node] & flag) != 0; }
  uint32_t flags(Node node) const { return kinds_[node] & ~0xFFu; }
  /// First row behind the node's subtree.
  Node end(Node node) const { return ends_[node]; }
  uint32_t name_id(Node node) const { return names_[node]; }
  std::string_view name(Node node) const { return strings_[names_[node]]; }
  ByteSpan span(Node node) const { return {starts_[node], lengths_[node]}; }

  bool has_children(Node node) const { return ends_[node] > node + 1; }
  /// First child, or 0 when there is none.
  Node first_child(Node node) const { return has_children(node) ? node + 1 : 0; }
  /// Number of children; walks them.
  uint32_t child_count(Node node) const;
  /// Last child, or 0; walks them.
  Node last_child(Node node) const;
  /// First child of that kind, or 0.
  Node child(Node node, NodeKind kind) const;
  NodeRange Children(Node node) const;

  const StringTableView& strings() const { return strings_; }

 private:
  Language language_ = Language::kNone;
  uint32_t source_bytes_ = 0;
  uint32_t error_nodes_ = 0;
  Column kinds_, ends_, names_, starts_, lengths_;
  StringTableView strings_;
};

class NodeRange {
 public:
  class Iterator {
   public:
    Iterator(const Ast* ast, Node node) : ast_(ast), node_(node) {}
    Node operator*() const { return node_; }
    Iterator& operator++() {
      node_ = ast_->end(node_);
      return *this;
    }
    bool operator!=(const Iterator& other) const { return node_ != other.node_; }

   private:
    const Ast* ast_;
    Node node_;
  };
  NodeRange(const Ast* ast, Node parent) : ast_(ast), parent_(parent) {}
  Iterator begin() const { return {ast_, parent_ + 1}; }
  Iterator end() const { return {ast_, ast_->end(parent_)}; }

 private:
  const Ast* ast_;
  Node parent_;
};

inline NodeRange Ast::Children(Node node) const { return {this, node}; }

/// The AST as indented text, one node per line: `kind [flags] "name" start+length`. For `krepis
/// dump ast` and golden tests.
std::string DumpAst(const Ast& ast);

}  // namespace krepis::analyzer

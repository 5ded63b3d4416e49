#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/ast/ast_builder.h"
#include "analyzer/frontend/syntax_tree.h"

namespace krepis::analyzer {

/// Turns the flat syntax trees of one language into an architecture AST, without recursion: a
/// handler emits its own node and schedules, in order, what comes inside and behind it. Reusable
/// from file to file; not thread-safe.
class Lowering {
 public:
  virtual ~Lowering() = default;

  /// Lowers the tree whose root is row `root` (usually 0) into `out`, in which the parent is open.
  void Run(const SyntaxTree& tree, std::string_view source, AstBuilder& out, uint32_t root);

 protected:
  /// What to do with a node: a value of the language's own enumeration, or kClose.
  using Mode = uint16_t;
  static constexpr Mode kClose = 0;
  /// The first task of a run.
  static constexpr Mode kRoot = 1;

  struct Task {
    uint32_t node;
    uint32_t argument;
    Mode mode;
  };

  /// Handles one task, calling Then() for what follows from it.
  virtual void Handle(const Task& task) = 0;

  /// Schedules behind what the current handler scheduled already.
  void Then(Mode mode, uint32_t node, uint32_t argument = 0) {
    tasks_.push_back({node, argument, mode});
  }
  void ThenClose(Node row) { tasks_.push_back({row, 0, kClose}); }

  const SyntaxNode& at(uint32_t node) const { return tree_->nodes[node]; }
  uint32_t end(uint32_t node) const { return tree_->nodes[node].end; }
  uint32_t first(uint32_t node) const { return node + 1; }
  bool empty(uint32_t node) const { return end(node) == node + 1; }
  bool matters(uint32_t node) const { return at(node).matters; }
  ByteSpan Span(uint32_t node) const { return {at(node).start, at(node).length}; }
  std::string_view Text(uint32_t node) const {
    return source_.substr(at(node).start, at(node).length);
  }
  std::string_view source() const { return source_; }
  const SyntaxTree& tree() const { return *tree_; }
  /// First child in that field, or 0.
  uint32_t Child(uint32_t node, uint8_t field) const;
  /// First child of that symbol, or 0.
  uint32_t ChildOf(uint32_t node, uint16_t symbol) const;
  uint32_t FirstChild(uint32_t node) const { return empty(node) ? 0 : node + 1; }
  /// The first byte from `at` on, before `limit`, that is neither blank nor in a comment.
  size_t BehindBlanks(size_t at, size_t limit) const;
  /// The operator between two operands: the source text there without blanks and comments.
  std::string_view OperatorBetween(uint32_t left, uint32_t right) const;

  AstBuilder& out() { return *out_; }
  Node Open(NodeKind kind, uint32_t flags, std::string_view name, uint32_t node) {
    return out_->Open(kind, flags, name, Span(node));
  }
  Node Leaf(NodeKind kind, uint32_t flags, std::string_view name, uint32_t node) {
    return out_->Leaf(kind, flags, name, Span(node));
  }
  /// DecodeEscapes(); valid until the next call.
  std::string_view Decode(std::string_view text);

 private:
  const SyntaxTree* tree_ = nullptr;
  std::string_view source_;
  AstBuilder* out_ = nullptr;
  std::vector<Task> tasks_;
  std::string decoded_;
};

}  // namespace krepis::analyzer

#pragma once

#include <cstdint>
#include <vector>

#include "analyzer/core/source_text.h"

namespace krepis::analyzer {

/// One kept node of a concrete syntax tree, in the vocabulary of its language's lowering.
struct SyntaxNode {
  uint16_t symbol;
  uint8_t field;  // 0: none
  bool matters;   // it or something below it is marked kMatters
  uint32_t start;
  uint32_t length;
  uint32_t end;  // first row behind the subtree
};

/// A macro call whose argument was read: the root of its tree, or 0 when its tokens have to do.
struct Expansion {
  uint32_t node;
  uint32_t root;
  /// The tree holds the `use` declarations alone: for all else the tokens have to do.
  bool uses_only = false;
};

/// A syntax tree without what no lowering reads, flat and in pre-order: children are found by
/// skipping subtrees, as in the AST. Several trees may stand behind each other (reparsed macro
/// bodies).
struct SyntaxTree {
  std::vector<SyntaxNode> nodes;
  /// Comments that are kept, in source order.
  std::vector<ByteSpan> comments;
  /// Where something is imported, in source order, when that was asked for: also where the tree
  /// keeps nothing (in TypeScript's types) or is broken (C's #include lines).
  std::vector<ByteSpan> imports;
  /// In the order of their nodes.
  std::vector<Expansion> expansions;
  uint32_t errors = 0;
  /// Where the first of them is, at least one byte long; {} when there is none.
  ByteSpan first_error;

  void Clear() {
    nodes.clear();
    comments.clear();
    imports.clear();
    expansions.clear();
    errors = 0;
    first_error = {};
  }
};

}  // namespace krepis::analyzer

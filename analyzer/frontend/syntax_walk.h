#pragma once

#include <cstdint>
#include <vector>

struct TSLanguage;
struct TSTree;

namespace krepis::analyzer {

/// A walk over all visible nodes of a tree-sitter tree, in pre-order. Reads the tree where it
/// stands: TSTreeCursor, which says the same, keeps points, counts descendants and looks for the
/// aliases and fields of every node, and took a fifth of the time of the parser. Never calls
/// itself; reusable from tree to tree; not thread-safe.
class SyntaxWalk {
 public:
  explicit SyntaxWalk(const TSLanguage* language) : language_(language) {}

  /// Starts at the root; the tree, of the walk's language, must outlive the walk.
  void Start(const TSTree* tree);
  /// Goes to the first child, or stays and returns false.
  bool ToFirstChild();
  /// Goes to the next sibling; false when there is none. Then ToParent() may follow, and nothing
  /// else.
  bool ToNextSibling() { return !levels_.empty() && Advance(); }
  /// Goes up; there has to be a parent. Its own symbol, span and field are not known any more.
  void ToParent();

  /// The grammar's symbol, an alias included, before ts_language_public_symbol(): see
  /// PublicSymbol().
  uint16_t symbol() const { return symbol_; }
  uint32_t start() const { return start_; }
  uint32_t end() const { return end_; }
  /// The parser put it where the text has nothing.
  bool missing() const;
  /// 0: none.
  uint16_t field() const;

  /// What ts_node_symbol() says for a symbol().
  static uint16_t PublicSymbol(const TSLanguage* language, uint16_t symbol);

 private:
  /// A node whose children are walked. Hidden nodes are levels of their own between visible ones.
  struct Level {
    const void* children;
    uint32_t child_count;
    uint32_t next;             // of the children
    uint32_t next_structural;  // likewise without what the grammar allows anywhere (comments)
    uint32_t end;              // of the last child
    uint16_t production;
    uint16_t field;  // hidden nodes: what its children inherit
    bool visible;
  };

  void Open(const void* subtree, uint32_t start, uint16_t field, bool visible);
  bool Advance();
  uint16_t FieldAt(const Level& level, uint32_t structural, bool extra) const;

  const TSLanguage* language_;
  std::vector<Level> levels_;
  const void* node_ = nullptr;  // the Subtree
  uint32_t start_ = 0;
  uint32_t end_ = 0;
  uint32_t structural_ = 0;
  uint16_t symbol_ = 0;
  bool extra_ = false;
};

}  // namespace krepis::analyzer

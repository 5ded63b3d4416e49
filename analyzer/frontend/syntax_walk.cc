// The only file that knows how tree-sitter's core, whose version is pinned, lays out a tree.
#include "analyzer/frontend/syntax_walk.h"

#include <language.h>
#include <tree.h>

namespace krepis::analyzer {
namespace {

const Subtree& At(const void* subtree) { return *static_cast<const Subtree*>(subtree); }

}  // namespace

void SyntaxWalk::Start(const TSTree* tree) {
  levels_.clear();
  node_ = &tree->root;
  start_ = ts_subtree_padding(tree->root).bytes;
  end_ = start_ + ts_subtree_size(tree->root).bytes;
  symbol_ = ts_subtree_symbol(tree->root);
  structural_ = 0;
  extra_ = false;
}

bool SyntaxWalk::ToFirstChild() {
  const Subtree& node = At(node_);
  if (ts_subtree_child_count(node) == 0) return false;
  Open(node_, start_, 0, true);
  if (Advance()) return true;
  levels_.pop_back();
  return false;
}

void SyntaxWalk::ToParent() {
  while (!levels_.back().visible) levels_.pop_back();
  levels_.pop_back();
}

/// `subtree` has children.
void SyntaxWalk::Open(const void* subtree, uint32_t start, uint16_t field, bool visible) {
  const Subtree& node = At(subtree);
  const Subtree* const children = ts_subtree_children(node);
  // The blanks before a node are those before its first child.
  levels_.push_back({children, node.ptr->child_count, 0, 0,
                     start - ts_subtree_padding(children[0]).bytes, node.ptr->production_id, field,
                     visible});
}

/// To the next visible node below the innermost visible level.
bool SyntaxWalk::Advance() {
  for (;;) {
    Level& level = levels_.back();
    if (level.next == level.child_count) {
      if (level.visible) return false;
      levels_.pop_back();
      continue;
    }
    const Subtree* const child = static_cast<const Subtree*>(level.children) + level.next++;
    const uint32_t start = level.end + ts_subtree_padding(*child).bytes;
    level.end = start + ts_subtree_size(*child).bytes;
    const bool extra = ts_subtree_extra(*child);
    const uint32_t structural = level.next_structural;
    TSSymbol alias = 0;
    if (!extra) {
      alias = ts_language_alias_at(language_, level.production, structural);
      ++level.next_structural;
    }
    if (alias != 0 || ts_subtree_visible(*child)) {
      node_ = child;
      start_ = start;
      end_ = level.end;
      structural_ = structural;
      extra_ = extra;
      symbol_ = alias != 0 ? alias : ts_subtree_symbol(*child);
      return true;
    }
    if (ts_subtree_visible_child_count(*child) > 0)
      Open(child, start, FieldAt(level, structural, extra), false);
  }
}

uint16_t SyntaxWalk::FieldAt(const Level& level, uint32_t structural, bool extra) const {
  if (extra) return 0;
  const TSFieldMapEntry* entry = nullptr;
  const TSFieldMapEntry* end = nullptr;
  ts_language_field_map(language_, level.production, &entry, &end);
  for (; entry < end; ++entry) {
    if (!entry->inherited && entry->child_index == structural) return entry->field_id;
  }
  return level.field;
}

uint16_t SyntaxWalk::field() const {
  return levels_.empty() ? 0 : FieldAt(levels_.back(), structural_, extra_);
}

bool SyntaxWalk::missing() const { return ts_subtree_missing(At(node_)); }

uint16_t SyntaxWalk::PublicSymbol(const TSLanguage* language, uint16_t symbol) {
  return ts_language_public_symbol(language, symbol);
}

}  // namespace krepis::analyzer

#include <vector>

#include "analyzer/frontend/rust_lowering.h"
#include "analyzer/frontend/rust_text.h"

namespace krepis::analyzer {

void RustLowering::Use(uint32_t node, uint32_t flags) {
  const uint32_t reexport = (flags & kExported) != 0 ? uint32_t{kReexport} : 0;
  flags = (flags & kTestOnly) | reexport;
  // The lists that are open, each with the length of the path in front of it.
  struct Level {
    uint32_t next;
    uint32_t end;
    size_t outer;
  };
  std::string prefix;
  std::vector<Level> open;
  uint32_t tree = Child(node, Field::Argument);
  while (tree != 0) {
    const size_t outer = prefix.size();
    uint32_t list = symbol(tree) == Symbol::UseList ? tree : 0;
    if (symbol(tree) == Symbol::ScopedUseList) {
      list = Child(tree, Field::List);
      const uint32_t path = Child(tree, Field::Path);
      if (!prefix.empty() || path == 0) prefix += "::";
      if (path != 0) prefix += Path(path);
    } else if (list == 0) {
      UseLeaf(prefix, tree, flags, open.empty() ? Span(node) : Span(tree));
    }
    if (list != 0 && prefix.size() <= rust::kMaxPathBytes) {
      open.push_back({first(list), end(list), outer});
    } else if (list != 0) {
      out().CountError();
      prefix.resize(outer);
    }
    tree = 0;
    while (!open.empty() && tree == 0) {
      Level& level = open.back();
      if (level.next < level.end) {
        tree = level.next;
        level.next = end(level.next);
      } else {
        prefix.resize(level.outer);
        open.pop_back();
      }
    }
  }
}

void RustLowering::UseLeaf(std::string_view prefix, uint32_t node, uint32_t flags, ByteSpan span) {
  uint32_t path = node;
  uint32_t alias = 0;
  if (symbol(node) == Symbol::UseAsClause) {
    path = Child(node, Field::Path);
    alias = Child(node, Field::Alias);
  } else if (symbol(node) == Symbol::UseWildcard) {
    path = FirstChild(node);
    flags |= kGlob;
  } else if (symbol(node) == Symbol::Error || symbol(node) == Symbol::AttributeItem) {
    return;
  }
  use_path_.assign(prefix);
  if (path != 0 && !(symbol(path) == Symbol::Self && !prefix.empty())) {
    if (!use_path_.empty() && !use_path_.ends_with("::")) use_path_ += "::";
    use_path_ += Path(path);
  }
  if (use_path_.size() > rust::kMaxPathBytes) return out().CountError();
  const Node row = out().Open(NodeKind::kImport, flags, use_path_, span);
  const std::string_view name = (flags & kGlob) != 0 ? "*" : rust::LastSegment(use_path_);
  const Node binding = Open(NodeKind::kBinding, 0, name, node);
  if (alias != 0 && Text(alias) != name) Leaf(NodeKind::kAlias, 0, Text(alias), alias);
  out().Close(binding);
  out().Close(row);
}

void RustLowering::ExternCrate(uint32_t node, uint32_t attributes, uint32_t flags) {
  const uint32_t name = Child(node, Field::Name);
  if (name == 0) return;
  const uint32_t reexport = (flags & kExported) != 0 ? uint32_t{kReexport} : 0;
  const Node row =
      Open(NodeKind::kImport, (flags & kTestOnly) | reexport | kExtern, Text(name), node);
  Attributes(attributes, node);
  Then(kExternName, node);
  ThenClose(row);
}

void RustLowering::ExternName(uint32_t node) {
  const uint32_t name = Child(node, Field::Name);
  const uint32_t alias = Child(node, Field::Alias);
  const Node binding = Open(NodeKind::kBinding, 0, Text(name), name);
  if (alias != 0) Leaf(NodeKind::kAlias, 0, Text(alias), alias);
  out().Close(binding);
}

void RustLowering::Attributes(uint32_t from, uint32_t to) {
  if (from == 0) return;
  for (uint32_t node = from; node < to; node = end(node)) {
    if (symbol(node) == Symbol::AttributeItem) Then(kAttribute, node);
  }
}

bool RustLowering::IsTestOnly(uint32_t attribute_item) const {
  const uint32_t attribute = ChildOf(attribute_item, Symbol::Attribute);
  const uint32_t path = attribute == 0 ? 0 : FirstChild(attribute);
  if (path == 0) return false;
  const std::string_view name = Text(path);
  const uint32_t arguments = name == "cfg" ? Child(attribute, Field::Arguments) : 0;
  return rust::IsTestAttribute(name, arguments == 0 ? std::string_view() : Text(arguments));
}

uint32_t RustLowering::TestOnly(uint32_t from, uint32_t to) const {
  if (from == 0) return 0;
  for (uint32_t node = from; node < to; node = end(node)) {
    if (symbol(node) == Symbol::AttributeItem && IsTestOnly(node)) return kTestOnly;
  }
  return 0;
}

void RustLowering::Attribute(uint32_t node) {
  const uint32_t attribute = ChildOf(node, Symbol::Attribute);
  const uint32_t path = attribute == 0 ? 0 : FirstChild(attribute);
  if (path == 0) return;
  const Node row = Open(NodeKind::kAttribute, 0, Path(path), node);
  if (const uint32_t value = Child(attribute, Field::Value)) Then(kExpression, value);
  const uint32_t arguments = Child(attribute, Field::Arguments);
  if (arguments != 0 && !rust::IsLint(Text(path))) {
    const std::string_view text = Text(arguments);
    for (uint32_t from = 0;;) {
      const rust::TextToken token = rust::NextToken(text, from);
      if (token.kind == rust::TextToken::Kind::kEnd) break;
      from = token.start + token.length;
      const std::string_view word = text.substr(token.start, token.length);
      const ByteSpan span = {at(arguments).start + token.start, token.length};
      if (token.kind == rust::TextToken::Kind::kString) {
        bool raw = false;
        const std::string_view body = rust::StringBody(word, &raw);
        out().Leaf(NodeKind::kString, 0, raw ? body : Decode(body), span);
      } else if (!rust::IsToolPath(word)) {
        out().Leaf(NodeKind::kName, 0, word, span);
      }
    }
  }
  ThenClose(row);
}

}  // namespace krepis::analyzer

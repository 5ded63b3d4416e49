#include "analyzer/ast/ast.h"

#include <fmt/format.h>

#include "analyzer/ast/wire.h"

namespace krepis::analyzer {
namespace {

constexpr uint32_t kSchema = 1;

Error Malformed(std::string_view what) {
  return {fmt::format("malformed AST: {}", what), "", 0, 0};
}

/// Pre-order with nested subtrees: each row's subtree ends behind the row and within its parent's.
/// `open` is the stack of the ends of the ancestors.
bool SubtreesNest(const Column& ends) {
  std::vector<uint32_t> open;
  for (uint32_t row = 0; row < ends.size(); ++row) {
    while (!open.empty() && open.back() == row) open.pop_back();
    const uint32_t limit = row == 0 ? ends.size() : open.empty() ? 0 : open.back();
    if (ends[row] <= row || ends[row] > limit) return false;
    open.push_back(ends[row]);
  }
  return ends.size() != 0 && ends[0] == ends.size();
}

}  // namespace

Result<Ast> Ast::Read(std::string_view bytes) try {
  Ast ast;
  uint32_t schema = 0;
  uint32_t language = 0;
  protozero::pbf_reader reader(bytes.data(), bytes.size());
  while (reader.next()) {
    const uint32_t tag = reader.tag();
    if (tag >= 4 && tag <= 9) {
      if (!wire::IsLengthDelimited(reader)) return Malformed("wrong wire type");
      if (tag == 9) {
        const auto view = reader.get_view();
        const auto strings = wire::ReadStrings({view.data(), view.size()});
        if (!strings) return Malformed("string table out of order");
        ast.strings_ = *strings;
        continue;
      }
      const auto column = wire::ReadColumn(reader);
      if (!column) return Malformed("column is not packed fixed32");
      Column* const columns[] = {&ast.kinds_, &ast.ends_, &ast.names_, &ast.starts_, &ast.lengths_};
      *columns[tag - 4] = *column;
      continue;
    }
    if (tag == 1 || tag == 2 || tag == 3 || tag == 10) {
      if (reader.wire_type() != protozero::pbf_wire_type::varint)
        return Malformed("wrong wire type");
      const uint32_t value = reader.get_uint32();
      (tag == 1   ? schema
       : tag == 2 ? language
       : tag == 3 ? ast.source_bytes_
                  : ast.error_nodes_) = value;
    } else {
      reader.skip();
    }
  }
  if (schema != kSchema) return Malformed(fmt::format("schema {} instead of {}", schema, kSchema));
  if (language == 0 || language > static_cast<uint32_t>(Language::kCpp))
    return Malformed("unknown language");
  ast.language_ = static_cast<Language>(language);
  const uint32_t rows = ast.kinds_.size();
  if (ast.ends_.size() != rows || ast.names_.size() != rows || ast.starts_.size() != rows ||
      ast.lengths_.size() != rows) {
    return Malformed("columns of different lengths");
  }
  if (!SubtreesNest(ast.ends_)) return Malformed("subtrees do not nest");
  const uint32_t strings = ast.strings_.size();
  for (uint32_t row = 0; row < rows; ++row) {
    if (!IsNodeKind(ast.kinds_[row] & 0xFF)) return Malformed("unknown node kind");
    if (ast.names_[row] >= strings) return Malformed("name outside the string table");
    if (uint64_t{ast.starts_[row]} + ast.lengths_[row] > ast.source_bytes_)
      return Malformed("span outside the source");
  }
  return ast;
} catch (const protozero::exception& broken) {
  return Malformed(broken.what());
}

uint32_t Ast::child_count(Node node) const {
  uint32_t count = 0;
  for (Node child = node + 1; child < end(node); child = end(child)) ++count;
  return count;
}

Node Ast::last_child(Node node) const {
  Node last = 0;
  for (Node child = node + 1; child < end(node); child = end(child)) last = child;
  return last;
}

Node Ast::child(Node node, NodeKind wanted) const {
  for (Node child = node + 1; child < end(node); child = end(child)) {
    if (kind(child) == wanted) return child;
  }
  return 0;
}

std::string DumpAst(const Ast& ast) {
  std::string text;
  std::vector<Node> open;
  for (Node node = 0; node < ast.size(); ++node) {
    while (!open.empty() && open.back() <= node) open.pop_back();
    fmt::format_to(std::back_inserter(text), "{:{}}{}", "", 2 * open.size(),
                   NodeKindName(ast.kind(node)));
    if (ast.flags(node) != 0)
      fmt::format_to(std::back_inserter(text), " +{:x}", ast.flags(node) >> 8);
    if (ast.name_id(node) != 0) fmt::format_to(std::back_inserter(text), " {:?}", ast.name(node));
    const ByteSpan span = ast.span(node);
    fmt::format_to(std::back_inserter(text), " {}+{}\n", span.start, span.length);
    open.push_back(ast.end(node));
  }
  return text;
}

}  // namespace krepis::analyzer

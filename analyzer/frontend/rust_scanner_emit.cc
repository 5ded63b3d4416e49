#include "analyzer/frontend/rust_scanner.h"
#include "analyzer/frontend/rust_text.h"
#include "analyzer/frontend/string_escapes.h"

namespace krepis::analyzer {

uint32_t RustScanner::Add(Record::Kind kind, NodeKind node, uint32_t flags, ByteSpan span,
                          ByteSpan name) {
  records_.push_back({kind, node, flags, span, name, {}, {}});
  return static_cast<uint32_t>(records_.size() - 1);
}

void RustScanner::EmitImport(const Record& record, AstBuilder& out) {
  const std::string_view path =
      std::string_view(names_).substr(record.name.start, record.name.length);
  const std::string_view name = (record.flags & kGlob) != 0 ? "*" : rust::LastSegment(path);
  const Node row = out.Open(NodeKind::kImport, record.flags, path, record.span);
  const Node binding = out.Open(NodeKind::kBinding, 0, name, record.binding);
  if (record.alias.length != 0 && Text(record.alias) != name) {
    out.Leaf(NodeKind::kAlias, 0, Text(record.alias), record.alias);
  }
  out.Close(binding);
  out.Close(row);
}

void RustScanner::Emit(AstBuilder& out) {
  if (test_only_) out.AddFlags(0, kTestOnly);
  if (!comments_.empty()) {
    // What stands before the first code is for the whole file.
    const size_t first = first_code_ == kNone ? text_.size() : first_code_;
    out.Leaf(NodeKind::kStatement, 0, {}, Span(first, first));
  }
  open_.clear();
  for (const Record& record : records_) {
    switch (record.kind) {
      case Record::Kind::kLeaf:
        if (record.node == NodeKind::kString) {
          bool raw = false;
          const std::string_view body = rust::StringBody(Text(record.name), &raw);
          out.Leaf(record.node, 0, raw ? body : DecodeEscapes(body, prefix_), record.span);
        } else {
          out.Leaf(record.node, record.flags, Text(record.name), record.span);
        }
        break;
      case Record::Kind::kOpen:
        open_.push_back(out.Open(record.node, record.flags, Text(record.name), record.span));
        break;
      case Record::Kind::kClose:
        out.Close(open_.back());
        open_.pop_back();
        break;
      case Record::Kind::kImport:
        EmitImport(record, out);
        break;
      case Record::Kind::kDropped:
        break;
    }
  }
  for (const ByteSpan comment : comments_) out.Leaf(NodeKind::kComment, 0, {}, comment);
}

}  // namespace krepis::analyzer

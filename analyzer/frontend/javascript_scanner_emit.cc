#include <algorithm>

#include "analyzer/frontend/javascript_scanner.h"
#include "analyzer/frontend/string_escapes.h"

namespace krepis::analyzer {

std::string_view JavaScriptScanner::Decoded(ByteSpan span) {
  return DecodeEscapes(Text(span), decoded_);
}

/// Whether it is certain which calls are of the module system's `require`.
bool JavaScriptScanner::RequireIsClear() const {
  const std::string_view source(begin_, static_cast<size_t>(end_ - begin_));
  const bool makers = source.find("createRequire") != std::string_view::npos;
  if (makers && loader_maker_.length != 0) {
    // Each call of it makes a loader, whatever that is called.
    const std::string_view maker = Text(loader_maker_);
    size_t calls = require_maker_.length == 0 ? 0 : 1;
    for (size_t at = source.find(maker); at != std::string_view::npos;
         at = source.find(maker, at + 1)) {
      const size_t behind = source.find_first_not_of(" \t\r\n", at + maker.size());
      if (behind != std::string_view::npos && source[behind] == '(' && calls-- == 0) return false;
    }
  }
  const bool called = std::any_of(records_.begin(), records_.end(), [](const Record& record) {
    return record.kind == RecordKind::kRequire;
  });
  if (!called) return true;
  if (require_declared_ && require_maker_.length == 0) return !makers;
  return !require_unclear_;
}

void JavaScriptScanner::EmitImport(const Record& record, AstBuilder& out) {
  const Node row =
      out.Open(NodeKind::kImport, record.flags, Decoded(record.specifier), record.span);
  for (uint32_t i = record.first_name; i < record.first_name + record.names; ++i) {
    const Name& name = names_[i];
    const Node binding =
        out.Open(NodeKind::kBinding, name.type_only ? uint32_t{kTypeOnly} : 0,
                 name.fixed.empty() ? Decoded(name.imported) : name.fixed, name.span);
    if (name.local.length != 0 && Text(name.local) != name.fixed &&
        Text(name.local) != Text(name.imported)) {
      out.Leaf(NodeKind::kAlias, 0, Decoded(name.local), name.local);
    }
    out.Close(binding);
  }
  if ((record.flags & kGlob) != 0) out.Leaf(NodeKind::kBinding, 0, "*", record.span);
  out.Close(row);
}

void JavaScriptScanner::EmitCall(const Record& record, AstBuilder& out) {
  const Node call = out.Open(NodeKind::kCall, 0, {}, record.span);
  out.Leaf(NodeKind::kName, 0, "require", {record.span.start, 7});
  if (record.literal) {
    const ByteSpan quoted = {record.specifier.start - 1, record.specifier.length + 2};
    out.Leaf(NodeKind::kString, 0, Decoded(record.specifier), quoted);
  } else {
    out.Leaf(NodeKind::kExpression, 0, {}, record.span);
  }
  out.Close(call);
}

/// Types come last, comments behind them: so the tree-sitter frontend has it.
bool JavaScriptScanner::Emit(AstBuilder& out) {
  if (!RequireIsClear()) return Doubt("a require that may be declared in the file");
  if (!comments_.empty()) {
    // What stands before the first code is for the whole file.
    out.Leaf(NodeKind::kStatement, 0, {}, {first_code_, 0});
  }
  if (require_declared_) {
    const Node variable = out.Open(NodeKind::kVariable, kConst, "require", {});
    if (require_maker_.length != 0) {
      const Node call = out.Open(NodeKind::kCall, 0, {}, require_maker_);
      out.Leaf(NodeKind::kName, 0, Text(require_maker_), require_maker_);
      out.Close(call);
    }
    out.Close(variable);
  }
  bool types = false;
  for (const Record& record : records_) {
    switch (record.kind) {
      case RecordKind::kImport:
        EmitImport(record, out);
        break;
      case RecordKind::kDynamic:
        out.Leaf(NodeKind::kImport, kDynamic | (record.literal ? 0u : uint32_t{kComputed}),
                 record.literal ? Decoded(record.specifier) : std::string_view(), record.span);
        break;
      case RecordKind::kRequire:
        EmitCall(record, out);
        break;
      case RecordKind::kTypeImport:
        types = true;
        break;
      case RecordKind::kDropped:
        break;
    }
  }
  for (const ByteSpan span : loaded_) out.Leaf(NodeKind::kImport, kDynamic | kComputed, {}, span);
  if (types) {
    for (const Record& record : records_) {
      if (record.kind != RecordKind::kTypeImport) continue;
      out.Leaf(NodeKind::kImport, kTypeOnly, Decoded(record.specifier), record.span);
    }
  }
  for (const ByteSpan comment : comments_) out.Leaf(NodeKind::kComment, 0, {}, comment);
  return true;
}

}  // namespace krepis::analyzer

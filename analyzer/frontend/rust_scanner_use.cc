#include "analyzer/frontend/rust_scanner.h"
#include "analyzer/frontend/rust_text.h"

namespace krepis::analyzer {

/// A use tree, behind `use`.
bool RustScanner::Use() {
  HoldsWholeItem();
  Declares();
  const uint32_t flags =
      (pending_.exported ? uint32_t{kReexport} : 0) | (pending_.test ? uint32_t{kTestOnly} : 0);
  const size_t first = records_.size();
  bool single = false;
  prefix_.clear();
  levels_.clear();
  for (bool tree = true;;) {
    if (!BehindBlanks()) return false;
    const char next = At(at_);
    if (next == '}' && !levels_.empty()) {
      prefix_.resize(levels_.back());
      levels_.pop_back();
      ++at_;
      tree = false;
    } else if (tree) {
      bool list = false;
      single = levels_.empty();
      if (!UseTree(flags, list)) return false;
      tree = list;
    } else if (next == ',' && !levels_.empty()) {
      ++at_;
      tree = true;
    } else if (next == ';' && levels_.empty()) {
      break;
    } else {
      return Doubt("a use that cannot be read");
    }
  }
  Before(TokenKind::kMark, ';', at_++);
  // What stands for a single path is the whole statement.
  if (single && records_.size() == first + 1) records_[first].span = Span(pending_.start, at_);
  frames_.back().header = Header::kNone;
  return true;
}

/// One path, or the path in front of a list and its brace.
bool RustScanner::UseTree(uint32_t flags, bool& list) {
  const size_t start = at_;
  size_t end = at_;  // of the path
  bool glob = false;
  if (At(at_) == ':' && At(at_ + 1) == ':' && prefix_.empty()) at_ += 2;
  for (;;) {
    const char next = At(at_);
    if (next == '{') {
      levels_.push_back(prefix_.size());
      if (at_++ != start) {  // `a::{`, not a list alone
        if (!prefix_.empty() || end == start) prefix_ += "::";
        prefix_ += text_.substr(start, end - start);
      }
      list = true;
      return prefix_.size() <= rust::kMaxPathBytes || Doubt("a path that is too long");
    }
    if (next == '*') {
      glob = true;
      ++at_;
      break;
    }
    const size_t word = at_;
    const ByteSpan name = PeekWord();
    if (name.length == 0 || name.start != word) {
      return Doubt("a use that cannot be read");
    }
    end = at_;
    if (At(at_) != ':' || At(at_ + 1) != ':') break;
    at_ += 2;
  }
  ByteSpan span = Span(start, at_);
  ByteSpan alias;
  if (!glob && !Alias(alias)) return false;
  if (alias.length != 0) span = Span(start, alias.end());
  return AddImport(text_.substr(start, end - start), flags | (glob ? uint32_t{kGlob} : 0), span,
                   span, alias);
}

/// `as b`, if it comes next.
bool RustScanner::Alias(ByteSpan& alias) {
  if (!BehindBlanks()) return false;
  if (At(at_) != 'a' || At(at_ + 1) != 's' || IsRustWord(At(at_ + 2))) return true;
  at_ += 2;
  alias = PeekWord();
  return alias.length != 0 || Doubt("an import without its name");
}

bool RustScanner::AddImport(std::string_view path, uint32_t flags, ByteSpan span, ByteSpan binding,
                            ByteSpan alias) {
  const size_t start = names_.size();
  names_ += prefix_;
  if (!path.empty() && (path != "self" || prefix_.empty())) {
    if (!prefix_.empty() && !prefix_.ends_with("::")) names_ += "::";
    names_ += path;
  }
  if (names_.size() - start > rust::kMaxPathBytes) return Doubt("a path that is too long");
  const uint32_t record =
      Add(Record::Kind::kImport, NodeKind::kImport, flags, span, Span(start, names_.size()));
  records_[record].binding = binding;
  records_[record].alias = alias;
  return true;
}

/// `extern crate a as b;`, behind its second word.
bool RustScanner::ExternCrate() {
  HoldsWholeItem();
  Declares();
  const Pending pending = pending_;
  if (!BeginItem(NodeKind::kVariable, 0, false)) return false;
  const ByteSpan name = PeekWord();
  ByteSpan alias;
  if (name.length == 0) return Doubt("an extern crate without a name");
  if (!Alias(alias) || !BehindBlanks()) return false;
  if (At(at_) != ';') return Doubt("an extern crate that cannot be read");
  prefix_.clear();
  const uint32_t flags = uint32_t{kExtern} | (pending.exported ? uint32_t{kReexport} : 0) |
                         (pending.test ? uint32_t{kTestOnly} : 0);
  Before(TokenKind::kWord, 0, name.start);
  return AddImport(Text(name), flags, Span(pending.start, at_ + 1), name, alias);
}

}  // namespace krepis::analyzer

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/source_text.h"
#include "analyzer/frontend/kept_comments.h"
#include "analyzer/frontend/lexical_scanner.h"
#include "analyzer/frontend/rust_bytes.h"

namespace krepis::analyzer {

/// A walk over the tokens of Rust that keeps what is imported, each path whose first name may be a
/// module or a crate, and of the rest as much as says what that name is bound to: the modules,
/// blocks and types that declare such names, and what is built for tests alone. Items within a
/// macro's brackets count as the parser has them, when what stands there is surely Rust. Split by
/// subject over rust_scanner{,_literals,_brackets,_items,_bases,_attributes,_use,_emit}.cc.
class RustScanner final : public LexicalScanner {
 public:
  std::string_view Scan(Language language, std::string_view source, AstBuilder& out) override;

 private:
  static constexpr uint32_t kNone = ~0u;

  enum class TokenKind : uint8_t {
    kStart,      // nothing: the file begins
    kWord,       // a name or a path
    kKeyword,    // one that begins no item
    kLiteral,    // a number, string or character
    kMark,       // mark: an operator, a separator, or a bracket
    kAttribute,  // these four stand in front of an item
    kVisibility,
    kModifier,  // const, unsafe, async, extern "C", default
  };
  struct Token {
    TokenKind kind = TokenKind::kStart;
    char mark = 0;
    uint32_t start = 0;
    uint32_t length = 0;
  };

  /// What stands between brackets.
  enum class Place : uint8_t {
    kCode,
    kArms,           // of a match
    kFields,         // of a struct
    kVariants,       // of an enum
    kVariantFields,  // or those of a tuple struct
  };
  /// Whose brackets come next.
  enum class Header : uint8_t { kNone, kStruct, kEnum, kMatch, kImpl };
  struct Frame {
    char close = 0;
    Place place = Place::kCode;
    Header header = Header::kNone;
    bool declares = false;       // a name that paths may begin with
    bool test = false;           // in something that is for tests alone
    bool bare = false;           // braces that no name stands in front of
    bool loop = false;           // behind `for`, its `in` is to come
    bool item_has_body = false;  // the open item ends behind its braces, too
    bool holds_items = false;    // of a macro: something that only Rust's items mean
    bool doubtful = false;       // of a macro: something that is hardly Rust
    uint32_t scope = 0;          // index of the frame whose block this is in
    uint32_t macro = 0;          // index of the innermost frame of a macro, 0: none
    uint32_t macro_level = 0;    // of a macro's: 1, in another's arguments 2
    uint32_t macro_start = 0;
    uint32_t block = kNone;  // record of its block or module
    uint32_t item = kNone;   // record of the item that is open in it
    ByteSpan base;           // of an impl: what may be its trait
  };

  /// A node to be, or the end of one.
  struct Record {
    enum class Kind : uint8_t { kLeaf, kOpen, kClose, kImport, kDropped };
    Kind kind = Kind::kLeaf;
    NodeKind node = NodeKind::kName;
    uint32_t flags = 0;
    ByteSpan span;
    ByteSpan name;   // in the text; of an import: its path, in names_
    ByteSpan alias;  // of an import, in the text
    ByteSpan binding;
  };

  /// What stands in front of an item.
  struct Pending {
    uint32_t start = kNone;  // of the visibility or the first modifier
    bool exported = false;
    bool test = false;
    bool tells = false;  // an attribute is for tests or has a path in it
  };

  // rust_scanner.cc: the walk. Functions that return bool return false with doubt_ set.
  bool Doubt(std::string_view why) {
    doubt_ = why;
    return false;
  }
  bool Walk();
  bool Word();
  bool Path(uint32_t start);
  bool Colon();
  bool IsKeyOfData() const;
  bool IsMember() const;
  bool Mark(char mark);
  void Operand(TokenKind kind, uint32_t start);
  bool EndsOperand() const;
  bool IsBefore(char mark) const {
    return before_.kind == TokenKind::kMark && before_.mark == mark;
  }
  /// Whether an item or statement may begin here.
  bool StartsStatement() const;
  /// Within a macro's brackets: what stands here is hardly Rust.
  void Doubtful() {
    if (frames_.back().macro != 0) frames_[frames_.back().macro].doubtful = true;
  }
  /// Within a macro's brackets: what stands here has a meaning only if they hold Rust.
  void HoldsItem() {
    if (frames_.back().macro != 0) frames_[frames_.back().macro].holds_items = true;
  }
  /// The same of an item as a whole, which stands between braces.
  void HoldsWholeItem() {
    HoldsItem();
    if (frames_.back().close != '}') Doubtful();
  }

  // rust_scanner_literals.cc: and comments
  bool Slash();
  void Number();
  bool String();
  bool RawString(uint32_t start);
  bool Tick();
  bool Comment();
  bool BehindBlanks();
  /// Behind the blanks and comments at `at`, which the walk has still to pass.
  size_t SkipBlanks(size_t at) const;

  // rust_scanner_brackets.cc
  bool Bang();
  bool OpenBracket();
  bool CloseBracket(char close);
  bool PushFrame(const Frame& added);
  bool SkipBrackets();
  void CloseItem(Frame& frame);

  // rust_scanner_items.cc
  bool ReadKeyword(RustKeyword keyword, uint32_t start);
  void Visibility(uint32_t start);
  bool MayBeUse() const;
  bool Extern(uint32_t start);
  bool Module();
  bool Type(NodeKind kind, Header header, uint32_t start);
  void Modifier(uint32_t start);
  bool FieldOrVariant();
  /// What may begin an item here: the attributes and words in front of it are its own.
  void Take(uint32_t start);
  /// Opens a record for the item when it is for tests alone, with the paths of its attributes.
  bool BeginItem(NodeKind kind, uint32_t flags, bool has_body);
  void Declares() { frames_[frames_.back().scope].declares = true; }
  ByteSpan PeekWord();

  // rust_scanner_bases.cc: what traits and types inherit
  bool ImplHeader();
  bool Bounds();
  bool BehindAngles(size_t& at);
  bool BehindBound(size_t& at, ByteSpan& path);

  // rust_scanner_attributes.cc
  struct AttributeParts {
    ByteSpan name;
    ByteSpan arguments;
    ByteSpan value;
    bool broken = false;  // something else stands behind the name
  };
  AttributeParts PartsOf(ByteSpan attribute) const;
  bool HasPath(ByteSpan attribute) const;
  bool Attribute();
  bool EmitAttribute(ByteSpan attribute, bool of_module);
  bool EmitAttributes(bool of_module);

  // rust_scanner_use.cc
  bool Use();
  bool UseTree(uint32_t flags, bool& list);
  bool Alias(ByteSpan& alias);
  bool AddImport(std::string_view path, uint32_t flags, ByteSpan span, ByteSpan binding,
                 ByteSpan alias);
  bool ExternCrate();

  // rust_scanner_emit.cc
  void Emit(AstBuilder& out);
  void EmitImport(const Record& record, AstBuilder& out);

  uint32_t Add(Record::Kind kind, NodeKind node, uint32_t flags, ByteSpan span, ByteSpan name = {});
  /// Whether a path's first name may be a module or a crate; nothing else is looked up.
  static bool MayBeModule(std::string_view path) {
    const char first = path.starts_with("::") ? path[2] : path[0];
    return first < 'A' || first > 'Z';
  }
  std::string_view Text(ByteSpan span) const { return text_.substr(span.start, span.length); }
  char At(size_t at) const { return at < text_.size() ? text_[at] : '\0'; }
  ByteSpan Span(size_t from, size_t to) const {
    return {static_cast<uint32_t>(from), static_cast<uint32_t>(to - from)};
  }
  void Before(TokenKind kind, char mark, size_t start) {
    before_ = {kind, mark, static_cast<uint32_t>(start), static_cast<uint32_t>(at_ - start)};
  }

  std::string_view text_;
  size_t at_ = 0;
  KeptComments kept_comments_;
  bool test_only_ = false;  // the file
  std::string_view doubt_;
  Token before_;  // the last token
  Pending pending_;
  std::vector<ByteSpan> attributes_;  // of what is pending
  std::vector<Frame> frames_;
  std::vector<Record> records_;
  std::vector<size_t> levels_;  // of a use tree: the lengths of the prefix outside of each list
  std::string prefix_;
  std::string names_;
  std::vector<Node> open_;
  std::vector<ByteSpan> comments_;
  uint32_t first_code_ = kNone;
};

}  // namespace krepis::analyzer

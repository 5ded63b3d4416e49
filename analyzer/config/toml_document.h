#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/config/config.h"
#include "analyzer/core/result.h"
#include "analyzer/core/source_text.h"

namespace krepis::analyzer {

struct TomlMember;

/// A value of a TOML file with its place. Never nested deeper than the square of kMaxTomlNesting,
/// so recursion over it is bounded.
struct TomlNode {
  enum class Kind : uint8_t {
    kTable,
    kArray,
    kString,
    kInteger,
    kFloat,
    kBoolean,
    kDate,
    kDateTime,
    kTime
  };
  Kind kind = Kind::kTable;
  Location location;  // of a [table]: its header
  std::string text;   // of a string
  int64_t integer = 0;
  bool boolean = false;
  Date date;
  std::vector<TomlMember> members;  // of a table, by place
  std::vector<TomlNode> items;      // of an array

  const TomlMember* Find(std::string_view key) const;

  /// With the places.
  bool operator==(const TomlNode& other) const;
};

struct TomlMember {
  std::string key;
  Location key_location;
  TomlNode value;

  bool operator==(const TomlMember& other) const;
};

/// "a string", "an array", …
std::string_view TomlKindName(TomlNode::Kind kind);

/// A parsed TOML file together with every syntax error in it. toml++ stops at the first error, so
/// each statement (TomlStatement) that it refuses is taken out and the rest parsed again; a refused
/// header is replaced by one of a table that nobody reads, so that the keys below it do not fall
/// into the table above. What is left is in `root`.
class TomlDocument {
 public:
  /// `text` must outlive the document.
  static TomlDocument Parse(std::string_view text);

  const TomlNode& root() const { return root_; }
  /// By place; each has line and column, no path.
  const std::vector<Error>& errors() const { return errors_; }
  /// More syntax errors than it pays to look for: `root` is incomplete.
  bool gave_up() const { return gave_up_; }
  /// Whether a statement that was taken out contains `text`, so that it may have declared it.
  bool LostMention(std::string_view text) const;
  /// Whether a statement of the table whose header stands at `header` was taken out.
  bool LostBelow(const Location& header) const;
  /// The place of `length` bytes at `offset` in the value of a string; all of the string where its
  /// escapes hide that.
  Location Within(const TomlNode& string, size_t offset, size_t length) const;
  Location Within(const Location& location, std::string_view value, size_t offset,
                  size_t length) const;

 private:
  friend class TomlParser;

  std::string_view text_;  // without a byte order mark
  uint32_t mark_ = 0;      // bytes of the byte order mark
  LineTable lines_{{}};
  TomlNode root_;
  std::vector<Error> errors_;
  struct Statement {
    ByteSpan span;
    bool header = false;
    bool lost = false;
  };
  std::vector<Statement> statements_;
  bool gave_up_ = false;
};

}  // namespace krepis::analyzer

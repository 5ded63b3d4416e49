#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/language.h"
#include "analyzer/core/result.h"
#include "analyzer/facts/pattern_search.h"

namespace krepis::analyzer {

struct TomlNode;

/// How a symbol has to be used for a row of a table to apply.
enum class UseRole : uint8_t {
  kCall,    // called, constructed or passed on as a value
  kNew,     // constructed: `new Worker(…)`
  kRead,    // mentioned at all, itself or a member of it
  kWrite,   // assigned or deleted, itself or a member of it
  kImport,  // its module is imported
  kMacro,   // Rust macro
  kSyntax,  // not a symbol: dynamic-import, unsafe, extern
};

/// What the argument of a capability is, and where the call has it. Positions count from 0.
struct ArgumentRule {
  enum class Kind : uint8_t {
    kNone,     // the capability takes no argument, or the call does not tell it
    kPath,     // a path: normalised lexically
    kUrl,      // host:port of a URL
    kAddress,  // host:port, in one string or as a host and a port
    kPort,     // a port: a number, or what follows the last ':' of an address
    kName,     // any text: a variable, a program, a library
    kMember,   // the member behind the symbol: process.env.HOME
    kBulk,     // everything at once: "*"
  };
  Kind kind = Kind::kNone;
  uint32_t at = 0;
  std::optional<uint32_t> port_at;  // kAddress: where the port is when it is an argument of its own
  std::string method;               // the argument stands in a later call of the chain: listen
  std::vector<std::string> keys;    // the argument may be an object that has it under one of these
  std::string port_key;             // kUrl, kAddress: and the port under this one
  std::string default_host;         // when only the port is given
  std::string default_port;         // when only the host is given
};

/// What has to hold for a row to apply. Conditions on what is no constant are undecided: the row
/// then applies with Confidence::kUnknown, and later rows are asked as well.
struct UseCondition {
  std::optional<uint32_t> at;      // the argument that `text`, `names` and `constant` speak of
  std::vector<std::string> text;   // it is a string that contains one of these
  std::vector<std::string> names;  // one of these names occurs in it
  std::optional<bool> constant;    // it is a constant string (or is not)
  bool computed = false;           // any flag may be in it: it is not made of constants alone
  std::optional<uint32_t> min_args;
  std::optional<uint32_t> max_args;
  std::vector<std::string> methods;  // one of these is called on the result, not with `false`

  bool empty() const {
    return text.empty() && names.empty() && !constant && !computed && !min_args && !max_args &&
           methods.empty();
  }
};

struct CapabilityRow {
  std::vector<std::string> capabilities;
  UseRole role = UseRole::kCall;
  ArgumentRule argument;
  UseCondition when;
  uint32_t line = 0;  // in the table's file
};

/// Which symbols reach which capability: the tables of one or more files, immutable once loaded and
/// safe to share between threads.
///
/// A table file:
///
///     version = 1
///     language = "typescript"            # typescript | rust | cpp
///
///     [[use]]
///     capability = "fs.write"            # or a list
///     symbols = ["node/fs#{writeFile,writeFileSync,promises.writeFile}", "npm/fs-extra#output*"]
///     argument = { kind = "path", at = 0 }
///     when = { at = 1, text = ["w", "a", "+"] }
///     source = "https://nodejs.org/api/fs.html"
///
/// Symbols are spelled as Symbol::text is. `{a,b}` stands for each of its parts, `*` for any text.
/// A word before the symbol sets the role: `new`, `read`, `write`, `import`, `macro`, `syntax`.
/// Of the rows that name a symbol the first that applies counts; those with exact symbols come
/// before those with `*`, then in the order of the file.
class CapabilityTable {
 public:
  /// Adds another table's rows behind (that is, weaker than) these.
  void Append(CapabilityTable other);
  /// The table as far as it is about capabilities that `wanted` picks: no word of another row makes
  /// a file worth reading. Rows that come before a wanted one for the same symbol stay.
  CapabilityTable Only(const std::function<bool(std::string_view capability)>& wanted) const;
  /// Every capability that a row names, sorted.
  std::vector<std::string> Capabilities() const;

  /// Calls `visit` for the rows that name `symbol` in this role, strongest first, until it returns
  /// true. kRead and kWrite rows match members of their symbol too, kImport rows a module.
  void ForEach(
      LanguageGroup group, UseRole role, std::string_view symbol,
      const std::function<bool(const CapabilityRow&, std::string_view pattern)>& visit) const;

  /// Whether any row is about a member of that module, crate or namespace, or global: the first
  /// part of a symbol (`node/fs`, `global#fetch`, `std`).
  bool KnowsRoot(LanguageGroup group, std::string_view root) const;
  /// Whether a source of that language may contain anything that the table names.
  bool MayMatch(LanguageGroup group, std::string_view source) const;
  /// What MayMatch() looks for: words, one of which is in every source that the table is about.
  const std::set<std::string, std::less<>>& words(LanguageGroup group) const {
    return groups_[static_cast<size_t>(group)].words;
  }
  bool empty() const { return rows_.empty(); }
  size_t size() const { return rows_.size(); }

 private:
  friend class CapabilityTableLoader;

  struct Pattern {
    std::string text;  // without the role
    uint32_t row;
    UseRole role;
    LanguageGroup group;
    std::vector<std::string> words;  // one of which every source that uses it contains
  };
  struct Group {
    std::map<std::string, std::vector<uint32_t>, std::less<>> exact;  // symbol -> patterns_
    std::vector<uint32_t> wildcards;
    std::map<std::string, bool, std::less<>> roots;
    std::set<std::string, std::less<>> words;
    PatternSearch search;  // for them, when the table is loaded
  };

  void Freeze();
  void Index(uint32_t pattern, bool with_words);

  std::vector<CapabilityRow> rows_;
  std::vector<Pattern> patterns_;
  Group groups_[4];
};

/// Reads a table. `path` is what errors call the file; they come all at once.
struct CapabilityTableOutcome {
  CapabilityTable table;  // usable only without errors
  std::vector<Error> errors;
};
enum class CapabilityNames : uint8_t {
  kKnown,  // a table of krepis' own: other names are mistakes
  kAny,    // a user's
};
CapabilityTableOutcome LoadCapabilityTable(std::string_view toml, std::string_view path,
                                           CapabilityNames names = CapabilityNames::kKnown);
/// Likewise, of what such a file says.
CapabilityTableOutcome LoadCapabilityTable(TomlNode root, std::string_view path,
                                           CapabilityNames names = CapabilityNames::kKnown);

/// The part of a symbol that decides whether a table may know it: see CapabilityTable::KnowsRoot.
std::string_view SymbolRoot(LanguageGroup group, std::string_view symbol);

}  // namespace krepis::analyzer

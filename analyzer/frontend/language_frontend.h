#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "analyzer/core/language.h"

namespace krepis::analyzer {

struct ParseLimits {
  /// CPU time for one file, milliseconds, as LimitFor() has it; 0: none.
  uint32_t file_ms = 10'000;
};

/// The CPU time in milliseconds that a text of `bytes` may take: all of `file_ms` from 1 MB on, a
/// tenth of it for the smallest, and what lies between in proportion. Texts that are made to be
/// slow need few bytes for it; of 40,000 files in twenty repositories none took more than 3.3
/// microseconds a byte, a third of what the default gives.
constexpr uint32_t LimitFor(uint32_t file_ms, size_t bytes) {
  constexpr uint64_t kAll = 1'000'000;
  const uint64_t share = kAll / 10 + std::min<uint64_t>(bytes, kAll) * 9 / 10;
  return file_ms == 0 ? 0 : std::max(1u, static_cast<uint32_t>(file_ms * share / kAll));
}

/// What became of one file. Parsing never fails: broken text gives a partial tree that counts its
/// errors. A file over a limit has no tree.
struct ParseOutcome {
  enum class Status : uint8_t {
    kTree,
    kTimeOut,
    kUnsure,  // of a lexical frontend: a parser has to read this file
  };

  Status status = Status::kTree;
  /// Serialised krepis.v1.Ast; empty unless kTree.
  std::string ast;
  /// What the frontend could not tell apart, static text; empty unless kUnsure.
  std::string_view doubt = {};
};

/// Turns the text of one file into its architecture AST (analyzer/ast/node_kind.h). Not
/// thread-safe: one per thread, reused from file to file. It touches no file and no clock but its
/// own time limit, so the same text gives the same bytes.
class LanguageFrontend {
 public:
  virtual ~LanguageFrontend() = default;

  /// `path` is for messages, and a header of C++ (.h) may be read as one of C; `source` is any
  /// bytes, at most 4 GiB.
  virtual ParseOutcome Parse(std::string_view path, Language language, std::string_view source) = 0;
};

/// Parses TypeScript, TSX, JavaScript, Rust, C and C++ with tree-sitter. Header files are parsed as
/// C++.
std::unique_ptr<LanguageFrontend> MakeTreeSitterFrontend(const ParseLimits& limits);

/// Whether there is a lexical frontend for files of that language.
bool HasLexicalFrontend(Language language);
/// Reads imports and suppressions alone, a hundred times as fast as a parser: its trees hold just
/// the nodes that those facts are made of, flat below the root, and the facts are the same as of
/// the tree-sitter frontend's. Where it cannot be certain of that it says kUnsure. Only for
/// languages that HasLexicalFrontend().
std::unique_ptr<LanguageFrontend> MakeLexicalFrontend();

}  // namespace krepis::analyzer

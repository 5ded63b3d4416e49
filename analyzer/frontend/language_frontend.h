#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "analyzer/core/language.h"

namespace krepis::analyzer {

struct ParseLimits {
  /// CPU time for one file, milliseconds; 0: none.
  uint32_t file_ms = 10'000;
};

/// What became of one file. Parsing never fails: broken text gives a partial tree that counts its
/// errors. A file over a limit has no tree.
struct ParseOutcome {
  enum class Status : uint8_t { kTree, kTimeOut };

  Status status = Status::kTree;
  /// Serialised krepis.v1.Ast; empty unless kTree.
  std::string ast;
};

/// Turns the text of one file into its architecture AST (analyzer/ast/node_kind.h). Not
/// thread-safe: one per thread, reused from file to file. It touches no file and no clock but its
/// own time limit, so the same text gives the same bytes.
class LanguageFrontend {
 public:
  virtual ~LanguageFrontend() = default;

  /// `path` is only for messages; `source` is any bytes, at most 4 GiB.
  virtual ParseOutcome Parse(std::string_view path, Language language, std::string_view source) = 0;
};

/// Parses TypeScript, TSX, JavaScript, Rust, C and C++ with tree-sitter. Header files are parsed as
/// C++.
std::unique_ptr<LanguageFrontend> MakeTreeSitterFrontend(const ParseLimits& limits);

}  // namespace krepis::analyzer

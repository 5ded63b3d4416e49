#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "analyzer/frontend/grammar_table.h"
#include "analyzer/frontend/kept_comments.h"
#include "analyzer/frontend/syntax_tree.h"

struct TSLanguage;

namespace krepis::analyzer {

/// One tree-sitter parser, and the pass that turns its tree into a SyntaxTree in the vocabulary of
/// a lowering. Not thread-safe; reused from file to file.
class SyntaxParser {
 public:
  SyntaxParser(const TSLanguage* language, const GrammarTable& table);
  ~SyntaxParser();
  SyntaxParser(const SyntaxParser&) = delete;
  SyntaxParser& operator=(const SyntaxParser&) = delete;

  /// Time for the Parse() calls until the next Restart(), in milliseconds of this thread's CPU; 0:
  /// none.
  void RestartClock(uint32_t limit_ms);

  enum class Outcome : uint8_t { kDone, kTimeOut, kBroken };

  /// What Parse() is asked for.
  struct Request {
    std::string_view text;
    /// Added to every span; a span behind `limit` is cut off.
    uint32_t offset = 0;
    uint32_t limit = 0;
    /// Which comments to collect.
    KeptComments comments;
    /// Note the symbols marked kImports.
    bool imports = false;
    /// Text with an error is given up as kBroken as soon as that is seen.
    bool only_sound = false;
  };

  /// Parses and appends the tree to `tree`, which stays unchanged unless the outcome is kDone.
  Outcome Parse(const Request& request, SyntaxTree& tree);

  /// Deletes the parser of the grammar; the next Parse() makes a new one.
  void Drop();

 private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace krepis::analyzer

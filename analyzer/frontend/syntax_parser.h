#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "analyzer/frontend/grammar_table.h"
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

  /// Parses `text` and appends its tree to `tree`; `offset` is added to every span (it may be
  /// "negative": arithmetic is modulo 2^32, and a span that would not lie in [0, limit] is cut
  /// off). False when the time is up; `tree` is unchanged then.
  bool Parse(std::string_view text, uint32_t offset, uint32_t limit, bool comments,
             SyntaxTree& tree);

 private:
  class State;
  std::unique_ptr<State> state_;
};

/// For worker processes: from now on every parser of this process ends it with `exit_code` when the
/// memory is used up, where it would abort otherwise.
void UseAllocatorThatExits(int exit_code);

}  // namespace krepis::analyzer

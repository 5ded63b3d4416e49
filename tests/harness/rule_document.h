#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/file_system.h"
#include "analyzer/core/result.h"

namespace krepis::testing {

/// A tree that a rule's documentation shows under "## Invalid" or "## Valid".
///
/// Its files are fenced code blocks that name their path after the language (```ts apps/a.ts), or
/// blocks with several files behind `// --- PATH` or `# --- PATH` lines. Blocks that follow each
/// other make one tree; a "###" heading, or a path that the tree already has, begins the next.
/// Fenced blocks without a path are prose, such as output.
struct DocumentExample {
  bool valid = false;
  uint32_t line = 0;  // of the document: the first block's fence
  analyzer::MemoryFileSystem files;
};

/// The examples of the document called `name`. Fails on a fence that never closes and on a path
/// that comes twice in one block.
analyzer::Result<std::vector<DocumentExample>> ExamplesOf(const std::string& name,
                                                          std::string_view markdown);

}  // namespace krepis::testing

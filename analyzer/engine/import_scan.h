#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "analyzer/core/diagnostic.h"
#include "analyzer/core/file_system.h"
#include "analyzer/core/progress.h"
#include "analyzer/engine/facts_memory.h"
#include "analyzer/facts/facts.h"
#include "analyzer/frontend/clang_semantics_map.h"
#include "analyzer/workspace/discovery.h"

namespace krepis::analyzer {

/// What the lexical frontends make of the files of a workspace.
struct ImportScan {
  std::vector<FileFacts> facts;  // in the order of the files
  std::vector<ScanState> states;
  // Of facts that were remembered, which a tree may have given; else "". As FactsMemory has them.
  std::vector<std::string_view> keys;
  std::vector<uint8_t> calls_left;  // by file: RememberedFacts::calls_left
  std::vector<Incomplete> incomplete;
  uint64_t bytes = 0;  // read
};

/// The first tier: reads and scans every file of the languages that have a lexical frontend, in
/// this process; one execution of the runtime's pipeline per file, path = `lexical/<language>`. The
/// result does not depend on `jobs`. Files that `memory` (which may be null) knows are not read:
/// `families` is what it is asked for.
/// Where a file was compiled, its includes are those of `semantics`. Files of more than
/// `file_bytes` fail. `progress` (which may be null) is told of each file.
ImportScan ScanImports(const FileSystem& files, std::span<const SourceFile> sources,
                       const SemanticsMap& semantics, uint64_t file_bytes, unsigned jobs,
                       const FactsMemory* memory = nullptr, std::string_view families = {},
                       Progress* progress = nullptr);

}  // namespace krepis::analyzer

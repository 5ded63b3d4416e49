#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "analyzer/core/diagnostic.h"
#include "analyzer/core/file_system.h"
#include "analyzer/engine/ast_source.h"
#include "analyzer/engine/behaviors.h"
#include "analyzer/facts/extract.h"
#include "analyzer/facts/facts.h"
#include "analyzer/frontend/clang_semantics_map.h"
#include "analyzer/workspace/discovery.h"

namespace krepis::analyzer {

struct ExtractionOptions {
  unsigned jobs = 1;
  uint64_t file_bytes = 10'000'000;  // larger files are not analysed
  AstSourceFactory ast_sources;      // called once per thread
  ParseLimits parse;
  ExtractOptions facts;
};

/// What the extraction of all files gave.
struct Extraction {
  std::vector<FileFacts> facts;  // in the order of the files; empty facts for a file that failed
  std::vector<Incomplete> incomplete;  // the files that were not analysed, and why
  uint64_t bytes = 0;                  // read
  std::map<std::string, TimingBehavior::Total, std::less<>> timings;
};

/// Makes the facts of every file: one execution of the runtime's pipeline per file, path =
/// `frontend/<language>`. Timing and fault isolation are global behaviours, the commit of the facts
/// is scoped to `frontend` in the transaction stage: what fails leaves nothing behind. The handler
/// waits for the file's AST, validates it and extracts.
///
/// Each thread reads the next batch and hands it to its worker before it works on the previous one,
/// so that workers and threads are busy at once. The result does not depend on `jobs`.
Extraction ExtractAll(const FileSystem& files, std::span<const SourceFile> sources,
                      const SemanticsMap& semantics, const ExtractionOptions& options);

}  // namespace krepis::analyzer

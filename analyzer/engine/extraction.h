#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "analyzer/config/config.h"
#include "analyzer/core/diagnostic.h"
#include "analyzer/core/file_system.h"
#include "analyzer/core/progress.h"
#include "analyzer/engine/ast_source.h"
#include "analyzer/engine/facts_memory.h"
#include "analyzer/facts/extract.h"
#include "analyzer/facts/facts.h"
#include "analyzer/frontend/clang_semantics_map.h"
#include "analyzer/workspace/workspace.h"

namespace krepis::analyzer {

struct ExtractionOptions {
  unsigned jobs = 1;
  uint64_t file_bytes = 10'000'000;  // larger files are not analysed
  AstSourceFactory ast_sources;      // called once per thread
  ParseLimits parse;
  ExtractOptions facts;
  /// Whether ffi edges are asked for: then foreign facts are extracted, and `facts.foreign` is set
  /// by the extraction itself.
  bool foreign = false;
  /// Whether lexical frontends may stand in for the parser where its tree says no more.
  bool lexical = true;
  Progress* progress = nullptr;  // told of each file
  /// What stands for the symbol tables among `facts` and the limits, in keys of remembered facts.
  std::string looked_for;
  /// Whether RepeatedExtraction::Again() will be asked.
  bool again = false;
  /// What is known of files already; may be null.
  const FactsMemory* memory = nullptr;
};

/// How many files went through which tier.
struct TierCounts {
  uint64_t remembered = 0;  // not at all: their facts were known
  uint64_t lexical = 0;     // by their bytes alone
  uint64_t parsed = 0;      // by a parser; of these,
  uint64_t unsure = 0;      // because the lexical frontend was not sure of them
  uint64_t asked = 0;       // because a family may find something in their tree
};

/// What the extraction of all files gave.
struct Extraction {
  std::vector<FileFacts> facts;  // in the order of the files; empty facts for a file that failed
  std::vector<Incomplete> incomplete;  // the files that were not analysed, and why
  uint64_t bytes = 0;                  // read
  TierCounts tiers;
  std::vector<uint32_t> anew;        // the files whose facts were not remembered, in order
  std::vector<uint32_t> calls_left;  // those of which the memory has the calls, in order
};

/// Makes the facts of every file, each by the cheapest tier that gives all of them (design D1).
/// First ScanImports(); then a parser reads the files that were not scanned for sure and those in
/// whose tree a family may find something (TierChooser).
///
/// With foreign facts, Rust comes before all else: it names the functions by which files of C and
/// C++ are chosen.
///
/// Trees: one execution of the runtime's pipeline per file, path = `frontend/<language>`, which
/// waits for the file's AST, validates it and extracts. Each thread reads the next batch and hands
/// it to its worker before it works on the previous one, so that workers and threads are busy at
/// once; no worker starts where no file needs one. The result does not depend on `jobs`.
Extraction ExtractAll(const FileSystem& files, const Workspace& workspace, const Config& config,
                      const SemanticsMap& semantics, const ExtractionOptions& options);

/// The same for all files, and then for single ones again. Not thread-safe; refers to its
/// arguments.
class RepeatedExtraction {
 public:
  RepeatedExtraction(const FileSystem& files, const Workspace& workspace, const Config& config,
                     const SemanticsMap& semantics, ExtractionOptions options);
  ~RepeatedExtraction();

  Extraction All();

  /// The facts that All() would now give for one file.
  struct Single {
    FileFacts facts;
    std::vector<Incomplete> incomplete;  // that file, where it cannot be analysed
  };
  /// After All(). None where the file's new text may change what is looked for in other files;
  /// then nothing but All() may be asked for.
  std::optional<Single> Again(uint32_t file);
  /// After All(): what a later extraction has to know to take over the facts of a file whose text
  /// stays. The key is "" where they depend on more than that.
  ScanState StateOf(uint32_t file) const;
  std::string_view KeyOf(uint32_t file) const;
  /// FamiliesName() of what is looked for.
  std::string Families() const;
  /// After All(): stands for what was looked for in all files.
  std::string Key() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace krepis::analyzer

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/frontend/clang_unit.h"
#include "analyzer/frontend/disk_answers.h"
#include "analyzer/frontend/worker_client.h"

namespace krepis::analyzer {

struct ClangOptions {
  std::string root;  // absolute path of the workspace
  // The executables; empty: krepis-clang-worker and krepis-include-worker beside this process' own.
  std::string worker;
  std::string include_worker;
  uint32_t jobs = 1;                          // worker processes
  uint64_t memory_bytes = uint64_t{2} << 30;  // address space of one worker; 0: no limit
  uint32_t unit_ms = 60'000;                  // wall time of one unit; 0: no limit
  DiskAnswers* asked = nullptr;  // takes all that is asked of the disk; null: it is not wanted
};

/// Parses translation units in worker processes, the only ones that load clang: its own libraries
/// where includes or bases are wanted, libclang otherwise. A worker reads the workspace, the
/// system's headers and the directories that the units' flags name; it writes nothing, has no
/// network and starts nothing. A unit that crashes its worker, hangs or exceeds the memory is an
/// error of that unit; the others go on. Not thread-safe; one thread submits and waits. The
/// destructor forgets what is queued, waits for the units under way (at most their time limit) and
/// ends the workers.
class ClangClient {
 public:
  struct Outcome {
    uint32_t unit;                   // what Submit returned
    Result<ClangUnitResult> result;  // the error names the unit's file and says what happened
  };

  explicit ClangClient(ClangOptions options);
  ~ClangClient();
  ClangClient(const ClangClient&) = delete;
  ClangClient& operator=(const ClangClient&) = delete;

  /// Gives the workers access to the directories that a unit names, without asking them for it.
  /// What one unit may read, all may.
  void Allow(const ClangUnit& unit);
  /// What decides, beside a unit and the disk, what comes of it: the directories outside of the
  /// workspace that the units so far have opened to the workers, and the limits.
  std::string Bounds() const;
  /// The directives of these files, whose paths are absolute, in their order; zeros where they
  /// cannot be told. Before the first Submit().
  std::vector<ClangText> Directives(std::vector<std::string> paths);
  /// Queues a unit; numbers count from 0. Submit many before the first Wait: workers are started
  /// there, with access to the directories of the units known by then, and have to be replaced for
  /// a unit that needs others.
  uint32_t Submit(ClangUnit unit);
  /// The next finished unit, in whatever order they finish; nullopt when none is left.
  std::optional<Outcome> Wait();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

/// Starts a worker, asks which walls stand around it, and ends it.
Result<Confinement> ProbeClangWorker(const ClangOptions& options);

}  // namespace krepis::analyzer

#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/language.h"
#include "analyzer/core/result.h"

namespace krepis::analyzer {

/// Names a file between Submit() and Wait(); the caller chooses, each at most once at a time.
enum class FileTicket : uint32_t {};

/// How to start a worker and what it may use. Defaults: this program's own AST worker.
struct WorkerOptions {
  std::string executable = "/proc/self/exe";
  std::vector<std::string> arguments = {"worker", "--ast"};
  /// CPU time for one file, milliseconds, without that in which the worker starts. The worker gives
  /// up by itself; one that does not is killed. Below 5 seconds the file is tried twice.
  uint32_t file_ms = 10'000;
  /// Whether a file has only its share of it, by its size (LimitFor()).
  bool limit_by_size = true;
  /// Memory that the worker may have at all, bytes; 0: no limit.
  uint64_t memory_bytes = uint64_t{2} << 30;
  /// Absolute paths that the worker may read, directories with what is below them. Empty: no file
  /// at all.
  std::vector<std::string> readable;
};

/// Which walls stand around a worker: what the kernel could give. For `krepis doctor`.
struct Confinement {
  bool memory_limit = false;
  bool no_new_privileges = false;
  bool landlock = false;
  bool seccomp = false;
};

/// One worker process and the files that are under way in it (design D8). The process starts with
/// the first Submit() and lives until the client goes. Not thread-safe: one client per thread, used
/// and destroyed by the thread that made it.
///
/// Submit() and Wait() move bytes in both directions whenever either can, so any number of files
/// may be submitted before the first is waited for; the worker answers in order. A worker that
/// dies, hangs or needs too much memory costs the file that did it and no other: every file it left
/// unanswered is tried again alone in a new process.
class WorkerClient {
 public:
  explicit WorkerClient(WorkerOptions options);
  ~WorkerClient();
  WorkerClient(const WorkerClient&) = delete;
  WorkerClient& operator=(const WorkerClient&) = delete;

  /// Hands a file over; returns without waiting for the worker. `text` must stay valid until the
  /// ticket was waited for; `path` names the file in errors.
  void Submit(FileTicket ticket, std::string_view path, Language language, std::string_view text);

  /// Blocks until the ticket's file is done; a ticket is waited for once. The bytes come from a
  /// process that parsed hostile input: the caller validates them (Ast::Read). The error names the
  /// file and says what happened ("the parser crashed (signal 11) on src/a.ts").
  Result<std::string> Wait(FileTicket ticket);

  /// Starts the worker when none runs and says how it is confined.
  Result<Confinement> Probe();

  /// The process id of the running worker, 0 when there is none. For tests that kill it.
  int process_id() const;

 private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace krepis::analyzer

#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/language.h"

namespace krepis::analyzer {

/// What a worker makes of one request; a status, and the bytes that go with it.
struct WorkerAnswer {
  enum class Status : uint8_t { kResult = 0, kTimeOut = 1, kFailed = 2 };

  Status status = Status::kResult;
  /// The result; with kFailed one line that says why.
  std::string bytes;
};

/// What the client asked for when it started the worker.
struct WorkerSetup {
  uint32_t file_ms = 0;
  uint64_t memory_bytes = 0;
  /// Absolute paths that stay readable.
  std::vector<std::string> readable;
};

/// What answers the requests inside a worker.
class WorkerService {
 public:
  virtual ~WorkerService() = default;
  virtual WorkerAnswer Handle(std::string_view path, Language language, std::string_view text) = 0;
};

/// Called once, before the walls go up: what needs files or libraries is opened here.
using WorkerServiceFactory = std::unique_ptr<WorkerService> (*)(const WorkerSetup&);

/// The body of a worker process: reads the setup from `in_fd`, confines itself (resource limits, no
/// new privileges, Landlock, seccomp as far as the kernel has them), then answers requests on
/// `out_fd` in order until `in_fd` ends. Returns the exit code. Closes every other descriptor from
/// 3 up. The process must be single-threaded.
int RunWorker(int in_fd, int out_fd, WorkerServiceFactory factory);

/// RunWorker with the tree-sitter frontend: what `krepis worker --ast` is.
int AstWorkerMain(int in_fd, int out_fd);

}  // namespace krepis::analyzer

#include "analyzer/frontend/clang_worker.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>

namespace krepis::analyzer {
namespace {

/// The kernel keeps at least 128 MB free below a process' first stack.
constexpr rlim_t kStackBytes = rlim_t{120} << 20;

}  // namespace

WorkerAnswer ClangService::Handle(std::string_view, Language, std::string_view text) {
  const auto request = DecodeClangRequest(text);
  if (!request) return {WorkerAnswer::Status::kFailed, request.error().message};
  if (paths_ == nullptr) {
    asked_ = &begin_();
    root_ = request->root;
    paths_ = std::make_unique<ClangPaths>(root_);
  }
  if (root_ != request->root) {
    return {WorkerAnswer::Status::kFailed, "a worker reads one workspace"};
  }
  Result<ClangUnitResult> result = ClangUnitResult();
  if (request->directives_of.empty()) {
    result = Parse(request->unit, *paths_, request->asked);
  } else {
    result->texts = Directives(request->directives_of);
  }
  if (!result) return {WorkerAnswer::Status::kFailed, result.error().message};
  if (request->asked) result->asked = asked_->TakeNew();
  return {WorkerAnswer::Status::kResult, EncodeClangResult(*result)};
}

int ClangWorkerMain(WorkerServiceFactory factory) {
  const int socket = fcntl(STDIN_FILENO, F_DUPFD, STDERR_FILENO + 1);
  const int nothing = open("/dev/null", O_RDWR);
  if (socket < 0 || nothing < 0 || dup2(nothing, STDIN_FILENO) < 0 ||
      dup2(nothing, STDOUT_FILENO) < 0) {
    return 1;
  }
  // A crash must end the process: what libclang would recover to is not sound any more.
  setenv("LIBCLANG_DISABLE_CRASH_RECOVERY", "1", 1);
  // Parse on this thread: libclang's own ones have 8 MB of stack, which deep nesting exceeds.
  setenv("LIBCLANG_NOTHREADS", "1", 1);
  rlimit stack = {};
  getrlimit(RLIMIT_STACK, &stack);
  stack.rlim_cur = std::min(kStackBytes, stack.rlim_max);
  setrlimit(RLIMIT_STACK, &stack);
  return RunWorker(socket, socket, factory);
}

}  // namespace krepis::analyzer

#include "analyzer/frontend/clang_worker.h"

#include <stdlib.h>
#include <sys/resource.h>

#include <algorithm>
#include <memory>
#include <string>

#include "analyzer/frontend/clang_semantics.h"
#include "analyzer/frontend/clang_unit.h"
#include "analyzer/frontend/worker_main.h"

namespace krepis::analyzer {
namespace {

/// The kernel keeps at least 128 MB free below a process' first stack.
constexpr rlim_t kStackBytes = rlim_t{120} << 20;

class ClangService final : public WorkerService {
 public:
  WorkerAnswer Handle(std::string_view, Language, std::string_view text) override {
    const auto request = DecodeClangRequest(text);
    if (!request) return {WorkerAnswer::Status::kFailed, request.error().message};
    if (paths_ == nullptr || root_ != request->root) {
      root_ = request->root;
      paths_ = std::make_unique<ClangPaths>(root_);
    }
    const auto result = ParseClangUnit(request->unit, *paths_);
    if (!result) return {WorkerAnswer::Status::kFailed, result.error().message};
    return {WorkerAnswer::Status::kResult, EncodeClangResult(*result)};
  }

 private:
  std::string root_;
  std::unique_ptr<ClangPaths> paths_;  // files keep their places during a run
};

}  // namespace

int ClangWorkerMain(int socket) {
  // A crash must end the process: what libclang would recover to is not sound any more.
  setenv("LIBCLANG_DISABLE_CRASH_RECOVERY", "1", 1);
  // Parse on this thread: libclang's own ones have 8 MB of stack, which deep nesting exceeds.
  setenv("LIBCLANG_NOTHREADS", "1", 1);
  rlimit stack = {};
  getrlimit(RLIMIT_STACK, &stack);
  stack.rlim_cur = std::min(kStackBytes, stack.rlim_max);
  setrlimit(RLIMIT_STACK, &stack);
  return RunWorker(socket, socket, [](const WorkerSetup&) -> std::unique_ptr<WorkerService> {
    return std::make_unique<ClangService>();
  });
}

}  // namespace krepis::analyzer

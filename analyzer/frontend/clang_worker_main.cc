#include "analyzer/frontend/clang_disk_calls.h"
#include "analyzer/frontend/clang_semantics.h"
#include "analyzer/frontend/clang_worker.h"

namespace krepis::analyzer {
namespace {

class SemanticsService final : public ClangService {
 public:
  SemanticsService() : ClangService(&BeginClangDiskCalls) {}

 private:
  Result<ClangUnitResult> Parse(const ClangUnit& unit, ClangPaths& paths, bool keeps) override {
    return parser_.Parse(unit, paths, keeps);
  }

  ClangUnitParser parser_;
};

}  // namespace
}  // namespace krepis::analyzer

// krepis-clang-worker: libclang behind a socket.
int main() {
  using namespace krepis::analyzer;
  return ClangWorkerMain([](const WorkerSetup&) -> std::unique_ptr<WorkerService> {
    return std::make_unique<SemanticsService>();
  });
}

#include "analyzer/frontend/clang_disk_calls.h"
#include "analyzer/frontend/clang_include_scanner.h"
#include "analyzer/frontend/clang_worker.h"

namespace krepis::analyzer {
namespace {

class IncludeService final : public ClangService {
 public:
  IncludeService() : ClangService(&BeginClangDiskCalls) {}

 private:
  Result<ClangUnitResult> Parse(const ClangUnit& unit, ClangPaths& paths, bool keeps) override {
    return scanner_.Scan(unit, paths, keeps);
  }
  std::vector<ClangText> Directives(const std::vector<std::string>& paths) override {
    return scanner_.Directives(paths);
  }

  ClangIncludeScanner scanner_;
};

}  // namespace
}  // namespace krepis::analyzer

// krepis-include-worker: clang's preprocessor, and its parser without bodies, behind a socket.
int main() {
  using namespace krepis::analyzer;
  return ClangWorkerMain([](const WorkerSetup&) -> std::unique_ptr<WorkerService> {
    return std::make_unique<IncludeService>();
  });
}

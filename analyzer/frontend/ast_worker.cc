#include <memory>
#include <utility>

#include "analyzer/frontend/language_frontend.h"
#include "analyzer/frontend/parser_memory.h"
#include "analyzer/frontend/worker_main.h"

// Apart from worker_main.cc, so that a worker which runs something else does not link the grammars.

namespace krepis::analyzer {
namespace {

class AstService final : public WorkerService {
 public:
  explicit AstService(const WorkerSetup& setup)
      : frontend_(MakeTreeSitterFrontend({.file_ms = setup.file_ms})) {}

  WorkerAnswer Handle(std::string_view path, Language language, std::string_view text) override {
    ParseOutcome outcome = frontend_->Parse(path, language, text);
    const bool done = outcome.status == ParseOutcome::Status::kTree;
    return {done ? WorkerAnswer::Status::kResult : WorkerAnswer::Status::kTimeOut,
            std::move(outcome.ast)};
  }

 private:
  std::unique_ptr<LanguageFrontend> frontend_;
};

}  // namespace

int AstWorkerMain(int in_fd, int out_fd) {
  UseParserMemory();
  return RunWorker(in_fd, out_fd, [](const WorkerSetup& setup) -> std::unique_ptr<WorkerService> {
    return std::make_unique<AstService>(setup);
  });
}

}  // namespace krepis::analyzer

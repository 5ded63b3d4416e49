#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/frontend/asked_disk.h"
#include "analyzer/frontend/clang_paths.h"
#include "analyzer/frontend/clang_unit.h"
#include "analyzer/frontend/worker_main.h"

namespace krepis::analyzer {

/// Answers requests that carry a ClangRequest as their text by ClangUnitResults.
class ClangService : public WorkerService {
 public:
  /// `begin` is called with the first request: what is asked from then on is of units.
  explicit ClangService(AskedDisk& (*begin)()) : begin_(begin) {}
  WorkerAnswer Handle(std::string_view path, Language language, std::string_view text) final;

 private:
  /// `keeps` asks for what the unit is made of.
  virtual Result<ClangUnitResult> Parse(const ClangUnit& unit, ClangPaths& paths, bool keeps) = 0;
  /// As ClangRequest::directives_of asks.
  virtual std::vector<ClangText> Directives(const std::vector<std::string>& paths) {
    return std::vector<ClangText>(paths.size());
  }

  AskedDisk& (*const begin_)();
  AskedDisk* asked_ = nullptr;  // from the first request on
  std::string root_;
  std::unique_ptr<ClangPaths> paths_;  // files keep their places during a run
};

/// The main function of a process that ClangClient starts with a socket as standard input and
/// output, both of which clang gets a harmless replacement for: RunWorker (worker_main.h). Returns
/// the exit code.
int ClangWorkerMain(WorkerServiceFactory factory);

}  // namespace krepis::analyzer

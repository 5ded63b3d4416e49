#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "analyzer/frontend/language_frontend.h"
#include "analyzer/frontend/worker_client.h"

namespace krepis::analyzer {

/// Where the extraction gets ASTs from. One per thread; as WorkerClient, which is one.
class AstSource {
 public:
  virtual ~AstSource() = default;
  /// `text` must stay valid until the ticket was waited for.
  virtual void Submit(FileTicket ticket, std::string_view path, Language language,
                      std::string_view text) = 0;
  /// A serialised, not yet validated AST, or why there is none.
  virtual Result<std::string> Wait(FileTicket ticket) = 0;
};

/// Called with what krepis.toml allows a file.
using AstSourceFactory = std::function<std::unique_ptr<AstSource>(const ParseLimits&)>;

/// ASTs from worker processes (design D8): what a run over a repository uses. The time limit
/// is not taken from `options`.
AstSourceFactory WorkerAstSources(WorkerOptions options);
/// ASTs made in this process: for fixtures and for fuzzing, whose input is the tester's own.
AstSourceFactory InProcessAstSources();

}  // namespace krepis::analyzer

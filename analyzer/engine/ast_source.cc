#include "analyzer/engine/ast_source.h"

#include <fmt/format.h>

#include <map>
#include <utility>

namespace krepis::analyzer {
namespace {

class WorkerSource final : public AstSource {
 public:
  explicit WorkerSource(WorkerOptions options) : client_(std::move(options)) {}
  void Submit(FileTicket ticket, std::string_view path, Language language,
              std::string_view text) override {
    client_.Submit(ticket, path, language, text);
  }
  Result<std::string> Wait(FileTicket ticket) override { return client_.Wait(ticket); }

 private:
  WorkerClient client_;
};

class InProcessSource final : public AstSource {
 public:
  explicit InProcessSource(ParseLimits limits) : frontend_(MakeTreeSitterFrontend(limits)) {}
  void Submit(FileTicket ticket, std::string_view path, Language language,
              std::string_view text) override {
    pending_[ticket] = {path, language, text};
  }
  Result<std::string> Wait(FileTicket ticket) override {
    const auto it = pending_.find(ticket);
    const Pending file = it->second;
    pending_.erase(it);
    ParseOutcome outcome = frontend_->Parse(file.path, file.language, file.text);
    if (outcome.status == ParseOutcome::Status::kTree) return std::move(outcome.ast);
    return Error{fmt::format("parsing {} took longer than [limits] file_ms", file.path),
                 std::string(file.path)};
  }

 private:
  struct Pending {
    std::string_view path;
    Language language;
    std::string_view text;
  };
  std::unique_ptr<LanguageFrontend> frontend_;
  std::map<FileTicket, Pending> pending_;
};

}  // namespace

AstSourceFactory WorkerAstSources(WorkerOptions options) {
  return [options = std::move(options)](const ParseLimits& limits) {
    WorkerOptions limited = options;
    limited.file_ms = limits.file_ms;
    return std::make_unique<WorkerSource>(std::move(limited));
  };
}

AstSourceFactory InProcessAstSources() {
  return [](const ParseLimits& limits) { return std::make_unique<InProcessSource>(limits); };
}

}  // namespace krepis::analyzer

#include "analyzer/engine/early_asts.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <thread>
#include <utility>

namespace krepis::analyzer {

struct EarlyAsts::State {
  State(std::vector<File> submitted, WorkerOptions options)
      : files(std::move(submitted)), client(std::move(options)) {}

  std::vector<File> files;  // by their tickets
  WorkerClient client;
  const std::thread::id thread = std::this_thread::get_id();
  bool taken = false;
};

class EarlyAsts::Source final : public AstSource {
 public:
  Source(State& state, std::unique_ptr<AstSource> others)
      : state_(state), others_(std::move(others)) {}

  void Submit(FileTicket ticket, std::string_view path, Language language,
              std::string_view text) override {
    const auto file =
        std::find_if(state_.files.begin(), state_.files.end(), [&](const File& early) {
          return early.path == path && early.language == language && early.text == text;
        });
    if (file == state_.files.end()) return others_->Submit(ticket, path, language, text);
    file->language = Language::kNone;  // an answer is taken once
    early_.emplace(ticket, FileTicket{static_cast<uint32_t>(file - state_.files.begin())});
  }

  Result<std::string> Wait(FileTicket ticket) override {
    const auto early = early_.find(ticket);
    if (early == early_.end()) return others_->Wait(ticket);
    const FileTicket its = early->second;
    early_.erase(early);
    return state_.client.Wait(its);
  }

 private:
  State& state_;
  std::unique_ptr<AstSource> others_;
  std::map<FileTicket, FileTicket> early_;
};

EarlyAsts::EarlyAsts(std::vector<File> files, WorkerOptions options) {
  options.file_ms = ParseLimits().file_ms;
  state_ = std::make_unique<State>(std::move(files), std::move(options));
  for (uint32_t i = 0; i < state_->files.size(); ++i) {
    const File& file = state_->files[i];
    state_->client.Submit(FileTicket{i}, file.path, file.language, file.text);
  }
}

EarlyAsts::~EarlyAsts() = default;

AstSourceFactory EarlyAsts::Over(AstSourceFactory others) {
  return [&state = *state_,
          others = std::move(others)](const ParseLimits& limits) -> std::unique_ptr<AstSource> {
    std::unique_ptr<AstSource> source = others(limits);
    // A worker goes with the thread that started it.
    if (std::this_thread::get_id() != state.thread || std::exchange(state.taken, true))
      return source;
    if (limits.file_ms != ParseLimits().file_ms) return source;
    return std::make_unique<Source>(state, std::move(source));
  };
}

}  // namespace krepis::analyzer

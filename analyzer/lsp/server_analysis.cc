// When a server analyses, and what it does with the outcome.

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <system_error>
#include <vector>

#include "analyzer/lsp/server.h"

namespace krepis::analyzer {
namespace {

/// A request that could be answered from the last analysis waits for the next one so long.
constexpr std::chrono::milliseconds kShortest{50};
/// Times of files may lag behind the clock by so much.
constexpr std::chrono::milliseconds kClockStep{20};
/// An analysis gives way so often in a row.
constexpr unsigned kMostPreempted = 2;

/// The folders in which files of the workspace are, or may come; and those of the compile databases
/// that the configuration names.
std::set<std::string> FoldersOf(const LiveWorkspace& live) {
  std::set<std::string> folders;
  const Discovery& discovery = live.analysis().workspace().discovery();
  for (const std::string& folder : discovery.folders) {
    folders.insert(folder.empty() ? live.root() : live.root() + "/" + folder);
  }
  for (const std::string& path : discovery.manifests.compile_commands) {
    folders.insert(std::filesystem::path(live.root() + "/" + path).parent_path().string());
  }
  std::error_code error;
  const std::string git = live.root() + "/.git/info";  // of `exclude`
  if (std::filesystem::is_directory(git, error)) folders.insert(git);
  return folders;
}

/// `$/progress` of the first analysis, once the client grants it; it ends with this.
class FirstProgress {
 public:
  using Asked = std::map<int64_t, std::function<void(const Json&)>>;

  FirstProgress(Outbox& outbox, Asked& asked, const LiveFolder& folder)
      : outbox_(outbox), asked_(asked), token_("krepis " + folder.live->root()) {}
  ~FirstProgress() {
    asked_.erase(request_);  // a grant that comes now is too late
    if (begun_) Send({{"kind", "end"}});
  }
  FirstProgress(const FirstProgress&) = delete;
  FirstProgress& operator=(const FirstProgress&) = delete;

  const std::string& token() const { return token_; }
  void Begin(const std::string& message) {
    begun_ = true;
    Send({{"kind", "begin"}, {"title", "krepis"}, {"message", message}});
  }
  /// The request of the client's leave.
  void AskedBy(int64_t request) { request_ = request; }
  int64_t request() const { return request_; }

 private:
  void Send(Json value) {
    outbox_.Send(MakeNotification("$/progress", {{"token", token_}, {"value", std::move(value)}}));
  }

  Outbox& outbox_;
  Asked& asked_;
  const std::string token_;
  int64_t request_ = 0;
  bool begun_ = false;
};

}  // namespace

bool Server::HasWork() const {
  if (!started_ || state_ == State::kShutDown) return false;
  return std::any_of(folders_.all().begin(), folders_.all().end(),
                     [](const auto& folder) { return folder->live->pending(); }) ||
         folders_.HasUnsaid();
}

void Server::Update(Patience patience) {
  if (!HasWork()) return;
  folders_.SayTexts();
  for (const auto& folder : folders_.all()) {
    if (folder->live->pending()) Update(*folder, patience);
  }
  if (!HasWork()) waiting_since_.reset();
}

void Server::Update(LiveFolder& folder, Patience patience) {
  const Inbox::Clock::time_point began = Inbox::Clock::now();
  const std::filesystem::file_time_type read_since =
      std::filesystem::file_time_type::clock::now() - kClockStep;
  const bool first = !folder.analysed;
  // Where the last one took long, this one would only be given up.
  if (patience == Patience::kShort && !first && folder.last_update > kShortest) return;
  std::optional<FirstProgress> progress;
  if (first && client_.progress) {
    progress.emplace(outbox_, asked_, folder);
    progress->AskedBy(
        Ask("window/workDoneProgress/create", {{"token", progress->token()}},
            [&, message = "reading " + folder.prefix](const Json&) { progress->Begin(message); }));
  }
  const auto cancelled = [&] {
    if (progress) {
      if (const auto granted = inbox_.TakeAnswer(progress->request())) HandleResponse(*granted);
    }
    if (inbox_.IsEnding()) return true;
    if (!folder.analysed || patience == Patience::kWhole) return false;
    if (Inbox::Clock::now() - began < kShortest) return false;
    if (patience == Patience::kShort) return true;
    return inbox_.IsPressing() && folder.preempted < kMostPreempted;
  };
  const bool whole = folder.live->Update(cancelled);
  progress.reset();
  if (!whole) {
    if (patience == Patience::kUntilPressed) ++folder.preempted;
    return;
  }
  folder.preempted = 0;
  folder.last_update = Inbox::Clock::now() - began;
  folder.analysed = true;
  folders_.SetCurrent(folder);
  if (first) {
    const auto took =
        std::chrono::duration_cast<std::chrono::milliseconds>(Inbox::Clock::now() - began);
    Log(3, fmt::format("{}: {} files in {} ms", folder.live->root(),
                       folder.live->report().summary.files, took.count()));
  }
  for (const Error& error : folder.live->config_errors()) {
    if (error.path.empty()) Log(1, error.message);
  }
  const bool from_disk = folder.disk_changed;
  folder.disk_changed = false;
  if (!client_.watches_files && (first || from_disk)) WatchFiles(folder, read_since);
  publisher_.Refresh(folder, from_disk);
}

void Server::WatchFiles(LiveFolder& folder, std::filesystem::file_time_type read_since) {
  const FileWatcher::Watched watched = watcher_.Watch(folder.live->root(), FoldersOf(*folder.live));
  if (!watched.all) {
    Log(2, folder.live->root() +
               ": not all folders can be watched (fs.inotify.max_user_watches): changes that are "
               "not made in the editor may go unnoticed");
  }
  // What changed while it was read, before it was watched, is still to be looked at.
  std::vector<std::string> missed;
  const auto look = [&](const std::string& path) {
    std::error_code error;
    const auto written = std::filesystem::last_write_time(path, error);
    if (error || written >= read_since) missed.push_back(path);
  };
  const auto look_at_file = [&](const std::string& relative) {
    const std::string path = folder.live->root() + "/" + relative;
    if (watched.added.contains(path.substr(0, path.rfind('/')))) look(path);
  };
  for (const std::string& path : watched.added) look(path);
  const Discovery& discovery = folder.live->analysis().workspace().discovery();
  for (const SourceFile& source : discovery.sources) look_at_file(source.path);
  for (const std::string& path : discovery.other_files) {
    if (IsOfInterest(path.substr(path.rfind('/') + 1), FileChange::kText)) look_at_file(path);
  }
  if (!missed.empty()) folders_.Touch(missed);
}

}  // namespace krepis::analyzer

// When a server analyses, and what it does with the outcome.

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <set>

#include "analyzer/lsp/server.h"

namespace krepis::analyzer {
namespace {

/// A request that could be answered from the last analysis waits for the next one so long.
constexpr std::chrono::milliseconds kShortest{50};
/// An analysis gives way so often in a row.
constexpr unsigned kMostPreempted = 2;

/// The folders that hold files of the workspace, and all above these up to the root.
std::set<std::string> FoldersOf(const LiveWorkspace& live) {
  std::set<std::string> folders = {live.root()};
  const auto add = [&](const std::string& path) {
    for (std::filesystem::path folder = std::filesystem::path(path).parent_path(); !folder.empty();
         folder = folder.parent_path()) {
      if (!folders.insert(live.root() + "/" + folder.string()).second) return;
    }
  };
  const Discovery& discovery = live.analysis().workspace().discovery();
  for (const SourceFile& source : discovery.sources) add(source.path);
  for (const std::string& path : discovery.other_files) add(path);
  for (const std::string& path : discovery.manifests.compile_commands) add(path);
  return folders;
}

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
  const auto cancelled = [&] {
    if (inbox_.IsEnding()) return true;
    if (!folder.analysed || patience == Patience::kWhole) return false;
    if (folder.preempted >= kMostPreempted) return false;
    if (Inbox::Clock::now() - began < kShortest) return false;
    return patience == Patience::kShort || inbox_.IsPressing();
  };
  const bool first = !folder.analysed;
  const std::string token = "krepis " + folder.live->root();
  if (first && client_.progress) {
    Ask("window/workDoneProgress/create", {{"token", token}}, {});
    outbox_.Send(MakeNotification(
        "$/progress",
        {{"token", token},
         {"value",
          {{"kind", "begin"}, {"title", "krepis"}, {"message", "reading " + folder.prefix}}}}));
  }
  const bool whole = folder.live->Update(cancelled);
  if (first && client_.progress) {
    outbox_.Send(MakeNotification("$/progress", {{"token", token}, {"value", {{"kind", "end"}}}}));
  }
  if (!whole) {
    ++folder.preempted;
    return;
  }
  folder.preempted = 0;
  folder.analysed = true;
  if (first) {
    const auto took =
        std::chrono::duration_cast<std::chrono::milliseconds>(Inbox::Clock::now() - began);
    Log(3, fmt::format("{}: {} files in {} ms", folder.live->root(),
                       folder.live->report().summary.files, took.count()));
  }
  for (const Error& error : folder.live->config_errors()) {
    if (error.path.empty()) Log(1, error.message);
  }
  publisher_.Refresh(folder, folder.disk_changed);
  if (!client_.watches_files && (first || folder.disk_changed)) WatchFiles(folder);
  folder.disk_changed = false;
}

void Server::WatchFiles(LiveFolder& folder) {
  if (!watcher_.Watch(folder.live->root(), FoldersOf(*folder.live))) {
    Log(2, folder.live->root() +
               ": not all folders can be watched (fs.inotify.max_user_watches): changes that are "
               "not made in the editor may go unnoticed");
  }
}

}  // namespace krepis::analyzer

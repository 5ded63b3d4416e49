#include "analyzer/lsp/file_watcher.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <utility>

#include "analyzer/core/language.h"

namespace krepis::analyzer {
namespace {

constexpr uint32_t kEvents = IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO |
                             IN_ONLYDIR | IN_EXCL_UNLINK;
/// What happens within this time of each other is told together.
constexpr int kGatherMs = 30;
/// But not later than after so many times that.
constexpr int kMostGathers = 10;
constexpr size_t kMostPaths = 1000;

constexpr auto kNames = std::to_array<std::string_view>(
    {"krepis.toml", "krepis.baseline", "package.json", "jsconfig.json", "deno.json", "deno.jsonc",
     "Cargo.toml", "compile_commands.json", "CMakeLists.txt", "binding.gyp", "pnpm-workspace.yaml",
     ".gitignore", ".pnp.cjs", ".pnp.data.json", "build.rs"});
constexpr auto kExtensions = std::to_array<std::string_view>(
    {"ts",  "mts", "cts",  "tsx", "js",   "mjs", "cjs",   "jsx",   "vue", "svelte",
     "rs",  "c",   "cc",   "cpp", "cxx",  "c++", "h",     "hh",    "hpp", "hxx",
     "ipp", "inl", "cppm", "ccm", "cxxm", "ixx", "cmake", "proto", "wasm"});

/// Of data that a configuration may name.
constexpr auto kData =
    std::to_array<std::string_view>({"json", "jsonc", "json5", "toml", "yaml", "yml"});
/// What editors put beside a file for a while.
constexpr auto kScratch = std::to_array<std::string_view>({"swp", "swo", "swx"});

/// "" without one.
std::string_view ExtensionOf(std::string_view name) {
  const size_t dot = name.rfind('.');
  return dot == name.npos ? std::string_view() : name.substr(dot + 1);
}

template <size_t kSize>
bool Contains(const std::array<std::string_view, kSize>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool IsTsconfig(std::string_view name) {
  return name.starts_with("tsconfig") && name.ends_with(".json");
}

}  // namespace

bool IsSourceOrManifest(std::string_view name) {
  if (std::find(kNames.begin(), kNames.end(), name) != kNames.end() || IsTsconfig(name))
    return true;
  if (LanguageOf(name) != Language::kNone) return true;
  return Contains(kExtensions, ExtensionOf(name));
}

bool IsOfInterest(std::string_view name, FileChange change) {
  if (IsSourceOrManifest(name)) return true;
  if (change == FileChange::kPresence) {
    return !name.ends_with('~') && !Contains(kScratch, ExtensionOf(name));
  }
  return Contains(kData, ExtensionOf(name)) ||
         (name.find('.') == name.npos && !name.ends_with('~'));
}

FileWatcher::FileWatcher(std::function<void(std::vector<std::string>)> touched)
    : touched_(std::move(touched)) {}

FileWatcher::~FileWatcher() {
  stop_ = true;
  if (thread_.joinable()) {
    const uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = write(wake_, &one, sizeof one);
    thread_.join();
  }
  if (inotify_ >= 0) close(inotify_);
  if (wake_ >= 0) close(wake_);
}

FileWatcher::Watched FileWatcher::Watch(const std::string& owner,
                                        const std::set<std::string>& folders) {
  const std::lock_guard lock(mutex_);
  Watched result;
  if (inotify_ < 0) {
    inotify_ = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    wake_ = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (inotify_ < 0 || wake_ < 0) return {.all = false, .added = {}};
    thread_ = std::thread([this] { Run(); });
  }
  std::set<std::string>& known = folders_of_[owner];
  if (known == folders && !lost_) return result;
  known = folders;
  lost_ = false;
  std::set<std::string> wanted;
  for (const auto& [name, of_owner] : folders_of_) wanted.insert(of_owner.begin(), of_owner.end());
  for (auto at = watch_of_.begin(); at != watch_of_.end();) {
    if (wanted.contains(at->first)) {
      ++at;
      continue;
    }
    inotify_rm_watch(inotify_, at->second);
    folder_of_.erase(at->second);
    at = watch_of_.erase(at);
  }
  for (const std::string& folder : wanted) {
    if (watch_of_.contains(folder)) continue;
    if (watch_of_.size() >= kMaxFolders) {
      result.all = false;
      break;
    }
    const int watch = inotify_add_watch(inotify_, folder.c_str(), kEvents);
    if (watch < 0) {
      result.all = result.all && (errno == ENOENT || errno == ENOTDIR);
      continue;
    }
    watch_of_[folder] = watch;
    folder_of_[watch] = folder;
    result.added.insert(folder);
  }
  return result;
}

void FileWatcher::Read(std::set<std::string>& paths, bool& anything) {
  alignas(inotify_event) std::array<char, 65536> buffer;
  for (;;) {
    const ssize_t got = read(inotify_, buffer.data(), buffer.size());
    if (got <= 0) return;
    const std::lock_guard lock(mutex_);
    for (ssize_t at = 0; at < got;) {
      inotify_event event;
      std::memcpy(&event, buffer.data() + at, sizeof event);
      const char* name = buffer.data() + at + sizeof event;
      at += static_cast<ssize_t>(sizeof event + event.len);
      if ((event.mask & IN_Q_OVERFLOW) != 0) anything = true;
      const auto folder = folder_of_.find(event.wd);
      if (folder == folder_of_.end()) continue;
      if ((event.mask & IN_IGNORED) != 0) {
        watch_of_.erase(folder->second);
        folder_of_.erase(folder);
        lost_ = true;
        continue;
      }
      const bool is_folder = (event.mask & IN_ISDIR) != 0;
      const FileChange change =
          (event.mask & IN_CLOSE_WRITE) != 0 ? FileChange::kText : FileChange::kPresence;
      if (event.len == 0 || (!is_folder && !IsOfInterest(name, change))) continue;
      if (is_folder && std::string_view(name) == ".git") continue;
      std::string path = folder->second + "/" + name;
      if (is_folder) Forget(path);
      paths.insert(std::move(path));
    }
  }
}

void FileWatcher::Forget(const std::string& folder) {
  // A watch stays with what was moved away, under its old path.
  const std::string below = folder + "/";
  const auto forget = [&](std::map<std::string, int>::iterator at) {
    inotify_rm_watch(inotify_, at->second);
    folder_of_.erase(at->second);
    lost_ = true;
    return watch_of_.erase(at);
  };
  if (const auto at = watch_of_.find(folder); at != watch_of_.end()) forget(at);
  for (auto at = watch_of_.lower_bound(below);
       at != watch_of_.end() && at->first.starts_with(below);) {
    at = forget(at);
  }
}

void FileWatcher::Run() {
  for (;;) {
    pollfd ready[2] = {{inotify_, POLLIN, 0}, {wake_, POLLIN, 0}};
    if (poll(ready, 2, -1) < 0 && errno != EINTR) return;
    if (stop_) return;
    if (ready[0].revents == 0) continue;
    std::set<std::string> paths;
    bool anything = false;
    for (int gathered = 0; gathered < kMostGathers; ++gathered) {
      Read(paths, anything);
      if (poll(ready, 2, kGatherMs) <= 0 || stop_) break;
    }
    if (paths.empty() && !anything) continue;
    if (paths.size() > kMostPaths) anything = true;
    touched_(anything ? std::vector<std::string>()
                      : std::vector<std::string>(paths.begin(), paths.end()));
  }
}

}  // namespace krepis::analyzer

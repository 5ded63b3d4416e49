#include "analyzer/frontend/asked_disk.h"

#include <fcntl.h>
#include <link.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <utility>

#include "analyzer/core/digest.h"
#include "analyzer/core/disk_access.h"
#include "analyzer/frontend/disk_answers.h"

namespace krepis::analyzer {
namespace {

/// Beyond that, which no real tree asks for, nothing more is remembered.
constexpr uint64_t kMaxBytes = uint64_t{256} << 20;
constexpr uint64_t kEntryBytes = 100;

/// What a process sees there is about itself alone.
bool IsAboutProcess(std::string_view path) {
  return path.starts_with("/proc/self/fd") || path == "/proc/self/exe";
}

}  // namespace

/// One call from outside.
class AskedDisk::Turn {
 public:
  explicit Turn(AskedDisk& disk) {
    if (taken_) return;
    taken_ = mine_ = true;
    lock_ = std::unique_lock(disk.mutex_);
  }
  ~Turn() {
    if (mine_) taken_ = false;
  }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;
  /// False: it comes from below another one.
  explicit operator bool() const { return mine_; }

 private:
  static thread_local bool taken_;
  bool mine_ = false;
  std::unique_lock<std::mutex> lock_;
};

thread_local bool AskedDisk::Turn::taken_ = false;

void AskedDisk::Begin() {
  const Turn turn(*this);
  if (!turn || began_) return;
  began_ = true;
  NoteProgram();
}

// The folders of the libraries count as a whole: one that comes may be found before another.
void AskedDisk::NoteProgram() {
  std::vector<std::string> files;
  char program[PATH_MAX];
  const ssize_t size = readlink("/proc/self/exe", program, sizeof program);
  if (size <= 0 || size == sizeof program) {
    repeatable_ = false;
    return;
  }
  dl_iterate_phdr(
      [](dl_phdr_info* info, size_t, void* found) {
        const std::string_view name = info->dlpi_name;
        // The program has no name, and what the kernel brings no path.
        if (name.find('/') != std::string_view::npos)
          static_cast<std::vector<std::string>*>(found)->emplace_back(name);
        return 0;
      },
      &files);
  std::vector<std::string> folders;
  for (const std::string& file : files) folders.push_back(file.substr(0, file.rfind('/') + 1));
  std::sort(folders.begin(), folders.end());
  folders.erase(std::unique(folders.begin(), folders.end()), folders.end());
  files.emplace_back(program, static_cast<size_t>(size));
  files.emplace_back("/etc/ld.so.cache");
  files.emplace_back("/etc/ld.so.preload");
  std::string absolute;
  struct stat status{};
  for (const std::string& file : files) {
    Known* const known = Of(file, absolute);
    if (known == nullptr) continue;
    if (stat(file.c_str(), &status) == 0) {
      NoteFound(absolute, status, *known);
    } else {
      NoteFailed(absolute, errno, *known);
    }
  }
  for (const std::string& folder : folders) {
    if (stat(folder.c_str(), &status) != 0 || !IsTold(status, folder)) repeatable_ = false;
    Note(DiskAnswer::Question::kList, folder, IdentityBytes(status));
  }
}

AskedDisk::Known* AskedDisk::Of(std::string_view path, std::string& absolute) {
  if (!began_ || path.empty() || IsAboutProcess(path)) return nullptr;
  if (path.starts_with('/')) {
    absolute = path;
  } else if (!folder_.empty()) {
    absolute.reserve(folder_.size() + 1 + path.size());
    absolute = folder_;
    absolute += '/';
    absolute += path;
  } else {
    repeatable_ = false;
    return nullptr;
  }
  if (const auto known = known_.find(absolute); known != known_.end()) return &known->second;
  bytes_ += absolute.size() + kEntryBytes;
  if (bytes_ > kMaxBytes) {
    repeatable_ = false;
    return nullptr;
  }
  return &known_[absolute];
}

int AskedDisk::Missing(std::string_view path) {
  const Turn turn(*this);
  if (!turn || !began_) return 0;
  if (path.starts_with('/')) return FindAbsent(path);
  return folder_.empty() ? 0 : FindAbsent(folder_ + '/' + std::string(path));
}

int AskedDisk::FindAbsent(std::string_view path) const {
  if (absents_.empty()) return 0;
  const size_t hash = Hash()(path);
  const size_t mask = absents_.size() - 1;
  for (size_t i = hash & mask; !absents_[i].path.empty(); i = (i + 1) & mask) {
    if (absents_[i].hash == hash && absents_[i].path == path) return absents_[i].error;
  }
  return 0;
}

void AskedDisk::AddAbsent(std::string_view path, int error) {
  if (2 * (absent_ + 1) > absents_.size()) {
    const std::vector<Absent> before = std::exchange(absents_, {});
    absents_.resize(std::max<size_t>(1024, 2 * before.size()));
    absent_ = 0;
    for (const Absent& absent : before) {
      if (!absent.path.empty()) AddAbsent(absent.path, absent.error);
    }
  }
  const size_t hash = Hash()(path);
  const size_t mask = absents_.size() - 1;
  size_t i = hash & mask;
  while (!absents_[i].path.empty()) i = (i + 1) & mask;
  absents_[i] = {hash, path, error};
  ++absent_;
}

void AskedDisk::Found(std::string_view path, const struct stat& status) {
  const Turn turn(*this);
  if (!turn) return;
  std::string absolute;
  if (Known* const known = Of(path, absolute)) NoteFound(absolute, status, *known);
}

void AskedDisk::NoteFound(const std::string& path, const struct stat& status, Known& known) {
  if (known.missing != 0) repeatable_ = false;
  const std::string answer = LookAnswer(status);
  const uint64_t checksum = Checksum(answer);
  // Somebody writes to it meanwhile.
  if (known.found && known.answer != checksum) repeatable_ = false;
  if (std::exchange(known.found, true)) return;
  known.answer = checksum;
  const bool is_file = S_ISREG(status.st_mode);
  if (is_file && !DiskTells(status, path)) repeatable_ = false;
  Note(DiskAnswer::Question::kLook, path,
       is_file && !IsSettled(status) ? UnsettledAnswer(status) : answer);
}

void AskedDisk::Failed(std::string_view path, int error) {
  const Turn turn(*this);
  if (!turn) return;
  std::string absolute;
  if (Known* const known = Of(path, absolute)) NoteFailed(absolute, error, *known);
}

// Beside what is not there there is what is of another kind, or closed to this process; that is so
// again while it stays what it is.
void AskedDisk::NoteFailed(const std::string& path, int error, Known& known) {
  if (error == ENOENT) return NoteMissing(path, error, known);
  struct stat status{};
  const bool found = stat(path.c_str(), &status) == 0;
  if (found && (MeansNothingThere(error) || error == EACCES)) {
    NoteFound(path, status, known);
  } else if (!found && MeansNothingThere(error) && MeansNothingThere(errno)) {
    NoteMissing(path, error, known);
  } else {
    repeatable_ = false;
  }
}

void AskedDisk::NoteMissing(const std::string& path, int error, Known& known) {
  if (known.found) repeatable_ = false;
  if (known.missing != 0) return;
  known.missing = error;
  AddAbsent(known_.find(path)->first, error);
  Note(DiskAnswer::Question::kLook, path, "");
}

void AskedDisk::Listed(std::string_view path, int fd) {
  const Turn turn(*this);
  if (!turn) return;
  std::string absolute;
  Known* const known = Of(path, absolute);
  if (known == nullptr || known->listed) return;
  known->listed = true;
  struct stat status{};
  if (fstat(fd, &status) != 0 || !IsTold(status, absolute)) repeatable_ = false;
  Note(DiskAnswer::Question::kList, absolute, IdentityBytes(status));
}

void AskedDisk::Resolved(std::string_view path, std::string_view target) {
  const Turn turn(*this);
  if (!turn) return;
  std::string absolute;
  Known* const known = Of(path, absolute);
  if (known == nullptr || known->resolved) return;
  known->resolved = true;
  Note(DiskAnswer::Question::kResolve, absolute, target);
}

void AskedDisk::Entered(std::string_view path) {
  const Turn turn(*this);
  if (turn) folder_ = path.starts_with('/') ? path : "";
}

void AskedDisk::GiveUp() {
  const Turn turn(*this);
  if (turn && began_) repeatable_ = false;
}

void AskedDisk::Note(DiskAnswer::Question question, const std::string& path,
                     std::string_view answer) {
  if (repeatable_) PutAnswer(new_, question, path, answer);
}

bool AskedDisk::DiskTells(const struct stat& status, const std::string& path) {
  const auto known = std::find_if(disks_.begin(), disks_.end(),
                                  [&](const auto& disk) { return disk.first == status.st_dev; });
  if (known != disks_.end()) return known->second;
  const Fd file(open(path.c_str(), O_PATH | O_CLOEXEC));
  const bool tells = file.get() >= 0 && TellsOfChanges(file.get());
  disks_.emplace_back(status.st_dev, tells);
  return tells;
}

std::optional<std::string> AskedDisk::TakeNew() {
  const Turn turn(*this);
  if (!turn || !repeatable_) return std::nullopt;
  return std::exchange(new_, {});
}

}  // namespace krepis::analyzer

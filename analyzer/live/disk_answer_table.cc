#include "analyzer/live/disk_answer_table.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <iterator>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <utility>

#include "analyzer/core/disk_access.h"
#include "analyzer/core/packed_bytes.h"

namespace krepis::analyzer {
namespace {

// The table is a list of texts, one for each folder: its path, the path without symlinks, its
// identity, and for each name asked in it the kind of the entry with the name, and the answer.
// Under the folder "" stand questions about whole paths, each with its digit.
constexpr char kLooked = '=';
constexpr char kMissing = '-';   // looked for and not there; not asked while the identity holds
constexpr char kResolved = '/';  // looked at, is no symlink, and resolves to a name of its folder
/// So many whole paths go to a thread at once.
constexpr size_t kPathsTogether = 64;

struct Place {
  std::string_view folder;
  std::string_view name;  // "": the path ends with a slash
};

Place PlaceOf(std::string_view path) {
  const size_t slash = path.rfind('/');
  return {path.substr(0, std::max<size_t>(slash, 1)), path.substr(slash + 1)};
}

/// LookAnswer(), or "" for nothing; none where the system does not say.
std::optional<std::string> LookAt(int folder, const char* name, int flags) {
  struct stat status{};
  if (fstatat(folder, name, &status, flags) == 0) return LookAnswer(status);
  return MeansNothingThere(errno) ? std::optional<std::string>("") : std::nullopt;
}

bool IsSymlink(int folder, const char* name) {
  struct stat status{};
  return fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(status.st_mode);
}

int OpenFolder(const char* path) { return open(path, O_PATH | O_DIRECTORY | O_CLOEXEC); }

std::string PathIn(std::string_view folder, std::string_view name) {
  return folder.ends_with('/') ? fmt::format("{}{}", folder, name)
                               : fmt::format("{}/{}", folder, name);
}

bool HoldsByPath(DiskAnswer::Question question, const char* path, std::string_view answer) {
  switch (question) {
    case DiskAnswer::Question::kLook:
      return LookAt(AT_FDCWD, path, 0) == answer;
    case DiskAnswer::Question::kList: {
      struct stat status{};
      return stat(path, &status) == 0 && IdentityBytes(status) == answer;
    }
    case DiskAnswer::Question::kResolve:
      return Resolve(path) == answer;
  }
  return false;
}

/// What was asked in one folder.
struct Group {
  std::map<std::string_view, std::string_view> looked;    // by name
  std::map<std::string_view, std::string_view> resolved;  // likewise
  std::set<std::string> missing;                          // names
};

class Packing {
 public:
  std::optional<std::string> Run(const std::vector<DiskAnswer>& answers) && {
    for (const DiskAnswer& answer : answers) Put(answer);
    for (const auto& [folder, group] : groups_) {
      if (!Pack(folder, group)) return std::nullopt;
    }
    FlushPaths();
    return std::move(table_);
  }

 private:
  void Put(const DiskAnswer& answer) {
    const auto [folder, name] = PlaceOf(answer.path);
    if (name.empty() || answer.question == DiskAnswer::Question::kList) {
      PutPath(answer.question, answer.path, answer.answer);
    } else if (answer.question == DiskAnswer::Question::kResolve) {
      groups_[std::string(folder)].resolved.emplace(name, answer.answer);
    } else if (answer.answer.empty()) {
      PutMissing(answer.path);
    } else {
      groups_[std::string(folder)].looked.emplace(name, answer.answer);
    }
  }

  /// The first part of the path that is not there stands for what is below.
  void PutMissing(std::string_view path) {
    Place place = PlaceOf(path);
    while (place.folder != "/" && !IsThere(place.folder)) {
      path = place.folder;
      place = PlaceOf(path);
    }
    if (place.name.empty()) {
      PutPath(DiskAnswer::Question::kLook, path, "");
    } else {
      groups_[std::string(place.folder)].missing.emplace(place.name);
    }
  }

  bool IsThere(std::string_view path) {
    const auto known = there_.find(path);
    if (known != there_.end()) return known->second;
    struct stat status{};
    const bool is_there = stat(std::string(path).c_str(), &status) == 0;
    return there_.emplace(path, is_there).first->second;
  }

  void PutPath(DiskAnswer::Question question, std::string_view path, std::string_view answer) {
    if (in_paths_ == 0) PutHead(paths_, "", "", "");
    PutEntry(paths_, static_cast<char>('0' + static_cast<int>(question)), path, answer);
    if (++in_paths_ == kPathsTogether) FlushPaths();
  }

  void FlushPaths() {
    if (in_paths_ != 0) PutText(table_, paths_);
    paths_.clear();
    in_paths_ = 0;
  }

  static void PutHead(std::string& text, std::string_view folder, std::string_view resolved,
                      std::string_view identity) {
    for (const std::string_view part : {folder, resolved, identity}) PutText(text, part);
  }

  static void PutEntry(std::string& text, char kind, std::string_view name,
                       std::string_view answer) {
    std::string key(1, kind);
    key += name;
    PutText(text, key);
    PutText(text, answer);
  }

  /// False: an answer is another one by now.
  bool Pack(const std::string& path, const Group& group) {
    const Fd folder(OpenFolder(path.c_str()));
    if (folder.get() < 0) return PackWithout(path, group);
    struct stat status{};
    // What is missing is looked for once more after this: then it goes with it.
    const bool told =
        fstat(folder.get(), &status) == 0 && IsSettled(status) && TellsOfChanges(folder.get());
    std::string entries;
    for (const std::string& name : group.missing) {
      if (LookAt(folder.get(), name.c_str(), 0) != "") return false;
      // What a symlink would lead to is elsewhere.
      const bool dangles = IsSymlink(folder.get(), name.c_str());
      PutEntry(entries, dangles ? kLooked : kMissing, name, "");
    }
    std::string resolved;
    for (const auto& [name, target] : group.resolved) {
      const auto [above, last] = PlaceOf(target);
      const bool plain = last == name && (resolved.empty() || resolved == above) &&
                         group.looked.contains(name) &&
                         !IsSymlink(folder.get(), std::string(name).c_str());
      if (plain) {
        resolved = above;
      } else {
        PutPath(DiskAnswer::Question::kResolve, PathIn(path, name), target);
      }
    }
    for (const auto& [name, answer] : group.looked) {
      const auto target = group.resolved.find(name);
      const bool plain = !resolved.empty() && target != group.resolved.end() &&
                         target->second == PathIn(resolved, name) &&
                         !IsSymlink(folder.get(), std::string(name).c_str());
      PutEntry(entries, plain ? kResolved : kLooked, name, answer);
    }
    std::string text;
    PutHead(text, path, resolved, told ? IdentityBytes(status) : "");
    PutText(table_, text + entries);
    return true;
  }

  /// What is said to be in a folder that is none.
  bool PackWithout(const std::string& path, const Group& group) {
    if (!group.looked.empty()) return false;
    for (const std::string& name : group.missing)
      PutPath(DiskAnswer::Question::kLook, PathIn(path, name), "");
    for (const auto& [name, target] : group.resolved)
      PutPath(DiskAnswer::Question::kResolve, PathIn(path, name), target);
    return true;
  }

  std::string table_;
  std::string paths_;  // the group of whole paths that has begun
  size_t in_paths_ = 0;
  std::map<std::string, Group> groups_;             // by folder
  std::map<std::string, bool, std::less<>> there_;  // IsThere()
};

/// A group as it stands in a table.
struct Packed {
  std::string_view folder;
  std::string_view resolved;
  std::string_view identity;
  std::string_view entries;

  bool by_path() const { return folder.empty(); }
};

std::optional<Packed> ReadGroup(std::string_view bytes) {
  const std::optional<std::string_view> folder = TakeText(bytes);
  const std::optional<std::string_view> resolved = TakeText(bytes);
  const std::optional<std::string_view> identity = TakeText(bytes);
  if (!folder || !resolved || !identity) return std::nullopt;
  return Packed{*folder, *resolved, *identity, bytes};
}

struct Entry {
  char kind;
  const char* name;  // ends with a NUL
  std::string_view answer;
};

/// None where these are no entries.
std::optional<Entry> TakeEntry(std::string_view& entries) {
  const std::optional<std::string_view> key = TakeText(entries);
  const std::optional<std::string_view> answer = TakeText(entries);
  if (!key || key->empty() || !answer) return std::nullopt;
  return Entry{key->front(), key->data() + 1, *answer};
}

/// Asks a group again; what has other contents goes to `changed`, if that is not null. False where
/// anything else differs.
bool GroupHolds(std::string_view bytes, std::vector<DiskAnswer>* changed) {
  const std::optional<Packed> group = ReadGroup(bytes);
  if (!group) return false;
  const Fd folder(group->by_path() ? -1 : OpenFolder(group->folder.data()));
  if (!group->by_path() && folder.get() < 0) return false;
  if (!group->resolved.empty() && Resolve(group->folder.data()) != group->resolved) return false;
  struct stat status{};
  const bool same = !group->identity.empty() && fstat(folder.get(), &status) == 0 &&
                    IdentityBytes(status) == group->identity;
  std::string_view entries = group->entries;
  while (!entries.empty()) {
    const std::optional<Entry> entry = TakeEntry(entries);
    if (!entry) return false;
    const auto [kind, name, answer] = *entry;
    if (group->by_path()) {
      if (!HoldsByPath(static_cast<DiskAnswer::Question>(kind - '0'), name, answer)) return false;
      continue;
    }
    if (kind == kMissing && same) continue;
    // A symlink gives another answer than the file that it leads to.
    const std::optional<std::string> now =
        LookAt(folder.get(), name, kind == kResolved ? AT_SYMLINK_NOFOLLOW : 0);
    if (now == answer) continue;
    const bool contents =
        changed != nullptr && now && FileOfAnswer(*now) && FileOfAnswer(answer).has_value();
    if (!contents) return false;
    changed->push_back(
        {PathIn(group->folder, name), DiskAnswer::Question::kLook, std::string(answer)});
  }
  return true;
}

/// Asks a table again, likewise.
bool TableHolds(std::string_view table, unsigned jobs, std::vector<DiskAnswer>* changed) {
  std::vector<std::string_view> groups;
  while (!table.empty()) {
    const std::optional<std::string_view> group = TakeText(table);
    if (!group) return false;
    groups.push_back(*group);
  }
  std::atomic<size_t> next = 0;
  std::atomic<bool> hold = true;
  std::mutex mutex;  // of `changed`
  const auto work = [&] {
    std::vector<DiskAnswer> own;
    for (size_t i = next++; i < groups.size() && hold; i = next++) {
      if (!GroupHolds(groups[i], changed == nullptr ? nullptr : &own)) hold = false;
    }
    const std::lock_guard lock(mutex);
    if (changed != nullptr) std::move(own.begin(), own.end(), std::back_inserter(*changed));
  };
  {
    // Fewer are asked before another thread has begun.
    constexpr size_t kGroupsPerThread = 64;
    std::vector<std::jthread> threads;
    for (size_t i = 1; i < std::min<size_t>(jobs, groups.size() / kGroupsPerThread); ++i)
      threads.emplace_back(work);
    work();
  }
  return hold;
}

}  // namespace

std::optional<std::string> PackDiskAnswers(const std::vector<DiskAnswer>& answers) {
  return Packing().Run(answers);
}

bool DiskAnswersHold(std::string_view table, unsigned jobs) {
  return TableHolds(table, jobs, nullptr);
}

std::optional<std::vector<DiskAnswer>> ChangedContents(std::string_view table, unsigned jobs) {
  std::vector<DiskAnswer> changed;
  if (!TableHolds(table, jobs, &changed)) return std::nullopt;
  return changed;
}

std::vector<DiskAnswer> UnpackDiskAnswers(std::string_view table) {
  using Question = DiskAnswer::Question;
  std::vector<DiskAnswer> answers;
  while (const std::optional<std::string_view> bytes = TakeText(table)) {
    const std::optional<Packed> group = ReadGroup(*bytes);
    std::string_view entries = group ? group->entries : std::string_view();
    while (const std::optional<Entry> entry = TakeEntry(entries)) {
      const std::string answer(entry->answer);
      if (group->by_path()) {
        answers.push_back({entry->name, static_cast<Question>(entry->kind - '0'), answer});
        continue;
      }
      const std::string path = PathIn(group->folder, entry->name);
      answers.push_back({path, Question::kLook, answer});
      if (entry->kind == kResolved)
        answers.push_back({path, Question::kResolve, PathIn(group->resolved, entry->name)});
    }
  }
  return answers;
}

}  // namespace krepis::analyzer

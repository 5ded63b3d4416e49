#include "analyzer/live/probe_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <cstring>
#include <mutex>
#include <optional>
#include <thread>
#include <tuple>
#include <utility>

#include "analyzer/core/disk_folder.h"
#include "analyzer/core/file_system.h"
#include "analyzer/core/packed_bytes.h"

namespace krepis::analyzer {
namespace {

// The table is a list of texts, one for each folder and question about its entries: the folder's
// path, and for each entry the question's letter and the name, and the answer. A folder that begins
// with '?' holds the questions of another kind, by their whole paths.
constexpr std::string_view kByPath = "?";

/// Whether an entry of a folder can be asked for: what is above it may be a symlink, but the path
/// goes nowhere but down.
bool GoesDown(std::string_view path) {
  if (path.starts_with('?') || path.find('\0') != std::string_view::npos) return false;
  for (size_t start = 0; start <= path.size();) {
    const size_t end = std::min(path.find('/', start), path.size());
    const std::string_view part = path.substr(start, end - start);
    if (part.empty() || part == "." || part == "..") return path.empty();
    start = end + 1;
  }
  return true;
}

struct Place {
  std::string_view folder;
  std::string_view name;
};

/// Where a question is asked.
Place PlaceOf(Probe::Question question, std::string_view path) {
  const bool of_entry =
      question == Probe::Question::kContents || question == Probe::Question::kKind;
  if (!of_entry || !GoesDown(path)) return {kByPath, path};
  if (path.empty()) return {"", "."};
  const size_t slash = path.rfind('/');
  if (slash == std::string_view::npos) return {"", path};
  return {path.substr(0, slash), path.substr(slash + 1)};
}

bool FailsAgain(const DiskFileSystem& tree, std::string_view path, std::string_view answer) {
  uint64_t limit = 0;
  const char* const end = answer.data() + answer.size();
  const auto [space, error] = std::from_chars(answer.data(), end, limit);
  if (error != std::errc() || space == end) return false;
  const Result<std::string> text = tree.Read(path, limit);
  return !text && text.error().message == std::string_view(space + 1, end);
}

bool HoldsByPath(const DiskFileSystem& tree, Probe::Question question, std::string_view path,
                 std::string_view answer) {
  switch (question) {
    case Probe::Question::kContents:
      return tree.Identity(path) == answer;
    case Probe::Question::kKind:
      return AnswerOf(tree.Kind(path)) == answer;
    case Probe::Question::kFollow:
      return AnswerOf(tree.Follow(path)) == answer;
    case Probe::Question::kReadFailure:
      return FailsAgain(tree, path, answer);
    case Probe::Question::kListFailure: {
      const Result<std::vector<DirectoryEntry>> entries = tree.List(path);
      return !entries && entries.error().message == answer;
    }
    case Probe::Question::kListing:
      break;  // stands elsewhere
  }
  return false;
}

/// The path of an entry of a folder.
std::string PathIn(std::string_view folder, std::string_view name) {
  if (name == ".") return std::string(folder);
  return folder.empty() ? std::string(name) : fmt::format("{}/{}", folder, name);
}

/// One look at all answers, by several threads.
class Inspection {
 public:
  Inspection(std::string_view listings, const std::string& root, size_t limit)
      : listings_(listings), root_(root), tree_(root), limit_(limit) {}

  /// Looks at the answers of one folder. False where they, or those of others, tell that it takes
  /// more than to read some files again.
  bool Look(std::string_view group) {
    const std::optional<std::string_view> path = TakeText(group);
    if (!path) return false;
    const bool by_path = *path == kByPath;
    std::optional<DiskFolder> folder;
    if (!by_path) folder.emplace(root_, std::string(*path));
    while (!group.empty()) {
      const std::optional<std::string_view> asked = TakeText(group);
      const std::optional<std::string_view> answer = TakeText(group);
      if (!asked || asked->empty() || !answer) return false;
      const auto question = static_cast<Probe::Question>(asked->front() - '0');
      const std::string_view name = asked->substr(1);
      const bool holds = by_path ? HoldsByPath(tree_, question, name, *answer)
                                 : HoldsIn(*folder, *path, question, name, *answer);
      if (!holds) return false;
    }
    return true;
  }

  std::vector<std::string> Take() && {
    std::sort(changed_.begin(), changed_.end());
    return std::move(changed_);
  }

 private:
  bool HoldsIn(const DiskFolder& folder, std::string_view path, Probe::Question question,
               std::string_view name, std::string_view answer) {
    const std::optional<DiskFolder::Entry> entry = folder.Look(name.data());
    if (!entry) return false;
    if (question == Probe::Question::kKind) return answer == AnswerOf(entry->kind);
    if (question != Probe::Question::kContents || answer.size() != sizeof entry->identity)
      return false;
    const bool has_contents =
        entry->kind == FileKind::kRegular || entry->kind == FileKind::kDirectory;
    const bool same =
        has_contents && std::memcmp(answer.data(), entry->identity.data(), answer.size()) == 0;
    if (same) return true;
    if (entry->kind == FileKind::kRegular) return AddChanged(PathIn(path, name));
    return entry->kind == FileKind::kDirectory && HoldsTheSame(PathIn(path, name));
  }

  bool AddChanged(std::string path) {
    const std::lock_guard lock(mutex_);
    if (changed_.size() == limit_) return false;
    changed_.push_back(std::move(path));
    return true;
  }

  /// Whether a folder in which files were written has the entries that it had: who saves a file by
  /// putting another one in its place touches the folder.
  bool HoldsTheSame(const std::string& path) {
    if (++listed_ > kMaxListed) return false;
    for (std::string_view rest = listings_; !rest.empty();) {
      const std::optional<std::string_view> folder = TakeText(rest);
      const std::optional<std::string_view> listing = TakeText(rest);
      if (!folder || !listing) return false;
      if (*folder != path) continue;
      const Result<std::vector<DirectoryEntry>> entries = tree_.List(path);
      return entries.ok() && AnswerOf(*entries) == *listing;
    }
    return false;
  }

  const std::string_view listings_;
  const DiskRoot root_;
  const DiskFileSystem tree_;
  const size_t limit_;
  /// To list more folders takes longer than a run that asks anew.
  static constexpr int kMaxListed = 256;
  std::atomic<int> listed_ = 0;
  std::mutex mutex_;
  std::vector<std::string> changed_;
};

}  // namespace

PackedProbes PackProbes(const std::vector<Probe>& probes) {
  PackedProbes packed;
  std::vector<std::pair<Place, const Probe*>> placed;
  placed.reserve(probes.size());
  for (const Probe& probe : probes) {
    if (probe.question == Probe::Question::kListing) {
      PutText(packed.listings, probe.path);
      PutText(packed.listings, probe.answer);
    } else {
      placed.emplace_back(PlaceOf(probe.question, probe.path), &probe);
    }
  }
  std::stable_sort(placed.begin(), placed.end(),
                   [](const auto& a, const auto& b) { return a.first.folder < b.first.folder; });
  std::string group;
  for (size_t i = 0; i < placed.size(); ++i) {
    const auto& [place, probe] = placed[i];
    if (group.empty()) PutText(group, place.folder);
    PutText(group, fmt::format("{}{}", static_cast<int>(probe->question), place.name));
    PutText(group, probe->answer);
    const bool last = i + 1 == placed.size() || placed[i + 1].first.folder != place.folder;
    if (!last) continue;
    PutText(packed.questions, group);
    group.clear();
  }
  return packed;
}

ProbeIndex::ProbeIndex(std::string_view questions, std::string_view listings) {
  entries_.reserve(questions.size() / 80);
  while (!questions.empty()) {
    std::optional<std::string_view> group = TakeText(questions);
    const std::optional<std::string_view> folder = group ? TakeText(*group) : std::nullopt;
    if (!folder) return;
    const size_t first = entries_.size();
    while (!group->empty()) {
      const std::optional<std::string_view> asked = TakeText(*group);
      const std::optional<std::string_view> answer = TakeText(*group);
      if (!asked || asked->empty() || !answer) break;
      entries_.push_back(
          {asked->substr(1), static_cast<Probe::Question>(asked->front() - '0'), *answer});
    }
    const auto begin = entries_.begin() + static_cast<ptrdiff_t>(first);
    if (!std::is_sorted(begin, entries_.end(), ByName)) std::sort(begin, entries_.end(), ByName);
    folders_.emplace(*folder, Range{first, entries_.size()});
  }
  while (!listings.empty()) {
    const std::optional<std::string_view> folder = TakeText(listings);
    const std::optional<std::string_view> listing = TakeText(listings);
    if (!folder || !listing) return;
    listings_.emplace(*folder, *listing);
  }
}

bool ProbeIndex::ByName(const Entry& a, const Entry& b) {
  return std::tie(a.name, a.question) < std::tie(b.name, b.question);
}

std::optional<std::string_view> ProbeIndex::Find(Probe::Question question,
                                                 std::string_view path) const {
  if (question == Probe::Question::kListing) {
    const auto listing = listings_.find(path);
    return listing == listings_.end() ? std::nullopt : std::optional(listing->second);
  }
  const Place place = PlaceOf(question, path);
  const auto folder = folders_.find(place.folder);
  if (folder == folders_.end()) return std::nullopt;
  const Entry wanted{place.name, question, {}};
  const auto begin = entries_.begin();
  const auto last = begin + static_cast<ptrdiff_t>(folder->second.last);
  const auto entry =
      std::lower_bound(begin + static_cast<ptrdiff_t>(folder->second.first), last, wanted, ByName);
  const bool found = entry != last && entry->name == place.name && entry->question == question;
  return found ? std::optional(entry->answer) : std::nullopt;
}

std::vector<Probe> ProbeIndex::All() const {
  std::vector<Probe> probes;
  probes.reserve(entries_.size() + listings_.size());
  for (const auto& [folder, range] : folders_) {
    for (size_t i = range.first; i < range.last; ++i) {
      const Entry& entry = entries_[i];
      probes.push_back({folder == kByPath ? std::string(entry.name) : PathIn(folder, entry.name),
                        entry.question, std::string(entry.answer)});
    }
  }
  for (const auto& [folder, listing] : listings_)
    probes.push_back({std::string(folder), Probe::Question::kListing, std::string(listing)});
  return probes;
}

std::optional<std::vector<std::string>> ChangedFiles(std::string_view questions,
                                                     std::string_view listings,
                                                     const std::string& root, unsigned jobs,
                                                     size_t limit) {
  std::vector<std::string_view> groups;
  while (!questions.empty()) {
    const std::optional<std::string_view> group = TakeText(questions);
    if (!group) return std::nullopt;
    groups.push_back(*group);
  }
  Inspection inspection(listings, root, limit);
  std::atomic<size_t> next = 0;
  std::atomic<bool> hold = true;
  const auto work = [&] {
    for (size_t i = next++; i < groups.size() && hold; i = next++) {
      if (!inspection.Look(groups[i])) hold = false;
    }
  };
  {
    // Fewer are asked before another thread has begun.
    constexpr size_t kGroupsPerThread = 64;
    std::vector<std::jthread> threads;
    for (size_t i = 1; i < std::min<size_t>(jobs, groups.size() / kGroupsPerThread); ++i)
      threads.emplace_back(work);
    work();
  }
  if (!hold) return std::nullopt;
  return std::move(inspection).Take();
}

}  // namespace krepis::analyzer

#include "analyzer/live/stored_units.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <system_error>
#include <utility>

#include "analyzer/core/digest.h"
#include "analyzer/core/file_system.h"
#include "analyzer/core/packed_bytes.h"
#include "analyzer/live/compiler_stamp.h"
#include "analyzer/live/disk_answer_table.h"
#include "analyzer/live/program_stamp.h"
#include "analyzer/live/user_stamp.h"
#include "analyzer/live/wall_clock.h"
#include "analyzer/store/cache_folder.h"

namespace krepis::analyzer {
namespace {

constexpr std::string_view kKey = "units";
constexpr std::string_view kSuffix = ".units";
/// Where more files have changed, to read the units again takes hardly longer than to look for what
/// stays.
constexpr size_t kMaxAsked = 1000;
/// The texts of so few files are looked at again by the next run, with a worker that it starts for
/// that, in less time than it takes to write down again so much that units say.
constexpr size_t kFewChanged = 16;
constexpr size_t kMuchSaid = 1'500'000;  // bytes
constexpr uint64_t kMaxTextBytes = 64'000'000;
/// Of the units of all workspaces.
constexpr uint64_t kMaxBytes = 256'000'000;

/// The file at which somebody has looked; none where that is something else.
std::optional<DiskFile> LookedAt(const DiskAnswer& answer) {
  if (answer.question != DiskAnswer::Question::kLook) return std::nullopt;
  return FileOfAnswer(answer.answer);
}

/// What a unit takes from a file of which it takes everything; what is there now.
LongChecksum WholeText(const std::string& path) {
  const Result<std::string> text = DiskFileSystem("/").Read(path.substr(1), kMaxTextBytes);
  return text ? ChecksumLong(*text) : LongChecksum();
}

}  // namespace

std::vector<ClangFile> StoredUnits::Begin(std::vector<LongChecksum> units, ClangDepth depth,
                                          ClangClient& client) {
  units_ = std::move(units);
  const std::optional<std::string> folder = CacheFolder();
  if (!folder || units_.empty()) return {};
  std::string stamp;
  for (const std::string& part : {ProgramStamp(), CompilerStamp(), UserStamp().value_or("")}) {
    if (part.empty()) return {};
    PutText(stamp, part);
  }
  PutText(stamp, root_);
  PutText(stamp, client.Bounds());
  folder_ = *folder;
  path_ = fmt::format("{}/{}.{}{}", folder_, ChecksumHex(root_), static_cast<int>(depth), kSuffix);
  log_ = std::make_unique<RecordLog>(path_, stamp);
  if (!Read(depth, client)) ledger_ = ClangUnitLedger();
  return ledger_.Contents();
}

bool StoredUnits::Read(ClangDepth depth, ClangClient& client) {
  std::optional<std::string_view> bytes = log_->Find(kKey);
  const size_t said = bytes ? bytes->size() : 0;
  const std::optional<std::string_view> made = bytes ? TakeText(*bytes) : std::nullopt;
  const std::optional<std::string_view> table = made ? TakeText(*bytes) : std::nullopt;
  if (!table || WallClock() < *made) return false;
  const std::optional<std::vector<DiskAnswer>> changed = ChangedContents(*table, jobs_);
  if (!changed) return false;
  ledger_ = ClangUnitLedger(*bytes);
  std::vector<DiskAnswer> held = UnpackDiskAnswers(*table);
  std::set<std::pair<std::string_view, DiskAnswer::Question>> others;
  for (const DiskAnswer& answer : *changed) others.emplace(answer.path, answer.question);
  std::erase_if(held, [&](const DiskAnswer& answer) {
    return others.contains({answer.path, answer.question});
  });
  // Before their texts are read: what changes behind that shows in the next run.
  for (const DiskAnswer& answer : *changed) asked_->Look(answer.path);
  if (!changed->empty() && !ChangeTexts(*changed, held, depth, client)) return false;
  ledger_.KeepOnly(units_);
  for (const DiskAnswer& answer : held) asked_->Add(answer);
  has_news_ = changed->size() > kFewChanged || (said < kMuchSaid && !changed->empty());
  // Once more, now that all has been read: the bytes are mapped, and their file may be cut off.
  return log_->Find(kKey).has_value();
}

bool StoredUnits::ChangeTexts(const std::vector<DiskAnswer>& changed,
                              const std::vector<DiskAnswer>& held, ClangDepth depth,
                              ClangClient& client) {
  std::set<DiskFile> there;
  for (const DiskAnswer& answer : held) {
    if (const std::optional<DiskFile> file = LookedAt(answer)) there.insert(*file);
  }
  std::vector<ClangUnitLedger::Changed> files;
  std::vector<std::string> paths;
  for (const DiskAnswer& answer : changed) {
    const DiskFile before = *LookedAt(answer);
    struct stat status{};
    // A file that no unit is made of was looked at for something else: the program, say.
    if (ledger_.TextOf(before) == nullptr || stat(answer.path.c_str(), &status) != 0) return false;
    // Where the file is still there, a symlink leads elsewhere.
    const bool same_file = !there.contains(before);
    files.push_back({before, {{status.st_dev, status.st_ino}, {}}});
    if (!same_file || *ledger_.TextOf(before) == LongChecksum()) continue;
    if (depth == ClangDepth::kIncludes) {
      paths.push_back(answer.path);
    } else {
      files.back().now.checksum = WholeText(answer.path);
    }
  }
  if (paths.empty() || paths.size() > kMaxAsked) return ledger_.Change(files);
  // Zeros, which stand for what cannot be told, are of no file.
  for (const ClangText& text : client.Directives(std::move(paths))) {
    for (ClangUnitLedger::Changed& file : files) {
      if (file.now.file == text.file) file.now.checksum = text.checksum;
    }
  }
  return ledger_.Change(files);
}

void StoredUnits::Take(size_t unit, const ClangUnitResult& result) {
  ledger_.Add(units_[unit], result);
  has_news_ = true;
}

void StoredUnits::Commit() {
  if (log_ == nullptr || ledger_.empty()) return;
  if (!has_news_) {
    // What is of use stays when the folder is trimmed, which goes by age.
    std::error_code ignored;
    const auto now = std::filesystem::file_time_type::clock::now();
    std::filesystem::last_write_time(path_, now, ignored);
    return;
  }
  const std::optional<std::vector<DiskAnswer>> asked = asked_->AllAsked();
  const std::optional<std::string> table = asked ? PackDiskAnswers(*asked) : std::nullopt;
  if (!table) return;
  std::set<DiskFile> looked_at;
  for (const DiskAnswer& answer : *asked) {
    if (const std::optional<DiskFile> file = LookedAt(answer)) looked_at.insert(*file);
  }
  ledger_.KeepMadeOf(looked_at);
  const std::string units = ledger_.Pack();
  std::string bytes;
  PutText(bytes, WallClock());
  PutText(bytes, *table);
  bytes += units;
  if (units.empty() || bytes.size() > kMaxBytes / 2) return;
  log_->Put(kKey, bytes);
  has_news_ = false;
  if (!log_->Commit()) return;
  TrimFolder(folder_, kMaxBytes, kSuffix);
  TrimFolder(folder_, kMaxCacheBytes);
}

}  // namespace krepis::analyzer

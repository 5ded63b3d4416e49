#include "analyzer/live/stored_units.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <set>
#include <utility>

#include "analyzer/core/digest.h"
#include "analyzer/core/packed_bytes.h"
#include "analyzer/live/compiler_stamp.h"
#include "analyzer/live/disk_answer_table.h"
#include "analyzer/live/program_stamp.h"
#include "analyzer/store/cache_folder.h"

namespace krepis::analyzer {
namespace {

constexpr std::string_view kKey = "units";
constexpr std::string_view kSuffix = ".units";
/// Where more files have changed, to read the units again takes hardly longer than to look for what
/// stays.
constexpr size_t kMaxAsked = 1000;
/// Of the units of all workspaces.
constexpr uint64_t kMaxBytes = 256'000'000;

/// Who asks: what he may read is part of the answers.
std::string UserStamp() {
  const int count = std::max(0, getgroups(0, nullptr));
  std::vector<gid_t> groups(static_cast<size_t>(count));
  if (getgroups(count, groups.data()) != count) return "";
  return fmt::format("{} {} {}", geteuid(), getegid(), fmt::join(groups, " "));
}

}  // namespace

std::vector<ClangFile> StoredUnits::Begin(const std::vector<ClangUnit>& units,
                                          ClangClient& client) {
  for (const ClangUnit& unit : units) units_.push_back(ClangUnitLedger::KeyOf(unit));
  const std::optional<std::string> folder = CacheFolder();
  if (!folder || units.empty()) return {};
  std::string stamp;
  for (const std::string& part : {ProgramStamp(), CompilerStamp(), UserStamp()}) {
    if (part.empty()) return {};
    PutText(stamp, part);
  }
  PutText(stamp, root_);
  PutText(stamp, client.Readable());
  folder_ = *folder;
  // A run asks the same of all its units.
  const auto depth = static_cast<int>(units.front().depth);
  log_ = std::make_unique<RecordLog>(
      fmt::format("{}/{}.{}{}", folder_, ChecksumHex(root_), depth, kSuffix), stamp);
  if (!Read(client)) ledger_ = ClangUnitLedger();
  return ledger_.Contents();
}

bool StoredUnits::Read(ClangClient& client) {
  std::optional<std::string_view> bytes = log_->Find(kKey);
  const std::optional<std::string_view> table = bytes ? TakeText(*bytes) : std::nullopt;
  if (!table) return false;
  const std::optional<std::vector<DiskAnswer>> changed = ChangedContents(*table, jobs_);
  if (!changed) return false;
  ledger_ = ClangUnitLedger(*bytes);
  std::vector<ClangUnitLedger::Changed> files;
  std::vector<std::string> paths;
  for (const DiskAnswer& answer : *changed) {
    files.push_back({*FileOfAnswer(answer.answer), {}});
    if (ledger_.KnowsDirectives(files.back().before)) paths.push_back(answer.path);
  }
  if (!paths.empty() && paths.size() <= kMaxAsked) {
    const std::vector<ClangDirectives> now = client.Directives(std::move(paths));
    auto next = now.begin();
    for (ClangUnitLedger::Changed& file : files) {
      if (ledger_.KnowsDirectives(file.before)) file.now = *next++;
    }
  }
  // A file that no unit is made of was looked at for something else: the program, say.
  if (!ledger_.Change(files)) return false;
  ledger_.KeepOnly(units_);
  std::set<std::pair<std::string_view, DiskAnswer::Question>> others;
  for (const DiskAnswer& answer : *changed) others.emplace(answer.path, answer.question);
  for (const DiskAnswer& answer : UnpackDiskAnswers(*table)) {
    if (!others.contains({answer.path, answer.question})) asked_->Add(answer);
  }
  for (const DiskAnswer& answer : *changed) asked_->Look(answer.path);
  has_news_ = !changed->empty();
  return true;
}

void StoredUnits::Take(size_t unit, const ClangUnitResult& result) {
  ledger_.Add(units_[unit], result);
  has_news_ = true;
}

void StoredUnits::Commit() {
  if (log_ == nullptr || !has_news_ || ledger_.empty()) return;
  const std::optional<std::vector<DiskAnswer>> asked = asked_->All();
  const std::optional<std::string> table = asked ? PackDiskAnswers(*asked) : std::nullopt;
  if (!table) return;
  std::string bytes;
  PutText(bytes, *table);
  bytes += ledger_.Pack();
  if (bytes.size() > kMaxBytes / 2) return;
  log_->Put(kKey, bytes);
  if (!log_->Commit()) return;
  TrimFolder(folder_, kMaxBytes, kSuffix);
  TrimFolder(folder_, kMaxCacheBytes);
}

}  // namespace krepis::analyzer

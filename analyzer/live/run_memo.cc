#include "analyzer/live/run_memo.h"

#include <fmt/format.h>

#include <chrono>
#include <cstdint>
#include <utility>

#include "analyzer/core/digest.h"
#include "analyzer/live/packed_bytes.h"
#include "analyzer/live/probe_table.h"
#include "analyzer/live/program_stamp.h"
#include "analyzer/store/cache_folder.h"

namespace krepis::analyzer {
namespace {

/// Who prints more waits for that and not for the analysis.
constexpr size_t kMaxOutputBytes = 4'000'000;
constexpr std::string_view kSuffix = ".run";
/// Of all memos together. One takes about 120 bytes for each file of its workspace.
constexpr uint64_t kMaxBytes = 64'000'000;

std::string Now() {
  // Of one length, so that texts compare as numbers do.
  return fmt::format("{:020}", std::chrono::duration_cast<std::chrono::milliseconds>(
                                   std::chrono::system_clock::now().time_since_epoch())
                                   .count());
}

}  // namespace

std::unique_ptr<RunMemo> RunMemo::Open(std::string_view question, std::string_view world) {
  const std::optional<std::string> folder = CacheFolder();
  const std::string program = ProgramStamp();
  if (!folder || program.empty()) return nullptr;
  std::string stamp;
  for (const std::string_view text : {std::string_view(program), question, world})
    PutText(stamp, text);
  const std::string file =
      fmt::format("{}/{}{}", *folder, Sha256Hex(question).substr(0, 32), kSuffix);
  return std::unique_ptr<RunMemo>(new RunMemo(*folder, file, stamp));
}

std::optional<RunOutput> RunMemo::Replay(unsigned jobs) const {
  const std::string_view* record = log_.Find("run");
  if (record == nullptr) return std::nullopt;
  std::string_view bytes = *record;
  const auto made = TakeText(bytes);
  const auto root = TakeText(bytes);
  const auto host = TakeText(bytes);
  const auto tree = TakeText(bytes);
  const auto code = TakeText(bytes);
  const auto out = TakeText(bytes);
  if (!made || !root || !host || !tree || !code || code->size() != 1 || !out) return std::nullopt;
  RunOutput output{code->front() - '0', std::string(*out), {}};
  while (!bytes.empty()) {
    const auto note = TakeText(bytes);
    if (!note) return std::nullopt;
    output.notes.emplace_back(*note);
  }
  // Where the clock has been set back, what changes now may get the times that it had then.
  if (Now() < *made) return std::nullopt;
  if (!StillHold(*host, "/", 1) || !StillHold(*tree, std::string(*root), jobs)) return std::nullopt;
  return output;
}

void RunMemo::Keep(const RunOutput& output, const std::string& root, const RunRecord& record) {
  if (!record.tree || record.asked_more || output.out.size() > kMaxOutputBytes) return;
  const std::optional<std::vector<Probe>> host = record.host.Probes();
  const std::optional<std::vector<Probe>> tree = record.tree->Probes();
  if (!host || !tree) return;
  std::string bytes;
  PutText(bytes, Now());
  PutText(bytes, root);
  PutText(bytes, PackProbes(*host));
  PutText(bytes, PackProbes(*tree));
  PutText(bytes, std::string(1, static_cast<char>('0' + output.exit_code)));
  PutText(bytes, output.out);
  for (const std::string& note : output.notes) PutText(bytes, note);
  if (bytes.size() > kMaxBytes / 2) return;
  log_.Put("run", std::move(bytes));
  if (!log_.Commit()) return;
  TrimFolder(folder_, kMaxBytes, kSuffix);
  TrimFolder(folder_, kMaxCacheBytes);
}

}  // namespace krepis::analyzer

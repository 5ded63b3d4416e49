#include "analyzer/live/run_memo.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <tuple>
#include <utility>

#include "analyzer/core/digest.h"
#include "analyzer/core/packed_bytes.h"
#include "analyzer/live/compiler_stamp.h"
#include "analyzer/live/disk_answer_table.h"
#include "analyzer/live/known_answers.h"
#include "analyzer/live/probe_table.h"
#include "analyzer/live/program_stamp.h"
#include "analyzer/live/wall_clock.h"
#include "analyzer/store/cache_folder.h"

namespace krepis::analyzer {
namespace {

/// Who prints more waits for that and not for the analysis.
constexpr size_t kMaxOutputBytes = 4'000'000;
/// Of all memos together, and of all graphs. A memo takes about 120 bytes for each file of its
/// workspace, a graph 45 for each edge and the names.
constexpr uint64_t kMaxBytes = 64'000'000;
constexpr uint64_t kMaxGraphBytes = 256'000'000;
/// A run in which more files are others does as if it knew nothing.
constexpr size_t kMaxChanged = 256;
/// A graph that has been mended in more files is written anew.
constexpr size_t kMaxMended = 64;

constexpr std::string_view kRunKey = "run";
constexpr std::string_view kGraphKey = "graph";

std::string PackTexts(const std::vector<std::string>& texts) {
  std::string bytes;
  for (const std::string& text : texts) PutText(bytes, text);
  return bytes;
}

std::vector<std::string> UnpackTexts(std::string_view bytes) {
  std::vector<std::string> texts;
  while (const std::optional<std::string_view> text = TakeText(bytes)) texts.emplace_back(*text);
  return texts;
}

/// Adds to the answers of a run those that it was given because they were known.
void AddKnown(const KnownAnswers& known, std::vector<Probe>& probes) {
  const std::vector<Probe> own = probes;
  const auto before = [](const Probe& a, const Probe& b) {
    return std::tie(a.path, a.question) < std::tie(b.path, b.question);
  };
  for (Probe& probe : known.Answers()) {
    if (!std::binary_search(own.begin(), own.end(), probe, before))
      probes.push_back(std::move(probe));
  }
  std::sort(probes.begin(), probes.end());
}

/// Of two sorted lists.
std::vector<std::string> Union(const std::vector<std::string>& a,
                               const std::vector<std::string>& b) {
  std::vector<std::string> all;
  std::set_union(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(all));
  return all;
}

}  // namespace

std::unique_ptr<RunMemo> RunMemo::Open(std::string_view question, std::string_view world) {
  const std::optional<std::string> folder = CacheFolder();
  const std::string program = ProgramStamp();
  if (!folder || program.empty()) return nullptr;
  std::string stamp;
  for (const std::string_view text : {std::string_view(program), question, world})
    PutText(stamp, text);
  return std::unique_ptr<RunMemo>(new RunMemo(*folder, ChecksumHex(question), std::move(stamp)));
}

std::optional<RunOutput> RunMemo::Replay(unsigned jobs) {
  const std::optional<std::string_view> record = log_.Find(kRunKey);
  if (!record) return std::nullopt;
  std::string_view bytes = *record;
  const auto made = TakeText(bytes);
  const auto root = TakeText(bytes);
  const auto host = TakeText(bytes);
  const auto tree = TakeText(bytes);
  const auto listings = TakeText(bytes);
  const auto compiler = TakeText(bytes);
  const auto compiler_answers = TakeText(bytes);
  const auto graph = TakeText(bytes);
  const auto since_graph = TakeText(bytes);
  const auto code = TakeText(bytes);
  const auto out = TakeText(bytes);
  const auto quotes = TakeText(bytes);
  if (!made || !root || !host || !tree || !listings || !compiler || !compiler_answers || !graph ||
      !since_graph || !code || code->size() != 1 || !out || !quotes) {
    return std::nullopt;
  }
  // Where the clock has been set back, what changes now may get the times that it had then.
  if (WallClock() < *made) return std::nullopt;
  if (!ChangedFiles(*host, "", "/", 1, 0)) return std::nullopt;
  // What a compiler makes of a file hangs on others: where it has read any, all has to be the same.
  const bool compiled = !compiler->empty();
  std::optional<std::vector<std::string>> changed =
      ChangedFiles(*tree, *listings, std::string(*root), jobs, compiled ? 0 : kMaxChanged);
  if (!changed) return std::nullopt;
  if (compiled && (*compiler != CompilerStamp() || !DiskAnswersHold(*compiler_answers, jobs)))
    return std::nullopt;
  if (changed->empty())
    return RunOutput{code->front() - '0', std::string(*out), UnpackTexts(bytes), {}};
  earlier_.emplace();
  earlier_->root = *root;
  earlier_->questions = *tree;
  earlier_->listings = *listings;
  earlier_->changed = *std::move(changed);
  earlier_->quotes = *quotes;
  earlier_->changed_since_graph = Union(UnpackTexts(*since_graph), earlier_->changed);
  graph_id_ = *graph;
  return std::nullopt;
}

const EarlierRun* RunMemo::ReadEarlier() {
  if (!earlier_) return nullptr;
  if (!graph_id_.empty()) ReadGraph();
  if (earlier_->graph.empty()) graph_id_.clear();
  return &*earlier_;
}

void RunMemo::ReadGraph() {
  graph_log_ =
      std::make_unique<RecordLog>(fmt::format("{}/{}{}", folder_, name_, kGraphSuffix), stamp_);
  std::optional<std::string_view> bytes = graph_log_->Find(kGraphKey);
  if (!bytes) return;
  const auto written = TakeText(*bytes);
  const auto key = TakeText(*bytes);
  // Another run may have written its own since.
  if (!written || !key || *written != graph_id_) return;
  const auto facts = TakeText(*bytes);
  const auto calls = TakeText(*bytes);
  const auto rust = TakeText(*bytes);
  if (!facts || !calls || !rust) return;
  earlier_->graph_key = *key;
  earlier_->facts = *facts;
  // A call graph that was mended cannot be written again.
  if (earlier_->changed_since_graph.size() <= kMaxMended) earlier_->calls = *calls;
  earlier_->rust = *rust;
  earlier_->graph = *bytes;
}

std::string RunMemo::WriteGraph(const RunResults& graph) {
  const std::string facts = graph.key.empty() ? "" : graph.facts();
  if (facts.empty()) return "";
  std::string id = fmt::format("{} {}", WallClock(), getpid());
  RecordBlock block;
  std::string& bytes = block.Begin(kGraphKey);
  PutText(bytes, id);
  PutText(bytes, graph.key);
  PutText(bytes, facts);
  PutText(bytes, graph.calls());
  PutText(bytes, graph.rust());
  bytes += graph.graph();
  if (bytes.size() > kMaxGraphBytes / 2) return "";
  block.End();
  RecordLog log(fmt::format("{}/{}{}", folder_, name_, kGraphSuffix), stamp_);
  log.Put(std::move(block));
  if (!log.Commit()) return "";
  TrimFolder(folder_, kMaxGraphBytes, kGraphSuffix);
  return id;
}

void RunMemo::Keep(const RunOutput& output, const std::string& root, const RunRecord& record,
                   const std::optional<RunResults>& graph) {
  if (!record.tree || record.asked_more || output.out.size() > kMaxOutputBytes) return;
  const std::optional<std::vector<Probe>> host = record.host.Probes();
  std::optional<std::vector<Probe>> tree = record.tree->Probes();
  if (!host || !tree) return;
  if (record.known != nullptr) AddKnown(*record.known, *tree);
  const PackedProbes packed = PackProbes(*tree);
  const std::optional<std::vector<DiskAnswer>> asked = record.compiler.All();
  const std::optional<std::string> answers = asked ? PackDiskAnswers(*asked) : std::nullopt;
  const std::string compiler = !answers || answers->empty() ? "" : CompilerStamp();
  if (!answers || (compiler.empty() && !answers->empty())) return;
  const size_t size = packed.questions.size() + packed.listings.size() + answers->size();
  if (size > kMaxBytes / 2 - kMaxOutputBytes) return;
  std::string graph_id;
  std::vector<std::string> since_graph;
  const bool mended = graph && graph->mended && !graph_id_.empty();
  if (mended && earlier_->changed_since_graph.size() <= kMaxMended) {
    graph_id = graph_id_;
    since_graph = earlier_->changed_since_graph;
  } else if (graph) {
    graph_id = WriteGraph(*graph);
  }
  std::string bytes;
  PutText(bytes, WallClock());
  PutText(bytes, root);
  PutText(bytes, PackProbes(*host).questions);
  PutText(bytes, packed.questions);
  PutText(bytes, packed.listings);
  PutText(bytes, compiler);
  PutText(bytes, *answers);
  PutText(bytes, graph_id);
  PutText(bytes, PackTexts(since_graph));
  PutText(bytes, std::string(1, static_cast<char>('0' + output.exit_code)));
  PutText(bytes, output.out);
  PutText(bytes, output.quotes.size() <= kMaxOutputBytes ? output.quotes : std::string());
  bytes += PackTexts(output.notes);
  log_.Put(kRunKey, bytes);
  if (!log_.Commit()) return;
  TrimFolder(folder_, kMaxBytes, kSuffix);
  TrimFolder(folder_, kMaxCacheBytes);
}

}  // namespace krepis::analyzer

#include "analyzer/cli/check_memo.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <thread>
#include <utility>
#include <vector>

#include "analyzer/engine/sandbox.h"
#include "analyzer/graph/call_graph_bytes.h"
#include "analyzer/graph/graph_bytes.h"
#include "analyzer/graph/rust_record.h"
#include "analyzer/live/earlier_facts.h"
#include "analyzer/live/user_stamp.h"

namespace krepis::analyzer {
namespace {

/// Appends a text so that two lists of texts are never the same bytes.
void Append(std::string& list, std::string_view text) {
  list += fmt::format("{} {}\n", text.size(), text);
}

/// Where the paths of the command line lead, who asks, and the day, on which exceptions end. None
/// where a path leads nowhere.
std::optional<std::string> World(const Options& options) {
  std::string world;
  std::vector<std::string> paths = options.paths;
  paths.emplace_back(".");
  if (!options.config.empty()) paths.push_back(options.config);
  for (const std::string& path : paths) {
    std::error_code error;
    const std::filesystem::path real = std::filesystem::canonical(path, error);
    if (error) return std::nullopt;
    Append(world, real.native());
  }
  const std::optional<std::string> user = UserStamp();
  if (!user) return std::nullopt;
  Append(world, *user);
  const auto today = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
  Append(world, fmt::format("{}", today.time_since_epoch().count()));
  return world;
}

}  // namespace

std::unique_ptr<CheckMemo> CheckMemo::Open(const Options& options, bool colour) {
  // Git's history and index are not asked file by file, and a file that is written may have been
  // taken away since.
  const bool plain = !options.no_cache && !options.staged && !options.repository_paths &&
                     options.since.empty() && options.outputs.empty();
  if (!plain) return nullptr;
  std::optional<std::string> world = World(options);
  if (!world) return nullptr;
  std::error_code error;
  std::string question;
  Append(question, std::filesystem::current_path(error).native());
  if (error) return nullptr;
  Append(question, colour ? "colours" : "");
  for (const std::string& word : options.command_line) {
    if (word != "--stats") Append(question, word);
  }
  std::unique_ptr<RunMemo> memo = RunMemo::Open(question, *world);
  if (memo == nullptr) return nullptr;
  const unsigned jobs =
      options.jobs != 0 ? options.jobs : std::max(1u, std::thread::hardware_concurrency());
  return std::unique_ptr<CheckMemo>(new CheckMemo(std::move(memo), std::move(*world), jobs));
}

bool CheckMemo::IsMended(const Analysis& analysis) {
  return analysis.mended_graph() && (analysis.sandbox() == nullptr || analysis.mended_calls());
}

void CheckMemo::Keep(const RunOutput& output, const Options& options, const Session& session) {
  const Analysis& analysis = session.analysis();
  const bool compiled = analysis.request().clang.has_value() &&
                        !analysis.workspace().compile_database().commands.empty();
  if (session.record() == nullptr || World(options) != world_) return;
  // Who asks about some paths seldom asks about the same ones again. What a compiler makes of a
  // file hangs on others.
  std::optional<RunResults> graph;
  const auto calls = [&] {
    const SandboxModel* const sandbox = analysis.sandbox();
    if (sandbox == nullptr || analysis.mended_calls()) return std::string();
    std::string bytes = CallGraphBytes::Of(sandbox->calls(), analysis.facts(), analysis.graph());
    return session.lost_facts() ? std::string() : bytes;
  };
  const auto rust = [&] {
    std::string bytes =
        RustRecord::Pack(analysis.workspace(), analysis.facts(), analysis.request().jobs);
    return session.lost_facts() ? std::string() : bytes;
  };
  if (analysis.request().focus.empty() && !compiled) {
    graph = RunResults{analysis.graph_key(),
                       IsMended(analysis),
                       [&] { return GraphBytes::Of(analysis.graph()); },
                       [&] { return EarlierFacts::Pack(analysis); },
                       calls,
                       rust};
  }
  memo_->Keep(output, session.root(), *session.record(), graph);
}

}  // namespace krepis::analyzer

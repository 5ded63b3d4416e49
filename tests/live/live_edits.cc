// live_edits TREE STEPS SEED [speed|typing]: edits the copy of a workspace at random, keeps it
// analysed, and compares with new analyses; with `speed` and `typing`, only times the updates.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tests/live/live_state.h"
#include "tests/live/random_edits.h"

using namespace krepis::analyzer;

namespace {

double Milliseconds(std::chrono::steady_clock::duration time) {
  return std::chrono::duration<double, std::milli>(time).count();
}

std::unique_ptr<LiveWorkspace> Open(const char* tree) {
  LiveOptions options;
  options.ast_sources = InProcessAstSources();
  auto opened = LiveWorkspace::Open(tree, options);
  if (!opened) {
    fmt::print(stderr, "{}\n", opened.error().message);
    std::exit(2);
  }
  return std::move(*opened);
}

/// The first line that only one of them has, for people.
std::string Difference(const std::string& a, const std::string& b) {
  const auto at =
      static_cast<size_t>(std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin());
  const auto line = [&](const std::string& text) {
    const size_t begin = at == 0 ? 0 : text.rfind('\n', at - 1) + 1;
    return text.substr(begin, text.find('\n', begin) - begin);
  };
  return fmt::format("live:  {}\nfresh: {}", line(a), line(b));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) {
    fmt::print(stderr, "usage: live_edits TREE STEPS SEED [speed|typing]\n");
    return 2;
  }
  const bool compare = argc < 5;
  const bool typing = !compare && std::string_view(argv[4]) == "typing";
  const std::unique_ptr<LiveWorkspace> live = Open(argv[1]);
  const auto start = std::chrono::steady_clock::now();
  live->Update();
  fmt::print("first analysis {:.0f} ms, {} files\n",
             Milliseconds(std::chrono::steady_clock::now() - start),
             live->analysis().graph().file_count());
  RandomEdits edits(*live, std::strtoull(argv[3], nullptr, 10));
  std::map<std::string, std::vector<double>> times;
  std::map<std::string, std::vector<double>> phases;
  int different = 0;
  for (int step = 0; step < std::atoi(argv[2]); ++step) {
    const std::string what = typing ? edits.Type() : edits.Step();
    const auto begin = std::chrono::steady_clock::now();
    live->Update();
    times[what.substr(0, what.find(' '))].push_back(
        Milliseconds(std::chrono::steady_clock::now() - begin));
    for (const PhaseTime& phase : live->analysis().phases())
      phases[phase.name].push_back(Milliseconds(phase.wall));
    if (!compare) continue;
    const std::unique_ptr<LiveWorkspace> fresh = Open(argv[1]);
    for (const auto& [path, text] : edits.overlays()) fresh->SetOverlay(path, text);
    fresh->Update();
    const std::string mine = StateOf(*live);
    const std::string other = StateOf(*fresh);
    if (mine == other) continue;
    ++different;
    fmt::print("step {} {}\n{}\n", step, what, Difference(mine, other));
    if (different == 5) break;
  }
  for (auto& [name, all] : phases) {
    std::sort(all.begin(), all.end());
    fmt::print("  {:<11} p50 {:.1f} ms\n", name, all[all.size() / 2]);
  }
  for (auto& [kind, all] : times) {
    std::sort(all.begin(), all.end());
    fmt::print("{:<9} {:>5} times: p50 {:.1f} ms, p90 {:.1f}, p99 {:.1f}, most {:.1f}\n", kind,
               all.size(), all[all.size() / 2], all[all.size() * 9 / 10],
               all[all.size() * 99 / 100], all.back());
  }
  if (compare) fmt::print("{} of {} steps differ from a new analysis\n", different, argv[2]);
  return different == 0 ? 0 : 1;
}

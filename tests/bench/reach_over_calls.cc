// What `ci/bench reach` runs: the reach of capabilities over a call graph that is made, not read.
// Functions of a file call mostly each other and functions of near files, some call popular ones
// far away, and a few hundred functions in all parts of the tree use something. Prints one JSON
// object.
//
//   reach_over_calls FUNCTIONS CALLS MODULES

#include <fmt/format.h>
#include <malloc.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/config/load.h"
#include "analyzer/config/modules.h"
#include "analyzer/engine/sandbox.h"
#include "tests/bench/random.h"

namespace {

using namespace krepis::analyzer;
using krepis::bench::Random;

constexpr uint32_t kFunctionsOfFile = 12;
constexpr uint32_t kCapabilities = 8;

double Milliseconds(std::chrono::steady_clock::time_point since) {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - since)
      .count();
}

uint64_t HeapBytes() { return mallinfo2().uordblks + mallinfo2().hblkhd; }

constexpr std::string_view kUsed[kCapabilities] = {"fs.read",     "fs.write", "net.connect",
                                                   "net.listen",  "env.read", "proc.spawn",
                                                   "code.native", "fs.delete"};

std::vector<FileFacts> MakeFacts(uint32_t files, Random& random) {
  std::vector<FileFacts> facts(files);
  for (FileFacts& file : facts) {
    file.language = Language::kTypeScript;
    file.calls.functions.resize(kFunctionsOfFile);
    file.calls.calls.resize(1);  // the place of all calls
    // One function in three hundred uses something itself.
    if (random.Below(25) != 0) continue;
    CapabilityUse use;
    use.capability = kUsed[random.Below(kCapabilities)];
    use.argument = fmt::format("data/{}", random.Below(1000));
    use.caller = random.Below(kFunctionsOfFile);
    file.capabilities.push_back(std::move(use));
  }
  return facts;
}

std::vector<std::pair<FunctionId, CallEdge>> MakeCalls(uint32_t functions, uint32_t calls,
                                                       Random& random) {
  std::vector<std::pair<FunctionId, CallEdge>> edges;
  edges.reserve(calls);
  for (uint32_t i = 0; i < calls; ++i) {
    const uint32_t from = 1 + random.Below(functions);
    uint32_t to = 0;
    const uint32_t kind = random.Below(100);
    if (kind < 70) {  // near, either way: files of a folder know each other
      const uint32_t start = from - (from - 1) % 600;
      to = start + random.Below(600);
    } else {  // far down, popular ones more often
      to = from + static_cast<uint32_t>(std::pow(random.Real(), 3) * (functions - from + 1));
    }
    to = std::clamp(to, 1u, functions);
    const Confidence confidence =
        random.Below(10) == 0 ? Confidence::kDispatch : Confidence::kResolved;
    edges.push_back({FunctionId{from}, {FunctionId{to}, 0, confidence}});
  }
  return edges;
}

std::string PolicyOf(uint32_t modules) {
  std::string toml = "version = 1\n";
  for (uint32_t i = 0; i < modules; ++i)
    toml += fmt::format("[modules.m{0}]\nfiles = [\"m{0:03}/**\"]\n", i);
  toml += "[sandbox]\ndefault = \"deny\"\n";
  for (uint32_t i = 0; i < modules; ++i) {
    // Most modules are granted most of what they reach.
    toml += fmt::format(
        "[sandbox.m{}]\nallow = [\"env\", \"net\", \"proc\", \"fs.write\", \"fs.delete\"{}, "
        "\"fs.read:data/{}*\"]\n",
        i, i % 5 == 0 ? "" : ", \"fs.read\", \"code\"", i % 10);
    if (i % 7 == 0) toml += "seals = [\"env\"]\n";
  }
  return toml;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    fmt::print(stderr, "usage: reach_over_calls FUNCTIONS CALLS MODULES\n");
    return 2;
  }
  const auto wanted = static_cast<uint32_t>(std::atoi(argv[1]));
  const auto calls = static_cast<uint32_t>(std::atoi(argv[2]));
  const auto modules = static_cast<uint32_t>(std::atoi(argv[3]));
  const uint32_t files = std::max(1u, wanted / kFunctionsOfFile);
  const uint32_t functions = files * kFunctionsOfFile;

  Random random;
  const std::vector<FileFacts> facts = MakeFacts(files, random);
  GraphBuilder builder;
  std::vector<std::string> paths;
  for (uint32_t i = 0; i < files; ++i) {
    const uint32_t module = static_cast<uint32_t>(uint64_t{i} * modules / files);
    paths.push_back(fmt::format("m{:03}/f{:07}.ts", module, i));
    builder.AddFile(paths.back(), Language::kTypeScript);
  }
  const Graph graph = std::move(builder).Build();
  const std::string policy = PolicyOf(modules);
  const ConfigOutcome config = LoadConfig(policy, "krepis.toml", {});
  if (!config.config) return 1;
  const ModulesOutcome table = ModuleTable::Build(*config.config, paths);
  if (!table.table) return 1;
  auto edges = MakeCalls(functions, calls, random);

  const uint64_t before = HeapBytes();
  const auto start = std::chrono::steady_clock::now();
  CallGraph call_graph(facts, graph, std::move(edges));
  const double graph_ms = Milliseconds(start);
  const uint32_t edge_count = call_graph.edge_count();
  const auto solve = std::chrono::steady_clock::now();
  const SandboxModel sandbox(*config.config, *table.table, facts, graph, std::move(call_graph),
                             ItemDetail::kPolicy);
  const double reach_ms = Milliseconds(solve);
  const uint64_t after = HeapBytes();
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  fmt::print(
      "{{\"functions\": {}, \"edges\": {}, \"modules\": {}, \"items\": {}, \"graph_ms\": {:.1f}, "
      "\"reach_ms\": {:.1f}, \"breaches\": {}, \"model_bytes\": {}, \"peak_bytes\": {}}}\n",
      functions, edge_count, modules, sandbox.items().size(), graph_ms, reach_ms,
      sandbox.breaches().size(), after > before ? after - before : 0, usage.ru_maxrss * 1024);
}

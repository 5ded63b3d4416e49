// What `ci/bench graph` runs: the rules of the family layering over a graph that is made, not read.
// Ten layers of packages; most imports stay near in their package, in both directions, so every
// package is one cycle; the others go down to packages of which a few are very popular, and a
// handful climb. Prints one JSON object.
//
//   rules_over_graph FILES EDGES JOBS

#include <fmt/format.h>
#include <malloc.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "analyzer/config/load.h"
#include "analyzer/config/modules.h"
#include "analyzer/engine/baseline.h"
#include "analyzer/engine/rule_pipeline.h"
#include "analyzer/engine/suppressions.h"
#include "rules/registry.h"
#include "tests/bench/random.h"

namespace {

using namespace krepis::analyzer;
using krepis::bench::Random;

constexpr uint32_t kLayers = 10;
constexpr uint32_t kFilesOfPackage = 500;
constexpr uint32_t kFilesOfFolder = 50;
constexpr uint32_t kExternals = 400;
constexpr uint32_t kClimbing = 20;  // imports that go up, from layer 4 to layer 3
constexpr uint32_t kBanned = 5;     // imports of what nobody should use, in layer 2

std::vector<std::string> Paths(uint32_t files) {
  std::vector<std::string> paths;
  const uint32_t per_layer = (files + kLayers - 1) / kLayers;
  for (uint32_t file = 0; file < files; ++file) {
    const uint32_t in_layer = file % per_layer;
    paths.push_back(fmt::format(
        "layer{}/pkg{:04}/dir{}/file{:03}.ts", file / per_layer, in_layer / kFilesOfPackage,
        in_layer % kFilesOfPackage / kFilesOfFolder, in_layer % kFilesOfFolder));
  }
  return paths;  // in byte order as they come
}

Graph MakeGraph(const std::vector<std::string>& paths, uint32_t edges) {
  GraphBuilder builder;
  for (const std::string& path : paths) builder.AddFile(path, Language::kTypeScript);
  const uint32_t files = static_cast<uint32_t>(paths.size());
  const uint32_t per_layer = (files + kLayers - 1) / kLayers;
  Random random;
  std::vector<StringId> specifiers;
  for (uint32_t i = 0; i < 20'000; ++i)
    specifiers.push_back(builder.Intern(fmt::format("../dir/file{}.js", i)));
  for (uint32_t i = 0; i < edges; ++i) {
    uint32_t from = random.Below(files);
    if (i < kClimbing) from = 4 * per_layer + from % per_layer;
    if (i >= kClimbing && i < kClimbing + kBanned) from = 2 * per_layer + from % per_layer;
    const uint32_t layer = from / per_layer;
    Edge edge;
    edge.from = NodeId{from + 1};
    edge.kind = random.Below(5) == 0 ? EdgeKind::kType : EdgeKind::kImport;
    edge.specifier = specifiers[random.Below(20'000)];
    edge.location.begin = edge.location.end = {i % 60 + 1, 1};
    edge.location.span = {i % 60 * 50, 40};
    const double choice = random.Real();
    if (i < kClimbing) {
      edge.to = NodeId{from - per_layer + 1};
    } else if (i < kClimbing + kBanned) {
      edge.to = builder.AddExternal("ext:npm/banned");
    } else if (choice < 0.04) {
      edge.to = builder.AddExternal(fmt::format("ext:npm/lib{}", random.Popular(kExternals)));
    } else if (choice < 0.64 || layer + 1 == kLayers) {
      const uint32_t package =
          (from % per_layer) / kFilesOfPackage * kFilesOfPackage + layer * per_layer;
      const uint32_t to =
          package + (from - package + kFilesOfPackage - 20 + random.Below(40)) % kFilesOfPackage;
      edge.to = NodeId{std::min(to, files - 1) + 1};
    } else {
      const uint32_t below = layer + 1 + random.Popular(kLayers - layer - 1);
      edge.to = NodeId{std::min(below * per_layer + random.Popular(per_layer), files - 1) + 1};
    }
    builder.AddEdge(edge);
  }
  return std::move(builder).Build();
}

/// 50 [[rules]] besides the layers: most hold, as in a workspace that is kept.
std::string ConfigText() {
  std::string text = "version = 1\n";
  std::string order;
  for (uint32_t layer = 0; layer < kLayers; ++layer) {
    text += fmt::format("[modules.m{0}]\nfiles = [\"layer{0}/{{pkg}}/**\"]\n{1}", layer,
                        layer == 5 ? "public = [\"layer5/*/dir0/**\"]\n" : "");
    order += fmt::format("{}\"m{}\"", layer == 0 ? "" : ", ", layer);
  }
  text += fmt::format("[layers]\norder = [{}]\nclosed = [\"m9\"]\n", order);
  uint32_t count = 0;
  const auto rule = [&](std::string_view verb, std::string_view more = "") {
    text += fmt::format("[[rules]]\nid = \"rule-{}\"\n{}\n{}\n", ++count, verb, more);
  };
  for (uint32_t layer = 0; layer < 8; ++layer) {
    rule(fmt::format("deny = {{ from = \"m{}\", to = \"m{}\" }}", layer + 2, layer));
    rule(fmt::format("deny = {{ from = \"m{}\", to = \"m{}\" }}", layer + 2, layer),
         "reach = \"transitive\"");
  }
  for (uint32_t layer = 0; layer < 6; ++layer) {
    rule(
        fmt::format("deny = {{ from = \"m{0}:{{p}}\", to = \"m{0}:!{{p}}\", except = "
                    "\"path:layer{0}/*/dir0/**\" }}",
                    layer));
    rule(fmt::format(
        "allow_only = {{ from = \"path:layer{}/**/file00*.ts\", to = [\"*\", \"ext:npm/*\"] }}",
        layer));
    rule(fmt::format("deny = {{ from = \"path:layer{}/**\", to = \"ext:npm/banned\" }}", layer + 3),
         "reach = \"transitive\"");
  }
  for (uint32_t layer = 0; layer < 6; ++layer)
    rule(fmt::format("require = {{ from = \"m{}\", to = \"m9\" }}", layer));
  for (uint32_t layer = 0; layer < 4; ++layer) {
    rule(
        fmt::format("require = {{ from = \"path:layer{0}/{{p}}/**\", to = "
                    "\"path:layer{0}/{{p}}/dir0/file000.ts\" }}",
                    layer));
  }
  rule("cycles = { level = \"file\", within = \"*\" }", "edges = [\"runtime\"]");
  rule("cycles = { level = \"file\", within = \"m3\" }");
  rule("cycles = { level = \"module\", within = \"*\" }");
  rule("deny = { from = \"path:layer1/pkg0000/dir0/**\", to = \"ext:npm/banned\" }",
       "reach = \"transitive\"");
  rule("deny = { from = \"m8\", to = \"m1\" }", "edges = [\"type\"]");
  rule("deny = { from = \"m4\", to = \"path:layer3/pkg0001/dir3/**\" }", "reach = \"transitive\"");
  return text;
}

double Milliseconds(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
      .count();
}

size_t Allocated() {
  const struct mallinfo2 info = mallinfo2();
  return info.uordblks + info.hblkhd;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  const std::vector<std::string> paths = Paths(static_cast<uint32_t>(std::atoi(argv[1])));
  const size_t before = Allocated();
  auto start = std::chrono::steady_clock::now();
  const Graph graph = MakeGraph(paths, static_cast<uint32_t>(std::atoi(argv[2])));
  const double build = Milliseconds(start);
  const size_t bytes = Allocated() - before;

  ConfigOutcome outcome = LoadConfig(ConfigText(), "krepis.toml");
  for (const Error& error : outcome.errors)
    fmt::print(stderr, "{}: {}\n", error.line, error.message);
  if (!outcome.ok()) return 2;
  start = std::chrono::steady_clock::now();
  ModulesOutcome modules = ModuleTable::Build(*outcome.config, paths);
  for (const Error& error : modules.errors)
    fmt::print(stderr, "{}: {}\n", error.line, error.message);
  if (!modules.ok()) return 2;
  const double classify = Milliseconds(start);

  const FilePackages packages;
  const ChainTable chains;
  const std::vector<FileFacts> facts(paths.size());
  Model model{*outcome.config, *modules.table, graph, packages, chains, facts};
  const SuppressionLedger ledger(model, Date{2026, 1, 1});
  model.suppressions = &ledger;
  std::vector<std::unique_ptr<Rule>> rules;
  std::vector<const Rule*> applying;
  for (const krepis::rules::RegisteredRule& registered : krepis::rules::AllRules()) {
    if (!registered.id.starts_with("layering/")) continue;
    rules.push_back(registered.make());
    if (rules.back()->Applies(*outcome.config)) applying.push_back(rules.back().get());
  }
  start = std::chrono::steady_clock::now();
  Baseline baseline;
  const Evaluation evaluation =
      EvaluateRules(model, applying, ledger, baseline, static_cast<unsigned>(std::atoi(argv[3])));
  const double evaluate = Milliseconds(start);
  for (const Incomplete& incomplete : evaluation.incomplete)
    fmt::print(stderr, "{}: {}\n", incomplete.path, incomplete.reason);
  if (!evaluation.incomplete.empty()) return 1;

  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  fmt::print(
      "{{\"files\": {}, \"edges\": {}, \"graph_bytes\": {}, \"rules\": {}, \"violations\": {}, "
      "\"build_ms\": {:.1f}, \"modules_ms\": {:.1f}, \"rules_ms\": {:.1f}, \"peak_bytes\": {}",
      graph.file_count(), graph.edges().size(), bytes, outcome.config->rules.size(),
      evaluation.violations.size(), build, classify, evaluate, usage.ru_maxrss * 1024);
  for (const auto& [id, total] : evaluation.timings) {
    fmt::print(", \"{}\": {:.1f}", id,
               std::chrono::duration<double, std::milli>(total.time).count());
  }
  fmt::print("}}\n");
  return evaluation.violations.empty() ? 1 : 0;  // some rules are broken on purpose
}

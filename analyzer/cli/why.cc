#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "analyzer/cli/nodes.h"
#include "analyzer/cli/output.h"
#include "analyzer/cli/session.h"
#include "analyzer/cli/verbs.h"
#include "analyzer/core/escape.h"
#include "analyzer/core/json_writer.h"
#include "analyzer/engine/rule.h"
#include "analyzer/graph/shortest_paths.h"

namespace krepis::analyzer {
namespace {

/// `--all` lists no more than these; the rest is counted.
constexpr size_t kMaxListed = 10'000;

/// What was found, and over which edges.
struct Answer {
  ShortestPaths paths;
  bool tests = false;  // only edges of tests make the path
  size_t listed = 0;
};

std::string PlacesOf(const Graph& graph, const ShortestPaths::Step& step) {
  constexpr size_t kMaxPlaces = 3;
  std::string text = EscapeForTerminal(graph.name(step.from));
  for (size_t i = 0; i < std::min(step.sites.size(), kMaxPlaces); ++i) {
    const Position& place = step.sites[i]->location.begin;
    text += fmt::format("{}:{}:{}", i == 0 ? "" : ", ", place.line, place.column);
  }
  if (step.sites.size() > kMaxPlaces)
    text += fmt::format(" and {} more", step.sites.size() - kMaxPlaces);
  return text;
}

std::string Text(const Graph& graph, const Answer& answer) {
  const std::span<const ShortestPaths::Step> steps = answer.paths.steps();
  std::string text;
  for (const std::vector<uint32_t>& path : answer.paths.Paths(answer.listed)) {
    if (!text.empty()) text += '\n';
    text += EscapeForTerminal(graph.name(steps[path.front()].from)) + "\n";
    for (const uint32_t index : path) {
      const ShortestPaths::Step& step = steps[index];
      const Edge& first = *step.sites.front();
      text +=
          fmt::format("  {} {}  {}{}\n", VerbOf(first.kind), EscapeForTerminal(graph.name(step.to)),
                      PlacesOf(graph, step), first.test_only ? "  (tests only)" : "");
    }
  }
  const uint64_t count = answer.paths.count();
  if (count == 1) return text;
  text += fmt::format("\n{}{} shortest paths of {} {}", count,
                      count == ShortestPaths::kMaxCount ? " or more" : "", answer.paths.length(),
                      answer.paths.length() == 1 ? "step" : "steps");
  if (count > answer.listed) {
    text += fmt::format("; {} more not shown{}", count - answer.listed,
                        answer.listed < kMaxListed ? " (--all shows them)" : "");
  }
  return text + "\n";
}

std::string Json(const Graph& graph, const Options& options, const Answer& answer) {
  std::string out;
  JsonWriter json(&out, JsonWriter::Layout::kIndented);
  const std::span<const ShortestPaths::Step> steps = answer.paths.steps();
  json.BeginObject()
      .Member("schema", "krepis.why/1")
      .Member("from", options.from)
      .Member("to", options.to)
      .Member("count", answer.paths.count())
      .Member("length", answer.paths.length())
      .Key("paths")
      .BeginArray();
  for (const std::vector<uint32_t>& path : answer.paths.Paths(answer.listed)) {
    json.BeginArray().String(graph.name(steps[path.front()].from));
    for (const uint32_t step : path) json.String(graph.name(steps[step].to));
    json.EndArray();
  }
  json.EndArray().Key("edges").BeginArray();
  for (const ShortestPaths::Step& step : steps) {
    for (const Edge* site : step.sites) {
      json.BeginObject()
          .Member("from", graph.name(step.from))
          .Member("to", graph.name(step.to))
          .Member("kind", EdgeKindName(site->kind))
          .Member("specifier", graph.text(site->specifier))
          .Member("line", site->location.begin.line)
          .Member("column", site->location.begin.column);
      if (site->test_only) json.Member("test_only", true);
      json.EndObject();
    }
  }
  json.EndArray().EndObject();
  return out + "\n";
}

/// Why there is nothing to show, and what to ask instead.
std::string Hint(const Graph& graph, const Options& options, const std::vector<NodeId>& from,
                 const std::vector<NodeId>& to, EdgeKindSet kinds) {
  std::string hint = fmt::format("{} does not depend on {}", options.from, options.to);
  EdgeKindSet all;
  for (const Edge& edge : graph.edges()) all.Add(edge.kind);
  if (const ShortestPaths other(graph, from, to, {all, true}); other.count() != 0) {
    EdgeKindSet missing;
    std::string names;
    for (const ShortestPaths::Step& step : other.steps()) {
      for (const Edge* site : step.sites) {
        if (kinds.Has(site->kind) || missing.Has(site->kind)) continue;
        missing.Add(site->kind);
        names += fmt::format("{}{}", names.empty() ? "" : ", ", EdgeKindName(site->kind));
      }
    }
    hint += fmt::format(" over these edges; over others it does ({}): --edges all", names);
  }
  if (const ShortestPaths back(graph, to, from, {kinds, true}); back.count() != 0) {
    hint +=
        fmt::format("; {} depends on {} ({} {}): krepis why {} {}", options.to, options.from,
                    back.length(), back.length() == 1 ? "step" : "steps", options.to, options.from);
  }
  return hint;
}

/// The workspace is that of the files named, if it holds them all; else the working directory's.
std::unique_ptr<Session> OpenAt(const Options& options) {
  Options located = options;
  std::vector<std::string> files;
  for (const std::string& end : {options.from, options.to}) {
    std::error_code error;
    if (std::filesystem::exists(end, error)) files.push_back(end);
  }
  if (!files.empty()) located.paths = {files.front()};
  std::unique_ptr<Session> session = Session::Open(located);
  const auto outside = [&](const std::string& file) {
    std::error_code error;
    return !std::filesystem::exists(session->root() + "/" + session->Relative(file), error);
  };
  if (session == nullptr || std::none_of(files.begin(), files.end(), outside)) return session;
  return Session::Open(options);
}

int Fail(const std::string& message) {
  Say("error: " + message);
  return kUsage;
}

}  // namespace

int RunWhy(const Options& options) {
  const Result<EdgeKindSet> kinds = ParseEdges(options.edges, EdgeKindSet::Default());
  if (!kinds) return Fail(kinds.error().message);
  const std::unique_ptr<Session> session = OpenAt(options);
  if (session == nullptr || !session->BuildModel()) return kUsage;
  Result<std::vector<NodeId>> from = NodesOf(*session, options.from);
  if (!from) return Fail(from.error().message);
  const Result<std::vector<NodeId>> to = NodesOf(*session, options.to);
  if (!to) return Fail(to.error().message);
  std::erase_if(*from,
                [&](NodeId node) { return std::binary_search(to->begin(), to->end(), node); });
  if (from->empty())
    return Fail(
        fmt::format("{} lies within {}: there is no path to look for", options.from, options.to));

  const Graph& graph = session->analysis().graph();
  Answer answer{ShortestPaths(graph, *from, *to, {*kinds, false})};
  if (answer.paths.count() == 0) {
    answer = {ShortestPaths(graph, *from, *to, {*kinds, true}), true};
    answer.tests = answer.paths.count() != 0;
  }
  answer.listed =
      std::min<uint64_t>(answer.paths.count(), options.all ? kMaxListed : options.max_paths);
  const bool found = answer.paths.count() != 0;
  if (options.format == "json" || found) {
    if (!WriteStdout(options.format == "json" ? Json(graph, options, answer) : Text(graph, answer)))
      return kUsage;
  }
  if (answer.tests) Say(fmt::format("{} depends on {} for tests alone", options.from, options.to));
  if (!found) Say(Hint(graph, options, *from, *to, *kinds));
  return found ? kClean : kViolations;
}

}  // namespace krepis::analyzer

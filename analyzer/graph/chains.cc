#include "analyzer/graph/chains.h"

#include <algorithm>
#include <cstdlib>

#include "analyzer/core/escape.h"
#include "analyzer/core/json_writer.h"
#include "analyzer/graph/chains_builder.h"

namespace krepis::analyzer {
namespace {

constexpr size_t kShortChain = 16;

/// Whether an entry was bound to a stage of that name by krepis.toml or a preset.
bool IsUsed(const ChainTable& chains, std::string_view stage) {
  return std::any_of(chains.entries().begin(), chains.entries().end(),
                     [&](const ChainEntry& entry) { return entry.Is(stage); });
}

bool MatchesARoute(const ChainTable& chains, const RoutePattern& pattern) {
  return std::any_of(chains.routes().begin(), chains.routes().end(), [&](const Route& route) {
    return !route.path_known || !route.mount_known || pattern.Match(route.method, route.path);
  });
}

Error At(const Config& config, const Location& location, std::string message) {
  return {std::move(message), config.path, location.begin.line, location.begin.column};
}

}  // namespace

bool ChainEntry::Is(std::string_view stage) const {
  return std::find(stages.begin(), stages.end(), stage) != stages.end();
}

bool ChainEntry::SurelyIs(std::string_view stage) const {
  return Is(stage) && std::find(maybe.begin(), maybe.end(), stage) == maybe.end();
}

std::string Route::Name() const { return method.empty() ? path : method + " " + path; }

bool Route::Has(std::string_view text) const {
  return text.empty() || Name().find(text) != std::string::npos;
}

RegistrationCount ChainTable::CountRegistrations() const {
  std::vector<bool> lost(entries_.size());
  for (size_t i = 0; i < entries_.size(); ++i) lost[i] = entries_[i].barrier;
  for (const Route& route : routes_) {
    if (route.path_known && route.mount_known) continue;
    for (const ChainElement& element : route.chain)
      if (element.handler) lost[element.entry] = true;
  }
  const auto unresolved = static_cast<uint64_t>(std::count(lost.begin(), lost.end(), true));
  return {entries_.size(), entries_.size() - unresolved};
}

ChainTable BuildChains(std::span<const FileFacts> facts, const Graph& graph,
                       const PresetTable& presets, std::vector<const Preset*> used,
                       const Config& config) {
  return ChainBuilder(facts, graph, presets, std::move(used), config).Build();
}

std::vector<Error> UnmatchedOrdering(const ChainTable& chains, const Config& config) {
  std::vector<Error> errors;
  for (const StageConfig& stage : config.ordering.stages) {
    if (stage.optional || IsUsed(chains, stage.name.value)) continue;
    errors.push_back(
        At(config, stage.name.location,
           "stage '" + stage.name.value +
               "' matches no registration; mend its \"match\", or say optional = true"));
  }
  for (const OrderingRule& rule : config.ordering.rules) {
    if (rule.optional) continue;
    for (const auto* patterns : {&rule.routes, &rule.except}) {
      for (const RoutePattern& pattern : *patterns) {
        if (MatchesARoute(chains, pattern)) continue;
        errors.push_back(
            At(config, pattern.location(),
               chains.routes().empty()
                   ? "no route of a known framework is registered here, so '" + pattern.text() +
                         "' matches none; say optional = true if one may come"
                   : "'" + pattern.text() + "' matches no route; mend it, or say optional = true"));
      }
    }
  }
  return errors;
}

bool IsLoose(const ChainElement& a, const ChainElement& b) {
  return (a.loose || b.loose) && a.stage_rank == b.stage_rank && !a.handler && !b.handler;
}

std::string_view CertaintyName(Certainty certainty) {
  switch (certainty) {
    case Certainty::kMust:
      return "must";
    case Certainty::kMay:
      return "may";
    case Certainty::kUnknown:
      return "unknown";
  }
  return "";
}

std::string ChainLine(const ChainTable& chains, const Route& route,
                      std::initializer_list<const ChainElement*> about) {
  constexpr std::ptrdiff_t kNear = 2;
  const bool whole = about.size() == 0 || route.chain.size() <= kShortChain;
  const auto is_near = [&](const ChainElement& element) {
    return std::any_of(about.begin(), about.end(), [&](const ChainElement* one) {
      return one >= route.chain.data() && one < route.chain.data() + route.chain.size() &&
             std::abs(&element - one) <= kNear;
    });
  };
  std::string line;
  bool left_out = false;
  for (const ChainElement& element : route.chain) {
    if (!whole && &element != &route.chain.front() && &element != &route.chain.back() &&
        !is_near(element)) {
      if (!left_out) line += " > …";
      left_out = true;
      continue;
    }
    left_out = false;
    const ChainEntry& entry = chains.entry(element);
    line += line.empty() ? "" : " > ";
    line += entry.symbol;
    if (!entry.stages.empty()) line += " [" + entry.stages.front() + "]";
    if (element.certainty == Certainty::kMay) line += "?";
    if (element.certainty == Certainty::kUnknown) line += "??";
    if (element.loose) line += "~";
  }
  return line;
}

std::string ChainsJson(const ChainTable& chains, const Graph& graph, std::string_view wanted) {
  std::string out;
  JsonWriter json(&out, JsonWriter::Layout::kIndented);
  json.BeginObject().Member("schema", "krepis.chains/1").Key("routes").BeginArray();
  for (const Route& route : chains.routes()) {
    if (!route.Has(wanted)) continue;
    json.BeginObject()
        .Member("route", route.Name())
        .Member("framework", route.preset->name)
        .Member("path", graph.name(route.file))
        .Member("line", route.location.begin.line);
    json.Key("chain").BeginArray();
    for (const ChainElement& element : route.chain) {
      const ChainEntry& entry = chains.entry(element);
      json.BeginObject().Key("stage");
      if (entry.stages.empty()) {
        json.Null();
      } else {
        json.String(entry.stages.front());
      }
      json.Member("symbol", entry.symbol)
          .Member("scope", ScopeName(element.scope))
          .Member("certainty", CertaintyName(element.certainty))
          .Member("path", graph.name(entry.file))
          .Member("line", entry.location.begin.line);
      if (element.handler) json.Member("handler", true);
      if (element.loose) json.Member("order", "unknown");
      json.EndObject();
    }
    json.EndArray().EndObject();
  }
  json.EndArray().EndObject();
  return out + "\n";
}

std::string ChainsText(const ChainTable& chains, const Graph& graph, std::string_view wanted) {
  std::string out;
  for (const Route& route : chains.routes()) {
    if (!route.Has(wanted)) continue;
    out += out.empty() ? "" : "\n";
    out += EscapeForTerminal(route.Name());
    out += "  (" + route.preset->name + ", " + EscapeForTerminal(graph.name(route.file));
    out += ":" + std::to_string(route.location.begin.line) + ")\n";
    for (const ChainElement& element : route.chain) {
      const ChainEntry& entry = chains.entry(element);
      out += "  " + EscapeForTerminal(entry.symbol);
      for (const std::string& stage : entry.stages) out += " [" + EscapeForTerminal(stage) + "]";
      out.append("  ").append(ScopeName(element.scope));
      if (element.certainty != Certainty::kMust)
        out.append(", ").append(CertaintyName(element.certainty));
      if (element.loose) out += ", order unknown";
      out += "  " + EscapeForTerminal(graph.name(entry.file));
      out += ":" + std::to_string(entry.location.begin.line) + "\n";
    }
  }
  return out;
}

}  // namespace krepis::analyzer

#include <fmt/format.h>

#include <algorithm>

#include "analyzer/selftest/plant.h"

namespace krepis::analyzer {
namespace {

constexpr size_t kMaxRoutes = 8;
constexpr std::string_view kMadeUp = "krepis-selftest";
constexpr Location kFirstLine{{0, 0}, {1, 1}, {1, 1}};

std::string_view IdOf(OrderingVerb verb) {
  switch (verb) {
    case OrderingVerb::kBefore:
    case OrderingVerb::kAfter:
      return "ordering/before";
    case OrderingVerb::kAdjacent:
      return "ordering/adjacent";
    case OrderingVerb::kFirst:
      return "ordering/first";
    case OrderingVerb::kLast:
      return "ordering/last";
    case OrderingVerb::kAtMostOnce:
      return "ordering/at-most-once";
    case OrderingVerb::kRequired:
      return "ordering/required";
  }
  return "";
}

bool InScope(const OrderingRule& rule, const Route& route) {
  const auto matches = [&](const RoutePattern& pattern) {
    return pattern.Match(route.method, route.path);
  };
  return std::none_of(rule.except.begin(), rule.except.end(), matches) &&
         (rule.routes.empty() || std::any_of(rule.routes.begin(), rule.routes.end(), matches));
}

/// "/api/krepis-selftest" of "GET /api/**".
std::string PathOf(const RoutePattern& pattern) {
  const std::string& text = pattern.text();
  std::string path;
  for (size_t i = std::min(text.find('/'), text.size()); i < text.size(); ++i) {
    if (text[i] == '*') {
      if (i == 0 || text[i - 1] != '*') path += kMadeUp;
    } else if (text[i] != '{' && text[i] != '}') {
      path += text[i];
    }
  }
  return path;
}

/// Chains as nobody registers them, of the behaviours that are registered.
class ChainPlanter {
 public:
  explicit ChainPlanter(const Model& model) : model_(model) {}

  /// Routes that the rule is about, real ones where there are any; without chains.
  std::vector<Route> RoutesOf(const OrderingRule& rule, const Preset* preset) const {
    std::vector<Route> routes;
    for (const Route& real : model_.chains.routes()) {
      if (routes.size() == kMaxRoutes) break;
      if (!real.path_known || !real.mount_known || !InScope(rule, real)) continue;
      if (preset != nullptr && real.preset != preset) continue;
      routes.push_back(real);
      routes.back().chain.clear();
      routes.back().missed.clear();
    }
    if (!routes.empty()) return routes;
    std::vector<std::string> paths = {"/" + std::string(kMadeUp)};
    for (const RoutePattern& pattern : rule.routes) paths.push_back(PathOf(pattern));
    for (std::string& path : paths) {
      Route route = Made(preset);
      route.path = std::move(path);
      if (InScope(rule, route)) routes.push_back(std::move(route));
    }
    return routes;
  }

  Route Made(const Preset* preset) const {
    Route route;
    route.path = "/" + std::string(kMadeUp);
    route.preset = preset != nullptr ? preset : model_.chains.presets().front();
    route.file = NodeId{1};
    route.location = kFirstLine;
    return route;
  }

  /// A behaviour of that stage and of no other one in `apart`: a registered one, else a made-up
  /// one.
  ChainElement Of(std::string_view stage, const std::vector<LocatedString>& apart) {
    ChainEntry made;
    made.file = NodeId{1};
    made.location = kFirstLine;
    made.symbol = kMadeUp;
    if (!stage.empty()) made.stages = {std::string(stage)};
    const auto fits = [&](const ChainEntry& entry) {
      return !entry.barrier && entry.Is(stage) &&
             std::none_of(apart.begin(), apart.end(), [&](const LocatedString& other) {
               return other.value != stage && entry.Is(other.value);
             });
    };
    const auto entries = model_.chains.entries();
    const auto real = std::find_if(entries.begin(), entries.end(), fits);
    return Add(real != entries.end() ? *real : std::move(made));
  }
  /// A behaviour of no stage.
  ChainElement Other() { return Of("", {}); }
  ChainElement Handler() {
    ChainElement element = Other();
    element.handler = true;
    return element;
  }

  /// The chain that breaks the rule, put on the route.
  void Break(const OrderingRule& rule, Route& route) {
    const std::vector<LocatedString>& stages = rule.stages;
    const auto of = [&](size_t i) { return Of(stages[i].value, stages); };
    switch (rule.verb) {
      case OrderingVerb::kBefore:
        route.chain = {of(1), of(0)};
        break;
      case OrderingVerb::kAfter:
        route.chain = {of(0), of(1)};
        break;
      case OrderingVerb::kAdjacent:
        route.chain = {of(0), Other(), of(1)};
        break;
      case OrderingVerb::kFirst:
        route.chain = {Other(), of(0)};
        break;
      case OrderingVerb::kLast: {
        const size_t stage = route.preset->StageIndex(stages.front().value);
        if (stage != Preset::npos && route.preset->stages[stage].after) {
          route.missed = {of(0)};
        } else {
          route.chain = {of(0), Other()};
        }
        break;
      }
      case OrderingVerb::kAtMostOnce:
        route.chain = {of(0), of(0)};
        break;
      case OrderingVerb::kRequired:
        break;
    }
    route.chain.push_back(Handler());
  }

  void Finish(std::vector<Route> routes, Plant& plant) {
    const Route& first = routes.front();
    const size_t more = routes.size() - 1;
    const std::string name = first.Name();
    const std::string missed = first.missed.empty()
                                   ? ""
                                   : fmt::format(", {} registered where it does not cover it",
                                                 entries_[first.missed.front().entry].symbol);
    plant.chains = ChainTable(std::move(routes), std::move(entries_),
                              {model_.chains.presets().begin(), model_.chains.presets().end()});
    plant.text = fmt::format("route '{}' with the chain {}{}{}", name,
                             ChainLine(plant.chains, plant.chains.routes().front()), missed,
                             more > 0 ? fmt::format(", and {} more", more) : "");
    entries_.clear();
  }

 private:
  ChainElement Add(ChainEntry entry) {
    ChainElement element;
    element.entry = static_cast<uint32_t>(entries_.size());
    entries_.push_back(std::move(entry));
    return element;
  }

  const Model& model_;
  std::vector<ChainEntry> entries_;
};

void PlantRule(const Model& model, const OrderingRule& rule, const Preset* preset,
               std::vector<Plant>& plants) {
  Plant& plant = plants.emplace_back();
  plant.rule = IdOf(rule.verb);
  plant.id = plant.subject = rule.id.value;
  plant.own = rule.severity;
  plant.configured = preset == nullptr && !rule.optional;
  if (model.chains.presets().empty()) {
    plant.obstacle = "no framework whose routes krepis knows is in use here";
    return;
  }
  ChainPlanter planter(model);
  std::vector<Route> routes = planter.RoutesOf(rule, preset);
  if (routes.empty()) {
    plant.obstacle = "`except` covers all that `routes` does";
    return;
  }
  for (Route& route : routes) planter.Break(rule, route);
  planter.Finish(std::move(routes), plant);
}

void PlantGuards(const Model& model, const Preset& preset, std::vector<Plant>& plants) {
  for (const PresetStage& stage : preset.stages) {
    if (!stage.guard) continue;
    Plant& plant = plants.emplace_back();
    plant.rule = "ordering/uncovered-route";
    plant.subject = fmt::format("stage '{}' of {}", stage.name, preset.name);
    plant.configured = false;
    ChainPlanter planter(model);
    Route route = planter.Made(&preset);
    route.missed = {planter.Of(stage.name, {})};
    route.chain = {planter.Handler()};
    planter.Finish({std::move(route)}, plant);
  }
}

}  // namespace

std::vector<Plant> PlantOrdering(const Model& model) {
  std::vector<Plant> plants;
  if (model.graph.file_count() == 0) return plants;
  for (const OrderingRule& rule : model.config.ordering.rules)
    PlantRule(model, rule, nullptr, plants);
  for (const Preset* preset : model.chains.presets()) {
    for (const OrderingRule& rule : preset->rules) PlantRule(model, rule, preset, plants);
    PlantGuards(model, *preset, plants);
  }
  return plants;
}

}  // namespace krepis::analyzer

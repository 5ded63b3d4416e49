// The chains that are read from a source are those that the engine builds from it.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/graph/chains_test_tree.h"
#include "analyzer/graph/testdata/engine_shapes.h"

namespace krepis::analyzer {
namespace {

/// By route: a line per chain, "name stage scope > …".
using ChainsByRoute = std::map<std::string, std::string>;

/// What the engine makes of the registrations.
class BuiltChains {
 public:
  template <class Chain>
  void Add(const Chain& chain) {
    if (!chain.ok()) FAIL(chain.error().message);
    std::string line;
    for (const PipelineLink& link : (*chain)->links()) {
      if (!line.empty()) line += " > ";
      line.append(link.name).append(" ").append(Name(link.stage)).append(" ");
      line += Name(link.scope);
    }
    by_route[std::string((*chain)->route())] = line;
  }

  ChainsByRoute by_route;
};

/// LoginGuard, as behaviours here name themselves: login-guard.
std::string KebabOf(std::string_view symbol) {
  std::string kebab;
  for (const char c : symbol.substr(symbol.rfind(':') + 1)) {
    const bool capital = c >= 'A' && c <= 'Z';
    if (capital && !kebab.empty()) kebab.push_back('-');
    kebab.push_back(capital ? static_cast<char>(c - 'A' + 'a') : c);
  }
  return kebab;
}

/// What the analysis makes of them; what it is not sure of says so.
ChainsByRoute ReadChains(const ChainTable& table) {
  ChainsByRoute by_route;
  for (const Route& route : table.routes()) {
    std::string line;
    for (const ChainElement& element : route.chain) {
      if (element.handler) continue;
      const ChainEntry& entry = table.entry(element);
      if (!line.empty()) line += " > ";
      line += KebabOf(entry.symbol) + " ";
      line += entry.stages.empty() ? "?" : entry.stages.front();
      line += element.scope == RegistrationScope::kGroup
                  ? " scoped"
                  : " " + std::string(ScopeName(element.scope));
      if (element.certainty != Certainty::kMust)
        line.append(" ").append(CertaintyName(element.certainty));
      if (element.loose) line += " loose";
    }
    by_route[route.Name()] = line;
  }
  return by_route;
}

/// A program that registers behaviours, some of them under conditions of their own: as a text to be
/// analysed, and as what it does for the engine.
struct Registration {
  size_t behavior = 0;  // of kBehaviors
  Scope scope = Scope::kGlobal;
  std::string target;
  bool by_tag = false;
  bool conditional = false;
};

/// Registers one; gives what was made.
using Register = const BehaviorBase* (*)(shapes::Builder&, const Registration&);
template <class Type>
const BehaviorBase* RegisterAs(shapes::Builder& builder, const Registration& registration) {
  if (registration.scope == Scope::kGlobal) return &builder.AddGlobal<Type>();
  if (registration.scope == Scope::kLocal) return &builder.AddLocal<Type>(registration.target);
  return registration.by_tag ? &builder.AddScoped<Type>(Tag{registration.target})
                             : &builder.AddScoped<Type>(registration.target);
}
constexpr std::pair<std::string_view, Register> kBehaviors[] = {
    {"shapes::Timing", RegisterAs<shapes::Timing>},
    {"shapes::LoginGuard", RegisterAs<shapes::LoginGuard>},
    {"shapes::RoleGuard", RegisterAs<shapes::RoleGuard>},
    {"shapes::TenantGuard", RegisterAs<shapes::TenantGuard>},
    {"shapes::Cache", RegisterAs<shapes::Cache>},
    {"shapes::Metrics", RegisterAs<shapes::Metrics>},
    {"shapes::Again", RegisterAs<shapes::Again>},
    {"krepis::Bulkhead", RegisterAs<Bulkhead>},
    {"krepis::Timeout", RegisterAs<Timeout>},
    {"krepis::CircuitBreaker", RegisterAs<CircuitBreaker>},
    {"krepis::Retry", RegisterAs<Retry>},
    {"krepis::Authorization", RegisterAs<Authorization>},
};

std::string TextOf(const Registration& registration, size_t number) {
  std::string text;
  if (registration.conditional) text += "if (wanted(" + std::to_string(number) + ")) ";
  text += "builder.Add";
  text += registration.scope == Scope::kGlobal  ? "Global"
          : registration.scope == Scope::kLocal ? "Local"
                                                : "Scoped";
  text += "<" + std::string(kBehaviors[registration.behavior].first) + ">(";
  const std::string target = "\"" + registration.target + "\"";
  if (registration.scope != Scope::kGlobal)
    text += registration.by_tag ? "krepis::Tag{" + target + "}" : target;
  return text + ");\n";
}

class NoHandler final : public PipelineHandler {
 public:
  Outcome Handle(PipelineContext&) override { return Outcome::Success(); }
};

}  // namespace

TEST_CASE("krepis: what holds for every run of random registrations") {
  const std::string shapes_text =
      ReadWhole(std::string(KREPIS_RULES) + "/../analyzer/graph/testdata/engine_shapes.h");
  constexpr std::array<std::string_view, 2> kTags = {"t", "u"};
  std::mt19937 random(20);
  const auto below = [&](size_t bound) {
    return std::uniform_int_distribution<size_t>(0, bound - 1)(random);
  };
  size_t compared = 0;
  size_t conditional = 0;
  for (int round = 0; round < 80; ++round) {
    std::vector<Registration> plan(2 + below(6));
    const bool conditions = round % 2 == 1;
    std::string text =
        "#include \"engine_shapes.h\"\nvoid Run(Handler& handler) {\n"
        "krepis::PipelineProvider::Builder builder;\n";
    constexpr uint32_t kFirstLine = 4;
    for (size_t i = 0; i < plan.size(); ++i) {
      plan[i].behavior = below(std::size(kBehaviors));
      plan[i].scope = static_cast<Scope>(below(3));
      plan[i].by_tag = plan[i].scope == Scope::kScoped && below(2) == 0;
      plan[i].target = plan[i].scope == Scope::kLocal ? "route"
                       : plan[i].by_tag               ? (below(3) == 0 ? "u" : "t")
                       : below(2) == 0                ? "g"
                                                      : "g/h";
      plan[i].conditional = conditions && below(3) == 0;
      text += TextOf(plan[i], i);
    }
    text +=
        "const std::array<std::string_view, 1> tags = {\"t\"};\n"
        "auto provider = std::move(builder).Build();\n"
        "(*provider)->Chain({.id = \"route\", .group = \"g/h\", .tags = tags}, handler);\n}\n";
    const TestChains read("// --- engine_shapes.h\n" + shapes_text + "// --- main.cc\n" + text);
    const auto routes = read.table().routes();
    const auto found = std::find_if(routes.begin(), routes.end(),
                                    [](const Route& route) { return route.Name() == "route"; });
    REQUIRE(found != routes.end());
    std::vector<size_t> place(plan.size(), ~size_t{0});  // in the chain that was read
    for (size_t i = 0; i < found->chain.size(); ++i) {
      if (found->chain[i].handler) continue;
      const uint32_t line = read.table().entry(found->chain[i]).location.begin.line;
      REQUIRE(line >= kFirstLine);
      place.at(line - kFirstLine) = i;
    }

    // Every run that the conditions allow.
    for (uint32_t run = 0; run < 1u << plan.size(); ++run) {
      bool possible = true;
      for (size_t i = 0; i < plan.size(); ++i)
        possible = possible && (plan[i].conditional || (run >> i & 1) != 0);
      if (!possible) continue;
      shapes::Builder builder;
      std::map<const BehaviorBase*, size_t> made;
      for (size_t i = 0; i < plan.size(); ++i) {
        if ((run >> i & 1) != 0) made[kBehaviors[plan[i].behavior].second(builder, plan[i])] = i;
      }
      auto provider = std::move(builder).Build();
      if (!provider.ok()) continue;  // behaviours twice, placements without their other
      NoHandler handler;
      const auto chain = (*provider)->Chain(
          {.id = "route", .group = "g/h", .tags = std::span(kTags).first(1)}, handler);
      if (!chain.ok()) continue;
      ++compared;
      std::vector<size_t> real;
      for (const PipelineLink& link : (*chain)->links())
        real.push_back(place[made.at(link.behavior)]);
      INFO(text, (*chain)->Describe(), ChainLine(read.table(), *found));
      for (size_t i = 0; i < real.size(); ++i) {
        REQUIRE(real[i] != ~size_t{0});
        for (size_t j = i + 1; j < real.size(); ++j) {
          const bool loose = IsLoose(found->chain[real[i]], found->chain[real[j]]);
          CHECK((loose || real[i] < real[j]));
          if (!conditions) CHECK(!loose);
          if (loose) ++conditional;
        }
      }
      for (size_t i = 0; i < found->chain.size(); ++i) {
        const ChainElement& element = found->chain[i];
        if (element.handler) continue;
        const bool there = std::find(real.begin(), real.end(), i) != real.end();
        CHECK((there || element.certainty == Certainty::kMay));
      }
    }
  }
  CHECK(compared > 100);
  CHECK(conditional > 0);
}

TEST_CASE("krepis: what is read from a source is what the engine builds from it") {
  BuiltChains built;
  NoHandler handler;
  InPlaceHandler async_handler(handler);
  shapes::Scopes(built, handler);
  shapes::Tags(built, handler);
  shapes::Placements(built, handler);
  shapes::Resilience(built, handler);
  shapes::Owned(built, handler);
  shapes::Legacy(built, handler);
  shapes::Helpers(built, handler);
  shapes::Async(built, async_handler);
  const TestChains read(
      "// --- engine_shapes.h\n" +
      ReadWhole(std::string(KREPIS_RULES) + "/../analyzer/graph/testdata/engine_shapes.h"));
  const ChainsByRoute found = ReadChains(read.table());
  CHECK(found.size() == built.by_route.size());
  for (const auto& [route, chain] : built.by_route) {
    const auto same = found.find(route);
    CHECK_MESSAGE(same != found.end(), route);
    if (same != found.end()) CHECK(route + ": " + same->second == route + ": " + chain);
  }
}

}  // namespace krepis::analyzer

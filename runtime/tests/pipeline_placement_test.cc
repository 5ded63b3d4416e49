// Where behaviours come to stand: tags, placements, and what is wrong with them.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "krepis/pipeline_provider.h"
#include "runtime/tests/probe.h"

namespace krepis {
namespace {

using Builder = PipelineProvider::Builder;
using Code = PipelineError::Code;
using testing::Probe;
using testing::ProbeHandler;
using testing::Trace;

class PlacementTest {
 protected:
  std::unique_ptr<PipelineBehavior> Make(std::string_view name, std::vector<Placement> placements,
                                         Stage stage = Stage::kUnstaged) {
    return std::make_unique<Probe>(
        trace_, BehaviorTraits{.name = name, .stage = stage, .placements = std::move(placements)});
  }
  const PipelineProvider& Provider() {
    if (provider_ == nullptr) {
      auto built = std::move(builder_).Build();
      if (!built) FAIL(built.error().message);
      provider_ = std::move(built).value();
    }
    return *provider_;
  }
  std::string Names(const PipelineRoute& route) {
    auto chain = Provider().Chain(route, handler_);
    if (!chain) return chain.error().message;
    std::string names;
    for (const PipelineLink& link : (*chain)->links()) {
      names.append(names.empty() ? "" : " ").append(link.name);
    }
    return names;
  }
  PipelineError ChainError(const PipelineRoute& route) {
    auto chain = Provider().Chain(route, handler_);
    REQUIRE_FALSE(chain.ok());
    return chain.error();
  }
  PipelineError BuildError() {
    auto provider = std::move(builder_).Build();
    REQUIRE_FALSE(provider.ok());
    return provider.error();
  }

  Trace trace_;
  ProbeHandler handler_{trace_};
  Builder builder_;
  std::unique_ptr<PipelineProvider> provider_;
};

}  // namespace

TEST_CASE_FIXTURE(PlacementTest, "a tag selects routes across groups; it stands after the groups") {
  builder_.AddLocal("orders", Make("local", {}));
  builder_.AddScoped(Tag{"money"}, Make("audit", {}));
  builder_.AddScoped("shop", Make("group", {}));
  builder_.AddGlobal(Make("global", {}));
  const std::array<std::string_view, 2> tags = {"public", "money"};
  const std::array<std::string_view, 2> reversed = {"money", "public"};
  CHECK(Names({.id = "orders", .group = "shop", .tags = tags}) == "global group audit local");
  CHECK(Names({.id = "refund", .group = "support", .tags = tags}) == "global audit");
  CHECK(Names({.id = "refund", .group = "money"}) == "global");  // a group of that name
  CHECK(Provider().chain_count() == 3);
  CHECK(Names({.id = "refund", .group = "support", .tags = reversed}) == "global audit");
  CHECK(Provider().chain_count() == 3);  // the order of tags says nothing
  const std::array<std::string_view, 2> doubled = {"money", "money"};
  CHECK(Names({.id = "refund", .group = "support", .tags = doubled}) == "global audit");

  auto chain = Provider().Chain({.id = "orders", .group = "shop", .tags = tags}, handler_);
  REQUIRE(chain.ok());
  CHECK((*chain)->Describe() ==
        "orders in shop #public #money\n"
        "  0 unstaged  global   global\n"
        "  1 unstaged  group    scoped shop\n"
        "  2 unstaged  audit    scoped tag money\n"
        "  3 unstaged  local    local orders\n"
        "  4           handler  handler\n");
}

TEST_CASE_FIXTURE(PlacementTest, "placements move within the stage, against scope and order") {
  builder_.AddGlobal(Make("metrics", {Placement::After("compress")}));
  builder_.AddGlobal(Make("cache", {}));
  builder_.AddScoped("shop", Make("compress", {}));
  builder_.AddLocal("orders", Make("probe", {Placement::Before("cache")}));
  CHECK(Names({.id = "orders", .group = "shop"}) == "compress metrics probe cache");

  auto chain = Provider().Chain({.id = "orders", .group = "shop"}, handler_);
  REQUIRE(chain.ok());
  CHECK((*chain)->Describe() ==
        "orders in shop\n"
        "  0 unstaged  compress  scoped shop\n"
        "  1 unstaged  metrics   global, after compress\n"
        "  2 unstaged  probe     local orders, before cache\n"
        "  3 unstaged  cache     global\n"
        "  4           handler   handler\n");
}

TEST_CASE_FIXTURE(PlacementTest, "a placement that stages keep anyway changes nothing") {
  builder_.AddGlobal(Make("tenant", {Placement::After("login")}, Stage::kValidation));
  builder_.AddGlobal(Make("login", {Placement::Before("tenant")}, Stage::kGuard));
  CHECK(Names({.id = "r"}) == "login tenant");
}

TEST_CASE_FIXTURE(PlacementTest, "error: a strong placement names what the chain lacks") {
  builder_.AddGlobal(Make("tenant", {Placement::After("login")}));
  builder_.AddLocal("home", Make("login", {}));
  CHECK(Names({.id = "home"}) == "login tenant");
  PipelineError error = ChainError({.id = "about"});
  CHECK(error.code == Code::kMissingBehavior);
  CHECK(error.behavior == "tenant");
  CHECK(error.message ==
        "route \"about\": behaviour \"tenant\" (global) needs \"login\", which is not registered "
        "for this route; register it, or make the placement weak");
}

TEST_CASE_FIXTURE(PlacementTest, "a weak placement says nothing where its behaviour is missing") {
  builder_.AddGlobal(Make("tenant", {Placement::After("login", Strength::kWeak)}));
  builder_.AddLocal("home", Make("login", {}));
  CHECK(Names({.id = "home"}) == "login tenant");
  CHECK(Names({.id = "about"}) == "tenant");
}

TEST_CASE_FIXTURE(PlacementTest, "error: contradictory placements, shown as a circle by names") {
  builder_.AddGlobal(Make("unrelated", {}));
  builder_.AddGlobal(Make("a", {Placement::Before("b")}));
  builder_.AddScoped("shop", Make("b", {Placement::Before("c")}));
  builder_.AddLocal("orders", Make("c", {Placement::Before("a")}));
  PipelineError error = ChainError({.id = "orders", .group = "shop"});
  CHECK(error.code == Code::kContradictoryOrder);
  CHECK(error.message ==
        "route \"orders\": behaviours cannot be ordered: a -> b -> c -> a (\"a\" says before b, "
        "\"b\" says before c, \"c\" says before a)");
}

TEST_CASE_FIXTURE(PlacementTest, "error: global placements that contradict fail at Build") {
  builder_.AddGlobal(Make("a", {Placement::Before("b")}));
  builder_.AddGlobal(Make("b", {Placement::Before("a")}));
  PipelineError error = BuildError();
  CHECK(error.code == Code::kContradictoryOrder);
  CHECK(error.message ==
        "global behaviours: behaviours cannot be ordered: a -> b -> a (\"a\" says before b, \"b\" "
        "says before a)");
}

TEST_CASE_FIXTURE(PlacementTest, "error: a behaviour cannot stand before itself") {
  builder_.AddGlobal(Make("a", {Placement::After("a")}));
  CHECK(BuildError().code == Code::kContradictoryOrder);
}

TEST_CASE_FIXTURE(PlacementTest, "error: a placement against the stages") {
  builder_.AddGlobal(Make("commit", {}, Stage::kTransaction));
  builder_.AddGlobal(Make("login", {Placement::After("commit")}, Stage::kGuard));
  PipelineError error = BuildError();
  CHECK(error.code == Code::kContradictoryOrder);
  CHECK(error.behavior == "login");
  CHECK(error.message ==
        "global behaviours: \"login\" says after commit, but the guard stage of \"login\" is "
        "outside the transaction stage of \"commit\"");
}

TEST_CASE_FIXTURE(PlacementTest, "error: two global transactions fail at Build") {
  builder_.AddGlobal(Make("sql", {}, Stage::kTransaction));
  builder_.AddGlobal(Make("files", {}, Stage::kTransaction));
  CHECK(BuildError().code == Code::kSeveralTransactions);
}

TEST_CASE_FIXTURE(PlacementTest, "error: a tag without a name") {
  builder_.AddScoped(Tag{""}, Make("audit", {}));
  CHECK(BuildError().code == Code::kEmptyTarget);
}

TEST_CASE_FIXTURE(PlacementTest, "many routes are found again, each its own") {
  builder_.AddGlobal(Make("a", {}));
  std::vector<const PipelineChain*> chains;
  const auto chain = [&](int i) {
    auto found = Provider().Chain({.id = "route-" + std::to_string(i), .group = "g"}, handler_);
    REQUIRE(found.ok());
    return *found;
  };
  for (int i = 0; i < 1000; ++i) {
    chains.push_back(chain(i));
    REQUIRE(chains.back()->route() == "route-" + std::to_string(i));
  }
  for (int i = 0; i < 1000; ++i) REQUIRE(chain(i) == chains[i]);
  CHECK(Provider().chain_count() == 1000);
}

TEST_CASE("random registrations: every promise of the order holds, and nothing else is moved") {
  std::mt19937 random(7);
  const auto below = [&](size_t bound) { return random() % bound; };
  int ordered = 0;
  int contradictory = 0;
  for (int round = 0; round < 3000; ++round) {
    CAPTURE(round);
    struct Planned {
      std::string name;
      Stage stage;
      size_t scope;
      std::vector<Placement> placements;
    };
    std::vector<Planned> planned;
    Trace trace;
    ProbeHandler handler(trace);
    Builder builder;
    const size_t count = 1 + below(8);
    for (size_t i = 0; i < count; ++i) {
      Planned one{"b" + std::to_string(i), kStages[below(2) == 0 ? 6 : 4], below(5), {}};
      for (size_t p = below(3) == 0 ? 1 + below(2) : 0; p-- > 0;) {
        const std::string other = "b" + std::to_string(below(count));
        one.placements.push_back(below(2) == 0 ? Placement::Before(other, Strength::kWeak)
                                               : Placement::After(other, Strength::kWeak));
      }
      auto behavior = std::make_unique<Probe>(
          trace,
          BehaviorTraits{.name = one.name, .stage = one.stage, .placements = one.placements});
      if (one.scope == 0) builder.AddGlobal(std::move(behavior));
      if (one.scope == 1) builder.AddScoped("outer", std::move(behavior));
      if (one.scope == 2) builder.AddScoped("outer/inner", std::move(behavior));
      if (one.scope == 3) builder.AddScoped(Tag{"tag"}, std::move(behavior));
      if (one.scope == 4) builder.AddLocal("route", std::move(behavior));
      planned.push_back(std::move(one));
    }

    // The promises, as pairs; `moved` when placements say anything at all.
    std::vector<std::pair<size_t, size_t>> before;
    for (size_t i = 0; i < count; ++i) {
      for (size_t j = 0; j < count; ++j) {
        if (planned[i].stage < planned[j].stage) before.emplace_back(i, j);
      }
      for (const Placement& placement : planned[i].placements) {
        const size_t other = std::stoul(placement.behavior.substr(1));
        const bool outside = placement.side == Placement::Side::kBefore;
        before.emplace_back(outside ? i : other, outside ? other : i);
      }
    }
    // Whether they can be met: by closing them transitively.
    std::vector<std::vector<bool>> reaches(count, std::vector<bool>(count));
    for (auto [outer, inner] : before) reaches[outer][inner] = true;
    for (size_t via = 0; via < count; ++via) {
      for (size_t i = 0; i < count; ++i) {
        for (size_t j = 0; j < count; ++j) {
          if (reaches[i][via] && reaches[via][j]) reaches[i][j] = true;
        }
      }
    }
    bool possible = true;
    for (size_t i = 0; i < count; ++i) possible = possible && !reaches[i][i];

    auto provider = std::move(builder).Build();
    const std::array<std::string_view, 1> tags = {"tag"};
    Result<const PipelineChain*, PipelineError> chain =
        provider
            ? (*provider)->Chain({.id = "route", .group = "outer/inner", .tags = tags}, handler)
            : Result<const PipelineChain*, PipelineError>(provider.error());
    REQUIRE(chain.ok() == possible);
    if (!possible) {
      REQUIRE(chain.error().code == Code::kContradictoryOrder);
      ++contradictory;
      continue;
    }
    ++ordered;
    std::vector<size_t> place(count);
    const auto links = (*chain)->links();
    REQUIRE(links.size() == count);
    for (size_t at = 0; at < count; ++at)
      place[std::stoul(std::string(links[at].name.substr(1)))] = at;
    for (auto [outer, inner] : before) REQUIRE(place[outer] < place[inner]);
    // Two that follow each other against scope and registration have something that keeps the later
    // one from coming first: a promise to the earlier one.
    for (size_t at = 1; at < count; ++at) {
      const size_t first = std::stoul(std::string(links[at - 1].name.substr(1)));
      const size_t second = std::stoul(std::string(links[at].name.substr(1)));
      const bool natural = std::tuple(planned[first].stage, planned[first].scope, first) <
                           std::tuple(planned[second].stage, planned[second].scope, second);
      REQUIRE((natural || reaches[first][second]));
    }
  }
  CHECK(ordered > 500);
  CHECK(contradictory > 500);
}

}  // namespace krepis

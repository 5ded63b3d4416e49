#include "analyzer/graph/capability_reach.h"

#include <doctest/doctest.h>

#include <string>

namespace krepis::analyzer {
namespace {

/// Files of so many functions each, the top level among them, and calls between them.
class Tree {
 public:
  Tree(uint32_t files, uint32_t functions, std::vector<std::pair<uint32_t, uint32_t>> calls,
       std::vector<ReachUse> uses = {}, std::vector<uint32_t> tests = {})
      : uses_(std::move(uses)), facts_(files) {
    GraphBuilder builder;
    for (uint32_t file = 0; file < files; ++file) {
      facts_[file].calls.functions.resize(functions);
      builder.AddFile(std::to_string(file) + ".ts", Language::kTypeScript);
    }
    for (const uint32_t test : tests)
      facts_[(test - 1) / functions].calls.functions[(test - 1) % functions].test_only = true;
    graph_ = std::move(builder).Build();
    std::vector<std::pair<FunctionId, CallEdge>> edges;
    for (const auto& [from, to] : calls) edges.push_back({FunctionId{from}, {FunctionId{to}, 0}});
    calls_.emplace(facts_, graph_, std::move(edges));
  }

  CapabilityReach Reach(const ReachBrokers& brokers = {},
                        Confidence confidence = Confidence::kDispatch) const {
    return CapabilityReach(*calls_, uses_, brokers, {confidence, false, 3});
  }

  const CallGraph& calls() const { return *calls_; }

 private:
  std::vector<ReachUse> uses_;
  std::vector<FileFacts> facts_;
  Graph graph_;
  std::optional<CallGraph> calls_;
};

ReachUse Use(uint32_t function, uint32_t item, Confidence confidence = Confidence::kDirect) {
  return {FunctionId{function}, item, confidence, 0};
}

/// The items that each function reaches: "1:0 2:01 3:".
std::string Sets(const CapabilityReach& reach) {
  std::string text;
  for (uint32_t i = 1; i <= reach.calls().ids().size(); ++i) {
    text += (i == 1 ? "" : " ") + std::to_string(i) + ":";
    reach.sets().ForEach(reach.SetOf(FunctionId{i}),
                         [&](uint32_t item) { text += std::to_string(item); });
  }
  return text;
}

}  // namespace

TEST_CASE("callers reach what their callees use, through cycles too") {
  // 1 -> 2 -> 3 -> 2, 3 -> 4; 5 alone
  const Tree tree(1, 5, {{1, 2}, {2, 3}, {3, 2}, {3, 4}}, {Use(4, 0), Use(2, 1), Use(5, 2)});
  CHECK(Sets(tree.Reach()) == "1:01 2:01 3:01 4:0 5:2");
}

TEST_CASE("what is less sure than asked does not count") {
  const Tree tree(1, 2, {{1, 2}},
                  {Use(2, 0, Confidence::kUnknown), Use(2, 1, Confidence::kImport)});
  CHECK(Sets(tree.Reach()) == "1: 2:");
  CHECK(Sets(tree.Reach({}, Confidence::kImport)) == "1:1 2:1");
  CHECK(Sets(tree.Reach({}, Confidence::kUnknown)) == "1:01 2:01");
}

TEST_CASE("no way leads through what only tests run") {
  // 1 -> 2 -> 3; the second is a test.
  const Tree tree(1, 3, {{1, 2}, {2, 3}}, {Use(3, 0)}, {2});
  CHECK(Sets(tree.Reach()) == "1: 2:0 3:0");
}

TEST_CASE("callers in other groups do not inherit what a broker seals") {
  // Files 0 (functions 1, 2), 1 (3, 4), 2 (5, 6); the second is a broker for item 0.
  const std::vector<std::pair<uint32_t, uint32_t>> calls = {{1, 3}, {3, 4}, {2, 5}, {5, 3}, {4, 1}};
  const Tree tree(3, 2, calls, {Use(4, 0), Use(4, 1)});
  const ReachBrokers brokers{{1, 2, 3}, {{}, {}, {0}, {}}};
  CHECK(Sets(tree.Reach(brokers)) == "1:1 2:1 3:01 4:01 5:1 6:");
  // Within one group everything passes.
  CHECK(Sets(tree.Reach({{2, 2, 2}, {{}, {}, {0}, {}}})) == "1:01 2:01 3:01 4:01 5:01 6:");
}

TEST_CASE("a cycle through a broker keeps what the broker keeps") {
  // 1 (file 0) and 3 (file 1, broker of item 0) call each other; both use something.
  const Tree tree(2, 2, {{1, 3}, {3, 1}}, {Use(3, 0), Use(1, 1)});
  CHECK(Sets(tree.Reach({{1, 2}, {{}, {}, {0}}})) == "1:1 2: 3:01 4:");
}

TEST_CASE("the shortest way to a use") {
  // 1 -> 2 -> 3 -> 4, 1 -> 5 -> 4; file 0: 1, 2; file 1: 3, 4; file 2: 5, 6
  const Tree tree(3, 2, {{1, 2}, {2, 3}, {3, 4}, {1, 5}, {5, 4}}, {Use(4, 0)});
  const CapabilityReach reach = tree.Reach();
  const ReachPaths::Callers callers(reach);
  const uint32_t uses[] = {0};
  const ReachPaths paths(reach, callers, 0, uses);
  CHECK(paths.Length(FunctionId{1}) == 2);
  CHECK(paths.From(FunctionId{1}) ==
        std::vector<FunctionId>{FunctionId{1}, FunctionId{5}, FunctionId{4}});
  CHECK(paths.UseOf(FunctionId{1}).function == FunctionId{4});
  CHECK(!paths.Length(FunctionId{6}));
  CHECK(paths.From(FunctionId{6}).empty());
  const auto is_five = [](FunctionId function) { return function == FunctionId{5}; };
  CHECK(paths.AnyOnTheWay(FunctionId{1}, is_five));
  CHECK(!paths.AnyOnTheWay(FunctionId{2}, is_five));
  std::string calls;
  paths.ForEachCall([&](FunctionId from, FunctionId to) {
    calls += std::to_string(Index(from)) + ">" + std::to_string(Index(to)) + " ";
  });
  CHECK(calls == "3>4 5>4 2>3 1>5 1>2 ");
}

TEST_CASE("sets are kept once") {
  ItemSets sets(200);
  const uint32_t low[] = {1, 64};
  const uint32_t high[] = {199};
  const ItemSetId a = sets.Of(low);
  const ItemSetId b = sets.Of(high);
  const ItemSetId both = sets.Union(a, b);
  CHECK(sets.Union(b, a) == both);
  CHECK(sets.Minus(both, b) == a);
  CHECK(sets.Contains(both, 199));
  CHECK(!sets.Contains(a, 199));
  CHECK(sets.size() == 4);  // with the empty one
}

}  // namespace krepis::analyzer

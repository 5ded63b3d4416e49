#include "analyzer/engine/ordering_verdicts.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

namespace krepis::analyzer {
namespace {

/// A chain by one letter an element: 'o' is of the stage "outer", 'i' of "inner", 'x' of none; '?'
/// behind one makes it a doubt, '!' a barrier.
struct Chain {
  explicit Chain(std::string_view letters) {
    Route route;
    std::vector<ChainEntry> entries;
    for (const char c : letters) {
      if (c == '?') {
        route.chain.back().certainty = Certainty::kMay;
        route.chain.back().doubt = ChainDoubt::kPath;
      } else if (c == '!') {
        entries.back().barrier = true;
        route.chain.back().certainty = Certainty::kUnknown;
      } else {
        ChainElement& element = route.chain.emplace_back();
        element.entry = static_cast<uint32_t>(entries.size());
        ChainEntry& entry = entries.emplace_back();
        entry.symbol = std::string(1, c);
        if (c == 'o') entry.stages = {"outer"};
        if (c == 'i') entry.stages = {"inner"};
      }
    }
    table = ChainTable({route}, std::move(entries), {});
  }

  /// "1>0" for a fault at element 1 that is wrong to element 0, '?' behind what is not decided.
  std::string Faults(bool documented) const {
    OrderingRule rule;
    rule.stages = {{"outer", {}}, {"inner", {}}};
    const Route& route = table.routes().front();
    std::string text;
    for (const OrderingFault& fault : JudgeChain(table, route, rule, documented)) {
      text += std::to_string(fault.at - route.chain.data()) + ">" +
              std::to_string(fault.other - route.chain.data()) + (fault.decided ? " " : "? ");
    }
    return text;
  }

  ChainTable table;
};

}  // namespace

TEST_CASE("a rule of krepis.toml means every pair, and one finding names each misplaced one") {
  CHECK(Chain("oi").Faults(false).empty());
  CHECK(Chain("io").Faults(false) == "1>0 ");
  CHECK(Chain("oio").Faults(false) == "2>1 ");
  CHECK(Chain("iiiooo").Faults(false) == "3>0 4>0 5>0 ");
  CHECK(Chain("ix!o").Faults(false) == "2>0? ");
  CHECK(Chain("i?o").Faults(false) == "1>0? ");
  const std::string many = Chain(std::string(100, 'i') + std::string(100, 'o')).Faults(false);
  CHECK(std::count(many.begin(), many.end(), '>') == 100);
}

TEST_CASE("a documented rule is met by one outside") {
  CHECK(Chain("oio").Faults(true).empty());
  CHECK(Chain("io").Faults(true) == "1>0 ");
  CHECK(Chain("iooo").Faults(true) == "1>0 ");
  CHECK(Chain("i").Faults(true).empty());
  CHECK(Chain("o?io").Faults(true) == "2>1? ");
  CHECK(Chain("x!io").Faults(true) == "2>1? ");
}

TEST_CASE("of a long chain, a message shows the part around what it is about") {
  const Chain chain(std::string(10, 'x') + "i" + std::string(20, 'x') + "o");
  const Route& route = chain.table.routes().front();
  CHECK(ChainLine(chain.table, route, {&route.chain[10]}) ==
        "x > … > x > x > i [inner] > x > x > … > o [outer]");
  CHECK(ChainLine(chain.table, route).find("…") == std::string::npos);
}

}  // namespace krepis::analyzer

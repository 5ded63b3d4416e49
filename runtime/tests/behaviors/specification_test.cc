#include "krepis/behaviors/specification.h"

#include <doctest/doctest.h>

#include <functional>
#include <memory>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

namespace krepis {
namespace {

struct Order {
  int quantity = 1;
  bool paid = true;
  bool shipped = false;
};

Specification<Order> Positive() {
  return {"quantity.min",
          "the quantity must be at least 1",
          [](const Order& order) { return order.quantity >= 1; },
          {{"min", "1"}}};
}
Specification<Order> Paid() {
  return {"paid", "the order must be paid", [](const Order& order) { return order.paid; }};
}
Specification<Order> Shipped() {
  return {"shipped", "the order must be shipped", [](const Order& order) { return order.shipped; }};
}

/// A bit of the candidate, asked for by its number.
Specification<unsigned> Bit(unsigned number) {
  return {std::to_string(number), "", [=](unsigned bits) { return (bits >> number & 1) != 0; }};
}

}  // namespace

TEST_CASE("a single question fails with its code, message and parameters") {
  CHECK(Positive().IsSatisfiedBy({.quantity = 1}));
  CHECK_FALSE(Positive().IsSatisfiedBy({.quantity = 0}));
  CHECK_FALSE(Positive().Evaluate({.quantity = 1}).has_value());
  auto failure = Positive().Evaluate({.quantity = 0});
  REQUIRE(failure);
  CHECK(*failure == SpecificationFailure{
                        "quantity.min", "the quantity must be at least 1", {{"min", "1"}}, {}});
}

TEST_CASE("and asks both sides and returns both failures") {
  auto both = Positive() && Paid() && !Shipped();
  CHECK(both.IsSatisfiedBy({}));
  auto failure = both.Evaluate({.quantity = 0, .paid = false, .shipped = true});
  REQUIRE(failure);
  CHECK(failure->code == "and");
  REQUIRE(failure->children.size() == 3);
  CHECK(failure->children[0].code == "quantity.min");
  CHECK(failure->children[1].code == "paid");
  CHECK(failure->children[2].code == "not");
  CHECK(failure->children[2].message == "must not be so: shipped");
  CHECK(failure->children[2].children.empty());

  failure = both.Evaluate({.paid = false});
  REQUIRE(failure);
  CHECK(failure->code == "paid");
}

TEST_CASE("or fails with the failures of all alternatives") {
  auto either = Paid() || Shipped();
  CHECK(either.IsSatisfiedBy({.paid = false, .shipped = true}));
  CHECK_FALSE(either.Evaluate({.paid = false, .shipped = true}).has_value());
  auto failure = either.Evaluate({.paid = false});
  REQUIRE(failure);
  CHECK(failure->code == "or");
  CHECK(failure->children.size() == 2);
}

TEST_CASE("a named combination is one failure with its parts inside") {
  auto named = (Positive() && Paid()).Named("orderable", "the order cannot be taken");
  auto failure = named.Evaluate({.paid = false});
  REQUIRE(failure);
  CHECK(failure->code == "orderable");
  REQUIRE(failure->children.size() == 1);
  CHECK(failure->children[0].code == "paid");
  // A name keeps a combination together.
  failure = (named && Positive()).Evaluate({.quantity = 0});
  REQUIRE(failure);
  REQUIRE(failure->children.size() == 2);
  CHECK(failure->children[0].code == "orderable");
  CHECK((!named).Evaluate({})->message == "must not be so: orderable");
  CHECK((!named).Named("odd", "only odd orders").Evaluate({})->code == "odd");
  CHECK((!!Positive()).Evaluate({.quantity = 0})->code == "quantity.min");
}

TEST_CASE("a summary is the leaves, and bounded") {
  auto failure = (Positive() && (Paid() || Shipped())).Evaluate({.quantity = 0, .paid = false});
  REQUIRE(failure);
  CHECK(Summary(*failure) ==
        "the quantity must be at least 1; the order must be paid; the order must be shipped");
  CHECK(Summary(*failure, 12) == "the quantity");
  CHECK(Summary(*failure, 0).empty());
  CHECK(Summary({"code", "", {}, {}}) == "code");
  CHECK(Summary({"", "\xc3\xa4\xc3\xb6", {}, {}}, 3) == "\xc3\xa4");
}

TEST_CASE("IsSatisfiedBy asks no more than it must, Evaluate asks everything") {
  int asked = 0;
  auto yes = Specification<int>("yes", "", [&](int) { return ++asked > 0; });
  auto no = Specification<int>("no", "", [&](int) { return ++asked < 0; });
  CHECK_FALSE((no && yes && yes).IsSatisfiedBy(0));
  CHECK(asked == 1);
  CHECK((yes || no || no).IsSatisfiedBy(0));
  CHECK(asked == 2);
  CHECK((no && yes && yes).Evaluate(0).has_value());
  CHECK(asked == 5);
  CHECK_FALSE((yes || no || no).Evaluate(0).has_value());
  CHECK(asked == 8);
}

TEST_CASE("what a predicate throws comes out") {
  Specification<int> broken("broken", "", [](int) -> bool { throw std::runtime_error("no"); });
  CHECK_THROWS_AS(static_cast<void>((!broken).IsSatisfiedBy(1)), std::runtime_error);
  CHECK_THROWS_AS(static_cast<void>((broken && broken).Evaluate(1)), std::runtime_error);
}

TEST_CASE("a deep tree needs no stack") {
  Specification<int> deep("leaf", "", [](int) { return true; });
  for (int i = 0; i < 2000; ++i) deep = (!std::move(deep)).Named("no", "");
  CHECK(deep.IsSatisfiedBy(0));
  CHECK_FALSE(deep.Evaluate(0).has_value());
}

TEST_CASE("random trees agree with plain logic") {
  std::mt19937 random(20);
  struct Tree {
    Specification<unsigned> specification;
    std::function<bool(unsigned)> meaning;
  };
  for (int round = 0; round < 300; ++round) {
    std::vector<Tree> trees;
    for (unsigned bit = 0; bit < 6; ++bit) {
      trees.push_back({Bit(bit), [=](unsigned bits) { return (bits >> bit & 1) != 0; }});
    }
    while (trees.size() > 1) {
      size_t first = random() % trees.size();
      Tree left = trees[first];
      trees.erase(trees.begin() + static_cast<ptrdiff_t>(first));
      Tree& right = trees[random() % trees.size()];
      switch (random() % 3) {
        case 0:
          right = {
              left.specification && right.specification,
              [a = left.meaning, b = right.meaning](unsigned bits) { return a(bits) && b(bits); }};
          break;
        case 1:
          right = {
              left.specification || right.specification,
              [a = left.meaning, b = right.meaning](unsigned bits) { return a(bits) || b(bits); }};
          break;
        default:
          right = {!right.specification, [b = right.meaning](unsigned bits) { return !b(bits); }};
          trees.push_back(left);
          break;
      }
      if (random() % 4 == 0) right.specification = right.specification.Named("named", "");
    }
    for (unsigned bits = 0; bits < 64; ++bits) {
      REQUIRE(trees[0].specification.IsSatisfiedBy(bits) == trees[0].meaning(bits));
      REQUIRE(trees[0].specification.Evaluate(bits).has_value() != trees[0].meaning(bits));
    }
  }
}

}  // namespace krepis

#include "shop/cart.h"

namespace shop {

TEST_CASE("an empty cart costs nothing") {
  Cart cart;
  CHECK(cart.total() == 0);
}

SCENARIO_METHOD(Fixture, "goods are taken \
out again")
{
  Store().Take("tea");
}

}  // namespace shop

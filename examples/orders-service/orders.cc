#include "orders.h"

#include <utility>

namespace orders {

using krepis::Outcome;
using krepis::Specification;

Specification<PlaceOrder> ValidOrder() {
  Specification<PlaceOrder> named(
      "item.missing", "an order names an item",
      [](const PlaceOrder& request) { return !request.order.item.empty(); });
  Specification<PlaceOrder> some(
      "quantity.min", "the quantity is at least 1",
      [](const PlaceOrder& request) { return request.order.quantity >= 1; });
  return std::move(named) && std::move(some);
}

std::optional<Order> OrderStore::Find(int id) const {
  const std::lock_guard lock(mutex_);
  const auto found = orders_.find(id);
  if (found == orders_.end()) return std::nullopt;
  return found->second;
}

int OrderStore::NextId() {
  const std::lock_guard lock(mutex_);
  return ++last_id_;
}

void OrderStore::Add(int id, Order order) {
  const std::lock_guard lock(mutex_);
  orders_.emplace(id, std::move(order));
}

int OrderDraft::Add(Order order) {
  const int id = store_.NextId();
  added_.emplace(id, std::move(order));
  return id;
}

Outcome OrderDraft::Begin() {
  added_.clear();
  return Outcome::Success();
}

Outcome OrderDraft::Commit(std::span<const krepis::StagedEvent>) {
  for (auto& [id, order] : added_) store_.Add(id, std::move(order));
  added_.clear();
  return Outcome::Success();
}

Outcome OrderDraft::Rollback() {
  added_.clear();
  return Outcome::Success();
}

Outcome PlaceOrderHandler::Run(krepis::PipelineContext& context, const PlaceOrder& request,
                               OrderPlaced& response) {
  response.id = context.services().Get<OrderDraft>().Add(request.order);
  krepis::StageEvent(context, "order-placed", std::to_string(response.id));
  // The warehouse is asked last: what it refuses is rolled back.
  if (request.order.item == "unicorn") {
    return Outcome::Failure(krepis::FailureCode::kFailed, "the warehouse has no unicorns");
  }
  return Outcome::Success();
}

Outcome FindOrderHandler::Run(krepis::PipelineContext& context, const FindOrder& request,
                              Order& response) {
  std::optional<Order> order = context.services().Get<OrderStore>().Find(request.id);
  if (!order) return Outcome::Failure(kNotFound, "there is no such order");
  response = *std::move(order);
  return Outcome::Success();
}

}  // namespace orders

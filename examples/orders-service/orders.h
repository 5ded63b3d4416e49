#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <string>

#include "krepis/behaviors/specification.h"
#include "krepis/behaviors/unit_of_work.h"
#include "krepis/pipeline_handler.h"
#include "krepis/service_collection.h"

// What the service is about. Nothing here knows HTTP.

namespace orders {

struct Order {
  std::string item;
  int quantity = 0;
};

/// POST /orders
struct PlaceOrder {
  Order order;
};
struct OrderPlaced {
  int id = 0;
};

/// GET /orders/ID
struct FindOrder {
  int id = 0;
};

krepis::Specification<PlaceOrder> ValidOrder();

/// Committed orders. Thread-safe.
class OrderStore {
 public:
  std::optional<Order> Find(int id) const;
  int NextId();
  void Add(int id, Order order);

 private:
  mutable std::mutex mutex_;
  std::map<int, Order> orders_;
  int last_id_ = 0;
};

/// The orders of one execution, written to the store when it succeeds. A scoped service: each
/// execution has its own.
class OrderDraft final : public krepis::UnitOfWork {
 public:
  using Dependencies = krepis::ServiceList<OrderStore>;
  explicit OrderDraft(OrderStore& store) : store_(store) {}

  int Add(Order order);

  krepis::Outcome Begin() override;
  krepis::Outcome Commit(std::span<const krepis::StagedEvent> events) override;
  krepis::Outcome Rollback() override;

 private:
  OrderStore& store_;
  std::map<int, Order> added_;
};

class PlaceOrderHandler final : public krepis::TypedHandler<PlaceOrder, OrderPlaced> {
 public:
  std::string_view name() const noexcept override { return "place-order"; }
  krepis::Outcome Run(krepis::PipelineContext& context, const PlaceOrder& request,
                      OrderPlaced& response) override;
};

class FindOrderHandler final : public krepis::TypedHandler<FindOrder, Order> {
 public:
  std::string_view name() const noexcept override { return "find-order"; }
  krepis::Outcome Run(krepis::PipelineContext& context, const FindOrder& request,
                      Order& response) override;
};

inline constexpr auto kNotFound =
    static_cast<krepis::FailureCode>(static_cast<int>(krepis::FailureCode::kApplication) + 1);

}  // namespace orders

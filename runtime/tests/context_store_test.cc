#include "krepis/context_store.h"

#include <doctest/doctest.h>

#include <memory>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "krepis/pipeline_context.h"

namespace krepis {
namespace {

constexpr ContextKey<std::string> kTenant("tenant");
constexpr ContextKey<std::string> kToken("token", Sensitivity::kSensitive);
constexpr ContextKey<std::unique_ptr<int>> kOwned("owned");

std::vector<std::string> Keys(const ContextStore& store) {
  std::vector<std::string> keys;
  store.ForEachKey([&](const ContextKeyBase& key) {
    keys.push_back(std::string(key.name()) + (key.sensitive() ? " (sensitive)" : ""));
  });
  return keys;
}

class FixedClock final : public Clock {
 public:
  TimePoint Now() const noexcept override { return now; }
  TimePoint now{std::chrono::hours(1)};
};

}  // namespace

TEST_CASE("a value is seen inside its scope; an inner one of the same key covers it") {
  PipelineContext context("event", "test");
  CHECK(context.store().Find(kTenant) == nullptr);
  {
    ContextScope outer(context, kTenant, "acme");
    CHECK(*context.store().Find(kTenant) == "acme");
    {
      ContextScope inner(context, kTenant, "umbrella");
      ContextScope token(context, kToken, "secret");
      CHECK(*context.store().Find(kTenant) == "umbrella");
      CHECK(Keys(context.store()) == std::vector<std::string>{"token (sensitive)", "tenant"});
    }
    CHECK(*context.store().Find(kTenant) == "acme");
    CHECK(context.store().Find(kToken) == nullptr);
  }
  CHECK(context.store().Find(kTenant) == nullptr);
}

TEST_CASE("a snapshot outlives the scopes, with the values that were visible and can be copied") {
  ContextSnapshot snapshot;
  CHECK(Keys(snapshot.store()).empty());
  {
    PipelineContext context("event", "test");
    ContextScope outer(context, kTenant, "acme");
    ContextScope token(context, kToken, "secret");
    ContextScope inner(context, kTenant, "umbrella");
    ContextScope owned(context, kOwned, std::make_unique<int>(1));
    snapshot = ContextSnapshot(context.store());
  }
  const ContextSnapshot copy = snapshot;
  snapshot = {};
  PipelineContext later("event", "later");
  later.Adopt(copy);
  CHECK(*later.store().Find(kTenant) == "umbrella");
  CHECK(*later.store().Find(kToken) == "secret");
  CHECK(later.store().Find(kOwned) == nullptr);
  CHECK(Keys(later.store()) == std::vector<std::string>{"tenant", "token (sensitive)"});

  ContextScope more(later, kTenant, "third");
  const ContextSnapshot second(later.store());
  CHECK(*second.store().Find(kTenant) == "third");
  CHECK(*second.store().Find(kToken) == "secret");
}

TEST_CASE("a context for work inside an execution has what surrounds it, and its own items") {
  static constexpr ItemKey<int> kItem("item");
  std::stop_source stop;
  FixedClock clock;
  PipelineContext parent("http", "/orders", stop.get_token());
  parent.BindClock(clock);
  ContextScope tenant(parent, kTenant, "acme");
  DeadlineScope deadline(parent, clock.now + std::chrono::seconds(5));
  parent.items().Set(kItem, 1);

  PipelineContext child("event", "order-placed", parent);
  CHECK(child.metadata().schema == "event");
  CHECK(child.metadata().path == "order-placed");
  CHECK(*child.store().Find(kTenant) == "acme");
  CHECK(child.deadline() == clock.now + std::chrono::seconds(5));
  CHECK(child.Now() == clock.now);
  CHECK(child.items().Find(kItem) == nullptr);
  stop.request_stop();
  CHECK(child.stop_requested());
}

TEST_CASE("a deadline is only ever drawn nearer, and restored") {
  PipelineContext context("event", "test");
  CHECK(context.deadline() == PipelineContext::kNoDeadline);
  const auto now = context.Now();
  {
    DeadlineScope outer(context, now + std::chrono::seconds(2));
    {
      DeadlineScope later(context, now + std::chrono::seconds(3));
      CHECK(context.deadline() == now + std::chrono::seconds(2));
      DeadlineScope nearer(context, now + std::chrono::seconds(1));
      CHECK(context.deadline() == now + std::chrono::seconds(1));
    }
    CHECK(context.deadline() == now + std::chrono::seconds(2));
  }
  CHECK(context.deadline() == PipelineContext::kNoDeadline);
}

}  // namespace krepis

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "krepis/pipeline_context.h"
#include "krepis/pipeline_executor.h"
#include "krepis/pipeline_provider.h"
#include "krepis/service_collection.h"
#include "krepis/service_provider.h"
#include "runtime/tests/allocation_counter.h"
#include "runtime/tests/probe.h"

namespace shop {

using Log = std::vector<std::string>;

/// Tells when it is made and destroyed.
class Traced {
 public:
  Traced(Log& log, std::string name) : log_(log), name_(std::move(name)) {
    log_.push_back("+" + name_);
  }
  Traced(const Traced&) = delete;
  Traced& operator=(const Traced&) = delete;
  virtual ~Traced() { log_.push_back("-" + name_); }

 private:
  Log& log_;
  std::string name_;
};

struct Config : Traced {
  using Dependencies = krepis::ServiceList<Log>;
  explicit Config(Log& log) : Traced(log, "config") {}
};

struct Pool : Traced {
  using Dependencies = krepis::ServiceList<Log, Config>;
  Pool(Log& log, Config& of) : Traced(log, "pool"), config(of) {}
  Config& config;
};

struct Connection : Traced {
  using Dependencies = krepis::ServiceList<Log, Pool>;
  Connection(Log& log, Pool& from) : Traced(log, "connection"), pool(from) {}
  Pool& pool;
};

class OrderStore {
 public:
  virtual ~OrderStore() = default;
  virtual int Count() = 0;
};

/// Its OrderStore is not at its beginning, and it is over-aligned.
class alignas(64) SqlOrders final : public Traced, public OrderStore {
 public:
  using Dependencies = krepis::ServiceList<Log, Connection>;
  SqlOrders(Log& log, Connection& connection) : Traced(log, "orders"), connection_(connection) {}
  int Count() override { return 17; }
  Connection& connection() { return connection_; }

 private:
  Connection& connection_;
};

struct Audit : Traced {
  using Dependencies = krepis::ServiceList<Log, Connection>;
  Audit(Log& log, Connection& with) : Traced(log, "audit"), connection(with) {}
  Connection& connection;
};

// Hen needs egg, egg needs nest, nest needs hen.
struct Egg;
struct Nest;
struct Hen {
  using Dependencies = krepis::ServiceList<Egg>;
  explicit Hen(Egg&) {}
};
struct Egg {
  using Dependencies = krepis::ServiceList<Nest>;
  explicit Egg(Nest&) {}
};
struct Nest {
  using Dependencies = krepis::ServiceList<Hen>;
  explicit Nest(Hen&) {}
};
struct Farm {
  using Dependencies = krepis::ServiceList<Hen>;
  explicit Farm(Hen&) {}
};

struct Page {
  std::array<int, 100> letters{};
};
struct Printer {
  using Dependencies = krepis::ServiceList<Page>;
  explicit Printer(Page& of) : page(of) {}
  Page& page;
};

struct Cache {  // a singleton that wants what lives shorter
  using Dependencies = krepis::ServiceList<Connection>;
  explicit Cache(Connection&) {}
};

}  // namespace shop

namespace krepis {
namespace {

using shop::Audit;
using shop::Config;
using shop::Connection;
using shop::Log;
using shop::OrderStore;
using shop::Page;
using shop::Pool;
using shop::Printer;
using shop::SqlOrders;
using Code = ServiceError::Code;

/// The services of a shop, registered in no helpful order.
ServiceCollection Shop(Log& log) {
  ServiceCollection services;
  services.AddScoped<OrderStore, SqlOrders>();
  services.AddScoped<Audit>();
  services.AddScoped<Connection>();
  services.AddSingleton<Pool>();
  services.AddSingleton<Config>();
  services.AddInstance(log);
  return services;
}

std::unique_ptr<ServiceProvider> MustBuild(ServiceCollection services) {
  auto provider = std::move(services).Build();
  if (!provider) FAIL(provider.error().message);
  return std::move(provider).value();
}

ServiceError BuildError(ServiceCollection services) {
  auto provider = std::move(services).Build();
  REQUIRE_FALSE(provider.ok());
  return provider.error();
}

}  // namespace

TEST_CASE("singletons are made at start, dependencies first, and destroyed in reverse") {
  Log log;
  {
    auto provider = MustBuild(Shop(log));
    CHECK(log == Log{"+config", "+pool"});
    CHECK(&provider->Find<Pool>()->config == provider->Find<Config>());
    CHECK(provider->Find<Log>() == &log);
    CHECK(provider->Find<Connection>() == nullptr);  // scoped
    CHECK(provider->Find<int>() == nullptr);
  }
  CHECK(log == Log{"+config", "+pool", "-pool", "-config"});
}

TEST_CASE("a scope makes a service when asked, with what it needs, once; and disposes in reverse") {
  Log log;
  auto provider = MustBuild(Shop(log));
  log.clear();
  {
    ServiceScope scope(*provider);
    CHECK(log.empty());
    auto& orders = scope.Get<OrderStore>();
    CHECK(log == Log{"+connection", "+orders"});
    CHECK(&scope.Get<OrderStore>() == &orders);
    CHECK(orders.Count() == 17);
    auto& sql = static_cast<SqlOrders&>(orders);
    CHECK(reinterpret_cast<uintptr_t>(&sql) % alignof(SqlOrders) == 0);
    CHECK(&scope.Get<Audit>().connection == &sql.connection());
    CHECK(&sql.connection().pool == provider->Find<Pool>());
    CHECK(scope.Find<Pool>() == provider->Find<Pool>());
    CHECK(scope.Find<int>() == nullptr);
  }
  CHECK(log == Log{"+connection", "+orders", "+audit", "-audit", "-orders", "-connection"});
}

TEST_CASE("scopes share singletons and nothing else") {
  Log log;
  auto provider = MustBuild(Shop(log));
  ServiceScope first(*provider);
  ServiceScope second(*provider);
  CHECK(&first.Get<Connection>() != &second.Get<Connection>());
  CHECK(&first.Get<Connection>().pool == &second.Get<Connection>().pool);
  CHECK(ServiceScope().Find<Pool>() == nullptr);
}

TEST_CASE("services may be made by functions") {
  struct Number {
    int value;
  };
  struct Sum {
    int value;
  };
  ServiceCollection services;
  services.AddScoped<Sum>(ServiceList<Number>(),
                          [extra = 2](Number& number) { return Sum{number.value + extra}; });
  services.AddSingleton<Number>(ServiceList<>(), [] { return Number{40}; });
  auto provider = MustBuild(std::move(services));
  ServiceScope scope(*provider);
  CHECK(scope.Get<Sum>().value == 42);
}

TEST_CASE("error: a service that nobody registered, needed by a service or by someone else") {
  ServiceCollection services;
  services.AddSingleton<Config>();
  ServiceError error = BuildError(std::move(services));
  CHECK(error.code == Code::kMissingService);
  CHECK(error.message.starts_with("shop::Config needs std::vector"));

  Log log;
  ServiceCollection complete = Shop(log);
  complete.Require<OrderStore>("place-order");
  complete.Require<Pool, shop::Hen>("count-eggs");
  error = BuildError(std::move(complete));
  CHECK(error.code == Code::kMissingService);
  CHECK(error.service == "shop::Hen");
  CHECK(error.message ==
        "count-eggs needs shop::Hen, which is not registered; add it to the collection");
  CHECK(log.empty());  // nothing was made
}

TEST_CASE("error: a circle is shown by its names, without what only leads to it") {
  ServiceCollection services;
  services.AddSingleton<shop::Farm>();
  services.AddSingleton<shop::Nest>();
  services.AddSingleton<shop::Hen>();
  services.AddSingleton<shop::Egg>();
  ServiceError error = BuildError(std::move(services));
  CHECK(error.code == Code::kCircularDependency);
  CHECK(error.message ==
        "services need each other to be made: shop::Hen -> shop::Egg -> shop::Nest -> shop::Hen; "
        "break the circle");
}

TEST_CASE("error: a singleton would keep a scoped service") {
  Log log;
  ServiceCollection services = Shop(log);
  services.AddSingleton<shop::Cache>();
  ServiceError error = BuildError(std::move(services));
  CHECK(error.code == Code::kCaptiveDependency);
  CHECK(error.message ==
        "shop::Cache is a singleton and needs shop::Connection, which lives as long as one "
        "execution; make shop::Cache scoped or shop::Connection a singleton");
}

TEST_CASE("error: one type registered twice") {
  Log log;
  ServiceCollection services = Shop(log);
  services.AddScoped<Pool>();
  CHECK(BuildError(std::move(services)).message == "shop::Pool is registered twice");
}

TEST_CASE("error: a singleton that throws; those made before it are destroyed") {
  struct Faulty {};
  Log log;
  ServiceCollection services = Shop(log);
  services.AddSingleton<Faulty>(ServiceList<Pool>(),
                                [](Pool&) -> Faulty { throw std::runtime_error("no disk"); });
  ServiceError error = BuildError(std::move(services));
  CHECK(error.code == Code::kConstructionFailed);
  CHECK(error.message.ends_with("could not be made: no disk"));
  CHECK(log == Log{"+config", "+pool", "-pool", "-config"});
}

TEST_CASE("a scoped service that throws can be asked for again; what it needed is there") {
  struct Fragile {};
  Log log;
  int attempts = 0;
  ServiceCollection services = Shop(log);
  services.AddScoped<Fragile>(ServiceList<Connection>(), [&attempts](Connection&) {
    if (++attempts == 1) throw std::runtime_error("first");
    return Fragile();
  });
  auto provider = MustBuild(std::move(services));
  log.clear();
  {
    ServiceScope scope(*provider);
    CHECK_THROWS_AS(scope.Find<Fragile>(), std::runtime_error);
    CHECK(scope.Find<Fragile>() != nullptr);
  }
  CHECK(log == Log{"+connection", "-connection"});
}

TEST_CASE("an execution has one scope, disposed after the last post-processing") {
  struct Using final : PipelineBehavior {
    explicit Using(Log& to) : log(to) {}
    BehaviorTraits traits() const override { return {.name = "using"}; }
    Outcome Handle(PipelineContext& context, NextPipe next) override {
      seen.push_back(&context.services().Get<Connection>());
      return next(context);
    }
    void PostProcess(PipelineContext& context, const Outcome&) noexcept override {
      log.push_back(&context.services().Get<Connection>() == seen.back() ? "post" : "another");
    }
    Log& log;
    std::vector<Connection*> seen;
  };
  Log log;
  auto services = MustBuild(Shop(log));
  PipelineProvider::Builder builder;
  auto& behavior = builder.AddGlobal<Using>(log);
  auto provider = std::move(builder).Build();
  REQUIRE(provider.ok());
  testing::ProbeHandler handler(log, [&](PipelineContext& context) {
    CHECK(&context.services().Get<Connection>() == behavior.seen.back());
    PipelineContext inner("event", "inner", context);
    CHECK(&inner.services().Get<Connection>() != behavior.seen.back());
    CHECK(inner.services().Find<Pool>() == context.services().Find<Pool>());
    return Outcome::Success();
  });
  auto chain = (*provider)->Chain({.id = "r"}, handler);
  REQUIRE(chain.ok());
  log.clear();

  PipelineContext context("event", "r");
  context.BindServices(*services);
  CHECK(PipelineExecutor().Execute(**chain, context).ok());
  const Log once = {"+connection", "handler", "+connection", "-connection", "post", "-connection"};
  CHECK(log == once);
  log.clear();
  CHECK(PipelineExecutor().Execute(**chain, context).ok());  // a new scope
  CHECK(log == once);
}

TEST_CASE("after a warm-up, scopes allocate nothing of their own") {
  ServiceCollection services;
  services.AddScoped<Page>();
  services.AddScoped<Printer>();
  auto provider = MustBuild(std::move(services));
  const auto use = [&] {
    ServiceScope scope(*provider);
    return scope.Get<Printer>().page.letters[99];
  };
  use();
  const uint64_t before = testing::AllocationCount();
  int sum = 0;
  for (int i = 0; i < 100; ++i) sum += use();
  const uint64_t after = testing::AllocationCount();
  CHECK(after == before);
  CHECK(sum == 0);
}

}  // namespace krepis

// A small service over HTTP: orders, behind the seven stages of the standard order.
// docs/runtime-guide.md goes through it.
//
//   orders-service CLERK_KEY    listens on a free port of 127.0.0.1 and prints it

#include <charconv>
#include <cstdio>
#include <iostream>
#include <utility>

#include "http.h"
#include "krepis/behaviors/standard_pipeline.h"
#include "krepis/pipeline_provider.h"
#include "orders.h"

namespace {

using namespace orders;

int NumberOr(const std::string& text, int otherwise) {
  int number = otherwise;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

int Fail(std::string_view message) {
  std::cerr << "orders-service: " << message << "\n";
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return Fail("usage: orders-service CLERK_KEY");

  krepis::ServiceCollection collection;
  collection.AddSingleton<OrderStore>();
  collection.AddScoped<OrderDraft>();
  collection.Require<OrderDraft>("place-order");
  collection.Require<OrderStore>("find-order");
  auto services = std::move(collection).Build();
  if (!services.ok()) return Fail(services.error().message);

  krepis::JsonLinesSink log(std::cerr);
  ApiKeys keys(argv[1]);

  krepis::PipelineProvider::Builder builder;
  krepis::StandardPipeline pipeline;
  pipeline.LogTo(log)
      .Resilience({.timeout = krepis::TimeoutOptions{.limit = std::chrono::seconds(2)},
                   .retry = std::nullopt})
      .GuardWith(keys)
      .Omit(krepis::StandardPipeline::Optional::kValidation)
      .Omit(krepis::StandardPipeline::Optional::kTransaction);
  std::move(pipeline).AddTo(builder, "orders");
  builder.AddLocal<krepis::Authorization>("orders/place", krepis::RequireClaim("role", "clerk"));
  builder.AddLocal<krepis::Validation<PlaceOrder>>("orders/place", ValidOrder());
  builder.AddLocal<krepis::Transaction>("orders/place", [](krepis::PipelineContext& context) {
    return context.services().Find<OrderDraft>();
  });
  auto provider = std::move(builder).Build();
  if (!provider.ok()) return Fail(provider.error().message);

  PlaceOrderHandler place_order;
  FindOrderHandler find_order;
  const auto place = (*provider)->Chain({.id = "orders/place", .group = "orders"}, place_order);
  const auto find = (*provider)->Chain({.id = "orders/find", .group = "orders"}, find_order);
  if (!place.ok()) return Fail(place.error().message);
  if (!find.ok()) return Fail(find.error().message);
  std::cout << (*place)->Describe() << (*find)->Describe();

  httplib::Server server;
  server.Post("/orders", [&](const httplib::Request& http, httplib::Response& answer) {
    const PlaceOrder request{
        {http.get_param_value("item"), NumberOr(http.get_param_value("quantity"), 0)}};
    OrderPlaced placed;
    if (Execute(**place, **services, http, answer, request, placed)) {
      answer.status = 201;
      answer.set_header("Location", "/orders/" + std::to_string(placed.id));
    }
  });
  server.Get(R"(/orders/(\d+))", [&](const httplib::Request& http, httplib::Response& answer) {
    const FindOrder request{NumberOr(http.matches[1], 0)};
    Order order;
    if (Execute(**find, **services, http, answer, request, order)) {
      answer.set_content(std::to_string(order.quantity) + " " + order.item + "\n", "text/plain");
    }
  });

  const int port = server.bind_to_any_port("127.0.0.1");
  if (port <= 0) return Fail("no port is free");
  std::cout << "listening on http://127.0.0.1:" << port << std::endl;
  return server.listen_after_bind() ? 0 : 1;
}

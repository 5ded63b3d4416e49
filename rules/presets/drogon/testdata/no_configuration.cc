// The same without a configuration file: nothing can add the guard
# --- krepis.toml
version = 1
[[ordering.rules]]
id = "orders-are-guarded"
required = ["auth"]
// --- main.cc
#include <drogon/drogon.h>
using namespace drogon;
int main() {
  app().registerHandler("/open", [](const HttpRequestPtr& req) {});  // error: [ordering/required orders-are-guarded] "route '/open' has no 'auth'"
  app().addListener("0.0.0.0", 80).run();
}

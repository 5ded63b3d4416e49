// The plugin GlobalFilters names filters in the configuration file, which is not read: lib/src/GlobalFilters.cc
# --- krepis.toml
version = 1
[[ordering.rules]]
id = "orders-are-guarded"
required = ["auth"]
// --- one/main.cc
#include <drogon/drogon.h>
using namespace drogon;
int main() {
  app().registerHandler("/open", [](const HttpRequestPtr& req) {}); // chain: [/open] "./config.json?? > (anonymous)"
//      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  app().loadConfigFile("./config.json").addListener("0.0.0.0", 80).run();
}

#include "analyzer/core/node_builtins.h"

#include <algorithm>
#include <array>

namespace krepis::analyzer {
namespace {

// Node.js 24: require('module').builtinModules without underscored internals. Modules that exist
// under "node:" only (test, sqlite, sea) are packages when written without it.
// clang-format off
constexpr auto kNodeBuiltins = std::to_array<std::string_view>({
    "assert", "assert/strict", "async_hooks", "buffer", "child_process", "cluster", "console",
    "constants", "crypto", "dgram", "diagnostics_channel", "dns", "dns/promises", "domain",
    "events", "fs", "fs/promises", "http", "http2", "https", "inspector", "inspector/promises",
    "module", "net", "os", "path", "path/posix", "path/win32", "perf_hooks", "process", "punycode",
    "querystring", "readline", "readline/promises", "repl", "stream", "stream/consumers",
    "stream/promises", "stream/web", "string_decoder", "sys", "timers", "timers/promises", "tls",
    "trace_events", "tty", "url", "util", "util/types", "v8", "vm", "wasi", "worker_threads",
    "zlib"});
// clang-format on

}  // namespace

bool IsNodeBuiltin(std::string_view name) {
  return std::binary_search(kNodeBuiltins.begin(), kNodeBuiltins.end(), name);
}

}  // namespace krepis::analyzer

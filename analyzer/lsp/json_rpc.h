#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "analyzer/lsp/json.h"

namespace krepis::analyzer {

/// Codes of JSON-RPC 2.0 and of LSP 3.17 ("Response Message").
enum class RpcCode : int {
  kParseError = -32700,
  kInvalidRequest = -32600,
  kMethodNotFound = -32601,
  kInvalidParams = -32602,
  kInternalError = -32603,
  kServerNotInitialized = -32002,
  kRequestCancelled = -32800,
  kContentModified = -32801,
  kServerCancelled = -32802,
};

/// Values nested deeper than this are refused: no client sends them, and what handles them
/// recurses.
inline constexpr int kMaxJsonNesting = 128;

/// One message of a client.
struct RpcMessage {
  enum class Kind : uint8_t { kRequest, kNotification, kResponse };
  Kind kind = Kind::kNotification;
  Json id;  // a string or an integer; of a response also null
  std::string method;
  Json params;  // of a response: its result, or its error where `failed`
  bool failed = false;
};

/// What the body of a message is.
struct ParsedBody {
  std::optional<RpcMessage> message;
  /// Where it is none: the answer to send.
  std::string refusal;
};

/// Reads untrusted bytes. Batches are refused, as LSP has none.
ParsedBody ParseBody(std::string_view body);

/// The id of the requests that only the latest of matters.
inline constexpr int64_t kRefreshRequest = 1;

std::string MakeResult(const Json& id, Json result);
std::string MakeError(const Json& id, RpcCode code, std::string_view message,
                      const Json& data = nullptr);
std::string MakeNotification(std::string_view method, Json params);
std::string MakeRequest(int64_t id, std::string_view method, Json params);

}  // namespace krepis::analyzer

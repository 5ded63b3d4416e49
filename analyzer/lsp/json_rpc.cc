#include "analyzer/lsp/json_rpc.h"

#include <utility>

namespace krepis::analyzer {
namespace {

/// Whether the brackets of a JSON text nest no deeper than that; of a text that is no JSON nothing
/// follows.
bool IsShallow(std::string_view text) {
  int depth = 0;
  for (size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '"') {
      for (++at; at < text.size() && text[at] != '"'; ++at) {
        if (text[at] == '\\') ++at;
      }
    } else if (c == '[' || c == '{') {
      if (++depth > kMaxJsonNesting) return false;
    } else if (c == ']' || c == '}') {
      --depth;
    }
  }
  return true;
}

ParsedBody Refuse(const Json& id, RpcCode code, std::string_view why) {
  return {std::nullopt, MakeError(id, code, why)};
}

}  // namespace

ParsedBody ParseBody(std::string_view body) {
  if (!IsShallow(body)) {
    return Refuse(nullptr, RpcCode::kParseError, "the message is nested too deeply");
  }
  Json value = Json::parse(body, nullptr, /*allow_exceptions=*/false);
  if (value.is_discarded()) {
    return Refuse(nullptr, RpcCode::kParseError, "the message is no JSON in UTF-8");
  }
  if (value.is_array()) {
    return Refuse(nullptr, RpcCode::kInvalidRequest, "LSP has no batches of messages");
  }
  if (!value.is_object()) {
    return Refuse(nullptr, RpcCode::kInvalidRequest, "the message is no object");
  }
  RpcMessage message;
  const auto id = value.find("id");
  const bool has_id = id != value.end();
  if (has_id) {
    if (!id->is_string() && !id->is_number_integer() && !id->is_null()) {
      return Refuse(nullptr, RpcCode::kInvalidRequest, "an id is a string or an integer");
    }
    message.id = *id;
  }
  const auto method = value.find("method");
  if (method != value.end()) {
    if (!method->is_string()) {
      return Refuse(message.id, RpcCode::kInvalidRequest, "the method is no string");
    }
    if (has_id && id->is_null()) {
      return Refuse(nullptr, RpcCode::kInvalidRequest, "the id of a request is null");
    }
    message.kind = has_id ? RpcMessage::Kind::kRequest : RpcMessage::Kind::kNotification;
    message.method = method->get<std::string>();
    const auto params = value.find("params");
    if (params != value.end()) message.params = std::move(*params);
    return {std::move(message), {}};
  }
  if (!has_id) {
    return Refuse(nullptr, RpcCode::kInvalidRequest, "the message has neither method nor id");
  }
  message.kind = RpcMessage::Kind::kResponse;
  const auto error = value.find("error");
  const auto result = value.find("result");
  message.failed = error != value.end();
  if (message.failed) {
    message.params = std::move(*error);
  } else if (result != value.end()) {
    message.params = std::move(*result);
  }
  return {std::move(message), {}};
}

std::string MakeResult(const Json& id, Json result) {
  return Write({{"jsonrpc", "2.0"}, {"id", id}, {"result", std::move(result)}});
}

std::string MakeError(const Json& id, RpcCode code, std::string_view message, const Json& data) {
  Json error = {{"code", static_cast<int>(code)}, {"message", message}};
  if (!data.is_null()) error["data"] = data;
  return Write({{"jsonrpc", "2.0"}, {"id", id}, {"error", std::move(error)}});
}

std::string MakeNotification(std::string_view method, Json params) {
  return Write({{"jsonrpc", "2.0"}, {"method", method}, {"params", std::move(params)}});
}

std::string MakeRequest(int64_t id, std::string_view method, Json params) {
  Json message = {{"jsonrpc", "2.0"}, {"id", id}, {"method", method}};
  if (!params.is_null()) message["params"] = std::move(params);
  return Write(message);
}

}  // namespace krepis::analyzer

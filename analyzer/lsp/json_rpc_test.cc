#include "analyzer/lsp/json_rpc.h"

#include <doctest/doctest.h>

namespace krepis::analyzer {
namespace {

int CodeOf(const ParsedBody& parsed) {
  CHECK_FALSE(parsed.message.has_value());
  const Json answer = Json::parse(parsed.refusal);
  return answer["error"]["code"].get<int>();
}

TEST_CASE("requests, notifications and responses are told apart") {
  const ParsedBody request = ParseBody(R"({"jsonrpc":"2.0","id":"a","method":"m","params":[1]})");
  REQUIRE(request.message.has_value());
  CHECK(request.message->kind == RpcMessage::Kind::kRequest);
  CHECK(request.message->id == "a");
  CHECK(request.message->params == Json::array({1}));
  const ParsedBody notification = ParseBody(R"({"method":"n"})");
  REQUIRE(notification.message.has_value());
  CHECK(notification.message->kind == RpcMessage::Kind::kNotification);
  CHECK(notification.message->params.is_null());
  const ParsedBody response = ParseBody(R"({"id":3,"error":{"code":1,"message":"x"}})");
  REQUIRE(response.message.has_value());
  CHECK(response.message->kind == RpcMessage::Kind::kResponse);
  CHECK(response.message->failed);
}

TEST_CASE("what is no message is refused") {
  CHECK(CodeOf(ParseBody("{")) == -32700);
  CHECK(CodeOf(ParseBody("")) == -32700);
  CHECK(CodeOf(ParseBody("{\"method\":\"\xC3\"}")) == -32700);
  CHECK(CodeOf(ParseBody("[]")) == -32600);
  CHECK(CodeOf(ParseBody(R"([{"id":1,"method":"m"}])")) == -32600);
  CHECK(CodeOf(ParseBody("3")) == -32600);
  CHECK(CodeOf(ParseBody("{}")) == -32600);
  CHECK(CodeOf(ParseBody(R"({"id":{},"method":"m"})")) == -32600);
  CHECK(CodeOf(ParseBody(R"({"id":null,"method":"m"})")) == -32600);
  CHECK(CodeOf(ParseBody(R"({"id":1,"method":2})")) == -32600);
  CHECK(CodeOf(ParseBody(R"({"method":"m","params":)" + std::string(100'000, '['))) == -32700);
}

TEST_CASE("brackets in strings do not nest") {
  CHECK(ParseBody(R"({"method":"m","params":["\"[[)" + std::string(1000, '[') + R"("]})")
            .message.has_value());
}

TEST_CASE("members are read without trust") {
  const Json value = Json::parse(R"({"a":{"b":true,"c":["x",1]},"n":18446744073709551615,"m":-2})");
  CHECK(Flag(value, {"a", "b"}));
  CHECK_FALSE(Flag(value, {"a", "c"}));
  CHECK_FALSE(Flag(value, {"n", "b"}));
  CHECK(Lists(value, {"a", "c"}, "x"));
  CHECK_FALSE(Lists(value, {"a", "b"}, "x"));
  CHECK_FALSE(Integer(value, "n").has_value());
  CHECK(Integer(value, "m") == -2);
  CHECK(Text(value, "a").empty());
  CHECK(Write(Json{{"a", "\xFF"}}) == "{\"a\":\"\xEF\xBF\xBD\"}");
}

}  // namespace
}  // namespace krepis::analyzer

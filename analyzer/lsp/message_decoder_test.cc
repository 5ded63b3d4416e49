#include "analyzer/lsp/message_decoder.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace krepis::analyzer {
namespace {

std::vector<std::string> Decode(MessageDecoder& decoder, std::string_view bytes, size_t piece) {
  std::vector<std::string> bodies;
  for (size_t at = 0; at < bytes.size(); at += piece) {
    decoder.Feed(bytes.substr(at, piece));
    while (std::optional<std::string> body = decoder.Next()) bodies.push_back(std::move(*body));
  }
  return bodies;
}

TEST_CASE("messages come out whole, however the bytes are cut") {
  const std::string bytes =
      "Content-Length: 2\r\n\r\n{}"
      "content-type: application/vscode-jsonrpc; charset=utf-8\r\nCONTENT-LENGTH:  5 "
      "\r\n\r\nab\r\nc"
      "Content-Length: 0\r\n\r\n"
      "Content-Length: 3\n\n\xC3\xA4!";
  const std::vector<std::string> expected = {"{}", "ab\r\nc", "", "\xC3\xA4!"};
  for (size_t piece = 1; piece <= bytes.size(); ++piece) {
    MessageDecoder decoder;
    CHECK(Decode(decoder, bytes, piece) == expected);
    CHECK_FALSE(decoder.failed());
    CHECK_FALSE(decoder.pending());
  }
}

TEST_CASE("a stream that cannot be followed says why") {
  const auto failure = [](std::string_view bytes) {
    MessageDecoder decoder;
    CHECK(Decode(decoder, bytes, 7).empty());
    return decoder.failure();
  };
  CHECK(failure("Content-Length: 1000000000\r\n\r\n{}") ==
        "a message of 1000000000 bytes is announced; at most 64000000 are read");
  CHECK(failure("Content-Length: 99999999999999999999999\r\n\r\n") ==
        "Content-Length is no number");
  CHECK(failure("Content-Length: -1\r\n\r\n") == "Content-Length is no number");
  CHECK(failure("Content-Length: \r\n\r\n") == "Content-Length is no number");
  CHECK(failure("Content-Length: 2\r\nContent-Length: 3\r\n\r\n") == "a message has two lengths");
  CHECK(failure("Content-Type: x\r\n\r\n{}") == "a message has no Content-Length");
  CHECK(failure("hello\r\n") == "a line of a message's header has no colon");
  CHECK(failure(std::string(5000, 'x')) == "the header of a message is longer than 4096 bytes");
  std::string lines;
  for (int i = 0; i < 1000; ++i) lines += "a: b\r\n";
  CHECK(failure(lines) == "the header of a message is longer than 4096 bytes");
}

TEST_CASE("after a failure nothing comes out any more") {
  MessageDecoder decoder;
  decoder.Feed("nonsense\r\n");
  CHECK_FALSE(decoder.Next().has_value());
  decoder.Feed("Content-Length: 2\r\n\r\n{}");
  CHECK_FALSE(decoder.Next().has_value());
}

TEST_CASE("a length that is too short leaves bytes that are no header") {
  MessageDecoder decoder;
  decoder.Feed("Content-Length: 1\r\n\r\n{}\n");
  CHECK(decoder.Next() == "{");
  CHECK_FALSE(decoder.Next().has_value());
  CHECK(decoder.failed());
}

TEST_CASE("what is written can be read") {
  MessageDecoder decoder;
  decoder.Feed(Encode("{\"a\":1}"));
  CHECK(decoder.Next() == "{\"a\":1}");
  decoder.Feed("Content-");
  CHECK_FALSE(decoder.Next().has_value());
  CHECK(decoder.pending());
}

}  // namespace
}  // namespace krepis::analyzer

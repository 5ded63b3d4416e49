// Any bytes as what a client of the language server sends: cut anywhere they give the same
// messages, and none of them, nor an edit that one of them holds, brings anything down.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/lsp/document.h"
#include "analyzer/lsp/json_rpc.h"
#include "analyzer/lsp/message_decoder.h"
#include "analyzer/lsp/uri.h"

namespace {

using namespace krepis::analyzer;

std::vector<std::string> Decode(std::string_view bytes, size_t piece, std::string& failure) {
  MessageDecoder decoder;
  std::vector<std::string> bodies;
  for (size_t at = 0; at < bytes.size(); at += piece) {
    decoder.Feed(bytes.substr(at, piece));
    while (std::optional<std::string> body = decoder.Next()) bodies.push_back(std::move(*body));
  }
  failure = decoder.failure();
  return bodies;
}

void Demand(bool holds) {
  if (!holds) std::abort();
}

void Edit(const Json& params) {
  const Json* document = Member(params, "textDocument");
  const Json* changes = Member(params, "contentChanges");
  if (document == nullptr || changes == nullptr) return;
  for (const PositionEncoding encoding :
       {PositionEncoding::kUtf8, PositionEncoding::kUtf16, PositionEncoding::kUtf32}) {
    Document open("a\xC3\xA4\r\n\xF0\x9D\x94\xB8\xFF\n", 0);
    open.Apply(*changes, Integer(*document, "version").value_or(1), encoding);
    const LineIndex lines(open.text());
    for (uint32_t at = 0; at <= open.text().size(); ++at) {
      Demand(lines.OffsetOf(lines.At(at, encoding), encoding) <= at);
    }
  }
  if (const std::optional<std::string> path = PathOfUri(Text(*document, "uri"))) {
    Demand(PathOfUri(UriOfPath(*path)) == path);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data + 1), size - 1);
  std::string whole_failure;
  std::string cut_failure;
  const std::vector<std::string> whole = Decode(bytes, bytes.size() + 1, whole_failure);
  const std::vector<std::string> cut = Decode(bytes, 1 + data[0] % 64, cut_failure);
  Demand(whole == cut && whole_failure == cut_failure);
  for (const std::string& body : whole) {
    const ParsedBody parsed = ParseBody(body);
    Demand(parsed.message.has_value() == parsed.refusal.empty());
    if (parsed.message) Edit(parsed.message->params);
  }
  return 0;
}

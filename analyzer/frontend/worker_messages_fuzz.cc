// Any bytes from the other end of a worker's socket are cut into messages that are refused or read
// safely.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "analyzer/frontend/clang_unit.h"
#include "analyzer/frontend/worker_messages.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace krepis::analyzer;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto within = [](std::string_view part, std::string_view whole) {
    return part.empty() || (part.data() >= whole.data() &&
                            part.data() + part.size() <= whole.data() + whole.size());
  };
  FrameBuffer frames;
  for (size_t at = 0; at < size && !frames.broken();) {
    // Pieces of changing sizes, as they come from a socket.
    const size_t piece = std::min<size_t>(size - at, 1 + data[at] % 97);
    std::memcpy(frames.Reserve(piece), data + at, piece);
    frames.Commit(piece);
    at += piece;
    while (const auto message = frames.Next()) {
      static_cast<void>(DecodeSetup(*message));
      static_cast<void>(DecodeHello(*message));
      if (const auto request = DecodeRequest(*message)) {
        if (!within(request->path, *message) || !within(request->text, *message)) __builtin_trap();
      }
      if (const auto reply = DecodeReply(*message)) {
        if (!within(reply->result, *message)) __builtin_trap();
      }
    }
  }
  static_cast<void>(DecodeClangRequest(bytes));
  if (const auto result = DecodeClangResult(bytes)) {
    if (!DecodeClangResult(EncodeClangResult(*result))) __builtin_trap();
  }
  return 0;
}

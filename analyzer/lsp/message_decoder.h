#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace krepis::analyzer {

/// Cuts the bytes of a client into the bodies of messages (LSP 3.17, "Base Protocol": header lines,
/// a blank one, Content-Length bytes). The bytes are untrusted and come in pieces of any size; what
/// is held is what has come, never what was announced. Not thread-safe.
class MessageDecoder {
 public:
  static constexpr size_t kMaxHeaderBytes = 4096;
  static constexpr uint64_t kMaxBodyBytes = 64'000'000;

  void Feed(std::string_view bytes);
  /// The next whole body. Nullopt: more bytes are needed, or failed().
  std::optional<std::string> Next();
  /// Where the stream cannot be followed any further: why. Nothing comes out after that.
  bool failed() const { return !failure_.empty(); }
  const std::string& failure() const { return failure_; }
  /// Whether the bytes end in the middle of a message.
  bool pending() const { return in_body_ || begin_ < bytes_.size(); }

 private:
  /// Reads the lines of a header up to the blank one. False: more bytes are needed, or failed().
  bool ReadHeader();
  bool ReadHeaderLine(std::string_view line);
  void Fail(std::string why);

  std::string bytes_;
  size_t begin_ = 0;        // of what was not given out yet
  size_t scanned_ = 0;      // up to where no line of the header ends
  size_t header_read_ = 0;  // bytes of this header that were read already
  std::optional<uint64_t> length_;
  bool in_body_ = false;
  std::string failure_;
};

/// A message as it goes over the wire.
std::string Encode(std::string_view body);

}  // namespace krepis::analyzer

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "analyzer/core/language.h"
#include "analyzer/frontend/worker_client.h"
#include "analyzer/frontend/worker_main.h"

namespace krepis::analyzer {

// The messages of proto/krepis/v1/worker.proto and their framing. Decoders check everything:
// nullopt is a peer that does not keep the protocol.

/// A message of more than this is refused, whoever sends it.
inline constexpr uint32_t kMaxFrameBytes = uint32_t{1} << 30;

struct WorkerRequestView {
  uint32_t job = 0;
  Language language = Language::kNone;
  std::string_view path;
  std::string_view text;
};

struct WorkerReplyView {
  uint32_t job = 0;
  WorkerAnswer::Status status = WorkerAnswer::Status::kResult;
  std::string_view result;
};

/// Each with the frame's size in front. A request is completed by its text, which follows as it is.
std::string EncodeSetup(const WorkerSetup& setup);
std::string EncodeHello(const Confinement& confinement);
std::string EncodeRequestHead(uint32_t job, Language language, std::string_view path,
                              std::string_view text);
/// The reply's head; the result follows as it is.
std::string EncodeReplyHead(uint32_t job, WorkerAnswer::Status status, std::string_view result);

std::optional<WorkerSetup> DecodeSetup(std::string_view message);
std::optional<Confinement> DecodeHello(std::string_view message);
std::optional<WorkerRequestView> DecodeRequest(std::string_view message);
std::optional<WorkerReplyView> DecodeReply(std::string_view message);

/// Cuts a byte stream into messages.
class FrameBuffer {
 public:
  /// Room for `size` more bytes; Commit() says how many came.
  char* Reserve(size_t size);
  void Commit(size_t size) { filled_ += size; }
  /// How many more bytes the message that has begun needs; 0 when that is not known yet.
  size_t Missing() const;
  /// The next whole message, valid until the next Reserve(); nullopt when more bytes are needed.
  std::optional<std::string_view> Next();
  /// A frame announced itself larger than allowed: the stream is worthless from there on.
  bool broken() const { return broken_; }
  void Clear();

 private:
  std::string bytes_;
  size_t begin_ = 0;   // of the first message that was not taken
  size_t filled_ = 0;  // end of what was received
  bool broken_ = false;
};

}  // namespace krepis::analyzer

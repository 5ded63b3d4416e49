#include "analyzer/frontend/worker_messages.h"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <protozero/pbf_reader.hpp>
#include <protozero/pbf_writer.hpp>

namespace krepis::analyzer {
namespace {

constexpr size_t kPrefix = 4;
constexpr size_t kKeptRoom = size_t{1} << 20;

std::string Framed(const std::string& message, size_t behind) {
  const size_t size = message.size() + behind;
  assert(size <= kMaxFrameBytes);
  std::string framed(kPrefix, '\0');
  for (size_t i = 0; i < kPrefix; ++i) framed[i] = static_cast<char>(size >> (8 * i) & 0xFF);
  return framed += message;
}

uint32_t ReadPrefix(const char* bytes) {
  uint32_t size = 0;
  for (size_t i = 0; i < kPrefix; ++i) {
    size |= uint32_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
  }
  return size;
}

/// Appends the key and size of a length-delimited field whose bytes follow elsewhere.
void AppendFieldHead(std::string& message, uint32_t tag, size_t size) {
  message += static_cast<char>(tag << 3 | 2);
  for (; size >= 0x80; size >>= 7) message += static_cast<char>((size & 0x7F) | 0x80);
  message += static_cast<char>(size);
}

std::string_view View(protozero::pbf_reader& reader) {
  const auto view = reader.get_view();
  return {view.data(), view.size()};
}

/// Calls `field(reader)` for every field whose wire type is that of its tag in `bytes_tags` (a bit
/// set) or a varint; false for malformed bytes.
template <class Field>
bool Decode(std::string_view message, uint32_t bytes_tags, Field field) try {
  protozero::pbf_reader reader(message.data(), message.size());
  while (reader.next()) {
    const bool is_bytes = reader.tag() < 32 && (bytes_tags >> reader.tag() & 1) != 0;
    const auto type = reader.wire_type();
    if (type != (is_bytes ? protozero::pbf_wire_type::length_delimited
                          : protozero::pbf_wire_type::varint)) {
      return false;
    }
    if (!field(reader)) reader.skip();
  }
  return true;
} catch (const protozero::exception&) {
  return false;
}

}  // namespace

std::string EncodeSetup(const WorkerSetup& setup) {
  std::string message;
  protozero::pbf_writer writer(message);
  writer.add_uint32(1, setup.file_ms);
  writer.add_uint64(2, setup.memory_bytes);
  for (const std::string& path : setup.readable) writer.add_string(3, path);
  return Framed(message, 0);
}

std::string EncodeHello(const Confinement& confinement) {
  std::string message;
  protozero::pbf_writer writer(message);
  writer.add_bool(1, confinement.memory_limit);
  writer.add_bool(2, confinement.no_new_privileges);
  writer.add_bool(3, confinement.landlock);
  writer.add_bool(4, confinement.seccomp);
  return Framed(message, 0);
}

std::string EncodeRequestHead(uint32_t job, Language language, std::string_view path,
                              std::string_view text) {
  std::string message;
  protozero::pbf_writer writer(message);
  writer.add_uint32(1, job);
  writer.add_uint32(2, static_cast<uint32_t>(language));
  writer.add_string(3, path.data(), path.size());
  AppendFieldHead(message, 4, text.size());
  return Framed(message, text.size());
}

std::string EncodeReplyHead(uint32_t job, WorkerAnswer::Status status, std::string_view result) {
  std::string message;
  protozero::pbf_writer writer(message);
  writer.add_uint32(1, job);
  writer.add_uint32(2, static_cast<uint32_t>(status));
  AppendFieldHead(message, 3, result.size());
  return Framed(message, result.size());
}

std::optional<WorkerSetup> DecodeSetup(std::string_view message) {
  WorkerSetup setup;
  const bool sound = Decode(message, 1u << 3, [&](protozero::pbf_reader& reader) {
    switch (reader.tag()) {
      case 1:
        setup.file_ms = reader.get_uint32();
        return true;
      case 2:
        setup.memory_bytes = reader.get_uint64();
        return true;
      case 3:
        setup.readable.emplace_back(View(reader));
        return true;
      default:
        return false;
    }
  });
  return sound ? std::optional(std::move(setup)) : std::nullopt;
}

std::optional<Confinement> DecodeHello(std::string_view message) {
  Confinement confinement;
  const bool sound = Decode(message, 0, [&](protozero::pbf_reader& reader) {
    switch (reader.tag()) {
      case 1:
        confinement.memory_limit = reader.get_uint32() != 0;
        return true;
      case 2:
        confinement.no_new_privileges = reader.get_uint32() != 0;
        return true;
      case 3:
        confinement.landlock = reader.get_uint32() != 0;
        return true;
      case 4:
        confinement.seccomp = reader.get_uint32() != 0;
        return true;
      default:
        return false;
    }
  });
  return sound ? std::optional(confinement) : std::nullopt;
}

std::optional<WorkerRequestView> DecodeRequest(std::string_view message) {
  WorkerRequestView request;
  uint32_t language = 0;
  const bool sound = Decode(message, 1u << 3 | 1u << 4, [&](protozero::pbf_reader& reader) {
    switch (reader.tag()) {
      case 1:
        request.job = reader.get_uint32();
        return true;
      case 2:
        language = reader.get_uint32();
        return true;
      case 3:
        request.path = View(reader);
        return true;
      case 4:
        request.text = View(reader);
        return true;
      default:
        return false;
    }
  });
  if (!sound || language > static_cast<uint32_t>(Language::kCpp)) return std::nullopt;
  request.language = static_cast<Language>(language);
  return request;
}

std::optional<WorkerReplyView> DecodeReply(std::string_view message) {
  WorkerReplyView reply;
  uint32_t status = 0;
  const bool sound = Decode(message, 1u << 3, [&](protozero::pbf_reader& reader) {
    switch (reader.tag()) {
      case 1:
        reply.job = reader.get_uint32();
        return true;
      case 2:
        status = reader.get_uint32();
        return true;
      case 3:
        reply.result = View(reader);
        return true;
      default:
        return false;
    }
  });
  if (!sound || status > static_cast<uint32_t>(WorkerAnswer::Status::kFailed)) return std::nullopt;
  reply.status = static_cast<WorkerAnswer::Status>(status);
  return reply;
}

char* FrameBuffer::Reserve(size_t size) {
  if (begin_ != 0) {
    std::memmove(bytes_.data(), bytes_.data() + begin_, filled_ - begin_);
    filled_ -= begin_;
    begin_ = 0;
  }
  // One large message must not keep its room for ever.
  if (filled_ == 0 && bytes_.size() > kKeptRoom) Clear();
  if (bytes_.size() < filled_ + size) bytes_.resize(std::max(filled_ + size, 2 * bytes_.size()));
  return bytes_.data() + filled_;
}

size_t FrameBuffer::Missing() const {
  const size_t have = filled_ - begin_;
  if (have < kPrefix) return 0;
  const size_t need = kPrefix + ReadPrefix(bytes_.data() + begin_);
  return need > have ? need - have : 0;
}

std::optional<std::string_view> FrameBuffer::Next() {
  if (broken_ || filled_ - begin_ < kPrefix) return std::nullopt;
  const uint32_t size = ReadPrefix(bytes_.data() + begin_);
  if (size > kMaxFrameBytes) {
    broken_ = true;
    return std::nullopt;
  }
  if (filled_ - begin_ < kPrefix + size) return std::nullopt;
  const std::string_view message(bytes_.data() + begin_ + kPrefix, size);
  begin_ += kPrefix + size;
  return message;
}

void FrameBuffer::Clear() {
  bytes_.clear();
  bytes_.shrink_to_fit();
  begin_ = filled_ = 0;
  broken_ = false;
}

}  // namespace krepis::analyzer

#include "analyzer/store/record_log.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "analyzer/core/digest.h"
#include "analyzer/core/disk_access.h"
#include "analyzer/store/mapped_file.h"

namespace krepis::analyzer {
namespace {

constexpr size_t kHeaderBytes = 40;
constexpr size_t kLengthBytes = 8;
constexpr size_t kChecksumBytes = 8;
constexpr size_t kRecordBytes = kLengthBytes + kChecksumBytes;
/// Larger files are of no use: what they hold is quicker found again than read.
constexpr uint64_t kMaxFileBytes = uint64_t{1} << 30;

/// Smaller files are sooner read than mapped.
constexpr size_t kMappedBytes = size_t{1} << 16;
/// Records that are kept are written so many bytes at a time.
constexpr size_t kWrittenBytes = size_t{1} << 18;

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

template <class Number>
void SetNumber(char* at, Number number) {
  for (size_t i = 0; i < sizeof number; ++i) at[i] = static_cast<char>((number >> (8 * i)) & 0xff);
}

template <class Number>
Number NumberAt(std::string_view bytes, size_t at) {
  Number number = 0;
  for (size_t i = 0; i < sizeof number; ++i)
    number |= static_cast<Number>(static_cast<unsigned char>(bytes[at + i])) << (8 * i);
  return number;
}

Result<void> WriteAll(int fd, std::string_view bytes, const std::string& path) {
  while (!bytes.empty()) {
    const ssize_t count = write(fd, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0)
      return Error{fmt::format("cannot write {}: {}", path, std::strerror(errno)), path};
    bytes.remove_prefix(static_cast<size_t>(count));
  }
  return {};
}

/// The records of these that stand side by side in the file become one.
std::vector<std::string_view> Joined(std::vector<std::string_view> records) {
  std::sort(records.begin(), records.end(),
            [](std::string_view a, std::string_view b) { return a.data() < b.data(); });
  std::vector<std::string_view> joined;
  for (const std::string_view record : records) {
    if (!joined.empty() && joined.back().data() + joined.back().size() == record.data()) {
      joined.back() = {joined.back().data(), joined.back().size() + record.size()};
    } else {
      joined.push_back(record);
    }
  }
  return joined;
}

}  // namespace

std::string& RecordBlock::Begin(std::string_view key) {
  start_ = text_.size();
  key_size_ = key.size();
  text_.append(kLengthBytes, '\0').append(key);
  return text_;
}

void RecordBlock::End() {
  char* const lengths = text_.data() + start_;
  SetNumber(lengths, static_cast<uint32_t>(key_size_));
  SetNumber(lengths + 4, static_cast<uint32_t>(text_.size() - start_ - kLengthBytes - key_size_));
  std::array<char, kChecksumBytes> checksum;
  SetNumber(checksum.data(), Checksum(std::string_view(text_).substr(start_)));
  text_.append(checksum.data(), checksum.size());
}

void RecordBlock::Put(std::string_view key, std::string_view bytes) {
  Begin(key).append(bytes);
  End();
}

RecordLog::RecordLog(std::string path, std::string_view stamp) : path_(std::move(path)) {
  header_.assign("krepis\0\2", 8).append(ChecksumHex(stamp));
  Read();
}

void RecordLog::Read() {
  const Descriptor file(open(path_.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  struct stat status{};
  if (file.get() < 0 || fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode)) return;
  if (static_cast<uint64_t>(status.st_size) > kMaxFileBytes) return;
  const auto file_size = static_cast<size_t>(status.st_size);
  std::shared_ptr<const MappedFile> mapped;
  // What another machine takes away, or a disk far off, is more than a mishap.
  if (file_size >= kMappedBytes && TellsOfChanges(file.get()))
    mapped = MappedFile::Open(file.get(), file_size);
  if (mapped != nullptr) {
    bytes_ = mapped->bytes();
    owner_ = std::move(mapped);
  } else {
    ReadAll(file.get(), file_size);
  }
  if (!bytes_.starts_with(header_)) return;
  const std::string_view all = bytes_;
  size_t at = kHeaderBytes;
  while (at + kRecordBytes <= all.size()) {
    const uint64_t key_size = NumberAt<uint32_t>(all, at);
    const uint64_t size = NumberAt<uint32_t>(all, at + 4);
    if (at + kRecordBytes + key_size + size > all.size()) break;
    const std::string_view record = all.substr(at, kRecordBytes + key_size + size);
    records_.insert_or_assign(record.substr(kLengthBytes, key_size), record);
    at += record.size();
  }
  readable_ = at;
}

void RecordLog::ReadAll(int file, size_t size) {
  const auto bytes = std::make_shared_for_overwrite<char[]>(size);
  size_t used = 0;
  while (used < size) {
    const ssize_t count = read(file, bytes.get() + used, size - used);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    used += static_cast<size_t>(count);
  }
  owner_ = bytes;
  bytes_ = {bytes.get(), used};
}

// Checksums are looked at here: most of a run's time with a store would else go into those of
// records that nobody asks for, on one thread.
std::optional<std::string_view> RecordLog::Find(std::string_view key) const {
  const auto it = records_.find(key);
  if (it == records_.end()) return std::nullopt;
  const std::string_view record = it->second;
  const std::string_view summed = record.substr(0, record.size() - kChecksumBytes);
  if (Checksum(summed) != NumberAt<uint64_t>(record, summed.size())) return std::nullopt;
  return summed.substr(kLengthBytes + key.size());
}

void RecordLog::Put(std::string_view key, std::string_view bytes) {
  RecordBlock block;
  block.Put(key, bytes);
  Put(std::move(block));
}

void RecordLog::Keep(std::string_view key) {
  const auto it = records_.find(key);
  if (it != records_.end()) kept_[it->first] = true;
}

Result<void> RecordLog::Commit() {
  if (added_.empty()) return {};
  uint64_t of_use = 0;
  for (const auto& [key, record] : records_) {
    if (IsKept(key)) of_use += record.size();
  }
  const bool whole = readable_ != 0 && readable_ == bytes_.size();
  return whole && 2 * of_use >= readable_ ? Append() : Replace();
}

Result<void> RecordLog::Append() const {
  const Descriptor file(open(path_.c_str(), O_RDWR | O_APPEND | O_CLOEXEC | O_NOFOLLOW));
  if (file.get() < 0) return Replace();
  if (flock(file.get(), LOCK_EX) != 0) return Replace();
  // Another process may have replaced the file by one of another stamp, or left half a record.
  struct stat status{};
  std::string header(kHeaderBytes, '\0');
  if (fstat(file.get(), &status) != 0 ||
      pread(file.get(), header.data(), kHeaderBytes, 0) != static_cast<ssize_t>(kHeaderBytes))
    return Replace();
  const bool as_read = static_cast<uint64_t>(status.st_size) == readable_ && header == header_;
  if (!as_read) return Replace();
  return WriteAdded(file.get(), path_);
}

Result<void> RecordLog::WriteAdded(int fd, const std::string& path) const {
  for (const RecordBlock& block : added_) {
    if (Result<void> written = WriteAll(fd, block.text(), path); !written) return written;
  }
  return {};
}

Result<void> RecordLog::WriteWhole(int fd, const std::string& path) const {
  std::vector<std::string_view> kept;
  for (const auto& [key, record] : records_) {
    if (IsKept(key)) kept.push_back(record);
  }
  std::string pieces = header_;
  for (const std::string_view records : Joined(std::move(kept))) {
    pieces += records;
    if (pieces.size() < kWrittenBytes) continue;
    if (Result<void> written = WriteAll(fd, pieces, path); !written) return written;
    pieces.clear();
  }
  if (Result<void> written = WriteAll(fd, pieces, path); !written) return written;
  return WriteAdded(fd, path);
}

Result<void> RecordLog::Replace() const {
  std::string temporary = path_ + ".XXXXXX";
  {
    const Descriptor file(mkostemp(temporary.data(), O_CLOEXEC));
    if (file.get() < 0)
      return Error{fmt::format("cannot write {}: {}", path_, std::strerror(errno)), path_};
    const Result<void> written = WriteWhole(file.get(), temporary);
    if (!written) {
      unlink(temporary.c_str());
      return written;
    }
  }
  if (rename(temporary.c_str(), path_.c_str()) != 0) {
    const int code = errno;
    unlink(temporary.c_str());
    return Error{fmt::format("cannot write {}: {}", path_, std::strerror(code)), path_};
  }
  return {};
}

}  // namespace krepis::analyzer

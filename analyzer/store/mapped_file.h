#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

namespace krepis::analyzer {

/// The bytes of a regular file as the kernel holds them, without a copy. A file that is cut off
/// while it is read, or that the disk gives no longer, reads as zeros from there on, and
/// TakeCutOff() says so: whoever maps one must not fail on that, and has to do without what was
/// read. Immutable, so safe to share between threads.
class MappedFile {
 public:
  /// Of `size` bytes, 1 at least. Null where that cannot be: then it has to be read.
  static std::shared_ptr<const MappedFile> Open(int fd, size_t size);
  ~MappedFile();
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  /// Whether bytes of some file have been lost since this was last asked.
  static bool TakeCutOff();

  std::string_view bytes() const { return {static_cast<const char*>(start_), size_}; }

 private:
  MappedFile(void* start, size_t size, size_t slot) : start_(start), size_(size), slot_(slot) {}

  void* start_;
  size_t size_;
  size_t slot_;  // in the table that the signal handler looks at
};

}  // namespace krepis::analyzer

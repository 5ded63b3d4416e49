#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "analyzer/core/result.h"

namespace krepis::analyzer {

/// Records on their way into a log.
class RecordBlock {
 public:
  /// Begins a record. Its bytes are what the caller appends to the text that this returns, up to
  /// End(); what stands in that text already is not to be touched.
  std::string& Begin(std::string_view key);
  void End();
  /// Both of bytes that are there.
  void Put(std::string_view key, std::string_view bytes);

  bool empty() const { return text_.empty(); }
  /// Whole records, as they stand in the file of a log.
  std::string_view text() const { return text_; }

 private:
  std::string text_;
  size_t start_ = 0;     // of the last record
  size_t key_size_ = 0;  // of its key
};

/// Keys and bytes in one file on the disk, of which the last bytes of a key count. What is read was
/// written as it is, or it is not there: every record carries its checksum, so that a file that
/// was cut off, changed or never finished costs records, those that it has hit above all. Processes
/// may read and write one file at the same time. Deleting it is always right.
///
/// The file: a header of 40 bytes, "krepis\0\2" and the ChecksumHex() of the stamp; then records,
/// each the lengths of key and bytes (32 bits, little-endian), the key, the bytes, and the
/// Checksum() over all these (64 bits, little-endian).
///
/// Find() is safe to call from several threads; the rest is for one.
class RecordLog {
 public:
  /// Reads the file `path` in its place, if there is one. `stamp` says for whom the records are:
  /// those of a file with another stamp are not read, and the first Commit() replaces them.
  RecordLog(std::string path, std::string_view stamp);

  /// The last bytes that were there for the key when the file was read; none where there are none,
  /// or where they are damaged. They stay as long as owner() has an owner.
  std::optional<std::string_view> Find(std::string_view key) const;
  std::shared_ptr<const void> owner() const { return owner_; }
  /// Damaged ones included.
  size_t size() const { return records_.size(); }

  /// Notes records for Commit() to write. Of those with one key the last one counts.
  void Put(RecordBlock block) { added_.push_back(std::move(block)); }
  void Put(std::string_view key, std::string_view bytes);
  /// Says that a record that was found is still of use: where the file is written anew, others go.
  void Keep(std::string_view key);
  void KeepAll() { keep_all_ = true; }
  /// Writes what was Put(): behind what is there, or, where less than half of the file would be
  /// of use, a new file in its place. Nothing is written where nothing was Put(). Ends the use of
  /// this.
  Result<void> Commit();

 private:
  void Read();
  void ReadAll(int file, size_t size);
  bool IsKept(std::string_view key) const { return keep_all_ || kept_.contains(key); }
  Result<void> Append() const;
  Result<void> Replace() const;
  /// A new file, and what is new of it; `path` is the file's, for an error.
  Result<void> WriteWhole(int fd, const std::string& path) const;
  Result<void> WriteAdded(int fd, const std::string& path) const;

  std::string path_;
  std::string header_;
  std::shared_ptr<const void> owner_;
  std::string_view bytes_;  // of the file, as it was read
  uint64_t readable_ = 0;   // of these, up to the first that is no record; 0: no header
  std::unordered_map<std::string_view, std::string_view> records_;  // whole ones, by their keys
  std::unordered_map<std::string_view, bool> kept_;
  bool keep_all_ = false;
  std::vector<RecordBlock> added_;
};

}  // namespace krepis::analyzer

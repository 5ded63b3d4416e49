#pragma once

#include <compare>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/core/file_system.h"
#include "analyzer/frontend/disk_answers.h"

namespace krepis::analyzer {

/// One question that was asked about a tree, and what stands for the answer.
struct Probe {
  enum class Question : uint8_t {
    kContents,     // FileSystem::Identity()
    kKind,         // one digit
    kFollow,       // "=" and the target; "": none
    kReadFailure,  // the limit in bytes, a space, the message
    kListFailure,  // the message
    kListing,      // AnswerOf() the entries
  };
  std::string path;
  Question question = Question::kContents;
  std::string answer;

  friend auto operator<=>(const Probe&, const Probe&) = default;
};

/// What stands for an answer in a Probe.
std::string AnswerOf(FileKind kind);
std::string AnswerOf(const std::optional<std::string>& target);
std::string AnswerOf(const std::vector<DirectoryEntry>& entries);
/// What such an answer stands for.
FileKind KindOfAnswer(std::string_view answer);
std::optional<std::string> TargetOfAnswer(std::string_view answer);
std::vector<DirectoryEntry> EntriesOfAnswer(std::string_view answer);

class KnownAnswers;

/// Passes every question on, and remembers it: whoever would get the same answers would do the same
/// again.
class RecordingFileSystem final : public FileSystem {
 public:
  /// Both must outlive it. What `known`, which is then below, has an answer to is not noted; null:
  /// all is.
  explicit RecordingFileSystem(const FileSystem& below, const KnownAnswers* known = nullptr)
      : below_(below), known_(known) {}

  Result<std::string> Read(std::string_view path, uint64_t max_bytes) const override;
  Result<std::vector<DirectoryEntry>> List(std::string_view path) const override;
  FileKind Kind(std::string_view path) const override;
  std::optional<std::string> Follow(std::string_view path) const override;
  std::optional<std::string> Identity(std::string_view path) const override;
  Result<IdentifiedText> ReadIdentified(std::string_view path, uint64_t max_bytes) const override;

  /// All questions that were noted, in order; none where an answer cannot be told from a later one:
  /// what was read had just been written, or an answer was another one when it was asked for again.
  std::optional<std::vector<Probe>> Probes() const;

 private:
  /// What is noted of a path that is about to be read.
  enum class Noted : uint8_t { kContents, kMissing, kNeither };

  Noted NoteContents(std::string_view path) const;
  Result<std::string> ReadUnidentified(std::string_view path, uint64_t max_bytes) const;
  void Note(Probe::Question question, std::string_view path, std::string answer) const;
  bool Knows(Probe::Question question, std::string_view path) const;
  void GiveUp() const;

  const FileSystem& below_;
  const KnownAnswers* const known_;
  mutable std::mutex mutex_;
  mutable std::unordered_map<std::string, std::string> answers_;  // by question and path
  mutable bool repeatable_ = true;
};

/// All that a run asks about the disk.
struct RunRecord {
  explicit RunRecord(const FileSystem& machine) : host(machine) {}

  RecordingFileSystem host;                 // the whole machine, from "/" on
  std::optional<RecordingFileSystem> tree;  // the workspace, once it is known
  const KnownAnswers* known = nullptr;      // what `tree` does not record because it is known
  DiskAnswers compiler;                     // what compilers ask, in processes of their own
  bool asked_more = false;                  // also something else, such as git's history
};

}  // namespace krepis::analyzer

#include "analyzer/live/recording_file_system.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "analyzer/core/packed_bytes.h"
#include "analyzer/live/known_answers.h"

namespace krepis::analyzer {
namespace {

std::string KeyOf(Probe::Question question, std::string_view path) {
  std::string key;
  key.reserve(1 + path.size());
  key += static_cast<char>(question);
  key += path;
  return key;
}

}  // namespace

std::string AnswerOf(FileKind kind) {
  return std::string(1, static_cast<char>('0' + static_cast<int>(kind)));
}

std::string AnswerOf(const std::optional<std::string>& target) {
  return target ? "=" + *target : "";
}

std::string AnswerOf(const std::vector<DirectoryEntry>& entries) {
  std::string answer;
  for (const DirectoryEntry& entry : entries) {
    answer += AnswerOf(entry.kind);
    PutText(answer, entry.name);
  }
  return answer;
}

FileKind KindOfAnswer(std::string_view answer) {
  return answer.empty() ? FileKind::kMissing : static_cast<FileKind>(answer.front() - '0');
}

std::optional<std::string> TargetOfAnswer(std::string_view answer) {
  if (answer.empty()) return std::nullopt;
  return std::string(answer.substr(1));
}

std::vector<DirectoryEntry> EntriesOfAnswer(std::string_view answer) {
  std::vector<DirectoryEntry> entries;
  while (!answer.empty()) {
    const FileKind kind = KindOfAnswer(answer);
    answer.remove_prefix(1);
    const std::optional<std::string_view> name = TakeText(answer);
    if (!name) break;
    entries.push_back({std::string(*name), kind});
  }
  return entries;
}

void RecordingFileSystem::GiveUp() const {
  const std::lock_guard lock(mutex_);
  repeatable_ = false;
}

bool RecordingFileSystem::Knows(Probe::Question question, std::string_view path) const {
  if (known_ != nullptr && known_->Answer(question, path)) return true;
  const std::string key = KeyOf(question, path);
  const std::lock_guard lock(mutex_);
  return !repeatable_ || answers_.contains(key);
}

void RecordingFileSystem::Note(Probe::Question question, std::string_view path,
                               std::string answer) const {
  const std::optional<std::string_view> before =
      known_ == nullptr ? std::nullopt : known_->Answer(question, path);
  if (before == answer) return;
  std::string key = KeyOf(question, path);
  const std::lock_guard lock(mutex_);
  if (before) repeatable_ = false;
  const auto [known, added] = answers_.try_emplace(std::move(key), std::move(answer));
  if (!added && known->second != answer) repeatable_ = false;
}

// What stands for contents is asked for before them, the first time: a change since then shows
// later, whatever was read.
RecordingFileSystem::Noted RecordingFileSystem::NoteContents(std::string_view path) const {
  if (Knows(Probe::Question::kContents, path)) return Noted::kContents;
  if (std::optional<std::string> identity = below_.Identity(path)) {
    Note(Probe::Question::kContents, path, std::move(*identity));
    return Noted::kContents;
  }
  const FileKind kind = below_.Kind(path);
  Note(Probe::Question::kKind, path, AnswerOf(kind));
  if (kind == FileKind::kMissing) return Noted::kMissing;
  if (kind != FileKind::kSymlink) return Noted::kNeither;
  // A reader gets what the link leads to, whose path has no symlink in it.
  const std::optional<std::string> target = below_.Follow(path);
  Note(Probe::Question::kFollow, path, AnswerOf(target));
  std::optional<std::string> identity = target ? below_.Identity(*target) : std::nullopt;
  if (!identity) return Noted::kNeither;
  Note(Probe::Question::kContents, *target, std::move(*identity));
  return Noted::kContents;
}

// Contents without what stands for them cannot be told from later ones. A failure is asked for
// again: not all of them hang on the file.
Result<std::string> RecordingFileSystem::Read(std::string_view path, uint64_t max_bytes) const {
  Result<IdentifiedText> read = ReadIdentified(path, max_bytes);
  if (!read) return read.error();
  return std::move(read->text);
}

// Mostly one question to the disk where the other functions ask several.
Result<FileSystem::IdentifiedText> RecordingFileSystem::ReadIdentified(std::string_view path,
                                                                       uint64_t max_bytes) const {
  Result<IdentifiedText> read = below_.ReadIdentified(path, max_bytes);
  if (read.ok() && read->identity) {
    Note(Probe::Question::kContents, path, *read->identity);
    return read;
  }
  if (read.ok() && below_.Kind(path) == FileKind::kRegular) {
    GiveUp();
    return read;
  }
  Result<std::string> text = ReadUnidentified(path, max_bytes);
  if (!text) return text.error();
  return IdentifiedText{*std::move(text), std::nullopt};
}

Result<std::string> RecordingFileSystem::ReadUnidentified(std::string_view path,
                                                          uint64_t max_bytes) const {
  const Noted noted = NoteContents(path);
  Result<std::string> text = below_.Read(path, max_bytes);
  if (text.ok()) {
    if (noted != Noted::kContents) GiveUp();
  } else if (noted != Noted::kMissing) {
    Note(Probe::Question::kReadFailure, path,
         fmt::format("{} {}", max_bytes, text.error().message));
  }
  return text;
}

Result<std::vector<DirectoryEntry>> RecordingFileSystem::List(std::string_view path) const {
  if (known_ != nullptr && known_->Answer(Probe::Question::kListing, path))
    return below_.List(path);
  const Noted noted = NoteContents(path);
  Result<std::vector<DirectoryEntry>> entries = below_.List(path);
  if (entries.ok()) {
    if (noted != Noted::kContents) GiveUp();
    Note(Probe::Question::kListing, path, AnswerOf(*entries));
  } else if (noted != Noted::kMissing) {
    Note(Probe::Question::kListFailure, path, entries.error().message);
  }
  return entries;
}

FileKind RecordingFileSystem::Kind(std::string_view path) const {
  const FileKind kind = below_.Kind(path);
  Note(Probe::Question::kKind, path, AnswerOf(kind));
  return kind;
}

std::optional<std::string> RecordingFileSystem::Follow(std::string_view path) const {
  std::optional<std::string> target = below_.Follow(path);
  Note(Probe::Question::kFollow, path, AnswerOf(target));
  return target;
}

// None tells nobody anything: whoever needs the contents reads them then.
std::optional<std::string> RecordingFileSystem::Identity(std::string_view path) const {
  std::optional<std::string> identity = below_.Identity(path);
  if (identity) Note(Probe::Question::kContents, path, *identity);
  return identity;
}

std::optional<std::vector<Probe>> RecordingFileSystem::Probes() const {
  const std::lock_guard lock(mutex_);
  if (!repeatable_) return std::nullopt;
  std::vector<Probe> probes;
  probes.reserve(answers_.size());
  for (const auto& [key, answer] : answers_)
    probes.push_back({key.substr(1), static_cast<Probe::Question>(key[0]), answer});
  std::sort(probes.begin(), probes.end());
  return probes;
}

}  // namespace krepis::analyzer

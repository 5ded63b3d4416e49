#pragma once

#include <atomic>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/file_system.h"
#include "analyzer/live/probe_table.h"
#include "analyzer/live/recording_file_system.h"

namespace krepis::analyzer {

/// A tree of which it is known already what the answers to an earlier run's questions are now: they
/// are given again, and only what is new is asked. Contents are always read.
class KnownAnswers final : public FileSystem {
 public:
  /// All must outlive it. `changed` (sorted) are the regular files whose contents are not those of
  /// the probes, which are as PackProbes() packs them.
  KnownAnswers(const FileSystem& below, std::string_view questions, std::string_view listings,
               const std::vector<std::string>& changed);

  Result<std::string> Read(std::string_view path, uint64_t max_bytes) const override;
  Result<std::vector<DirectoryEntry>> List(std::string_view path) const override;
  FileKind Kind(std::string_view path) const override;
  std::optional<std::string> Follow(std::string_view path) const override;
  std::optional<std::string> Identity(std::string_view path) const override;

  /// What a probe says, if it holds.
  std::optional<std::string_view> Answer(Probe::Question question, std::string_view path) const;
  /// All that hold.
  std::vector<Probe> Answers() const;
  /// Whether anybody has read one of the changed files so far, or asked what stands for it.
  bool changed_asked() const { return changed_asked_; }

 private:
  bool IsChanged(std::string_view path) const;

  const FileSystem& below_;
  const ProbeIndex probes_;
  const std::vector<std::string>& changed_;
  mutable std::atomic<bool> changed_asked_ = false;
};

}  // namespace krepis::analyzer

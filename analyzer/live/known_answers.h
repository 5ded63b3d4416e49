#pragma once

#include <atomic>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/core/file_system.h"
#include "analyzer/live/recording_file_system.h"

namespace krepis::analyzer {

/// A tree of which it is known already what the answers to an earlier run's questions are now: they
/// are given again, and only what is new is asked. Contents are always read.
class KnownAnswers final : public FileSystem {
 public:
  /// `below` must outlive it. `changed` are the regular files whose contents are not those of the
  /// probes.
  KnownAnswers(const FileSystem& below, const std::vector<Probe>& probes,
               const std::vector<std::string>& changed);

  Result<std::string> Read(std::string_view path, uint64_t max_bytes) const override;
  Result<std::vector<DirectoryEntry>> List(std::string_view path) const override;
  FileKind Kind(std::string_view path) const override;
  std::optional<std::string> Follow(std::string_view path) const override;
  std::optional<std::string> Identity(std::string_view path) const override;

  /// Whether anybody has read one of the changed files so far, or asked what stands for it.
  bool changed_asked() const { return changed_asked_; }

 private:
  /// The answer of a probe, null where there is none.
  const std::string* Find(Probe::Question question, std::string_view path) const;

  const FileSystem& below_;
  std::unordered_map<std::string, std::string> answers_;  // by question and path
  std::vector<std::string> changed_;                      // sorted
  mutable std::atomic<bool> changed_asked_ = false;
};

}  // namespace krepis::analyzer

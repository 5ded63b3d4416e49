#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/core/disk_answer.h"

namespace krepis::analyzer {

/// A DiskAnswer in front of others as bytes.
void PutAnswer(std::string& bytes, DiskAnswer::Question question, std::string_view path,
               std::string_view answer);

/// What several processes asked the disk, and were told. Thread-safe.
class DiskAnswers {
 public:
  /// What PutAnswer() wrote; it need not be trusted.
  void Add(std::string_view bytes);
  void Add(const DiskAnswer& answer) { Note(answer.question, answer.path, answer.answer); }
  /// Asks and notes it; "": nothing is there.
  std::string Resolve(const std::string& path);
  /// Asks and notes what is there.
  void Look(const std::string& path);
  /// Somebody asked something else.
  void GiveUp();

  /// All of them, in order; none where an answer cannot be told from a later one.
  std::optional<std::vector<DiskAnswer>> All() const;
  /// Likewise, those of files included that are not settled.
  std::optional<std::vector<DiskAnswer>> AllAsked() const;

 private:
  void Note(DiskAnswer::Question question, std::string_view path, std::string_view answer);

  mutable std::mutex mutex_;
  bool repeatable_ = true;
  bool settled_ = true;                                   // none of the answers is IsUnsettled()
  std::unordered_map<std::string, std::string> answers_;  // by the question's digit and the path
};

}  // namespace krepis::analyzer

#include "analyzer/live/known_answers.h"

#include <algorithm>

namespace krepis::analyzer {

KnownAnswers::KnownAnswers(const FileSystem& below, std::string_view questions,
                           std::string_view listings, const std::vector<std::string>& changed)
    : below_(below), probes_(questions, listings), changed_(changed) {}

bool KnownAnswers::IsChanged(std::string_view path) const {
  return std::binary_search(changed_.begin(), changed_.end(), path);
}

std::optional<std::string_view> KnownAnswers::Answer(Probe::Question question,
                                                     std::string_view path) const {
  if (question == Probe::Question::kContents && IsChanged(path)) return std::nullopt;
  return probes_.Find(question, path);
}

std::vector<Probe> KnownAnswers::Answers() const {
  std::vector<Probe> probes = probes_.All();
  std::erase_if(probes, [&](const Probe& probe) {
    return probe.question == Probe::Question::kContents && IsChanged(probe.path);
  });
  return probes;
}

Result<std::string> KnownAnswers::Read(std::string_view path, uint64_t max_bytes) const {
  const std::optional<std::string_view> link = Answer(Probe::Question::kFollow, path);
  const std::optional<std::string> target = link ? TargetOfAnswer(*link) : std::nullopt;
  if (IsChanged(target ? *target : path)) changed_asked_ = true;
  return below_.Read(path, max_bytes);
}

Result<std::vector<DirectoryEntry>> KnownAnswers::List(std::string_view path) const {
  const std::optional<std::string_view> listing = Answer(Probe::Question::kListing, path);
  if (!listing) return below_.List(path);
  return EntriesOfAnswer(*listing);
}

FileKind KnownAnswers::Kind(std::string_view path) const {
  const std::optional<std::string_view> kind = Answer(Probe::Question::kKind, path);
  return kind ? KindOfAnswer(*kind) : below_.Kind(path);
}

std::optional<std::string> KnownAnswers::Follow(std::string_view path) const {
  const std::optional<std::string_view> target = Answer(Probe::Question::kFollow, path);
  return target ? TargetOfAnswer(*target) : below_.Follow(path);
}

std::optional<std::string> KnownAnswers::Identity(std::string_view path) const {
  if (IsChanged(path)) changed_asked_ = true;
  const std::optional<std::string_view> identity = Answer(Probe::Question::kContents, path);
  return identity ? std::string(*identity) : below_.Identity(path);
}

}  // namespace krepis::analyzer

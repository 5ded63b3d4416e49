#include "analyzer/live/known_answers.h"

#include <algorithm>

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

KnownAnswers::KnownAnswers(const FileSystem& below, const std::vector<Probe>& probes,
                           const std::vector<std::string>& changed)
    : below_(below), changed_(changed) {
  std::sort(changed_.begin(), changed_.end());
  answers_.reserve(probes.size());
  for (const Probe& probe : probes) {
    const bool other = probe.question == Probe::Question::kContents &&
                       std::binary_search(changed_.begin(), changed_.end(), probe.path);
    if (!other) answers_.emplace(KeyOf(probe.question, probe.path), probe.answer);
  }
}

const std::string* KnownAnswers::Find(Probe::Question question, std::string_view path) const {
  const auto it = answers_.find(KeyOf(question, path));
  return it == answers_.end() ? nullptr : &it->second;
}

Result<std::string> KnownAnswers::Read(std::string_view path, uint64_t max_bytes) const {
  if (std::binary_search(changed_.begin(), changed_.end(), path)) changed_asked_ = true;
  return below_.Read(path, max_bytes);
}

Result<std::vector<DirectoryEntry>> KnownAnswers::List(std::string_view path) const {
  const std::string* listing = Find(Probe::Question::kListing, path);
  return listing == nullptr ? below_.List(path) : EntriesOfAnswer(*listing);
}

FileKind KnownAnswers::Kind(std::string_view path) const {
  const std::string* kind = Find(Probe::Question::kKind, path);
  return kind == nullptr ? below_.Kind(path) : KindOfAnswer(*kind);
}

std::optional<std::string> KnownAnswers::Follow(std::string_view path) const {
  const std::string* target = Find(Probe::Question::kFollow, path);
  return target == nullptr ? below_.Follow(path) : TargetOfAnswer(*target);
}

std::optional<std::string> KnownAnswers::Identity(std::string_view path) const {
  if (std::binary_search(changed_.begin(), changed_.end(), path)) changed_asked_ = true;
  const std::string* identity = Find(Probe::Question::kContents, path);
  if (identity == nullptr) return below_.Identity(path);
  return *identity;
}

}  // namespace krepis::analyzer

#include "analyzer/frontend/disk_answers.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <climits>
#include <utility>

#include "analyzer/core/disk_access.h"
#include "analyzer/core/packed_bytes.h"

namespace krepis::analyzer {
namespace {

/// A tree that asks more takes longer to ask again than anybody would wait.
constexpr size_t kMaxAnswers = 1'000'000;

std::string KeyOf(DiskAnswer::Question question, std::string_view path) {
  std::string key;
  key.reserve(1 + path.size());
  key += static_cast<char>('0' + static_cast<int>(question));
  key += path;
  return key;
}

bool IsQuestion(std::string_view key) {
  return key.size() >= 2 && key[0] >= '0' &&
         key[0] <= '0' + static_cast<int>(DiskAnswer::Question::kResolve) && key[1] == '/' &&
         key.size() <= PATH_MAX && key.find('\0') == std::string_view::npos;
}

}  // namespace

void PutAnswer(std::string& bytes, DiskAnswer::Question question, std::string_view path,
               std::string_view answer) {
  PutText(bytes, KeyOf(question, path));
  PutText(bytes, answer);
}

void DiskAnswers::Add(std::string_view bytes) {
  while (!bytes.empty()) {
    const std::optional<std::string_view> key = TakeText(bytes);
    const std::optional<std::string_view> answer = TakeText(bytes);
    if (!key || !answer || !IsQuestion(*key)) return GiveUp();
    Note(static_cast<DiskAnswer::Question>(key->front() - '0'), key->substr(1), *answer);
  }
}

void DiskAnswers::Note(DiskAnswer::Question question, std::string_view path,
                       std::string_view answer) {
  const std::lock_guard lock(mutex_);
  if (!repeatable_) return;
  settled_ = settled_ && !IsUnsettled(answer);
  const auto [known, is_new] = answers_.try_emplace(KeyOf(question, path), answer);
  if (answers_.size() > kMaxAnswers) repeatable_ = false;
  if (is_new || known->second == answer) return;
  // Who asked later may have found it settled, or the other way round.
  const std::optional<DiskFile> file = FileOfAnswer(answer);
  const bool same_file = file && file == FileOfAnswer(known->second);
  if (same_file && (IsUnsettled(answer) || IsUnsettled(known->second))) {
    if (IsUnsettled(answer)) known->second = answer;
  } else {
    repeatable_ = false;
  }
}

std::string DiskAnswers::Resolve(const std::string& path) {
  const std::optional<std::string> target = analyzer::Resolve(path.c_str());
  if (target) {
    Note(DiskAnswer::Question::kResolve, path, *target);
  } else {
    GiveUp();
  }
  return target.value_or("");
}

void DiskAnswers::Look(const std::string& path) {
  const Fd file(open(path.c_str(), O_PATH | O_CLOEXEC));
  struct stat status{};
  const bool found = file.get() >= 0 && fstat(file.get(), &status) == 0;
  if (found && TellsOfChanges(file.get())) {
    const bool settled = !S_ISREG(status.st_mode) || IsSettled(status);
    Note(DiskAnswer::Question::kLook, path, settled ? LookAnswer(status) : UnsettledAnswer(status));
  } else {
    GiveUp();
  }
}

void DiskAnswers::GiveUp() {
  const std::lock_guard lock(mutex_);
  repeatable_ = false;
}

std::optional<std::vector<DiskAnswer>> DiskAnswers::All() const {
  {
    const std::lock_guard lock(mutex_);
    if (!settled_) return std::nullopt;
  }
  return AllAsked();
}

std::optional<std::vector<DiskAnswer>> DiskAnswers::AllAsked() const {
  const std::lock_guard lock(mutex_);
  if (!repeatable_) return std::nullopt;
  std::vector<DiskAnswer> all;
  all.reserve(answers_.size());
  for (const auto& [key, answer] : answers_)
    all.push_back({key.substr(1), static_cast<DiskAnswer::Question>(key[0] - '0'), answer});
  std::sort(all.begin(), all.end());
  return all;
}

}  // namespace krepis::analyzer

#include "analyzer/workspace/ignore_tree.h"

#include <utility>

namespace krepis::analyzer {

IgnoreTree::Scope IgnoreTree::Add(Entry entry) {
  if (entry.rules.empty()) return entry.around;
  entries_.push_back(std::move(entry));
  return static_cast<Scope>(entries_.size());
}

void IgnoreTree::AddOuter(std::string_view text, std::string_view root_in_folder) {
  std::string prefix(root_in_folder);
  if (!prefix.empty()) prefix.push_back('/');
  outer_ = Add({IgnoreRules::Parse(text), std::move(prefix), 0, outer_});
}

IgnoreTree::Scope IgnoreTree::AddFolder(std::string_view folder, std::string_view text,
                                        Scope around) {
  const size_t folder_size = folder.empty() ? 0 : folder.size() + 1;
  const Scope scope = Add({IgnoreRules::Parse(text), {}, folder_size, around});
  by_folder_.emplace(folder, scope);
  return scope;
}

bool IgnoreTree::IsIgnored(Scope scope, std::string_view path, bool is_directory,
                           std::string& scratch) const {
  while (scope != Scope::kNone) {
    const Entry& entry = entries_[static_cast<size_t>(scope) - 1];
    std::string_view subject = path.substr(entry.folder_size);
    if (!entry.prefix.empty()) {
      scratch.assign(entry.prefix).append(subject);
      subject = scratch;
    }
    const IgnoreRules::Verdict verdict = entry.rules.Judge(subject, is_directory);
    if (verdict != IgnoreRules::Verdict::kUndecided) {
      return verdict == IgnoreRules::Verdict::kIgnored;
    }
    scope = entry.around;
  }
  return false;
}

bool IgnoreTree::WouldIgnore(std::string_view path) const {
  std::string scratch;
  Scope scope = outer_;
  for (std::string_view folder;;) {
    const auto it = by_folder_.find(folder);
    if (it != by_folder_.end()) scope = it->second;
    const size_t slash = path.find('/', folder.empty() ? 0 : folder.size() + 1);
    const bool is_directory = slash != std::string_view::npos;
    folder = path.substr(0, slash);
    if (IsIgnored(scope, folder, is_directory, scratch)) return true;
    if (!is_directory) return false;
  }
}

}  // namespace krepis::analyzer

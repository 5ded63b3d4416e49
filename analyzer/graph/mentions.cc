#include "analyzer/graph/mentions.h"

#include <array>
#include <cctype>

#include "analyzer/workspace/paths.h"

namespace krepis::analyzer {
namespace {

constexpr std::array<bool, 256> MakeWordBytes() {
  std::array<bool, 256> bytes{};
  for (int c = 0; c < 256; ++c) {
    bytes[static_cast<size_t>(c)] = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                                    (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.' ||
                                    c == '/' || c == '@' || c == '~' || c >= 0x80;
  }
  return bytes;
}
constexpr std::array<bool, 256> kWordBytes = MakeWordBytes();

/// "src/x/a" of "src/x/a.d.ts".
std::string_view WithoutExtensions(std::string_view path) {
  std::string_view stem = WithoutExtension(path);
  if (stem.ends_with(".d")) stem.remove_suffix(2);
  return stem;
}

std::string_view WithoutIndex(std::string_view path) {
  constexpr std::string_view kIndex = "/index";
  if (path.ends_with(kIndex)) path.remove_suffix(kIndex.size());
  return path;
}

/// Whether `path` ends with the segments of `word`, of which those before the last two may be an
/// alias's.
bool EndsWithPath(std::string_view path, std::string_view word) {
  if (const size_t last = word.rfind('/'); last != std::string_view::npos && last > 0) {
    const size_t before = word.rfind('/', last - 1);
    if (before != std::string_view::npos) word.remove_prefix(before + 1);
  }
  return path.ends_with(word) &&
         (path.size() == word.size() || path[path.size() - word.size() - 1] == '/');
}

}  // namespace

Mentions::Mentions(const std::vector<std::string_view>& files) {
  for (const std::string_view path : files) {
    files_.push_back({path, WithoutIndex(WithoutExtensions(path)), false});
  }
  for (size_t i = 0; i < files_.size(); ++i) by_stem_[BaseNameOf(files_[i].key)].push_back(i);
}

std::vector<std::string_view> Mentions::Read(std::string_view path, std::string_view text) {
  std::vector<std::string_view> found;
  for (size_t at = 0; at < text.size();) {
    if (!kWordBytes[static_cast<unsigned char>(text[at])]) {
      ++at;
      continue;
    }
    const size_t start = at;
    while (at < text.size() && kWordBytes[static_cast<unsigned char>(text[at])]) ++at;
    Name(path, text.substr(start, at - start), found);
  }
  return found;
}

void Mentions::Name(std::string_view path, std::string_view word,
                    std::vector<std::string_view>& found) {
  while (word.ends_with('.') || word.ends_with('/')) word.remove_suffix(1);
  const bool has_slash = word.find('/') != std::string_view::npos;
  // Leading "./", "../", "/", "~/" and "@/" stand for some folder.
  for (;;) {
    const size_t slash = word.find('/');
    if (slash == std::string_view::npos) break;
    const std::string_view first = word.substr(0, slash);
    if (!first.empty() && first != "." && first != ".." && first != "~" && first != "@") break;
    word.remove_prefix(slash + 1);
  }
  for (const bool with_extension : {false, true}) {
    // "a.b" may be a name with a dot or a name with an extension.
    if (!with_extension && !has_slash) continue;
    const std::string_view stem = with_extension ? WithoutExtensions(word) : word;
    if (with_extension && stem.size() == word.size()) continue;
    const std::string_view key = WithoutIndex(stem);
    const auto named = by_stem_.find(BaseNameOf(key));
    if (named == by_stem_.end()) continue;
    for (const size_t index : named->second) {
      File& file = files_[index];
      if (file.mentioned || file.path == path) continue;
      if (!EndsWithPath(file.key, key)) continue;
      file.mentioned = true;
      found.push_back(file.path);
    }
  }
}

}  // namespace krepis::analyzer

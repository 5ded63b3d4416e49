#include "analyzer/workspace/import_patterns.h"

#include <algorithm>
#include <array>
#include <utility>

#include "analyzer/core/glob.h"
#include "analyzer/workspace/paths.h"

namespace krepis::analyzer {
namespace {

constexpr size_t kMaxFiles = 1000;

/// What a specifier may write in place of an extension of TypeScript.
constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kWrittenFor = {{
    {".ts", ".js"},
    {".tsx", ".js"},
    {".tsx", ".jsx"},
    {".mts", ".mjs"},
    {".cts", ".cjs"},
}};

bool IsDeclaration(std::string_view path) {
  return path.ends_with(".d.ts") || path.ends_with(".d.mts") || path.ends_with(".d.cts");
}

bool Fits(const Glob& glob, std::string_view path) {
  if (glob.Match(path)) return true;
  const std::string_view stem = WithoutExtension(path);
  if (glob.Match(stem)) return true;
  if (BaseNameOf(stem) == "index" && glob.Match(DirectoryOf(path))) return true;
  std::string written;
  for (const auto& [extension, instead] : kWrittenFor) {
    if (!path.ends_with(extension)) continue;
    written.assign(path.substr(0, path.size() - extension.size())).append(instead);
    if (glob.Match(written)) return true;
  }
  return false;
}

}  // namespace

std::vector<std::string> FilesThatFit(std::span<const SourceFile> sources,
                                      std::string_view importer, std::string_view pattern,
                                      uint64_t& budget) {
  const Result<Glob> glob = Glob::Compile(pattern);
  if (!glob) return {};
  const std::string_view folder = glob->literal_prefix();
  auto file = std::lower_bound(
      sources.begin(), sources.end(), folder,
      [](const SourceFile& source, std::string_view prefix) { return source.path < prefix; });
  std::vector<std::string> found;
  for (; file != sources.end() && file->path.starts_with(folder); ++file) {
    if (budget == 0) return {};
    --budget;
    if (GroupOf(file->language) != LanguageGroup::kTypeScript || IsDeclaration(file->path) ||
        file->path == importer || !Fits(*glob, file->path)) {
      continue;
    }
    if (found.size() == kMaxFiles) return {};
    found.push_back(file->path);
  }
  return found;
}

}  // namespace krepis::analyzer

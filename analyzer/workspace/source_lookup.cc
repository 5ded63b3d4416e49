#include "analyzer/workspace/source_lookup.h"

#include <algorithm>
#include <array>

#include "analyzer/workspace/paths.h"

namespace krepis::analyzer {
namespace {

using Extensions = std::span<const std::string_view>;

constexpr std::array<std::string_view, 12> kTypeScriptFirst = {
    ".ts",  ".tsx", ".mts",  ".cts",   ".js",    ".jsx",
    ".mjs", ".cjs", ".d.ts", ".d.mts", ".d.cts", ".json"};
constexpr std::array<std::string_view, 12> kJavaScriptFirst = {
    ".js",  ".jsx", ".mjs",  ".cjs",   ".ts",    ".tsx",
    ".mts", ".cts", ".d.ts", ".d.mts", ".d.cts", ".json"};

/// What may stand behind an extension of JavaScript; declarations come last, as code is where a
/// dependency leads.
struct Substitution {
  std::string_view written;
  std::array<std::string_view, 5> found;
};
constexpr std::array<Substitution, 4> kSubstitutions = {{
    {".js", {".ts", ".tsx", ".js", ".jsx", ".d.ts"}},
    {".jsx", {".tsx", ".ts", ".jsx", ".d.ts", ""}},
    {".mjs", {".mts", ".mjs", ".d.mts", "", ""}},
    {".cjs", {".cts", ".cjs", ".d.cts", "", ""}},
}};

constexpr auto kOutputFolders = std::to_array<std::string_view>(
    {"dist", "build", "lib", "out", "es", "esm", "cjs", "umd", "types", "typings", "output", "_esm",
     "_cjs", "_types", "module", "commonjs", "dist-types", "tsc-out"});

bool IsOutputFolder(std::string_view name) {
  return std::find(kOutputFolders.begin(), kOutputFolders.end(), name) != kOutputFolders.end();
}

}  // namespace

bool SourceLookup::Has(const std::string& path, const Options& options) const {
  const FileIndex::Entry entry = files_.Find(path);
  if (entry == FileIndex::Entry::kSource || entry == FileIndex::Entry::kOther) return true;
  return options.on_disk && entry == FileIndex::Entry::kNone && files_.Exists(path);
}

std::optional<std::string> SourceLookup::File(std::string_view path, const Options& options) const {
  static constexpr std::string_view kNoSuffix[] = {""};
  std::string candidate;
  candidate.reserve(path.size() + 8);
  const auto try_all = [&](std::string_view stem, Extensions extensions) {
    const size_t count = options.suffixes.empty() ? 1 : options.suffixes.size();
    for (size_t i = 0; i < count; ++i) {
      const std::string_view suffix =
          options.suffixes.empty() ? kNoSuffix[0] : std::string_view(options.suffixes[i]);
      for (const std::string_view extension : extensions) {
        if (extension.empty()) continue;
        candidate.assign(stem).append(suffix).append(extension);
        if (Has(candidate, options)) return true;
      }
    }
    return false;
  };

  const std::string_view base = BaseNameOf(path);
  const size_t dot = base.rfind('.');
  const Substitution* substitution = nullptr;
  if (dot != std::string_view::npos && dot != 0) {
    const std::string_view written = base.substr(dot);
    for (const Substitution& s : kSubstitutions) {
      if (s.written == written) substitution = &s;
    }
  }
  if (substitution == nullptr || options.prefer_javascript) {
    candidate.assign(path);
    if (Has(candidate, options)) return candidate;
  }
  if (substitution != nullptr) {
    const std::string_view stem = path.substr(0, path.size() - substitution->written.size());
    if (try_all(stem, substitution->found)) return candidate;
  }
  const Extensions appended = options.prefer_javascript ? kJavaScriptFirst : kTypeScriptFirst;
  if (try_all(path, appended)) return candidate;
  return std::nullopt;
}

std::optional<std::string> SourceLookup::Index(std::string_view directory,
                                               const Options& options) const {
  if (!options.on_disk && !files_.IsDirectory(directory)) return std::nullopt;
  return File(JoinPath(directory, "index"), options);
}

std::optional<std::string> SourceLookup::SourceOfOutput(std::string_view package,
                                                        std::string_view path,
                                                        const Options& options) const {
  if (!IsWithin(package, path) || path.size() == package.size()) return std::nullopt;
  std::string_view rest = package.empty() ? path : path.substr(package.size() + 1);
  // A declaration is written from the same source as the code.
  std::string renamed(rest);
  for (const auto& [from, to] :
       std::initializer_list<std::pair<std::string_view, std::string_view>>{
           {".d.ts", ".js"}, {".d.mts", ".mjs"}, {".d.cts", ".cjs"}}) {
    if (renamed.ends_with(from)) renamed.replace(renamed.size() - from.size(), from.size(), to);
  }
  rest = renamed;
  for (;;) {  // dist/esm/x.js: each leading output folder may be the last one
    const size_t slash = rest.find('/');
    if (slash == std::string_view::npos || !IsOutputFolder(rest.substr(0, slash))) {
      return std::nullopt;
    }
    rest.remove_prefix(slash + 1);
    for (const std::string_view folder : {"src", "", "source", "lib"}) {
      const std::string candidate = JoinPath(JoinPath(package, folder), rest);
      // One source serves every module format: x.mjs may come from x.ts.
      for (const std::string_view form :
           {std::string_view(candidate), WithoutExtension(candidate)}) {
        if (auto found = File(form, options); found && *found != path) return found;
        if (auto found = Index(form, options)) return found;
      }
    }
  }
}

}  // namespace krepis::analyzer

#include "analyzer/workspace/source_lookup.h"

#include <algorithm>
#include <array>

#include "analyzer/workspace/paths.h"

namespace krepis::analyzer {
namespace {

using Extensions = std::span<const std::string_view>;

/// The last one is what the bundler of Vue CLI appends.
constexpr auto kTypeScriptFirst =
    std::to_array<std::string_view>({".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs",
                                     ".d.ts", ".d.mts", ".d.cts", ".json", ".vue"});
constexpr auto kJavaScriptFirst =
    std::to_array<std::string_view>({".js", ".jsx", ".mjs", ".cjs", ".ts", ".tsx", ".mts", ".cts",
                                     ".d.ts", ".d.mts", ".d.cts", ".json", ".vue"});

/// What may stand behind an extension of a module; declarations come last, as code is where a
/// dependency leads. As TypeScript has it, x.tsx is also found as "./x.ts", and the other way
/// round.
struct Substitution {
  std::string_view written;
  std::array<std::string_view, 5> found;
};
constexpr std::array<Substitution, 6> kSubstitutions = {{
    {".ts", {".ts", ".tsx", "", "", ""}},
    {".tsx", {".tsx", ".ts", "", "", ""}},
    {".js", {".ts", ".tsx", ".js", ".jsx", ".d.ts"}},
    {".jsx", {".tsx", ".ts", ".jsx", ".d.ts", ""}},
    {".mjs", {".mts", ".mjs", ".d.mts", "", ""}},
    {".cjs", {".cts", ".cjs", ".d.cts", "", ""}},
}};

/// Where builds write. The second list holds names that are as often those of sources, so they
/// count only where a manifest points there.
constexpr auto kOutputFolders = std::to_array<std::string_view>(
    {"dist", "build", "out", "output", "dist-types", "tsc-out", ".output"});
constexpr auto kPackageOutputFolders =
    std::to_array<std::string_view>({"lib", "es", "esm", "cjs", "umd", "types", "typings", "_esm",
                                     "_cjs", "_types", "module", "commonjs"});

bool IsOutputFolder(std::string_view name, bool named_by_manifest) {
  const auto among = [&](const auto& names) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  return among(kOutputFolders) || (named_by_manifest && among(kPackageOutputFolders));
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

std::optional<std::string> SourceLookup::SourceOfOutput(std::string_view path,
                                                        bool named_by_manifest,
                                                        const Options& options) const {
  // A declaration is written from the same source as the code.
  std::string code(path);
  for (const auto& [from, to] : {std::pair<std::string_view, std::string_view>{".d.ts", ".js"},
                                 {".d.mts", ".mjs"},
                                 {".d.cts", ".cjs"}}) {
    if (code.ends_with(from)) code.replace(code.size() - from.size(), from.size(), to);
  }
  const std::string_view whole = code;
  // Of dist/esm/x.js each of the leading output folders may be the last one.
  for (size_t start = 0; start < whole.size();) {
    const size_t slash = whole.find('/', start);
    if (slash == std::string_view::npos) return std::nullopt;
    if (IsOutputFolder(whole.substr(start, slash - start), named_by_manifest)) {
      const std::string_view base = whole.substr(0, start == 0 ? 0 : start - 1);
      std::string_view rest = whole.substr(slash + 1);
      for (;;) {
        if (auto found = SourceBelow(base, rest, options); found && *found != path) return found;
        const size_t next = rest.find('/');
        if (next == std::string_view::npos || !IsOutputFolder(rest.substr(0, next), true)) break;
        rest.remove_prefix(next + 1);
      }
    }
    start = slash + 1;
  }
  return std::nullopt;
}

/// `rest` below the folders that sources stand in.
std::optional<std::string> SourceLookup::SourceBelow(std::string_view base, std::string_view rest,
                                                     const Options& options) const {
  for (const std::string_view folder : {"src", "", "source", "lib"}) {
    const std::string candidate = JoinPath(JoinPath(base, folder), rest);
    // One source serves every module format: x.mjs may come from x.ts.
    for (const std::string_view form : {std::string_view(candidate), WithoutExtension(candidate)}) {
      if (auto found = File(form, options)) return found;
      if (auto found = Index(form, options)) return found;
    }
  }
  return std::nullopt;
}

}  // namespace krepis::analyzer

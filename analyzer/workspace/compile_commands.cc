#include "analyzer/workspace/compile_commands.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <tuple>
#include <utility>

#include "analyzer/core/language.h"
#include "analyzer/workspace/cl_flags.h"
#include "analyzer/workspace/compile_flags.h"
#include "analyzer/workspace/json.h"
#include "analyzer/workspace/paths.h"

namespace krepis::analyzer {
namespace {

constexpr size_t kMaxResponseDepth = 16;
constexpr size_t kMaxResponseBytes = 1 << 20;      // of one entry
constexpr size_t kMaxAllResponseBytes = 64 << 20;  // of one database

constexpr auto kWrappers = std::to_array<std::string_view>(
    {"ccache", "sccache", "distcc", "icecc", "buildcache", "gomacc", "rewrapper", "fastbuild"});

/// "g++" of "/usr/bin/g++.exe".
std::string_view ProgramName(std::string_view path) {
  if (const size_t slash = path.find_last_of("/\\"); slash != std::string_view::npos) {
    path.remove_prefix(slash + 1);
  }
  if (path.ends_with(".exe")) path.remove_suffix(4);
  return path;
}

/// How often something was seen in one database, and the first time.
struct Count {
  size_t count = 0;
  std::string first;

  void Add(std::string_view what) {
    if (count++ == 0) first = what;
  }
};

class Loader {
 public:
  Loader(const FileSystem& files, const CompileDatabaseOptions& options)
      : files_(files), options_(options) {}

  void Load(const std::string& path) {
    const Result<std::string> text = files_.Read(path, options_.max_bytes);
    if (!text.ok()) {
      out_.issues.push_back(text.error());
      return;
    }
    const Result<JsonValue> json = ParseJson(path, *text, JsonDialect::kStrict);
    if (!json.ok()) {
      out_.issues.push_back(json.error());
      return;
    }
    if (!json->is_array()) {
      Report(path, "is not a list of compile commands");
      return;
    }
    outside_ = missing_ = malformed_ = responses_ = Count();
    refused_.clear();
    all_response_bytes_ = 0;
    for (const JsonValue& entry : json->items()) AddEntry(path, entry);
    ReportCounts(path, json->items().size());
  }

  CompileDatabase Finish() && {
    std::vector<CompileCommand>& commands = out_.commands;
    const auto key = [](const CompileCommand& c) { return std::tie(c.file, c.flags, c.directory); };
    std::stable_sort(commands.begin(), commands.end(),
                     [&](const auto& a, const auto& b) { return key(a) < key(b); });
    commands.erase(std::unique(commands.begin(), commands.end(),
                               [&](const auto& a, const auto& b) { return key(a) == key(b); }),
                   commands.end());
    return std::move(out_);
  }

 private:
  void Report(const std::string& database, std::string_view text) {
    out_.issues.push_back({fmt::format("{} {}", database, text), database});
  }

  void ReportCounts(const std::string& database, size_t entries) {
    if (malformed_.count != 0) {
      Report(database,
             fmt::format("has {} entries without file, directory or command", malformed_.count));
    }
    if (missing_.count != 0) {
      Report(database, fmt::format("names {} files that do not exist, first {}; build again",
                                   missing_.count, missing_.first));
    }
    if (entries != 0 && outside_.count == entries) {
      Report(database, fmt::format("names no file of the workspace {}, first {}: it was made "
                                   "elsewhere; configure the build here",
                                   options_.root, outside_.first));
    }
    if (responses_.count != 0) {
      Report(database, fmt::format("uses {} response files that cannot be read inside the "
                                   "workspace, first {}",
                                   responses_.count, responses_.first));
    }
    for (const auto& [flag, count] : refused_) {
      Report(database, fmt::format("has {} commands with {}, which is left out: it writes or loads "
                                   "files",
                                   count, flag));
    }
  }

  void AddEntry(const std::string& database, const JsonValue& entry) {
    const std::string& file = entry["file"].string();
    const std::string beside =
        ResolveAbsolute(options_.root, DirectoryOf(database).empty() ? "." : DirectoryOf(database));
    const std::string directory = ResolveAbsolute(beside, entry["directory"].string());
    std::vector<std::string> arguments;
    for (const JsonValue& argument : entry["arguments"].items()) {
      arguments.push_back(argument.string());
    }
    if (arguments.empty()) arguments = SplitShellWords(entry["command"].string());
    if (file.empty() || !entry["directory"].is_string() || arguments.empty()) {
      malformed_.Add(file);
      return;
    }
    const std::string absolute = ResolveAbsolute(directory, file);
    const auto relative = RelativeTo(options_.root, absolute);
    if (!relative) {
      outside_.Add(absolute);
      return;
    }
    const bool known = options_.is_file != nullptr && options_.is_file(*relative);
    if (!known && files_.Kind(*relative) != FileKind::kRegular) {
      missing_.Add(*relative);
      return;
    }
    arguments = ExpandResponses(std::move(arguments), directory);
    size_t compiler = 0;
    while (compiler + 1 < arguments.size() &&
           std::find(kWrappers.begin(), kWrappers.end(), ProgramName(arguments[compiler])) !=
               kWrappers.end()) {
      ++compiler;
    }
    const auto written = std::span<const std::string>(arguments).subspan(compiler + 1);
    CompileFlags flags = TakesClFlags(arguments[compiler], written)
                             ? FilterCompileFlags(TranslateClFlags(written), directory)
                             : FilterCompileFlags(written, directory);
    const bool says_language = std::any_of(flags.kept.begin(), flags.kept.end(),
                                           [](const auto& f) { return f.starts_with("-x"); });
    // g++ compiles x.c as C++.
    if (!says_language && LanguageOf(*relative) == Language::kC &&
        ProgramName(arguments[compiler]).find("++") != std::string_view::npos) {
      flags.kept.emplace_back("-xc++");
    }
    std::sort(flags.refused.begin(), flags.refused.end());
    flags.refused.erase(std::unique(flags.refused.begin(), flags.refused.end()),
                        flags.refused.end());
    for (const std::string& flag : flags.refused) ++refused_[flag];
    out_.commands.push_back({*relative, directory, std::move(flags.kept), database});
  }

  /// Replaces @file by the words of the file, also within such files.
  std::vector<std::string> ExpandResponses(std::vector<std::string> arguments,
                                           const std::string& directory) {
    const auto is_response = [](const std::string& a) { return a.size() > 1 && a[0] == '@'; };
    if (std::none_of(arguments.begin(), arguments.end(), is_response)) return arguments;
    std::vector<std::string> expanded;
    struct Word {
      std::string text;
      size_t depth;
    };
    std::vector<Word> pending;  // the next word last
    for (auto it = arguments.rbegin(); it != arguments.rend(); ++it) {
      pending.push_back({std::move(*it), 0});
    }
    size_t bytes = 0;
    while (!pending.empty()) {
      Word word = std::move(pending.back());
      pending.pop_back();
      if (!is_response(word.text)) {
        expanded.push_back(std::move(word.text));
        continue;
      }
      const auto path = RelativeTo(
          options_.root, ResolveAbsolute(directory, std::string_view(word.text).substr(1)));
      if (!path || word.depth == kMaxResponseDepth || bytes >= kMaxResponseBytes ||
          all_response_bytes_ >= kMaxAllResponseBytes) {
        responses_.Add(word.text);
        continue;
      }
      const Result<std::string> text = files_.Read(*path, kMaxResponseBytes - bytes);
      if (!text.ok()) {
        responses_.Add(word.text);
        continue;
      }
      bytes += text->size() + 1;  // empty files count too: they may be many
      all_response_bytes_ += text->size() + 1;
      std::vector<std::string> words = SplitShellWords(*text);
      for (auto it = words.rbegin(); it != words.rend(); ++it) {
        pending.push_back({std::move(*it), word.depth + 1});
      }
    }
    return expanded;
  }

  const FileSystem& files_;
  const CompileDatabaseOptions& options_;
  CompileDatabase out_;
  Count outside_, missing_, malformed_, responses_;
  std::map<std::string, size_t> refused_;
  size_t all_response_bytes_ = 0;
};

}  // namespace

CompileDatabase LoadCompileDatabases(const FileSystem& files, const std::vector<std::string>& paths,
                                     const CompileDatabaseOptions& options) {
  Loader loader(files, options);
  for (const std::string& path : paths) loader.Load(path);
  return std::move(loader).Finish();
}

}  // namespace krepis::analyzer

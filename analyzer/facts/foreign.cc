#include "analyzer/facts/foreign.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include "analyzer/facts/foreign_extract.h"
#include "analyzer/facts/module_name.h"

namespace krepis::analyzer {
namespace {

constexpr std::array<std::string_view, 11> kNames = {
    "",       "defines",       "declares", "calls",     "addon", "program",
    "script", "cargo-program", "snippet",  "generated", "header"};

bool Contains(std::string_view source, std::string_view word) {
  return source.find(word) != std::string_view::npos;
}

/// `extern` before a block or a function, which no `extern crate` is.
bool HasExternBlock(std::string_view source) {
  constexpr std::string_view kExtern = "extern";
  for (size_t at = source.find(kExtern); at != std::string_view::npos;
       at = source.find(kExtern, at + 1)) {
    const size_t next = source.find_first_not_of(" \t\r\n", at + kExtern.size());
    if (next == std::string_view::npos) return false;
    if (source[next] == '"' || source[next] == '{' || source[next] == 'r') return true;
  }
  return false;
}

bool MayBeForeignRust(std::string_view source) {
  static constexpr std::string_view kWords[] = {"no_mangle",      "export_name", "Command::new",
                                                "CARGO_BIN_EXE_", "cargo_bin",   "OUT_DIR",
                                                "include_proto",  "module ="};
  return std::any_of(std::begin(kWords), std::end(kWords),
                     [&](std::string_view word) { return Contains(source, word); }) ||
         HasExternBlock(source);
}

/// What starts programs, in C.
const PatternSearch& CppStarters() {
  static const PatternSearch kSearch = [] {
    PatternSearch search;
    for (const char* name : {"execl", "execle", "execlp", "execv", "execve", "execvp", "execvpe",
                             "posix_spawn", "posix_spawnp", "popen", "system"}) {
      search.Add(name, 0);
    }
    search.Freeze();
    return search;
  }();
  return kSearch;
}

/// What starts programs and loads Node-API modules is imported, but for a few globals.
bool MayBeForeignJavaScript(std::string_view source, std::span<const ImportFact> imports) {
  static const std::vector<std::string> kModules = {
      "node/child_process", "npm/cross-spawn",   "npm/execa",       "npm/bindings",
      "npm/node-gyp-build", "npm/pkg-prebuilds", "npm/prebuildify", "npm/@mapbox/node-pre-gyp"};
  return std::any_of(imports.begin(), imports.end(),
                     [](const ImportFact& import) {
                       return import.kind != EdgeKind::kType &&
                              ImportsOneOf(import.specifier, LanguageGroup::kTypeScript, kModules);
                     }) ||
         Contains(source, "getBuiltinModule") || Contains(source, "dlopen") ||
         Contains(source, "Deno.Command") || Contains(source, "Bun.spawn");
}

}  // namespace

std::string_view ForeignRoleName(ForeignRole role) {
  const auto index = static_cast<size_t>(role);
  return index < kNames.size() ? kNames[index] : std::string_view();
}

ForeignWords::ForeignWords(std::vector<std::string> functions) : functions_(std::move(functions)) {
  std::sort(functions_.begin(), functions_.end());
  functions_.erase(std::unique(functions_.begin(), functions_.end()), functions_.end());
  for (const std::string& name : functions_) search_.Add(name, 0);
  search_.Freeze();
}

ForeignWords ForeignWords::Of(std::span<const FileFacts> rust) {
  std::vector<std::string> names;
  for (const FileFacts& facts : rust) {
    for (const ForeignFact& fact : facts.foreign) {
      if (fact.role == ForeignRole::kDefines || fact.role == ForeignRole::kDeclares)
        names.push_back(fact.name);
    }
  }
  return ForeignWords(std::move(names));
}

bool ForeignWords::IsFunction(std::string_view name) const {
  return std::binary_search(functions_.begin(), functions_.end(), name);
}

bool MayBeForeign(const ForeignWords& words, LanguageGroup group, std::string_view source,
                  std::span<const ImportFact> imports) {
  switch (group) {
    case LanguageGroup::kRust:
      return MayBeForeignRust(source);
    case LanguageGroup::kCpp:
      return words.NamesFunction(source) || CppStarters().Find(source).any();
    case LanguageGroup::kTypeScript:
      return MayBeForeignJavaScript(source, imports);
    case LanguageGroup::kNone:
      break;
  }
  return false;
}

void ExtractForeign(const Scopes& scopes, std::string_view source, const ForeignWords& words,
                    FileFacts& facts) {
  switch (GroupOf(scopes.ast().language())) {
    case LanguageGroup::kRust:
      ExtractRustForeign(scopes, source, facts);
      break;
    case LanguageGroup::kCpp:
      ExtractCppForeign(scopes, source, words, facts);
      break;
    case LanguageGroup::kTypeScript:
      ExtractJavaScriptForeign(scopes, facts);
      break;
    case LanguageGroup::kNone:
      return;
  }
  std::stable_sort(facts.foreign.begin(), facts.foreign.end(),
                   [](const ForeignFact& a, const ForeignFact& b) {
                     return a.location.span.start < b.location.span.start;
                   });
}

ByteSpan FunctionNameSpan(std::string_view source, ByteSpan declaration, std::string_view name) {
  constexpr size_t kHeadBytes = 1000;
  if (name.empty() || declaration.start > source.size()) return declaration;
  const std::string_view head =
      source.substr(declaration.start, std::min<size_t>(declaration.length, kHeadBytes));
  const auto is_word = [&](size_t at) {
    return at < head.size() && (std::isalnum(static_cast<unsigned char>(head[at])) != 0 ||
                                head[at] == '_' || head[at] == '$');
  };
  for (size_t at = head.find(name); at != std::string_view::npos; at = head.find(name, at + 1)) {
    const size_t behind = at + name.size();
    if ((at > 0 && is_word(at - 1)) || is_word(behind)) continue;
    const size_t next = head.find_first_not_of(" \t\r\n", behind);
    if (next == std::string_view::npos || (head[next] != '(' && head[next] != '<')) continue;
    return {declaration.start + static_cast<uint32_t>(at), static_cast<uint32_t>(name.size())};
  }
  return declaration;
}

}  // namespace krepis::analyzer

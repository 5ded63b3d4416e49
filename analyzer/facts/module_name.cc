#include "analyzer/facts/module_name.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "analyzer/core/glob.h"
#include "analyzer/core/node_builtins.h"

namespace krepis::analyzer {
namespace {

/// Subpaths that belong to Node. Others are packages of the same name: `punycode/` is the way to
/// ask for the one on npm.
constexpr std::array<std::string_view, 7> kNodeSubpaths = {"promises", "posix", "win32",    "types",
                                                           "strict",   "web",   "consumers"};

bool IsNodeSpecifier(std::string_view specifier) {
  const size_t slash = specifier.find('/');
  if (!IsNodeBuiltin(specifier.substr(0, slash))) return false;
  return slash == std::string_view::npos ||
         std::find(kNodeSubpaths.begin(), kNodeSubpaths.end(), specifier.substr(slash + 1)) !=
             kNodeSubpaths.end();
}

/// `text` up to the first '/' that ends a package name (a scope belongs to the name).
size_t PackageNameEnd(std::string_view text) {
  size_t slash = text.find('/');
  if (!text.empty() && text[0] == '@' && slash != std::string_view::npos)
    slash = text.find('/', slash + 1);
  return std::min(slash, text.size());
}

/// Drops the version of `name@version/sub`.
std::string WithoutVersion(std::string_view text) {
  const size_t end = PackageNameEnd(text);
  const std::string_view name = text.substr(0, end);
  const size_t at = name.find('@', 1);
  std::string result(name.substr(0, at));
  result += text.substr(end);
  return result;
}

ModuleName NodeModule(std::string_view name) {
  const size_t slash = name.find('/');
  ModuleName result{"node/" + std::string(name.substr(0, slash)), "", false};
  if (slash == std::string_view::npos) return result;
  result.member = name.substr(slash + 1);
  std::replace(result.member.begin(), result.member.end(), '/', '.');
  return result;
}

/// The scheme of a URL-like specifier (`https`), or "": Windows drive letters are no scheme.
std::string_view Scheme(std::string_view specifier) {
  const size_t colon = specifier.find(':');
  if (colon == std::string_view::npos || colon < 2) return {};
  const std::string_view scheme = specifier.substr(0, colon);
  const bool word = std::all_of(scheme.begin(), scheme.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '+' || c == '-' || c == '.';
  });
  return word ? scheme : std::string_view();
}

/// What stands around the name of a module where it is imported: npm:name@1/sub.
constexpr std::string_view kBeforeName = "\"'`<:/";
constexpr std::string_view kBehindName = "\"'`>@/";

}  // namespace

ModuleName CanonicalModule(std::string_view specifier) {
  const std::string_view scheme = Scheme(specifier);
  const std::string_view rest = scheme.empty() ? specifier : specifier.substr(scheme.size() + 1);
  if (scheme == "node") return NodeModule(rest);
  if (scheme == "npm" || scheme == "jsr") {
    const std::string_view name = rest.substr(rest.substr(0, 1) == "/" ? 1 : 0);
    return {std::string(scheme) + "/" + WithoutVersion(name), "", false};
  }
  if (scheme == "bun") return {"bun/" + std::string(rest), "", false};
  if (scheme == "file") return {std::string(specifier), "", true};
  if (!scheme.empty()) return {"url/" + std::string(specifier), "", false};
  if (specifier.empty() || specifier[0] == '.' || specifier[0] == '/' || specifier[0] == '#')
    return {std::string(specifier), "", true};
  if (IsNodeSpecifier(specifier)) return NodeModule(specifier);
  return {"npm/" + std::string(specifier), "", false};
}

bool ImportsOneOf(std::string_view specifier, LanguageGroup group,
                  const std::vector<std::string>& modules) {
  const bool relative = specifier.starts_with("./") || specifier.starts_with("../");
  if (group == LanguageGroup::kTypeScript && relative) return false;  // most are
  const std::string name = group == LanguageGroup::kTypeScript ? CanonicalModule(specifier).module
                                                               : std::string(specifier);
  return std::any_of(modules.begin(), modules.end(),
                     [&](const std::string& module) { return MatchWildcard(module, name); });
}

bool MayImportOneOf(std::string_view source, LanguageGroup group,
                    const std::vector<std::string>& modules) {
  return std::any_of(modules.begin(), modules.end(), [&](std::string_view module) {
    if (group == LanguageGroup::kTypeScript)
      module.remove_prefix(std::min(module.find('/') + 1, module.size()));  // npm/
    const std::string_view fixed = module.substr(0, module.find('*'));
    // `*/crow.h`: what the pattern ends with says it, an empty beginning is everywhere.
    if (fixed.empty())
      return source.find(module.substr(module.rfind('*') + 1)) != std::string_view::npos;
    for (size_t at = source.find(fixed); at != std::string_view::npos;
         at = source.find(fixed, at + 1)) {
      const size_t behind = at + fixed.size();
      const bool begins = at != 0 && kBeforeName.find(source[at - 1]) != std::string_view::npos;
      const bool ends =
          fixed.size() != module.size() ||
          (behind < source.size() && kBehindName.find(source[behind]) != std::string_view::npos);
      if (begins && ends) return true;
    }
    return false;
  });
}

}  // namespace krepis::analyzer

#include "analyzer/workspace/specifier.h"

#include <algorithm>
#include <cctype>

namespace krepis::analyzer {
namespace {

bool IsNameCharacter(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) ||
         std::string_view("-._~!'()*").find(c) != std::string_view::npos;
}

bool IsNamePart(std::string_view part) {
  return !part.empty() && part != "~" && part != "~~" && part.front() != '.' &&
         std::all_of(part.begin(), part.end(), IsNameCharacter);
}

/// "npm" of "npm:x". Single letters are drives of Windows paths.
std::string_view SchemeOf(std::string_view specifier) {
  const size_t colon = specifier.find(':');
  if (colon == std::string_view::npos || colon < 2) return {};
  const std::string_view scheme = specifier.substr(0, colon);
  const bool valid = std::isalpha(static_cast<unsigned char>(scheme.front())) &&
                     std::all_of(scheme.begin(), scheme.end(), [](char c) {
                       return std::isalnum(static_cast<unsigned char>(c)) || c == '+' || c == '-' ||
                              c == '.' || c == '_';
                     });
  return valid ? scheme : std::string_view();
}

/// "@std/path" of "/@std/path@^1/posix".
std::string_view RegistryName(std::string_view rest) {
  while (rest.starts_with('/')) rest.remove_prefix(1);
  size_t from = 0;
  if (rest.starts_with('@')) {
    const size_t slash = rest.find('/');
    if (slash == std::string_view::npos) return rest;
    from = slash + 1;
  }
  return rest.substr(0, rest.find_first_of("@/", from));
}

}  // namespace

bool IsRelativeSpecifier(std::string_view specifier) {
  return specifier.starts_with("./") || specifier.starts_with("../") || specifier == "." ||
         specifier == "..";
}

std::optional<PackageSpecifier> SplitPackageSpecifier(std::string_view specifier) {
  size_t end = specifier.find('/');
  if (specifier.starts_with('@')) {
    if (end == std::string_view::npos || !IsNamePart(specifier.substr(1, end - 1))) {
      return std::nullopt;
    }
    const size_t start = end + 1;
    end = specifier.find('/', start);
    if (!IsNamePart(specifier.substr(start, end - start))) return std::nullopt;
  } else if (!IsNamePart(specifier.substr(0, end))) {
    return std::nullopt;
  }
  if (end == std::string_view::npos) return PackageSpecifier{specifier, {}};
  return PackageSpecifier{specifier.substr(0, end), specifier.substr(end + 1)};
}

std::optional<std::string> ExternalOfScheme(std::string_view specifier) {
  const std::string_view scheme = SchemeOf(specifier);
  if (scheme.empty()) return std::nullopt;
  const std::string_view rest = specifier.substr(scheme.size() + 1);
  if (scheme == "node") return std::string("node/").append(rest);
  if (scheme == "npm") return std::string("npm/").append(RegistryName(rest));
  if (scheme == "jsr") return std::string("jsr/").append(RegistryName(rest));
  if (scheme == "data") return "url/data:";  // its text is no name
  return std::string("url/").append(specifier.substr(0, specifier.find_first_of("?#")));
}

}  // namespace krepis::analyzer

#include "analyzer/core/language.h"

#include <array>
#include <utility>

namespace krepis::analyzer {

Language LanguageOf(std::string_view path) {
  static constexpr std::array<std::pair<std::string_view, Language>, 26> kExtensions = {{
      {"ts", Language::kTypeScript},  {"mts", Language::kTypeScript},
      {"cts", Language::kTypeScript}, {"tsx", Language::kTsx},
      {"js", Language::kJavaScript},  {"mjs", Language::kJavaScript},
      {"cjs", Language::kJavaScript}, {"jsx", Language::kJavaScript},
      {"rs", Language::kRust},        {"c", Language::kC},
      {"cc", Language::kCpp},         {"cpp", Language::kCpp},
      {"cxx", Language::kCpp},        {"c++", Language::kCpp},
      {"h", Language::kCpp},          {"hh", Language::kCpp},
      {"vue", Language::kTypeScript}, {"svelte", Language::kTypeScript},
      {"hpp", Language::kCpp},        {"hxx", Language::kCpp},
      {"ipp", Language::kCpp},        {"inl", Language::kCpp},
      {"cppm", Language::kCpp},       {"ccm", Language::kCpp},
      {"cxxm", Language::kCpp},       {"ixx", Language::kCpp},
  }};
  const size_t slash = path.find_last_of('/');
  const size_t dot = path.find_last_of('.');
  if (dot == std::string_view::npos || (slash != std::string_view::npos && dot < slash)) {
    return Language::kNone;
  }
  const std::string_view extension = path.substr(dot + 1);
  for (const auto& [name, language] : kExtensions) {
    if (name == extension) return language;
  }
  return Language::kNone;
}

LanguageGroup GroupOf(Language language) {
  switch (language) {
    case Language::kTypeScript:
    case Language::kTsx:
    case Language::kJavaScript:
      return LanguageGroup::kTypeScript;
    case Language::kRust:
      return LanguageGroup::kRust;
    case Language::kC:
    case Language::kCpp:
      return LanguageGroup::kCpp;
    case Language::kNone:
      break;
  }
  return LanguageGroup::kNone;
}

std::string_view LanguageName(Language language) {
  switch (language) {
    case Language::kTypeScript:
      return "typescript";
    case Language::kTsx:
      return "tsx";
    case Language::kJavaScript:
      return "javascript";
    case Language::kRust:
      return "rust";
    case Language::kC:
      return "c";
    case Language::kCpp:
      return "cpp";
    case Language::kNone:
      break;
  }
  return "";
}

std::string_view GroupName(LanguageGroup group) {
  switch (group) {
    case LanguageGroup::kTypeScript:
      return "typescript";
    case LanguageGroup::kRust:
      return "rust";
    case LanguageGroup::kCpp:
      return "cpp";
    case LanguageGroup::kNone:
      break;
  }
  return "";
}

}  // namespace krepis::analyzer

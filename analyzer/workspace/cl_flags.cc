#include "analyzer/workspace/cl_flags.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "analyzer/core/language.h"

namespace krepis::analyzer {
namespace {

struct Translation {
  std::string_view flag;  // without its '/' or '-'
  std::string_view gcc;
  bool value;  // joined, or the next argument
};

// The first that fits counts, so longer flags stand before their prefixes.
constexpr auto kTranslations = std::to_array<Translation>({
    {"external:I", "-isystem", true},
    {"imsvc", "-isystem", true},
    {"std:", "-std=", true},
    {"FI", "-include", true},
    {"TC", "-xc", false},
    {"TP", "-xc++", false},
    {"I", "-I", true},
    {"D", "-D", true},
    {"U", "-U", true},
});

std::string Standard(std::string_view value) {
  if (value == "c++latest") return "c++23";
  if (value == "clatest") return "c23";
  return std::string(value);
}

}  // namespace

bool TakesClFlags(std::string_view program, std::span<const std::string> arguments) {
  std::string name(program.substr(program.find_last_of("/\\") + 1));
  for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  if (name.ends_with(".exe")) name.resize(name.size() - 4);
  return name == "cl" || name == "clang-cl" || name.starts_with("clang-cl-") ||
         std::find(arguments.begin(), arguments.end(), "--driver-mode=cl") != arguments.end();
}

std::vector<std::string> TranslateClFlags(std::span<const std::string> arguments) {
  std::vector<std::string> flags;
  for (size_t i = 0; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    if (argument.empty() || (argument[0] != '/' && argument[0] != '-')) {
      flags.push_back(argument);
      continue;
    }
    const std::string_view body = std::string_view(argument).substr(1);
    const auto known = std::find_if(
        kTranslations.begin(), kTranslations.end(),
        [&](const Translation& t) { return t.value ? body.starts_with(t.flag) : body == t.flag; });
    // "-include x" is no "/I nclude", and "/Users/x/a.cc" no "/U sers/x/a.cc".
    const bool path = argument[0] == '/' && LanguageOf(argument) != Language::kNone &&
                      !body.starts_with("FI") && body.find('/') < body.find('=');
    const bool gcc = argument.starts_with("-include") || argument.starts_with("-isystem") ||
                     argument.starts_with("-imacros") || argument.starts_with("-idirafter");
    if (path || gcc) {
      flags.push_back(argument);
      continue;
    }
    if (known == kTranslations.end()) {
      if (argument[0] == '-') flags.push_back(argument);
      continue;
    }
    if (!known->value) {
      flags.emplace_back(known->gcc);
      continue;
    }
    std::string value(body.substr(known->flag.size()));
    if (value.empty()) {
      if (i + 1 == arguments.size()) break;
      value = arguments[++i];
    }
    std::replace(value.begin(), value.end(), '\\', '/');
    if (known->gcc == "-std=") {
      flags.push_back("-std=" + Standard(value));
    } else {
      flags.emplace_back(known->gcc);
      flags.push_back(std::move(value));
    }
  }
  return flags;
}

}  // namespace krepis::analyzer

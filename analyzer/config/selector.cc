#include "analyzer/config/selector.h"

#include <algorithm>
#include <array>

#include "analyzer/config/located.h"
#include "analyzer/config/suggest.h"

namespace krepis::analyzer {
namespace {

constexpr auto kEcosystems =
    std::to_array<std::string_view>({"npm", "node", "jsr", "url", "cargo", "std", "sys", "proto"});

/// One argument after a module's name.
Result<Selector::Argument> ParseArgument(std::string_view text, size_t offset) {
  Selector::Argument argument;
  std::string_view rest = text;
  if (rest.starts_with("!{")) {
    argument.kind = Selector::Argument::Kind::kNotVariable;
    rest.remove_prefix(2);
  } else if (rest.starts_with("{")) {
    argument.kind = Selector::Argument::Kind::kVariable;
    rest.remove_prefix(1);
  } else if (rest.starts_with("!")) {
    return ErrorInText(offset, "! excludes the value of a variable: write !{name}");
  }
  if (argument.kind != Selector::Argument::Kind::kLiteral) {
    if (!rest.ends_with("}")) return ErrorInText(offset, "{ without its }");
    rest.remove_suffix(1);
  }
  if (rest.empty()) return ErrorInText(offset, "a value or {name} is missing here");
  if (rest.find_first_of("{}*") != std::string_view::npos) {
    return ErrorInText(offset, "a captured value is written as it is, as {name} or as !{name}");
  }
  argument.text = rest;
  return argument;
}

Result<Selector> ParseModule(std::string_view text) {
  Selector selector;
  selector.kind = Selector::Kind::kModule;
  const size_t colon = text.find(':');
  selector.name = text.substr(0, colon);
  if (!IsModuleName(selector.name)) {
    if (text.find('/') != std::string_view::npos || text.find('*') != std::string_view::npos) {
      return ErrorInText(
          0, "this is no module; write path:GLOB for files, ext:ECOSYSTEM/NAME for externals");
    }
    return ErrorInText(0, "\"" + selector.name + "\" is no module name");
  }
  size_t start = colon;
  while (start != std::string_view::npos) {
    const size_t end = text.find(':', start + 1);
    const size_t length = end == std::string_view::npos ? end : end - start - 1;
    Result<Selector::Argument> argument = ParseArgument(text.substr(start + 1, length), start + 1);
    if (!argument.ok()) return argument.error();
    selector.arguments.push_back(*std::move(argument));
    start = end;
  }
  return selector;
}

Result<Selector> ParseExternalSelector(std::string_view text) {
  constexpr size_t kPrefix = 4;  // "ext:"
  Selector selector;
  selector.kind = Selector::Kind::kExternal;
  const std::string_view rest = text.substr(kPrefix);
  if (rest.find_first_of("{}") != std::string_view::npos) {
    return ErrorInText(text.find_first_of("{}"),
                       "externals have no captures: * is the only wildcard");
  }
  if (rest == "*") {
    selector.ecosystem = selector.name = "*";
    return selector;
  }
  const size_t slash = rest.find('/');
  const std::string_view ecosystem = rest.substr(0, slash);
  if (ecosystem != "*" && !IsEcosystem(ecosystem)) {
    return ErrorInText(kPrefix, "unknown ecosystem \"" + std::string(ecosystem) + "\"" +
                                    DidYouMean(ecosystem, kEcosystems) + " (" + OneOf(kEcosystems) +
                                    ")");
  }
  if (slash == std::string_view::npos || slash + 1 == rest.size()) {
    return ErrorInText(
        text.size(), "the name is missing: ext:" + std::string(ecosystem) + "/NAME, or /* for all");
  }
  selector.ecosystem = ecosystem;
  selector.name = rest.substr(slash + 1);
  return selector;
}

Result<Selector> ParseKind(std::string_view text) {
  if (text.empty()) return ErrorInText(0, "an empty selector matches nothing");
  Selector selector;
  if (text == "*") {
    selector.kind = Selector::Kind::kAny;
    return selector;
  }
  if (text.starts_with("tag:")) {
    selector.kind = Selector::Kind::kTag;
    selector.name = text.substr(4);
    if (selector.name.empty()) return ErrorInText(4, "the tag is missing: tag:NAME");
    return selector;
  }
  if (text.starts_with("path:")) {
    selector.kind = Selector::Kind::kPath;
    Result<Glob> glob = Glob::Compile(text.substr(5));
    if (!glob.ok()) return ErrorInText(4 + glob.error().column, glob.error().message);
    selector.glob = *std::move(glob);
    return selector;
  }
  if (text.starts_with("ext:")) return ParseExternalSelector(text);
  return ParseModule(text);
}

}  // namespace

std::vector<std::string> Selector::Variables() const {
  if (glob) return glob->capture_names();
  std::vector<std::string> variables;
  for (const Argument& argument : arguments) {
    if (argument.kind != Argument::Kind::kLiteral) variables.push_back(argument.text);
  }
  return variables;
}

bool IsModuleName(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return static_cast<unsigned char>(c) > 0x20 && c != 0x7F &&
           std::string_view(":*!{}/\\,|\"").find(c) == std::string_view::npos;
  });
}

bool IsEcosystem(std::string_view name) {
  return std::find(kEcosystems.begin(), kEcosystems.end(), name) != kEcosystems.end();
}

std::optional<ExternalName> ParseExternal(std::string_view text) {
  if (!text.starts_with("ext:")) return std::nullopt;
  text.remove_prefix(4);
  const size_t slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  return ExternalName{text.substr(0, slash), text.substr(slash + 1)};
}

Result<Selector> ParseSelector(std::string_view text) {
  Result<Selector> selector = ParseKind(text);
  if (selector.ok()) selector->text = text;
  return selector;
}

}  // namespace krepis::analyzer

#include "analyzer/facts/foreign_path.h"

#include <algorithm>
#include <array>

#include "analyzer/facts/constant.h"

namespace krepis::analyzer {
namespace {

constexpr int kSteps = 16;

/// The folder of the own file.
bool IsOwnFolder(const Scopes& scopes, Node node) {
  const Ast& ast = scopes.ast();
  if (ast.Is(node, NodeKind::kName))
    return ast.name(node) == "__dirname" && scopes.DeclarationOf(node) == 0;
  if (!ast.Is(node, NodeKind::kMember) || ast.name(node) != "dirname") return false;
  const Node object = ast.first_child(node);
  return object != 0 && ast.name(object) == "import.meta";
}

/// import.meta.url
bool IsOwnUrl(const Ast& ast, Node node) {
  if (!ast.Is(node, NodeKind::kMember) || ast.name(node) != "url") return false;
  const Node object = ast.first_child(node);
  return object != 0 && ast.name(object) == "import.meta";
}

PathText Beside(std::string text) {
  const size_t start = text.find_first_not_of('/');
  text.erase(0, start == std::string::npos ? text.size() : start);
  return {text.empty() ? "." : std::move(text), true};
}

/// What the parts from `part` to `end` give, joined by `separator`.
std::optional<std::string> FoldAll(const Scopes& scopes, Node part, Node end,
                                   std::string_view separator) {
  std::string text;
  for (; part < end; part = scopes.ast().end(part)) {
    const ConstantText folded = FoldConstant(scopes, part);
    if (!folded.complete) return std::nullopt;
    text.append(separator).append(folded.text);
  }
  return text;
}

}  // namespace

std::optional<PathText> FoldPath(const Scopes& scopes, Node node) {
  const Ast& ast = scopes.ast();
  for (int step = 0; step < kSteps && node != 0; ++step) {
    if (IsOwnFolder(scopes, node)) return Beside("");
    const Node first = ast.first_child(node);
    switch (ast.kind(node)) {
      case NodeKind::kName: {
        const ConstantText folded = FoldConstant(scopes, node);
        if (folded.complete) return PathText{folded.text, false};
        const Node declaration = scopes.DeclarationOf(node);
        node = declaration == 0 ? 0 : scopes.ValueOf(declaration);
        continue;
      }
      case NodeKind::kTemplate:
      case NodeKind::kBinary: {
        if (first == 0 || !IsOwnFolder(scopes, first)) break;
        if (ast.Is(node, NodeKind::kBinary) && ast.name(node) != "+") break;
        const auto rest = FoldAll(scopes, ast.end(first), ast.end(node), "");
        return rest ? std::optional(Beside(*rest)) : std::nullopt;
      }
      case NodeKind::kCall: {
        const Node argument = first == 0 ? 0 : ast.end(first);
        if (argument == 0 || argument >= ast.end(node)) return std::nullopt;
        const std::string callee = scopes.Resolve(first).text;
        const bool joins = callee == "node/path#join" || callee == "node/path#resolve" ||
                           callee == "node/path#posix.join";
        if (joins && IsOwnFolder(scopes, argument)) {
          const auto rest = FoldAll(scopes, ast.end(argument), ast.end(node), "/");
          return rest ? std::optional(Beside(*rest)) : std::nullopt;
        }
        if (callee == "node/url#fileURLToPath") {
          node = argument;
          continue;
        }
        const bool resolves = ast.Is(first, NodeKind::kMember) && ast.name(first) == "resolve" &&
                              scopes.IsRequire(ast.first_child(first));
        const Node base = ast.end(argument);
        const bool url = ast.Has(node, kNew) && LastSegment(callee) == "URL" &&
                         base < ast.end(node) && IsOwnUrl(ast, base);
        if (resolves || url) {
          const ConstantText folded = FoldConstant(scopes, argument);
          if (!folded.complete) return std::nullopt;
          if (resolves && !folded.text.starts_with('.')) return std::nullopt;  // a package
          return Beside(folded.text);
        }
        break;
      }
      case NodeKind::kMember:
        // new URL(…).pathname, .href
        if (ast.name(node) == "pathname" || ast.name(node) == "href") {
          node = first;
          continue;
        }
        break;
      default:
        break;
    }
    const ConstantText folded = FoldConstant(scopes, node);
    if (!folded.complete || folded.text.empty()) return std::nullopt;
    return PathText{folded.text, false};
  }
  return std::nullopt;
}

std::vector<std::string> CommandWords(std::string_view line, bool complete) {
  constexpr size_t kWords = 32;
  std::vector<std::string> words;
  std::string word;
  bool open = false;  // within a word
  size_t at = 0;
  for (; at < line.size() && words.size() < kWords; ++at) {
    const char c = line[at];
    if (c == ' ' || c == '\t' || c == '\n') {
      if (open) words.push_back(std::move(word));
      word.clear();
      open = false;
      continue;
    }
    if (std::string_view("$`|&;<>()*?#\\").find(c) != std::string_view::npos) {
      // What is written together with it is no word of its own.
      return words;
    }
    open = true;
    if (c != '"' && c != '\'') {
      word += c;
      continue;
    }
    const size_t close = line.find(c, at + 1);
    if (close == std::string_view::npos) return words;
    const std::string_view quoted = line.substr(at + 1, close - at - 1);
    if (c == '"' && quoted.find_first_of("$`\\") != std::string_view::npos) return words;
    word += quoted;
    at = close;
  }
  if (open && complete) words.push_back(std::move(word));
  return words;
}

bool RunsScripts(std::string_view program) {
  static constexpr auto kInterpreters = std::to_array<std::string_view>(
      {"node", "nodejs", "bun", "deno", "tsx", "ts-node", "electron"});
  return std::find(kInterpreters.begin(), kInterpreters.end(), program) != kInterpreters.end();
}

}  // namespace krepis::analyzer

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "analyzer/facts/capability_use.h"
#include "analyzer/facts/constant.h"
#include "analyzer/facts/foreign_extract.h"
#include "analyzer/facts/foreign_path.h"

namespace krepis::analyzer {
namespace {

/// What the first argument of a call is.
enum class Starts : uint8_t { kNothing, kProgram, kCommandLine, kScript };

struct Starter {
  std::string_view symbol;
  Starts starts;
};

/// https://nodejs.org/api/child_process.html, https://docs.deno.com/api/deno/~/Deno.Command,
/// https://bun.sh/docs/api/spawn, and packages that wrap the first.
constexpr auto kStarters = std::to_array<Starter>({
    {"node/child_process#spawn", Starts::kProgram},
    {"node/child_process#spawnSync", Starts::kProgram},
    {"node/child_process#execFile", Starts::kProgram},
    {"node/child_process#execFileSync", Starts::kProgram},
    {"node/child_process#exec", Starts::kCommandLine},
    {"node/child_process#execSync", Starts::kCommandLine},
    {"node/child_process#fork", Starts::kScript},
    {"npm/cross-spawn#default", Starts::kProgram},
    {"npm/cross-spawn#sync", Starts::kProgram},
    {"npm/cross-spawn#spawn", Starts::kProgram},
    {"npm/execa#default", Starts::kProgram},
    {"npm/execa#sync", Starts::kProgram},
    {"npm/execa#execa", Starts::kProgram},
    {"npm/execa#execaSync", Starts::kProgram},
    {"npm/execa#execaNode", Starts::kScript},
    {"npm/execa#execaCommand", Starts::kCommandLine},
    {"npm/execa#execaCommandSync", Starts::kCommandLine},
    {"global#Deno.Command", Starts::kProgram},
    {"global#Bun.spawn", Starts::kProgram},
    {"global#Bun.spawnSync", Starts::kProgram},
});

Starts StartedBy(std::string_view symbol) {
  for (const Starter& starter : kStarters) {
    if (starter.symbol == symbol) return starter.starts;
  }
  return Starts::kNothing;
}

class JavaScriptForeign {
 public:
  JavaScriptForeign(const Scopes& scopes, FileFacts& facts)
      : scopes_(scopes), ast_(scopes.ast()), facts_(facts) {}

  void Run() {
    for (Node node = 1; node < ast_.size(); ++node) {
      if (ast_.Is(node, NodeKind::kCall)) Call(node);
    }
  }

 private:
  void Call(Node node) {
    const Node callee = ast_.first_child(node);
    const Node first = ArgumentNode(ast_, node, 0);
    if (callee == 0 || first == 0) return;
    const Symbol symbol = scopes_.Resolve(callee);
    if (symbol.origin != SymbolOrigin::kExternal && symbol.origin != SymbolOrigin::kGlobal) return;
    if (Addon(symbol.text, node, first)) return;
    switch (StartedBy(symbol.text)) {
      case Starts::kProgram:
        return Program(node, first);
      case Starts::kCommandLine:
        return CommandLine(first);
      case Starts::kScript:
        if (const auto path = FoldPath(scopes_, first))
          Add(ForeignRole::kScript, path->text, path->beside, first);
        return;
      case Starts::kNothing:
        return;
    }
  }

  /// Whether the call is one that loads a Node-API module.
  bool Addon(std::string_view symbol, Node call, Node first) {
    if (symbol == "npm/bindings#default") {
      Bindings(first);
    } else if (symbol == "npm/node-gyp-build#default" || symbol == "npm/pkg-prebuilds#default" ||
               symbol == "npm/prebuildify#default") {
      Folder(first);
    } else if (symbol == "npm/@mapbox/node-pre-gyp#find") {
      Folder(first);
    } else if (symbol == "global#process.dlopen") {
      const Node file = ArgumentNode(ast_, call, 1);
      const auto path = file == 0 ? std::nullopt : FoldPath(scopes_, file);
      if (path) Add(ForeignRole::kAddon, path->text, path->beside, file);
    } else {
      return false;
    }
    return true;
  }

  /// bindings("x"), bindings("x.node"), bindings({ bindings: "x" })
  void Bindings(Node argument) {
    if (ast_.Is(argument, NodeKind::kObject)) {
      const Node object = argument;
      argument = 0;
      for (const Node property : ast_.Children(object)) {
        if (ast_.Is(property, NodeKind::kProperty) && ast_.name(property) == "bindings")
          argument = ast_.first_child(property);
      }
    }
    if (argument == 0) return;
    const ConstantText name = FoldConstant(scopes_, argument);
    if (!name.complete || name.text.empty()) return;
    std::string_view text = name.text;
    if (text.ends_with(".node")) text.remove_suffix(5);
    Add(ForeignRole::kAddon, std::string(text), false, argument);
  }

  /// The folder of a package, which builds one module: "." and "..", or its package.json.
  void Folder(Node argument) {
    const auto path = FoldPath(scopes_, argument);
    if (path && path->beside) Add(ForeignRole::kAddon, path->text, true, argument);
  }

  void Program(Node call, Node first) {
    Node arguments = ArgumentNode(ast_, call, 1);
    // Bun.spawn(["node", "x.js"])
    if (ast_.Is(first, NodeKind::kArray)) {
      arguments = first;
      first = ast_.first_child(first);
      if (first == 0) return;
    }
    const Symbol symbol = scopes_.Resolve(first);
    const bool own =
        symbol.text == "global#process.execPath" || symbol.text == "global#process.argv0";
    const auto path = own ? std::optional(PathText{"node", false}) : FoldPath(scopes_, first);
    if (!path) return;
    if (!RunsScripts(path->text))
      return Add(ForeignRole::kProgram, path->text, path->beside, first);
    if (arguments == 0 || !ast_.Is(arguments, NodeKind::kArray)) return;
    for (const Node argument : ast_.Children(arguments)) {
      if (argument == first) continue;
      const auto script = FoldPath(scopes_, argument);
      if (!script) return;
      if (IsFlag(script->text)) continue;
      return Add(ForeignRole::kScript, script->text, script->beside, argument);
    }
  }

  void CommandLine(Node first) {
    const ConstantText line = FoldConstant(scopes_, first);
    const std::vector<std::string> words = CommandWords(line.text, line.complete);
    size_t at = 0;
    while (at < words.size() && (IsLauncher(words[at]) || words[at].find('=') != std::string::npos))
      ++at;
    if (at == words.size()) return;
    if (!RunsScripts(words[at])) return Add(ForeignRole::kProgram, words[at], false, first);
    for (++at; at < words.size() && (IsFlag(words[at]) || words[at] == "run"); ++at) {
    }
    if (at < words.size()) Add(ForeignRole::kScript, words[at], false, first);
  }

  static bool IsFlag(std::string_view word) { return word.starts_with('-'); }
  /// Starts the program that follows.
  static bool IsLauncher(std::string_view word) {
    return word == "npx" || word == "env" || word == "exec" || word == "nohup";
  }

  void Add(ForeignRole role, std::string name, bool beside, Node place) {
    ForeignFact fact;
    fact.role = role;
    fact.name = std::move(name);
    fact.beside = beside;
    fact.location.span = ast_.span(place);
    facts_.foreign.push_back(std::move(fact));
  }

  const Scopes& scopes_;
  const Ast& ast_;
  FileFacts& facts_;
};

}  // namespace

void ExtractJavaScriptForeign(const Scopes& scopes, FileFacts& facts) {
  JavaScriptForeign(scopes, facts).Run();
}

}  // namespace krepis::analyzer

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <utility>

#include "analyzer/facts/capability_use.h"
#include "analyzer/facts/constant.h"
#include "analyzer/facts/foreign_extract.h"
#include "analyzer/facts/foreign_path.h"

namespace krepis::analyzer {
namespace {

/// exec(3), posix_spawn(3), popen(3), system(3): which argument is the program or command line.
struct Starter {
  std::string_view name;
  uint32_t at;
  bool command_line;
};
constexpr auto kStarters = std::to_array<Starter>({
    {"execl", 0, false},
    {"execle", 0, false},
    {"execlp", 0, false},
    {"execv", 0, false},
    {"execve", 0, false},
    {"execvp", 0, false},
    {"execvpe", 0, false},
    {"posix_spawn", 1, false},
    {"posix_spawnp", 1, false},
    {"popen", 0, true},
    {"system", 0, true},
    {"std::system", 0, true},
});

class CppForeign {
 public:
  CppForeign(const Scopes& scopes, std::string_view source, const ForeignWords& words,
             FileFacts& facts)
      : scopes_(scopes),
        ast_(scopes.ast()),
        source_(source),
        words_(words),
        facts_(facts),
        is_c_(ast_.language() == Language::kC) {}

  void Run() {
    for (Node node = 1; node < ast_.size(); ++node) {
      if (ast_.Is(node, NodeKind::kFunction)) Function(node);
      if (ast_.Is(node, NodeKind::kCall)) Call(node);
    }
  }

 private:
  void Function(Node node) {
    const std::string_view name = ast_.name(node);
    if (ast_.Has(node, kStatic) || ast_.Has(node, kMethod) || !words_.IsFunction(name)) return;
    const bool said = is_c_ || ast_.Has(node, kExtern) || InLinkageBlock(node);
    if (!said && !AtFileLevel(node)) return;
    Add(ast_.Has(node, kDeclaredElsewhere) ? ForeignRole::kDeclares : ForeignRole::kDefines, name,
        FunctionNameSpan(source_, ast_.span(node), name), !said);
  }

  bool InLinkageBlock(Node node) const {
    const Node parent = scopes_.parent(node);
    return ast_.Is(parent, NodeKind::kModule) && ast_.Has(parent, kExtern);
  }
  bool AtFileLevel(Node node) const { return ast_.Is(scopes_.parent(node), NodeKind::kFile); }

  void Call(Node node) {
    const Node callee = ast_.first_child(node);
    if (callee == 0 || !ast_.Is(callee, NodeKind::kName)) return;
    std::string_view name = ast_.name(callee);
    if (name.starts_with("::")) name.remove_prefix(2);
    Start(node, callee, name);
    if (!words_.IsFunction(name) || scopes_.DeclarationOf(callee) != 0) return;
    if (!called_.insert(name).second) return;  // the first place of each says enough
    Add(ForeignRole::kCalls, name, ast_.span(callee), false);
  }

  void Start(Node call, Node callee, std::string_view name) {
    const auto starter = std::find_if(kStarters.begin(), kStarters.end(),
                                      [&](const Starter& known) { return known.name == name; });
    if (starter == kStarters.end() || scopes_.DeclarationOf(callee) != 0) return;
    const Node argument = ArgumentNode(ast_, call, starter->at);
    if (argument == 0) return;
    ConstantText text = FoldConstant(scopes_, argument);
    if (starter->command_line) {
      const std::vector<std::string> words = CommandWords(text.text, text.complete);
      if (words.empty()) return;
      text = {words.front(), true};
      if (RunsScripts(words.front())) {
        if (words.size() > 1 && !words[1].starts_with('-'))
          Add(ForeignRole::kScript, words[1], ast_.span(argument), false);
        return;
      }
    }
    if (text.complete && !text.text.empty())
      Add(ForeignRole::kProgram, text.text, ast_.span(argument), false);
  }

  void Add(ForeignRole role, std::string_view name, ByteSpan place, bool unsaid) {
    ForeignFact fact;
    fact.role = role;
    fact.name = name;
    fact.unsaid = unsaid;
    fact.location.span = place;
    facts_.foreign.push_back(std::move(fact));
  }

  const Scopes& scopes_;
  const Ast& ast_;
  std::string_view source_;
  const ForeignWords& words_;
  FileFacts& facts_;
  bool is_c_;
  std::set<std::string_view> called_;
};

}  // namespace

void ExtractCppForeign(const Scopes& scopes, std::string_view source, const ForeignWords& words,
                       FileFacts& facts) {
  CppForeign(scopes, source, words, facts).Run();
}

}  // namespace krepis::analyzer

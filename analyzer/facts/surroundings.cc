#include "analyzer/facts/surroundings.h"

#include <algorithm>

namespace krepis::analyzer {
namespace {

/// Deeper inline modules count as the one at this depth, and functions without a name of their own
/// are named by what stands at most so many functions further out: input decides both depths.
constexpr int kModuleDepth = 64;
constexpr int kAnonymousDepth = 64;
/// Names are copied into every fact below them, so longer ones are cut.
constexpr size_t kNameBytes = 200;
constexpr size_t kModulesBytes = 1000;

}  // namespace

void Surroundings::Enter(Node node) {
  while (!frames_.empty() && frames_.back().end <= node) frames_.pop_back();
  const NodeKind kind = ast_.kind(node);
  const bool function = kind == NodeKind::kFunction || kind == NodeKind::kLambda;
  const bool module = kind == NodeKind::kModule && ast_.language() == Language::kRust &&
                      !ast_.Has(node, kDeclaredElsewhere) && !ast_.Has(node, kExtern);
  const bool test = ast_.Has(node, kTestOnly);
  if (!function && !module && !test) return;
  Frame frame{node, ast_.end(node), this->function(), test_only() || test, std::string(modules())};
  if (function) frame.function = node;
  const bool fits = frame.modules.size() + ast_.name(node).size() < kModulesBytes;
  if (module && fits &&
      std::count(frame.modules.begin(), frame.modules.end(), ':') < 2 * kModuleDepth) {
    if (!frame.modules.empty()) frame.modules += "::";
    frame.modules += ast_.name(node);
  }
  frames_.push_back(std::move(frame));
}

std::string Surroundings::NameOf(Node function) const {
  const Node holder = scopes_.parent(function);
  const NodeKind kind = ast_.kind(holder);
  std::string name(ast_.name(function));
  if (!name.empty()) {
    if (kind != NodeKind::kClass || name.find("::") != std::string::npos) return name;
    const bool dotted = GroupOf(ast_.language()) == LanguageGroup::kTypeScript;
    return std::string(ast_.name(holder)).append(dotted ? "." : "::").append(name);
  }
  const bool holds = kind == NodeKind::kVariable || kind == NodeKind::kProperty;
  return holds ? std::string(ast_.name(holder)) : std::string();
}

std::string Surroundings::FunctionName() const {
  int depth = 0;
  for (auto frame = frames_.rbegin(); frame != frames_.rend() && depth < kAnonymousDepth;
       ++frame, ++depth) {
    if (frame->function != frame->node) continue;
    std::string name = NameOf(frame->function);
    if (name.empty()) continue;
    name.resize(std::min(name.size(), kNameBytes));
    return name;
  }
  return {};
}

}  // namespace krepis::analyzer

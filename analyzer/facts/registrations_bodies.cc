#include "analyzer/facts/registrations_bodies.h"

#include <algorithm>
#include <utility>

namespace krepis::analyzer {
namespace {

constexpr size_t kMaxFunctions = 16;
constexpr size_t kMaxNames = 64;
constexpr size_t kMaxCalls = 4096;
/// Names that stand for names.
constexpr int kSteps = 8;
/// How far a call stands inside its function.
constexpr int kDepth = 64;

}  // namespace

bool BodyReader::InPreset(const std::vector<std::string>& names) const {
  for (const std::string& name : names) {
    if (!name.starts_with("npm/")) continue;
    for (const Preset* preset : finder_.presets()) {
      for (const PresetStage& stage : preset->stages) {
        if (std::any_of(stage.match.begin(), stage.match.end(),
                        [&](const SymbolPattern& pattern) { return MatchesSymbol(pattern, name); }))
          return true;
      }
    }
  }
  return false;
}

/// The symbol of a method that makes a function one of a stage: request.jwtVerify(). Else "".
std::string BodyReader::MethodOf(Node callee) const {
  if (!ast_.Is(callee, NodeKind::kMember) || !ast_.has_children(callee)) return "";
  const Node object = scopes_.DeclarationOf(ast_.first_child(callee));
  if (object == 0 || !ast_.Is(object, NodeKind::kParameter)) return "";
  for (const Preset* preset : finder_.presets()) {
    for (const PresetStage& stage : preset->stages) {
      if (std::find(stage.runs.begin(), stage.runs.end(), ast_.name(callee)) != stage.runs.end())
        return "npm/" + preset->name + "#" + std::string(ast_.name(callee));
    }
  }
  return "";
}

bool BodyReader::IsGivenParameter(Node call) const {
  for (const Node argument : finder_.Arguments(call)) {
    const Node declaration =
        ast_.Is(argument, NodeKind::kName) ? scopes_.DeclarationOf(argument) : 0;
    if (declaration != 0 && ast_.Is(declaration, NodeKind::kParameter)) return true;
  }
  return false;
}

/// What a callee may be called, through what its names stand for.
std::vector<std::string> BodyReader::NamesOf(Node callee) {
  std::vector<std::string> names;
  for (int step = 0; step < kSteps && callee != 0; ++step) {
    const Node at = std::exchange(callee, 0);
    if (ast_.Is(at, NodeKind::kCall)) {
      callee = ast_.first_child(at);
      continue;
    }
    if (!ast_.Is(at, NodeKind::kName) && !ast_.Is(at, NodeKind::kMember)) break;
    for (std::string& name : finder_.Names(at)) names.push_back(std::move(name));
    callee = finder_.ValueOf(at);
    if (callee == 0) callee = values_.MemberOf(at);
  }
  return names;
}

void BodyReader::Collect() {
  collected_ = true;
  for (Node node = 1; node < ast_.size(); ++node) {
    if (!ast_.Is(node, NodeKind::kCall) || !ast_.has_children(node)) continue;
    Node callee = ast_.first_child(node);
    const bool curried = ast_.Is(callee, NodeKind::kCall) && ast_.has_children(callee);
    if (curried) callee = ast_.first_child(callee);
    if (!ast_.Is(callee, NodeKind::kName) && !ast_.Is(callee, NodeKind::kMember)) continue;
    Call call{node, NamesOf(callee), MethodOf(callee), 0};
    // What the function is given answers, reads or goes on; it is no behaviour.
    const Node root = scopes_.DeclarationOf(callee);
    const bool own = root != 0 && ast_.Is(root, NodeKind::kParameter);
    const bool runs = !own && (curried || IsGivenParameter(node));
    if (!runs && call.method.empty() && !InPreset(call.names)) continue;
    call.function = values_.FunctionOf(ast_.first_child(node));
    calls_.push_back(std::move(call));
  }
}

/// Whether the handler of a failed `try` answers the request in its place, or fails itself.
bool BodyReader::Answers(Node handler, Node function) const {
  for (Node node = handler; node < ast_.end(handler); ++node) {
    if (ast_.Is(node, NodeKind::kThrow)) return true;
    if (!ast_.Is(node, NodeKind::kName)) continue;
    const Node declaration = scopes_.DeclarationOf(node);
    if (declaration != 0 && scopes_.parent(declaration) == function &&
        finder_.ParameterIndex(declaration) == 1)
      return true;
  }
  return false;
}

/// Whether a function always makes that call, and ends where the call fails.
bool BodyReader::IsSure(Node call, Node function) const {
  Node child = call;
  for (int depth = 0; depth < kDepth; ++depth) {
    const Node parent = scopes_.parent(child);
    if (parent == function) break;
    switch (ast_.kind(parent)) {
      case NodeKind::kAwait:
      case NodeKind::kStatement:
      case NodeKind::kBlock:
      case NodeKind::kReturn:
      case NodeKind::kVariable:
        break;
      case NodeKind::kTry:
        if (ast_.first_child(parent) != child) return false;
        for (const Node part : ast_.Children(parent)) {
          if (ast_.Is(part, NodeKind::kCatch) && !Answers(part, function)) return false;
        }
        break;
      default:
        return false;
    }
    child = parent;
  }
  if (scopes_.parent(child) != function) return false;
  for (Node node = function; node < call; ++node) {
    if (ast_.Is(node, NodeKind::kReturn) && ast_.end(node) <= call) return false;
  }
  return true;
}

const BodyReader::Ran& BodyReader::Of(Node function) {
  const auto [it, added] = known_.try_emplace(function);
  Ran& ran = it->second;
  if (!added) return ran;
  if (!collected_) Collect();
  std::vector<Node> work = {function};
  size_t seen = 0;
  for (size_t next = 0; next < work.size(); ++next) {
    const Node body = work[next];
    const auto first = std::lower_bound(calls_.begin(), calls_.end(), body,
                                        [](const Call& call, Node at) { return call.call < at; });
    for (auto call = first; call != calls_.end() && call->call < ast_.end(body); ++call) {
      if (ran.maybe.size() >= kMaxNames || ++seen > kMaxCalls) return ran;
      if (!call->method.empty()) {
        const bool sure = body == function && IsSure(call->call, function);
        (sure ? ran.surely : ran.maybe).push_back(call->method);
        continue;
      }
      for (const std::string& name : call->names) {
        if (!name.empty() && std::find(ran.maybe.begin(), ran.maybe.end(), name) == ran.maybe.end())
          ran.maybe.push_back(name);
      }
      if (call->function != 0 && work.size() < kMaxFunctions &&
          std::find(work.begin(), work.end(), call->function) == work.end())
        work.push_back(call->function);
    }
  }
  return ran;
}

}  // namespace krepis::analyzer

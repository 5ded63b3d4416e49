#include "analyzer/facts/flow_relations.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <vector>

namespace krepis::analyzer {
namespace {

constexpr int kDepth = 100;
constexpr size_t kTextBytes = 500;
constexpr size_t kMaxPaths = 64;
constexpr int kConstants = 3;

/// Words that stand for nothing that could be set.
constexpr auto kWords = std::to_array<std::string_view>(
    {"for",        "while",  "of",    "let",   "var",  "auto",   "typeof",
     "instanceof", "in",     "new",   "await", "void", "delete", "null",
     "undefined",  "true",   "false", "this",  "self", "const",  "static",
     "nullptr",    "sizeof", "not",   "and",   "or",   "return"});

bool IsWord(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '$';
}

/// `a.b` of `a?.b`, `a!.b` and `a->b`, for each chain of names that a text holds.
std::vector<std::string> PathsIn(std::string_view text) {
  std::vector<std::string> paths;
  for (size_t i = 0; i < text.size() && paths.size() < kMaxPaths;) {
    const char c = text[i];
    if (c == '"' || c == '\'') {
      const size_t end = text.find(c, i + 1);
      if (end == std::string_view::npos) break;
      i = end + 1;
      continue;
    }
    if (!IsWord(c)) {
      ++i;
      continue;
    }
    const bool number = std::isdigit(static_cast<unsigned char>(c)) != 0;
    std::string path;
    for (;;) {
      while (i < text.size() && IsWord(text[i])) path += text[i++];
      size_t next = i;
      if (next < text.size() && (text[next] == '?' || text[next] == '!')) ++next;
      const bool arrow = text.substr(next).starts_with("->");
      if (!arrow && !text.substr(next).starts_with(".")) break;
      next += arrow ? 2 : 1;
      if (next >= text.size() || !IsWord(text[next])) break;
      path += '.';
      i = next;
    }
    const bool word = std::find(kWords.begin(), kWords.end(), path) != kWords.end();
    if (!number && !word) paths.push_back(std::move(path));
  }
  return paths;
}

std::string_view Root(std::string_view path) { return path.substr(0, path.find('.')); }

/// Whether `path` is `of` or leads to it: setting it changes `of`.
bool Covers(std::string_view path, std::string_view of) {
  return of.starts_with(path) && (of.size() == path.size() || of[path.size()] == '.');
}

bool IsErrorName(std::string_view name) {
  return name == "err" || name == "error" || name == "e" || name == "ex";
}

bool IsFunction(const Ast& ast, Node node) {
  return ast.Is(node, NodeKind::kFunction) || ast.Is(node, NodeKind::kLambda);
}

class Relations {
 public:
  Relations(const Scopes& scopes, std::string_view source, Node function)
      : scopes_(scopes), ast_(scopes.ast()), source_(source), function_(function) {}

  bool Holds(Node around, Node node) const { return around <= node && node < ast_.end(around); }

  std::string_view Text(Node node) const {
    const ByteSpan span = ast_.span(node);
    if (span.start > source_.size()) return {};
    return source_.substr(span.start, std::min<size_t>(span.length, kTextBytes));
  }

  /// What the conditions around `node` ask for, up to the function. Those of branches that hold
  /// `apart` as well are left out, unless `common`.
  std::vector<std::string> AskedAround(Node node, Node apart, bool common) const {
    std::vector<std::string> asked;
    Node arm = node;
    for (int depth = 0; depth < kDepth && arm != 0 && arm != function_; ++depth) {
      const Node branch = scopes_.parent(arm);
      if (!Holds(branch, apart) || common) AskedBy(branch, arm, asked);
      if (ast_.Is(branch, NodeKind::kBlock) || ast_.Is(branch, NodeKind::kCase))
        AskedBefore(branch, arm, apart, asked);
      arm = branch;
    }
    Expand(asked);
    return asked;
  }

  /// Adds what the constants among the paths are made of: `const good = !bad`.
  void Expand(std::vector<std::string>& paths) const {
    size_t first = 0;
    for (int round = 0; round < kConstants && paths.size() < kMaxPaths; ++round) {
      const size_t end = paths.size();
      for (size_t i = first; i < end; ++i) {
        const std::string root(Root(paths[i]));
        for (Node node = function_; node < ast_.end(function_); ++node) {
          if (!ast_.Is(node, NodeKind::kVariable) || ast_.name(node) != root) continue;
          const Node value = scopes_.ValueOf(node);
          if (value == 0 || HasCall(value)) continue;
          for (std::string& path : PathsIn(Text(value))) paths.push_back(std::move(path));
        }
      }
      if (paths.size() == end) return;
      first = end;
    }
  }

  /// Whether something in `asked` is set in a branch, `try` or loop that holds `node`, but not in
  /// `except`.
  template <class IsEvent>
  bool SetBeside(const std::vector<std::string>& asked, const IsEvent& is_event,
                 Node except) const {
    for (Node node = function_; node < ast_.end(function_); ++node) {
      // What is counted is no flag.
      if (!ast_.Is(node, NodeKind::kAssign) || ast_.name(node) != "=") continue;
      if (except != 0 && Holds(except, node)) continue;
      const Node target = ast_.first_child(node);
      if (target == 0) continue;
      const std::vector<std::string> set = PathsIn(Text(target));
      const bool related = std::any_of(set.begin(), set.end(), [&](const std::string& path) {
        return std::any_of(asked.begin(), asked.end(),
                           [&](const std::string& of) { return Covers(path, of); });
      });
      if (related && (HoldsEvent(Unit(node), is_event) || RunsWithEvent(node, is_event)))
        return true;
    }
    return false;
  }

  /// What a callback is given of which there is but one: (err, user).
  bool OfOneCallback(std::string_view a, std::string_view b) const {
    if (Root(a) == Root(b)) return false;
    for (Node node = function_; node < ast_.end(function_); ++node) {
      if (!IsFunction(ast_, node)) continue;
      const Node first = ast_.child(node, NodeKind::kParameter);
      if (first == 0 || !IsErrorName(ast_.name(first))) continue;
      const bool error = ast_.name(first) == Root(a) || ast_.name(first) == Root(b);
      bool other = false;
      for (const Node child : ast_.Children(node)) {
        if (child == first || !ast_.Is(child, NodeKind::kParameter)) continue;
        other = other || ast_.name(child) == Root(a) || ast_.name(child) == Root(b);
      }
      if (error && other) return true;
    }
    return false;
  }

  Node LoopAround(Node node) const {
    for (Node at = scopes_.parent(node); at != 0 && at != function_; at = scopes_.parent(at)) {
      if (ast_.Is(at, NodeKind::kLoop)) return at;
    }
    return 0;
  }

  /// The innermost arm of a condition that holds `node`, or 0.
  Node ArmOf(Node node) const {
    for (Node at = node; at != 0 && at != function_; at = scopes_.parent(at)) {
      const Node branch = scopes_.parent(at);
      const bool decides = ast_.Is(branch, NodeKind::kIf) ||
                           ast_.Is(branch, NodeKind::kConditional) ||
                           ast_.Is(branch, NodeKind::kLogical);
      if (decides && ast_.first_child(branch) != at) return at;
    }
    return 0;
  }

 private:
  void Add(Node expression, std::vector<std::string>& asked) const {
    for (std::string& path : PathsIn(Text(expression))) asked.push_back(std::move(path));
  }

  /// What `branch` asks before it comes to its part `arm`.
  void AskedBy(Node branch, Node arm, std::vector<std::string>& asked) const {
    const Node first = ast_.first_child(branch);
    switch (ast_.kind(branch)) {
      case NodeKind::kIf:
      case NodeKind::kConditional:
      case NodeKind::kLogical:
      case NodeKind::kSwitch:
        if (first != 0 && first != arm) Add(first, asked);
        break;
      case NodeKind::kLoop: {
        for (const Node child : ast_.Children(branch)) {
          if (child != arm && !ast_.Is(child, NodeKind::kBlock)) Add(child, asked);
        }
        // What `for (… of …)` goes through is no node.
        const std::string_view head = Text(branch);
        const Node body = ast_.child(branch, NodeKind::kBlock);
        if (body == 0) break;
        const size_t length = ast_.span(body).start - ast_.span(branch).start;
        for (std::string& path : PathsIn(head.substr(0, std::min(length, head.size()))))
          asked.push_back(std::move(path));
        break;
      }
      default:
        break;
    }
  }

  /// What statements before `arm` in its block ask before they leave the block, behind `apart`.
  void AskedBefore(Node block, Node arm, Node apart, std::vector<std::string>& asked) const {
    for (const Node statement : ast_.Children(block)) {
      if (statement >= arm) return;
      if (statement <= apart || !ast_.Is(statement, NodeKind::kIf) || !Leaves(statement)) continue;
      Add(ast_.first_child(statement), asked);
    }
  }

  /// Whether a branch of a condition leaves the block that it stands in.
  bool Leaves(Node branch) const {
    for (Node node = branch + 1; node < ast_.end(branch); ++node) {
      switch (ast_.kind(node)) {
        case NodeKind::kFunction:
        case NodeKind::kLambda:
          node = ast_.end(node) - 1;
          break;
        case NodeKind::kReturn:
        case NodeKind::kThrow:
        case NodeKind::kBreak:
        case NodeKind::kContinue:
          return true;
        default:
          break;
      }
    }
    return false;
  }

  bool HasCall(Node node) const {
    for (Node at = node; at < ast_.end(node); ++at) {
      if (ast_.Is(at, NodeKind::kCall) || ast_.Is(at, NodeKind::kAwait)) return true;
    }
    return false;
  }

  /// What runs together with `node`, or not at all.
  Node Unit(Node node) const {
    for (Node at = scopes_.parent(node), arm = node; at != 0 && at != function_;
         arm = at, at = scopes_.parent(at)) {
      switch (ast_.kind(at)) {
        case NodeKind::kIf:
        case NodeKind::kConditional:
        case NodeKind::kLogical:
          if (ast_.first_child(at) != arm) return arm;
          break;
        case NodeKind::kCase:
        case NodeKind::kTry:
        case NodeKind::kLoop:
        case NodeKind::kFunction:
        case NodeKind::kLambda:
          return at;
        default:
          break;
      }
    }
    return 0;
  }

  /// Whether a function around `node`, inside of this one, is an event.
  template <class IsEvent>
  bool RunsWithEvent(Node node, const IsEvent& is_event) const {
    for (Node at = scopes_.parent(node); at != 0 && at != function_; at = scopes_.parent(at)) {
      if (IsFunction(ast_, at) && is_event(at)) return true;
    }
    return false;
  }

  template <class IsEvent>
  bool HoldsEvent(Node unit, const IsEvent& is_event) const {
    if (unit == 0) return false;
    for (Node node = unit; node < ast_.end(unit); ++node) {
      if (is_event(node)) return true;
    }
    return false;
  }

  const Scopes& scopes_;
  const Ast& ast_;
  std::string_view source_;
  Node function_;
};

bool Relate(const Relations& relations, const std::vector<std::string>& a,
            const std::vector<std::string>& b) {
  return std::any_of(a.begin(), a.end(), [&](const std::string& one) {
    return std::any_of(b.begin(), b.end(), [&](const std::string& other) {
      return Covers(one, other) || Covers(other, one) || relations.OfOneCallback(one, other);
    });
  });
}

}  // namespace

bool MayHangTogether(const Scopes& scopes, std::string_view source, Node function, Node first,
                     Node second) {
  const Relations relations(scopes, source, function);
  const bool around = second <= first && relations.LoopAround(second) != 0;
  const std::vector<std::string> asked = relations.AskedAround(second, first, around);
  if (asked.empty()) return false;
  const Node own = around ? 0 : relations.ArmOf(second);
  const bool set = relations.SetBeside(asked, [&](Node node) { return node == first; }, own);
  return set || Relate(relations, relations.AskedAround(first, second, false), asked);
}

bool AskForOneThing(const Scopes& scopes, std::string_view source, Node function,
                    std::string_view a, std::string_view b) {
  const Relations relations(scopes, source, function);
  std::vector<std::string> asked_a = PathsIn(a);
  std::vector<std::string> asked_b = PathsIn(b);
  relations.Expand(asked_a);
  relations.Expand(asked_b);
  return std::any_of(asked_a.begin(), asked_a.end(), [&](const std::string& path) {
    return std::find(asked_b.begin(), asked_b.end(), path) != asked_b.end();
  });
}

bool SetBesideEvents(const Scopes& scopes, std::string_view source, Node function,
                     std::string_view condition, const std::function<bool(Node)>& is_event) {
  const Relations relations(scopes, source, function);
  std::vector<std::string> asked = PathsIn(condition);
  relations.Expand(asked);
  return relations.SetBeside(asked, is_event, 0);
}

}  // namespace krepis::analyzer

#include <string>
#include <utility>

#include "analyzer/facts/capability_use.h"
#include "analyzer/facts/constant.h"
#include "analyzer/facts/foreign_extract.h"
#include "analyzer/facts/foreign_path.h"
#include "analyzer/facts/surroundings.h"

namespace krepis::analyzer {
namespace {

/// The convention that a foreign block names: "C" of `unsafe extern "C" {`, "" where it names none.
std::string_view ConventionOf(std::string_view source, ByteSpan block) {
  if (block.start > source.size()) return {};
  std::string_view head = source.substr(block.start, block.length);
  head = head.substr(0, head.find('{'));
  const size_t open = head.find('"');
  if (open == std::string_view::npos) return {};
  const size_t close = head.find('"', open + 1);
  return close == std::string_view::npos ? std::string_view()
                                         : head.substr(open + 1, close - open - 1);
}

/// Whether functions of the convention are found by their plain names in what is linked: not those
/// of other Rust code, of the compiler, and of C++ through a bridge.
bool IsLinkedByName(std::string_view convention) {
  return convention != "Rust" && convention != "C++" && !convention.starts_with("rust-") &&
         !convention.starts_with("platform-");
}

class RustForeign {
 public:
  RustForeign(const Scopes& scopes, std::string_view source, FileFacts& facts)
      : scopes_(scopes), ast_(scopes.ast()), source_(source), facts_(facts), around_(scopes) {}

  void Run() {
    for (Node node = 1; node < ast_.size(); ++node) {
      around_.Enter(node);
      switch (ast_.kind(node)) {
        case NodeKind::kFunction:
          Function(node);
          break;
        case NodeKind::kModule:
          Module(node);
          break;
        case NodeKind::kCall:
          Call(node);
          break;
        case NodeKind::kMacro:
          Macro(node);
          break;
        default:
          break;
      }
    }
  }

 private:
  void Add(ForeignRole role, std::string_view name, ByteSpan place, bool beside = false) {
    ForeignFact fact;
    fact.role = role;
    fact.name = name;
    fact.beside = beside;
    fact.location.span = place;
    fact.test_only = around_.test_only();
    facts_.foreign.push_back(std::move(fact));
  }

  ByteSpan NameSpan(Node function) const {
    return FunctionNameSpan(source_, ast_.span(function), ast_.name(function));
  }

  /// `#[wasm_bindgen(module = "/js/x.js")] extern "C" { … }`, and what a bridge includes:
  /// `extern "C++" { include!("x.h"); }`.
  void Module(Node node) {
    if (!ast_.Has(node, kExtern)) return;
    if (const Node script = ValueNode(node, "module", "wasm_bindgen"))
      Add(ForeignRole::kSnippet, ast_.name(script), ast_.span(script));
    if (ConventionOf(source_, ast_.span(node)) != "C++") return;
    for (const Node item : ast_.Children(node)) {
      const Node macro = ast_.Is(item, NodeKind::kStatement) ? ast_.first_child(item) : item;
      if (macro == 0 || !ast_.Is(macro, NodeKind::kMacro) || ast_.name(macro) != "include")
        continue;
      if (const Node header = ast_.child(macro, NodeKind::kString))
        Add(ForeignRole::kHeader, ast_.name(header), ast_.span(header));
    }
  }

  /// std::process::Command::new("name"), tokio's and async-process' alike, and what assert_cmd
  /// finds in the folder of the build.
  void Call(Node node) {
    const Node callee = ast_.first_child(node);
    const Node first = ArgumentNode(ast_, node, 0);
    if (callee == 0 || first == 0 || !ast_.Is(callee, NodeKind::kName)) return;
    const std::string_view last = LastSegment(ast_.name(callee));
    if (last != "new" && last != "cargo_bin") return;
    const std::string symbol = scopes_.Resolve(callee).text;
    const ConstantText text = FoldConstant(scopes_, first);
    if (!text.complete || text.text.empty()) return;
    if (last == "cargo_bin") {
      Add(ForeignRole::kCargoProgram, text.text, ast_.span(first));
    } else if (symbol.ends_with("process::Command::new")) {
      if (RunsScripts(text.text)) {
        Script(node);
      } else {
        Add(ForeignRole::kProgram, text.text, ast_.span(first));
      }
    }
  }

  /// Command::new("node").arg("scripts/x.js")
  void Script(Node call) {
    for (const Node next : FollowingCalls(scopes_, call)) {
      const Node argument = ArgumentNode(ast_, next, 0);
      if (ast_.name(ast_.first_child(next)) != "arg" || argument == 0) return;
      const ConstantText text = FoldConstant(scopes_, argument);
      if (!text.complete) return;
      if (text.text.starts_with('-')) continue;
      return Add(ForeignRole::kScript, text.text, ast_.span(argument));
    }
  }

  /// env!("CARGO_BIN_EXE_x"), cargo_bin!("x"), include_proto!("a.b") and
  /// include!(concat!(env!("OUT_DIR"), "/x.rs")).
  void Macro(Node node) {
    const std::string_view name = LastSegment(ast_.name(node));
    const bool includes = name == "include";
    if (!includes && name != "env" && name != "option_env" && name != "cargo_bin" &&
        name != "include_proto")
      return;
    Node last = 0;
    bool built = false;  // in the folder of what build scripts make
    for (Node part = node + 1; part < ast_.end(node); ++part) {
      if (!ast_.Is(part, NodeKind::kString)) continue;
      built = built || ast_.name(part) == "OUT_DIR";
      last = part;
    }
    if (last == 0) return;
    constexpr std::string_view kBinary = "CARGO_BIN_EXE_";
    std::string_view text = ast_.name(last);
    if (name == "include_proto") {
      Add(ForeignRole::kGenerated, std::string(text) + ".rs", ast_.span(last));
    } else if (includes) {
      if (text.starts_with('/')) text.remove_prefix(1);
      if (built && text.ends_with(".rs")) Add(ForeignRole::kGenerated, text, ast_.span(last));
    } else if (name == "cargo_bin") {
      Add(ForeignRole::kCargoProgram, text, ast_.span(last));
    } else if (text.starts_with(kBinary)) {
      Add(ForeignRole::kCargoProgram, text.substr(kBinary.size()), ast_.span(last));
    }
  }

  void Function(Node node) {
    const Node block = scopes_.parent(node);
    if (ast_.Is(block, NodeKind::kModule) && ast_.Has(block, kExtern)) {
      Declared(node, block);
    } else if (!ast_.Has(node, kDeclaredElsewhere)) {
      Exported(node);
    }
  }

  void Declared(Node node, Node block) {
    if (!IsLinkedByName(ConventionOf(source_, ast_.span(block)))) return;
    // JavaScript, not what is linked.
    if (HasAttribute(block, "wasm_bindgen")) return;
    const std::string_view named = Value(node, "link_name");
    Add(ForeignRole::kDeclares, named.empty() ? ast_.name(node) : named, NameSpan(node));
  }

  void Exported(Node node) {
    const std::string_view named = Value(node, "export_name");
    if (!named.empty()) {
      Add(ForeignRole::kDefines, named, NameSpan(node));
    } else if (HasAttribute(node, "no_mangle")) {
      Add(ForeignRole::kDefines, ast_.name(node), NameSpan(node));
    }
  }

  /// `name` as an attribute, or as one within `unsafe(…)` and `cfg_attr(…, …)`: in which of the
  /// configurations it holds does not matter, all of them are kept.
  bool HasAttribute(Node item, std::string_view name) const {
    for (const Node child : ast_.Children(item)) {
      if (!ast_.Is(child, NodeKind::kAttribute)) continue;
      if (LastSegment(ast_.name(child)) == name) return true;
      if (!Wraps(child)) continue;
      for (const Node word : ast_.Children(child)) {
        if (ast_.Is(word, NodeKind::kName) && ast_.name(word) == name) return true;
      }
    }
    return false;
  }

  /// "x" of `name = "x"`, wrapped or not; "" without one.
  std::string_view Value(Node item, std::string_view name) const {
    const Node value = ValueNode(item, name, {});
    return value == 0 ? std::string_view() : ast_.name(value);
  }

  /// The string of `name = "x"` as an attribute, or as one within `around(…)`, where that is said.
  Node ValueNode(Node item, std::string_view name, std::string_view around) const {
    for (const Node child : ast_.Children(item)) {
      if (!ast_.Is(child, NodeKind::kAttribute)) continue;
      bool here = around.empty() && ast_.name(child) == name;
      const bool within = around.empty() ? Wraps(child) : LastSegment(ast_.name(child)) == around;
      if (!here && !within) continue;
      for (const Node word : ast_.Children(child)) {
        if (ast_.Is(word, NodeKind::kName)) {
          here = ast_.name(word) == name;
        } else if (here && ast_.Is(word, NodeKind::kString)) {
          return word;
        }
      }
    }
    return 0;
  }

  bool Wraps(Node attribute) const {
    return ast_.name(attribute) == "unsafe" || ast_.name(attribute) == "cfg_attr";
  }

  const Scopes& scopes_;
  const Ast& ast_;
  std::string_view source_;
  FileFacts& facts_;
  Surroundings around_;
};

}  // namespace

void ExtractRustForeign(const Scopes& scopes, std::string_view source, FileFacts& facts) {
  RustForeign(scopes, source, facts).Run();
}

}  // namespace krepis::analyzer

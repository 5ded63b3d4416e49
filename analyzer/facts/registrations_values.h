#pragma once

#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "analyzer/facts/code_text.h"
#include "analyzer/facts/preset.h"
#include "analyzer/facts/registrations.h"
#include "analyzer/facts/scope.h"

namespace krepis::analyzer {

/// Finds out which pipeline a value is, in languages where pipelines move: `let app =
/// app.layer(trace)` goes on with the same one under a new variable. Numbers functions and
/// pipelines as they come up; keeps its answers. Not thread-safe.
class ValueFinder {
 public:
  ValueFinder(const Scopes& scopes, std::string_view source, const PresetTable& presets,
              RegistrationFacts& facts);

  struct Value {
    uint32_t pipeline = kNoIndex;
    /// Calls of methods between it and what is known of it that may do anything to it.
    std::vector<Node> passed;
    explicit operator bool() const { return pipeline != kNoIndex; }
  };
  Value Find(Node expression);
  /// Whether it is a pipeline of a known preset, and no list.
  bool IsSure(const Value& value) const;
  /// Whether it is made as a behaviour, by a call that the preset says makes one: from_fn(guard).
  bool IsBehavior(Node expression) const;
  /// Whether a method of `object` that is given a pipeline stands around it.
  bool StandsAround(const Value& object, const PresetCall* method) const;
  /// The pipeline that a number stands for, since two have turned out to be one.
  uint32_t Same(uint32_t pipeline) const;

  /// The functions whose values have come up as pipelines: call to the pipeline that it gives.
  const std::map<Node, uint32_t>& results() const { return results_; }

  Node FunctionAround(Node node);
  uint32_t FunctionOf(Node node);
  uint32_t NumberOf(Node function);
  /// Functions in the order of their numbers; 0 for the top level.
  const std::vector<Node>& numbered() const { return numbered_; }
  /// The function of this file that an expression names or is, as a node; 0: none.
  Node FunctionNode(Node expression) const;
  /// The index of the parameter that a declaration is, `self` counted, or kNoIndex.
  uint32_t ParameterIndex(Node declaration) const;
  /// Under an attribute that says so: never part of what serves.
  bool IsTestOnly(Node node) const { return test_only_[node]; }

  /// What a path may be called, likeliest first, by `use` declarations and `use a::*`.
  std::vector<std::string> Names(Node path) const;
  /// The same of a path that a text holds, as if it stood beside `item`, and the variable that it
  /// names, if it names one.
  std::vector<std::string> NamesBeside(Node item, std::string_view path, Node& variable) const;
  /// The value that a name surely has in this file: of `let`, `const` and `static`. 0: none.
  Node ValueOf(Node name) const;
  /// The value of a block: what its last expression gives. 0: none.
  Node TailOf(Node block) const;
  /// The values that an `if` or `match` may have, each with the arm that gives it.
  std::vector<std::pair<Node, uint32_t>> ArmsOf(Node branch) const;
  /// A kTypeReference below `node` that is a type of pipelines, or 0, and the preset that says so.
  Node PipelineType(Node node, const Preset*& preset) const;
  std::vector<Node> Arguments(Node call) const { return ArgumentsOf(ast_, call); }
  /// The text of the source, on one line, cut where it is long.
  std::string Text(Node node) const { return OneLine(ast_, source_, node); }
  /// `a::b` of the modules and types around a node.
  std::string Enclosing(Node node) const { return EnclosingPath(scopes_, node); }
  const std::vector<const Preset*>& presets() const { return presets_; }

  /// Makes a mountable pipeline of a function that an attribute makes a handler; kNoIndex: none
  /// does. Once per function.
  uint32_t OfAttributed(Node function);

 private:
  Value FindAt(Node expression, int depth);
  Value FindCall(Node call, int depth);
  Value OfBinding(Node binding, int depth);
  Value OfVariable(Node declaration, int depth);
  Value OfBranch(Node branch, int depth);
  uint32_t Made(Node call, const std::vector<std::string>& names);
  uint32_t OfResult(Node call, Node callee);
  uint32_t OfParameter(Node declaration);
  uint32_t Unknown(Node node, const Preset* preset);
  /// What both of two values are, where one is what a function made of the other; else kNoIndex.
  uint32_t Merge(uint32_t a, uint32_t b);
  /// One pipeline turns out to be the other.
  void Join(uint32_t gone, uint32_t into);
  uint32_t Add(PipelineFact fact, Node at);
  const Preset* PresetOf(uint32_t pipeline) const;
  Node DeclaredBeside(Node item, std::string_view name) const;
  void CollectAround();

  const Scopes& scopes_;
  const Ast& ast_;
  const std::string_view source_;
  RegistrationFacts& facts_;
  std::vector<const Preset*> presets_;
  std::vector<Node> around_;
  std::vector<bool> test_only_;
  std::unordered_map<std::string, Node> methods_;         // "Type::method" and functions of modules
  std::unordered_map<Node, std::vector<Node>> assigned_;  // variable: values that it is given later
  std::unordered_map<Node, uint32_t> functions_;
  std::vector<Node> numbered_ = {0};
  std::unordered_map<Node, Value> known_;
  std::map<Node, uint32_t> results_;
  std::unordered_map<Node, uint32_t> attributed_;
  std::unordered_set<uint32_t> listed_;  // of attributed_, those that count only where listed
  std::unordered_map<uint32_t, Node> made_by_;  // the first call whose result is that pipeline
  mutable std::vector<uint32_t> same_;          // by pipeline
};

}  // namespace krepis::analyzer

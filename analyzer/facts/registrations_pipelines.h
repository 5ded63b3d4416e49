#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/facts/code_text.h"
#include "analyzer/facts/preset.h"
#include "analyzer/facts/registrations.h"
#include "analyzer/facts/scope.h"

namespace krepis::analyzer {

/// Finds out which pipeline an expression stands for, within one file, and numbers functions and
/// pipelines as they come up. Ask for inner expressions before outer ones: answers are kept, so
/// that long chains of calls cost one step each.
class PipelineFinder {
 public:
  PipelineFinder(const Scopes& scopes, std::string_view source, const PresetTable& presets,
                 RegistrationFacts& facts);

  /// A pipeline, and the path that `route("/x")` has narrowed it to.
  struct Place {
    uint32_t pipeline = kNoIndex;
    std::vector<std::string> paths;
    bool path_unknown = false;
    explicit operator bool() const { return pipeline != kNoIndex; }
  };
  Place Find(Node expression);
  /// The pipeline that a place stands for as a whole, or kNoIndex.
  uint32_t Whole(const Place& place) const;
  const PipelineFact& pipeline(const Place& place) const {
    return facts_.pipelines[place.pipeline];
  }
  /// The same where a call has just said that it is one, so that in C++ another file may know it.
  Place FindGiven(Node expression);
  /// The pipeline that a variable or a field of C++ holds, and the one that an alias of a type
  /// stands for, or kNoIndex.
  uint32_t OfVariable(Node declaration);
  /// The same by its type alone; of parameters too.
  uint32_t OfType(Node declaration);
  uint32_t OfAlias(Node alias);
  /// Whether a callee is a function or macro that registers, or says more of what one gives: that
  /// is no pipeline.
  bool IsRegistering(Node callee) const;
  /// Whether a preset knows what a callee makes, so that it registers nothing itself.
  bool IsKnown(Node callee) const;
  bool IsCombinator(Node callee) const;
  /// Finds variables of pipelines, which other files may name or get, and names of their types.
  void FindDeclared();
  /// The one pipeline of a preset that has but one.
  uint32_t Singleton(const Preset& preset, Node at);
  /// One that a function puts together, or that the components which it adds are behind.
  uint32_t Assembled(const Preset& preset, std::string name, Node function);
  uint32_t OfField(Node field);
  /// Whether a function is declared to give a reference or a pointer.
  bool GivesReference(Node function) const;
  /// Pipelines whose type lists their behaviours, that type as it is written there, and the one
  /// that has the list (0: not known).
  struct ListedType {
    uint32_t pipeline = kNoIndex;
    Node type = 0;
    Node list = 0;
  };
  const std::vector<ListedType>& listed() const { return listed_; }

  /// The function whose body `node` stands in, and its number; 0 at the top level.
  Node FunctionAround(Node node);
  uint32_t FunctionOf(Node node);
  /// The number of a kFunction or kLambda.
  uint32_t NumberOf(Node function);
  /// The function of this file that an expression stands for, as a node; 0: none.
  Node FunctionNode(Node expression) const;
  /// The index of the parameter that a declaration is, or kNoIndex; only plain ones.
  uint32_t ParameterIndex(Node declaration) const;

  /// What a name, type or callee may be called, likeliest first: in C++ the name is looked for in
  /// the namespaces around it.
  std::vector<std::string> Names(Node name) const;
  /// The same of a callee, methods of what a call makes included: `createFactory().createApp`.
  std::vector<std::string> CalleeNames(Node callee) const;
  /// The call that makes what a callee is a method of: createFactory() of factory.createApp; or 0.
  Node MakerOf(Node callee) const;
  /// Whether a place is the pipeline that `call` makes.
  bool IsMade(const Place& place, Node call) const;
  /// The same of a type, and of what an alias of this file makes it stand for.
  std::vector<std::string> TypeNames(Node type) const;
  /// Whether a type by one of these names is that of a pipeline.
  bool IsPipelineType(Node type) const;
  /// `a::b` of the namespaces and classes around a node; "" outside of all.
  std::string Enclosing(Node node) const { return EnclosingPath(scopes_, node); }
  /// The presets for the language of the file.
  const std::vector<const Preset*>& presets() const { return presets_; }
  /// The path that a field of the options of a call holds, behind `first` arguments. False when
  /// nothing says one; of a computed one, the text of the expression.
  bool ReadPrefix(const std::vector<Node>& arguments, size_t first, std::string_view field,
                  std::string& prefix, bool& unknown) const;
  /// The value of a name or of a field of `this`, or 0.
  Node ValueOf(Node name) const;
  /// The text of a string, or of a name that stands for one; null when it is something else.
  const std::string* Constant(Node expression, std::string& text) const;
  /// Arguments of a call.
  std::vector<Node> Arguments(Node call) const { return ArgumentsOf(ast_, call); }
  /// The text of the source, on one line, cut where it is long.
  std::string Text(Node node) const { return OneLine(ast_, source_, node); }
  /// `this.name`, for which a class may have a value: the value, or 0.
  Node FieldValue(Node member) const;
  Node Class(Node node) const;

 private:
  Place FindStep(Node& expression, Place& typed, std::vector<Node>& passed);
  bool Pass(const std::vector<Node>& calls, Place& place) const;
  uint32_t Created(Node call, Node callee);
  uint32_t OfDeclaration(Node name, Node declaration);
  uint32_t OfAliasedType(Node declaration);
  Node WithArguments(Node type) const;
  uint32_t OfElsewhere(Node name);
  PipelineOrigin OriginOf(Node declaration, bool creates, PipelineFact& fact);
  void ReadOwnPath(const Preset& preset, Node value, PipelineFact& fact) const;
  std::vector<std::string> MemberNames(Node name) const;
  std::vector<std::string> NamesElsewhere(Node name);
  std::string_view SourceBefore(Node node) const;
  uint32_t Add(std::string key, PipelineFact fact, Node at);
  void CollectFields();

  const Scopes& scopes_;
  const Ast& ast_;
  const std::string_view source_;
  RegistrationFacts& facts_;
  std::vector<const Preset*> presets_;
  std::vector<std::string> usings_;  // C++ using namespace
  std::unordered_map<std::string, uint32_t> pipelines_;
  std::unordered_map<Node, uint32_t> functions_;
  std::vector<Node> around_;  // per node: FunctionAround
  std::unordered_map<Node, Place> known_;
  bool given_ = false;  // FindGiven() asks
  std::vector<ListedType> listed_;
  std::unordered_map<std::string_view, Node> aliases_;  // C++: types by the name given to them
  std::unordered_map<std::string, Node> fields_;        // "class.name": value or declaration
  std::unordered_map<std::string, Node> methods_;       // "class.name"
};

}  // namespace krepis::analyzer

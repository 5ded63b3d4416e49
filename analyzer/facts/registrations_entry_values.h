#pragma once

#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "analyzer/facts/registrations_pipelines.h"
#include "analyzer/facts/scope.h"

namespace krepis::analyzer {

/// What an expression of JavaScript that may be a behaviour stands for within its file: lists,
/// members of objects and classes, what functions give. Keeps its answers. Not thread-safe.
class EntryValues {
 public:
  EntryValues(const Scopes& scopes, const PipelineFinder& finder)
      : scopes_(scopes), ast_(scopes.ast()), finder_(finder) {}

  /// The list that a name surely has as its value, or 0.
  Node ListOf(Node name);
  /// Whether an expression is a list, be it one that is not followed.
  bool IsList(Node expression);

  /// The expression that a member, or a name that is bound to one, is taken of, and its name.
  struct Part {
    Node whole = 0;
    std::string_view name;
  };
  Part PartOf(Node node) const;

  /// The value of `guards.user`, and of `user` of `const { user } = guards`, where the file says
  /// what `guards` is; 0: it does not.
  Node MemberOf(Node node);
  /// Whether that is of an object of the file, so that MemberOf() alone knows what it is.
  bool IsOwn(Node node) const;
  /// Whether that is of an object that the language makes, which may hold anything: new Map().
  bool IsOfGlobal(Node member) const;

  /// The function of the file that a callee is, methods of its objects and classes included; or 0.
  Node FunctionOf(Node callee);
  /// What a function gives, in order.
  struct Results {
    std::vector<Node> values;
    bool all = true;     // and nothing else
    bool always = true;  // the last of them where nothing else is given
  };
  const Results& ResultsOf(Node function);

 private:
  void CollectChanged();
  bool OnlyReads(Node call, Node name) const;
  /// The object literal or class that an expression stands for, or 0.
  struct Holder {
    Node object = 0;
    bool instance = false;  // one of the class
  };
  Holder HolderOf(Node expression) const;

  const Scopes& scopes_;
  const Ast& ast_;
  const PipelineFinder& finder_;
  bool collected_ = false;
  std::unordered_set<Node> changed_;   // declarations of lists that something may change
  std::unordered_set<Node> assigned_;  // declarations of objects that get members
  std::unordered_map<Node, Results> results_;
};

}  // namespace krepis::analyzer

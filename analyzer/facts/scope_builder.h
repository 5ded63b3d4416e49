#pragma once

#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/facts/scope.h"

namespace krepis::analyzer {

/// The two passes behind Scopes: collect what is declared where, then bind each name to the
/// declaration that is visible at its place. Linear in the tree.
class ScopeBuilder {
 public:
  explicit ScopeBuilder(Scopes& scopes);
  void Build();

 private:
  using Declaration = Scopes::Declaration;

  void Collect();
  void CollectAt(Node node, Node scope, Node function);
  void CollectImport(Node node, Node scope);
  void CollectFunction(Node node, Node scope);
  void CollectVariable(Node node, Node scope, Node function);
  void CollectUsing(Node node, Node scope);
  /// Declares the names of the destructuring pattern below `owner`.
  void CollectPattern(Node owner, const Declaration& like);
  void Declare(std::string_view name, const Declaration& declaration);

  void Bind();
  void BindAt(Node node);
  void BindAssignedPattern(Node node);
  void Enter(uint32_t declaration);
  void CountAssignment(Node name, uint32_t declaration);
  uint32_t SlotOf(uint32_t name_id);
  /// What `name`, of slot `slot`, is bound to now.
  uint32_t Visible(Node name, uint32_t slot) const;
  bool InClass(Node node) const;

  struct Shadowed {
    uint32_t slot;
    uint32_t previous;
  };
  struct Frame {
    Node end;
    size_t undo;  // size of undo_ when the frame was entered
  };

  Scopes& scopes_;
  const Ast& ast_;
  LanguageGroup group_;
  std::unordered_map<std::string_view, uint32_t> slots_;  // declared name -> slot
  std::vector<uint32_t> slot_of_id_;  // string id -> slot + 1, 0 not declared, kUnseen
  std::vector<uint32_t> current_;     // 2 * slot (+ 1: values only) -> visible declaration
  std::vector<Shadowed> undo_;
  std::vector<uint32_t> sequential_;  // declarations by the row behind which they become visible
};

}  // namespace krepis::analyzer

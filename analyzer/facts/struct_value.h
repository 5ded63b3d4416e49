#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/facts/scope.h"

namespace krepis::analyzer {

/// What one field of a C++ aggregate holds.
struct StructField {
  enum class State : uint8_t {
    kUnset,     // nothing is said: its default
    kGiven,     // `value`
    kComputed,  // not known
  };
  State state = State::kUnset;
  Node value = 0;
};

/// Reads C++ aggregates as they are written: `T{a, .b = c}`, `{a, b}`, variables of them, and what
/// is assigned to a variable's fields before it is used. Not thread-safe; refers to the scopes.
class StructReader {
 public:
  explicit StructReader(const Scopes& scopes) : scopes_(scopes), ast_(scopes.ast()) {}

  /// The fields of `expression`, in the order of `names`, which are all fields of the type in order
  /// ("" for one of no interest). An expression that is no aggregate has none that is known.
  std::vector<StructField> Read(Node expression, std::span<const std::string_view> names);
  /// The elements of a list: `{a, b}`, or a variable of it that nothing changes. None: not known.
  std::optional<std::vector<Node>> Elements(Node expression);
  /// The text of a string, or of a name that stands for one. None: not known.
  std::optional<std::string> Text(Node expression) const;

 private:
  void CollectChanges();
  Node Copied(Node expression) const;
  bool ReadBraces(Node expression, std::span<const std::string_view> names,
                  std::vector<StructField>& fields) const;
  void ReadChanges(Node declaration, Node use, std::span<const std::string_view> names,
                   std::vector<StructField>& fields);
  Node ParentStatement(Node node) const;

  const Scopes& scopes_;
  const Ast& ast_;
  bool collected_ = false;
  std::unordered_map<Node, std::vector<Node>> members_;  // declaration: `variable.field`, in order
};

}  // namespace krepis::analyzer

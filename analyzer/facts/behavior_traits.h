#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/facts/preset.h"
#include "analyzer/facts/registrations.h"
#include "analyzer/facts/scope.h"
#include "analyzer/facts/struct_value.h"

namespace krepis::analyzer {

/// Reads what behaviours say about themselves: their name, stage and placements. Not thread-safe;
/// refers to what it is made of.
class TraitsReader {
 public:
  TraitsReader(const Scopes& scopes, StructReader& structs)
      : ast_(scopes.ast()), structs_(structs) {}

  /// What an aggregate with `fields` (all, in order) says.
  TraitsFact Read(Node expression, const std::vector<std::string>& fields, const Preset& preset);
  /// What the body of a member function returns as the traits of its class. Where returns differ,
  /// what they differ in is computed.
  TraitsFact ReadReturns(Node function, const Preset& preset);
  /// What the arguments of the constructor of a library's behaviour say in place of its own;
  /// nothing for other behaviours.
  TraitsFact ReadOptions(std::span<const Node> arguments, const std::vector<std::string>& symbols,
                         const Preset& preset);

 private:
  bool ReadPlacements(Node list, const Preset& preset, TraitsFact& traits);

  const Ast& ast_;
  StructReader& structs_;
};

}  // namespace krepis::analyzer

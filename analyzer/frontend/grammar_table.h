#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace krepis::analyzer {

/// The symbol of a node that the parser could not read, in every vocabulary.
inline constexpr uint16_t kErrorSymbol = 0xFFFF;

/// What the pass over the concrete tree does with a node, and what it says about its ancestors.
enum SyntaxAction : uint8_t {
  kSkip = 0,     // neither it nor anything below it is kept
  kKeep = 1,     // one row
  kDescend = 2,  // its children are looked at
  kMatters = 4,  // marks its ancestors: an expression without such a node is not worth its parts
  kImports = 8,  // noted in SyntaxTree::imports, wherever it stands

  kLeaf = kKeep,
  kInner = kKeep | kDescend,
};

/// One symbol of a grammar as a lowering knows it. `name` is the grammar's, with a leading ' for an
/// anonymous token ('async).
struct GrammarSymbol {
  std::string_view name;
  uint8_t action;
};

/// The vocabulary of one lowering. Row i of `symbols` is value i + 1 of its symbol enumeration (0:
/// any other symbol, skipped when anonymous, descended into when named); likewise `fields`.
struct GrammarTable {
  std::span<const GrammarSymbol> symbols;
  std::span<const std::string_view> fields;
};

}  // namespace krepis::analyzer

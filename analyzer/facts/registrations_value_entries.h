#pragma once

#include <vector>

#include "analyzer/facts/preset.h"
#include "analyzer/facts/registrations.h"
#include "analyzer/facts/registrations_values.h"
#include "analyzer/facts/scope.h"

namespace krepis::analyzer {

/// Reads what registrations are given, where pipelines are values.
class ValueEntryReader {
 public:
  ValueEntryReader(const Scopes& scopes, ValueFinder& finder)
      : scopes_(scopes), ast_(scopes.ast()), finder_(finder) {}

  /// Appends what one argument registers: itself, or the elements of a tuple.
  void Read(Node argument, const Preset& preset, std::vector<RegistrationEntry>& entries);
  /// Appends the behaviour that the text of a string names beside `item`, with what makes it:
  /// "Authentication::bearer(validator)".
  void ReadText(Node string, Node item, const Preset& preset,
                std::vector<RegistrationEntry>& entries);
  /// One argument of a call of a function.
  RegistrationEntry ReadArgument(Node argument);
  /// What a symbol names that stands nowhere in the file.
  static RegistrationEntry OfSymbol(const std::string& symbol, ByteSpan span);
  /// The text of a string, or of a constant that is one. False: computed.
  bool Constant(Node expression, std::string& text) const;
  /// Names what an expression is: a path, what makes it, or the type of a parameter.
  void Name(Node expression, RegistrationEntry& entry) const;

 private:
  struct Pending {
    Node node;
    std::vector<RegistrationCondition> conditions;
    Node named = 0;  // the variable whose value it is: what is registered stands there
  };

  Node Wrapped(Node call, const Preset& preset, bool& may) const;

  const Scopes& scopes_;
  const Ast& ast_;
  ValueFinder& finder_;
};

}  // namespace krepis::analyzer

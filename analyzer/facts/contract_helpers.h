#pragma once

#include <unordered_map>

#include "analyzer/facts/scope.h"

namespace krepis::analyzer {

/// Tells which calls may well never come back, so that a path on which one stands decides nothing:
/// of functions of the file that throw on every path, and of others by what they are called.
class Helpers {
 public:
  explicit Helpers(const Scopes& scopes) : scopes_(scopes), ast_(scopes.ast()) {}

  bool MayNotReturn(Node call);

 private:
  bool AlwaysThrows(Node function);

  const Scopes& scopes_;
  const Ast& ast_;
  std::unordered_map<Node, bool> throws_;  // by function
};

}  // namespace krepis::analyzer

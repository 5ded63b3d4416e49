#pragma once

#include <optional>
#include <string>

#include "analyzer/facts/contract_behaviors.h"
#include "analyzer/facts/scope.h"

namespace krepis::analyzer {

/// A function whose parameters say that it is one thing, and their number or order another.
struct Misshapen {
  const ContractPreset* preset = nullptr;
  const MisshapenHandler* handler = nullptr;
  bool imported = true;     // the framework, by this file
  bool positional = false;  // the file does not register it
};

/// nullopt for functions that have a right shape, or are neither registered nor exported.
std::optional<Misshapen> FindMisshapen(const Scopes& scopes, BehaviorFinder& finder, Node function);

/// "(err, req, res)".
std::string ParametersOf(const Ast& ast, Node function);

}  // namespace krepis::analyzer

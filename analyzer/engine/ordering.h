#pragma once

#include <span>

#include "analyzer/config/ordering_config.h"
#include "analyzer/engine/model.h"
#include "analyzer/engine/rule.h"

namespace krepis::analyzer {

/// What all rules of the family ordering share. Each looks at one verb, in the rules of krepis.toml
/// for every route and in those that a preset documents for the routes of its framework.
///
/// A verdict has three values. What stands in the chain under a condition, behind a barrier, or at
/// a time that is not known makes an unknown (kind `barrier`) where a violation would depend on it.

/// Checks every rule with one of the verbs.
void CheckOrdering(const Model& model, std::span<const OrderingVerb> verbs, Findings& findings);

/// Guards that stand where they cover no route at all, although there are routes in front of them.
void CheckUncoveredRoutes(const Model& model, Findings& findings);

}  // namespace krepis::analyzer

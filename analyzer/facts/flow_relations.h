#pragma once

#include <functional>
#include <string_view>

#include "analyzer/facts/scope.h"

namespace krepis::analyzer {

/// Whether what decides about one of two places of a function may be what decides about the other,
/// so that it cannot be told whether both are reached in one run:
///
/// - conditions around them ask for the same thing (`kind === "a"`, `kind !== "b"`), be it through
/// a
///   constant, or for the error and the result of one callback (`err`, `user`);
/// - one of them stands in a `case`, and the other asks for what the `switch` does;
/// - something that is asked for the second is set in a branch, `try` or loop that holds the first.
///
/// Conditions that both places stand under tell nothing, unless the second comes before the first
/// in a loop; early returns between them count as conditions of the second. Names are compared as
/// they are written.
bool MayHangTogether(const Scopes& scopes, std::string_view source, Node function, Node first,
                     Node second);

/// Whether two conditions of the function, as they are written, ask for the same thing.
bool AskForOneThing(const Scopes& scopes, std::string_view source, Node function,
                    std::string_view a, std::string_view b);

/// Whether the function sets one of the things that `condition` asks for in a branch, `try` or loop
/// that holds an event.
bool SetBesideEvents(const Scopes& scopes, std::string_view source, Node function,
                     std::string_view condition, const std::function<bool(Node)>& is_event);

}  // namespace krepis::analyzer

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/facts/scope.h"

namespace krepis::analyzer {

// What readers of registrations ask of a node, in every language.

/// The arguments of a call, without comments.
std::vector<Node> ArgumentsOf(const Ast& ast, Node call);

/// The source of a node on one line, cut where it is long: for people.
std::string OneLine(const Ast& ast, std::string_view source, Node node);

/// `a::b` of the namespaces, modules and classes around a node; "" outside of all.
std::string EnclosingPath(const Scopes& scopes, Node node);

}  // namespace krepis::analyzer

#pragma once

#include "analyzer/facts/facts.h"
#include "analyzer/facts/javascript_paths.h"

namespace krepis::analyzer {

/// Adds the types of a file of JavaScript and the values by which paths lead on: exports, members
/// of objects, fields of classes and what functions give, each with the path that it stands for.
/// Only what may lead to something of the workspace.
///
/// Names of values are those of FunctionFact; `load()` is what load gives. What a module of
/// CommonJS exports is below `exports`; `exports.*` is another module whose names are exported too.
/// `load(0).save` is what the function load adds to its first argument; `User.*`, of an object that
/// it is given, is then `./load#*(0)`.
void ExtractJavaScriptValues(const Scopes& scopes, const FunctionTable& functions,
                             const JavaScriptPaths& paths, CallFacts& facts);

}  // namespace krepis::analyzer

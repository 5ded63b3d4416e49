#pragma once

#include <string_view>

#include "analyzer/ast/ast.h"
#include "analyzer/facts/extract.h"
#include "analyzer/facts/facts.h"

namespace krepis::analyzer {

/// Whether `options` ask for what files of that language declare.
bool AsksDeclarations(Language language, const ExtractOptions& options);

/// Adds what a file declares for others, in the order of the source; locations have their spans
/// only. Of JavaScript what it exports in place or by a list (`export … from` is an import); of
/// Rust the items of its modules; of C and C++ classes and functions of namespaces, without those
/// that other files cannot name.
void ExtractDeclarations(const Ast& ast, std::string_view source, FileFacts& facts);

}  // namespace krepis::analyzer

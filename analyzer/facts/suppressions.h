#pragma once

#include <string_view>

#include "analyzer/ast/ast.h"
#include "analyzer/facts/facts.h"

namespace krepis::analyzer {

/// Adds the suppressions that the comments of a file hold:
///
///     allow(rule-id) until=2027-03-31 why="strangler migration"
///     allow-file(rule-id, other-id) why="generated"
///
/// each behind `krepis:` in a comment. One fact per rule id. `until` is optional, `why` is not.
/// allow-file must stand before the first code. A comment is a suppression when a line of it begins
/// with `krepis:`; one that cannot be read gets a `problem` that says what to write instead.
/// Locations (of the line) have their spans only.
void ExtractSuppressions(const Ast& ast, std::string_view source, FileFacts& facts);

}  // namespace krepis::analyzer

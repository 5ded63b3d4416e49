#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/facts/scope.h"

namespace krepis::analyzer {

/// A path that an expression gives.
struct PathText {
  std::string text;
  bool beside = false;  // it begins at the folder of the file, not at the working directory
};

/// The constant path of an expression of JavaScript: a constant text, and what begins at the own
/// file: path.join(__dirname, "a"), `${__dirname}/a`, require.resolve("./a"),
/// new URL("./a", import.meta.url). nullopt: not known. Looks through a bounded number of steps.
std::optional<PathText> FoldPath(const Scopes& scopes, Node expression);

/// The words of a command line as a shell splits them, as far as they are plain: quotes group, and
/// the first character that does more (a variable, a pipe) ends the list. Of a text that may go on
/// (`complete` is false) the last word does not count.
std::vector<std::string> CommandWords(std::string_view line, bool complete);

/// Whether a program of that name runs the script that it is given: node, bun, tsx, …
bool RunsScripts(std::string_view program);

}  // namespace krepis::analyzer

#pragma once

#include <string>

namespace CLI {
class App;
class ParseError;
}  // namespace CLI

namespace krepis::analyzer {

/// What a person who mistyped a call needs to read: what is wrong with it, what was probably meant,
/// and where help is. `argc` and `argv` are those `app` failed to parse.
std::string UsageMessage(const CLI::App& app, const CLI::ParseError& error, int argc,
                         const char* const* argv);

}  // namespace krepis::analyzer

#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace krepis::analyzer {

/// One option or argument of a command, as man page and completions need it.
struct CommandOption {
  std::vector<std::string> names;  // "--format", "-j"; empty: an argument
  std::string argument;            // what an argument is called in the call; "" for options
  std::string value;               // "FILE"; "" for a flag
  std::string description;
  std::vector<std::string> choices;  // empty: anything
  bool repeatable = false;
  bool required = false;
};

struct Command {
  std::string name;
  std::string description;
  std::vector<CommandOption> options;    // with names, --help among them
  std::vector<CommandOption> arguments;  // in order
};

/// What `krepis --help` knows: the command line as data. Hidden commands are left out.
struct CommandTable {
  std::string name;
  std::string description;
  std::vector<CommandOption> options;  // of krepis itself
  std::vector<Command> commands;       // in the order of the help
};

CommandTable TableOf(const CLI::App& app);

}  // namespace krepis::analyzer

#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace krepis::analyzer {

class RunMemo;

/// Exit codes (contract, section 1). When several hold, the first of internal, usage, violations,
/// incomplete, clean.
enum ExitCode : int { kClean = 0, kViolations = 1, kUsage = 2, kIncomplete = 3, kInternal = 4 };

enum class ColorChoice : uint8_t { kAuto, kAlways, kNever };

/// What the command line says; one structure for all verbs, each reads its part.
struct Options {
  std::vector<std::string> command_line;  // all words behind the program's name
  std::vector<std::string> paths;
  std::string config;                // --config, "" for the nearest krepis.toml
  std::string format;                // --format, "" for the verb's default
  std::vector<std::string> outputs;  // --output FORMAT=FILE
  std::string fail_on = "error";
  int max_warnings = -1;
  unsigned jobs = 0;  // 0: one per processor
  bool no_cache = false;
  bool stats = false;
  bool show_unknown = false;
  bool quiet = false;
  bool allow_empty = false;
  bool strict = false;            // check
  bool repository_paths = false;  // check
  std::string since;              // check: a revision
  bool staged = false;            // check: the index instead of the work tree
  bool watch = false;             // check: again after each change
  bool unused = false;            // graph
  ColorChoice color = ColorChoice::kAuto;

  std::string action;         // baseline: create, update, prune or status; hook: (un)install
  std::string hook_runner;    // hook: pre-commit, git, lefthook or husky, "" for what is there
  bool add = false;           // baseline update
  std::string rule;           // explain
  std::string route;          // chains
  std::string module;         // caps
  std::string by;             // caps: module, package or file, "" for what the workspace has
  std::string diff;           // caps: a revision
  bool capabilities = false;  // find what every function can reach
  bool compiler = true;       // C and C++ are read with a compiler where there is a database
  bool record = false;        // note what is asked about the disk
  bool anew = false;          // as if nothing were known of an earlier run
  RunMemo* memo = nullptr;    // what is known of an earlier run; null: nothing
  bool suggest = false;       // caps
  std::string from, to;       // why
  std::vector<std::pair<std::string, std::string>> moves, cuts;  // whatif: FROM, TO
  unsigned max_paths = 3;                                        // why
  bool all = false;                                              // why: as many paths as there are
  std::string level = "file";                                    // graph
  std::string focus;                                             // graph
  bool externals = false;                                        // graph: pictures show them
  std::string edges;  // graph, why: kinds, "" for the verb's default
  std::string shell;  // completions: bash, zsh or fish
  std::string stage;  // dump: ast, facts or graph
};

}  // namespace krepis::analyzer

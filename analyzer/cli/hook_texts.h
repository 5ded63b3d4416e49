#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace krepis::analyzer {

// What `krepis hook` writes into the files of those who run hooks. Texts in, texts out.

/// A file with the hook in it.
struct HookText {
  enum class State : uint8_t {
    kAdded,   // `text` is the file as it has to be written
    kThere,   // nothing is to be done
    kUnsafe,  // the file says what an edit of its text could break: a person has to add `snippet`
  };
  State state = State::kUnsafe;
  std::string text;
  std::string snippet;
};

/// `command` is what runs krepis, a line of shell of names that fit (FitsHooks). `before` is the
/// file as it is, "" when it is not there.

/// The hook itself, a script of the shell. Only one that krepis wrote is added to.
HookText AddToGitHook(std::string_view before, const std::string& command);
/// .husky/pre-commit, a script of the shell.
HookText AddToHusky(std::string_view before, const std::string& command);
/// lefthook.yml.
HookText AddToLefthook(std::string_view before, const std::string& command);
/// .pre-commit-config.yaml.
HookText AddToPreCommit(std::string_view before, const std::string& command);

/// Whether a command in these files can have that name in it. They are lines, and YAML that people
/// read: no control character can stand there as it is, nor can bytes that are no UTF-8.
bool FitsHooks(std::string_view name);

/// Whether krepis wrote the script, and nobody else.
bool IsOwnGitHook(std::string_view text);

/// One word of the shell.
std::string ShellWord(std::string_view word);

}  // namespace krepis::analyzer

#include "analyzer/cli/completions.h"

#include <fmt/format.h>

#include <algorithm>

namespace krepis::analyzer {
namespace {

using Rules = std::span<const std::string_view>;

/// Whether the value is something on the disk.
bool IsFile(const CommandOption& option) {
  return option.value == "FILE" || option.value == "PATH" || option.value == "FROM TO" ||
         option.value == "FORMAT=FILE" || option.argument == "path" || option.argument == "from" ||
         option.argument == "to";
}

bool IsFlag(const CommandOption& option) { return option.value.empty(); }

/// What an argument may be, rules included.
std::vector<std::string> Values(const Command& command, const CommandOption& option, Rules rules) {
  if (command.name == "explain" && option.argument == "rule") return {rules.begin(), rules.end()};
  return option.choices;
}

std::string Joined(const std::vector<std::string>& words) {
  return fmt::format("{}", fmt::join(words, " "));
}

/// Between single quotes of a shell.
std::string Quoted(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) {
    if (c == '\'') {
      quoted += "'\\''";
    } else {
      quoted += c;
    }
  }
  return quoted + "'";
}

/// The first line, without what ends a description in zsh's specifications.
std::string ZshText(std::string_view text) {
  std::string out;
  for (const char c : text.substr(0, text.find('\n'))) {
    if (c == '[' || c == ']' || c == ':' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

std::string ZshAction(const Command& command, const CommandOption& option, Rules rules) {
  const std::vector<std::string> values = Values(command, option, rules);
  if (!values.empty()) return "(" + Joined(values) + ")";
  return IsFile(option) ? "_files" : " ";
}

}  // namespace

std::string BashCompletions(const CommandTable& table, Rules rules) {
  std::vector<std::string> names;
  for (const Command& command : table.commands) names.push_back(command.name);
  std::vector<std::string> own;
  for (const CommandOption& option : table.options)
    own.insert(own.end(), option.names.begin(), option.names.end());

  std::string out = fmt::format(
      R"(# Completions of {0} for bash: source this, or install it as {0} where bash-completion looks.
_{0}() {{
  local current=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD - 1]}} verb= index
  # --option=value comes as three words.
  if [[ $current == = ]]; then
    current=
  elif [[ $previous == = ]]; then
    previous=${{COMP_WORDS[COMP_CWORD - 2]}}
  fi
  for ((index = 1; index < COMP_CWORD; index++)); do
    case ${{COMP_WORDS[index]}} in
      {1}) verb=${{COMP_WORDS[index]}}; break ;;
    esac
  done
  COMPREPLY=()
  local values= options= files=
  case $verb in
    '')
      values={2}
      options={3}
      ;;
)",
      table.name, fmt::join(names, "|"), Quoted(Joined(names)), Quoted(Joined(own)));
  for (const Command& command : table.commands) {
    out += fmt::format("    {})\n", command.name);
    std::vector<std::string> flags;
    std::string cases;
    for (const CommandOption& option : command.options) {
      flags.insert(flags.end(), option.names.begin(), option.names.end());
      if (IsFlag(option)) continue;
      cases += fmt::format("        {}) ", fmt::join(option.names, "|"));
      if (!option.choices.empty()) {
        cases += "values=" + Quoted(Joined(option.choices)) + " ;;\n";
      } else {
        cases += IsFile(option) ? "files=1 ;;\n" : "return ;;\n";
      }
    }
    out += fmt::format("      options={}\n", Quoted(Joined(flags)));
    std::string first;  // what the first argument may be
    bool files = false;
    for (const CommandOption& argument : command.arguments) {
      const std::vector<std::string> values = Values(command, argument, rules);
      if (!values.empty() && first.empty()) first = Joined(values);
      files = files || IsFile(argument);
    }
    out += "      case $previous in\n" + cases;
    if (!first.empty())
      out += fmt::format("        {}) values={} ;;\n", command.name, Quoted(first));
    out += fmt::format("        *) {} ;;\n      esac\n      ;;\n", files ? "files=1" : ":");
  }
  return out + fmt::format(R"(  esac
  if [[ $current == -* ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$current"))
  elif [[ -n $values ]]; then
    COMPREPLY=($(compgen -W "$values" -- "$current"))
  elif [[ -n $files ]]; then
    local IFS=$'\n'
    compopt -o filenames 2>/dev/null
    COMPREPLY=($(compgen -f -- "$current"))
  fi
}}
complete -F _{0} {0}
)",
                           table.name);
}

std::string ZshCompletions(const CommandTable& table, Rules rules) {
  std::string out = fmt::format(
      "#compdef {0}\n# Completions of {0} for zsh: install this as _{0} in a folder of $fpath.\n"
      "_{0}() {{\n  local -a commands\n  commands=(\n",
      table.name);
  for (const Command& command : table.commands)
    out += fmt::format("    {}\n", Quoted(command.name + ":" + ZshText(command.description)));
  out += "  )\n  local curcontext=$curcontext state line\n  _arguments -C \\\n";
  for (const CommandOption& option : table.options) {
    for (const std::string& name : option.names)
      out += fmt::format("    {} \\\n", Quoted(name + "[" + ZshText(option.description) + "]"));
  }
  out +=
      "    '1:command:->command' \\\n    '*::argument:->argument'\n  case $state in\n    command) "
      "_describe command commands ;;\n    argument)\n      case $words[1] in\n";
  for (const Command& command : table.commands) {
    out += fmt::format("        {})\n          _arguments", command.name);
    for (const CommandOption& option : command.options) {
      for (const std::string& name : option.names) {
        std::string text =
            (option.repeatable ? "*" : "") + name + "[" + ZshText(option.description) + "]";
        if (!IsFlag(option))
          text += ":" + ZshText(option.choices.empty() ? option.value : "value") + ":" +
                  ZshAction(command, option, rules);
        out += " \\\n            " + Quoted(text);
      }
    }
    size_t position = 0;
    for (const CommandOption& argument : command.arguments) {
      ++position;
      out += " \\\n            " +
             Quoted((argument.repeatable ? std::string("*") : std::to_string(position)) + ":" +
                    argument.argument + ":" + ZshAction(command, argument, rules));
    }
    out += "\n          ;;\n";
  }
  return out + fmt::format("      esac\n      ;;\n  esac\n}}\n_{0} \"$@\"\n", table.name);
}

std::string FishCompletions(const CommandTable& table, Rules rules) {
  const std::string start = fmt::format("complete -c {} ", table.name);
  std::string out = fmt::format(
      "# Completions of {0} for fish: install this as {0}.fish where fish looks.\n", table.name);
  const auto add_option = [&](const std::string& condition, const CommandOption& option,
                              const std::string& values) {
    out += start + condition;
    for (const std::string& name : option.names)
      out += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
    if (!IsFlag(option)) out += IsFile(option) ? " -r -F" : " -x";
    if (!values.empty()) out += " -a " + Quoted(values);
    out += " -d " + Quoted(option.description.substr(0, option.description.find('\n'))) + "\n";
  };
  out += start + "-f\n";
  for (const CommandOption& option : table.options)
    add_option("-n __fish_use_subcommand", option, "");
  for (const Command& command : table.commands) {
    out += start + "-n __fish_use_subcommand -a " + command.name + " -d " +
           Quoted(command.description.substr(0, command.description.find('\n'))) + "\n";
    const std::string condition = "-n " + Quoted("__fish_seen_subcommand_from " + command.name);
    for (const CommandOption& option : command.options)
      add_option(condition, option, Joined(option.choices));
    for (const CommandOption& argument : command.arguments) {
      const std::vector<std::string> values = Values(command, argument, rules);
      if (!values.empty()) {
        out += start + condition + " -a " + Quoted(Joined(values)) + "\n";
      } else if (IsFile(argument)) {
        out += start + condition + " -F\n";
      }
    }
  }
  return out;
}

}  // namespace krepis::analyzer

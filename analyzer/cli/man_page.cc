#include "analyzer/cli/man_page.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace krepis::analyzer {
namespace {

/// Text of the page: nothing in it is a request or an escape, and a dash is what it was typed as.
std::string Text(std::string_view text) {
  std::string out;
  bool line_start = true;
  for (const char c : text) {
    if (line_start && (c == '.' || c == '\'')) out += "\\&";
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else if (c == '`' || c == '"') {
      out += c == '`' ? "\\(ga" : "\\(dq";
    } else {
      out += c;
      if (c == '|') out += "\\:";  // a list of choices may go on in the next line
    }
    line_start = c == '\n';
  }
  return out;
}

std::string Upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return text;
}

/// "PATH…", "[RULE]", "FROM".
std::string ArgumentText(const CommandOption& argument) {
  std::string text = Upper(argument.argument);
  if (!argument.choices.empty()) text = fmt::format("{}", fmt::join(argument.choices, "|"));
  if (argument.repeatable) text += "...";
  return argument.required ? text : "[" + text + "]";
}

std::string OptionEntry(const CommandOption& option) {
  std::string entry = ".TP\n";
  for (size_t i = 0; i < option.names.size(); ++i)
    entry += (i == 0 ? "\\fB" : ", \\fB") + Text(option.names[i]) + "\\fR";
  if (!option.value.empty()) entry += " \\fI" + Text(option.value) + "\\fR";
  return entry + "\n" + Text(option.description) + "\n";
}

constexpr std::string_view kEnd = R"(.SH EXIT STATUS
.TP
.B 0
Clean.
.TP
.B 1
Violations at or above \fB\-\-fail\-on\fR, or what else the command was asked to find.
.TP
.B 2
A mistake in the call or in krepis.toml.
.TP
.B 3
Something could not be analysed.
.TP
.B 4
A bug.
.SH FILES
.TP
.B krepis.toml
The architecture; the nearest one at or above the first path makes the workspace.
.TP
.B krepis.baseline
The violations that are accepted, beside it.
.SH ENVIRONMENT
.TP
.B NO_COLOR
When it is not empty, nothing is coloured.
)";

}  // namespace

std::string ManPage(const CommandTable& table, const std::string& version) {
  const std::string name = Text(table.name);
  std::string page = fmt::format(
      ".TH {0} 1 \"\" \"{1} {2}\"\n.ad l\n.nh\n.SH NAME\n{1} \\- check the architecture of C/C++, "
      "TypeScript/JavaScript and Rust repositories\n.SH SYNOPSIS\n.B {1}\n.I COMMAND\n[options]\n"
      ".SH DESCRIPTION\n{3}\n.SH OPTIONS\n",
      Upper(table.name), name, Text(version), Text(table.description));
  for (const CommandOption& option : table.options) page += OptionEntry(option);
  page += ".SH COMMANDS\n";
  for (const Command& command : table.commands) {
    page += fmt::format(".SS {}", Text(command.name));
    for (const CommandOption& argument : command.arguments)
      page += " " + Text(ArgumentText(argument));
    page += "\n" + Text(command.description) + ".\n";
    for (const CommandOption& argument : command.arguments) {
      if (argument.description.empty()) continue;
      page +=
          ".TP\n.I " + Text(Upper(argument.argument)) + "\n" + Text(argument.description) + "\n";
    }
    for (const CommandOption& option : command.options) page += OptionEntry(option);
  }
  return page + std::string(kEnd);
}

}  // namespace krepis::analyzer

#include "analyzer/cli/command_table.h"

#include "analyzer/cli/choice.h"

namespace krepis::analyzer {
namespace {

CommandOption OptionOf(const CLI::Option& option) {
  CommandOption described;
  for (const std::string& name : option.get_lnames()) described.names.push_back("--" + name);
  for (const std::string& name : option.get_snames()) described.names.push_back("-" + name);
  if (described.names.empty()) described.argument = option.get_name(true);
  described.description = option.get_description();
  described.choices = ChoicesOf(option);
  described.repeatable = option.get_items_expected_max() > option.get_type_size_max();
  described.required = option.get_required();
  if (option.get_items_expected_max() != 0) {
    const std::string type = option.get_type_name();
    const size_t end = type.find_first_of(":[");  // what validators add
    described.value = type.substr(0, end);
    if (described.value == "TEXT" || described.value == "UINT" || described.value == "INT")
      described.value = described.value == "TEXT" ? "TEXT" : "N";
    if (!described.choices.empty()) described.value.clear();
    for (const std::string& choice : described.choices)
      described.value += (described.value.empty() ? "" : "|") + choice;
  }
  return described;
}

void AddOptions(const CLI::App& app, std::vector<CommandOption>& options,
                std::vector<CommandOption>& arguments) {
  for (const CLI::Option* option : app.get_options()) {
    CommandOption described = OptionOf(*option);
    (described.names.empty() ? arguments : options).push_back(std::move(described));
  }
}

}  // namespace

CommandTable TableOf(const CLI::App& app) {
  CommandTable table;
  table.name = app.get_name();
  table.description = app.get_description();
  std::vector<CommandOption> none;
  AddOptions(app, table.options, none);
  for (const CLI::App* verb : app.get_subcommands([](const CLI::App*) { return true; })) {
    if (verb->get_group().empty()) continue;  // hidden
    Command command;
    command.name = verb->get_name();
    command.description = verb->get_description();
    AddOptions(*verb, command.options, command.arguments);
    // A group of options is a command without a name.
    for (const CLI::App* group :
         verb->get_subcommands([](const CLI::App* inner) { return inner->get_name().empty(); })) {
      AddOptions(*group, command.options, command.arguments);
    }
    table.commands.push_back(std::move(command));
  }
  return table;
}

}  // namespace krepis::analyzer

#include "analyzer/cli/usage.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <string_view>
#include <vector>

#include "analyzer/config/suggest.h"

namespace krepis::analyzer {
namespace {

/// The views are those of `app`.
std::vector<std::string_view> VerbNames(const CLI::App& app) {
  std::vector<std::string_view> names;
  for (const CLI::App* verb : app.get_subcommands([](const CLI::App*) { return true; })) {
    if (!verb->get_group().empty()) names.push_back(verb->get_name());  // the others are hidden
  }
  return names;
}

/// What is wrong with `word`, an option or else a stray argument behind `call` ("krepis check").
std::string Unexpected(const CLI::App& app, std::string_view call, std::string_view word) {
  const std::string help = fmt::format("`{} --help` lists the options", call);
  if (!word.starts_with('-'))
    return fmt::format("error: `{}` does not take '{}'; {}", call, word, help);
  const std::string_view name = word.substr(0, word.find('='));
  std::vector<std::string> options;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& option_name : option->get_lnames())
      options.push_back("--" + option_name);
  }
  const std::vector<std::string_view> candidates(options.begin(), options.end());
  return fmt::format("error: `{}` has no option '{}'{}", call, name,
                     DidYouMeanOr(name, candidates, help));
}

}  // namespace

std::string UsageMessage(const CLI::App& app, const CLI::ParseError& error, int argc,
                         const char* const* argv) {
  const std::vector<CLI::App*> verbs = app.get_subcommands();
  if (verbs.empty()) {
    if (argc < 2) {
      return "error: say what to do, for example `krepis check`; `krepis --help` lists the "
             "commands";
    }
    const std::string_view word = argv[1];
    if (word.starts_with('-')) return Unexpected(app, "krepis", word);
    return fmt::format("error: there is no command '{}'{}", word,
                       DidYouMeanOr(word, VerbNames(app), "`krepis --help` lists them"));
  }
  const CLI::App& verb = *verbs.front();
  const std::string call = "krepis " + verb.get_name();
  const std::vector<std::string> strays = verb.remaining();
  if (!strays.empty()) return Unexpected(verb, call, strays.front());
  const std::string_view what = error.what();
  if (what.find("; did you mean") != what.npos) return fmt::format("error: {}", what);
  return fmt::format("error: {}; `{} --help` lists the options", what, call);
}

}  // namespace krepis::analyzer

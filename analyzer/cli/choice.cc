#include "analyzer/cli/choice.h"

#include <fmt/format.h>

#include <algorithm>

#include "analyzer/config/suggest.h"

namespace krepis::analyzer {
namespace {

// The validator's name; its description holds the values, from which ChoicesOf has them.
constexpr const char* kChoice = "choice";

}  // namespace

CLI::Option* OneOfChoices(CLI::Option* option, std::span<const std::string_view> values) {
  const std::vector<std::string> owned(values.begin(), values.end());
  const auto check = [owned](std::string& value) -> std::string {
    if (std::find(owned.begin(), owned.end(), value) != owned.end()) return "";
    const std::vector<std::string_view> views(owned.begin(), owned.end());
    return fmt::format("'{}' is none of {}{}", value, fmt::join(owned, ", "),
                       DidYouMean(value, views));
  };
  return option->check(CLI::Validator(check, fmt::format("{}", fmt::join(owned, "|")), kChoice));
}

CLI::Option* OneOfChoices(CLI::Option* option, std::initializer_list<std::string_view> values) {
  return OneOfChoices(option, std::span(values.begin(), values.size()));
}

std::vector<std::string> ChoicesOf(const CLI::Option& option) {
  // CLI11 has only a mutable way to a validator.
  auto& mutable_option = const_cast<CLI::Option&>(option);
  std::string joined;
  try {
    joined = mutable_option.get_validator(kChoice)->get_description();
  } catch (const CLI::OptionNotFound&) {
    return {};
  }
  std::vector<std::string> values;
  for (size_t begin = 0; begin <= joined.size();) {
    const size_t end = std::min(joined.find('|', begin), joined.size());
    values.push_back(joined.substr(begin, end - begin));
    begin = end + 1;
  }
  return values;
}

}  // namespace krepis::analyzer

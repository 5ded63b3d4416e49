#include "analyzer/lsp/json.h"

#include <limits>

namespace krepis::analyzer {

const Json* Member(const Json& value, std::string_view name) {
  if (!value.is_object()) return nullptr;
  const auto found = value.find(name);
  return found == value.end() ? nullptr : &*found;
}

const Json* Member(const Json& value, std::initializer_list<std::string_view> names) {
  const Json* at = &value;
  for (const std::string_view name : names) {
    at = Member(*at, name);
    if (at == nullptr) return nullptr;
  }
  return at;
}

std::string Text(const Json& value, std::string_view name) {
  const Json* member = Member(value, name);
  return member != nullptr && member->is_string() ? member->get_ref<const std::string&>()
                                                  : std::string();
}

std::optional<int64_t> Integer(const Json& value, std::string_view name) {
  const Json* member = Member(value, name);
  if (member == nullptr || !member->is_number_integer()) return std::nullopt;
  if (member->is_number_unsigned() &&
      member->get<uint64_t>() > static_cast<uint64_t>(std::numeric_limits<int64_t>::max())) {
    return std::nullopt;
  }
  return member->get<int64_t>();
}

bool Flag(const Json& value, std::initializer_list<std::string_view> names) {
  const Json* member = Member(value, names);
  return member != nullptr && member->is_boolean() && member->get<bool>();
}

bool Lists(const Json& value, std::initializer_list<std::string_view> names,
           std::string_view wanted) {
  const Json* member = Member(value, names);
  if (member == nullptr || !member->is_array()) return false;
  for (const Json& item : *member) {
    if (item.is_string() && item.get_ref<const std::string&>() == wanted) return true;
  }
  return false;
}

std::string Write(const Json& value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace krepis::analyzer

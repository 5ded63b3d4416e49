#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace krepis::analyzer {

using Json = nlohmann::json;

// What a client sends is untrusted: these never throw, whatever kind of value they meet.

/// The member of that name; null where `value` is no object or has none.
const Json* Member(const Json& value, std::string_view name);
/// The member at the end of a path of names.
const Json* Member(const Json& value, std::initializer_list<std::string_view> names);
/// A member that is a string; empty otherwise.
std::string Text(const Json& value, std::string_view name);
/// A member that is an integer within 64 bits.
std::optional<int64_t> Integer(const Json& value, std::string_view name);
/// A member that is a boolean; false otherwise.
bool Flag(const Json& value, std::initializer_list<std::string_view> names);
/// Whether a member is an array that holds that string.
bool Lists(const Json& value, std::initializer_list<std::string_view> names,
           std::string_view wanted);
/// On one line; bytes that are no UTF-8 become U+FFFD.
std::string Write(const Json& value);

}  // namespace krepis::analyzer

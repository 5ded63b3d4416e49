#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/core/result.h"

namespace krepis::analyzer {

/// A JSON document in memory. Objects keep the order of their members, which matters in `exports`
/// and `paths`. Lookups that do not fit give the null value, so that chains need no checks.
class JsonValue {
 public:
  enum class Kind : uint8_t { kNull, kBool, kNumber, kString, kArray, kObject };
  using Member = std::pair<std::string, JsonValue>;

  JsonValue() = default;
  explicit JsonValue(Kind kind) : kind_(kind) {}
  static JsonValue Bool(bool value);
  static JsonValue Number(double value);
  static JsonValue String(std::string value);

  Kind kind() const { return kind_; }
  bool is_null() const { return kind_ == Kind::kNull; }
  bool is_string() const { return kind_ == Kind::kString; }
  bool is_array() const { return kind_ == Kind::kArray; }
  bool is_object() const { return kind_ == Kind::kObject; }
  bool bool_or(bool otherwise) const { return kind_ == Kind::kBool ? number_ != 0 : otherwise; }
  /// Empty for anything but a string.
  const std::string& string() const { return string_; }
  /// Empty for anything but an array.
  const std::vector<JsonValue>& items() const { return items_; }
  /// Empty for anything but an object.
  const std::vector<Member>& members() const { return members_; }
  /// The last member of that name, or null.
  const JsonValue& operator[](std::string_view name) const;

  void Append(JsonValue item);
  void Append(std::string name, JsonValue value);

 private:
  Kind kind_ = Kind::kNull;
  double number_ = 0;
  std::string string_;
  std::vector<JsonValue> items_;
  std::vector<Member> members_;
};

enum class JsonDialect : uint8_t {
  kStrict,
  /// With // and /* */ comments and trailing commas, as tsconfig.json and deno.jsonc are read.
  kWithComments,
};

/// Nesting beyond this is an error: no manifest needs it, and the input is hostile.
inline constexpr uint32_t kMaxJsonDepth = 64;

/// A leading byte order mark is skipped. The error names `path` and the place.
Result<JsonValue> ParseJson(std::string_view path, std::string_view text, JsonDialect dialect);

}  // namespace krepis::analyzer

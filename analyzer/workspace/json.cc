#include "analyzer/workspace/json.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "analyzer/core/source_text.h"
#include "analyzer/workspace/json_comments.h"

namespace krepis::analyzer {
namespace {

/// Receives nlohmann's events, which come without recursion, and builds the tree.
class TreeBuilder final : public nlohmann::json_sax<nlohmann::json> {
 public:
  bool null() override { return Add(JsonValue()); }
  bool boolean(bool value) override { return Add(JsonValue::Bool(value)); }
  bool number_integer(number_integer_t value) override {
    return Add(JsonValue::Number(static_cast<double>(value)));
  }
  bool number_unsigned(number_unsigned_t value) override {
    return Add(JsonValue::Number(static_cast<double>(value)));
  }
  bool number_float(number_float_t value, const string_t&) override {
    return Add(JsonValue::Number(value));
  }
  bool string(string_t& value) override { return Add(JsonValue::String(std::move(value))); }
  bool binary(binary_t&) override { return false; }
  bool start_object(size_t) override { return Open(JsonValue::Kind::kObject); }
  bool start_array(size_t) override { return Open(JsonValue::Kind::kArray); }
  bool end_object() override { return Close(); }
  bool end_array() override { return Close(); }
  bool key(string_t& name) override {
    open_.back().key = std::move(name);
    return true;
  }
  bool parse_error(size_t position, const std::string&,
                   const nlohmann::detail::exception& error) override {
    failure_offset_ = position == 0 ? 0 : position - 1;
    failure_ = error.what();
    return false;
  }

  JsonValue TakeRoot() { return std::move(root_); }
  bool too_deep() const { return too_deep_; }
  size_t failure_offset() const { return failure_offset_; }
  /// What the parser says without its prefix and without text of the file.
  std::string Failure() const {
    size_t begin = failure_.find("syntax error ");
    begin = begin == std::string::npos ? 0 : begin + 13;
    return failure_.substr(begin, failure_.find("; last read", begin) - begin);
  }

 private:
  struct Frame {
    JsonValue value;
    std::string key;  // of the member that is being read
  };

  bool Add(JsonValue value) {
    if (open_.empty()) {
      root_ = std::move(value);
    } else if (Frame& frame = open_.back(); frame.value.is_object()) {
      frame.value.Append(std::move(frame.key), std::move(value));
    } else {
      frame.value.Append(std::move(value));
    }
    return true;
  }
  bool Open(JsonValue::Kind kind) {
    too_deep_ = open_.size() >= kMaxJsonDepth;
    open_.push_back({JsonValue(kind), {}});
    return !too_deep_;
  }
  bool Close() {
    JsonValue value = std::move(open_.back().value);
    open_.pop_back();
    return Add(std::move(value));
  }

  JsonValue root_;
  std::vector<Frame> open_;
  bool too_deep_ = false;
  size_t failure_offset_ = 0;
  std::string failure_;
};

}  // namespace

JsonValue JsonValue::Bool(bool value) {
  JsonValue v(Kind::kBool);
  v.number_ = value ? 1 : 0;
  return v;
}

JsonValue JsonValue::Number(double value) {
  JsonValue v(Kind::kNumber);
  v.number_ = value;
  return v;
}

JsonValue JsonValue::String(std::string value) {
  JsonValue v(Kind::kString);
  v.string_ = std::move(value);
  return v;
}

const JsonValue& JsonValue::operator[](std::string_view name) const {
  static const JsonValue kNull;
  const auto it = std::find_if(members_.rbegin(), members_.rend(),
                               [&](const Member& member) { return member.first == name; });
  return it == members_.rend() ? kNull : it->second;
}

void JsonValue::Append(JsonValue item) { items_.push_back(std::move(item)); }

void JsonValue::Append(std::string name, JsonValue value) {
  members_.emplace_back(std::move(name), std::move(value));
}

Result<JsonValue> ParseJson(std::string_view path, std::string_view text, JsonDialect dialect) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  const size_t skipped = text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
  std::string plain;
  std::string_view json = text.substr(skipped);
  if (dialect == JsonDialect::kWithComments) {
    plain = BlankJsonComments(json);
    json = plain;
  }
  TreeBuilder builder;
  if (nlohmann::json::sax_parse(json.begin(), json.end(), &builder)) return builder.TakeRoot();
  const size_t offset =
      builder.too_deep() ? text.size() : std::min(skipped + builder.failure_offset(), text.size());
  const Position at = LineTable(text).At(static_cast<uint32_t>(offset));
  if (builder.too_deep()) {
    return Error{fmt::format("{} nests deeper than {} levels", path, kMaxJsonDepth),
                 std::string(path)};
  }
  return Error{fmt::format("{} is not valid JSON: {}", path, builder.Failure()), std::string(path),
               at.line, at.column};
}

}  // namespace krepis::analyzer

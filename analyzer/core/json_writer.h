#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace krepis::analyzer {

/// Writes one JSON text (RFC 8259) front to back into a string: keys in the order given, the same
/// calls give the same bytes. Strings are escaped as AppendJsonString does. Unbalanced calls, or a
/// value in an object without its key, are bugs (assert). Not thread-safe.
///
///     JsonWriter json(&out, JsonWriter::Layout::kCompact);
///     json.BeginObject().Member("schema", "krepis.graph/1").Key("nodes").BeginArray();
///     for (...) json.String(path);
///     json.EndArray().EndObject();
class JsonWriter {
 public:
  enum class Layout : uint8_t {
    kCompact,   // one line, no spaces
    kIndented,  // two spaces a level; empty objects and arrays stay on one line
  };

  /// Appends to `out`, which must outlive the writer.
  JsonWriter(std::string* out, Layout layout) : out_(out), layout_(layout) {}

  JsonWriter& BeginObject();
  JsonWriter& EndObject();
  JsonWriter& BeginArray();
  JsonWriter& EndArray();
  JsonWriter& Key(std::string_view key);

  JsonWriter& String(std::string_view value);
  JsonWriter& Number(int64_t value);
  JsonWriter& Number(uint64_t value);
  JsonWriter& Bool(bool value);
  JsonWriter& Null();

  JsonWriter& Member(std::string_view key, std::string_view value) {
    return Key(key).String(value);
  }
  JsonWriter& Member(std::string_view key, const char* value) { return Key(key).String(value); }
  JsonWriter& Member(std::string_view key, int value) {
    return Key(key).Number(static_cast<int64_t>(value));
  }
  JsonWriter& Member(std::string_view key, uint32_t value) {
    return Key(key).Number(static_cast<uint64_t>(value));
  }
  JsonWriter& Member(std::string_view key, uint64_t value) { return Key(key).Number(value); }
  JsonWriter& Member(std::string_view key, int64_t value) { return Key(key).Number(value); }
  JsonWriter& Member(std::string_view key, bool value) { return Key(key).Bool(value); }
  /// Writes the member only when `value` is not empty: absent texts are omitted from output.
  JsonWriter& OptionalMember(std::string_view key, std::string_view value) {
    return value.empty() ? *this : Member(key, value);
  }

  /// Whether every object and array is closed and a value was written.
  bool complete() const { return open_.empty() && started_; }

 private:
  struct Level {
    bool object = false;
    bool empty = true;
  };

  void BeforeValue();
  void BeforeItem();
  void NewLine();
  JsonWriter& Begin(char bracket, bool object);
  JsonWriter& End(char bracket);

  std::string* out_;
  Layout layout_;
  bool started_ = false;
  bool after_key_ = false;
  std::vector<Level> open_;
};

}  // namespace krepis::analyzer

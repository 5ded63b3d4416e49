#include "analyzer/facts/facts_fields.h"
#include "analyzer/facts/facts_io.h"

namespace krepis::analyzer {
namespace {

// Values, behind their key.

void WriteValue(JsonWriter& json, const std::string& text) { json.String(text); }
void WriteValue(JsonWriter& json, uint32_t value) { json.Number(uint64_t{value}); }
template <class Enum>
  requires std::is_enum_v<Enum>
void WriteValue(JsonWriter& json, Enum value) {
  json.String(NameOf(value));
}
template <class Fact>
  requires std::is_class_v<Fact>
void WriteValue(JsonWriter& json, const Fact& fact);

// Members. Empty texts and lists, facts that do not hold and places that are nowhere are left out.

template <class Value>
void WriteMember(JsonWriter& json, std::string_view key, const Value& value) {
  if constexpr (std::is_class_v<Value>) {
    if (value == Value{}) return;
  }
  json.Key(key);
  WriteValue(json, value);
}
void WriteMember(JsonWriter& json, std::string_view key, bool value) {
  if (value) json.Member(key, value);
}
template <class Value>
void WriteMember(JsonWriter& json, std::string_view key, const std::optional<Value>& value) {
  if (!value) return;
  json.Key(key);
  WriteValue(json, *value);
}
template <class Number>
void WriteMember(JsonWriter& json, std::string_view key, const OptionalIndex<Number>& index) {
  if (index.number != kNoIndex) json.Member(key, index.number);
}
template <class Value>
void WriteMember(JsonWriter& json, std::string_view key, const std::vector<Value>& values) {
  if (values.empty()) return;
  json.Key(key).BeginArray();
  for (const Value& value : values) WriteValue(json, value);
  json.EndArray();
}

void WriteMember(JsonWriter& json, std::string_view key, const ImportList& imports) {
  WriteMember(json, key, imports.All());
}

template <class Fact>
void WriteMembers(JsonWriter& json, const Fact& fact) {
  VisitFields(fact, [&](uint32_t, std::string_view name, const auto& member) {
    WriteMember(json, name, member);
  });
}

template <class Fact>
  requires std::is_class_v<Fact>
void WriteValue(JsonWriter& json, const Fact& fact) {
  json.BeginObject();
  WriteMembers(json, fact);
  json.EndObject();
}

}  // namespace

void WriteFacts(const FileFacts& facts, JsonWriter& json) {
  json.BeginObject().Member("schema", "krepis.facts/1");
  WriteMembers(json, facts);
  json.EndObject();
}

}  // namespace krepis::analyzer

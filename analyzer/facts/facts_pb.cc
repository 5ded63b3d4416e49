#include <fmt/format.h>

#include <protozero/pbf_reader.hpp>
#include <protozero/pbf_writer.hpp>

#include "analyzer/facts/facts_fields.h"
#include "analyzer/facts/facts_io.h"

namespace krepis::analyzer {
namespace {

using Reader = protozero::pbf_reader;
using protozero::pbf_wire_type;

constexpr uint32_t kSchemaField = 1;
constexpr uint32_t kSchema = 1;
constexpr uint32_t kImportsField = 6;
constexpr uint32_t kContractsField = 10;
constexpr uint32_t kCallsField = 14;

/// Writes the fields of messages; those with their default value are left out, as proto3 does.
class Output {
 public:
  explicit Output(std::string& bytes) : bytes_(bytes), writer_(bytes) {}
  Output(Output& around, uint32_t number)
      : bytes_(around.bytes_), writer_(around.writer_, number) {}

  template <class Fact>
  void PutFields(const Fact& fact) {
    VisitFields(
        fact, [&](uint32_t number, std::string_view, const auto& member) { Put(number, member); });
  }

  void Put(uint32_t number, const std::string& text) {
    if (!text.empty()) writer_.add_string(number, text);
  }
  void Put(uint32_t number, uint32_t value) {
    if (value != 0) writer_.add_uint32(number, value);
  }
  void Put(uint32_t number, bool value) {
    if (value) writer_.add_bool(number, value);
  }
  template <class Enum>
    requires std::is_enum_v<Enum>
  void Put(uint32_t number, Enum value) {
    Put(number, static_cast<uint32_t>(value));
  }
  void Put(uint32_t number, const std::optional<std::string>& text) {
    if (text) writer_.add_string(number, *text);
  }
  void Put(uint32_t number, const std::optional<uint32_t>& value) {
    if (value) writer_.add_uint32(number, *value);
  }
  template <class Number>
  void Put(uint32_t number, const OptionalIndex<Number>& index) {
    if (index.number != kNoIndex) writer_.add_uint32(number, index.number);
  }
  void Put(uint32_t number, const std::vector<std::string>& texts) {
    for (const std::string& text : texts) writer_.add_string(number, text);
  }
  void Put(uint32_t number, const std::vector<uint32_t>& values) {
    writer_.add_packed_uint32(number, values.begin(), values.end());
  }
  template <class Fact>
    requires std::is_class_v<Fact>
  void Put(uint32_t number, const std::vector<Fact>& facts) {
    for (const Fact& fact : facts) {
      const size_t before = bytes_.size();
      Put(number, fact);
      // One without a field is an element all the same.
      if (bytes_.size() == before) writer_.add_message(number, std::string());
    }
  }
  void Put(uint32_t number, const ImportList& imports) { Put(number, imports.All()); }
  template <class Fact>
    requires std::is_class_v<Fact>
  void Put(uint32_t number, const Fact& fact) {
    Output(*this, number).PutFields(fact);
  }

 private:
  std::string& bytes_;
  protozero::pbf_writer writer_;
};

// Reading. protozero throws on bytes that are no message; Malformed on a field of the wrong type.

struct Malformed {};

void Expect(const Reader& reader, pbf_wire_type type) {
  if (reader.wire_type() != type) throw Malformed();
}
void Get(Reader& reader, std::string& text) {
  Expect(reader, pbf_wire_type::length_delimited);
  text = reader.get_string();
}
void Get(Reader& reader, uint32_t& value) {
  Expect(reader, pbf_wire_type::varint);
  value = reader.get_uint32();
}
void Get(Reader& reader, bool& value) {
  Expect(reader, pbf_wire_type::varint);
  value = reader.get_uint32() != 0;
}
template <class Enum>
  requires std::is_enum_v<Enum>
void Get(Reader& reader, Enum& value) {
  uint32_t number = 0;
  Get(reader, number);
  if (number == 0 || number > static_cast<uint32_t>(LastOf(Enum{}))) throw Malformed();
  value = static_cast<Enum>(number);
}
void Get(Reader& reader, OptionalIndex<uint32_t>& index) { Get(reader, index.number); }
void Get(Reader& reader, std::vector<uint32_t>& values) {
  Expect(reader, pbf_wire_type::length_delimited);
  for (const uint32_t value : reader.get_packed_uint32()) values.push_back(value);
}
template <class Fact>
  requires std::is_class_v<Fact>
void Get(Reader& reader, Fact& fact);
template <class Value>
void Get(Reader& reader, std::optional<Value>& value) {
  Get(reader, value.emplace());
}
void Get(Reader& reader, ImportList& imports);
template <class Value>
void Get(Reader& reader, std::vector<Value>& values) {
  // To move large facts while there are few costs more than the place for some more.
  if (sizeof(Value) > 128 && values.capacity() == 0) values.reserve(8);
  Get(reader, values.emplace_back());
}

void Get(Reader& reader, ImportList& imports) { Get(reader, imports.Edit().emplace_back()); }

/// Reads the field at hand into the member that has its number; false when there is none.
template <class Fact>
bool GetField(Reader& reader, Fact& fact) {
  bool known = false;
  VisitFields(fact, [&](uint32_t number, std::string_view, auto&& member) {
    if (known || number != reader.tag()) return;
    known = true;
    Get(reader, member);
  });
  return known;
}

template <class Fact>
  requires std::is_class_v<Fact>
void Get(Reader& reader, Fact& fact) {
  Expect(reader, pbf_wire_type::length_delimited);
  Reader inner = reader.get_message();
  while (inner.next()) {
    if (!GetField(inner, fact)) inner.skip();
  }
}

Error BadFacts(std::string_view what) {
  return {fmt::format("malformed facts: {}", what), "", 0, 0};
}

}  // namespace

std::string SerializeFacts(const FileFacts& facts) {
  std::string bytes;
  AppendFacts(bytes, facts, facts.contracts);
  return bytes;
}

void AppendFacts(std::string& bytes, const FileFacts& facts,
                 const std::vector<ContractFact>& contracts) {
  Output output(bytes);
  output.Put(kSchemaField, kSchema);
  VisitFields(facts, [&](uint32_t number, std::string_view, const auto& member) {
    if (number == kContractsField) {
      output.Put(number, contracts);
    } else {
      output.Put(number, member);
    }
  });
}

std::string SerializeOthers(const FileFacts& facts, const std::vector<ContractFact>& contracts) {
  std::string bytes;
  Output output(bytes);
  output.Put(kSchemaField, kSchema);
  VisitFields(facts, [&](uint32_t number, std::string_view, const auto& member) {
    const bool apart =
        number == kImportsField || number == kContractsField || number == kCallsField;
    if (!apart) output.Put(number, member);
  });
  output.Put(kContractsField, contracts);
  return bytes;
}

namespace {

/// The imports' fields; they stand together.
struct ImportBytes {
  const char* first = nullptr;
  const char* last = nullptr;
  size_t count = 0;
};

/// With `unread` imports are left where they are; without `calls` these are not in the bytes.
Result<FileFacts> ReadMessage(std::string_view bytes, UnreadImports* unread,
                              bool calls = true) try {
  FileFacts facts;
  uint32_t schema = 0;
  ImportBytes imports;
  Reader reader(bytes.data(), bytes.size());
  const char* at = bytes.data();
  for (; reader.next(); at = reader.data().data()) {
    if (reader.tag() == kSchemaField) {
      Get(reader, schema);
    } else if (unread != nullptr && reader.tag() == kImportsField) {
      Expect(reader, pbf_wire_type::length_delimited);
      reader.skip();
      if (imports.first == nullptr) imports.first = at;
      imports.last = reader.data().data();
      ++imports.count;
    } else if (!GetField(reader, facts)) {
      reader.skip();
    }
  }
  if (schema != kSchema) return BadFacts(fmt::format("schema {} instead of {}", schema, kSchema));
  if (imports.count != 0) {
    unread->place = {imports.first, static_cast<size_t>(imports.last - imports.first)};
    unread->count = imports.count;
    facts.imports = ImportList(std::move(*unread));
  }
  if (!facts.registrations.IsSound()) return BadFacts("a registration refers to nothing");
  if (!facts.calls.IsSound()) return BadFacts("a call refers to nothing");
  for (const CapabilityUse& use : facts.capabilities) {
    if (calls && use.caller != 0 && use.caller >= facts.calls.functions.size())
      return BadFacts("a capability refers to nothing");
  }
  return facts;
} catch (const Malformed&) {
  return BadFacts("a field has the wrong type or value");
} catch (const protozero::exception& broken) {
  return BadFacts(broken.what());
}

}  // namespace

Result<FileFacts> ReadFacts(std::string_view bytes) { return ReadMessage(bytes, nullptr); }

Result<FileFacts> ReadKeptFacts(std::string_view bytes, UnreadImports imports) {
  return ReadMessage(bytes, &imports);
}

Result<FileFacts> ReadOthers(std::string_view bytes) { return ReadMessage(bytes, nullptr, false); }

std::vector<ImportFact> ReadImports(std::string_view bytes) try {
  std::vector<ImportFact> imports;
  Reader reader(bytes.data(), bytes.size());
  while (reader.next(kImportsField)) Get(reader, imports.emplace_back());
  return imports;
} catch (const Malformed&) {
  return {};
} catch (const protozero::exception&) {
  return {};
}

}  // namespace krepis::analyzer

#include <fmt/format.h>

#include <protozero/pbf_reader.hpp>
#include <protozero/pbf_writer.hpp>

#include "analyzer/facts/facts_io.h"

namespace krepis::analyzer {
namespace {

using Reader = protozero::pbf_reader;
using Writer = protozero::pbf_writer;

constexpr uint32_t kSchema = 1;

// Writing: fields with their default value are left out, as proto3 does.

void Put(Writer& writer, uint32_t tag, const std::string& text) {
  if (!text.empty()) writer.add_string(tag, text);
}
void Put(Writer& writer, uint32_t tag, uint32_t value) {
  if (value != 0) writer.add_uint32(tag, value);
}
void Put(Writer& writer, uint32_t tag, bool value) {
  if (value) writer.add_bool(tag, value);
}
void Put(Writer& writer, uint32_t tag, const Location& location) {
  Writer inner(writer, tag);
  Put(inner, 1, location.span.start);
  Put(inner, 2, location.span.length);
  Put(inner, 3, location.begin.line);
  Put(inner, 4, location.begin.column);
  Put(inner, 5, location.end.line);
  Put(inner, 6, location.end.column);
}
void Put(Writer& writer, uint32_t tag, const ImportedName& name) {
  if (name.imported.empty() && name.local.empty()) {
    writer.add_message(tag, std::string());  // an element all the same
    return;
  }
  Writer inner(writer, tag);
  Put(inner, 1, name.imported);
  Put(inner, 2, name.local);
}
void Put(Writer& writer, uint32_t tag, const ImportFact& fact) {
  Writer inner(writer, tag);
  Put(inner, 1, static_cast<uint32_t>(fact.kind));
  Put(inner, 2, fact.specifier);
  Put(inner, 3, fact.location);
  Put(inner, 4, fact.statement);
  Put(inner, 5, fact.resolved);
  Put(inner, 6, fact.scope);
  Put(inner, 7, fact.system);
  Put(inner, 8, fact.reexport);
  Put(inner, 9, fact.glob);
  Put(inner, 10, fact.computed);
  Put(inner, 11, fact.test_only);
  Put(inner, 12, fact.extern_crate);
  for (const ImportedName& name : fact.names) Put(inner, 13, name);
}
void Put(Writer& writer, uint32_t tag, const ModFact& fact) {
  Writer inner(writer, tag);
  Put(inner, 1, fact.name);
  Put(inner, 2, fact.scope);
  Put(inner, 3, fact.path_attribute);
  Put(inner, 4, fact.inline_body);
  Put(inner, 5, fact.test_only);
  Put(inner, 6, fact.location);
}
void Put(Writer& writer, uint32_t tag, const CapabilityUse& fact) {
  Writer inner(writer, tag);
  Put(inner, 1, fact.capability);
  if (fact.argument) inner.add_string(2, *fact.argument);
  Put(inner, 3, fact.symbol);
  Put(inner, 4, fact.function);
  Put(inner, 5, static_cast<uint32_t>(fact.confidence));
  Put(inner, 6, fact.location);
  Put(inner, 7, fact.test_only);
}
void Put(Writer& writer, uint32_t tag, const SuppressionFact& fact) {
  Writer inner(writer, tag);
  Put(inner, 1, fact.rule);
  Put(inner, 2, fact.until);
  Put(inner, 3, fact.why);
  Put(inner, 4, fact.whole_file);
  Put(inner, 5, fact.location);
  Put(inner, 6, fact.problem);
}
void Put(Writer& writer, uint32_t tag, const ContractFact& fact) {
  Writer inner(writer, tag);
  Put(inner, 1, fact.rule);
  Put(inner, 2, fact.function);
  Put(inner, 3, fact.framework);
  Put(inner, 4, fact.location);
  Put(inner, 5, fact.first);
  Put(inner, 6, fact.text);
}

// Reading. protozero throws on bytes that are no message; Malformed on a field of the wrong type.

struct Malformed {};

void Expect(const Reader& reader, protozero::pbf_wire_type type) {
  if (reader.wire_type() != type) throw Malformed();
}
void Get(Reader& reader, std::string& text) {
  Expect(reader, protozero::pbf_wire_type::length_delimited);
  text = reader.get_string();
}
void Get(Reader& reader, uint32_t& value) {
  Expect(reader, protozero::pbf_wire_type::varint);
  value = reader.get_uint32();
}
void Get(Reader& reader, bool& value) {
  Expect(reader, protozero::pbf_wire_type::varint);
  value = reader.get_bool();
}
template <class Enum>
void Get(Reader& reader, Enum& value, Enum last) {
  uint32_t number = 0;
  Get(reader, number);
  if (number == 0 || number > static_cast<uint32_t>(last)) throw Malformed();
  value = static_cast<Enum>(number);
}
Reader Inner(Reader& reader) {
  Expect(reader, protozero::pbf_wire_type::length_delimited);
  return reader.get_message();
}
void Get(Reader& reader, Location& location) {
  Reader inner = Inner(reader);
  while (inner.next()) {
    switch (inner.tag()) {
      case 1:
        Get(inner, location.span.start);
        break;
      case 2:
        Get(inner, location.span.length);
        break;
      case 3:
        Get(inner, location.begin.line);
        break;
      case 4:
        Get(inner, location.begin.column);
        break;
      case 5:
        Get(inner, location.end.line);
        break;
      case 6:
        Get(inner, location.end.column);
        break;
      default:
        inner.skip();
    }
  }
}
void Get(Reader& reader, ImportedName& name) {
  Reader inner = Inner(reader);
  while (inner.next()) {
    switch (inner.tag()) {
      case 1:
        Get(inner, name.imported);
        break;
      case 2:
        Get(inner, name.local);
        break;
      default:
        inner.skip();
    }
  }
}
void Get(Reader& reader, ImportFact& fact) {
  Reader inner = Inner(reader);
  while (inner.next()) {
    switch (inner.tag()) {
      case 1:
        Get(inner, fact.kind, EdgeKind::kFfi);
        break;
      case 2:
        Get(inner, fact.specifier);
        break;
      case 3:
        Get(inner, fact.location);
        break;
      case 4:
        Get(inner, fact.statement);
        break;
      case 5:
        Get(inner, fact.resolved);
        break;
      case 6:
        Get(inner, fact.scope);
        break;
      case 7:
        Get(inner, fact.system);
        break;
      case 8:
        Get(inner, fact.reexport);
        break;
      case 9:
        Get(inner, fact.glob);
        break;
      case 10:
        Get(inner, fact.computed);
        break;
      case 11:
        Get(inner, fact.test_only);
        break;
      case 12:
        Get(inner, fact.extern_crate);
        break;
      case 13:
        Get(inner, fact.names.emplace_back());
        break;
      default:
        inner.skip();
    }
  }
}
void Get(Reader& reader, ModFact& fact) {
  Reader inner = Inner(reader);
  while (inner.next()) {
    switch (inner.tag()) {
      case 1:
        Get(inner, fact.name);
        break;
      case 2:
        Get(inner, fact.scope);
        break;
      case 3:
        Get(inner, fact.path_attribute);
        break;
      case 4:
        Get(inner, fact.inline_body);
        break;
      case 5:
        Get(inner, fact.test_only);
        break;
      case 6:
        Get(inner, fact.location);
        break;
      default:
        inner.skip();
    }
  }
}
void Get(Reader& reader, CapabilityUse& fact) {
  Reader inner = Inner(reader);
  while (inner.next()) {
    switch (inner.tag()) {
      case 1:
        Get(inner, fact.capability);
        break;
      case 2:
        Get(inner, fact.argument.emplace());
        break;
      case 3:
        Get(inner, fact.symbol);
        break;
      case 4:
        Get(inner, fact.function);
        break;
      case 5:
        Get(inner, fact.confidence, Confidence::kUnknown);
        break;
      case 6:
        Get(inner, fact.location);
        break;
      case 7:
        Get(inner, fact.test_only);
        break;
      default:
        inner.skip();
    }
  }
}
void Get(Reader& reader, SuppressionFact& fact) {
  Reader inner = Inner(reader);
  while (inner.next()) {
    switch (inner.tag()) {
      case 1:
        Get(inner, fact.rule);
        break;
      case 2:
        Get(inner, fact.until);
        break;
      case 3:
        Get(inner, fact.why);
        break;
      case 4:
        Get(inner, fact.whole_file);
        break;
      case 5:
        Get(inner, fact.location);
        break;
      case 6:
        Get(inner, fact.problem);
        break;
      default:
        inner.skip();
    }
  }
}
void Get(Reader& reader, ContractFact& fact) {
  Reader inner = Inner(reader);
  while (inner.next()) {
    switch (inner.tag()) {
      case 1:
        Get(inner, fact.rule);
        break;
      case 2:
        Get(inner, fact.function);
        break;
      case 3:
        Get(inner, fact.framework);
        break;
      case 4:
        Get(inner, fact.location);
        break;
      case 5:
        Get(inner, fact.first);
        break;
      case 6:
        Get(inner, fact.text);
        break;
      default:
        inner.skip();
    }
  }
}

Error BadFacts(std::string_view what) {
  return {fmt::format("malformed facts: {}", what), "", 0, 0};
}

}  // namespace

std::string SerializeFacts(const FileFacts& facts) {
  std::string bytes;
  Writer writer(bytes);
  writer.add_uint32(1, kSchema);
  Put(writer, 2, static_cast<uint32_t>(facts.language));
  Put(writer, 3, facts.source_bytes);
  Put(writer, 4, facts.error_nodes);
  if (facts.first_error != Location{}) Put(writer, 5, facts.first_error);
  for (const ImportFact& fact : facts.imports) Put(writer, 6, fact);
  for (const ModFact& fact : facts.mods) Put(writer, 7, fact);
  for (const CapabilityUse& fact : facts.capabilities) Put(writer, 8, fact);
  for (const SuppressionFact& fact : facts.suppressions) Put(writer, 9, fact);
  for (const ContractFact& fact : facts.contracts) Put(writer, 10, fact);
  return bytes;
}

Result<FileFacts> ReadFacts(std::string_view bytes) try {
  FileFacts facts;
  uint32_t schema = 0;
  Reader reader(bytes.data(), bytes.size());
  while (reader.next()) {
    switch (reader.tag()) {
      case 1:
        Get(reader, schema);
        break;
      case 2:
        Get(reader, facts.language, Language::kCpp);
        break;
      case 3:
        Get(reader, facts.source_bytes);
        break;
      case 4:
        Get(reader, facts.error_nodes);
        break;
      case 5:
        Get(reader, facts.first_error);
        break;
      case 6:
        Get(reader, facts.imports.emplace_back());
        break;
      case 7:
        Get(reader, facts.mods.emplace_back());
        break;
      case 8:
        Get(reader, facts.capabilities.emplace_back());
        break;
      case 9:
        Get(reader, facts.suppressions.emplace_back());
        break;
      case 10:
        Get(reader, facts.contracts.emplace_back());
        break;
      default:
        reader.skip();
    }
  }
  if (schema != kSchema) return BadFacts(fmt::format("schema {} instead of {}", schema, kSchema));
  return facts;
} catch (const Malformed&) {
  return BadFacts("a field has the wrong type or value");
} catch (const protozero::exception& broken) {
  return BadFacts(broken.what());
}

}  // namespace krepis::analyzer

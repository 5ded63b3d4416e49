#include "analyzer/frontend/clang_unit.h"

#include <algorithm>
#include <limits>
#include <protozero/pbf_reader.hpp>
#include <protozero/pbf_writer.hpp>

#include "analyzer/ast/semantics.h"
#include "analyzer/core/put_things.h"

// ClangRequest:    1 root, 2 file, 3 directory, 4 flag*, 5 depth, 6 asked, 7 directives_of*
// ClangUnitResult: 1 ClangFile*, 2 errors_outside, 3 asked, 4 again, 5 made_of, 6 texts,
//                  7 by_text; 4 to 6 as PutAll() writes them
// ClangFile:       1 path, 2 semantics, 3 errors, 4 MissingInclude*
// MissingInclude:  1 start, 2 length, 3 name

namespace krepis::analyzer {
namespace {

using Reader = protozero::pbf_reader;

Error Malformed() { return {"malformed message", "", 0, 0}; }

/// The next field, which must have the wire type of its tag: bytes for those in `bytes_tags` (a bit
/// set), else a varint.
bool Next(Reader& reader, uint32_t bytes_tags) {
  if (!reader.next()) return false;
  const bool is_bytes = reader.tag() < 32 && (bytes_tags >> reader.tag() & 1) != 0;
  const auto expected =
      is_bytes ? protozero::pbf_wire_type::length_delimited : protozero::pbf_wire_type::varint;
  if (reader.wire_type() != expected) throw protozero::unknown_pbf_wire_type_exception();
  return true;
}

bool DecodeMissing(Reader reader, MissingInclude& missing) {
  while (Next(reader, 1u << 3)) {
    switch (reader.tag()) {
      case 1:
        missing.span.start = reader.get_uint32();
        break;
      case 2:
        missing.span.length = reader.get_uint32();
        break;
      case 3:
        missing.name = reader.get_string();
        break;
      default:
        reader.skip();
    }
  }
  return missing.span.length <= std::numeric_limits<uint32_t>::max() - missing.span.start;
}

bool DecodeFile(Reader reader, ClangFile& file) {
  while (Next(reader, 1u << 1 | 1u << 2 | 1u << 4)) {
    switch (reader.tag()) {
      case 1:
        file.path = reader.get_string();
        break;
      case 2:
        file.semantics = reader.get_string();
        break;
      case 3:
        file.errors = reader.get_uint32();
        break;
      case 4:
        if (!DecodeMissing(reader.get_message(), file.missing.emplace_back())) return false;
        break;
      default:
        reader.skip();
    }
  }
  return !file.path.empty() && Semantics::Read(file.semantics).ok();
}

void WriteFile(protozero::pbf_writer& writer, const ClangFile& file) {
  writer.add_string(1, file.path);
  writer.add_string(2, file.semantics);
  writer.add_uint32(3, file.errors);
  for (const MissingInclude& missing : file.missing) {
    protozero::pbf_writer missing_writer(writer, 4);
    missing_writer.add_uint32(1, missing.span.start);
    missing_writer.add_uint32(2, missing.span.length);
    missing_writer.add_string(3, missing.name);
  }
}

/// False: these are not things of that kind.
template <class Thing>
bool TakeThings(std::string_view bytes, std::vector<Thing>& things) {
  things = PutThings<Thing>(bytes).Copy();
  return bytes.size() == things.size() * sizeof(Thing);
}

std::string_view ViewOf(protozero::data_view view) { return {view.data(), view.size()}; }

}  // namespace

std::string EncodeClangFile(const ClangFile& file) {
  std::string bytes;
  protozero::pbf_writer writer(bytes);
  WriteFile(writer, file);
  return bytes;
}

Result<ClangFile> DecodeClangFile(std::string_view bytes) try {
  ClangFile file;
  if (!DecodeFile(Reader(bytes.data(), bytes.size()), file)) return Malformed();
  return file;
} catch (const protozero::exception&) {
  return Malformed();
}

LongChecksum ClangFileId(const ClangFile& file) { return ChecksumLong(EncodeClangFile(file)); }

std::string EncodeClangRequest(const ClangRequest& request) {
  std::string bytes;
  protozero::pbf_writer writer(bytes);
  writer.add_string(1, request.root);
  writer.add_string(2, request.unit.file);
  writer.add_string(3, request.unit.directory);
  for (const std::string& flag : request.unit.flags) writer.add_string(4, flag);
  writer.add_uint32(5, static_cast<uint32_t>(request.unit.depth));
  writer.add_bool(6, request.asked);
  for (const std::string& path : request.directives_of) writer.add_string(7, path);
  return bytes;
}

LongChecksum ClangUnitId(const ClangUnit& unit) {
  return ChecksumLong(EncodeClangRequest({"", unit, false, {}}));
}

Result<ClangRequest> DecodeClangRequest(std::string_view bytes) try {
  ClangRequest request;
  request.unit.depth = ClangDepth::kIncludes;
  Reader reader(bytes.data(), bytes.size());
  while (Next(reader, 1u << 1 | 1u << 2 | 1u << 3 | 1u << 4 | 1u << 7)) {
    switch (reader.tag()) {
      case 1:
        request.root = reader.get_string();
        break;
      case 2:
        request.unit.file = reader.get_string();
        break;
      case 3:
        request.unit.directory = reader.get_string();
        break;
      case 4:
        request.unit.flags.push_back(reader.get_string());
        break;
      case 5:
        request.unit.depth = static_cast<ClangDepth>(
            std::min<uint32_t>(reader.get_uint32(), static_cast<uint32_t>(ClangDepth::kSemantics)));
        break;
      case 6:
        request.asked = reader.get_uint32() != 0;
        break;
      case 7:
        request.directives_of.push_back(reader.get_string());
        break;
      default:
        reader.skip();
    }
  }
  return request;
} catch (const protozero::exception&) {
  return Malformed();
}

std::string EncodeClangResult(const ClangUnitResult& result) {
  std::string bytes;
  protozero::pbf_writer writer(bytes);
  for (const ClangFile& file : result.files) {
    protozero::pbf_writer file_writer(writer, 1);
    WriteFile(file_writer, file);
  }
  writer.add_uint32(2, result.errors_outside);
  if (result.asked) writer.add_string(3, *result.asked);
  std::string things;
  PutAll(things, result.again);
  if (!things.empty()) writer.add_string(4, things);
  if (result.made_of) {
    things.clear();
    PutAll(things, *result.made_of);
    writer.add_string(5, things);
  }
  things.clear();
  PutAll(things, result.texts);
  if (!things.empty()) writer.add_string(6, things);
  writer.add_bool(7, result.by_text);
  return bytes;
}

Result<ClangUnitResult> DecodeClangResult(std::string_view bytes) try {
  ClangUnitResult result;
  result.by_text = false;
  Reader reader(bytes.data(), bytes.size());
  while (Next(reader, 1u << 1 | 1u << 3 | 1u << 4 | 1u << 5 | 1u << 6)) {
    switch (reader.tag()) {
      case 1:
        if (!DecodeFile(reader.get_message(), result.files.emplace_back())) return Malformed();
        break;
      case 2:
        result.errors_outside = reader.get_uint32();
        break;
      case 3:
        result.asked = reader.get_string();
        break;
      case 4:
        if (!TakeThings(ViewOf(reader.get_view()), result.again)) return Malformed();
        break;
      case 5:
        if (!TakeThings(ViewOf(reader.get_view()), result.made_of.emplace())) return Malformed();
        break;
      case 6:
        if (!TakeThings(ViewOf(reader.get_view()), result.texts)) return Malformed();
        break;
      case 7:
        result.by_text = reader.get_uint32() != 0;
        break;
      default:
        reader.skip();
    }
  }
  return result;
} catch (const protozero::exception&) {
  return Malformed();
}

}  // namespace krepis::analyzer

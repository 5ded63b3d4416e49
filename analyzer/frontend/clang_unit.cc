#include "analyzer/frontend/clang_unit.h"

#include <algorithm>
#include <limits>
#include <protozero/pbf_reader.hpp>
#include <protozero/pbf_writer.hpp>

#include "analyzer/ast/semantics.h"

// ClangRequest:    1 root, 2 file, 3 directory, 4 flag*, 5 depth, 6 asked
// ClangUnitResult: 1 ClangFile*, 2 errors_outside, 3 asked
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

}  // namespace

std::string EncodeClangRequest(const ClangRequest& request) {
  std::string bytes;
  protozero::pbf_writer writer(bytes);
  writer.add_string(1, request.root);
  writer.add_string(2, request.unit.file);
  writer.add_string(3, request.unit.directory);
  for (const std::string& flag : request.unit.flags) writer.add_string(4, flag);
  writer.add_uint32(5, static_cast<uint32_t>(request.unit.depth));
  writer.add_bool(6, request.asked);
  return bytes;
}

Result<ClangRequest> DecodeClangRequest(std::string_view bytes) try {
  ClangRequest request;
  request.unit.depth = ClangDepth::kIncludes;
  Reader reader(bytes.data(), bytes.size());
  while (Next(reader, 1u << 1 | 1u << 2 | 1u << 3 | 1u << 4)) {
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
    file_writer.add_string(1, file.path);
    file_writer.add_string(2, file.semantics);
    file_writer.add_uint32(3, file.errors);
    for (const MissingInclude& missing : file.missing) {
      protozero::pbf_writer missing_writer(file_writer, 4);
      missing_writer.add_uint32(1, missing.span.start);
      missing_writer.add_uint32(2, missing.span.length);
      missing_writer.add_string(3, missing.name);
    }
  }
  writer.add_uint32(2, result.errors_outside);
  if (result.asked) writer.add_string(3, *result.asked);
  return bytes;
}

Result<ClangUnitResult> DecodeClangResult(std::string_view bytes) try {
  ClangUnitResult result;
  Reader reader(bytes.data(), bytes.size());
  while (Next(reader, 1u << 1 | 1u << 3)) {
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
      default:
        reader.skip();
    }
  }
  return result;
} catch (const protozero::exception&) {
  return Malformed();
}

}  // namespace krepis::analyzer

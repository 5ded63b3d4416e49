#include "analyzer/frontend/clang_unit.h"

#include <limits>
#include <protozero/pbf_reader.hpp>
#include <protozero/pbf_writer.hpp>

#include "analyzer/ast/semantics.h"

// ClangUnit:       1 file, 2 directory, 3 flag*, 4 bodies
// ClangUnitResult: 1 error, 2 ClangFile*, 3 errors_outside
// ClangFile:       1 path, 2 semantics, 3 errors, 4 MissingInclude*
// MissingInclude:  1 start, 2 length, 3 name

namespace krepis::analyzer {
namespace {

using Reader = protozero::pbf_reader;

Error Malformed() { return {"malformed message from a clang worker", "", 0, 0}; }

bool DecodeMissing(Reader reader, MissingInclude& missing) {
  while (reader.next()) {
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
  while (reader.next()) {
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

std::string EncodeUnit(const ClangUnit& unit) {
  std::string bytes;
  protozero::pbf_writer writer(bytes);
  writer.add_string(1, unit.file);
  writer.add_string(2, unit.directory);
  for (const std::string& flag : unit.flags) writer.add_string(3, flag);
  writer.add_bool(4, unit.bodies);
  return bytes;
}

Result<ClangUnit> DecodeUnit(std::string_view bytes) try {
  ClangUnit unit;
  unit.bodies = false;
  Reader reader(bytes.data(), bytes.size());
  while (reader.next()) {
    switch (reader.tag()) {
      case 1:
        unit.file = reader.get_string();
        break;
      case 2:
        unit.directory = reader.get_string();
        break;
      case 3:
        unit.flags.push_back(reader.get_string());
        break;
      case 4:
        unit.bodies = reader.get_bool();
        break;
      default:
        reader.skip();
    }
  }
  return unit;
} catch (const protozero::exception&) {
  return Malformed();
}

std::string EncodeUnitResult(const Result<ClangUnitResult>& result) {
  std::string bytes;
  protozero::pbf_writer writer(bytes);
  if (!result) {
    writer.add_string(1, result.error().message);
    return bytes;
  }
  for (const ClangFile& file : result->files) {
    protozero::pbf_writer file_writer(writer, 2);
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
  writer.add_uint32(3, result->errors_outside);
  return bytes;
}

Result<ClangUnitResult> DecodeUnitResult(std::string_view bytes) try {
  ClangUnitResult result;
  std::string error;
  bool failed = false;
  Reader reader(bytes.data(), bytes.size());
  while (reader.next()) {
    switch (reader.tag()) {
      case 1:
        error = reader.get_string();
        failed = true;
        break;
      case 2:
        if (!DecodeFile(reader.get_message(), result.files.emplace_back())) return Malformed();
        break;
      case 3:
        result.errors_outside = reader.get_uint32();
        break;
      default:
        reader.skip();
    }
  }
  if (failed) return Error{std::move(error), "", 0, 0};
  return result;
} catch (const protozero::exception&) {
  return Malformed();
}

}  // namespace krepis::analyzer

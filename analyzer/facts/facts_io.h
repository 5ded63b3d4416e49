#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/json_writer.h"
#include "analyzer/core/result.h"
#include "analyzer/facts/facts.h"

namespace krepis::analyzer {

/// The facts as a krepis.v1.FileFacts message; equal facts give equal bytes.
std::string SerializeFacts(const FileFacts& facts);
/// Appends that message, with `contracts` in the place of its own.
void AppendFacts(std::string& bytes, const FileFacts& facts,
                 const std::vector<ContractFact>& contracts);

/// The facts of such a message. The bytes are untrusted: what is no message of this schema is an
/// error, unknown fields are skipped, values outside an enumeration are an error.
Result<FileFacts> ReadFacts(std::string_view bytes);

/// Likewise, but the imports are not read: `imports.place` becomes the part of the bytes that has
/// them, for ReadImports(), and `imports.count` their number. The rest of it is taken as it is. The
/// bytes are to be those of this program.
Result<FileFacts> ReadKeptFacts(std::string_view bytes, UnreadImports imports);
/// A message of all but the imports and calls, with `contracts` in the place of its own.
std::string SerializeOthers(const FileFacts& facts, const std::vector<ContractFact>& contracts);
/// The facts of such a message, which are to be joined by the calls that its capabilities refer to.
/// The bytes are to be those of this program.
Result<FileFacts> ReadOthers(std::string_view bytes);
/// The imports of a part of such a message that has nothing else; empty where it is none.
std::vector<ImportFact> ReadImports(std::string_view bytes);

/// One fact per line, for people and golden tests, escaped for a terminal:
///
///     import ./x.js 1:20 a=b
///     capability fs.read(config/a) node/fs#readFileSync 3:1 in load
std::string DumpFacts(const FileFacts& facts);

/// The facts as one JSON object with the field names of the schema; empty fields are left out.
void WriteFacts(const FileFacts& facts, JsonWriter& json);

}  // namespace krepis::analyzer

#pragma once

// The parts of the protobuf wire format that Ast and Semantics share; only their .cc files include
// this.

#include <optional>
#include <protozero/pbf_reader.hpp>
#include <protozero/pbf_writer.hpp>
#include <vector>

#include "analyzer/ast/ast.h"

namespace krepis::analyzer::wire {

/// The current field of `reader` as a column. Not more than 2^26 rows: a tree of a 10 MB file has
/// fewer.
inline std::optional<Column> ReadColumn(protozero::pbf_reader& reader) {
  const auto data = reader.get_view();
  if (data.size() % 4 != 0 || data.size() / 4 > (1u << 26)) return std::nullopt;
  return Column(data.data(), static_cast<uint32_t>(data.size() / 4));
}

inline bool IsLengthDelimited(const protozero::pbf_reader& reader) {
  return reader.wire_type() == protozero::pbf_wire_type::length_delimited;
}

/// A StringTable whose ends are in order and end with the text's size.
inline std::optional<StringTableView> ReadStrings(std::string_view bytes) {
  protozero::pbf_reader reader(bytes.data(), bytes.size());
  std::string_view text;
  Column ends;
  while (reader.next()) {
    if (!IsLengthDelimited(reader)) return std::nullopt;
    if (reader.tag() == 1) {
      const auto view = reader.get_view();
      text = {view.data(), view.size()};
    } else if (reader.tag() == 2) {
      const auto column = ReadColumn(reader);
      if (!column) return std::nullopt;
      ends = *column;
    } else {
      reader.skip();
    }
  }
  uint32_t previous = 0;
  for (uint32_t i = 0; i < ends.size(); ++i) {
    if (ends[i] < previous || ends[i] > text.size()) return std::nullopt;
    previous = ends[i];
  }
  if (previous != text.size()) return std::nullopt;
  return StringTableView(text, ends);
}

inline void WriteColumn(protozero::pbf_writer& writer, uint32_t tag,
                        const std::vector<uint32_t>& column) {
  static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__,
                "columns are little-endian and written as they are");
  writer.add_bytes(tag, reinterpret_cast<const char*>(column.data()), column.size() * 4);
}

}  // namespace krepis::analyzer::wire

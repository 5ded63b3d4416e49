#include "analyzer/ast/semantics.h"

#include <algorithm>

#include "analyzer/ast/ast_builder.h"
#include "analyzer/ast/wire.h"

namespace krepis::analyzer {
namespace {

constexpr uint32_t kSchema = 1;

Error Malformed(const char* what) {
  return {std::string("malformed semantics: ") + what, "", 0, 0};
}

}  // namespace

Result<Semantics> Semantics::Read(std::string_view bytes) try {
  Semantics semantics;
  uint32_t schema = 0;
  protozero::pbf_reader reader(bytes.data(), bytes.size());
  while (reader.next()) {
    const uint32_t tag = reader.tag();
    if (tag == 1) {
      if (reader.wire_type() != protozero::pbf_wire_type::varint)
        return Malformed("wrong wire type");
      schema = reader.get_uint32();
    } else if (tag >= 2 && tag <= 7) {
      if (!wire::IsLengthDelimited(reader)) return Malformed("wrong wire type");
      if (tag == 7) {
        const auto view = reader.get_view();
        const auto strings = wire::ReadStrings({view.data(), view.size()});
        if (!strings) return Malformed("string table out of order");
        semantics.strings_ = *strings;
        continue;
      }
      const auto column = wire::ReadColumn(reader);
      if (!column) return Malformed("column is not packed fixed32");
      Column* const columns[] = {&semantics.kinds_, &semantics.starts_, &semantics.lengths_,
                                 &semantics.symbols_, &semantics.files_};
      *columns[tag - 2] = *column;
    } else {
      reader.skip();
    }
  }
  if (schema != kSchema) return Malformed("unknown schema");
  const uint32_t rows = semantics.kinds_.size();
  for (const Column* column :
       {&semantics.starts_, &semantics.lengths_, &semantics.symbols_, &semantics.files_}) {
    if (column->size() != rows) return Malformed("columns of different lengths");
  }
  for (uint32_t i = 0; i < rows; ++i) {
    if (semantics.kinds_[i] < 1 || semantics.kinds_[i] > 4) return Malformed("unknown kind");
    if (semantics.symbols_[i] >= semantics.strings_.size() ||
        semantics.files_[i] >= semantics.strings_.size()) {
      return Malformed("name outside the string table");
    }
    if (i > 0 && semantics.starts_[i] < semantics.starts_[i - 1])
      return Malformed("rows out of order");
  }
  return semantics;
} catch (const protozero::exception& broken) {
  return Malformed(broken.what());
}

SemanticRow Semantics::row(uint32_t index) const {
  return {static_cast<SemanticKind>(kinds_[index]),
          {starts_[index], lengths_[index]},
          strings_[symbols_[index]],
          strings_[files_[index]]};
}

uint32_t Semantics::LowerBound(uint32_t offset) const {
  uint32_t low = 0;
  uint32_t high = size();
  while (low < high) {
    const uint32_t middle = low + (high - low) / 2;
    if (starts_[middle] < offset) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

void SemanticsBuilder::Add(SemanticKind kind, ByteSpan span, std::string_view symbol,
                           std::string_view file) {
  rows_.push_back({span.start, span.length, static_cast<uint32_t>(kind), std::string(symbol),
                   std::string(file)});
}

void SemanticsBuilder::Add(const Semantics& other) {
  for (uint32_t i = 0; i < other.size(); ++i) {
    const SemanticRow row = other.row(i);
    Add(row.kind, row.span, row.symbol, row.file);
  }
}

std::string SemanticsBuilder::Finish() {
  std::sort(rows_.begin(), rows_.end());
  rows_.erase(std::unique(rows_.begin(), rows_.end()), rows_.end());
  std::vector<uint32_t> kinds, starts, lengths, symbols, files;
  StringTableBuilder strings;
  for (const Row& row : rows_) {
    kinds.push_back(row.kind);
    starts.push_back(row.start);
    lengths.push_back(row.length);
    symbols.push_back(strings.Add(row.symbol));
    files.push_back(strings.Add(row.file));
  }
  rows_.clear();
  std::string bytes;
  protozero::pbf_writer writer(bytes);
  writer.add_uint32(1, kSchema);
  wire::WriteColumn(writer, 2, kinds);
  wire::WriteColumn(writer, 3, starts);
  wire::WriteColumn(writer, 4, lengths);
  wire::WriteColumn(writer, 5, symbols);
  wire::WriteColumn(writer, 6, files);
  writer.add_message(7, strings.Serialize());
  return bytes;
}

}  // namespace krepis::analyzer

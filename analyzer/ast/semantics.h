#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/ast/ast.h"

namespace krepis::analyzer {

/// What a compiler knows about one place. Values are stable (krepis.v1.Semantics.kind).
enum class SemanticKind : uint32_t { kInclude = 1, kCall = 2, kBase = 3, kReference = 4 };

struct SemanticRow {
  SemanticKind kind;
  ByteSpan span;
  std::string_view
      symbol;  // include: path of the opened file (workspace-relative, or absolute outside it);
               // else a qualified name without template arguments or parameters
  std::string_view file;  // workspace-relative path of the declaring file; empty: outside
};

/// A validated krepis.v1.Semantics, read in place: it owns nothing. Rows are sorted by (start,
/// length, kind, symbol).
class Semantics {
 public:
  Semantics() = default;
  static Result<Semantics> Read(std::string_view bytes);

  uint32_t size() const { return kinds_.size(); }
  SemanticRow row(uint32_t index) const;
  /// Index of the first row that starts at `offset` or later.
  uint32_t LowerBound(uint32_t offset) const;

 private:
  Column kinds_, starts_, lengths_, symbols_, files_;
  StringTableView strings_;
};

/// Collects rows of one file, in any order and with repeats (a header is seen by many translation
/// units).
class SemanticsBuilder {
 public:
  void Add(SemanticKind kind, ByteSpan span, std::string_view symbol, std::string_view file);
  void Add(const Semantics& other);
  bool empty() const { return rows_.empty(); }
  /// Sorted, without repeats, serialised.
  std::string Finish();

 private:
  struct Row {
    uint32_t start, length, kind;
    std::string symbol, file;
    auto operator<=>(const Row&) const = default;
  };
  std::vector<Row> rows_;
};

}  // namespace krepis::analyzer

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "analyzer/lsp/position.h"

namespace krepis::analyzer {

/// A larger text is not taken into an editor's buffer here: the file on the disk goes on to count.
inline constexpr size_t kMaxDocumentBytes = 32'000'000;

/// The text of an open editor. Not thread-safe.
class Document {
 public:
  Document() = default;
  Document(std::string text, int64_t version) : text_(std::move(text)), version_(version) {}

  const std::string& text() const { return text_; }
  int64_t version() const { return version_; }

  /// Applies the `contentChanges` of a didChange, in order; places outside of the text are moved to
  /// its end, a range that is the wrong way round is turned. False, and nothing changes: the
  /// version is not newer, the changes cannot be read, or the text would become too large.
  bool Apply(const Json& changes, int64_t version, PositionEncoding encoding);

 private:
  std::string text_;
  int64_t version_ = 0;
};

}  // namespace krepis::analyzer

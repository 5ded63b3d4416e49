#pragma once

#include <memory>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/core/ids.h"

namespace krepis::analyzer {

/// Strings by id. Views stay valid for the interner's life. Not thread-safe while interning;
/// reading is.
class StringInterner {
 public:
  StringInterner();

  /// The id of `text`, a new one when it is new. The empty string is id 0.
  StringId Intern(std::string_view text);
  /// The id of `text`, or 0 when it was never interned (or is empty).
  StringId Find(std::string_view text) const;
  std::string_view View(StringId id) const { return views_[Index(id)]; }
  uint32_t size() const { return static_cast<uint32_t>(views_.size()); }

 private:
  std::string_view Copy(std::string_view text);

  std::vector<std::unique_ptr<char[]>> chunks_;
  size_t chunk_used_ = 0;
  size_t chunk_size_ = 0;
  std::vector<std::string_view> views_;
  std::unordered_map<std::string_view, StringId> ids_;
};

}  // namespace krepis::analyzer

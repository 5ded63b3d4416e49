#pragma once

#include <compare>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/result.h"

namespace krepis::analyzer {

/// A compiled path pattern of the configuration. Patterns are root-relative and match whole paths,
/// segment by segment, case-sensitively:
///
///   `*`       any text within a segment, also none beside other text; a dot is nothing special
///   `**`      as a whole segment: any number of segments; at the end at least one (`a/**` is what
///             lies below a, not a itself)
///   `{name}`  like `*` but never empty, and captured; the leftmost captures are the shortest
///
/// Everything else is literal, `?`, `[` and `]` included. There is no brace alternation. Matching
/// takes time proportional to pattern times path at worst and allocates nothing but captures.
/// Immutable, so safe to share between threads.
class Glob {
 public:
  /// Fails on what cannot match a root-relative path or is ambiguous (empty segments, `..`, a
  /// leading `/`, `a**`, `{a,b}`, neighbouring wildcards …). The error's `column` is the 1-based
  /// byte in `pattern`, its `path` is empty.
  static Result<Glob> Compile(std::string_view pattern);

  const std::string& pattern() const { return pattern_; }
  /// In the order in which they stand in the pattern.
  const std::vector<std::string>& capture_names() const { return capture_names_; }

  /// Whether all of `path` (relative, '/' between segments) matches. On a match `captures`, where
  /// given, receives one view into `path` per capture name; otherwise it is left alone.
  bool Match(std::string_view path, std::vector<std::string_view>* captures = nullptr) const;
  /// Whether everything below the directory `path` matches, so that a walk may skip it: true for
  /// `dist` and `**/dist/**`.
  bool CoversDirectory(std::string_view path) const;
  /// The literal text that every match starts with, up to and including a '/' unless the pattern
  /// has no wildcard: "packages/core/" of `packages/core/**`.
  std::string_view literal_prefix() const { return std::string_view(pattern_).substr(0, prefix_); }

  /// Which of two patterns that match one path is the more specific: segment by segment from the
  /// left, literal over mixed over capture over `*` over `**`, and a longer pattern over the one
  /// that it continues. greater: `a` is; equal: a tie.
  friend std::strong_ordering CompareSpecificity(const Glob& a, const Glob& b);

 private:
  enum class SegmentKind : uint8_t { kAnySegments, kAny, kCapture, kMixed, kLiteral };
  /// A piece of a mixed segment: a wildcard, then literal text. The first piece of a segment may
  /// lack the wildcard.
  struct Piece {
    std::string literal;
    bool wild = false;
    bool capture = false;
  };
  struct Segment {
    SegmentKind kind = SegmentKind::kLiteral;
    std::vector<Piece> pieces;
    uint32_t first_capture = 0;
  };

  Glob() = default;
  std::string FindNeedle() const;
  static bool MatchSegment(const Segment& segment, std::string_view text,
                           std::string_view* captures);
  bool MatchSegments(std::span<const Segment> segments, std::string_view path,
                     std::vector<std::string_view>* captures) const;

  std::string pattern_;
  std::vector<Segment> segments_;
  std::vector<std::string> capture_names_;
  std::string needle_;  // the longest literal text behind the prefix: no match lacks it
  size_t prefix_ = 0;
};

std::strong_ordering CompareSpecificity(const Glob& a, const Glob& b);

/// Whether all of `text` matches `pattern`, in which `*` stands for any text, '/' included, and
/// everything else for itself. For symbols (`*Guard`), packages and other names without segments.
bool MatchWildcard(std::string_view pattern, std::string_view text);

}  // namespace krepis::analyzer

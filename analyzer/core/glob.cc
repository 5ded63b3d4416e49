#include "analyzer/core/glob.h"

#include <algorithm>
#include <optional>

namespace krepis::analyzer {
namespace {

Error At(size_t offset, std::string message) {
  Error error;
  error.message = std::move(message);
  error.column = static_cast<uint32_t>(offset + 1);
  return error;
}

bool IsNameStart(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool IsNameByte(char c) { return IsNameStart(c) || (c >= '0' && c <= '9') || c == '-'; }

/// Cuts the text up to the next '/' off the front of `rest`.
std::string_view NextSegment(std::string_view& rest, bool& more) {
  const size_t slash = rest.find('/');
  const std::string_view segment = rest.substr(0, slash);
  more = slash != std::string_view::npos;
  rest = more ? rest.substr(slash + 1) : std::string_view();
  return segment;
}

}  // namespace

Result<Glob> Glob::Compile(std::string_view pattern) {
  if (pattern.empty()) return At(0, "an empty pattern matches nothing");
  if (pattern.front() == '/') return At(0, "patterns are relative to the root: drop the leading /");
  if (pattern.back() == '/') {
    return At(pattern.size() - 1, "a pattern names files: end it with /** for all below");
  }
  Glob glob;
  glob.pattern_ = pattern;
  std::optional<size_t> first_wild;
  size_t start = 0;
  while (start <= pattern.size()) {
    const size_t end = std::min(pattern.find('/', start), pattern.size());
    const std::string_view text = pattern.substr(start, end - start);
    if (text.empty()) return At(start, "empty segment: write one / only");
    if (text == "." || text == "..") return At(start, "patterns have no . or .. segments");
    Segment segment;
    segment.first_capture = static_cast<uint32_t>(glob.capture_names_.size());
    if (text == "**") {
      if (!glob.segments_.empty() && glob.segments_.back().kind == SegmentKind::kAnySegments) {
        return At(start, "**/** is the same as **");
      }
      segment.kind = SegmentKind::kAnySegments;
      if (!first_wild) first_wild = start;
      glob.segments_.push_back(std::move(segment));
      start = end + 1;
      continue;
    }
    Piece piece;
    bool any_literal = false;
    bool any_wild = false;
    for (size_t i = 0; i < text.size();) {
      const char c = text[i];
      if (c == '*' || c == '{') {
        if (text.substr(i, 2) == "**") return At(start + i, "** must be a segment of its own");
        if (piece.wild && piece.literal.empty()) {
          return At(start + i, "two wildcards side by side: where does one end?");
        }
        if (!first_wild) first_wild = start;
        if (piece.wild || !piece.literal.empty()) segment.pieces.push_back(std::move(piece));
        piece = Piece();
        piece.wild = true;
        any_wild = true;
        if (c == '*') {
          ++i;
          continue;
        }
        const size_t close = text.find('}', i);
        if (close == std::string_view::npos) return At(start + i, "{ without its }");
        const std::string_view name = text.substr(i + 1, close - i - 1);
        if (name.find(',') != std::string_view::npos) {
          return At(start + i, "{a,b} is no alternation here: write one pattern for each");
        }
        if (name.empty() || !IsNameStart(name.front()) ||
            !std::all_of(name.begin(), name.end(), IsNameByte)) {
          return At(start + i, "a capture is a name in braces: letters, digits, _ and -");
        }
        const auto& names = glob.capture_names_;
        if (std::find(names.begin(), names.end(), name) != names.end()) {
          return At(start + i, "the capture {" + std::string(name) + "} stands here twice");
        }
        glob.capture_names_.emplace_back(name);
        piece.capture = true;
        i = close + 1;
        continue;
      }
      if (c == '}') return At(start + i, "} without its {");
      if (c == '\\') return At(start + i, "separate segments with /, not with a backslash");
      if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
        return At(start + i, "a control character in a pattern");
      }
      piece.literal.push_back(c);
      any_literal = true;
      ++i;
    }
    segment.kind = !any_wild       ? SegmentKind::kLiteral
                   : any_literal   ? SegmentKind::kMixed
                   : piece.capture ? SegmentKind::kCapture
                                   : SegmentKind::kAny;
    segment.pieces.push_back(std::move(piece));
    glob.segments_.push_back(std::move(segment));
    start = end + 1;
  }
  glob.prefix_ = first_wild.value_or(pattern.size());
  glob.needle_ = glob.FindNeedle();
  return glob;
}

std::string Glob::FindNeedle() const {
  std::string needle;
  size_t at = 0;  // where the segment starts, as long as all before it are literal
  for (const Segment& segment : segments_) {
    const bool in_prefix = at < prefix_;
    for (const Piece& piece : segment.pieces) {
      at += piece.literal.size();
      if (!in_prefix && piece.literal.size() > needle.size()) needle = piece.literal;
    }
    ++at;
  }
  return needle;
}

bool Glob::MatchSegment(const Segment& segment, std::string_view text, std::string_view* captures) {
  // Each literal goes to the first place where it fits, the last one to the end: leftmost placement
  // leaves the most room for what follows, so there is nothing to go back to.
  size_t at = 0;
  std::string_view* capture = captures == nullptr ? nullptr : captures + segment.first_capture;
  for (size_t p = 0; p < segment.pieces.size(); ++p) {
    const Piece& piece = segment.pieces[p];
    const bool last = p + 1 == segment.pieces.size();
    if (!piece.wild) {
      if (!text.substr(at).starts_with(piece.literal)) return false;
      at += piece.literal.size();
      if (last && at != text.size()) return false;
      continue;
    }
    const size_t least = at + (piece.capture ? 1 : 0);
    size_t found;
    if (last) {
      if (text.size() < least + piece.literal.size() || !text.ends_with(piece.literal))
        return false;
      found = text.size() - piece.literal.size();
    } else {
      found = least > text.size() ? std::string_view::npos : text.find(piece.literal, least);
      if (found == std::string_view::npos) return false;
    }
    if (piece.capture && capture != nullptr) *capture++ = text.substr(at, found - at);
    at = found + piece.literal.size();
  }
  return true;
}

bool Glob::MatchSegments(std::span<const Segment> segments, std::string_view path,
                         std::vector<std::string_view>* captures) const {
  // Between two ** the segments are placed at the first place where they fit, as in MatchSegment;
  // `resume_*` is where the latest ** stands, and only it is ever extended.
  std::string_view* views = captures == nullptr ? nullptr : captures->data();
  size_t next = 0;
  std::string_view rest = path;
  bool more = true;  // `rest` holds at least one segment
  size_t resume_segment = 0;
  std::string_view resume_rest;
  bool can_resume = false;
  while (more || next < segments.size()) {
    if (next < segments.size() && segments[next].kind == SegmentKind::kAnySegments) {
      if (next + 1 == segments.size()) return more;
      ++next;
      resume_segment = next;
      resume_rest = rest;
      can_resume = more;
      continue;
    }
    if (more && next < segments.size()) {
      std::string_view after = rest;
      bool after_more = false;
      const std::string_view text = NextSegment(after, after_more);
      if (!text.empty() && MatchSegment(segments[next], text, views)) {
        ++next;
        rest = after;
        more = after_more;
        continue;
      }
    }
    if (!can_resume) return false;
    bool resume_more = false;
    NextSegment(resume_rest, resume_more);
    if (!resume_more) return false;
    rest = resume_rest;
    more = true;
    next = resume_segment;
  }
  return true;
}

bool Glob::Match(std::string_view path, std::vector<std::string_view>* captures) const {
  const std::string_view prefix = literal_prefix();
  if (prefix.size() == pattern_.size()) {
    if (path != prefix) return false;
    if (captures != nullptr) captures->clear();
    return true;
  }
  if (path.empty() || !path.starts_with(prefix)) return false;
  if (path.find(needle_, prefix.size()) == std::string_view::npos) return false;
  if (captures == nullptr || capture_names_.empty()) {
    if (!MatchSegments(segments_, path, nullptr)) return false;
    if (captures != nullptr) captures->clear();
    return true;
  }
  std::vector<std::string_view> found(capture_names_.size());
  if (!MatchSegments(segments_, path, &found)) return false;
  *captures = std::move(found);
  return true;
}

bool Glob::CoversDirectory(std::string_view path) const {
  std::span<const Segment> segments = segments_;
  if (segments.back().kind != SegmentKind::kAnySegments) return false;
  if (segments.size() == 1) return true;
  // The directory itself, or one above it that is covered already.
  return MatchSegments(segments, path, nullptr) ||
         MatchSegments(segments.first(segments.size() - 1), path, nullptr);
}

std::strong_ordering CompareSpecificity(const Glob& a, const Glob& b) {
  const size_t common = std::min(a.segments_.size(), b.segments_.size());
  for (size_t i = 0; i < common; ++i) {
    if (a.segments_[i].kind != b.segments_[i].kind) {
      return a.segments_[i].kind <=> b.segments_[i].kind;
    }
  }
  return a.segments_.size() <=> b.segments_.size();
}

bool MatchWildcard(std::string_view pattern, std::string_view text) {
  size_t p = 0;
  size_t t = 0;
  size_t star = std::string_view::npos;
  size_t resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && pattern[p] == text[t]) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

}  // namespace krepis::analyzer

#include "analyzer/workspace/ignore_rules.h"

#include <array>
#include <cctype>
#include <optional>
#include <utility>

#include "analyzer/workspace/paths.h"

namespace krepis::analyzer {
namespace {

using NamedClass = std::pair<std::string_view, int (*)(int)>;
constexpr std::array<NamedClass, 12> kNamedClasses = {{{"alnum", std::isalnum},
                                                       {"alpha", std::isalpha},
                                                       {"blank", std::isblank},
                                                       {"cntrl", std::iscntrl},
                                                       {"digit", std::isdigit},
                                                       {"graph", std::isgraph},
                                                       {"lower", std::islower},
                                                       {"print", std::isprint},
                                                       {"punct", std::ispunct},
                                                       {"space", std::isspace},
                                                       {"upper", std::isupper},
                                                       {"xdigit", std::isxdigit}}};

/// Reads the class at `pattern[at]` == '[' and moves `at` behind it; whether it contains `c`.
/// nullopt: it never ends or names an unknown class, so the whole pattern matches nothing.
std::optional<bool> MatchClass(std::string_view pattern, size_t& at, unsigned char c) {
  size_t i = at + 1;
  bool negated = false;
  if (i < pattern.size() && (pattern[i] == '!' || pattern[i] == '^')) {
    negated = true;
    ++i;
  }
  bool found = false;
  int previous = -1;  // the possible start of a range
  for (bool first = true; i < pattern.size(); first = false) {
    if (pattern[i] == ']' && !first) {
      at = i + 1;
      return found != negated && c != '/';
    }
    if (pattern[i] == '-' && previous >= 0 && i + 1 < pattern.size() && pattern[i + 1] != ']') {
      ++i;
      if (pattern[i] == '\\' && ++i == pattern.size()) return std::nullopt;
      const auto last = static_cast<unsigned char>(pattern[i++]);
      found |= previous <= c && c <= last;
      previous = -1;
      continue;
    }
    if (pattern[i] == '[' && i + 1 < pattern.size() && pattern[i + 1] == ':') {
      const size_t end = pattern.find(']', i + 2);
      if (end == std::string_view::npos) return std::nullopt;
      if (pattern[end - 1] == ':' && end > i + 2) {
        const std::string_view name = pattern.substr(i + 2, end - i - 3);
        bool known = false;
        for (const auto& [spelling, contains] : kNamedClasses) {
          if (spelling != name) continue;
          known = true;
          found |= contains(c) != 0;
        }
        if (!known) return std::nullopt;
        previous = -1;
        i = end + 1;
        continue;
      }
    }
    if (pattern[i] == '\\' && ++i == pattern.size()) return std::nullopt;
    previous = static_cast<unsigned char>(pattern[i++]);
    found |= previous == c;
  }
  return std::nullopt;
}

bool HasWildcard(std::string_view text) {
  return text.find_first_of("*?[\\") != std::string_view::npos;
}

/// Without unescaped spaces at the end.
std::string_view TrimTrailingSpaces(std::string_view line) {
  size_t end = 0;
  for (size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '\\') {
      if (++i == line.size()) return line;
      end = i + 1;
    } else if (line[i] != ' ') {
      end = i + 1;
    }
  }
  return line.substr(0, end);
}

}  // namespace

// Two places to return to on a mismatch suffice: a later wildcard can always do with the shortest
// text that the earlier ones left to it, and `*` never reaches past its segment.
bool MatchIgnorePattern(std::string_view pattern, std::string_view text) {
  constexpr size_t kNone = std::string_view::npos;
  size_t p = 0, t = 0;
  size_t star_p = kNone, star_t = 0;  // after `*`; text from star_t may still grow into it
  size_t deep_p = kNone, deep_t = 0;  // after `**/`; text from deep_t, at the start of a segment
  for (;;) {
    bool matches = false;
    if (p == pattern.size()) {
      if (t == text.size()) return true;
    } else if (pattern[p] == '*') {
      const size_t start = p;
      while (p < pattern.size() && pattern[p] == '*') ++p;
      const bool whole_segment = p - start >= 2 && (start == 0 || pattern[start - 1] == '/') &&
                                 (p == pattern.size() || pattern[p] == '/');
      if (whole_segment) {
        if (p == pattern.size()) return true;
        deep_p = ++p;
        deep_t = t;
        star_p = kNone;
      } else {
        star_p = p;
        star_t = t;
      }
      continue;
    } else if (t < text.size()) {
      const char c = text[t];
      switch (pattern[p]) {
        case '?':
          matches = c != '/';
          ++p;
          break;
        case '[': {
          const std::optional<bool> contains =
              MatchClass(pattern, p, static_cast<unsigned char>(c));
          if (!contains) return false;
          matches = *contains;
          break;
        }
        case '\\':
          if (p + 1 == pattern.size()) return false;
          matches = pattern[p + 1] == c;
          p += 2;
          break;
        default:
          matches = pattern[p++] == c;
      }
      if (matches) ++t;
    }
    if (matches) continue;
    if (star_p != kNone && star_t < text.size() && text[star_t] != '/') {
      t = ++star_t;
      p = star_p;
      continue;
    }
    if (deep_p == kNone) return false;
    const size_t slash = text.find('/', deep_t);
    if (slash == kNone) return false;
    t = deep_t = slash + 1;
    p = deep_p;
    star_p = kNone;
  }
}

IgnoreRules IgnoreRules::Parse(std::string_view text) {
  IgnoreRules rules;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  while (!text.empty()) {
    const size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.starts_with('#')) continue;
    line = TrimTrailingSpaces(line);
    Rule rule;
    if (line.starts_with('!')) {
      rule.negated = true;
      line.remove_prefix(1);
    }
    if (line.ends_with('/')) {
      rule.directory_only = true;
      line.remove_suffix(1);
    }
    if (line.empty()) continue;
    rule.base_name_only = line.find('/') == std::string_view::npos;
    if (line.starts_with('/')) line.remove_prefix(1);
    rule.pattern = line;
    rules.Add(std::move(rule));
  }
  return rules;
}

void IgnoreRules::Add(Rule rule) {
  const auto place = static_cast<uint32_t>(rules_.size());
  const std::string_view pattern = rule.pattern;
  if (!HasWildcard(pattern)) {
    (rule.base_name_only ? names_ : paths_)[rule.pattern].push_back(place);
  } else if (rule.base_name_only && pattern.size() > 1 && pattern.front() == '*' &&
             !HasWildcard(pattern.substr(1))) {
    suffixes_.push_back({pattern.back(), place});
  } else {
    others_.push_back(place);
  }
  rules_.push_back(std::move(rule));
}

template <class Matches>
int64_t IgnoreRules::LastOf(const Places& places, int64_t behind, bool is_directory,
                            Matches matches) const {
  for (auto place = places.rbegin(); place != places.rend() && *place > behind; ++place) {
    const Rule& rule = rules_[*place];
    if ((is_directory || !rule.directory_only) && matches(rule)) return *place;
  }
  return behind;
}

IgnoreRules::Verdict IgnoreRules::Judge(std::string_view path, bool is_directory) const {
  if (rules_.empty()) return Verdict::kUndecided;
  const std::string_view base = BaseNameOf(path);
  int64_t last = -1;
  const auto look_up = [&](const auto& literals, std::string_view subject) {
    if (literals.empty()) return;
    const auto found = literals.find(std::string(subject));
    if (found == literals.end()) return;
    last = LastOf(found->second, last, is_directory, [](const Rule&) { return true; });
  };
  look_up(names_, base);
  look_up(paths_, path);
  for (auto suffix = suffixes_.rbegin(); suffix != suffixes_.rend() && suffix->rule > last;
       ++suffix) {
    if (base.empty() || suffix->last != base.back()) continue;
    const Rule& rule = rules_[suffix->rule];
    if (rule.directory_only && !is_directory) continue;
    if (base.ends_with(std::string_view(rule.pattern).substr(1))) last = suffix->rule;
  }
  last = LastOf(others_, last, is_directory, [&](const Rule& rule) {
    return MatchIgnorePattern(rule.pattern, rule.base_name_only ? base : path);
  });
  if (last < 0) return Verdict::kUndecided;
  return rules_[static_cast<size_t>(last)].negated ? Verdict::kKept : Verdict::kIgnored;
}

}  // namespace krepis::analyzer

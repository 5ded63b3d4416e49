#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace krepis::analyzer {

/// A .gitignore above the workspace root.
struct OuterIgnoreFile {
  std::string text;
  /// The workspace root relative to the folder of the file: "services/shop".
  std::string root_in_folder;
};

/// The patterns of one ignore file (gitignore(5)). Immutable, so safe to share between threads.
class IgnoreRules {
 public:
  enum class Verdict : uint8_t { kUndecided, kIgnored, kKept };

  /// Never fails: what git does not understand matches nothing.
  static IgnoreRules Parse(std::string_view text);

  /// What this file says of `path`, which is relative to the file's folder; its last matching
  /// pattern decides. Parents are the caller's business: git never looks below an ignored folder.
  Verdict Judge(std::string_view path, bool is_directory) const;
  bool empty() const { return rules_.empty(); }

 private:
  struct Rule {
    std::string pattern;  // without '!', leading and trailing '/'
    bool negated = false;
    bool directory_only = false;
    bool base_name_only = false;  // no '/' in the pattern: matches at any depth
  };
  using Places = std::vector<uint32_t>;  // of rules, rising
  struct Suffix {
    char last;  // of the text behind the "*"
    uint32_t rule;
  };

  void Add(Rule rule);
  /// The last of those that `matches` and stands behind `behind`, or that.
  template <class Matches>
  int64_t LastOf(const Places& places, int64_t behind, bool is_directory, Matches matches) const;

  // Large projects have hundreds of rules and ask about each of their files: what has no wildcard
  // is looked up, and of "*.o" the last letter is compared first.
  std::vector<Rule> rules_;
  std::unordered_map<std::string, Places> names_;  // of rules without wildcards: base names
  std::unordered_map<std::string, Places> paths_;  // and paths
  std::vector<Suffix> suffixes_;                   // base names "*" with literal text behind
  Places others_;
};

/// Whether `text` matches a wildmatch pattern as git applies it to paths: `*` and `?` do not cross
/// '/', `**` does between slashes, `[a-z]`, `[!a]` and `[[:digit:]]` are classes, '\' quotes.
bool MatchIgnorePattern(std::string_view pattern, std::string_view text);

}  // namespace krepis::analyzer

#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace krepis::analyzer {

/// Which of a set of files texts name: by a path with a '/' or with its extension, as scripts,
/// configurations, pages and calls with computed arguments do. The last two segments of a path
/// count: "./x/a", "@/x/a.ts" and "x/a" all name src/x/a.ts, and "x" with a '/' before it
/// src/x/index.ts.
class Mentions {
 public:
  /// Views of `files` must outlive it.
  explicit Mentions(const std::vector<std::string_view>& files);

  /// What `text` of `path` names and nothing before it did; a file does not name itself. Linear in
  /// the text but for files of one name, of which each is compared.
  std::vector<std::string_view> Read(std::string_view path, std::string_view text);

 private:
  struct File {
    std::string_view path;
    std::string_view key;  // without the extension, and without "/index"
    bool mentioned = false;
  };
  void Name(std::string_view path, std::string_view word, std::vector<std::string_view>& found);

  std::vector<File> files_;
  std::unordered_map<std::string_view, std::vector<size_t>> by_stem_;
};

}  // namespace krepis::analyzer

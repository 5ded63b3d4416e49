#include "analyzer/frontend/module_urls.h"

#include <algorithm>

namespace krepis::analyzer {
namespace {

bool EndsAsCode(std::string_view path) {
  constexpr std::string_view kExtensions[] = {".ts",  ".tsx", ".mts", ".cts", ".js",
                                              ".jsx", ".mjs", ".cjs", ".vue", ".svelte"};
  return std::any_of(std::begin(kExtensions), std::end(kExtensions),
                     [&](std::string_view extension) { return path.ends_with(extension); });
}

/// Takes texts with blanks between them off the front.
class Taker {
 public:
  explicit Taker(std::string_view text) : text_(text) {}

  bool Take(std::string_view part) {
    Blanks();
    if (text_.substr(at_, part.size()) != part) return false;
    at_ += part.size();
    return true;
  }

  /// A path in quotes, without escapes.
  bool Path(std::string_view& path) {
    Blanks();
    const char quote = Next();
    if (quote != '"' && quote != '\'') return false;
    const size_t close = text_.find(quote, at_ + 1);
    if (close == std::string_view::npos) return false;
    path = text_.substr(at_ + 1, close - at_ - 1);
    at_ = close + 1;
    return (path.starts_with("./") || path.starts_with("../")) &&
           path.find_first_of("\\{\n") == std::string_view::npos;
  }

  char Next() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  size_t at() const { return at_; }

 private:
  void Blanks() { at_ = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size()); }

  const std::string_view text_;
  size_t at_ = 0;
};

}  // namespace

size_t ModuleUrlAt(std::string_view text) {
  Taker taker(text);
  std::string_view path;
  if (!taker.Take("new URL") || !taker.Take("(") || !taker.Path(path)) return 0;
  if (!EndsAsCode(path) || path.find('*') != std::string_view::npos) return 0;
  if (!taker.Take(",") || !taker.Take("import.meta.url")) return 0;
  taker.Take(",");
  return taker.Take(")") ? taker.at() : 0;
}

size_t ModuleGlobAt(std::string_view text) {
  Taker taker(text);
  std::string_view path;
  if (!taker.Take("import.meta.glob") || taker.Next() != '(') return 0;
  if (!taker.Take("(") || !taker.Path(path)) return 0;
  if (!EndsAsCode(path) && !path.ends_with('*')) return 0;
  return taker.Take(",") || taker.Take(")") ? taker.at() : 0;
}

}  // namespace krepis::analyzer

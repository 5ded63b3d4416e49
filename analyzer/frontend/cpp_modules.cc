#include "analyzer/frontend/cpp_modules.h"

#include "analyzer/ast/node_kind.h"

namespace krepis::analyzer::cpp {
namespace {

class ModuleReader {
 public:
  ModuleReader(const Scanner& scanner, std::span<const Token> statement)
      : scanner_(scanner), tokens_(statement) {}

  std::optional<ModuleStatement> Read(bool first) {
    // A directive of its own: it takes a line.
    for (size_t i = 0; i < tokens_.size(); ++i) {
      if (tokens_[i].starts_line != (i == 0)) return std::nullopt;
    }
    if (tokens_.empty()) return std::nullopt;
    ModuleStatement read;
    read.exported = Take("export");
    read.span = {tokens_[0].start, tokens_.back().end - tokens_[0].start};
    if (Take("import")) {
      if (read.exported) read.flags = kReexport;
      if (!Header(read) && !Name(read.name)) return std::nullopt;
    } else if (first && Take("module")) {
      if (!Unit(read)) return std::nullopt;
    } else {
      return std::nullopt;
    }
    while (at_ < tokens_.size() && Text().starts_with("[[")) ++at_;
    if (at_ != tokens_.size()) return std::nullopt;
    return read;
  }

 private:
  std::string_view Text() const {
    return at_ < tokens_.size() ? scanner_.TextOf(tokens_[at_]) : std::string_view();
  }
  bool Take(std::string_view text) {
    if (Text() != text) return false;
    ++at_;
    return true;
  }

  /// `<vector>` or "a/b.h".
  bool Header(ModuleStatement& read) {
    const std::string_view text = Text();
    if (text.size() > 2 && text.front() == '"' && text.back() == '"') {
      read.name = text.substr(1, text.size() - 2);
      read.flags |= kInclude;
      ++at_;
      return true;
    }
    if (text != "<") return false;
    for (++at_; at_ < tokens_.size(); ++at_) {
      if (Take(">")) {
        read.flags |= kInclude | kSystem;
        return !read.name.empty();
      }
      read.name += Text();
    }
    return false;
  }

  /// `a.b`, `:part`, `a.b:part`.
  bool Name(std::string& name) {
    bool word = true;
    if (Take(":")) name = ":";
    for (; at_ < tokens_.size(); ++at_) {
      const Token& token = tokens_[at_];
      const bool is_word = token.kind == Token::Kind::kWord || token.kind == Token::Kind::kMacro;
      const std::string_view text = Text();
      const bool joins = text == "." || (text == ":" && name.find(':') == std::string::npos);
      if (word ? !is_word : !joins) break;
      name += text;
      word = !word;
    }
    return !word;
  }

  bool Unit(ModuleStatement& read) {
    if (at_ == tokens_.size()) return !read.exported;  // the global fragment begins
    if (Text() == ":" && at_ + 1 < tokens_.size() &&
        scanner_.TextOf(tokens_[at_ + 1]) == "private") {
      at_ += 2;
      return !read.exported;
    }
    std::string name;
    if (!Name(name) || name.starts_with(':')) return false;
    // A unit that implements a module sees all of its interface; a partition does not.
    if (!read.exported && name.find(':') == std::string::npos) read.name = std::move(name);
    return true;
  }

  const Scanner& scanner_;
  const std::span<const Token> tokens_;
  size_t at_ = 0;
};

}  // namespace

std::optional<ModuleStatement> ReadModuleStatement(const Scanner& scanner,
                                                   std::span<const Token> statement, bool first) {
  return ModuleReader(scanner, statement).Read(first);
}

}  // namespace krepis::analyzer::cpp

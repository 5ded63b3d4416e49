#pragma once

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/ast/ast.h"
#include "analyzer/ast/ast_builder.h"

namespace krepis::analyzer {

/// A tree for tests, written as `krepis dump ast` prints it: two spaces of indentation a level,
/// `kind +flags "name" start+length`, where flags are the AST's shifted right by 8, in hexadecimal,
/// and everything behind the kind may be left out. The file node is implied.
class TestTree {
 public:
  TestTree(Language language, std::string_view text, uint32_t source_bytes = 1000) {
    AstBuilder builder;
    builder.Start(language, source_bytes);
    std::vector<Node> open;
    while (!text.empty()) {
      const size_t end = std::min(text.find('\n'), text.size());
      std::string_view line = text.substr(0, end);
      text.remove_prefix(std::min(end + 1, text.size()));
      const size_t indent = line.find_first_not_of(' ');
      if (indent == std::string_view::npos) continue;
      while (open.size() > indent / 2) {
        builder.Close(open.back());
        open.pop_back();
      }
      open.push_back(OpenLine(builder, line.substr(indent)));
    }
    while (!open.empty()) {
      builder.Close(open.back());
      open.pop_back();
    }
    bytes_ = builder.Finish();
    auto read = Ast::Read(bytes_);
    REQUIRE(read.ok());
    ast_ = *read;
  }

  const Ast& ast() const { return ast_; }

  /// The n-th node (from 0) of that kind and name.
  Node Find(NodeKind kind, std::string_view name, int nth = 0) const {
    for (Node node = 0; node < ast_.size(); ++node) {
      if (ast_.Is(node, kind) && ast_.name(node) == name && nth-- == 0) return node;
    }
    FAIL("no such node: ", std::string(name));
    return 0;
  }

 private:
  static Node OpenLine(AstBuilder& builder, std::string_view line) {
    const std::string_view kind = Word(line);
    uint32_t flags = 0;
    std::string name;
    ByteSpan span;
    while (!line.empty()) {
      if (line[0] == '"') {
        const size_t close = line.find('"', 1);
        name = line.substr(1, close - 1);
        line.remove_prefix(std::min(close + 2, line.size()));
      } else {
        const std::string word(Word(line));
        if (word[0] == '+') {
          flags = static_cast<uint32_t>(std::stoul(word.substr(1), nullptr, 16)) << 8;
        } else {
          const size_t plus = word.find('+');
          span = {static_cast<uint32_t>(std::stoul(word)),
                  static_cast<uint32_t>(std::stoul(word.substr(plus + 1)))};
        }
      }
    }
    for (uint32_t value = 1; value < 256; ++value) {
      if (IsNodeKind(value) && NodeKindName(static_cast<NodeKind>(value)) == kind)
        return builder.Open(static_cast<NodeKind>(value), flags, name, span);
    }
    FAIL("no such kind: ", std::string(kind));
    return 0;
  }

  static std::string_view Word(std::string_view& line) {
    const size_t end = std::min(line.find(' '), line.size());
    const std::string_view word = line.substr(0, end);
    line.remove_prefix(std::min(end + 1, line.size()));
    return word;
  }

  std::string bytes_;
  Ast ast_;
};

}  // namespace krepis::analyzer

#include <array>
#include <cassert>
#include <memory>
#include <utility>

#include "analyzer/ast/ast_builder.h"
#include "analyzer/frontend/cpp_lowering.h"
#include "analyzer/frontend/cpp_macros.h"
#include "analyzer/frontend/language_frontend.h"
#include "analyzer/frontend/lowering.h"
#include "analyzer/frontend/parser_memory.h"
#include "analyzer/frontend/rust_lowering.h"
#include "analyzer/frontend/rust_macros.h"
#include "analyzer/frontend/rust_newer_forms.h"
#include "analyzer/frontend/syntax_parser.h"
#include "analyzer/frontend/typescript_lowering.h"
#include "grammars/languages.h"

namespace krepis::analyzer {
namespace {

/// What one language needs; made when the first of its files comes.
struct LanguageParser {
  std::unique_ptr<SyntaxParser> parser;
  std::unique_ptr<Lowering> lowering;
};

LanguageParser MakeParser(Language language) {
  switch (language) {
    case Language::kTypeScript:
      return {std::make_unique<SyntaxParser>(tree_sitter_typescript(), typescript::kGrammar),
              std::make_unique<TypeScriptLowering>()};
    case Language::kTsx:
      return {std::make_unique<SyntaxParser>(tree_sitter_tsx(), typescript::kGrammar),
              std::make_unique<TypeScriptLowering>()};
    case Language::kJavaScript:
      return {std::make_unique<SyntaxParser>(tree_sitter_javascript(), typescript::kGrammar),
              std::make_unique<TypeScriptLowering>()};
    case Language::kRust:
      return {std::make_unique<SyntaxParser>(tree_sitter_rust(), rust::kGrammar),
              std::make_unique<RustLowering>()};
    case Language::kC:
      return {std::make_unique<SyntaxParser>(tree_sitter_c(), cpp::kGrammar),
              std::make_unique<CppLowering>()};
    case Language::kCpp:
      return {std::make_unique<SyntaxParser>(tree_sitter_cpp(), cpp::kGrammar),
              std::make_unique<CppLowering>()};
    case Language::kNone:
      break;
  }
  return {};
}

class TreeSitterFrontend final : public LanguageFrontend {
 public:
  explicit TreeSitterFrontend(const ParseLimits& limits) : limits_(limits) {}

  ParseOutcome Parse(std::string_view path, Language language, std::string_view source) override {
    assert(language != Language::kNone);
    const LanguageParser& tools = ToolsOf(language);
    tree_.Clear();
    bool parsed = ParseTree(*tools.parser, language, source);
    if (parsed && tree_.errors != 0) {
      // What the grammar of JavaScript stumbles over is mostly something that the one of TSX can
      // read, `<div class="x">` or the types of Flow; a header may be of C, with a `template` in
      // it.
      if (language == Language::kJavaScript) ReadAs(Language::kTsx, source);
      if (language == Language::kCpp && path.ends_with(".h")) ReadAs(Language::kC, source);
    }
    if (UsesParserMemory()) {
      for (const LanguageParser& used : parsers_) {
        if (used.parser != nullptr) used.parser->Drop();
      }
      ResetParserMemory();
    }
    if (!parsed) return {ParseOutcome::Status::kTimeOut, {}};
    builder_.Start(language, static_cast<uint32_t>(source.size()));
    tools.lowering->Run(tree_, source, builder_, 0);
    if (language == Language::kCpp) {
      for (const cpp::ModuleStatement& module : cpp_macros_.modules())
        builder_.Leaf(NodeKind::kImport, module.flags, module.name, module.span);
    }
    for (const ByteSpan comment : tree_.comments) {
      builder_.Leaf(NodeKind::kComment, 0, CommentText(source, comment), comment);
    }
    for (uint32_t i = 0; i < tree_.errors; ++i) builder_.CountError();
    if (tree_.errors != 0 && !builder_.Has(NodeKind::kError)) {
      builder_.Leaf(NodeKind::kError, 0, {}, tree_.first_error);  // in what no lowering keeps
    }
    return {ParseOutcome::Status::kTree, builder_.Finish()};
  }

 private:
  const LanguageParser& ToolsOf(Language language) {
    LanguageParser& tools = parsers_[static_cast<size_t>(language)];
    if (tools.parser == nullptr) tools = MakeParser(language);
    return tools;
  }

  /// False when the time is up.
  bool ParseTree(SyntaxParser& parser, Language language, std::string_view source) {
    parser.RestartClock(LimitFor(limits_.file_ms, source.size()));
    SyntaxParser::Request& request = request_;
    request = {};
    const bool cpp = GroupOf(language) == LanguageGroup::kCpp;
    request.text = cpp                           ? cpp_macros_.Clean(source)
                   : language == Language::kRust ? rust_newer_forms_.Clean(source)
                                                 : source;
    request.limit = static_cast<uint32_t>(source.size());
    // Types are not kept; what they import is.
    request.imports = GroupOf(language) == LanguageGroup::kTypeScript &&
                      language != Language::kJavaScript &&
                      source.find("import(") != std::string_view::npos;
    request.comments = KeptComments(language, source);
    if (parser.Parse(request, tree_) != SyntaxParser::Outcome::kDone) return false;
    if (cpp && tree_.errors != 0) tree_.imports = cpp_macros_.includes();
    return language != Language::kRust || rust_macros_.Expand(parser, source, tree_);
  }

  /// Reads the text of the last ParseTree() with another grammar, if that finds no error in it.
  void ReadAs(Language language, std::string_view source) {
    SyntaxParser& parser = *ToolsOf(language).parser;
    parser.RestartClock(LimitFor(limits_.file_ms, source.size()));
    request_.only_sound = true;
    other_tree_.Clear();
    const bool sound = parser.Parse(request_, other_tree_) == SyntaxParser::Outcome::kDone;
    if (sound) std::swap(tree_, other_tree_);
  }

  /// The comment without its markers and the blanks at both ends.
  static std::string_view CommentText(std::string_view source, ByteSpan span) {
    std::string_view text = source.substr(span.start, span.length);
    const bool block = text.size() >= 4 && text.starts_with("/*") && text.ends_with("*/");
    if (block) text.remove_suffix(2);
    const size_t begin = text.find_first_not_of("/*!< \t\r\n-");
    if (begin == std::string_view::npos) return {};
    text.remove_prefix(begin);
    return text.substr(0, text.find_last_not_of(" \t\r\n") + 1);
  }

  ParseLimits limits_;
  std::array<LanguageParser, static_cast<size_t>(Language::kCpp) + 1> parsers_;
  SyntaxTree tree_;
  SyntaxTree other_tree_;
  SyntaxParser::Request request_;
  RustMacros rust_macros_;
  RustNewerForms rust_newer_forms_;
  CppMacros cpp_macros_;
  AstBuilder builder_;
};

}  // namespace

std::unique_ptr<LanguageFrontend> MakeTreeSitterFrontend(const ParseLimits& limits) {
  return std::make_unique<TreeSitterFrontend>(limits);
}

}  // namespace krepis::analyzer

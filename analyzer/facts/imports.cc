#include "analyzer/facts/imports.h"

namespace krepis::analyzer {

void ExtractImports(const Scopes& scopes, std::string_view source, const Semantics* semantics,
                    FileFacts& facts) {
  switch (GroupOf(scopes.ast().language())) {
    case LanguageGroup::kTypeScript:
      return ExtractJavaScriptImports(scopes, source, facts);
    case LanguageGroup::kRust:
      return ExtractRustImports(scopes, facts);
    case LanguageGroup::kCpp:
      return ExtractCppImports(scopes, source, semantics, facts);
    case LanguageGroup::kNone:
      return;
  }
}

ByteSpan SpecifierSpan(std::string_view source, ByteSpan statement, std::string_view written) {
  if (written.empty() || statement.start > source.size()) return statement;
  const std::string_view text = source.substr(statement.start, statement.length);
  for (size_t at = text.find(written); at != std::string_view::npos;
       at = text.find(written, at + 1)) {
    const size_t behind = at + written.size();
    if (at == 0 || behind >= text.size()) continue;
    const char open = text[at - 1];
    const char close = text[behind];
    if ((open == '<' && close == '>') ||
        (open == close && (open == '"' || open == '\'' || open == '`'))) {
      return {statement.start + static_cast<uint32_t>(at), static_cast<uint32_t>(written.size())};
    }
  }
  return statement;
}

}  // namespace krepis::analyzer

#include "analyzer/facts/imports.h"

namespace krepis::analyzer {

void ExtractImports(const Scopes& scopes, std::string_view source, const Semantics* semantics,
                    FileFacts& facts) {
  switch (GroupOf(scopes.ast().language())) {
    case LanguageGroup::kTypeScript:
      return ExtractJavaScriptImports(scopes, source, facts);
    case LanguageGroup::kRust:
      return ExtractRustImports(scopes, source, facts);
    case LanguageGroup::kCpp:
      return ExtractCppImports(scopes, source, semantics, facts);
    case LanguageGroup::kNone:
      return;
  }
}

ByteSpan SpecifierSpan(std::string_view source, ByteSpan statement, std::string_view written) {
  constexpr size_t kSpecifierBytes = 4096;
  constexpr int kAttempts = 64;
  if (written.empty() || written.size() > kSpecifierBytes || statement.start > source.size())
    return statement;
  const std::string_view text = source.substr(statement.start, statement.length);
  size_t at = text.find(written);
  for (int attempt = 0; attempt < kAttempts && at != std::string_view::npos;
       ++attempt, at = text.find(written, at + 1)) {
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

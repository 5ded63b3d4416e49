#pragma once

#include <string>
#include <string_view>

#include "analyzer/facts/extract.h"
#include "analyzer/facts/test_source.h"

namespace krepis::analyzer {

/// One line per use: `capability(argument) symbol in function [confidence]`, what is usual left
/// out.
inline std::string Uses(Language language, std::string_view source,
                        const Semantics* semantics = nullptr) {
  static const CapabilityTable table = ShippedTables();
  const TestSource parsed(language, source);
  ExtractOptions options;
  options.capabilities = &table;
  const FileFacts facts = ExtractFacts(parsed.ast(), source, semantics, options);
  std::string text;
  for (const CapabilityUse& use : facts.capabilities) {
    text += use.capability;
    if (use.argument) text += "(" + *use.argument + ")";
    text += " " + use.symbol;
    if (!use.function.empty()) text += " in " + use.function;
    const bool by_name = GroupOf(language) == LanguageGroup::kCpp && semantics == nullptr;
    const bool usual = use.confidence == (by_name ? Confidence::kResolved : Confidence::kDirect);
    if (use.test_only) text += " test";
    if (!usual) text += " [" + std::string(ConfidenceName(use.confidence)) + "]";
    text += "\n";
  }
  return text;
}

inline std::string TypeScript(std::string_view source) {
  return Uses(Language::kTypeScript, source);
}

inline std::string Rust(std::string_view source) { return Uses(Language::kRust, source); }

inline std::string Cpp(std::string_view source) { return Uses(Language::kCpp, source); }

}  // namespace krepis::analyzer

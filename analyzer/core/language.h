#pragma once

#include <cstdint>
#include <string_view>

namespace krepis::analyzer {

/// What a source file is written in. The values are those of krepis.v1.Language (source.proto).
enum class Language : uint8_t {
  kNone = 0,
  kTypeScript = 1,
  kTsx = 2,
  kJavaScript = 3,
  kRust = 4,
  kC = 5,
  kCpp = 6
};

/// The groups that config (`languages = [...]`), tables and presets speak of.
enum class LanguageGroup : uint8_t { kNone = 0, kTypeScript = 1, kRust = 2, kCpp = 3 };

/// By the file name's extension: .ts .mts .cts -> TypeScript, .tsx -> TSX, .js .mjs .cjs .jsx ->
/// JavaScript, .rs -> Rust, .c -> C, .cc .cpp .cxx .c++ .h .hh .hpp .hxx .ipp .inl -> C++. Else
/// kNone.
Language LanguageOf(std::string_view path);
LanguageGroup GroupOf(Language language);
/// "typescript", "tsx", "javascript", "rust", "c", "cpp"; "" for kNone.
std::string_view LanguageName(Language language);
/// "typescript", "rust", "cpp"; "" for kNone.
std::string_view GroupName(LanguageGroup group);

}  // namespace krepis::analyzer

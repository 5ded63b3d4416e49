#include <array>
#include <cassert>

#include "analyzer/frontend/language_frontend.h"
#include "analyzer/frontend/lexical_scanner.h"

namespace krepis::analyzer {
namespace {

std::unique_ptr<LexicalScanner> MakeScanner(LanguageGroup group) {
  switch (group) {
    case LanguageGroup::kTypeScript:
      return MakeJavaScriptScanner();
    case LanguageGroup::kCpp:
      return MakeCppScanner();
    case LanguageGroup::kRust:
      return MakeRustScanner();
    case LanguageGroup::kNone:
      break;
  }
  return nullptr;
}

class LexicalFrontend final : public LanguageFrontend {
 public:
  ParseOutcome Parse(std::string_view, Language language, std::string_view source) override {
    assert(HasLexicalFrontend(language));
    const LanguageGroup group = GroupOf(language);
    std::unique_ptr<LexicalScanner>& scanner = scanners_[static_cast<size_t>(group)];
    if (scanner == nullptr) scanner = MakeScanner(group);
    builder_.Start(language, static_cast<uint32_t>(source.size()));
    const std::string_view doubt = scanner->Scan(language, source, builder_);
    if (!doubt.empty()) return {ParseOutcome::Status::kUnsure, {}, doubt};
    return {ParseOutcome::Status::kTree, builder_.Finish(), {}};
  }

 private:
  std::array<std::unique_ptr<LexicalScanner>, static_cast<size_t>(LanguageGroup::kCpp) + 1>
      scanners_;
  AstBuilder builder_;
};

}  // namespace

bool HasLexicalFrontend(Language language) { return GroupOf(language) != LanguageGroup::kNone; }

std::unique_ptr<LanguageFrontend> MakeLexicalFrontend() {
  return std::make_unique<LexicalFrontend>();
}

}  // namespace krepis::analyzer

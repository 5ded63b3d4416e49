#include "analyzer/frontend/clang_base_collector.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>
#include <clang/AST/DeclCXX.h>
#include <clang/AST/DeclTemplate.h>
#include <clang/AST/Type.h>
#include <clang/Basic/SourceManager.h>
#include <clang/Lex/Lexer.h>
#include <llvm/ADT/SmallString.h>
#include <llvm/Support/raw_ostream.h>

#include <string>
#include <string_view>

namespace krepis::analyzer {
namespace {

/// As clang_cursor.cc has it.
constexpr int kMaxScopes = 64;

std::string Printed(const clang::NamedDecl& declaration) {
  llvm::SmallString<64> text;
  llvm::raw_svector_ostream stream(text);
  declaration.printName(stream);
  return text.str().str();
}

std::string OwnName(const clang::NamedDecl& declaration) {
  const clang::Decl* function = &declaration;
  if (const auto* const pattern = llvm::dyn_cast<clang::FunctionTemplateDecl>(function)) {
    function = pattern->getTemplatedDecl();
  }
  if (llvm::isa<clang::CXXConstructorDecl, clang::CXXDestructorDecl>(function)) {
    const std::string parent = Printed(*llvm::cast<clang::CXXMethodDecl>(function)->getParent());
    return llvm::isa<clang::CXXDestructorDecl>(function) ? "~" + parent : parent;
  }
  std::string name = Printed(declaration);
  if (llvm::isa<clang::CXXConversionDecl>(function)) name = name.substr(0, name.find('<'));
  return name;
}

/// Whether the scope is part of the names of what it holds.
bool IsNamedScope(const clang::Decl& scope) {
  if (const auto* const space = llvm::dyn_cast<clang::NamespaceDecl>(&scope)) {
    return !space->isAnonymousNamespace() && !space->isInline();
  }
  if (const auto* const tag = llvm::dyn_cast<clang::TagDecl>(&scope)) {
    return tag->getIdentifier() != nullptr || tag->getTypedefNameForAnonDecl() != nullptr;
  }
  return llvm::isa<clang::FunctionDecl>(scope);
}

/// The same name that QualifiedName() (clang_cursor.h) has for it.
std::string QualifiedClassName(const clang::NamedDecl& declaration) {
  std::string name = OwnName(declaration);
  const clang::DeclContext* context = declaration.getDeclContext();
  for (int depth = 0; depth < kMaxScopes && context != nullptr && !context->isTranslationUnit();
       ++depth, context = context->getParent()) {
    const auto& scope = *clang::Decl::castFromDeclContext(context);
    if (IsNamedScope(scope)) {
      name.insert(0, OwnName(llvm::cast<clang::NamedDecl>(scope)) + "::");
    }
  }
  return name;
}

/// The class behind typedefs and arguments; null: a template's parameter.
const clang::NamedDecl* BaseOf(clang::QualType type) {
  const clang::Type* const canonical = type.getCanonicalType().getTypePtr();
  if (const auto* const record = llvm::dyn_cast<clang::RecordType>(canonical)) {
    return record->getDecl();
  }
  if (const auto* const injected = llvm::dyn_cast<clang::InjectedClassNameType>(canonical)) {
    return injected->getDecl();
  }
  if (const auto* const made = llvm::dyn_cast<clang::TemplateSpecializationType>(canonical)) {
    return llvm::dyn_cast_or_null<clang::ClassTemplateDecl>(
        made->getTemplateName().getAsTemplateDecl());
  }
  return nullptr;
}

/// How far a guess looks: text without an end of the body makes no parse slow.
constexpr size_t kGuessBytes = size_t{1} << 14;

bool IsWordCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/// Whether `class` or `struct` and a colon that is none of two stand at `at`, with nothing between
/// that no head has.
bool IsHead(std::string_view text, size_t at) {
  constexpr size_t kMaxHead = 512;
  const std::string_view rest = text.substr(at, kMaxHead);
  const size_t word = rest.starts_with("class") ? 5 : rest.starts_with("struct") ? 6 : 0;
  if (word == 0 || (at > 0 && IsWordCharacter(text[at - 1]))) return false;
  size_t end = rest.find_first_of(":{};,=", word);
  while (end != std::string_view::npos && end + 1 < rest.size() && rest[end] == ':' &&
         rest[end + 1] == ':') {
    end = rest.find_first_of(":{};,=", end + 2);
  }
  return end < rest.size() && rest[end] == ':';
}

/// What the text lets expect of the body behind the function's name. A guess: strings, comments and
/// macros may mislead it, and then the body is read for nothing, or the unit twice.
bool SeemsToHoldHead(std::string_view text, size_t name) {
  text = text.substr(0, name + kGuessBytes);
  size_t depth = 0;
  for (size_t at = name; at < text.size(); ++at) {
    switch (text[at]) {
      case '{':
        ++depth;
        break;
      case '}': {
        if (depth > 1) {
          --depth;
          break;
        }
        // The braces of a constructor's initialiser are no body.
        depth = 0;
        const size_t next = text.find_first_not_of(" \t\r\n", at + 1);
        if (next == std::string_view::npos || (text[next] != ',' && text[next] != '{')) {
          return false;
        }
        break;
      }
      case 'c':
      case 's':
        if (depth > 0 && IsHead(text, at)) return true;
        break;
      default:
        break;
    }
  }
  return false;
}

/// Where it is defined, or declared first.
clang::SourceLocation HomeOf(const clang::NamedDecl& declaration) {
  if (const auto* const pattern = llvm::dyn_cast<clang::ClassTemplateDecl>(&declaration)) {
    const clang::CXXRecordDecl* const defined = pattern->getTemplatedDecl()->getDefinition();
    const clang::ClassTemplateDecl* const home =
        defined == nullptr ? pattern->getCanonicalDecl() : defined->getDescribedClassTemplate();
    return home == nullptr ? pattern->getLocation() : home->getLocation();
  }
  const auto& tag = llvm::cast<clang::TagDecl>(declaration);
  const clang::TagDecl* const defined = tag.getDefinition();
  return (defined == nullptr ? tag.getCanonicalDecl() : defined)->getLocation();
}

}  // namespace

BaseCollector::BaseCollector(clang::Preprocessor& preprocessor, UnitFiles& files,
                             FunctionPlaces& read)
    : sources_(preprocessor.getSourceManager()),
      language_(preprocessor.getLangOpts()),
      files_(files),
      read_(read) {
  if (!language_.CPlusPlus) return;
  preprocessor.setTokenWatcher([this](const clang::Token& token) { Watch(token); });
}

/// A class in a body is no template, so that angles do not matter here. What only looks like a head
/// (`a ? sizeof(struct s) : b` does not, `for (struct s x : y)` does) costs a body that is read for
/// nothing.
void BaseCollector::Watch(const clang::Token& token) {
  using namespace clang::tok;
  const TokenKind kind = token.getKind();
  if (kind == kw_class || kind == kw_struct) {
    keyword_ = after_enum_ ? clang::SourceLocation() : token.getLocation();
    brackets_ = 0;
    after_enum_ = false;
    return;
  }
  after_enum_ = kind == kw_enum;
  if (keyword_.isInvalid()) return;
  switch (kind) {
    case l_paren:
    case l_square:
      ++brackets_;
      return;
    case r_paren:
    case r_square:
      if (brackets_ > 0) {
        --brackets_;
        return;
      }
      break;
    case colon:
      if (brackets_ > 0) return;
      heads_.push_back({keyword_, function_});
      break;
    case l_brace:
    case r_brace:
    case semi:
    case comma:
    case equal:
    case greater:
    case star:
    case amp:
    case ampamp:
      if (brackets_ > 0) return;
      break;
    default:
      return;
  }
  keyword_ = clang::SourceLocation();
}

bool BaseCollector::shouldSkipFunctionBody(clang::Decl* function) {
  function_ = function->getLocation();
  const clang::SourceLocation location = sources_.getFileLoc(function_);
  const Place place = PlaceOf(location);
  if (read_.contains({place.file.path, place.offset})) return false;
  if (place.file.rows == nullptr) return true;
  const llvm::StringRef text = sources_.getBufferData(sources_.getFileID(location));
  return !SeemsToHoldHead({text.data(), text.size()}, place.offset);
}

void BaseCollector::HandleTagDeclDefinition(clang::TagDecl* tag) {
  const auto* const record = llvm::dyn_cast<clang::CXXRecordDecl>(tag);
  // A template is read as it is written, not as it is used.
  if (record == nullptr || record->getTemplateInstantiationPattern() != nullptr) return;
  if (record->getNumBases() == 0) return;
  defined_.insert(record->getInnerLocStart().getRawEncoding());
  for (const clang::CXXBaseSpecifier& base : record->bases()) {
    const clang::NamedDecl* const declaration = BaseOf(base.getType());
    if (declaration != nullptr) Add(base.getSourceRange(), *declaration);
  }
}

void BaseCollector::HandleTranslationUnit(clang::ASTContext&) {
  for (const Head& head : heads_) {
    if (defined_.contains(head.keyword.getRawEncoding()) || head.function.isInvalid()) continue;
    if (PlaceOf(head.keyword).file.rows == nullptr) continue;
    const Place place = PlaceOf(head.function);
    read_.emplace(place.file.path, place.offset);
  }
}

BaseCollector::Place BaseCollector::PlaceOf(clang::SourceLocation location) {
  if (location.isInvalid()) return {};
  const auto [file, offset] = sources_.getDecomposedLoc(sources_.getFileLoc(location));
  return {files_.Look(sources_.getFileEntryRefForID(file)), offset};
}

/// As clang_semantics.cc locates a cursor.
void BaseCollector::Add(clang::SourceRange range, const clang::NamedDecl& base) {
  const Place start = PlaceOf(range.getBegin());
  if (start.file.rows == nullptr) return;
  clang::SourceLocation last = range.getEnd();
  bool token = true;
  if (last.isMacroID() && !sources_.isMacroArgExpansion(last)) {
    const clang::CharSourceRange use = sources_.getExpansionRange(last);
    last = use.getEnd();
    token = use.isTokenRange();
  }
  if (token) {
    last = last.getLocWithOffset(static_cast<int>(
        clang::Lexer::MeasureTokenLength(sources_.getSpellingLoc(last), sources_, language_)));
  }
  const Place end = PlaceOf(last);
  uint32_t from = start.offset;
  uint32_t to = end.offset;
  const uint32_t start_use = sources_.getDecomposedExpansionLoc(range.getBegin()).second;
  const uint32_t end_use = sources_.getDecomposedExpansionLoc(last).second;
  if (from != start_use && to == end_use) from = start_use;
  if (end.file.path != start.file.path || to < from) to = from;
  start.file.rows->push_back({SemanticKind::kBase,
                              {from, to - from},
                              PlaceOf(HomeOf(base)).file.path,
                              QualifiedClassName(base)});
}

}  // namespace krepis::analyzer

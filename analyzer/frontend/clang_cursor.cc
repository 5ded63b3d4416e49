#include "analyzer/frontend/clang_cursor.h"

#include <vector>

namespace krepis::analyzer {
namespace {

/// A conversion to a template is spelled with its arguments: operator basic_string_view<char>.
std::string WithoutArguments(const std::string& name) { return name.substr(0, name.find('<')); }

std::string OwnName(CXCursor declaration) {
  CXCursorKind kind = clang_getCursorKind(declaration);
  if (kind == CXCursor_FunctionTemplate) kind = clang_getTemplateCursorKind(declaration);
  switch (kind) {
    case CXCursor_Constructor:
      return Take(clang_getCursorSpelling(clang_getCursorSemanticParent(declaration)));
    case CXCursor_Destructor:
      return "~" + Take(clang_getCursorSpelling(clang_getCursorSemanticParent(declaration)));
    case CXCursor_ConversionFunction:
      return WithoutArguments(Take(clang_getCursorSpelling(declaration)));
    default:
      return Take(clang_getCursorSpelling(declaration));
  }
}

/// Whether the scope is part of the names of what it holds.
bool IsNamedScope(CXCursor scope) {
  const CXCursorKind kind = clang_getCursorKind(scope);
  if (kind == CXCursor_LinkageSpec || kind == CXCursor_UnexposedDecl) return false;
  if (kind == CXCursor_EnumDecl && clang_EnumDecl_isScoped(scope) == 0) return false;
  return clang_Cursor_isAnonymous(scope) == 0 && clang_Cursor_isInlineNamespace(scope) == 0;
}

/// Deeper scopes than any real code has do not make names grow without bound.
constexpr int kMaxScopes = 64;

}  // namespace

std::string Take(CXString text) {
  const char* const characters = clang_getCString(text);
  std::string copy = characters == nullptr ? "" : characters;
  clang_disposeString(text);
  return copy;
}

bool IsFunction(CXCursorKind kind) {
  switch (kind) {
    case CXCursor_FunctionDecl:
    case CXCursor_CXXMethod:
    case CXCursor_Constructor:
    case CXCursor_Destructor:
    case CXCursor_ConversionFunction:
    case CXCursor_FunctionTemplate:
      return true;
    default:
      return false;
  }
}

bool IsClass(CXCursorKind kind) {
  switch (kind) {
    case CXCursor_StructDecl:
    case CXCursor_UnionDecl:
    case CXCursor_ClassDecl:
    case CXCursor_ClassTemplate:
    case CXCursor_ClassTemplatePartialSpecialization:
      return true;
    default:
      return false;
  }
}

std::string QualifiedName(CXCursor declaration) {
  std::vector<std::string> scopes;
  CXCursor scope = clang_getCursorSemanticParent(declaration);
  for (int depth = 0; depth < kMaxScopes; ++depth) {
    const CXCursorKind kind = clang_getCursorKind(scope);
    if (clang_isInvalid(kind) || clang_isTranslationUnit(kind)) break;
    if (IsNamedScope(scope)) scopes.push_back(OwnName(scope));
    scope = clang_getCursorSemanticParent(scope);
  }
  std::string name;
  for (auto part = scopes.rbegin(); part != scopes.rend(); ++part) name += *part + "::";
  return name + OwnName(declaration);
}

}  // namespace krepis::analyzer

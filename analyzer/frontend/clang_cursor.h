#pragma once

// What libclang's cursors are called. Internal to the clang worker: no other target includes
// libclang's header, and no interface between folders knows it.

#include <clang-c/Index.h>

#include <cstddef>
#include <string>

namespace krepis::analyzer {

/// The text, which is released.
std::string Take(CXString text);

bool IsFunction(CXCursorKind kind);
bool IsClass(CXCursorKind kind);

/// The declaration's name with its scopes: `std::filesystem::remove`, `Class::Class`,
/// `Class::operator()`. No template arguments, no parameters; inline and anonymous namespaces,
/// unscoped enumerations and anonymous classes are left out. Scopes beyond the 64 innermost are
/// dropped.
std::string QualifiedName(CXCursor declaration);

struct CursorHash {
  size_t operator()(const CXCursor& cursor) const { return clang_hashCursor(cursor); }
};
struct CursorEqual {
  bool operator()(const CXCursor& a, const CXCursor& b) const {
    return clang_equalCursors(a, b) != 0;
  }
};

}  // namespace krepis::analyzer

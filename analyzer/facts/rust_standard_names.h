#pragma once

#include <string_view>

namespace krepis::analyzer {

/// Whether a path begins with a crate of the standard library.
bool IsRustStandardPath(std::string_view path);

/// Whether every file knows the type or trait of that name: primitives and the prelude.
bool IsRustPreludeType(std::string_view name);

/// Whether that is a method of the standard library's common types or of the traits that types
/// derive: by such a name alone nothing can be told.
bool IsRustStandardMethod(std::string_view name);

/// Whether a method of that name asks an Option or a Result alone, so that nothing of the workspace
/// is meant.
bool IsRustOptionMethod(std::string_view name);

/// Whether a method of that name gives, one by one or as a whole, what the closure handed to it
/// makes.
bool MapsRustValues(std::string_view name);

/// Whether a bound by that trait says nothing of the workspace's own methods.
bool IsRustStandardTrait(std::string_view name);

/// Whether a type of that name is used as what it holds: Box, Arc, the guard of a lock.
bool IsRustPointer(std::string_view name);

/// Whether a method of that name of the standard library's types gives what it is called on, or
/// holds the same in another way.
bool KeepsRustType(std::string_view name);

/// Whether it gives what the value holds, an element of it or a look at it.
bool GivesRustHeld(std::string_view name);

}  // namespace krepis::analyzer

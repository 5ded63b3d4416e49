#pragma once

#include <string_view>

#include "analyzer/facts/facts.h"
#include "analyzer/facts/scope.h"

namespace krepis::analyzer {

/// Adds the imports (and in Rust the modules) of a file to `facts`, in the order of the source.
/// Locations have their spans only.
void ExtractImports(const Scopes& scopes, std::string_view source, const Semantics* semantics,
                    FileFacts& facts);

// By language; ExtractImports picks one.
void ExtractJavaScriptImports(const Scopes& scopes, std::string_view source, FileFacts& facts);
/// Types that a comment of JavaScript imports: `@type {import("x").T}`, `@import {T} from "x"`.
void ExtractJsDocImports(std::string_view source, ByteSpan comment, FileFacts& facts);
void ExtractRustImports(const Scopes& scopes, std::string_view source, FileFacts& facts);
void ExtractCppImports(const Scopes& scopes, std::string_view source, const Semantics* semantics,
                       FileFacts& facts);

/// The range of `written` between quotes (or < >) within `statement`, else `statement` itself:
/// escapes in a specifier, or a tree that does not fit the source.
ByteSpan SpecifierSpan(std::string_view source, ByteSpan statement, std::string_view written);

}  // namespace krepis::analyzer

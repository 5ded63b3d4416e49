#pragma once

#include <optional>
#include <string>
#include <string_view>

// What a module specifier of TypeScript and JavaScript says by itself, without looking at files.

namespace krepis::analyzer {

/// "./x", "../x", ".", "..".
bool IsRelativeSpecifier(std::string_view specifier);

struct PackageSpecifier {
  std::string_view name;     // "zod", "@scope/pkg"
  std::string_view subpath;  // behind the name, without '/'
};

/// Splits "@scope/pkg/sub/path". nullopt when no package can have that name ("@/x", "~/x", "#x",
/// names with characters that npm never allowed).
std::optional<PackageSpecifier> SplitPackageSpecifier(std::string_view specifier);

/// The external that a specifier with a scheme names: node:fs -> "node/fs", npm:zod@3/x ->
/// "npm/zod", jsr:@std/path@1 -> "jsr/@std/path", https://h/x?y -> "url/https://h/x", any other
/// scheme:rest -> "url/scheme:rest". nullopt without a scheme.
std::optional<std::string> ExternalOfScheme(std::string_view specifier);

}  // namespace krepis::analyzer

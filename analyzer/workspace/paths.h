#pragma once

#include <optional>
#include <string>
#include <string_view>

// Lexical operations on workspace-relative paths ('/' between segments, "" is the root). Nothing
// here touches a disk.

namespace krepis::analyzer {

/// "a/b" of "a/b/c.ts"; "" of "c.ts".
std::string_view DirectoryOf(std::string_view path);
/// "c.ts" of "a/b/c.ts".
std::string_view BaseNameOf(std::string_view path);
/// `path` without its last ".x" of the base name, "" kept for names that start with their only dot.
std::string_view WithoutExtension(std::string_view path);
/// "a/b" of ("a", "b"); the other one when either is empty.
std::string JoinPath(std::string_view directory, std::string_view name);

/// Appends `relative` to `directory` and resolves ".", ".." and repeated '/', without a trailing
/// '/'. nullopt when it leaves the root or `relative` is absolute.
std::optional<std::string> ResolvePath(std::string_view directory, std::string_view relative);
/// ResolvePath into `out`, whose capacity is reused; false where ResolvePath gives nullopt.
bool ResolvePathInto(std::string_view directory, std::string_view relative, std::string& out);

/// Absolute POSIX paths, normalised lexically: "/a/c" of ("/a/b", "../c") and of ("/x", "/a/c").
/// ".." at the root stays there. `directory` must be absolute.
std::string ResolveAbsolute(std::string_view directory, std::string_view path);
/// `path` relative to `root` when it is `root` ("") or below it; both absolute and normalised.
std::optional<std::string> RelativeTo(std::string_view root, std::string_view path);

/// Whether `path` is `directory` or below it. Everything is below "".
bool IsWithin(std::string_view directory, std::string_view path);

}  // namespace krepis::analyzer

#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/file_system.h"
#include "analyzer/core/result.h"

namespace krepis::analyzer {

/// How one file of the workspace is compiled.
struct CompileCommand {
  std::string file;       // workspace-relative
  std::string directory;  // absolute: where the compiler runs
  /// Flags for libclang: only allowed ones, paths absolute, no compiler, no input, no output.
  std::vector<std::string> flags;
  std::string database;  // the compile_commands.json it comes from
};

/// The merged compile databases of a workspace
/// (https://clang.llvm.org/docs/JSONCompilationDatabase.html), sorted by (file, flags); equal
/// entries are merged. Entries for files outside the workspace are left out.
struct CompileDatabase {
  std::vector<CompileCommand> commands;
  /// Missing files, refused flags (once per flag and database, with a count), response files that
  /// cannot be used, databases that do not parse.
  std::vector<Error> issues;
};

struct CompileDatabaseOptions {
  std::string root;  // absolute path of the workspace root: entries name absolute paths
  uint64_t max_bytes = 256ull << 20;
  /// Whether a path is known to be that of a regular file; null: none is. Others are asked for.
  std::function<bool(std::string_view path)> is_file = nullptr;
};

/// Reads the databases at `paths` (workspace-relative). @file arguments are expanded where the file
/// lies inside the workspace, at most 16 deep and 1 MiB in all per entry.
CompileDatabase LoadCompileDatabases(const FileSystem& files, const std::vector<std::string>& paths,
                                     const CompileDatabaseOptions& options);

}  // namespace krepis::analyzer

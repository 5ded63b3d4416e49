#pragma once

#include <map>

#include "analyzer/core/digest.h"
#include "analyzer/core/disk_answer.h"
#include "analyzer/core/result.h"
#include "analyzer/frontend/clang_paths.h"
#include "analyzer/frontend/clang_unit.h"

namespace krepis::analyzer {

/// Parses units with libclang, one at a time, and says what the compiler knows of every workspace
/// file that one touched. Rows:
/// - include: the header name as written; symbol = the file that the preprocessor opened.
/// - call: the call expression; symbol = the callee as declared, `std::filesystem::remove`,
///   constructors `std::thread::thread`. In a template that is not instantiated, one row per
///   overload that name lookup found. Calls through a variable have none.
/// - base: the base specifier; symbol = the class behind typedefs.
/// - reference: a type, member, function or variable that another file of the workspace declares,
///   or a function or variable from outside it, where it is no callee.
/// Names are qualified, without template arguments, parameters, inline and anonymous namespaces.
/// What a macro's body does stands at its outermost use; what an argument does stands where it is
/// written.
///
/// Reads files, starts threads (libclang's) and changes the process' working directory; a file that
/// crashes libclang ends the process. So it runs in the clang worker. Not thread-safe.
class ClangUnitParser {
 public:
  /// `paths` belongs to the workspace. The error says in one line why there is no result. What was
  /// parsed before decides how long it takes, never what comes of it. `keeps` asks for what the
  /// unit is made of.
  Result<ClangUnitResult> Parse(const ClangUnit& unit, ClangPaths& paths, bool keeps = false);

 private:
  /// Of the last unit all bodies had to be read: the next one often includes the same headers, and
  /// to find out again takes a second parse.
  bool wants_all_bodies_ = false;
  std::map<DiskFile, LongChecksum> noted_;  // texts that have been said
};

}  // namespace krepis::analyzer

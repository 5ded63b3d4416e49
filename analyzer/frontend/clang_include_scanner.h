#pragma once

#include <memory>
#include <string>
#include <vector>

#include "analyzer/core/result.h"
#include "analyzer/frontend/clang_paths.h"
#include "analyzer/frontend/clang_unit.h"

namespace krepis::analyzer {

/// Runs clang's own libraries over units. Where includes alone are wanted, the preprocessor, and
/// nothing behind it: as clang-scan-deps does, it reads each file once for all units and hands the
/// preprocessor only its directives, so that what a header costs is paid once and the result is the
/// compiler's. Where bases are, the parser without the bodies of functions (BaseCollector).
///
/// Files keep what they held when first read: one scanner is for one run. Not thread-safe; changes
/// the process' working directory. A file that crashes clang ends the process.
class ClangIncludeScanner {
 public:
  ClangIncludeScanner();
  ~ClangIncludeScanner();
  ClangIncludeScanner(const ClangIncludeScanner&) = delete;
  ClangIncludeScanner& operator=(const ClangIncludeScanner&) = delete;

  /// Rows and missing headers of the workspace files that `unit` reads, as ClangUnitParser gives
  /// them for includes, or for includes and bases, but each said only once: what an earlier call
  /// has returned of a file, word for word, is left out, for most units read the same headers
  /// alike; of that `again` gives the ids. No errors are counted. `paths` is the same in every
  /// call; `keeps` asks for what the unit is made of.
  Result<ClangUnitResult> Scan(const ClangUnit& unit, ClangPaths& paths, bool keeps);

  /// As ClangRequest::directives_of asks; the paths are absolute.
  std::vector<ClangText> Directives(const std::vector<std::string>& paths);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace krepis::analyzer

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/workspace/file_index.h"
#include "analyzer/workspace/resolver.h"

namespace krepis::analyzer {

/// Resolves #include without a compile database: quoted ones beside the includer first, then both
/// forms below the include roots. With a database the frontend knows what the compiler opened
/// (ResolveOpened). Immutable and safe to share between threads; refers to the FileIndex, which
/// must outlive it.
class IncludeResolver {
 public:
  /// `configured` roots (config `include_roots`) come first and are no guesses; the `declared` ones
  /// (CMake), the workspace root and every folder named include, inc or src are.
  IncludeResolver(const FileIndex& files, const std::vector<std::string>& configured,
                  const std::vector<std::string>& declared);
  IncludeResolver(const IncludeResolver&) = delete;
  IncludeResolver& operator=(const IncludeResolver&) = delete;

  /// `header` as written between the quotes or angle brackets (`system`). A header found below
  /// several roots goes to the one that shares the longest path with the includer; one below none,
  /// to a file of the workspace whose path ends with it. Not found: "sys/<header>" for angle
  /// brackets, known headers of C, C++ and POSIX, and folders that the workspace does not have;
  /// kUnanalysed for what is written by the build (x.h.in, or ignored by git); else unresolved.
  Resolution Resolve(std::string_view includer, std::string_view header, bool system) const;
  /// For what a compiler opened: workspace-relative inside the workspace, else absolute.
  Resolution ResolveOpened(std::string_view opened, std::string_view header) const;

  /// In order: configured, declared, guessed.
  const std::vector<std::string>& roots() const { return roots_; }

 private:
  /// What says that a header lies below a folder, strongest first.
  enum class Basis : uint8_t { kConfigured, kDeclared, kGuessed, kSuffix };
  struct Found {
    std::string_view file;  // empty: none
    Basis basis = Basis::kSuffix;
    size_t shared = 0;  // folders that it shares with the includer
    size_t rank = 0;    // of the root

    bool IsBetterThan(const Found& other) const {
      // Declared and guessed roots compete by nearness, the others do not.
      const auto tier = [](Basis b) { return b == Basis::kDeclared ? Basis::kGuessed : b; };
      if (tier(basis) != tier(other.basis)) return tier(basis) < tier(other.basis);
      return shared != other.shared ? shared > other.shared : rank < other.rank;
    }
  };

  Found Find(std::string_view includer, std::string_view header, Basis weakest) const;
  bool HasFolderOf(std::string_view header) const;
  Resolution Unanalysed(std::string_view includer, std::string_view header) const;

  const FileIndex& files_;
  std::vector<std::string> roots_;
  std::unordered_map<std::string_view, size_t> ranks_;  // of the roots
  size_t configured_ = 0;
  size_t declared_ = 0;  // end of the declared roots
  /// Base name -> C and C++ files, by path.
  std::unordered_map<std::string_view, std::vector<std::string_view>> by_name_;
};

/// Whether the C or C++ standard library or POSIX has the header: "string.h", "vector",
/// "sys/types.h".
bool IsStandardHeader(std::string_view header);

}  // namespace krepis::analyzer

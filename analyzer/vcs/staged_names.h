#pragma once

#include <memory>
#include <string>

namespace krepis::analyzer {

/// Whether git's index has a file, for those who do not know yet of which folder they want all
/// (GitIndex). The index is read when it is first asked; one that cannot be read has nothing, and
/// GitIndex says why. Not thread-safe.
class StagedNames {
 public:
  /// The index of the repository around `directory` (absolute, symlinks resolved).
  explicit StagedNames(std::string directory);
  ~StagedNames();
  StagedNames(const StagedNames&) = delete;
  StagedNames& operator=(const StagedNames&) = delete;

  /// Whether there is a regular file of that absolute path.
  bool Has(const std::string& path);

 private:
  struct Handles;

  std::string directory_;
  std::unique_ptr<Handles> handles_;  // null: not read yet
};

}  // namespace krepis::analyzer

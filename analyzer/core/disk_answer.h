#pragma once

#include <sys/stat.h>

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace krepis::analyzer {

/// One question about a path of this machine, and what stands for the answer. Other than those of a
/// FileSystem it stands for a plain system call, as a compiler makes it: the path is spelled
/// somehow, and symlinks in it lead anywhere.
struct DiskAnswer {
  enum class Question : uint8_t {
    kLook,     // what is there, with the contents of a file: LookAnswer(), or UnsettledAnswer() of
               // a file that has just been written; "": nothing
    kList,     // what a folder has in it: its IdentityBytes()
    kResolve,  // the path without symlinks
  };
  std::string path;  // absolute
  Question question = Question::kLook;
  std::string answer;

  friend auto operator<=>(const DiskAnswer&, const DiskAnswer&) = default;
};

/// Whether an error of a system call on a path says that nothing is there, also to the next one who
/// asks.
bool MeansNothingThere(int error);

/// What stands for what is there: of a file the identity of its contents, of all else which one it
/// is and who may use it.
std::string LookAnswer(const struct stat& status);
/// Likewise of a file that may change without its identity telling of it: which one it is, and
/// nothing of its contents. No LookAnswer() is the same.
std::string UnsettledAnswer(const struct stat& status);
bool IsUnsettled(std::string_view answer);
/// A file wherever it is: its device and its inode.
struct DiskFile {
  uint64_t device = 0;
  uint64_t inode = 0;
  friend auto operator<=>(const DiskFile&, const DiskFile&) = default;
};
/// Of which file such an answer is; none where it is of something else.
std::optional<DiskFile> FileOfAnswer(std::string_view answer);
/// DiskIdentity as bytes.
std::string IdentityBytes(const struct stat& status);

/// The path without symlinks, or "" where nothing is; none where the system does not say.
std::optional<std::string> Resolve(const char* path);

}  // namespace krepis::analyzer

#include "analyzer/workspace/include_resolver.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "analyzer/workspace/paths.h"

namespace krepis::analyzer {
namespace {

// clang-format off
/// Sorted: C (C23), C++ (C++23) and POSIX (IEEE 1003.1-2024), and sys/, netinet/, arpa/ and net/ as
/// a whole below.
constexpr auto kStandardHeaders = std::to_array<std::string_view>({
    "aio.h", "algorithm", "alloca.h", "any", "array", "assert.h", "atomic", "barrier", "bit",
    "bitset", "cassert", "ccomplex", "cctype", "cerrno", "cfenv", "cfloat", "charconv", "chrono",
    "cinttypes", "ciso646", "climits", "clocale", "cmath", "codecvt", "compare", "complex",
    "complex.h", "concepts", "condition_variable", "coroutine", "cpio.h", "csetjmp", "csignal",
    "cstdalign", "cstdarg", "cstdbool", "cstddef", "cstdint", "cstdio", "cstdlib", "cstring",
    "ctgmath", "ctime", "ctype.h", "cuchar", "cwchar", "cwctype", "deque", "dirent.h", "dlfcn.h",
    "endian.h", "errno.h", "exception", "execution", "expected", "fcntl.h", "fenv.h",
    "filesystem", "flat_map", "flat_set", "float.h", "fmtmsg.h", "fnmatch.h", "format",
    "forward_list", "fstream", "ftw.h", "functional", "future", "generator", "getopt.h", "glob.h",
    "grp.h", "iconv.h", "initializer_list", "inttypes.h", "iomanip", "ios", "iosfwd", "iostream",
    "iso646.h", "istream", "iterator", "langinfo.h", "latch", "libgen.h", "limits", "limits.h",
    "list", "locale", "locale.h", "malloc.h", "map", "math.h", "mdspan", "memory",
    "memory_resource", "monetary.h", "mqueue.h", "mutex", "ndbm.h", "netdb.h", "new", "nl_types.h",
    "numbers", "numeric", "optional", "ostream", "poll.h", "print", "pthread.h", "pwd.h", "queue",
    "random", "ranges", "ratio", "regex", "regex.h", "sched.h", "scoped_allocator", "search.h",
    "semaphore", "semaphore.h", "set", "setjmp.h", "shared_mutex", "signal.h", "source_location",
    "span", "spanstream", "spawn.h", "sstream", "stack", "stacktrace", "stdalign.h", "stdarg.h",
    "stdatomic.h", "stdbit.h", "stdbool.h", "stdckdint.h", "stddef.h", "stdexcept", "stdfloat",
    "stdint.h", "stdio.h", "stdlib.h", "stdnoreturn.h", "stop_token", "streambuf", "string",
    "string.h", "string_view", "strings.h", "stropts.h", "strstream", "syncstream",
    "syslog.h", "system_error", "tar.h", "termios.h", "tgmath.h", "thread", "threads.h", "time.h",
    "tuple", "type_traits", "typeindex", "typeinfo", "uchar.h", "ulimit.h", "unistd.h",
    "unordered_map", "unordered_set", "utility", "utime.h", "utmpx.h", "valarray", "variant",
    "vector", "version", "wchar.h", "wctype.h", "windows.h", "wordexp.h"});
// clang-format on

bool IsIncludeFolderName(std::string_view name) {
  return name == "include" || name == "inc" || name == "src";
}

/// More files of one name than this are not all compared.
constexpr size_t kMaxSameName = 512;

/// How many leading folders two paths share.
size_t SharedFolders(std::string_view a, std::string_view b) {
  size_t shared = 0;
  const size_t size = std::min(a.size(), b.size());
  for (size_t i = 0; i < size && a[i] == b[i]; ++i) {
    if (a[i] == '/') ++shared;
  }
  return shared;
}

Resolution System(std::string_view header) {
  return {Resolution::Kind::kExternal, false, std::string("sys/").append(header)};
}

}  // namespace

bool IsStandardHeader(std::string_view header) {
  for (const std::string_view folder : {"sys/", "netinet/", "arpa/", "net/", "linux/", "bits/"}) {
    if (header.starts_with(folder)) return true;
  }
  return std::binary_search(kStandardHeaders.begin(), kStandardHeaders.end(), header);
}

IncludeResolver::IncludeResolver(const FileIndex& files, const std::vector<std::string>& configured,
                                 const std::vector<std::string>& declared)
    : files_(files) {
  std::set<std::string, std::less<>> seen;
  const auto add = [&](std::string_view root) {
    const auto normal = ResolvePath("", root);
    if (normal && seen.insert(*normal).second) roots_.push_back(*normal);
  };
  for (const std::string& root : configured) add(root);
  configured_ = roots_.size();
  for (const std::string& root : declared) {
    if (files_.IsDirectory(root)) add(root);
  }
  declared_ = roots_.size();
  add("");
  for (const SourceFile& source : files_.discovery().sources) {
    if (GroupOf(source.language) != LanguageGroup::kCpp) continue;
    by_name_[BaseNameOf(source.path)].push_back(source.path);
    for (std::string_view folder = DirectoryOf(source.path); !folder.empty();
         folder = DirectoryOf(folder)) {
      if (IsIncludeFolderName(BaseNameOf(folder))) add(folder);
    }
  }
  for (size_t i = 0; i < roots_.size(); ++i) ranks_.emplace(roots_[i], i);
}

/// Asks the files of the header's name under which root they stand, rather than each root for a
/// file: names are rarely shared, roots are many.
IncludeResolver::Found IncludeResolver::Find(std::string_view includer, std::string_view header,
                                             Basis weakest) const {
  Found best;
  std::string normal;
  const auto candidates = by_name_.find(BaseNameOf(header));
  if (candidates == by_name_.end()) return best;
  // "../lib/x.h" that is not beside the includer starts at some include root.
  while (header.starts_with("../")) {
    header.remove_prefix(3);
    weakest = Basis::kSuffix;
    if (header.find('/') == std::string_view::npos) return best;
  }
  if (!ResolvePathInto("", header, normal)) return best;
  const auto consider = [&](std::string_view file) {
    if (!file.ends_with(normal)) return;
    std::string_view root = file.substr(0, file.size() - normal.size());
    if (!root.empty() && root.back() != '/') return;
    if (!root.empty()) root.remove_suffix(1);
    const auto rank = ranks_.find(root);
    Found found{file, Basis::kSuffix, SharedFolders(file, includer), roots_.size()};
    if (rank != ranks_.end()) {
      found.rank = rank->second;
      found.basis = found.rank < configured_ ? Basis::kConfigured
                    : found.rank < declared_ ? Basis::kDeclared
                                             : Basis::kGuessed;
    }
    if (found.basis > weakest) return;
    if (best.file.empty() || found.IsBetterThan(best)) best = found;
  };
  const std::vector<std::string_view>& files = candidates->second;
  if (files.size() <= kMaxSameName) {
    for (const std::string_view file : files) consider(file);
    return best;
  }
  // A name that everything has: look around the includer only.
  for (std::string_view folder = DirectoryOf(includer);; folder = DirectoryOf(folder)) {
    for (const std::string_view below : {"", "include", "inc", "src"}) {
      const std::string path = JoinPath(JoinPath(folder, below), normal);
      const auto it = std::lower_bound(files.begin(), files.end(), path);
      if (it != files.end() && *it == path) consider(*it);
    }
    if (folder.empty()) return best;
  }
}

/// Whether the workspace has a folder that the header could be meant to lie in.
bool IncludeResolver::HasFolderOf(std::string_view header) const {
  const std::string_view folder = DirectoryOf(header);
  if (folder.empty()) return true;  // it may stand beside the includer
  const std::string_view first = folder.substr(0, folder.find('/'));
  if (first == "." || first == "..") return true;
  const size_t looked_at = std::min(roots_.size(), kMaxSameName);
  return std::any_of(
      roots_.begin(), roots_.begin() + static_cast<ptrdiff_t>(looked_at),
      [&](const std::string& root) { return files_.IsDirectory(JoinPath(root, first)); });
}

Resolution IncludeResolver::Resolve(std::string_view includer, std::string_view header,
                                    bool system) const {
  using Kind = Resolution::Kind;
  if (header.empty() || header.starts_with('/'))
    return header.empty() ? Resolution() : System(header);
  std::string path;
  if (!system && ResolvePathInto(DirectoryOf(includer), header, path)) {
    const FileIndex::Entry entry = files_.Find(path);
    if (entry == FileIndex::Entry::kSource) return {Kind::kFile, false, std::move(path)};
    if (entry == FileIndex::Entry::kOther) return {Kind::kUnanalysed, false, std::move(path)};
  }
  // Names of the standard library are the workspace's own only where a root says so.
  const bool standard = IsStandardHeader(header);
  const bool has_folder = header.find('/') != std::string_view::npos;
  const Basis weakest = standard                ? (system ? Basis::kDeclared : Basis::kGuessed)
                        : system && !has_folder ? Basis::kGuessed
                                                : Basis::kSuffix;
  if (const Found found = Find(includer, header, weakest); !found.file.empty()) {
    return {Kind::kFile, found.basis != Basis::kConfigured, std::string(found.file)};
  }
  if (standard) return System(header);
  if (system) return System(header);
  if (ResolvePathInto(DirectoryOf(includer), header, path) && files_.Exists(path)) {
    return {Kind::kUnanalysed, false, std::move(path)};
  }
  if (!HasFolderOf(header)) return System(header);
  return Unanalysed(includer, header);
}

/// What is no C or C++ by its name (x.inc), or written by the build: from x.h.in (configure_file,
/// autoconf), x.proto or x.fbs.
Resolution IncludeResolver::Unanalysed(std::string_view includer, std::string_view header) const {
  // What cxx writes of a bridge has the name of the crate in front, which is no folder.
  if (header.ends_with(".rs.h")) return {Resolution::Kind::kUnanalysed, false, std::string(header)};
  std::vector<std::string> sources = {std::string(header)};
  for (const char* suffix : {".in", ".cmake.in", ".cmake"}) {
    sources.push_back(std::string(header) + suffix);
  }
  for (const auto& [written, source] :
       {std::pair<std::string_view, std::string_view>{".grpc.pb.h", ".proto"},
        {".pb.h", ".proto"},
        {".upb.h", ".proto"},
        {".upbdefs.h", ".proto"},
        {".upb_minitable.h", ".proto"},
        {"_generated.h", ".fbs"}}) {
    if (!header.ends_with(written)) continue;
    sources.push_back(std::string(header.substr(0, header.size() - written.size())).append(source));
  }
  std::vector<std::string_view> folders = {DirectoryOf(includer)};
  for (const std::string& root : roots_) {
    if (folders.size() == kMaxSameName) break;
    folders.push_back(root);
  }
  std::string path;
  for (const std::string_view folder : folders) {
    for (const std::string& source : sources) {
      if (ResolvePathInto(folder, source, path) && files_.Find(path) == FileIndex::Entry::kOther &&
          ResolvePathInto(folder, header, path)) {
        return {Resolution::Kind::kUnanalysed, false, std::move(path)};
      }
    }
  }
  for (const std::string_view folder : folders) {
    if (ResolvePathInto(folder, header, path) && files_.IsToBeGenerated(path)) {
      return {Resolution::Kind::kUnanalysed, false, std::move(path)};
    }
  }
  return Resolution::Unresolved("it is neither beside the file nor below an include root");
}

Resolution IncludeResolver::ResolveOpened(std::string_view opened, std::string_view header) const {
  if (opened.starts_with('/')) return System(header);
  if (files_.IsSource(opened)) return {Resolution::Kind::kFile, false, std::string(opened)};
  return {Resolution::Kind::kUnanalysed, false, std::string(opened)};
}

}  // namespace krepis::analyzer

#include "analyzer/frontend/clang_flags.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace krepis::analyzer {
namespace {

enum class Value { kText, kDirectory, kFile, kLanguage, kTarget };

/// A flag with a value, joined to it or the next argument.
struct ValueFlag {
  std::string_view name;
  Value value;
  bool separate;  // the value may be the next argument
  bool joined;    // the value may follow directly
};

// Longest first where one name begins another.
constexpr std::array kValueFlags = {
    ValueFlag{"-stdlib++-isystem", Value::kDirectory, true, true},
    ValueFlag{"-cxx-isystem", Value::kDirectory, true, true},
    ValueFlag{"-idirafter", Value::kDirectory, true, true},
    ValueFlag{"-isysroot", Value::kDirectory, true, true},
    ValueFlag{"-isystem", Value::kDirectory, true, true},
    ValueFlag{"-imacros", Value::kFile, true, false},
    ValueFlag{"-include", Value::kFile, true, false},
    ValueFlag{"-iquote", Value::kDirectory, true, true},
    ValueFlag{"--sysroot=", Value::kDirectory, false, true},
    ValueFlag{"--sysroot", Value::kDirectory, true, false},
    ValueFlag{"--target=", Value::kTarget, false, true},
    ValueFlag{"-target", Value::kTarget, true, false},
    ValueFlag{"-I", Value::kDirectory, true, true},
    ValueFlag{"-D", Value::kText, true, true},
    ValueFlag{"-U", Value::kText, true, true},
    ValueFlag{"-x", Value::kLanguage, true, true},
};

constexpr std::array<std::string_view, 6> kLanguages = {
    "c", "c++", "c-header", "c++-header", "objective-c", "objective-c++"};

constexpr std::array<std::string_view, 18> kPlain = {
    "-ansi",      "-nobuiltininc", "-nostdinc", "-nostdinc++", "-nostdlibinc", "-pthread",
    "-trigraphs", "-undef",        "-O",        "-O0",         "-O1",          "-O2",
    "-O3",        "-Os",           "-Oz",       "-Ofast",      "-Og",          "-pthreads"};

// -f<name> and -fno-<name>: what changes macros, keywords or the meaning of declarations.
constexpr std::array<std::string_view, 50> kSwitches = {"PIC",
                                                        "PIE",
                                                        "access-control",
                                                        "aligned-allocation",
                                                        "aligned-new",
                                                        "asm",
                                                        "asm-blocks",
                                                        "blocks",
                                                        "borland-extensions",
                                                        "builtin",
                                                        "c++-static-destructors",
                                                        "char8_t",
                                                        "common",
                                                        "concepts",
                                                        "coroutines",
                                                        "coroutines-ts",
                                                        "cxx-exceptions",
                                                        "declspec",
                                                        "delayed-template-parsing",
                                                        "digraphs",
                                                        "dollars-in-identifiers",
                                                        "double-square-bracket-attributes",
                                                        "elide-constructors",
                                                        "exceptions",
                                                        "experimental-library",
                                                        "fast-math",
                                                        "finite-math-only",
                                                        "freestanding",
                                                        "gnu-keywords",
                                                        "gnu89-inline",
                                                        "hosted",
                                                        "lax-vector-conversions",
                                                        "math-errno",
                                                        "ms-compatibility",
                                                        "ms-extensions",
                                                        "objc-arc",
                                                        "openmp",
                                                        "openmp-simd",
                                                        "operator-names",
                                                        "permissive",
                                                        "pic",
                                                        "pie",
                                                        "relaxed-template-template-args",
                                                        "rtti",
                                                        "short-enums",
                                                        "short-wchar",
                                                        "signed-char",
                                                        "sized-deallocation",
                                                        "threadsafe-statics",
                                                        "unsigned-char"};

constexpr std::array<std::string_view, 7> kSanitizers = {
    "address", "hwaddress", "leak", "memory", "thread", "undefined", "fuzzer-no-link"};

/// Limits of the compiler that a project may raise, and how far: beyond them lies its stack.
struct Limit {
  std::string_view name;
  uint32_t most;
};
constexpr std::array kLimits = {Limit{"-ftemplate-depth=", 4096}, Limit{"-ftemplate-depth-", 4096},
                                Limit{"-fconstexpr-depth=", 2048},
                                Limit{"-fconstexpr-steps=", 1u << 24},
                                Limit{"-fbracket-depth=", 512}};

template <class List>
bool Contains(const List& list, std::string_view text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

/// Letters, digits and the punctuation of triples, CPUs, standards and versions.
bool IsWord(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("+-=._,:").find(c) != std::string_view::npos;
  });
}

bool IsSanitizerList(std::string_view list) {
  while (true) {
    const size_t comma = list.find(',');
    if (!Contains(kSanitizers, list.substr(0, comma))) return false;
    if (comma == std::string_view::npos) return true;
    list.remove_prefix(comma + 1);
  }
}

bool IsSafeMachineFlag(std::string_view flag) {
  // These two hand their value to LLVM's own option parser, which can load code.
  return flag.starts_with("-m") && !flag.starts_with("-mllvm") && !flag.starts_with("-mmlir") &&
         IsWord(flag.substr(2));
}

bool IsSafeSwitch(std::string_view flag) {
  if (!flag.starts_with("-f")) return false;
  for (const Limit& limit : kLimits) {
    if (!flag.starts_with(limit.name)) continue;
    const std::string_view digits = flag.substr(limit.name.size());
    uint32_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return error == std::errc() && end == digits.data() + digits.size() && number <= limit.most;
  }
  std::string_view name = flag.substr(2);
  if (name.starts_with("sanitize=")) return IsSanitizerList(name.substr(9));
  if (name.starts_with("ms-compatibility-version=")) return IsWord(name.substr(25));
  if (name.starts_with("no-")) {
    name.remove_prefix(3);
    if (name.starts_with("builtin-")) return IsWord(name);
  }
  return Contains(kSwitches, name);
}

bool IsSafePlain(std::string_view flag) {
  if (Contains(kPlain, flag)) return true;
  for (const std::string_view name : {"-std=", "--std=", "-stdlib="}) {
    if (flag.starts_with(name)) return IsWord(flag.substr(name.size()));
  }
  return IsSafeMachineFlag(flag) || IsSafeSwitch(flag);
}

bool IsSafeValue(Value kind, std::string_view value) {
  if (value.empty() || value.find('\0') != std::string_view::npos) return false;
  switch (kind) {
    case Value::kText:
      return true;
    case Value::kDirectory:
    case Value::kFile:
      return value != "-";
    case Value::kLanguage:
      return Contains(kLanguages, value);
    case Value::kTarget:
      return IsWord(value);
  }
  return false;
}

std::string FolderOf(std::string_view path) {
  const size_t slash = path.rfind('/');
  if (slash == std::string_view::npos) return ".";
  return std::string(path.substr(0, std::max<size_t>(slash, 1)));
}

class Filter {
 public:
  explicit Filter(const std::vector<std::string>& flags) : flags_(flags) {}

  FilteredFlags Run() && {
    while (next_ < flags_.size()) {
      if (!TakeForcedInclude() && !TakeValueFlag()) TakePlain();
    }
    return std::move(result_);
  }

 private:
  /// How CMake hands a precompiled header's source to clang: `-Xclang -include -Xclang FILE`. It
  /// means `-include FILE`; nothing else behind -Xclang is let through.
  bool TakeForcedInclude() {
    if (flags_.size() - next_ < 4 || flags_[next_] != "-Xclang" ||
        flags_[next_ + 1] != "-include" || flags_[next_ + 2] != "-Xclang" ||
        !IsSafeValue(Value::kFile, flags_[next_ + 3])) {
      return false;
    }
    Pass(Value::kFile, "-include", flags_[next_ + 3]);
    next_ += 4;
    return true;
  }

  bool TakeValueFlag() {
    const std::string_view flag = flags_[next_];
    for (const ValueFlag& known : kValueFlags) {
      if (!flag.starts_with(known.name)) continue;
      const std::string_view joined = flag.substr(known.name.size());
      if (joined.empty() && known.separate) {
        if (next_ + 1 == flags_.size()) return false;
        const std::string& value = flags_[next_ + 1];
        if (IsSafeValue(known.value, value)) {
          Pass(known.value, known.name, value);
        } else {
          result_.dropped.push_back(flags_[next_]);
          result_.dropped.push_back(value);
        }
        next_ += 2;
        return true;
      }
      if (joined.empty() || !known.joined) continue;
      if (!IsSafeValue(known.value, joined)) return false;
      Pass(known.value, known.name, joined);
      ++next_;
      return true;
    }
    return false;
  }

  void TakePlain() {
    const std::string& flag = flags_[next_++];
    if (IsSafePlain(flag)) {
      result_.flags.push_back(flag);
      return;
    }
    result_.dropped.push_back(flag);
    // The value of a dropped flag must not be read as a flag of its own.
    if (TakesSeparateValue(flag) && next_ < flags_.size()) {
      result_.dropped.push_back(flags_[next_++]);
    }
  }

  static bool TakesSeparateValue(std::string_view flag) {
    constexpr std::array<std::string_view, 34> kFlags = {"-o",
                                                         "-MF",
                                                         "-MT",
                                                         "-MQ",
                                                         "-MJ",
                                                         "-Xclang",
                                                         "-Xlinker",
                                                         "-Xassembler",
                                                         "-Xpreprocessor",
                                                         "-Xanalyzer",
                                                         "-Xarch_host",
                                                         "-mllvm",
                                                         "-mmlir",
                                                         "-load",
                                                         "-plugin",
                                                         "-add-plugin",
                                                         "-B",
                                                         "-L",
                                                         "-l",
                                                         "-T",
                                                         "-arch",
                                                         "-aux-info",
                                                         "-dumpbase",
                                                         "-dumpdir",
                                                         "-iprefix",
                                                         "-iwithprefix",
                                                         "-iwithprefixbefore",
                                                         "-iwithsysroot",
                                                         "-ivfsoverlay",
                                                         "-include-pch",
                                                         "-working-directory",
                                                         "--param",
                                                         "--config",
                                                         "-serialize-diagnostics"};
    return Contains(kFlags, flag);
  }

  void Pass(Value kind, std::string_view name, std::string_view value) {
    // Joined where clang knows the joined form, so that a value can never be taken for a flag.
    if (kind == Value::kFile) {
      result_.flags.emplace_back(name);
      result_.flags.emplace_back(value);
      result_.directories.push_back(FolderOf(value));
      return;
    }
    const std::string_view spelled = name == "-target"     ? "--target="
                                     : name == "--sysroot" ? "--sysroot="
                                                           : name;
    result_.flags.push_back(std::string(spelled) + std::string(value));
    if (kind == Value::kDirectory) result_.directories.emplace_back(value);
  }

  const std::vector<std::string>& flags_;
  size_t next_ = 0;
  FilteredFlags result_;
};

}  // namespace

FilteredFlags FilterFlags(const std::vector<std::string>& flags) { return Filter(flags).Run(); }

}  // namespace krepis::analyzer

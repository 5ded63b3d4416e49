#include "analyzer/workspace/compile_flags.h"

#include <algorithm>
#include <array>
#include <optional>

#include "analyzer/workspace/paths.h"

namespace krepis::analyzer {
namespace {

enum class Action : uint8_t { kKeep, kKeepPath, kDrop, kRefuse };
enum class Value : uint8_t {
  kNone,              // the flag stands alone
  kJoined,            // -std=c++20: a prefix
  kSeparate,          // -o x
  kJoinedOrSeparate,  // -Ix and -I x
};

struct FlagRule {
  std::string_view flag;
  Value value;
  Action action;
};

// The first that fits counts, so longer flags stand before their prefixes.
constexpr auto kRules = std::to_array<FlagRule>({
    // Write or load something.
    {"-include-pch", Value::kSeparate, Action::kRefuse},
    {"-Xclang", Value::kSeparate, Action::kRefuse},
    {"-Xpreprocessor", Value::kSeparate, Action::kRefuse},
    {"-mllvm", Value::kSeparate, Action::kRefuse},
    {"-MF", Value::kJoinedOrSeparate, Action::kRefuse},
    {"-MT", Value::kJoinedOrSeparate, Action::kRefuse},
    {"-MQ", Value::kJoinedOrSeparate, Action::kRefuse},
    {"-MJ", Value::kJoinedOrSeparate, Action::kRefuse},
    {"-M", Value::kJoined, Action::kRefuse},
    {"-Wp,", Value::kJoined, Action::kRefuse},
    {"-save-temps", Value::kJoined, Action::kRefuse},
    {"--save-temps", Value::kJoined, Action::kRefuse},
    {"-load", Value::kSeparate, Action::kRefuse},
    {"-plugin", Value::kSeparate, Action::kRefuse},
    {"-add-plugin", Value::kSeparate, Action::kRefuse},
    {"-specs", Value::kJoined, Action::kRefuse},
    {"--specs", Value::kJoined, Action::kRefuse},
    {"-wrapper", Value::kSeparate, Action::kRefuse},
    {"-ivfsoverlay", Value::kSeparate, Action::kRefuse},
    {"-vfsoverlay", Value::kSeparate, Action::kRefuse},
    {"-serialize-diagnostics", Value::kSeparate, Action::kRefuse},
    {"--serialize-diagnostics", Value::kSeparate, Action::kRefuse},
    {"-index-store-path", Value::kSeparate, Action::kRefuse},
    {"-gen-cdb-fragment-path", Value::kSeparate, Action::kRefuse},
    {"-dependency-file", Value::kSeparate, Action::kRefuse},
    {"-resource-dir", Value::kSeparate, Action::kRefuse},
    {"-resource-dir=", Value::kJoined, Action::kRefuse},
    {"--config=", Value::kJoined, Action::kRefuse},
    {"--config", Value::kSeparate, Action::kRefuse},
    {"-B", Value::kJoinedOrSeparate, Action::kRefuse},
    {"-fplugin", Value::kJoined, Action::kRefuse},
    {"-fpass-plugin", Value::kJoined, Action::kRefuse},
    {"-fmodule", Value::kJoined, Action::kRefuse},
    {"-fprebuilt", Value::kJoined, Action::kRefuse},
    {"-fbuild-session", Value::kJoined, Action::kRefuse},
    {"-fprofile", Value::kJoined, Action::kRefuse},
    {"-fauto-profile", Value::kJoined, Action::kRefuse},
    {"-ftest-coverage", Value::kNone, Action::kRefuse},
    {"-fdump", Value::kJoined, Action::kRefuse},
    {"-fsave-optimization-record", Value::kJoined, Action::kRefuse},
    {"-foptimization-record", Value::kJoined, Action::kRefuse},
    {"-fopt-info", Value::kJoined, Action::kRefuse},
    {"-ftime-trace", Value::kJoined, Action::kRefuse},
    {"-fcrash-diagnostics", Value::kJoined, Action::kRefuse},
    {"-fproc-stat-report", Value::kJoined, Action::kRefuse},
    {"-fsanitize-ignorelist", Value::kJoined, Action::kRefuse},
    {"-fsanitize-blacklist", Value::kJoined, Action::kRefuse},
    {"-fxray", Value::kJoined, Action::kRefuse},
    {"@", Value::kJoined, Action::kRefuse},
    // Say where headers are and what they mean.
    {"-iquote", Value::kJoinedOrSeparate, Action::kKeepPath},
    {"-isystem", Value::kJoinedOrSeparate, Action::kKeepPath},
    {"-cxx-isystem", Value::kJoinedOrSeparate, Action::kKeepPath},
    {"-idirafter", Value::kJoinedOrSeparate, Action::kKeepPath},
    {"-iframework", Value::kJoinedOrSeparate, Action::kKeepPath},
    {"-isysroot", Value::kJoinedOrSeparate, Action::kKeepPath},
    {"--sysroot=", Value::kJoined, Action::kKeepPath},
    {"--sysroot", Value::kSeparate, Action::kKeepPath},
    {"-I", Value::kJoinedOrSeparate, Action::kKeepPath},
    {"-F", Value::kJoinedOrSeparate, Action::kKeepPath},
    {"-imacros", Value::kJoinedOrSeparate, Action::kKeep},
    {"-include", Value::kJoinedOrSeparate, Action::kKeep},
    {"-nostdinc++", Value::kNone, Action::kKeep},
    {"-nostdinc", Value::kNone, Action::kKeep},
    {"-nostdlibinc", Value::kNone, Action::kKeep},
    {"-nobuiltininc", Value::kNone, Action::kKeep},
    {"-stdlib=", Value::kJoined, Action::kKeep},
    {"-std=", Value::kJoined, Action::kKeep},
    {"--std=", Value::kJoined, Action::kKeep},
    {"-ansi", Value::kNone, Action::kKeep},
    {"-trigraphs", Value::kNone, Action::kKeep},
    {"-undef", Value::kNone, Action::kKeep},
    {"-pthread", Value::kNone, Action::kKeep},
    {"--target=", Value::kJoined, Action::kKeep},
    {"-target", Value::kSeparate, Action::kKeep},
    {"-D", Value::kJoinedOrSeparate, Action::kKeep},
    {"-U", Value::kJoinedOrSeparate, Action::kKeep},
    {"-x", Value::kJoinedOrSeparate, Action::kKeep},
    {"-m", Value::kJoined, Action::kKeep},
    // Their values must not be taken for input files.
    {"-o", Value::kJoinedOrSeparate, Action::kDrop},
    {"-L", Value::kJoinedOrSeparate, Action::kDrop},
    {"-l", Value::kJoinedOrSeparate, Action::kDrop},
    {"-T", Value::kJoinedOrSeparate, Action::kDrop},
    {"-u", Value::kSeparate, Action::kDrop},
    {"-z", Value::kSeparate, Action::kDrop},
    {"-arch", Value::kSeparate, Action::kDrop},
    {"-framework", Value::kSeparate, Action::kDrop},
    {"-iprefix", Value::kSeparate, Action::kDrop},
    {"-iwithprefix", Value::kSeparate, Action::kDrop},
    {"-iwithprefixbefore", Value::kSeparate, Action::kDrop},
    {"-imultilib", Value::kSeparate, Action::kDrop},
    {"-Xlinker", Value::kSeparate, Action::kDrop},
    {"-Xassembler", Value::kSeparate, Action::kDrop},
    {"--param", Value::kSeparate, Action::kDrop},
    {"-dumpdir", Value::kSeparate, Action::kDrop},
    {"-dumpbase", Value::kSeparate, Action::kDrop},
});

/// -f flags that change what the parser accepts or which macros it predefines, without "-f" and
/// "no-"; with '=' a prefix.
constexpr auto kParsingFlags = std::to_array<std::string_view>({
    "exceptions",
    "cxx-exceptions",
    "rtti",
    "char8_t",
    "coroutines",
    "coroutines-ts",
    "ms-extensions",
    "ms-compatibility",
    "ms-compatibility-version=",
    "msc-version=",
    "declspec",
    "short-enums",
    "short-wchar",
    "wchar-type=",
    "signed-char",
    "unsigned-char",
    "permissive",
    "gnu89-inline",
    "gnu-keywords",
    "gnu-inline-asm",
    "operator-names",
    "dollars-in-identifiers",
    "blocks",
    "openmp",
    "openmp=",
    "openmp-simd",
    "concepts",
    "aligned-new",
    "aligned-allocation",
    "sized-deallocation",
    "delayed-template-parsing",
    "freestanding",
    "hosted",
    "builtin",
    "builtin-",
    "pic",
    "PIC",
    "pie",
    "PIE",
    "template-depth=",
    "template-depth-",
    "constexpr-depth=",
    "constexpr-steps=",
    "constexpr-ops-limit=",
    "bracket-depth=",
    "input-charset=",
    "exec-charset=",
    "trigraphs",
    "digraphs",
    "objc-arc",
    "objc-weak",
    "borland-extensions",
    "pascal-strings",
    "writable-strings",
    "asm",
    "abi-version=",
    "relaxed-template-template-args",
    "new-ttp-matching",
    "experimental-library",
    "enforce-eh-specs",
    "threadsafe-statics",
    "fast-math",
    "finite-math-only",
    "math-errno",
    "sanitize=",
    "stack-protector",
    "stack-protector-strong",
    "stack-protector-all",
    "cf-protection",
    "cf-protection=",
    "max-include-depth=",
    "extended-identifiers",
});

bool ChangesParsing(std::string_view flag) {
  flag.remove_prefix(2);
  if (flag.starts_with("no-")) flag.remove_prefix(3);
  return std::any_of(kParsingFlags.begin(), kParsingFlags.end(), [&](std::string_view known) {
    const bool prefix = known.ends_with('=') || known.ends_with('-');
    return prefix ? flag.starts_with(known) : flag == known;
  });
}

bool Fits(const FlagRule& rule, std::string_view argument) {
  return rule.value == Value::kNone || rule.value == Value::kSeparate
             ? argument == rule.flag
             : argument.starts_with(rule.flag);
}

/// The rules by the second letter of what may fit them, in their order: a database has a hundred
/// thousand arguments, most of which fit few of the rules this far.
class RuleTable {
 public:
  RuleTable() {
    for (const FlagRule& rule : kRules) {
      for (size_t letter = 0; letter < kLetters; ++letter) {
        if (rule.flag.size() < 2 || IndexOf(rule.flag[1]) == letter)
          rules_[letter].push_back(&rule);
      }
    }
  }

  const FlagRule* Find(std::string_view argument) const {
    const std::vector<const FlagRule*>& rules =
        rules_[argument.size() < 2 ? 0 : IndexOf(argument[1])];
    const auto rule = std::find_if(rules.begin(), rules.end(),
                                   [&](const FlagRule* r) { return Fits(*r, argument); });
    return rule == rules.end() ? nullptr : *rule;
  }

 private:
  static constexpr size_t kLetters = 256;
  static size_t IndexOf(char letter) { return static_cast<unsigned char>(letter); }

  std::array<std::vector<const FlagRule*>, kLetters> rules_;
};

bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }

/// Means itself to a shell, outside of quotes.
bool IsPlain(char c) { return !IsSpace(c) && c != '\'' && c != '"' && c != '\\'; }

}  // namespace

CompileFlags FilterCompileFlags(std::span<const std::string> arguments,
                                std::string_view directory) {
  static const RuleTable rules;
  CompileFlags flags;
  for (size_t i = 0; i < arguments.size(); ++i) {
    const std::string_view argument = arguments[i];
    if (argument == "--") {
      flags.inputs.insert(flags.inputs.end(), arguments.begin() + static_cast<ptrdiff_t>(i) + 1,
                          arguments.end());
      break;
    }
    if (argument.empty()) continue;
    if (argument == "-" || (argument.front() != '-' && argument.front() != '@')) {
      flags.inputs.emplace_back(argument);
      continue;
    }
    const FlagRule* const rule = rules.Find(argument);
    if (rule == nullptr) {
      if (argument.starts_with("-f") && ChangesParsing(argument)) flags.kept.emplace_back(argument);
      continue;
    }
    std::optional<std::string_view> value;
    if (argument.size() > rule->flag.size()) {
      value = argument.substr(rule->flag.size());
    } else if (rule->value == Value::kSeparate || rule->value == Value::kJoinedOrSeparate) {
      if (i + 1 == arguments.size()) continue;  // cut off
      value = arguments[++i];
    }
    switch (rule->action) {
      case Action::kDrop:
        break;
      case Action::kRefuse:
        // Its value may be anything, so it is not shown; joined names are: -MD, -fplugin.
        flags.refused.emplace_back(rule->value == Value::kJoined && rule->flag != "@" &&
                                           rule->flag != "-Wp,"
                                       ? argument.substr(0, argument.find('='))
                                       : rule->flag);
        break;
      case Action::kKeep:
        if (rule->value == Value::kSeparate || rule->flag.starts_with("-i")) {
          flags.kept.emplace_back(rule->flag);
          flags.kept.emplace_back(*value);
        } else {
          flags.kept.push_back(std::string(rule->flag).append(value.value_or("")));
        }
        break;
      case Action::kKeepPath: {
        if (!value) break;
        // "=x" is below the sysroot.
        const std::string path =
            value->starts_with('=') ? std::string(*value) : ResolveAbsolute(directory, *value);
        if (rule->flag.starts_with("--sysroot")) {
          flags.kept.push_back("--sysroot=" + path);
        } else if (rule->flag.size() == 2) {
          flags.kept.push_back(std::string(rule->flag) + path);
        } else {
          flags.kept.emplace_back(rule->flag);
          flags.kept.push_back(path);
        }
        break;
      }
    }
  }
  return flags;
}

std::vector<std::string> SplitShellWords(std::string_view command) {
  std::vector<std::string> words;
  std::string word;
  bool inside = false;  // of a word, which may be empty: ''
  char quote = 0;
  for (size_t i = 0; i < command.size(); ++i) {
    const char c = command[i];
    if (quote == '\'') {
      if (c == '\'') {
        quote = 0;
      } else {
        word.push_back(c);
      }
    } else if (c == '\\' && i + 1 < command.size()) {
      const char next = command[++i];
      // In double quotes a backslash quotes only what the shell would otherwise act on.
      if (quote == '"' && std::string_view("$`\"\\\n").find(next) == std::string_view::npos) {
        word.push_back(c);
      }
      if (next != '\n') word.push_back(next);
      inside = true;
    } else if (quote == '"') {
      if (c == '"') {
        quote = 0;
      } else {
        word.push_back(c);
      }
    } else if (c == '"' || c == '\'') {
      quote = c;
      inside = true;
    } else if (IsSpace(c)) {
      if (inside) words.push_back(std::move(word));
      word.clear();
      inside = false;
    } else {
      size_t end = i + 1;
      while (end < command.size() && IsPlain(command[end])) ++end;
      word.append(command, i, end - i);
      i = end - 1;
      inside = true;
    }
  }
  if (inside) words.push_back(std::move(word));
  return words;
}

}  // namespace krepis::analyzer

// krepis hook: wires the check of what is staged into what runs hooks before a commit.

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "analyzer/cli/hook_texts.h"
#include "analyzer/cli/output.h"
#include "analyzer/cli/session.h"
#include "analyzer/cli/verbs.h"
#include "analyzer/vcs/git_hooks.h"
#include "analyzer/workspace/paths.h"

namespace krepis::analyzer {
namespace {

constexpr uint64_t kMaxHookBytes = 1 << 20;
constexpr std::string_view kProgram = "krepis";

bool Exists(const std::string& path) {
  std::error_code error;
  return std::filesystem::exists(std::filesystem::symlink_status(path, error));
}

/// "" when there is no such file; nullopt, and said on stderr, when it cannot be read.
std::optional<std::string> TextOf(const std::string& path) {
  if (!Exists(path)) return "";
  const DiskFileSystem host("/");
  Result<std::string> text = host.Read(path.substr(1), kMaxHookBytes);
  if (text) return std::move(*text);
  Say(fmt::format("error: cannot read {}", path));
  return std::nullopt;
}

/// Where this program is.
std::string Executable() {
  std::error_code error;
  const std::filesystem::path path = std::filesystem::read_symlink("/proc/self/exe", error);
  return error ? std::string() : path.string();
}

/// Whether the shell finds this program under its name.
bool IsOnPath() {
  const char* value = std::getenv("PATH");
  std::string_view rest = value == nullptr ? "" : value;
  const std::string self = Executable();
  while (!rest.empty()) {
    const size_t colon = std::min(rest.find(':'), rest.size());
    const std::string candidate = fmt::format("{}/{}", rest.substr(0, colon), kProgram);
    std::error_code error;
    const std::filesystem::path real = std::filesystem::canonical(candidate, error);
    if (!error) return real == self;
    rest.remove_prefix(std::min(colon + 1, rest.size()));
  }
  return false;
}

/// Who runs hooks.
enum class Runner : uint8_t { kGit, kPreCommit, kLefthook, kHusky };

class Verb {
 public:
  explicit Verb(const Options& options) : options_(options) {}

  int Run() {
    const std::unique_ptr<Session> session = Session::Open(options_);
    if (session == nullptr) return kUsage;
    Result<GitHooks> hooks = FindGitHooks(session->root());
    if (!hooks) {
      Say("error: " + hooks.error().message);
      return kUsage;
    }
    hooks_ = std::move(*hooks);
    if (options_.action == "uninstall") return Uninstall();
    for (const std::string& name : {hooks_.prefix, Executable()}) {
      if (FitsHooks(name)) continue;
      Say(
          fmt::format("error: no hook can name {}, which has characters that cannot be seen in it: "
                      "rename that folder",
                      name));
      return kUsage;
    }
    switch (Chosen()) {
      case Runner::kPreCommit:
        return Add(".pre-commit-config.yaml", AddToPreCommit, "pre-commit install");
      case Runner::kLefthook:
        return AddLefthook();
      case Runner::kHusky:
        return Add(".husky/pre-commit", AddToHusky, "husky");
      case Runner::kGit:
        break;
    }
    return AddGit();
  }

 private:
  Runner Chosen() const {
    if (options_.hook_runner == "pre-commit") return Runner::kPreCommit;
    if (options_.hook_runner == "lefthook") return Runner::kLefthook;
    if (options_.hook_runner == "husky") return Runner::kHusky;
    if (options_.hook_runner == "git") return Runner::kGit;
    if (Exists(At(".pre-commit-config.yaml"))) return Runner::kPreCommit;
    if (!LefthookFile().empty()) return Runner::kLefthook;
    if (Exists(At(".husky"))) return Runner::kHusky;
    return Runner::kGit;
  }

  std::string At(std::string_view path) const {
    return fmt::format("{}/{}", hooks_.work_tree, path);
  }

  /// Hooks run at the top of the work tree: a workspace below it is named.
  std::string Command(std::string_view program) const {
    std::string command = fmt::format("{} check --quiet --staged --since HEAD", ShellWord(program));
    if (!hooks_.prefix.empty()) command += " " + ShellWord(hooks_.prefix);
    return command;
  }

  std::string LefthookFile() const {
    for (const std::string_view name :
         {"lefthook.yml", ".lefthook.yml", "lefthook.yaml", ".lefthook.yaml", "lefthook.toml",
          ".lefthook.toml", "lefthook.json", ".lefthook.json"}) {
      if (Exists(At(name))) return std::string(name);
    }
    return "";
  }

  int AddLefthook() const {
    const std::string file = LefthookFile();
    if (file.ends_with(".toml") || file.ends_with(".json")) {
      Say(fmt::format("error: {} is not edited; add a command to its pre-commit hook:", file));
      WriteStdout(Command(kProgram) + "\n");
      return kUsage;
    }
    return Add(file.empty() ? "lefthook.yml" : file, AddToLefthook, "lefthook install");
  }

  /// Adds the hook to a file that everybody who clones the repository has.
  int Add(const std::string& file, HookText (*add)(std::string_view, const std::string&),
          std::string_view next) const {
    const std::optional<std::string> before = TextOf(At(file));
    if (!before) return kUsage;
    const HookText hook = add(*before, Command(kProgram));
    const int code = Write(At(file), file, *before, hook, false);
    if (code != kClean || hook.state != HookText::State::kAdded) return code;
    SayWhetherFound();
    Say(fmt::format("`{}` makes git run it, where that has not been done", next));
    return kClean;
  }

  int AddGit() const {
    const std::string file = hooks_.directory + "/pre-commit";
    // In a folder that is cloned, another machine has to find it, too.
    const bool by_name = hooks_.tracked || IsOnPath();
    const std::string command = Command(by_name ? std::string(kProgram) : Executable());
    if (hooks_.shared) {
      Say(
          fmt::format("error: core.hooksPath is {}, which other repositories may use as well: add "
                      "this line to the script pre-commit there, or run `git config core.hooksPath "
                      ".git/hooks` first",
                      hooks_.directory));
      WriteStdout(AddToGitHook("", command).snippet);
      return kUsage;
    }
    const std::optional<std::string> before = TextOf(file);
    if (!before) return kUsage;
    const HookText hook = AddToGitHook(*before, command);
    const int code = Write(file, file, *before, hook, true);
    if (code == kClean && hooks_.tracked) SayWhetherFound();
    return code;
  }

  int Write(const std::string& path, const std::string& name, const std::string& before,
            const HookText& hook, bool executable) const {
    if (hook.state == HookText::State::kThere) {
      Say(fmt::format("{} has the hook already", name));
      return kClean;
    }
    if (hook.state == HookText::State::kUnsafe) {
      Say(
          fmt::format("error: {} is there already, and not of a form that can be added to; add "
                      "this to it:",
                      name));
      WriteStdout(hook.snippet);
      return kUsage;
    }
    std::error_code error;
    // A symlink is somebody's arrangement, and is not replaced by a file; where it leads out of the
    // repository, it may be the arrangement of whoever wrote that.
    const std::filesystem::path target = std::filesystem::weakly_canonical(path, error);
    if (error) {
      Say(fmt::format("error: cannot open {}: {}", name, error.message()));
      return kUsage;
    }
    if (!IsBelow(target, hooks_.work_tree) && !IsBelow(target, hooks_.directory)) {
      Say(fmt::format("error: {} leads to {}, out of the repository", name, target.string()));
      return kUsage;
    }
    std::filesystem::create_directories(target.parent_path(), error);
    const auto permissions = before.empty() ? std::filesystem::perms::unknown
                                            : std::filesystem::status(target, error).permissions();
    if (const Result<void> written = WriteFile(target.string(), hook.text); !written) {
      Say("error: " + written.error().message);
      return kUsage;
    }
    if (permissions != std::filesystem::perms::unknown)
      std::filesystem::permissions(target, permissions, error);
    if (executable) {
      std::filesystem::permissions(target,
                                   std::filesystem::perms::owner_exec |
                                       std::filesystem::perms::group_exec |
                                       std::filesystem::perms::others_exec,
                                   std::filesystem::perm_options::add, error);
    }
    Say(fmt::format("{} {}: it checks what each commit adds", before.empty() ? "wrote" : "added to",
                    name));
    return kClean;
  }

  static bool IsBelow(const std::filesystem::path& target, const std::string& folder) {
    std::error_code error;
    const std::string real = std::filesystem::weakly_canonical(folder, error).string();
    return !error && RelativeTo(real, target.string()).has_value();
  }

  static void SayWhetherFound() {
    if (!IsOnPath())
      Say("note: the hook runs `krepis`, which is not this program, or not on the PATH here");
  }

  int Uninstall() const {
    const std::string file = hooks_.directory + "/pre-commit";
    const std::optional<std::string> text = TextOf(file);
    if (!text) return kUsage;
    if (!IsOwnGitHook(*text)) {
      Say(
          fmt::format("error: {}; what stands in the configuration of a hook manager is taken out "
                      "there",
                      text->empty() ? fmt::format("there is no hook {}", file)
                                    : fmt::format("krepis did not write {}", file)));
      return kUsage;
    }
    std::error_code error;
    if (!std::filesystem::remove(file, error)) {
      Say(fmt::format("error: cannot remove {}: {}", file, error.message()));
      return kUsage;
    }
    Say("removed " + file);
    return kClean;
  }

  const Options& options_;
  GitHooks hooks_;
};

}  // namespace

int RunHook(const Options& options) { return Verb(options).Run(); }

}  // namespace krepis::analyzer

#include "analyzer/frontend/clang_include_scanner.h"

#include <clang/Basic/Diagnostic.h>
#include <clang/Basic/DiagnosticOptions.h>
#include <clang/Basic/SourceManager.h>
#include <clang/Basic/Version.h>
#include <clang/Frontend/CompilerInstance.h>
#include <clang/Frontend/CompilerInvocation.h>
#include <clang/Frontend/FrontendActions.h>
#include <clang/Frontend/Utils.h>
#include <clang/Lex/PPCallbacks.h>
#include <clang/Lex/Preprocessor.h>
#include <clang/Lex/PreprocessorOptions.h>
#include <clang/Tooling/DependencyScanning/DependencyScanningFilesystem.h>

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <type_traits>
#include <unordered_map>
#include <vector>

#include "analyzer/frontend/clang_base_collector.h"
#include "analyzer/frontend/clang_command_line.h"
#include "analyzer/frontend/clang_header_name.h"
#include "analyzer/frontend/clang_unit_files.h"

namespace krepis::analyzer {
namespace {

using clang::tooling::dependencies::DependencyScanningFilesystemSharedCache;
using clang::tooling::dependencies::DependencyScanningWorkerFilesystem;
using Directives = llvm::ArrayRef<clang::dependency_directives_scan::Directive>;

class IncludeCollector final : public clang::PPCallbacks {
 public:
  IncludeCollector(const clang::SourceManager& sources, UnitFiles& files)
      : sources_(sources), files_(files) {}

  void LexedFileChanged(clang::FileID file, LexedFileChangeReason reason,
                        clang::SrcMgr::CharacteristicKind, clang::FileID,
                        clang::SourceLocation) override {
    if (reason == LexedFileChangeReason::EnterFile)
      files_.Look(sources_.getFileEntryRefForID(file));
  }

  void InclusionDirective(clang::SourceLocation hash, const clang::Token&, llvm::StringRef written,
                          bool, clang::CharSourceRange, clang::OptionalFileEntryRef opened,
                          llvm::StringRef, llvm::StringRef, const clang::Module*, bool,
                          clang::SrcMgr::CharacteristicKind) override {
    const auto [holder, offset] = sources_.getDecomposedLoc(hash);
    ClangRows* const rows = files_.Look(sources_.getFileEntryRefForID(holder)).rows;
    if (rows == nullptr) return;
    const llvm::StringRef text = sources_.getBufferData(holder);
    const ByteSpan span = HeaderNameSpan({text.data(), text.size()}, offset);
    if (opened) {
      rows->push_back({SemanticKind::kInclude, span, files_.Look(opened).path, {}});
    } else {
      rows->push_back({SemanticKind::kInclude, span, nullptr, written.str()});
    }
  }

 private:
  const clang::SourceManager& sources_;
  UnitFiles& files_;
};

/// Runs the preprocessor alone, or the parser behind it.
template <class Action>
class Reading final : public Action {
 public:
  /// `read`: of whose functions the parser reads the bodies.
  Reading(UnitFiles& files, FunctionPlaces& read) : files_(files), read_(read) {}

  bool began() const { return began_; }

 private:
  bool BeginSourceFileAction(clang::CompilerInstance& compiler) override {
    compiler.getPreprocessor().addPPCallbacks(
        std::make_unique<IncludeCollector>(compiler.getSourceManager(), files_));
    began_ = true;
    return Action::BeginSourceFileAction(compiler);
  }

  std::unique_ptr<clang::ASTConsumer> CreateASTConsumer(clang::CompilerInstance& compiler,
                                                        llvm::StringRef) override {
    return std::make_unique<BaseCollector>(compiler.getPreprocessor(), files_, read_);
  }

  UnitFiles& files_;
  FunctionPlaces& read_;
  bool began_ = false;
};

/// So often a unit is read anew for bodies that turned out to be needed; then all are read.
constexpr int kAttempts = 3;

Error Failed(std::string message) { return {std::move(message), "", 0, 0}; }

}  // namespace

class ClangIncludeScanner::Impl {
 public:
  Impl()
      : file_system_(new DependencyScanningWorkerFilesystem(
            cache_, llvm::vfs::createPhysicalFileSystem())) {}

  Result<ClangUnitResult> Scan(const ClangUnit& unit, ClangPaths& paths) {
    const auto input = EnterUnit(unit);
    if (!input) return input.error();
    if (file_system_->setCurrentWorkingDirectory(unit.directory)) {
      return Failed("the directory of its compile command cannot be entered");
    }
    std::vector<std::string> arguments = ClangCommandLine(FilterFlags(unit.flags));
    arguments.emplace_back("-resource-dir=" KREPIS_CLANG_RESOURCES "/" CLANG_VERSION_MAJOR_STRING);
    arguments.push_back(*input);
    const bool bases = unit.depth == ClangDepth::kBases;
    std::optional<UnitFiles> files;
    for (int attempt = 0;; ++attempt) {
      files.emplace(unit.directory, paths);
      const size_t bodies = bodies_.size();
      const bool all_bodies = attempt == kAttempts;
      const bool began = bases ? Run<clang::ASTFrontendAction>(arguments, all_bodies, *files)
                               : Run<clang::PreprocessOnlyAction>(arguments, all_bodies, *files);
      if (!began) return Failed("clang cannot read it; check its compile flags");
      if (bodies_.size() == bodies || all_bodies) break;
    }
    ClangUnitResult result;
    for (auto& [path, rows] : files->rows()) {
      std::sort(rows.begin(), rows.end());
      rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
      const auto [said, is_new] = said_[path].insert(std::move(rows));
      if (is_new) result.files.push_back(Described(path->path, *said));
    }
    std::sort(result.files.begin(), result.files.end(),
              [](const ClangFile& a, const ClangFile& b) { return a.path < b.path; });
    return result;
  }

 private:
  /// False: clang cannot make sense of the arguments.
  template <class Action>
  bool Run(const std::vector<std::string>& arguments, bool all_bodies, UnitFiles& files) {
    std::vector<const char*> argv;
    for (const std::string& argument : arguments) argv.push_back(argument.c_str());
    llvm::IntrusiveRefCntPtr<clang::DiagnosticOptions> options(new clang::DiagnosticOptions);
    const auto diagnostics = clang::CompilerInstance::createDiagnostics(
        options.get(), new clang::IgnoringDiagConsumer, true);
    // A header that is missing does not end the unit.
    diagnostics->setFatalsAsError(true);
    clang::CreateInvocationOptions how;
    how.Diags = diagnostics;
    how.VFS = file_system_;
    std::shared_ptr<clang::CompilerInvocation> invocation = clang::createInvocation(argv, how);
    if (invocation == nullptr) return false;
    clang::CompilerInstance compiler;
    compiler.setInvocation(std::move(invocation));
    compiler.setDiagnostics(diagnostics.get());
    compiler.createFileManager(file_system_);
    compiler.createSourceManager(compiler.getFileManager());
    compiler.getFrontendOpts().DisableFree = false;
    compiler.getFrontendOpts().SkipFunctionBodies = !all_bodies;
    if constexpr (std::is_same_v<Action, clang::PreprocessOnlyAction>) {
      compiler.getPreprocessorOpts().DependencyDirectivesForFile =
          [this](clang::FileEntryRef file) -> std::optional<Directives> {
        const auto entry = file_system_->getOrCreateFileSystemEntry(file.getName());
        if (!entry || !file_system_->ensureDirectiveTokensArePopulated(*entry)) return std::nullopt;
        return entry->getDirectiveTokens();
      };
    }
    Reading<Action> action(files, bodies_);
    compiler.ExecuteAction(action);
    return action.began();
  }

  std::unordered_map<const ClangPath*, std::set<ClangRows>> said_;
  FunctionPlaces bodies_;  // that have a class with bases, of all units so far
  DependencyScanningFilesystemSharedCache cache_;
  llvm::IntrusiveRefCntPtr<DependencyScanningWorkerFilesystem> file_system_;
};

ClangIncludeScanner::ClangIncludeScanner() : impl_(std::make_unique<Impl>()) {}
ClangIncludeScanner::~ClangIncludeScanner() = default;

Result<ClangUnitResult> ClangIncludeScanner::Scan(const ClangUnit& unit, ClangPaths& paths) {
  return impl_->Scan(unit, paths);
}

}  // namespace krepis::analyzer

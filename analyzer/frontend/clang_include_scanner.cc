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
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "analyzer/ast/semantics.h"
#include "analyzer/frontend/clang_command_line.h"
#include "analyzer/frontend/clang_header_name.h"

namespace krepis::analyzer {
namespace {

using clang::tooling::dependencies::DependencyScanningFilesystemSharedCache;
using clang::tooling::dependencies::DependencyScanningWorkerFilesystem;
using Directives = llvm::ArrayRef<clang::dependency_directives_scan::Directive>;

/// What a unit says of one file.
struct File {
  SemanticsBuilder rows;
  std::vector<MissingInclude> missing;
};
using Files = std::map<std::string, File>;

class Collector final : public clang::PPCallbacks {
 public:
  Collector(const clang::SourceManager& sources, const std::string& directory, ClangPaths& paths,
            Files& files)
      : sources_(sources), directory_(directory), paths_(paths), files_(files) {}

  void LexedFileChanged(clang::FileID file, LexedFileChangeReason reason,
                        clang::SrcMgr::CharacteristicKind, clang::FileID,
                        clang::SourceLocation) override {
    if (reason == LexedFileChangeReason::EnterFile) Look(sources_.getFileEntryRefForID(file));
  }

  void InclusionDirective(clang::SourceLocation hash, const clang::Token&, llvm::StringRef written,
                          bool, clang::CharSourceRange, clang::OptionalFileEntryRef opened,
                          llvm::StringRef, llvm::StringRef, const clang::Module*, bool,
                          clang::SrcMgr::CharacteristicKind) override {
    const auto [holder, offset] = sources_.getDecomposedLoc(hash);
    File* const file = Look(sources_.getFileEntryRefForID(holder)).file;
    if (file == nullptr) return;
    const llvm::StringRef text = sources_.getBufferData(holder);
    const ByteSpan span = HeaderNameSpan({text.data(), text.size()}, offset);
    if (!opened) {
      file->missing.push_back({span, written.str()});
      return;
    }
    const ClangPath& path = *Look(opened).path;
    file->rows.Add(SemanticKind::kInclude, span, path.path, path.inside ? path.path : "");
  }

 private:
  struct Named {
    const ClangPath* path = nullptr;
    File* file = nullptr;  // null: outside the workspace
  };

  Named Look(clang::OptionalFileEntryRef file) {
    if (!file) return {};
    Named& named = by_entry_[&file->getFileEntry()];
    if (named.path == nullptr) {
      const llvm::StringRef name = file->getName();
      named.path = &paths_.Find(directory_, {name.data(), name.size()});
      // Only a file that is read has an entry, as libclang has it; what is merely named is read
      // sooner or later, or was before.
      if (named.path->inside) named.file = &files_[named.path->path];
    }
    return named;
  }

  const clang::SourceManager& sources_;
  const std::string& directory_;
  ClangPaths& paths_;
  Files& files_;
  std::unordered_map<const clang::FileEntry*, Named> by_entry_;
};

class IncludesOnly final : public clang::PreprocessOnlyAction {
 public:
  IncludesOnly(const std::string& directory, ClangPaths& paths, Files& files)
      : directory_(directory), paths_(paths), files_(files) {}

  bool began() const { return began_; }

 private:
  bool BeginSourceFileAction(clang::CompilerInstance& compiler) override {
    compiler.getPreprocessor().addPPCallbacks(
        std::make_unique<Collector>(compiler.getSourceManager(), directory_, paths_, files_));
    began_ = true;
    return PreprocessOnlyAction::BeginSourceFileAction(compiler);
  }

  const std::string& directory_;
  ClangPaths& paths_;
  Files& files_;
  bool began_ = false;
};

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
    Files files;
    if (!Preprocess(arguments, unit.directory, paths, files)) {
      return Failed("clang cannot read it; check its compile flags");
    }
    ClangUnitResult result;
    for (auto& [path, file] : files) {
      std::sort(file.missing.begin(), file.missing.end());
      file.missing.erase(std::unique(file.missing.begin(), file.missing.end()), file.missing.end());
      result.files.push_back({path, file.rows.Finish(), 0, std::move(file.missing)});
    }
    return result;
  }

 private:
  bool Preprocess(const std::vector<std::string>& arguments, const std::string& directory,
                  ClangPaths& paths, Files& files) {
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
    compiler.getPreprocessorOpts().DependencyDirectivesForFile =
        [this](clang::FileEntryRef file) -> std::optional<Directives> {
      const auto entry = file_system_->getOrCreateFileSystemEntry(file.getName());
      if (!entry || !file_system_->ensureDirectiveTokensArePopulated(*entry)) return std::nullopt;
      return entry->getDirectiveTokens();
    };
    IncludesOnly action(directory, paths, files);
    compiler.ExecuteAction(action);
    return action.began();
  }

  DependencyScanningFilesystemSharedCache cache_;
  llvm::IntrusiveRefCntPtr<DependencyScanningWorkerFilesystem> file_system_;
};

ClangIncludeScanner::ClangIncludeScanner() : impl_(std::make_unique<Impl>()) {}
ClangIncludeScanner::~ClangIncludeScanner() = default;

Result<ClangUnitResult> ClangIncludeScanner::Scan(const ClangUnit& unit, ClangPaths& paths) {
  return impl_->Scan(unit, paths);
}

}  // namespace krepis::analyzer

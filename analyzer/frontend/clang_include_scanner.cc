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
#include <set>
#include <string>
#include <tuple>
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

/// One directive of a file.
struct Row {
  ByteSpan span;            // of the header name
  const ClangPath* opened;  // null: it could not be opened
  std::string missing;      // then its name
  friend auto operator<=>(const Row& a, const Row& b) {
    return std::tie(a.span.start, a.span.length, a.opened, a.missing) <=>
           std::tie(b.span.start, b.span.length, b.opened, b.missing);
  }
  friend bool operator==(const Row& a, const Row& b) { return (a <=> b) == 0; }
};
using Rows = std::vector<Row>;

/// What a unit says of the files of the workspace.
using Files = std::unordered_map<const ClangPath*, Rows>;

ClangFile Described(const std::string& path, const Rows& rows) {
  ClangFile file;
  file.path = path;
  SemanticsBuilder semantics;
  for (const Row& row : rows) {
    if (row.opened == nullptr) {
      file.missing.push_back({row.span, row.missing});
    } else {
      const std::string& opened = row.opened->path;
      semantics.Add(SemanticKind::kInclude, row.span, opened, row.opened->inside ? opened : "");
    }
  }
  file.semantics = semantics.Finish();
  return file;
}

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
    Rows* const rows = Look(sources_.getFileEntryRefForID(holder)).rows;
    if (rows == nullptr) return;
    const llvm::StringRef text = sources_.getBufferData(holder);
    const ByteSpan span = HeaderNameSpan({text.data(), text.size()}, offset);
    if (opened) {
      rows->push_back({span, Look(opened).path, {}});
    } else {
      rows->push_back({span, nullptr, written.str()});
    }
  }

 private:
  struct Named {
    const ClangPath* path = nullptr;
    Rows* rows = nullptr;  // null: outside the workspace
  };

  Named Look(clang::OptionalFileEntryRef file) {
    if (!file) return {};
    Named& named = by_entry_[&file->getFileEntry()];
    if (named.path == nullptr) {
      const llvm::StringRef name = file->getName();
      named.path = &paths_.Find(directory_, {name.data(), name.size()});
      // Only a file that is read has an entry, as libclang has it; what is merely named is read
      // sooner or later, or was before.
      if (named.path->inside) named.rows = &files_[named.path];
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
    for (auto& [path, rows] : files) {
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

  std::unordered_map<const ClangPath*, std::set<Rows>> said_;
  DependencyScanningFilesystemSharedCache cache_;
  llvm::IntrusiveRefCntPtr<DependencyScanningWorkerFilesystem> file_system_;
};

ClangIncludeScanner::ClangIncludeScanner() : impl_(std::make_unique<Impl>()) {}
ClangIncludeScanner::~ClangIncludeScanner() = default;

Result<ClangUnitResult> ClangIncludeScanner::Scan(const ClangUnit& unit, ClangPaths& paths) {
  return impl_->Scan(unit, paths);
}

}  // namespace krepis::analyzer

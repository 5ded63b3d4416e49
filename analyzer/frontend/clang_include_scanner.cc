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
#include <optional>
#include <set>
#include <string>
#include <type_traits>
#include <unordered_map>
#include <vector>

#include "analyzer/core/put_things.h"
#include "analyzer/frontend/clang_base_collector.h"
#include "analyzer/frontend/clang_command_line.h"
#include "analyzer/frontend/clang_header_name.h"
#include "analyzer/frontend/clang_unit_files.h"

namespace krepis::analyzer {
namespace {

using clang::dependency_directives_scan::Directive;
using clang::tooling::dependencies::DependencyScanningFilesystemSharedCache;
using clang::tooling::dependencies::DependencyScanningWorkerFilesystem;
using DirectiveList = llvm::ArrayRef<Directive>;

/// Whether rows say where that stands.
bool HasRows(const Directive& directive) {
  using namespace clang::dependency_directives_scan;
  return directive.Kind == pp_include || directive.Kind == pp_include_next ||
         directive.Kind == pp_import || directive.Kind == pp___include_macros;
}

/// Over all that the preprocessor is given of a file, and rows say of it.
LongChecksum ChecksumOf(DirectiveList directives, llvm::StringRef text) {
  std::string bytes;
  for (const Directive& directive : directives) {
    Put(bytes, directive.Kind);
    Put(bytes, directive.Tokens.size());
    for (const auto& token : directive.Tokens) {
      Put(bytes, token.Kind);
      Put(bytes, token.Flags);
      Put(bytes, token.Length);
      bytes += text.substr(token.Offset, token.Length);
    }
    if (directive.Tokens.empty() || !HasRows(directive)) continue;
    const unsigned start = directive.Tokens.front().Offset;
    Put(bytes, start);
    bytes += text.slice(start, directive.Tokens.back().getEnd());
  }
  return ChecksumLong(bytes);
}

class IncludeCollector final : public clang::PPCallbacks {
 public:
  /// `by_line` is set where a directive hangs on the number of its line.
  IncludeCollector(const clang::SourceManager& sources, UnitFiles& files, bool& by_line)
      : sources_(sources), files_(files), by_line_(by_line) {}

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

  void MacroExpands(const clang::Token& name, const clang::MacroDefinition& macro,
                    clang::SourceRange, const clang::MacroArgs*) override {
    const bool is_line =
        macro.getMacroInfo()->isBuiltinMacro() && name.getIdentifierInfo()->getName() == "__LINE__";
    if (is_line) by_line_ = true;
  }

 private:
  const clang::SourceManager& sources_;
  UnitFiles& files_;
  bool& by_line_;
};

/// Runs the preprocessor alone, or the parser behind it.
template <class Action>
class Reading final : public Action {
 public:
  /// `read`: of whose functions the parser reads the bodies.
  Reading(UnitFiles& files, FunctionPlaces& read) : files_(files), read_(read) {}

  bool began() const { return began_; }
  bool by_line() const { return by_line_; }

 private:
  bool BeginSourceFileAction(clang::CompilerInstance& compiler) override {
    compiler.getPreprocessor().addPPCallbacks(
        std::make_unique<IncludeCollector>(compiler.getSourceManager(), files_, by_line_));
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
  bool by_line_ = false;
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
    result_ = {};
    result_.made_of.emplace();
    for (int attempt = 0;; ++attempt) {
      files.emplace(unit.directory, paths);
      const size_t bodies = bodies_.size();
      const bool all_bodies = attempt == kAttempts;
      const bool began = bases ? Run<clang::ASTFrontendAction>(arguments, all_bodies, *files)
                               : Run<clang::PreprocessOnlyAction>(arguments, all_bodies, *files);
      if (!began) return Failed("clang cannot read it; check its compile flags");
      if (bodies_.size() == bodies || all_bodies) break;
    }
    ClangUnitResult& result = result_;
    for (auto& [path, rows] : files->rows()) {
      std::sort(rows.begin(), rows.end());
      rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
      const auto [said, is_new] = said_[path].try_emplace(std::move(rows));
      if (is_new) {
        result.files.push_back(Described(path->path, said->first));
        said->second = ClangFileId(result.files.back());
      } else {
        result.again.push_back(said->second);
      }
    }
    std::sort(result.files.begin(), result.files.end(),
              [](const ClangFile& a, const ClangFile& b) { return a.path < b.path; });
    return std::move(result_);
  }

  std::vector<ClangDirectives> DirectivesOf(const std::vector<std::string>& paths) {
    std::vector<ClangDirectives> all;
    for (const std::string& path : paths) {
      const auto entry = file_system_->getOrCreateFileSystemEntry(path);
      const std::optional<DirectiveList> directives = entry ? Scanned(*entry) : std::nullopt;
      if (!directives) {
        all.emplace_back();
        continue;
      }
      all.push_back({FileOf(entry->getStatus().getUniqueID()),
                     ChecksumOf(*directives, entry->getContents())});
    }
    return all;
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
          [this](clang::FileEntryRef file) -> std::optional<DirectiveList> {
        const auto entry = file_system_->getOrCreateFileSystemEntry(file.getName());
        return entry ? Scanned(*entry) : std::nullopt;
      };
    }
    Reading<Action> action(files, bodies_);
    compiler.ExecuteAction(action);
    if (!action.began()) return false;
    result_.by_directives =
        std::is_same_v<Action, clang::PreprocessOnlyAction> && !action.by_line();
    NoteFiles(compiler);
    return true;
  }

  /// None where clang reads the whole file, or there is none.
  std::optional<DirectiveList> Scanned(clang::tooling::dependencies::EntryRef entry) {
    if (entry.isError() || entry.isDirectory() ||
        !file_system_->ensureDirectiveTokensArePopulated(entry))
      return std::nullopt;
    return entry.getDirectiveTokens();
  }

  static DiskFile FileOf(const llvm::sys::fs::UniqueID& id) {
    return {id.getDevice(), id.getFile()};
  }

  void NoteFiles(const clang::CompilerInstance& compiler) {
    if (!compiler.hasSourceManager()) result_.made_of.reset();
    if (!result_.made_of) return;
    const clang::SourceManager& sources = compiler.getSourceManager();
    result_.made_of->clear();
    for (auto it = sources.fileinfo_begin(); it != sources.fileinfo_end(); ++it) {
      const clang::FileEntryRef file = it->first;
      const DiskFile id = FileOf(file.getUniqueID());
      result_.made_of->push_back(id);
      if (!result_.by_directives || !noted_.insert(id).second) continue;
      const auto entry = file_system_->getOrCreateFileSystemEntry(file.getName());
      const std::optional<DirectiveList> directives = entry ? Scanned(*entry) : std::nullopt;
      if (directives)
        result_.directives.push_back({id, ChecksumOf(*directives, entry->getContents())});
    }
    std::sort(result_.made_of->begin(), result_.made_of->end());
  }

  std::unordered_map<const ClangPath*, std::map<ClangRows, LongChecksum>> said_;
  std::set<DiskFile> noted_;  // of which `directives` have been said
  ClangUnitResult result_;    // of the unit at hand
  FunctionPlaces bodies_;     // that have a class with bases, of all units so far
  DependencyScanningFilesystemSharedCache cache_;
  llvm::IntrusiveRefCntPtr<DependencyScanningWorkerFilesystem> file_system_;
};

ClangIncludeScanner::ClangIncludeScanner() : impl_(std::make_unique<Impl>()) {}
ClangIncludeScanner::~ClangIncludeScanner() = default;

Result<ClangUnitResult> ClangIncludeScanner::Scan(const ClangUnit& unit, ClangPaths& paths) {
  return impl_->Scan(unit, paths);
}

std::vector<ClangDirectives> ClangIncludeScanner::Directives(
    const std::vector<std::string>& paths) {
  return impl_->DirectivesOf(paths);
}

}  // namespace krepis::analyzer

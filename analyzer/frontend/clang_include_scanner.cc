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

#include "analyzer/core/packed_bytes.h"
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
    if (directive.Tokens.empty()) continue;
    const unsigned start = directive.Tokens.front().Offset;
    if (HasRows(directive)) Put(bytes, start);
    const llvm::StringRef line = text.slice(start, directive.Tokens.back().getEnd());
    PutText(bytes, {line.data(), line.size()});
  }
  return ChecksumLong(bytes);
}

/// What else a unit hangs on.
struct UnitHangs {
  bool on_lines = false;  // a directive asks for the number of its line
  bool on_data = false;   // a file was embedded, which no list of the unit's files has
};

/// Reads files whole, where others map them: what was said of a text has to be of the text that
/// was lexed, also where somebody writes to it meanwhile.
class CopyingFile final : public llvm::vfs::File {
 public:
  explicit CopyingFile(std::unique_ptr<llvm::vfs::File> file) : file_(std::move(file)) {}

  llvm::ErrorOr<llvm::vfs::Status> status() override { return file_->status(); }
  llvm::ErrorOr<std::string> getName() override { return file_->getName(); }
  llvm::ErrorOr<std::unique_ptr<llvm::MemoryBuffer>> getBuffer(const llvm::Twine& name,
                                                               int64_t size, bool needs_terminator,
                                                               bool /*is_volatile*/) override {
    return file_->getBuffer(name, size, needs_terminator, true);
  }
  std::error_code close() override { return file_->close(); }

 private:
  std::unique_ptr<llvm::vfs::File> file_;
};

class CopyingFileSystem final : public llvm::vfs::ProxyFileSystem {
 public:
  CopyingFileSystem() : ProxyFileSystem(llvm::vfs::createPhysicalFileSystem()) {}

  llvm::ErrorOr<std::unique_ptr<llvm::vfs::File>> openFileForRead(
      const llvm::Twine& path) override {
    auto file = ProxyFileSystem::openFileForRead(path);
    if (!file) return file.getError();
    return std::make_unique<CopyingFile>(std::move(*file));
  }
};

class IncludeCollector final : public clang::PPCallbacks {
 public:
  IncludeCollector(const clang::SourceManager& sources, UnitFiles& files, UnitHangs& hangs)
      : sources_(sources), files_(files), hangs_(hangs) {}

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
    if (is_line) hangs_.on_lines = true;
  }

  void EmbedDirective(clang::SourceLocation, clang::StringRef, bool, clang::OptionalFileEntryRef,
                      const clang::LexEmbedParametersResult&) override {
    hangs_.on_data = true;
  }

  void HasEmbed(clang::SourceLocation, clang::StringRef, bool,
                clang::OptionalFileEntryRef) override {
    hangs_.on_data = true;
  }

 private:
  const clang::SourceManager& sources_;
  UnitFiles& files_;
  UnitHangs& hangs_;
};

/// Runs the preprocessor alone, or the parser behind it.
template <class Action>
class Reading final : public Action {
 public:
  /// `read`: of whose functions the parser reads the bodies.
  Reading(UnitFiles& files, FunctionPlaces& read) : files_(files), read_(read) {}

  bool began() const { return began_; }
  const UnitHangs& hangs() const { return hangs_; }

 private:
  bool BeginSourceFileAction(clang::CompilerInstance& compiler) override {
    compiler.getPreprocessor().addPPCallbacks(
        std::make_unique<IncludeCollector>(compiler.getSourceManager(), files_, hangs_));
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
  UnitHangs hangs_;
};

/// So often a unit is read anew for bodies that turned out to be needed; then all are read.
constexpr int kAttempts = 3;

Error Failed(std::string message) { return {std::move(message), "", 0, 0}; }

}  // namespace

class ClangIncludeScanner::Impl {
 public:
  Impl()
      : file_system_(new DependencyScanningWorkerFilesystem(
            cache_, llvm::makeIntrusiveRefCnt<CopyingFileSystem>())) {}

  Result<ClangUnitResult> Scan(const ClangUnit& unit, ClangPaths& paths, bool keeps) {
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
    keeps_ = keeps;
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
      } else if (keeps_) {
        result.again.push_back(said->second);
      }
    }
    std::sort(result.files.begin(), result.files.end(),
              [](const ClangFile& a, const ClangFile& b) { return a.path < b.path; });
    return std::move(result_);
  }

  std::vector<ClangText> DirectivesOf(const std::vector<std::string>& paths) {
    std::vector<ClangText> all;
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
    if (keeps_)
      NoteFiles(compiler, std::is_same_v<Action, clang::PreprocessOnlyAction>, action.hangs());
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

  void NoteFiles(const clang::CompilerInstance& compiler, bool directives_alone,
                 const UnitHangs& hangs) {
    result_.made_of.reset();
    if (!compiler.hasSourceManager() || hangs.on_data) return;
    result_.by_text = !(directives_alone && hangs.on_lines);
    const clang::SourceManager& sources = compiler.getSourceManager();
    std::vector<DiskFile>& files = result_.made_of.emplace();
    for (auto it = sources.fileinfo_begin(); it != sources.fileinfo_end(); ++it) {
      const clang::FileEntryRef file = it->first;
      files.push_back(FileOf(file.getUniqueID()));
      if (!noted_.insert(files.back()).second) continue;
      const auto entry = file_system_->getOrCreateFileSystemEntry(file.getName());
      if (!entry || entry->isError() || entry->isDirectory()) continue;
      const llvm::StringRef text = entry->getContents();
      const std::optional<DirectiveList> directives =
          directives_alone ? Scanned(*entry) : std::nullopt;
      if (directives) {
        result_.texts.push_back({files.back(), ChecksumOf(*directives, text)});
      } else if (!directives_alone) {
        result_.texts.push_back({files.back(), ChecksumLong({text.data(), text.size()})});
      }
    }
    std::sort(files.begin(), files.end());
  }

  std::unordered_map<const ClangPath*, std::map<ClangRows, LongChecksum>> said_;
  std::set<DiskFile> noted_;  // of which `texts` have been said
  bool keeps_ = false;        // what a unit is made of is asked for
  ClangUnitResult result_;    // of the unit at hand
  FunctionPlaces bodies_;     // that have a class with bases, of all units so far
  DependencyScanningFilesystemSharedCache cache_;
  llvm::IntrusiveRefCntPtr<DependencyScanningWorkerFilesystem> file_system_;
};

ClangIncludeScanner::ClangIncludeScanner() : impl_(std::make_unique<Impl>()) {}
ClangIncludeScanner::~ClangIncludeScanner() = default;

Result<ClangUnitResult> ClangIncludeScanner::Scan(const ClangUnit& unit, ClangPaths& paths,
                                                  bool keeps) {
  return impl_->Scan(unit, paths, keeps);
}

std::vector<ClangText> ClangIncludeScanner::Directives(const std::vector<std::string>& paths) {
  return impl_->DirectivesOf(paths);
}

}  // namespace krepis::analyzer

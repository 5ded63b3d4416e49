#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/live/live_workspace.h"
#include "analyzer/lsp/client_profile.h"
#include "analyzer/lsp/diagnostic_table.h"
#include "analyzer/lsp/document.h"

namespace krepis::analyzer {

/// One workspace, and how the client knows it.
struct LiveFolder {
  std::string prefix;  // the path of the root as the client writes it
  std::unique_ptr<LiveWorkspace> live;
  std::vector<std::string> claims;  // the client's folders that it stands for
  DiagnosticTable diagnostics;
  bool analysed = false;      // there has been an Update()
  unsigned preempted = 0;     // Updates in a row that gave way to a request
  bool disk_changed = false;  // since the last Update(), besides what editors changed
  std::chrono::steady_clock::duration last_update{};  // how long it took
};

/// An open editor.
struct OpenDocument {
  std::string uri;   // as the client writes it
  std::string path;  // absolute, symlinks followed
  Document document;
  bool unsaid = true;    // its workspace does not know the text yet
  bool current = false;  // the last Update() of its workspace was of the text that was said
};

/// The workspaces of a client, one for each of its folders and for each opened file that has a
/// nearer krepis.toml, and its open editors. Not thread-safe.
class LiveFolders {
 public:
  /// More workspaces than these are not opened.
  static constexpr size_t kMaxFolders = 64;

  explicit LiveFolders(const ClientProfile& client) : client_(client) {}

  /// The workspace of a folder. An error says why there is none.
  Result<void> Add(const std::string& folder);
  /// Returns the workspace that no folder of the client stands for any longer, or null.
  std::unique_ptr<LiveFolder> Remove(const std::string& folder);

  /// Opens the workspace of the file, too, where it has a krepis.toml that no open workspace is of.
  Result<void> Open(const std::string& uri, std::string text, int64_t version);
  /// False: the edit was not applied (see Document::Apply), or there is no such document.
  bool Edit(const std::string& uri, const Json& changes, int64_t version);
  void Close(const std::string& uri);
  const OpenDocument* Find(const std::string& uri) const;

  /// Absolute paths that may have changed; empty: anything may have.
  void Touch(const std::vector<std::string>& paths);
  /// Tells the workspaces what the editors hold by now.
  void SayTexts();
  /// An Update() of the workspace is complete.
  void SetCurrent(const LiveFolder& folder);
  /// Whether what the last Update() says of places in a document is about the text that it has now.
  /// Of one that is not open: as far as has been heard.
  bool IsCurrent(const LiveFolder& folder, std::string_view relative) const;
  /// Whether there is something to tell.
  bool HasUnsaid() const;

  /// Of all workspaces that the path lies in the innermost; null: in none.
  LiveFolder* Of(std::string_view path) const;
  /// The same for a URI; `relative` becomes the workspace-relative path.
  LiveFolder* OfUri(const std::string& uri, std::string& relative) const;
  std::string UriOf(const LiveFolder& folder, std::string_view relative) const;
  /// The version of an open document.
  std::optional<int64_t> VersionOf(const LiveFolder& folder, std::string_view relative) const;
  /// Whether a path is a folder, or was one at the last Update().
  bool IsFolder(const std::string& path) const;
  const std::vector<std::unique_ptr<LiveFolder>>& all() const { return folders_; }

 private:
  const OpenDocument* FindPath(const std::string& path) const;
  /// No workspace but `keeper` has a text for the path.
  void DropOverlays(const std::string& path, const LiveFolder* keeper);
  /// Whether a change of that file or folder can change the analysis of its workspace.
  bool Matters(const LiveFolder& folder, const std::string& path) const;

  const ClientProfile& client_;
  std::vector<std::unique_ptr<LiveFolder>> folders_;
  std::map<std::string, OpenDocument> documents_;            // by URI
  std::map<std::string, std::string, std::less<>> by_path_;  // absolute path -> URI
};

/// Absolute, without symlinks as far as it exists.
std::string RealPathOf(const std::string& path);

}  // namespace krepis::analyzer

#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/live/live_workspace.h"
#include "analyzer/lsp/client_profile.h"
#include "analyzer/lsp/json.h"

namespace krepis::analyzer {

/// What a client is told of the files of one workspace. Not thread-safe.
class DiagnosticTable {
 public:
  struct Entry {
    std::string result_id;  // equal for equal diagnostics
    Json items;             // as LSP writes them
  };
  using UriOf = std::function<std::string(std::string_view path)>;

  /// Brings the table up to what the workspace's last Update() found: violations, errors of
  /// krepis.toml, files that were not analysed. Returns the files whose entries are other ones
  /// than before, sorted.
  std::vector<std::string> Refresh(const LiveWorkspace& live, const ClientProfile& client,
                                   const UriOf& uri_of);

  /// By workspace-relative path; files without diagnostics have none.
  const std::map<std::string, Entry, std::less<>>& entries() const { return entries_; }
  const Entry* Find(std::string_view path) const;

 private:
  std::map<std::string, Entry, std::less<>> entries_;
};

/// The result id of a file without diagnostics.
inline constexpr std::string_view kNoDiagnostics = "0";

/// Turns places of an analysis into ranges of a client; keeps the texts that it needed.
class RangeFinder {
 public:
  RangeFinder(const LiveWorkspace& live, PositionEncoding encoding)
      : live_(live), encoding_(encoding) {}

  LspRange RangeOf(const std::string& path, const Location& location);
  /// From a place (from 1, in UTF-16 units) to the end of its line.
  LspRange RestOfLine(const std::string& path, uint32_t line, uint32_t column);

 private:
  struct File {
    std::string text;
    LineIndex lines{{}};
    bool readable = false;
  };
  const File& Open(const std::string& path);

  const LiveWorkspace& live_;
  PositionEncoding encoding_;
  std::map<std::string, File> files_;
};

/// One violation as LSP writes it.
Json ToJson(const Diagnostic& violation, const ClientProfile& client,
            const DiagnosticTable::UriOf& uri_of, RangeFinder& ranges);

}  // namespace krepis::analyzer

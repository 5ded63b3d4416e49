#pragma once

#include <list>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/lsp/inbox.h"
#include "analyzer/lsp/live_folders.h"
#include "analyzer/lsp/outbox.h"

namespace krepis::analyzer {

/// Brings diagnostics to the client: by `textDocument/publishDiagnostics` to one that does not ask,
/// else by answers alone, so that nothing is told twice. Not thread-safe.
///
/// A `workspace/diagnostic` that has nothing new to say is held until there is: clients ask again
/// as soon as they are answered.
class DiagnosticPublisher {
 public:
  DiagnosticPublisher(const ClientProfile& client, const LiveFolders& folders, Inbox& inbox,
                      Outbox& outbox)
      : client_(client), folders_(folders), inbox_(inbox), outbox_(outbox) {}

  /// After an Update(): brings the table of the folder up to date and says what changed.
  /// `from_disk`: not, or not only, for what the client did in an editor.
  void Refresh(LiveFolder& folder, bool from_disk);
  /// Of a folder that is no longer of interest.
  void Clear(const LiveFolder& folder);

  /// The answer to `textDocument/diagnostic`.
  Json DocumentReport(const Json& params) const;
  /// Answers `workspace/diagnostic`, now or later.
  void WorkspaceReport(const Json& id, const Json& params);
  /// The client takes a request back.
  void Cancel(const Json& id);
  /// Answers what is held: the server goes away.
  void Release();

 private:
  struct Held {
    Json id;
    Json token;                                   // for partial results; null: none
    std::map<std::string, std::string> previous;  // URI -> result id
  };

  /// False: there is nothing that the client does not know.
  bool Answer(const Held& held) const;
  void Publish(const LiveFolder& folder, std::string_view path) const;
  void Reply(const Json& id, Json result) const;

  const ClientProfile& client_;
  const LiveFolders& folders_;
  Inbox& inbox_;
  Outbox& outbox_;
  std::list<Held> held_;
};

}  // namespace krepis::analyzer

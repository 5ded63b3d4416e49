#include "analyzer/lsp/serve.h"

#include <chrono>

#include "analyzer/lsp/input_thread.h"
#include "analyzer/lsp/server.h"

namespace krepis::analyzer {

int ServeLanguage(int input, int output) {
  Inbox inbox;
  Outbox outbox(output, [&] { inbox.PushEnd({"the output cannot be written"}); });
  int exit_code = 1;
  {
    InputThread reader(input, inbox, outbox);
    Server server(inbox, outbox, [&](int64_t process) { reader.WatchProcess(process); });
    exit_code = server.Run();
    // What was answered last is worth a moment, and no more: the client may not read any longer.
    outbox.Flush(std::chrono::seconds(1));
    outbox.Stop();
  }
  return exit_code;
}

}  // namespace krepis::analyzer

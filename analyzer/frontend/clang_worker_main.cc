#include <fcntl.h>
#include <unistd.h>

#include "analyzer/frontend/clang_worker.h"

// krepis-clang-worker: started by ClangClient with a socket as standard input and output, both of
// which libclang gets a harmless replacement for.
int main() {
  const int socket = fcntl(STDIN_FILENO, F_DUPFD, STDERR_FILENO + 1);
  const int nothing = open("/dev/null", O_RDWR);
  if (socket < 0 || nothing < 0 || dup2(nothing, STDIN_FILENO) < 0 ||
      dup2(nothing, STDOUT_FILENO) < 0) {
    return 1;
  }
  return krepis::analyzer::ClangWorkerMain(socket);
}

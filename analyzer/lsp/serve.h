#pragma once

namespace krepis::analyzer {

/// Serves one client of the Language Server Protocol (3.17, and some of 3.18) over two descriptors,
/// until it is gone. Returns the exit code of the process: 0 when the client shut the server down
/// before, else 1. The process ignores SIGPIPE.
int ServeLanguage(int input, int output);

}  // namespace krepis::analyzer

#pragma once

namespace krepis::analyzer {

/// The body of krepis-clang-worker: RunWorker (worker_main.h) with libclang behind it. Requests
/// carry a ClangRequest as their text, results are ClangUnitResults. The socket must not be
/// standard input or output: libclang may write there. Returns the exit code.
int ClangWorkerMain(int socket);

}  // namespace krepis::analyzer

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analyzer/frontend/worker_client.h"
#include "analyzer/frontend/worker_main.h"

namespace krepis::analyzer {

/// Exit code of a worker that ran out of the memory it may have.
inline constexpr int kOutOfMemoryExit = 71;

/// Puts walls around this process, which must be single-threaded: resource limits (memory, no core
/// file, no file growth, few descriptors), no new privileges, Landlock (no file, or only `readable`
/// and only to read) and a seccomp list of system calls that allows no network, no process, and no
/// file but what Landlock leaves. What the kernel does not have is left out and reported as
/// missing. Irreversible. A build with AddressSanitizer or ThreadSanitizer, which need more than
/// that, sets no memory limit and no seccomp list; the
/// training build (KREPIS_TRAINING) puts up nothing, since it writes what it has counted when it
/// ends.
Confinement ConfineThisProcess(const WorkerSetup& setup);

}  // namespace krepis::analyzer

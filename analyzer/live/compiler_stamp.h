#pragma once

#include <string>

namespace krepis::analyzer {

/// Bytes that stand for what decides, beside the files of the disk, what the processes find that
/// run a compiler: from where they are started, and the kernel and the processor that they run on.
/// "": it is not known.
std::string CompilerStamp();

}  // namespace krepis::analyzer

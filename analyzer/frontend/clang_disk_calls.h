#pragma once

#include "analyzer/frontend/asked_disk.h"

namespace krepis::analyzer {

/// What clang asks the disk in a process that is linked with this: it takes the place of the C
/// library's functions that look at files by their names (CMakeLists.txt exports them), and notes
/// their answers. What is not there is not looked for again.
AskedDisk& ClangDiskCalls();
/// From the first call on; until then nothing is noted, and all is passed on.
AskedDisk& BeginClangDiskCalls();

}  // namespace krepis::analyzer

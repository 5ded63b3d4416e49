#pragma once

#include <string>

namespace krepis::analyzer {

/// Stands for this very program: a rule's data, a grammar or a line of code changes what is found,
/// and with it the program's file. "" where that cannot be told.
std::string ProgramStamp();

}  // namespace krepis::analyzer

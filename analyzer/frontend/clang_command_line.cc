#include "analyzer/frontend/clang_command_line.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace krepis::analyzer {

std::vector<std::string> ClangCommandLine(const FilteredFlags& filtered) {
  std::vector<std::string> arguments = {"clang", "--no-default-config"};
  for (size_t i = 0; i < filtered.flags.size(); ++i) {
    const std::string& flag = filtered.flags[i];
    if (flag != "-include") {
      arguments.push_back(flag);
      continue;
    }
    // The driver would look for a precompiled form beside the file and load it; the compiler proper
    // does not.
    for (const std::string& part : {std::string("-include"), filtered.flags[++i]}) {
      arguments.emplace_back("-Xclang");
      arguments.push_back(part);
    }
  }
  for (const char* const own : {"-fsyntax-only", "-w", "-ferror-limit=0", "-fno-spell-checking"}) {
    arguments.emplace_back(own);
  }
  return arguments;
}

Result<std::string> EnterUnit(const ClangUnit& unit) {
  if (!unit.directory.starts_with('/') || chdir(unit.directory.c_str()) != 0) {
    return Error{"the directory of its compile command does not exist: " + unit.directory, "", 0,
                 0};
  }
  std::string file = unit.file.starts_with('/') ? unit.file : unit.directory + '/' + unit.file;
  struct stat status = {};
  if (stat(file.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) {
    return Error{"no such file, though the compile database names it", "", 0, 0};
  }
  return file;
}

bool HasSystemDirectoryInside(const FilteredFlags& filtered, const std::string& directory,
                              ClangPaths& paths) {
  constexpr std::array<std::string_view, 4> kSystem = {"-isystem", "-idirafter", "-cxx-isystem",
                                                       "-stdlib++-isystem"};
  return std::any_of(filtered.flags.begin(), filtered.flags.end(), [&](std::string_view flag) {
    return std::any_of(kSystem.begin(), kSystem.end(), [&](std::string_view name) {
      return flag.starts_with(name) && paths.Find(directory, flag.substr(name.size())).inside;
    });
  });
}

}  // namespace krepis::analyzer

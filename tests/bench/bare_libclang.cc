// The floor that `ci/bench clang` compares with: libclang parses the units of a compile database,
// with the flags that krepis lets through, in a number of processes, nothing else. With `skip` it
// reads no body of a function. Prints one JSON object.
//
//   bare_libclang JOBS full|skip < UNITS     one a line: directory, file, flags, with \x1f between

#include <clang-c/Index.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <new>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/frontend/clang_command_line.h"

namespace {

using namespace krepis::analyzer;

ClangUnit Unit(std::string_view line) {
  std::vector<std::string> fields;
  for (size_t at = 0; at <= line.size();) {
    const size_t end = std::min(line.find('\x1f', at), line.size());
    fields.emplace_back(line.substr(at, end - at));
    at = end + 1;
  }
  ClangUnit unit;
  fields.resize(std::max<size_t>(fields.size(), 2));
  unit.directory = fields[0];
  unit.file = fields[1];
  unit.flags.assign(fields.begin() + 2, fields.end());
  return unit;
}

bool Parses(const ClangUnit& unit, unsigned options) {
  const Result<std::string> file = EnterUnit(unit);
  if (!file) return false;
  const std::vector<std::string> arguments = ClangCommandLine(FilterFlags(unit.flags));
  std::vector<const char*> argv;
  for (const std::string& argument : arguments) argv.push_back(argument.c_str());
  const CXIndex index = clang_createIndex(0, 0);
  CXTranslationUnit parsed = nullptr;
  const CXErrorCode error = clang_parseTranslationUnit2FullArgv(index, file->c_str(), argv.data(),
                                                                static_cast<int>(argv.size()),
                                                                nullptr, 0, options, &parsed);
  if (parsed != nullptr) clang_disposeTranslationUnit(parsed);
  clang_disposeIndex(index);
  return error == CXError_Success;
}

/// What the processes share.
struct Shared {
  std::atomic<size_t> next = 0;
  std::atomic<size_t> failed = 0;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const int jobs = std::atoi(argv[1]);
  const bool skip = std::string_view(argv[2]) == "skip";
  std::vector<ClangUnit> units;
  for (std::string line; std::getline(std::cin, line);) units.push_back(Unit(line));
  void* const memory =
      mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return 1;
  Shared& shared = *new (memory) Shared;
  setenv("LIBCLANG_NOTHREADS", "1", 1);  // as krepis has it
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < jobs; ++i) {
    if (fork() != 0) continue;
    const unsigned options =
        CXTranslationUnit_KeepGoing | (skip ? CXTranslationUnit_SkipFunctionBodies : 0u);
    for (size_t unit = shared.next++; unit < units.size(); unit = shared.next++)
      shared.failed += Parses(units[unit], options) ? 0 : 1;
    _exit(0);
  }
  bool crashed = false;
  for (int status = 0; wait(&status) > 0;) crashed = crashed || status != 0;
  const double wall =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  rusage used = {};
  getrusage(RUSAGE_CHILDREN, &used);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  fmt::print(
      "{{\"wall\": {:.4f}, \"cpu\": {:.4f}, \"units\": {}, \"failed\": {}, \"largest_mb\": "
      "{:.1f}}}\n",
      wall, seconds(used.ru_utime) + seconds(used.ru_stime), units.size(), shared.failed.load(),
      static_cast<double>(used.ru_maxrss) / 1024);
  return crashed ? 1 : 0;
}

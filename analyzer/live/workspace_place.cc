#include "analyzer/live/workspace_place.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <optional>
#include <utility>

#include "analyzer/core/file_system.h"
#include "analyzer/vcs/staged_names.h"
#include "analyzer/workspace/paths.h"

namespace krepis::analyzer {
namespace {

Date Today() {
  const auto now = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
  const std::chrono::year_month_day day(now);
  return {static_cast<uint16_t>(static_cast<int>(day.year())),
          static_cast<uint8_t>(static_cast<unsigned>(day.month())),
          static_cast<uint8_t>(static_cast<unsigned>(day.day()))};
}

}  // namespace

Result<std::string> RealPath(const std::string& path) {
  std::error_code error;
  const std::filesystem::path real = std::filesystem::canonical(path, error);
  if (error) return Error{fmt::format("cannot open {}: {}", path, error.message()), path};
  return real.string();
}

Result<WorkspacePlace> FindPlace(const std::vector<std::string>& paths, const FileSystem& host,
                                 bool staged) {
  const Result<std::string> here = RealPath(".");
  if (!here) return here.error();
  std::vector<std::string> arguments = paths;
  if (arguments.empty()) arguments.push_back(".");
  std::optional<WorkspaceRoot> root;
  std::vector<std::string> places;
  for (const std::string& argument : arguments) {
    const Result<std::string> path = RealPath(argument);
    if (!path) return path.error();
    // What is staged can be gone from the work tree, as the krepis.toml of a commit.
    std::error_code error;
    StagedNames names(std::filesystem::is_directory(*path, error)
                          ? *path
                          : std::filesystem::path(*path).parent_path().string());
    const auto is_staged = [&](const std::string& config) {
      return staged && names.Has("/" + config);
    };
    WorkspaceRoot found = FindWorkspaceRoot(host, path->substr(1), is_staged);
    if (root && root->directory != found.directory) {
      return Error{
          fmt::format("{} and {} lie in different workspaces (/{} and /{}); check them one by one",
                      arguments.front(), argument, root->directory, found.directory),
          argument};
    }
    root = std::move(found);
    places.push_back(*path);
  }
  WorkspacePlace place;
  place.directory = *here;
  place.root = "/" + root->directory;
  place.found = std::move(*root);
  for (const std::string& path : places) {
    const std::optional<std::string> relative = RelativeTo(place.root, path);
    if (relative && !relative->empty()) place.focus.push_back(*relative);
  }
  if (std::find(places.begin(), places.end(), place.root) != places.end()) place.focus.clear();
  return place;
}

OutsideWorkspace OutsideOf(const std::string& root, const WorkspaceRoot& found,
                           const FileSystem& host) {
  OutsideWorkspace around;
  around.today = Today();
  around.outer_ignore_files = ReadOuterIgnoreFiles(host, found);
  struct stat status{};
  if (stat(root.c_str(), &status) == 0) {
    around.device = status.st_dev;
    around.inode = status.st_ino;
  }
  return around;
}

bool OutsideWorkspace::operator==(const OutsideWorkspace& other) const {
  return today == other.today && device == other.device && inode == other.inode &&
         std::equal(outer_ignore_files.begin(), outer_ignore_files.end(),
                    other.outer_ignore_files.begin(), other.outer_ignore_files.end(),
                    [](const OuterIgnoreFile& a, const OuterIgnoreFile& b) {
                      return a.text == b.text && a.root_in_folder == b.root_in_folder;
                    });
}

}  // namespace krepis::analyzer

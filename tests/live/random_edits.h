#pragma once

#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "analyzer/live/live_workspace.h"

namespace krepis::analyzer {

/// Edits a workspace as people do: mostly lines of one file in an editor, now and then a file that
/// comes, goes or moves, a manifest, a save. The tree on the disk is changed: give it a copy.
class RandomEdits {
 public:
  RandomEdits(LiveWorkspace& workspace, uint64_t seed);

  /// Makes one edit and tells the workspace. Returns what it was, for people.
  std::string Step();
  /// A letter more somewhere in a file, as typing does.
  std::string Type();
  /// What is open in editors, for another workspace of the same tree.
  const std::map<std::string, std::string>& overlays() const { return overlays_; }

 private:
  size_t Below(size_t bound) { return bound == 0 ? 0 : random_() % bound; }
  const std::string& AnySource();
  std::string TextOf(const std::string& path) const;
  std::string EditText(std::string text);
  void Show(const std::string& path, std::string text);
  void Write(const std::string& path, const std::string& text);
  std::string Save(const std::string& path);
  std::string Create();
  std::string Remove();
  std::string Rename();
  std::string EditManifest();

  LiveWorkspace& workspace_;
  std::mt19937_64 random_;
  std::map<std::string, std::string> overlays_;
  uint32_t created_ = 0;
};

}  // namespace krepis::analyzer

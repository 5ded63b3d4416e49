#include "tests/live/random_edits.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <utility>

namespace krepis::analyzer {
namespace {

std::vector<std::string> LinesOf(const std::string& text) {
  std::vector<std::string> lines;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
    lines.push_back(text.substr(at, end - at));
    at = end;
  }
  return lines;
}

}  // namespace

RandomEdits::RandomEdits(LiveWorkspace& workspace, uint64_t seed)
    : workspace_(workspace), random_(seed) {}

const std::string& RandomEdits::AnySource() {
  const std::vector<SourceFile>& sources = workspace_.analysis().workspace().sources();
  return sources[Below(sources.size())].path;
}

std::string RandomEdits::TextOf(const std::string& path) const {
  return workspace_.Text(path).value_or("");
}

std::string RandomEdits::EditText(std::string text) {
  std::vector<std::string> lines = LinesOf(text);
  const size_t at = Below(lines.size());
  switch (Below(7)) {
    case 0:
      lines.insert(lines.begin() + static_cast<ptrdiff_t>(at), "\n");
      break;
    case 1:
      if (!lines.empty()) lines.erase(lines.begin() + static_cast<ptrdiff_t>(at));
      break;
    case 2:
      if (!lines.empty()) lines.insert(lines.begin() + static_cast<ptrdiff_t>(at), lines[at]);
      break;
    case 3:
      if (!lines.empty()) std::swap(lines[at], lines[Below(lines.size())]);
      break;
    case 4:
      if (!lines.empty()) lines[at].insert(Below(lines[at].size()), "x");
      break;
    default: {  // a line of another file: often what it imports
      const std::vector<std::string> others = LinesOf(TextOf(AnySource()));
      if (!others.empty())
        lines.insert(lines.begin() + static_cast<ptrdiff_t>(std::min(at, Below(12))),
                     others[Below(std::min<size_t>(others.size(), 12))]);
      break;
    }
  }
  text.clear();
  for (const std::string& line : lines) text += line;
  return text;
}

void RandomEdits::Show(const std::string& path, std::string text) {
  overlays_[path] = text;
  workspace_.SetOverlay(path, std::move(text));
}

void RandomEdits::Write(const std::string& path, const std::string& text) {
  const std::filesystem::path place = workspace_.root() + "/" + path;
  std::filesystem::create_directories(place.parent_path());
  std::ofstream(place, std::ios::binary) << text;
  workspace_.Touch({path});
}

std::string RandomEdits::Save(const std::string& path) {
  Write(path, TextOf(path));
  if (overlays_.erase(path) != 0) workspace_.DropOverlay(path);
  return "save " + path;
}

std::string RandomEdits::Create() {
  const std::string from = AnySource();
  const size_t dot = from.rfind('.');
  const std::string path = dot == std::string::npos ? fmt::format("{}{}", from, ++created_)
                                                    : fmt::format("{}{}{}", from.substr(0, dot),
                                                                  ++created_, from.substr(dot));
  Write(path, TextOf(from));
  return "create " + path;
}

std::string RandomEdits::Remove() {
  const std::string path = AnySource();
  if (overlays_.erase(path) != 0) workspace_.DropOverlay(path);
  std::filesystem::remove(workspace_.root() + "/" + path);
  workspace_.Touch({path});
  return "remove " + path;
}

std::string RandomEdits::Rename() {
  const std::string from = AnySource();
  const size_t slash = from.rfind('/');
  const std::string to =
      fmt::format("{}moved{}_{}", slash == std::string::npos ? "" : from.substr(0, slash + 1),
                  ++created_, from.substr(slash == std::string::npos ? 0 : slash + 1));
  const std::string text = TextOf(from);
  if (overlays_.erase(from) != 0) workspace_.DropOverlay(from);
  std::filesystem::remove(workspace_.root() + "/" + from);
  workspace_.Touch({from});
  Write(to, text);
  return fmt::format("rename {} {}", from, to);
}

std::string RandomEdits::EditManifest() {
  const Discovery& found = workspace_.analysis().workspace().discovery();
  std::vector<std::string> manifests = found.manifests.package_json;
  for (const auto* more :
       {&found.manifests.tsconfig, &found.manifests.cargo_toml, &found.manifests.cmake})
    manifests.insert(manifests.end(), more->begin(), more->end());
  if (manifests.empty()) return Create();
  const std::string path = manifests[Below(manifests.size())];
  const std::string before = TextOf(path);
  std::string text = EditText(before);
  Write(path, text);
  return "manifest " + path;
}

std::string RandomEdits::Type() {
  const std::string path = AnySource();
  std::string text = TextOf(path);
  text.insert(Below(text.size()), "x");
  Show(path, std::move(text));
  return "type " + path;
}

std::string RandomEdits::Step() {
  const size_t dice = Below(100);
  if (dice < 3) return Create();
  if (dice < 5) return Remove();
  if (dice < 7) return Rename();
  if (dice < 9) return EditManifest();
  if (dice < 17 && !overlays_.empty()) {
    auto at = overlays_.begin();
    std::advance(at, Below(overlays_.size()));
    return Save(std::string(at->first));
  }
  const std::string path = AnySource();
  Show(path, EditText(TextOf(path)));
  return "edit " + path;
}

}  // namespace krepis::analyzer

// A source file in no module: no layering rule can see it, so silence about it would be a lie.

#include "analyzer/engine/rule.h"

#include <fmt/format.h>

#include <map>
#include <string_view>
#include <vector>

namespace krepis::rules {
namespace {

using namespace analyzer;

class Unclassified final : public Rule {
 public:
  const RuleInfo& info() const override {
    static constexpr RuleInfo kInfo{"layering/unclassified",
                                    "source files that belong to no module"};
    return kInfo;
  }

  bool Applies(const Config& config) const override { return !config.modules.empty(); }

  void Check(const Model& model, Findings& findings) const override {
    if (model.config.modules.empty()) return;
    std::map<std::string_view, std::vector<NodeId>> folders;
    for (uint32_t file = 1; file <= model.graph.file_count(); ++file) {
      const NodeId node{file};
      if (!IsNone(model.ModuleOf(node))) continue;
      if (model.graph.is_test(node) && !model.config.workspace.tests) continue;
      folders[FolderOf(model.graph.name(node))].push_back(node);
    }
    for (const auto& [folder, files] : folders) {
      Diagnostic* finding = findings.Add();
      if (finding == nullptr) return;
      finding->path = model.graph.name(files.front());
      finding->location = kStart;
      finding->from = folder.empty() ? "." : folder;
      finding->fingerprint_key = finding->from;
      finding->message =
          files.size() == 1
              ? fmt::format("'{}' belongs to no module", finding->path)
              : fmt::format("{} files of {} belong to no module", files.size(),
                            folder.empty() ? "the workspace's root" : fmt::format("'{}'", folder));
      finding->because = "rules between modules do not apply to a file outside all of them";
      finding->fix = fmt::format(
          "add \"{}\" to the files of a module, exclude it, or set unclassified = \"allow\" in "
          "[workspace]",
          folder.empty() ? "*" : fmt::format("{}/**", folder));
      if (files.size() == 1) continue;
      for (const NodeId file : files) {
        if (finding->evidence.size() == kMaxEvidence) break;
        finding->evidence.push_back({std::string(model.graph.name(file)), kStart, "in no module"});
      }
    }
  }

 private:
  static constexpr size_t kMaxEvidence = 24;
  static constexpr Location kStart{{0, 0}, {1, 1}, {1, 1}};

  static std::string_view FolderOf(std::string_view path) {
    const size_t slash = path.rfind('/');
    return path.substr(0, slash == std::string_view::npos ? 0 : slash);
  }
};

}  // namespace

std::unique_ptr<Rule> MakeLayeringUnclassified() { return std::make_unique<Unclassified>(); }

}  // namespace krepis::rules

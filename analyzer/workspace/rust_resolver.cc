#include "analyzer/workspace/rust_resolver.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <utility>

#include "analyzer/workspace/paths.h"

namespace krepis::analyzer {
namespace {

constexpr uint32_t kNone = RustModuleTree::kNone;
/// More modules of one name than this are not all followed.
constexpr uint32_t kAlternatives = 8;

void PutInFront(std::string_view module, std::string& path) {
  if (!path.empty()) path.insert(0, "::");
  path.insert(0, module);
}

template <class Visit>
void ForEachText(RustFile& file, Visit visit) {
  for (RustModule& module : file.modules) {
    for (std::string_view* text : {&module.name, &module.scope, &module.path_attribute})
      visit(*text);
  }
  for (RustUse& use : file.uses) {
    for (std::string_view* text : {&use.name, &use.path, &use.scope}) visit(*text);
  }
  for (RustItem& item : file.items) {
    for (std::string_view* text : {&item.name, &item.scope}) visit(*text);
  }
}

}  // namespace

class RustResolver::Impl {
 public:
  Impl(const FileIndex& files, const CargoWorkspace& cargo,
       std::unordered_map<std::string_view, RustFile> facts, std::deque<std::string> texts)
      : files_(files),
        cargo_(cargo),
        texts_(std::move(texts)),
        facts_(std::move(facts)),
        tree_(files, cargo, facts_) {
    for (const SourceFile& source : files.discovery().sources) {
      const auto nodes = tree_.NodesOf(source.path);
      if (nodes.empty() || tree_.node(nodes.front()).crate != kNone) continue;
      const uint32_t package = cargo_.NearestPackage(source.path);
      if (package != CargoCrate::kNone && !package_externs_.contains(package)) {
        package_externs_.emplace(package, cargo_.TestExterns(package));
      }
    }
  }

  Resolution Resolve(std::string_view file, std::string_view scope, std::string_view path,
                     RustPathForm form) const {
    const std::optional<uint32_t> node = NodeOf(file, scope);
    if (!node) return {};
    return RustPathQuery({tree_, cargo_, package_externs_}, *node, form).Resolve(path);
  }

  std::vector<Resolution> ResolveAll(std::string_view file, std::string_view scope,
                                     std::string_view path, RustPathForm form) const {
    const std::optional<uint32_t> node = NodeOf(file, scope);
    std::vector<Resolution> all(1);
    if (!node) return all;
    const RustNames names{tree_, cargo_, package_externs_};
    for (uint32_t number = 0, count = 1; number < std::min(count, kAlternatives); ++number) {
      RustPathQuery query(names, *node, form, number);
      Resolution found = query.Resolve(path);
      count = std::max(count, query.alternatives());
      if (number == 0 || all.front().kind == Resolution::Kind::kUnresolved) {
        if (number == 0 || found.kind == Resolution::Kind::kFile) all.front() = std::move(found);
      } else if (found.kind == Resolution::Kind::kFile &&
                 std::find(all.begin(), all.end(), found) == all.end()) {
        all.push_back(std::move(found));
      }
    }
    return all;
  }

  std::vector<Resolution> DefinitionsOf(std::string_view file, std::string_view scope,
                                        std::string_view path, RustPathForm form) const {
    const std::optional<uint32_t> node = NodeOf(file, scope);
    if (!node) return {};
    return RustPathQuery({tree_, cargo_, package_externs_}, *node, form).Definitions(path);
  }

  std::vector<RustPlace> PlacesOf(std::string_view file, std::string_view scope,
                                  std::string_view path) const {
    const std::optional<uint32_t> node = NodeOf(file, scope);
    if (!node) return {};
    std::vector<RustPlace> all;
    const RustNames names{tree_, cargo_, package_externs_};
    for (uint32_t number = 0, count = 1; number < std::min(count, kAlternatives); ++number) {
      RustPathQuery query(names, *node, RustPathForm::kPath, number);
      for (const RustPathQuery::Place& place : query.Places(path)) {
        RustPlace found{tree_.node(place.node).file, place.items};
        for (uint32_t at = place.node; at != kNone && tree_.node(at).inline_body;
             at = tree_.node(at).parent) {
          PutInFront(tree_.node(at).name, found.name);
        }
        if (std::find(all.begin(), all.end(), found) == all.end()) all.push_back(std::move(found));
      }
      count = std::max(count, query.alternatives());
    }
    return all;
  }

  /// The module that stands in `file` under `scope`.
  std::optional<uint32_t> NodeOf(std::string_view file, std::string_view scope) const {
    const auto nodes = tree_.NodesOf(file);
    if (nodes.empty()) return std::nullopt;
    return tree_.Within(nodes.front(), scope);
  }

  Resolution ResolveModule(std::string_view file, const RustModule& module) const {
    if (module.inline_body) return {Resolution::Kind::kLocal, false, std::string(file)};
    const auto target = tree_.FileOf(file, module);
    if (target) return {Resolution::Kind::kFile, false, std::string(*target)};
    for (std::string& path : tree_.CandidatesOf(file, module)) {
      if (!files_.Exists(path) && !files_.IsToBeGenerated(path)) continue;
      return {Resolution::Kind::kUnanalysed, false, std::move(path)};
    }
    const std::vector<std::string> candidates = tree_.CandidatesOf(file, module);
    if (candidates.empty()) return Resolution::Unresolved("it leads out of the workspace");
    return Resolution::Unresolved(
        candidates.size() == 1
            ? fmt::format("there is no {}", candidates[0])
            : fmt::format("there is neither {} nor {}", candidates[0], candidates[1]));
  }

  const RustModuleTree& tree() const { return tree_; }
  const CargoWorkspace& cargo() const { return cargo_; }

 private:
  const FileIndex& files_;
  const CargoWorkspace& cargo_;
  const std::deque<std::string> texts_;
  const std::unordered_map<std::string_view, RustFile> facts_;
  RustModuleTree tree_;
  std::map<uint32_t, RustNames::Externs> package_externs_;
};

RustResolver::RustResolver(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
RustResolver::RustResolver(RustResolver&&) noexcept = default;
RustResolver::~RustResolver() = default;

Resolution RustResolver::Resolve(std::string_view file, std::string_view scope,
                                 std::string_view path, RustPathForm form) const {
  return impl_->Resolve(file, scope, path, form);
}

std::vector<Resolution> RustResolver::ResolveAll(std::string_view file, std::string_view scope,
                                                 std::string_view path, RustPathForm form) const {
  return impl_->ResolveAll(file, scope, path, form);
}

std::vector<Resolution> RustResolver::DefinitionsOf(std::string_view file, std::string_view scope,
                                                    std::string_view path,
                                                    RustPathForm form) const {
  return impl_->DefinitionsOf(file, scope, path, form);
}

std::vector<RustPlace> RustResolver::PlacesOf(std::string_view file, std::string_view scope,
                                              std::string_view path) const {
  return impl_->PlacesOf(file, scope, path);
}

Resolution RustResolver::ResolveModule(std::string_view file, const RustModule& module) const {
  return impl_->ResolveModule(file, module);
}

std::string RustResolver::ModulePathOf(std::string_view file) const {
  const auto nodes = impl_->tree().NodesOf(file);
  if (nodes.empty()) return {};
  std::string path;
  for (uint32_t node = nodes.front(); node != kNone; node = impl_->tree().node(node).parent) {
    PutInFront(impl_->tree().node(node).name, path);
  }
  return path;
}

uint32_t RustResolver::CrateOf(std::string_view file) const {
  const auto nodes = impl_->tree().NodesOf(file);
  return nodes.empty() ? CargoCrate::kNone : impl_->tree().node(nodes.front()).crate;
}

bool RustResolver::IsTestOnly(std::string_view file) const {
  const auto nodes = impl_->tree().NodesOf(file);
  if (nodes.empty()) return false;
  for (const uint32_t index : nodes) {
    const uint32_t crate = impl_->tree().node(index).crate;
    if (crate != kNone && !impl_->cargo().crates()[crate].test_only()) return false;
    if (crate != kNone) continue;
    const std::string path = "/" + std::string(file);
    if (path.find("/tests/") == std::string::npos && path.find("/benches/") == std::string::npos &&
        path.find("/examples/") == std::string::npos) {
      return false;
    }
  }
  return true;
}

bool RustResolver::IsUnreachable(std::string_view file) const {
  const auto nodes = impl_->tree().NodesOf(file);
  return !nodes.empty() && !impl_->tree().node(nodes.front()).reachable;
}

void RustResolverBuilder::AddFile(std::string_view file, const RustFile& facts) {
  size_t size = file.size();
  const auto count = [&](const std::string_view& text) { size += text.size(); };
  RustFile copy = facts;
  ForEachText(copy, count);
  // Views into it stay, because it does not grow.
  std::string& texts = texts_.emplace_back();
  texts.reserve(size);
  const auto keep = [&](std::string_view& text) {
    const size_t at = texts.size();
    texts += text;
    text = std::string_view(texts).substr(at);
  };
  keep(file);
  ForEachText(copy, keep);
  AddLasting(file, std::move(copy));
}

RustResolver RustResolverBuilder::Build() && {
  return RustResolver(
      std::make_unique<RustResolver::Impl>(files_, cargo_, std::move(facts_), std::move(texts_)));
}

}  // namespace krepis::analyzer

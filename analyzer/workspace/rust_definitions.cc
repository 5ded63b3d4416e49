#include <algorithm>
#include <set>
#include <utility>

#include "analyzer/workspace/rust_path_query.h"

namespace krepis::analyzer {
namespace {

/// How many `use` declarations one path may be followed through.
constexpr int kSteps = 256;
/// And how many the path of one of them.
constexpr int kStepsOfOne = 16;

std::string_view FirstOf(std::string_view path) {
  const std::string_view first = path.substr(0, path.find("::"));
  return RustIdentifier(first.substr(0, first.find('<')));
}

std::string_view BehindFirst(std::string_view path) {
  const size_t end = path.find("::");
  return end == std::string_view::npos ? std::string_view() : path.substr(end + 2);
}

}  // namespace

/// One path on its way through the modules that re-export what it names.
class RustPathQuery::DefinitionSearch {
 public:
  explicit DefinitionSearch(RustPathQuery& query) : query_(query), tree_(query.tree_) {}

  std::vector<Resolution> Run(End start) {
    const std::string_view written = tree_.node(start.node).file;
    if (!Search(std::move(start))) return {};
    std::erase_if(found_, [&](const Resolution& r) {
      return r.kind == Resolution::Kind::kFile && r.target == written;
    });
    return std::move(found_);
  }

  std::vector<Place> RunForPlaces(End start) {
    if (!Search(std::move(start))) return {};
    std::sort(places_.begin(), places_.end());
    places_.erase(std::unique(places_.begin(), places_.end()), places_.end());
    return std::move(places_);
  }

 private:
  struct Pending {
    End at;
    bool by_glob;  // the module may lack the name
    auto operator<=>(const Pending&) const = default;
  };

  /// False in a maze: nothing is known.
  bool Search(End start) {
    Reach(std::move(start), false);
    for (int steps = 0; !pending_.empty() && steps < kSteps; ++steps) {
      const Pending next = std::move(pending_.back());
      pending_.pop_back();
      Step(next);
    }
    return pending_.empty();
  }

  void Reach(End at, bool by_glob) {
    Pending next{std::move(at), by_glob};
    if (seen_.insert(next).second) pending_.push_back(std::move(next));
  }

  void Add(Resolution resolution) {
    if (std::find(found_.begin(), found_.end(), resolution) == found_.end())
      found_.push_back(std::move(resolution));
  }
  void Found(const End& at) {
    places_.push_back({at.node, at.rest});
    Add({Resolution::Kind::kFile, false, std::string(tree_.node(at.node).file)});
  }

  void Step(const Pending& next) {
    const uint32_t node = next.at.node;
    const std::string_view name = FirstOf(next.at.rest);
    if (name.empty() || tree_.Declares(node, name)) return Found(next.at);
    if (next.by_glob) {
      if (const auto child = tree_.Child(node, name))
        return Reach({*child, std::string(BehindFirst(next.at.rest))}, false);
    }
    const auto uses = tree_.Uses(node, name);
    if (!uses.empty()) {
      for (const RustUse* use : uses) Follow(node, *use, BehindFirst(next.at.rest));
      return;
    }
    const auto& globs = tree_.node(node).globs;
    for (const RustUse* glob : globs) FollowGlob(node, *glob, next.at.rest);
    // A macro makes it.
    if (globs.empty() && !next.by_glob) Found(next.at);
  }

  /// The path of a `use` that stands in `node`.
  Resolution From(uint32_t node, std::string_view path, const RustUse& use) {
    query_.origin_ = node;
    query_.form_ = RustPathForm::kUse;
    query_.steps_ = kStepsOfOne;
    return query_.From(node, path, RustPathForm::kUse, &use);
  }

  void Follow(uint32_t node, const RustUse& use, std::string_view rest) {
    std::string path(use.path);
    if (!rest.empty()) path.append("::").append(rest);
    Resolution leads = From(node, path, use);
    if (leads.kind == Resolution::Kind::kFile) {
      Reach(query_.end_, false);
    } else if (leads.kind == Resolution::Kind::kExternal) {
      Add(std::move(leads));
    }
  }

  void FollowGlob(uint32_t node, const RustUse& glob, std::string_view rest) {
    const Resolution leads = From(node, glob.path, glob);
    // What externals and enumerations hold is not known.
    if (leads.kind != Resolution::Kind::kFile || !query_.end_.rest.empty()) return;
    Reach({query_.end_.node, std::string(rest)}, true);
  }

  RustPathQuery& query_;
  const RustModuleTree& tree_;
  std::vector<Pending> pending_;
  std::set<Pending> seen_;
  std::vector<Resolution> found_;
  std::vector<Place> places_;
};

std::vector<Resolution> RustPathQuery::Definitions(std::string_view path) {
  const Resolution written = Resolve(path);
  if (written.kind != Resolution::Kind::kFile || end_.rest.empty()) return {};
  return DefinitionSearch(*this).Run(end_);
}

std::vector<RustPathQuery::Place> RustPathQuery::Places(std::string_view path) {
  const Resolution written = Resolve(path);
  if (written.kind == Resolution::Kind::kFile)
    return DefinitionSearch(*this).RunForPlaces(std::move(end_));
  // An item of the module, or what its globs bring in.
  if (written.kind != Resolution::Kind::kLocal || path.starts_with("::")) return {};
  return DefinitionSearch(*this).RunForPlaces({origin_, std::string(path)});
}

}  // namespace krepis::analyzer

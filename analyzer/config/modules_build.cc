#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "analyzer/config/modules.h"
#include "analyzer/config/suggest.h"

namespace krepis::analyzer {
namespace {

/// Patterns without a literal folder of their own that a file may be held against.
constexpr size_t kMostAlike = 2'000;

}  // namespace

/// Builds a ModuleTable: ranks the globs, claims each file for the most specific one, numbers the
/// modules that have files, and then looks for what matches nothing.
class ModuleTableBuilder {
 public:
  ModuleTableBuilder(const Config& config, std::span<const std::string> files)
      : config_(config), files_(files) {}

  ModulesOutcome Run(ModuleTable::Check check) {
    RankClaims();
    Assign();
    NumberModules();
    MarkPublic();
    if (check == ModuleTable::Check::kMatches) {
      CheckModules();
      CheckSelectors();
    }
    ModulesOutcome outcome;
    std::stable_sort(errors_.begin(), errors_.end(), [](const Error& a, const Error& b) {
      return std::tie(a.line, a.column) < std::tie(b.line, b.column);
    });
    outcome.errors = std::move(errors_);
    if (outcome.errors.empty()) outcome.table = std::move(table_);
    return outcome;
  }

 private:
  using Claim = ModuleTable::Claim;

  void Fail(const Location& at, std::string message) {
    Error error;
    error.message = std::move(message);
    error.path = config_.path;
    error.line = at.begin.line;
    error.column = at.begin.column;
    errors_.push_back(std::move(error));
  }

  void RankClaims() {
    std::vector<Claim> claims;
    for (const ModuleConfig& module : config_.modules) {
      for (const LocatedGlob& glob : module.files) {
        Claim claim{&glob, &module, {}, 0};
        const std::vector<std::string>& names = glob.glob.capture_names();
        for (const std::string& capture : module.captures) {
          const auto found = std::find(names.begin(), names.end(), capture);
          claim.order.push_back(static_cast<uint32_t>(found - names.begin()));
        }
        claims.push_back(std::move(claim));
      }
    }
    std::stable_sort(claims.begin(), claims.end(), [](const Claim& a, const Claim& b) {
      return CompareSpecificity(a.glob->glob, b.glob->glob) > 0;
    });
    for (size_t i = 1; i < claims.size(); ++i) {
      const bool same = CompareSpecificity(claims[i - 1].glob->glob, claims[i].glob->glob) == 0;
      claims[i].rank = claims[i - 1].rank + (same ? 0 : 1);
    }
    for (Claim& claim : claims) {
      std::vector<Claim>& list = table_.claims_[claim.glob->glob.literal_prefix()];
      if (list.size() == kMostAlike) {
        Fail(claim.glob->location, "more than " + std::to_string(kMostAlike) +
                                       " patterns of modules start alike, so that each file is "
                                       "held against all of them; name the folders they are in");
      }
      if (list.size() <= kMostAlike) list.push_back(std::move(claim));
    }
  }

  void Assign() {
    assigned_.resize(files_.size(), nullptr);
    std::string name;
    for (size_t file = 0; file < files_.size(); ++file) {
      const Claim* winner = nullptr;
      std::vector<std::string> values;
      table_.VisitClaims(files_[file],
                         [&](const Claim& claim, std::span<const std::string_view> captures) {
                           if (winner != nullptr) {
                             if (claim.NameOf(captures) != name) ReportTie(*winner, claim, file);
                             return;
                           }
                           winner = &claim;
                           name = claim.NameOf(captures);
                           for (const uint32_t capture : claim.order) {
                             values.emplace_back(captures[capture]);
                           }
                         });
      if (winner == nullptr) continue;
      Members& members = found_[winner->base][name];
      if (members.files.empty()) members.values = std::move(values);
      members.files.push_back(static_cast<uint32_t>(file));
      assigned_[file] = &members;
    }
  }

  void ReportTie(const Claim& a, const Claim& b, size_t file) {
    const bool in_order = a.glob->location.begin < b.glob->location.begin;
    const Claim& first = in_order ? a : b;
    const Claim& second = in_order ? b : a;
    if (!tied_.emplace(first.glob, second.glob).second) return;
    in_ties_.insert({first.base, second.base});
    Fail(second.glob->location,
         "\"" + second.glob->glob.pattern() + "\" of module \"" + second.base->name.value +
             "\" and \"" + first.glob->glob.pattern() + "\" of module \"" + first.base->name.value +
             "\" (line " + std::to_string(first.glob->location.begin.line) +
             ") are equally specific for " + files_[file] + "; make one of them more specific");
  }

  void NumberModules() {
    table_.modules_.emplace_back();
    for (const ModuleConfig& base : config_.modules) {
      const auto found = found_.find(&base);
      if (found == found_.end()) continue;
      for (auto& [name, members] : found->second) {
        members.id = ModuleId{static_cast<uint32_t>(table_.modules_.size())};
        table_.modules_.push_back(
            {name, &base, std::move(members.values), std::move(members.files)});
      }
    }
    for (uint32_t i = 1; i < table_.modules_.size(); ++i) {
      table_.by_name_.emplace(table_.modules_[i].name, ModuleId{i});
    }
    table_.of_.resize(files_.size());
    for (size_t file = 0; file < files_.size(); ++file) {
      if (assigned_[file] != nullptr) table_.of_[file] = assigned_[file]->id;
    }
  }

  /// Whether `glob`, one of the module's `public`, matches the file with the module's own values.
  static bool IsNamed(const ModuleTable::Module& module, const Glob& glob, std::string_view path) {
    std::vector<std::string_view> captures;
    if (!glob.Match(path, &captures)) return false;
    for (size_t i = 0; i < captures.size(); ++i) {
      const auto& names = module.base->captures;
      const auto found = std::find(names.begin(), names.end(), glob.capture_names()[i]);
      if (module.values[static_cast<size_t>(found - names.begin())] != captures[i]) return false;
    }
    return true;
  }

  void MarkPublic() {
    table_.public_.resize(files_.size(), true);
    for (size_t i = 1; i < table_.modules_.size(); ++i) {
      const ModuleTable::Module& module = table_.modules_[i];
      if (!module.base->has_public) continue;
      for (const uint32_t file : module.files) {
        const auto& globs = module.base->public_files;
        const bool named = std::any_of(globs.begin(), globs.end(), [&](const LocatedGlob& glob) {
          return IsNamed(module, glob.glob, files_[file]);
        });
        table_.public_[file] = named;
        if (named) has_public_.insert(module.base);
      }
    }
  }

  /// A pattern of the module that names a folder, where files were meant; "" for none.
  std::string Folder(const ModuleConfig& module) const {
    for (const LocatedGlob& glob : module.files) {
      std::string folder = glob.glob.pattern();
      while (folder.ends_with('/')) folder.pop_back();
      const bool has_files = std::any_of(files_.begin(), files_.end(), [&](std::string_view file) {
        return file.size() > folder.size() && file.starts_with(folder) &&
               file[folder.size()] == '/';
      });
      if (has_files) return folder;
    }
    return {};
  }

  void CheckModules() {
    for (const ModuleConfig& module : config_.modules) {
      if (module.optional || in_ties_.contains(&module)) continue;
      if (!found_.contains(&module)) {
        const bool taken =
            std::any_of(module.files.begin(), module.files.end(),
                        [&](const LocatedGlob& glob) { return MatchesFile(glob.glob); });
        const std::string folder = Folder(module);
        Fail(module.name.location,
             "module \"" + module.name.value + "\" " +
                 (taken ? "has no files: more specific modules take all that it matches"
                        : "matches no file") +
                 (folder.empty() ? "; mend its files, or say optional = true"
                                 : ": \"" + folder + "\" is a folder; write \"" + folder +
                                       "/**\" for what is in it"));
      } else if (!module.public_files.empty() && !has_public_.contains(&module)) {
        Fail(module.public_files.front().location,
             "\"public\" of module \"" + module.name.value + "\" matches none of its files");
      }
    }
  }

  bool MatchesFile(const Glob& glob) const {
    return std::any_of(files_.begin(), files_.end(),
                       [&](const std::string& file) { return glob.Match(file); });
  }

  void CheckSelectors() {
    for (const ModuleConfig& module : config_.modules) {
      if (!module.optional) CheckSide(module.visible_to);
    }
    for (const LayerRow& row : config_.layers.order) {
      for (const LayerGroup& group : row.groups) CheckSide(group.members);
    }
    CheckSide(config_.layers.closed);
    for (const RuleConfig& rule : config_.rules) {
      if (rule.optional) continue;
      CheckSide(rule.from);
      CheckSide(rule.to);
      CheckSide(rule.within);
    }
    for (const SandboxModule& module : config_.sandbox.modules) {
      if (!module.optional) CheckSide({&module.module, 1});
    }
    for (const ExceptionConfig& exception : config_.exceptions) {
      if (exception.optional) continue;
      for (const auto* sides : {&exception.from, &exception.to}) {
        for (const ExceptionSide& side : *sides) {
          if (side.selector) CheckSide({&*side.selector, 1});
        }
      }
    }
  }

  void CheckSide(std::span<const Selector> selectors) {
    for (const Selector& selector : selectors) {
      if (Matches(selector)) continue;
      std::vector<std::string> known;
      for (size_t i = 1; i < table_.modules_.size(); ++i) {
        if (table_.modules_[i].base->name.value == selector.name) {
          known.push_back(table_.modules_[i].name);
        }
      }
      Fail(selector.location,
           "\"" + selector.text + "\" matches no file" + DidYouMean(selector.text, known));
    }
  }

  /// Whether some file matches; what only `optional` modules could match is fine.
  bool Matches(const Selector& selector) const {
    switch (selector.kind) {
      case Selector::Kind::kAny:
      case Selector::Kind::kExternal:
        return true;
      case Selector::Kind::kPath:
        return MatchesFile(*selector.glob);
      case Selector::Kind::kModule:
        // A module without any file has been reported, or is optional.
        if (const ModuleConfig* base = config_.FindModule(selector.name);
            base == nullptr || !found_.contains(base)) {
          return true;
        }
        break;
      case Selector::Kind::kTag:
        return true;  // the loader knows that a module carries it
    }
    for (uint32_t i = 1; i < table_.modules_.size(); ++i) {
      if (table_.Match(selector, {.node = {}, .module = ModuleId{i}})) return true;
    }
    return false;
  }

  /// The files of one module while they are collected.
  struct Members {
    std::vector<std::string> values;
    std::vector<uint32_t> files;
    ModuleId id{};
  };

  const Config& config_;
  std::span<const std::string> files_;
  ModuleTable table_;
  std::map<const ModuleConfig*, std::map<std::string, Members>> found_;
  std::vector<const Members*> assigned_;  // by file
  std::set<std::pair<const LocatedGlob*, const LocatedGlob*>> tied_;
  std::set<const ModuleConfig*> in_ties_;
  std::set<const ModuleConfig*> has_public_;
  std::vector<Error> errors_;
};

ModulesOutcome ModuleTable::Build(const Config& config, std::span<const std::string> files,
                                  Check check) {
  return ModuleTableBuilder(config, files).Run(check);
}

}  // namespace krepis::analyzer

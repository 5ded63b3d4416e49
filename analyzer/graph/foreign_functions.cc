#include <algorithm>
#include <map>
#include <utility>

#include "analyzer/graph/build.h"
#include "analyzer/graph/foreign_links.h"

namespace krepis::analyzer {
namespace {

/// What the includes of C and C++ say about each other. Closures are kept, because several facts of
/// a file ask for the same one.
class Includes {
 public:
  explicit Includes(const ForeignSides& sides) {
    std::vector<uint32_t> of_c;
    for (uint32_t i = 0; i < sides.facts.size(); ++i) {
      if (sides.facts[i].language == Language::kC) of_c.push_back(i);
      std::vector<uint32_t>& included = included_.emplace_back();
      if (GroupOf(sides.facts[i].language) != LanguageGroup::kCpp) continue;
      for (const ResolvedImport& entry : sides.imports[i]) {
        if (entry.import->kind != EdgeKind::kInclude ||
            entry.resolution->kind != Resolution::Kind::kFile)
          continue;
        if (const auto file = sides.SourceAt(entry.resolution->target)) included.push_back(*file);
      }
    }
    read_as_c_ = Closure(of_c);
  }

  /// Whether the file is C, or some C includes it.
  bool IsReadAsC(uint32_t file) const { return read_as_c_[file]; }

  /// Whether `file` includes `header`, or one that does; and of itself.
  bool Sees(uint32_t file, uint32_t header) {
    const auto [it, added] = seen_.try_emplace(file);
    if (added) it->second = Closure({file});
    return it->second[header];
  }

 private:
  std::vector<bool> Closure(std::vector<uint32_t> pending) const {
    std::vector<bool> reached(included_.size());
    for (const uint32_t file : pending) reached[file] = true;
    while (!pending.empty()) {
      const uint32_t file = pending.back();
      pending.pop_back();
      for (const uint32_t next : included_[file]) {
        if (reached[next]) continue;
        reached[next] = true;
        pending.push_back(next);
      }
    }
    return reached;
  }

  std::vector<std::vector<uint32_t>> included_;  // by file
  std::vector<bool> read_as_c_;
  std::map<uint32_t, std::vector<bool>> seen_;
};

/// Where a function of one name is defined and declared: files, in order.
struct Named {
  std::vector<uint32_t> defined;
  std::vector<uint32_t> perhaps;   // defined, if a declaration gives it C linkage
  std::vector<uint32_t> declared;  // with C linkage
};

class FunctionLinker {
 public:
  FunctionLinker(const ForeignSides& sides, ForeignLinks& links)
      : sides_(sides), links_(links), includes_(sides) {}

  void Run() {
    ForEachFact([&](uint32_t file, const ForeignFact& fact) { Collect(file, fact); });
    for (auto& [name, named] : functions_) Decide(named);
    ForEachFact([&](uint32_t file, const ForeignFact& fact) { Link(file, fact); });
  }

 private:
  template <class Visit>
  void ForEachFact(Visit visit) const {
    for (uint32_t file = 0; file < sides_.facts.size(); ++file) {
      for (const ForeignFact& fact : sides_.facts[file].foreign) {
        if (fact.role <= ForeignRole::kCalls) visit(file, fact);
      }
    }
  }

  bool IsRust(uint32_t file) const { return sides_.facts[file].language == Language::kRust; }

  void Collect(uint32_t file, const ForeignFact& fact) {
    const bool linked = !fact.unsaid || includes_.IsReadAsC(file);
    Named& named = functions_[fact.name];
    if (fact.role == ForeignRole::kDefines) {
      Append(linked ? named.defined : named.perhaps, file);
    } else if (fact.role == ForeignRole::kDeclares && linked && !IsRust(file)) {
      Append(named.declared, file);
    }
  }

  static void Append(std::vector<uint32_t>& files, uint32_t file) {
    if (files.empty() || files.back() != file) files.push_back(file);
  }

  /// C++ may leave `extern "C"` to a header that the definition includes.
  void Decide(Named& named) {
    for (const uint32_t file : named.perhaps) {
      if (SeesOne(file, named.declared)) named.defined.push_back(file);
    }
    std::sort(named.defined.begin(), named.defined.end());
    named.defined.erase(std::unique(named.defined.begin(), named.defined.end()),
                        named.defined.end());
  }

  bool SeesOne(uint32_t file, const std::vector<uint32_t>& headers) {
    return std::any_of(headers.begin(), headers.end(),
                       [&](uint32_t header) { return includes_.Sees(file, header); });
  }

  void Link(uint32_t file, const ForeignFact& fact) {
    if (fact.role == ForeignRole::kDefines) return;
    const Named& named = functions_.at(fact.name);
    const bool rust = IsRust(file);
    if (!rust && fact.role == ForeignRole::kDeclares && fact.unsaid && !includes_.IsReadAsC(file))
      return;
    // C has one meaning for a name, be its declaration in a header that the build makes.
    const bool is_c = sides_.facts[file].language == Language::kC;
    if (fact.role == ForeignRole::kCalls && !is_c && !SeesOne(file, named.declared)) return;
    std::vector<uint32_t> defined = Fitting(file, named.defined);
    if (defined.empty()) return;
    // Between C and C++ an include says what there is to say.
    if (!rust &&
        std::none_of(defined.begin(), defined.end(), [&](uint32_t other) { return IsRust(other); }))
      return;
    if (std::binary_search(defined.begin(), defined.end(), file)) return;
    if (defined.size() == 1) {
      links_.links.push_back({file, defined.front(), fact.name, fact.location, fact.test_only});
    } else if (fact.role == ForeignRole::kDeclares) {
      links_.doubts.push_back({file, fact.name, fact.location, std::move(defined)});
    }
  }

  /// Of the files that define a function those that `file` may mean.
  std::vector<uint32_t> Fitting(uint32_t file, const std::vector<uint32_t>& defined) const {
    if (defined.size() < 2) return defined;
    std::vector<uint32_t> fitting;
    const CargoWorkspace& cargo = sides_.workspace.cargo();
    const uint32_t package = cargo.NearestPackage(sides_.Path(file));
    if (package != CargoCrate::kNone) {
      for (const uint32_t other : defined) {
        if (cargo.NearestPackage(sides_.Path(other)) == package) fitting.push_back(other);
      }
      if (fitting.size() == 1) return fitting;
      fitting.clear();
    }
    for (const uint32_t other : defined) {
      if (!IsTestFile(sides_.Path(other))) fitting.push_back(other);
    }
    return fitting.empty() ? defined : fitting;
  }

  const ForeignSides& sides_;
  ForeignLinks& links_;
  Includes includes_;
  std::map<std::string_view, Named> functions_;
};

}  // namespace

void LinkFunctions(const ForeignSides& sides, ForeignLinks& links) {
  const bool any = std::any_of(sides.facts.begin(), sides.facts.end(), [](const FileFacts& facts) {
    return std::any_of(facts.foreign.begin(), facts.foreign.end(),
                       [](const ForeignFact& fact) { return fact.role <= ForeignRole::kCalls; });
  });
  if (!any) return;
  FunctionLinker(sides, links).Run();
}

}  // namespace krepis::analyzer

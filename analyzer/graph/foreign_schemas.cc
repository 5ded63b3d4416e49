#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "analyzer/graph/foreign_links.h"
#include "analyzer/workspace/paths.h"

namespace krepis::analyzer {
namespace {

constexpr uint64_t kMaxBytes = 1 << 20;

/// What generators put behind the name of the schema: protoc for C++, JavaScript and TypeScript and
/// its plugins (grpc, connect, ts-proto and the like).
constexpr auto kEndings =
    std::to_array<std::string_view>({".grpc.pb", ".pb", "_grpc_pb", "_grpc_web_pb", "_pb_service",
                                     "_connectweb", "_connect", "_pb"});
constexpr auto kExtensions = std::to_array<std::string_view>(
    {".d.ts", ".ts", ".mts", ".js", ".mjs", ".cjs", ".h", ".hpp", ".cc", ".cpp"});

/// "a/b" of "a/b_pb.js", "a/b_pb" and "a/b.grpc.pb.h"; "" of what is not generated of a schema.
std::string_view SchemaStem(std::string_view path) {
  for (const std::string_view extension : kExtensions) {
    if (!path.ends_with(extension)) continue;
    path.remove_suffix(extension.size());
    break;
  }
  for (const std::string_view ending : kEndings) {
    if (!path.ends_with(ending)) continue;
    path.remove_suffix(ending.size());
    return BaseNameOf(path).empty() ? std::string_view() : path;
  }
  return {};
}

/// "a.b" of `package a.b;`, "" without one.
std::string_view PackageOf(std::string_view schema) {
  constexpr std::string_view kWord = "package";
  while (!schema.empty()) {
    const size_t end = std::min(schema.find('\n'), schema.size());
    std::string_view line = schema.substr(0, end);
    schema.remove_prefix(std::min(end + 1, schema.size()));
    const size_t start = line.find_first_not_of(" \t\r");
    if (start == std::string_view::npos || !line.substr(start).starts_with(kWord)) continue;
    line.remove_prefix(start + kWord.size());
    const size_t name = line.find_first_not_of(" \t");
    if (name == 0 || name == std::string_view::npos) continue;
    return line.substr(name, line.find_first_of(" \t;\r", name) - name);
  }
  return {};
}

class SchemaLinker {
 public:
  SchemaLinker(const ForeignSides& sides, ForeignLinks& links) : sides_(sides), links_(links) {
    for (const std::string& path : sides.workspace.discovery().other_files) {
      if (path.ends_with(".proto")) by_name_[std::string(BaseNameOf(path))].push_back(path);
    }
  }

  void Run() {
    if (by_name_.empty()) return;
    for (uint32_t file = 0; file < sides_.facts.size(); ++file) {
      const LanguageGroup group = GroupOf(sides_.facts[file].language);
      if (group == LanguageGroup::kRust) {
        for (const ForeignFact& fact : sides_.facts[file].foreign) {
          if (fact.role == ForeignRole::kGenerated) Included(file, fact);
        }
        continue;
      }
      Generated(file);
      for (const ResolvedImport& entry : sides_.imports[file]) {
        if (entry.resolution->kind != Resolution::Kind::kFile) Imported(file, *entry.import);
      }
    }
  }

 private:
  void Link(uint32_t file, std::string_view schema, std::string_view specifier,
            const Location& location, bool test_only) {
    ForeignLink link{file, 0, specifier, location, test_only};
    link.external = "ext:proto/" + std::string(schema);
    links_.links.push_back(std::move(link));
  }

  /// The schema of that stem whose path has most of its last folders; "" where several do, or where
  /// less than `least` segments agree.
  std::string_view Fitting(std::string_view stem, size_t least) const {
    const auto named = by_name_.find(std::string(BaseNameOf(stem)) + ".proto");
    if (named == by_name_.end()) return {};
    std::string_view best;
    size_t most = 0;
    bool several = false;
    for (const std::string_view path : named->second) {
      const size_t agreed = Agreement(WithoutExtension(path), stem);
      if (agreed < least || agreed < most) continue;
      several = agreed == most;
      most = agreed;
      best = path;
    }
    return several ? std::string_view() : best;
  }

  /// How many of their last segments are the same.
  static size_t Agreement(std::string_view a, std::string_view b) {
    size_t count = 0;
    while (!a.empty() && !b.empty() && BaseNameOf(a) == BaseNameOf(b)) {
      ++count;
      a = DirectoryOf(a);
      b = DirectoryOf(b);
    }
    return count;
  }

  /// A generated file that is kept in the repository.
  void Generated(uint32_t file) {
    const std::string& path = sides_.Path(file);
    const std::string_view stem = SchemaStem(path);
    if (stem.empty()) return;
    const std::string_view schema = Fitting(stem, 1);
    if (!schema.empty()) Link(file, schema, path, {{0, 0}, {1, 1}, {1, 1}}, false);
  }

  void Imported(uint32_t file, const ImportFact& import) {
    if (import.kind == EdgeKind::kInherit) return;
    std::string_view stem = SchemaStem(import.specifier);
    if (stem.empty()) return;
    const bool include = import.kind == EdgeKind::kInclude;
    std::optional<std::string> path;
    if (!include) {
      // A package that ships its own generated code has its own schema.
      if (!stem.starts_with('.')) return;
      path = ResolvePath(DirectoryOf(sides_.Path(file)), stem);
      if (!path) return;
      stem = *path;
    }
    // protoc mirrors the path of the schema from its root, which is what an include has.
    const size_t least =
        include ? static_cast<size_t>(std::count(stem.begin(), stem.end(), '/')) + 1 : 1;
    const std::string_view schema = Fitting(stem, least);
    if (!schema.empty()) Link(file, schema, import.specifier, import.location, import.test_only);
  }

  /// What prost makes of the schemas of a package is called by the package.
  void Included(uint32_t file, const ForeignFact& fact) {
    const auto named = Packages().find(WithoutExtension(fact.name));
    if (named == Packages().end()) return;
    const std::vector<std::string_view>& schemas = named->second;
    std::vector<std::string_view> own;
    if (schemas.size() > 1) {
      const CargoWorkspace& cargo = sides_.workspace.cargo();
      const uint32_t package = cargo.NearestPackage(sides_.Path(file));
      for (const std::string_view schema : schemas) {
        if (package != CargoCrate::kNone && cargo.NearestPackage(schema) == package)
          own.push_back(schema);
      }
    }
    const std::vector<std::string_view>& fitting = own.empty() ? schemas : own;
    if (fitting.size() == 1) Link(file, fitting.front(), fact.name, fact.location, fact.test_only);
  }

  /// The schemas by the package that they state; read when first asked for.
  const std::map<std::string, std::vector<std::string_view>, std::less<>>& Packages() {
    if (read_) return by_package_;
    read_ = true;
    for (const auto& [name, paths] : by_name_) {
      for (const std::string_view path : paths) {
        const Result<std::string> text =
            sides_.workspace.files().file_system().Read(path, kMaxBytes);
        if (!text.ok()) continue;
        const std::string_view package = PackageOf(*text);
        if (!package.empty()) by_package_[std::string(package)].push_back(path);
      }
    }
    return by_package_;
  }

  const ForeignSides& sides_;
  ForeignLinks& links_;
  std::map<std::string, std::vector<std::string_view>, std::less<>> by_name_;
  std::map<std::string, std::vector<std::string_view>, std::less<>> by_package_;
  bool read_ = false;
};

}  // namespace

void LinkSchemas(const ForeignSides& sides, ForeignLinks& links) {
  SchemaLinker(sides, links).Run();
}

}  // namespace krepis::analyzer

#include "analyzer/graph/call_graph_bytes.h"

#include <algorithm>
#include <cstring>
#include <memory>
#include <utility>
#include <vector>

#include "analyzer/core/digest.h"
#include "analyzer/core/packed_bytes.h"
#include "analyzer/core/put_things.h"
#include "analyzer/facts/module_name.h"
#include "analyzer/graph/call_links_javascript.h"
#include "analyzer/graph/import_nearness.h"
#include "analyzer/graph/javascript_families.h"
#include "analyzer/graph/javascript_modules.h"
#include "analyzer/graph/javascript_names.h"

namespace krepis::analyzer {
namespace {

/// What the calls of files hang on that one file says.
struct Signature {
  uint64_t names = 0;    // of all files: what it names and re-exports, and where that leads
  uint64_t calls = 0;    // its own: all its functions, its calls and where these lead
  uint64_t imports = 0;  // those that hang on nearness: the files that it imports, in their order
};

struct Head {
  uint32_t files = 0;
  uint32_t functions = 0;
  uint32_t edges = 0;
  uint32_t near = 0;
  uint32_t families = 0;  // bytes
};

/// Of a function, beside what the call graph has: JavaScriptNames::IsNamed().
constexpr uint8_t kNamed = 0x80;

/// An edge that stands for a call.
struct PackedEdge {
  uint32_t to = 0;
  uint32_t site = 0;
};
/// Of the site, so many bits are the confidence.
constexpr uint32_t kConfidenceBits = 3;
constexpr uint32_t kConfidence = (1u << kConfidenceBits) - 1;

/// More files are sooner linked on all threads, with all others.
constexpr long kMaxLinked = 256;

struct PackedNear {
  uint32_t from = 0;
  uint32_t to = 0;
  uint32_t near = 0;
};

/// All that linkers read of a file of JavaScript, but for places; of other languages enough to tell
/// such a file from one of JavaScript.
Signature SignatureOf(const FileFacts& facts, uint32_t file, const Graph& graph) {
  std::string names;
  Put(names, facts.language);
  Put(names, graph.is_test(NodeId{file + 1}));
  if (GroupOf(facts.language) != LanguageGroup::kTypeScript) return {Checksum(names), 0, 0};
  const JavaScriptModules modules(graph, file);
  const auto put_module = [&](std::string& said, std::string_view module) {
    Put(said, modules.Of(module).value_or(~0u));
  };
  const auto put_symbol = [&](std::string& said, std::string_view symbol) {
    PutText(said, symbol);
    put_module(said, JavaScriptModules::ModuleIn(symbol));
  };
  const auto put_function = [](std::string& said, const FunctionFact& function) {
    PutText(said, function.name);
    Put(said, function.test_only);
    Put(said, function.bodiless);
    Put(said, function.local);
    Put(said, function.is_virtual);
  };
  const CallFacts& calls = facts.calls;
  std::string own;
  Put(own, calls.functions.size());
  for (uint32_t i = 0; i < calls.functions.size(); ++i) {
    put_function(own, calls.functions[i]);
    if (JavaScriptNames::IsNamed(calls.functions[i], i)) put_function(names, calls.functions[i]);
  }
  Put(names, calls.types.size());
  for (const TypeFact& type : calls.types) {
    PutText(names, type.name);
    Put(names, type.interface);
    Put(names, type.bases.size());
    for (const std::string& base : type.bases) put_symbol(names, base);
  }
  Put(names, calls.values.size());
  for (const ValueFact& value : calls.values) {
    PutText(names, value.name);
    put_symbol(names, value.symbol);
    Put(names, value.instance);
  }
  Put(own, calls.symbols.size());
  for (const std::string& symbol : calls.symbols) put_symbol(own, symbol);
  Put(own, calls.calls.size());
  for (const CallFact& call : calls.calls) {
    Put(own, call.caller);
    Put(own, call.symbol);
    Put(own, call.function);
    Put(own, call.kind);
    Put(own, call.confidence);
    Put(own, call.test_only);
  }
  for (const ImportFact& import : facts.imports) {
    if (!import.reexport) continue;
    PutText(names, import.specifier);
    put_module(names, CanonicalModule(import.specifier).module);
    Put(names, import.glob);
    Put(names, import.names.size());
    for (const ImportedName& name : import.names) {
      PutText(names, name.imported);
      PutText(names, name.local);
    }
  }
  std::string imported;
  for (const Edge& edge : graph.Out(NodeId{file + 1})) {
    if (graph.is_file(edge.to)) Put(imported, edge.to);
  }
  return {Checksum(names), Checksum(own), Checksum(imported)};
}

/// The files whose calls have got another answer, where these files import others than before.
std::vector<uint32_t> FilesWithOthersNear(const PutThings<PackedNear>& answers,
                                          std::span<const uint32_t> changed, const Graph& graph) {
  // Files from which one of them is near: only for these the way may go over what has changed. The
  // way to the first changed file is an old and a new one.
  std::vector<bool> around(graph.file_count());
  std::vector<uint32_t> files(changed.begin(), changed.end());
  for (const uint32_t file : files) around[file] = true;
  size_t begin = 0;
  for (int step = 1; step < ImportNearness::kImports; ++step) {
    for (const size_t end = files.size(); begin < end; ++begin) {
      for (const uint32_t edge : graph.In(NodeId{files[begin] + 1})) {
        const uint32_t from = Index(graph.edges()[edge].from) - 1;
        if (around[from]) continue;
        around[from] = true;
        files.push_back(from);
      }
    }
  }
  ImportNearness nearness(graph);
  std::vector<uint32_t> others;
  for (size_t i = 0; i < answers.size(); ++i) {
    const PackedNear answer = answers[i];
    if (!around[answer.from] && !around[answer.to]) continue;
    if (nearness.AreNear(answer.from, answer.to) != (answer.near != 0))
      others.push_back(answer.from);
  }
  return others;
}

}  // namespace

std::string CallGraphBytes::Of(const CallGraph& calls, std::span<const FileFacts> facts,
                               const Graph& graph) {
  const FunctionIds& ids = calls.ids();
  std::vector<uint32_t> counts;  // of functions, by file
  std::vector<Signature> signatures;
  for (uint32_t file = 0; file < facts.size(); ++file) {
    counts.push_back(Index(ids.TopLevel(file + 1)) - Index(ids.TopLevel(file)));
    signatures.push_back(SignatureOf(facts[file], file, graph));
  }
  std::vector<uint32_t> calls_of(size_t{ids.size()} + 1);  // how many, by function
  std::vector<PackedEdge> edges;
  edges.reserve(calls.edge_count());
  const auto pack = [&](uint32_t from, const CallEdge& edge) {
    edges.push_back(
        {Index(edge.to), edge.site << kConfidenceBits | static_cast<uint32_t>(edge.confidence)});
    ++calls_of[from];
  };
  auto displaced = calls.displaced_.begin();
  for (uint32_t from = 1; from <= ids.size(); ++from) {
    for (const CallEdge& edge : calls.Out(FunctionId{from})) {
      const bool loads = (edge.site & CallGraph::kImportSite) != 0;
      const bool in_place = loads && displaced != calls.displaced_.end() &&
                            Index(displaced->first) == from && displaced->second.to == edge.to;
      if (in_place) {
        pack(from, displaced++->second);
      } else if (!loads) {
        pack(from, edge);
      }
    }
  }
  std::vector<PackedNear> near;
  for (const NearAnswer& answer : calls.near_)
    near.push_back({answer.from, answer.to, answer.near ? 1u : 0u});
  std::string families;
  calls.families_->Pack(families);
  const std::vector<Head> head = {
      {static_cast<uint32_t>(facts.size()), ids.size(), static_cast<uint32_t>(edges.size()),
       static_cast<uint32_t>(near.size()), static_cast<uint32_t>(families.size())}};
  std::vector<uint8_t> marks = calls.marks_;
  for (uint32_t file = 0; file < facts.size(); ++file) {
    const std::vector<FunctionFact>& functions = facts[file].calls.functions;
    for (uint32_t i = 0; i < functions.size(); ++i) {
      if (JavaScriptNames::IsNamed(functions[i], i)) marks[Index(ids.Of(file, i))] |= kNamed;
    }
  }
  std::string bytes;
  PutAll(bytes, head);
  PutAll(bytes, signatures);
  PutAll(bytes, counts);
  PutAll(bytes, calls.unlinked_in_);
  PutAll(bytes, calls_of);
  PutAll(bytes, edges);
  PutAll(bytes, near);
  PutAll(bytes, marks);
  bytes += families;
  return bytes;
}

namespace {

/// The kept arrays. Those that others are counted by are copies: what is read where it stands may
/// be cut off meanwhile (MappedFile).
struct Kept {
  PutThings<Signature> signatures;  // by file
  std::vector<uint32_t> counts;     // of functions, by file
  PutThings<uint32_t> unlinked;     // calls, by file
  std::vector<uint32_t> calls_of;   // how many, by function
  PutThings<PackedEdge> edges;
  PutThings<PackedNear> near;
  PutThings<uint8_t> marks;   // by function
  std::string_view families;  // JavaScriptFamilies::Pack()
  uint32_t functions = 0;
};

/// None of bytes that are no call graph of so many files. What edges say is for who reads them.
std::optional<Kept> Read(std::string_view bytes, size_t files) {
  PutThings<Head> heads;
  if (!TakeAll(bytes, 1, heads) || heads[0].files != files) return std::nullopt;
  const Head head = heads[0];
  Kept kept;
  kept.functions = head.functions;
  PutThings<uint32_t> counts;
  PutThings<uint32_t> calls_of;
  const bool whole =
      TakeAll(bytes, files, kept.signatures) && TakeAll(bytes, files, counts) &&
      TakeAll(bytes, files, kept.unlinked) &&
      TakeAll(bytes, size_t{head.functions} + 1, calls_of) &&
      TakeAll(bytes, head.edges, kept.edges) && TakeAll(bytes, head.near, kept.near) &&
      TakeAll(bytes, size_t{head.functions} + 1, kept.marks) && bytes.size() == head.families;
  if (!whole) return std::nullopt;
  kept.families = bytes;
  kept.counts = counts.Copy();
  kept.calls_of = calls_of.Copy();
  uint64_t functions = 0;
  for (size_t file = 0; file < files; ++file) {
    if (kept.counts[file] == 0) return std::nullopt;
    functions += kept.counts[file];
  }
  uint64_t edges = 0;
  for (size_t i = 0; i <= head.functions; ++i) edges += kept.calls_of[i];
  if (functions != head.functions || edges != head.edges || kept.calls_of[0] != 0)
    return std::nullopt;
  for (size_t i = 0; i < head.near; ++i) {
    if (std::max(kept.near[i].from, kept.near[i].to) >= files) return std::nullopt;
  }
  return kept;
}

/// The functions of kept call graphs among those of today's facts, where some files have others,
/// but the same names in the same order.
class FunctionMoves {
 public:
  /// `others`: by file, which.
  FunctionMoves(const Kept& kept, const std::vector<bool>& others, std::span<const FileFacts> facts)
      : to_(size_t{kept.functions} + 1) {
    uint32_t from = 1;
    uint32_t to = 1;
    for (uint32_t file = 0; file < facts.size(); ++file) {
      first_.push_back({from, to});
      const uint32_t count = kept.counts[file];
      if (!others[file]) {
        for (uint32_t i = 0; i < count; ++i) to_[from + i] = to + i;
        counts_.push_back(count);
      } else {
        const std::vector<FunctionFact>& functions = facts[file].calls.functions;
        to_[from] = to;
        uint32_t next = 0;
        for (uint32_t i = 0; i < count; ++i) {
          if ((kept.marks[from + i] & kNamed) == 0) continue;
          while (next < functions.size() && !JavaScriptNames::IsNamed(functions[next], next))
            ++next;
          if (next == functions.size()) break;
          to_[from + i] = to + next++;
        }
        counts_.push_back(std::max<uint32_t>(1, static_cast<uint32_t>(functions.size())));
      }
      from += count;
      to += counts_.back();
    }
    first_.push_back({from, to});
  }

  /// 0: none.
  uint32_t To(uint32_t function) const { return function < to_.size() ? to_[function] : 0; }
  /// Where the function of a file stands now among those of the file.
  std::optional<uint32_t> In(FunctionPlace place) const {
    const uint32_t from = first_[place.file].from + place.index;
    if (place.index >= first_[place.file + 1].from - first_[place.file].from || to_[from] == 0)
      return std::nullopt;
    return to_[from] - first_[place.file].to;
  }
  /// Of today's functions, by file.
  std::span<const uint32_t> counts() const { return counts_; }

 private:
  struct First {
    uint32_t from = 0;
    uint32_t to = 0;
  };
  std::vector<First> first_;  // by file, and one behind the last
  std::vector<uint32_t> to_;
  std::vector<uint32_t> counts_;
};

}  // namespace

std::optional<CallGraph> CallGraphBytes::Mend(std::string_view bytes, const Workspace& workspace,
                                              std::span<const FileFacts> facts, const Graph& graph,
                                              std::span<const uint32_t> changed,
                                              UnreadCalls unread) {
  const std::optional<Kept> kept = Read(bytes, facts.size());
  if (!kept) return std::nullopt;
  std::vector<uint32_t> moved;             // files that import others than before
  std::vector<bool> others(facts.size());  // by file, whether it calls others
  for (const uint32_t file : changed) {
    if (GroupOf(facts[file].language) != LanguageGroup::kTypeScript) return std::nullopt;
    const Signature before = kept->signatures[file];
    const Signature now = SignatureOf(facts[file], file, graph);
    if (now.names != before.names) return std::nullopt;
    others[file] = now.calls != before.calls;
    if (now.imports != before.imports) moved.push_back(file);
  }
  std::vector<bool> anew = others;  // by file, whether its calls are linked
  if (!moved.empty()) {
    for (const uint32_t file : FilesWithOthersNear(kept->near, moved, graph)) anew[file] = true;
  }

  const FunctionMoves moves(*kept, others, facts);
  CallGraph calls(facts, graph, FunctionIds(moves.counts()));
  calls.ReadLate(std::move(unread));
  std::unique_ptr<CallLinker> linker;
  const CallLinkInput input{workspace, facts, graph, calls.ids_};
  std::vector<uint32_t> types;  // by file
  bool fitting = true;
  // Of files that say as much as what is kept is about; of others nothing, and all is in vain.
  const auto calls_of = [&](uint32_t file) -> const CallFacts& {
    static const CallFacts kNothing;
    const CallFacts& said = calls.FactsOf(file);
    const FunctionIds& ids = calls.ids_;
    if (std::max<size_t>(1, said.functions.size()) ==
            Index(ids.TopLevel(file + 1)) - Index(ids.TopLevel(file)) &&
        said.types.size() == types[file])
      return said;
    fitting = false;
    return kNothing;
  };
  const auto linked = std::count(anew.begin(), anew.end(), true);
  if (linked > kMaxLinked) return std::nullopt;
  if (linked != 0) {
    std::optional<JavaScriptFamilies> families = JavaScriptFamilies::Unpack(
        kept->families, facts.size(), [&](FunctionPlace place) { return moves.In(place); });
    if (!families) return std::nullopt;
    for (uint32_t file = 0; file < facts.size(); ++file)
      types.push_back(families->TypeId(file + 1, 0) - families->TypeId(file, 0));
    linker = MakeJavaScriptCallLinker(input, *std::move(families), calls_of);
  }
  const uint32_t functions = calls.ids_.size();
  calls.marks_.assign(size_t{functions} + 1, 0);
  calls.start_.assign(size_t{functions} + 2, 0);
  calls.edges_.reserve(kept->edges.size() + graph.edges().size());
  CallGraph::FileCalls own;
  uint32_t from = 1;  // the next function, as it was
  size_t next = 0;    // edge, likewise
  for (uint32_t file = 0; file < facts.size(); ++file) {
    const uint32_t count = kept->counts[file];
    uint8_t* const marks = calls.marks_.data() + Index(calls.ids_.TopLevel(file));
    for (uint32_t i = 0; !others[file] && i < count; ++i)
      marks[i] = kept->marks[from + i] & static_cast<uint8_t>(~kNamed);
    if (anew[file]) {
      if (others[file]) calls.MarkFunctions(file);
      own = CallGraph::Link(file, calls_of(file), input, linker.get());
      if (!fitting) return std::nullopt;
      for (uint32_t i = 0; i < count; ++i) next += kept->calls_of[from + i];
    } else {
      own.edges.clear();
      own.counts.clear();
      own.unlinked = kept->unlinked[file];
      for (uint32_t i = 0; i < count; ++i) {
        own.counts.push_back(kept->calls_of[from + i]);
        uint32_t last = 0;  // a function's edges are looked up by where they lead
        for (const size_t end = next + own.counts.back(); next < end; ++next) {
          const PackedEdge edge = kept->edges[next];
          const uint32_t to = moves.To(edge.to);
          const uint32_t confidence = edge.site & kConfidence;
          const bool sound = to > last && confidence != 0 &&
                             confidence <= static_cast<uint32_t>(Confidence::kUnknown);
          if (!sound) return std::nullopt;
          last = to;
          own.edges.push_back(
              {FunctionId{to}, edge.site >> kConfidenceBits, static_cast<Confidence>(confidence)});
        }
      }
    }
    calls.AppendFile(file, own.counts, own.edges);
    calls.unlinked_ += own.unlinked;
    from += count;
  }
  return calls;
}

}  // namespace krepis::analyzer

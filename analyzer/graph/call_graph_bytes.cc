#include "analyzer/graph/call_graph_bytes.h"

#include <algorithm>
#include <cstring>
#include <numeric>
#include <type_traits>
#include <utility>
#include <vector>

#include "analyzer/core/digest.h"
#include "analyzer/core/packed_bytes.h"
#include "analyzer/facts/module_name.h"
#include "analyzer/graph/import_nearness.h"
#include "analyzer/graph/javascript_modules.h"

namespace krepis::analyzer {
namespace {

/// What the calls of all files hang on that one file says.
struct Signature {
  uint64_t calls = 0;    // functions, types, values, calls, re-exports, and where these lead
  uint64_t imports = 0;  // the files that it imports, in their order
};

struct Head {
  uint32_t files = 0;
  uint32_t functions = 0;
  uint32_t edges = 0;
  uint32_t near = 0;
  uint32_t unlinked = 0;
  uint32_t padding = 0;
};

/// An edge that stands for a call.
struct PackedEdge {
  uint32_t to = 0;
  uint32_t site = 0;
};
/// Of the site, so many bits are the confidence.
constexpr uint32_t kConfidenceBits = 3;
constexpr uint32_t kConfidence = (1u << kConfidenceBits) - 1;

struct PackedNear {
  uint32_t from = 0;
  uint32_t to = 0;
  uint32_t near = 0;
};

template <class Number>
  requires std::is_arithmetic_v<Number> || std::is_enum_v<Number>
void Put(std::string& bytes, Number number) {
  bytes.append(reinterpret_cast<const char*>(&number), sizeof number);
}
template <class Thing>
void PutAll(std::string& bytes, const std::vector<Thing>& things) {
  static_assert(std::has_unique_object_representations_v<Thing>);
  if (things.empty()) return;
  bytes.append(reinterpret_cast<const char*>(things.data()), things.size() * sizeof(Thing));
}
/// None where there are not so many.
template <class Thing>
std::optional<std::vector<Thing>> TakeAll(std::string_view& bytes, size_t count) {
  if (bytes.size() / sizeof(Thing) < count) return std::nullopt;
  std::vector<Thing> things(count);
  if (count != 0) std::memcpy(things.data(), bytes.data(), count * sizeof(Thing));
  bytes.remove_prefix(count * sizeof(Thing));
  return things;
}

/// All that linkers read of a file of JavaScript, but for places; of other languages enough to tell
/// such a file from one of JavaScript.
Signature SignatureOf(const FileFacts& facts, uint32_t file, const Graph& graph) {
  std::string said;
  Put(said, facts.language);
  Put(said, graph.is_test(NodeId{file + 1}));
  if (GroupOf(facts.language) != LanguageGroup::kTypeScript) return {Checksum(said), 0};
  const JavaScriptModules modules(graph, file);
  const auto put_module = [&](std::string_view module) {
    Put(said, modules.Of(module).value_or(~0u));
  };
  const auto put_symbol = [&](std::string_view symbol) {
    PutText(said, symbol);
    put_module(JavaScriptModules::ModuleIn(symbol));
  };
  const CallFacts& calls = facts.calls;
  Put(said, calls.functions.size());
  for (const FunctionFact& function : calls.functions) {
    PutText(said, function.name);
    Put(said, function.test_only);
    Put(said, function.bodiless);
    Put(said, function.local);
    Put(said, function.is_virtual);
  }
  Put(said, calls.types.size());
  for (const TypeFact& type : calls.types) {
    PutText(said, type.name);
    Put(said, type.interface);
    Put(said, type.bases.size());
    for (const std::string& base : type.bases) put_symbol(base);
  }
  Put(said, calls.values.size());
  for (const ValueFact& value : calls.values) {
    PutText(said, value.name);
    put_symbol(value.symbol);
    Put(said, value.instance);
  }
  Put(said, calls.symbols.size());
  for (const std::string& symbol : calls.symbols) put_symbol(symbol);
  Put(said, calls.calls.size());
  for (const CallFact& call : calls.calls) {
    Put(said, call.caller);
    Put(said, call.symbol);
    Put(said, call.function);
    Put(said, call.kind);
    Put(said, call.confidence);
    Put(said, call.test_only);
  }
  for (const ImportFact& import : facts.imports) {
    if (!import.reexport) continue;
    PutText(said, import.specifier);
    put_module(CanonicalModule(import.specifier).module);
    Put(said, import.glob);
    Put(said, import.names.size());
    for (const ImportedName& name : import.names) {
      PutText(said, name.imported);
      PutText(said, name.local);
    }
  }
  std::string imported;
  for (const Edge& edge : graph.Out(NodeId{file + 1})) {
    if (graph.is_file(edge.to)) Put(imported, edge.to);
  }
  return {Checksum(said), Checksum(imported)};
}

/// Whether the answers are the same where these files import others than before.
bool AreSame(std::span<const PackedNear> answers, std::span<const uint32_t> changed,
             const Graph& graph) {
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
  return std::all_of(answers.begin(), answers.end(), [&](const PackedNear& answer) {
    return (!around[answer.from] && !around[answer.to]) ||
           nearness.AreNear(answer.from, answer.to) == (answer.near != 0);
  });
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
  const std::vector<Head> head = {{static_cast<uint32_t>(facts.size()), ids.size(),
                                   static_cast<uint32_t>(edges.size()),
                                   static_cast<uint32_t>(near.size()), calls.unlinked_, 0}};
  std::string bytes;
  PutAll(bytes, head);
  PutAll(bytes, signatures);
  PutAll(bytes, counts);
  PutAll(bytes, calls_of);
  PutAll(bytes, edges);
  PutAll(bytes, near);
  PutAll(bytes, calls.marks_);
  return bytes;
}

std::optional<CallGraph> CallGraphBytes::Mend(std::string_view bytes,
                                              std::span<const FileFacts> facts, const Graph& graph,
                                              std::span<const uint32_t> changed,
                                              UnreadCalls unread) {
  const auto heads = TakeAll<Head>(bytes, 1);
  if (!heads || heads->front().files != facts.size()) return std::nullopt;
  const Head& head = heads->front();
  const auto signatures = TakeAll<Signature>(bytes, head.files);
  if (!signatures) return std::nullopt;
  std::vector<uint32_t> moved;  // files that import others than before
  for (const uint32_t file : changed) {
    const Signature now = SignatureOf(facts[file], file, graph);
    const bool same = GroupOf(facts[file].language) == LanguageGroup::kTypeScript &&
                      now.calls == (*signatures)[file].calls;
    if (!same) return std::nullopt;
    if (now.imports != (*signatures)[file].imports) moved.push_back(file);
  }
  const auto counts = TakeAll<uint32_t>(bytes, head.files);
  const auto calls_of = TakeAll<uint32_t>(bytes, size_t{head.functions} + 1);
  const auto packed = TakeAll<PackedEdge>(bytes, head.edges);
  const auto near = TakeAll<PackedNear>(bytes, head.near);
  auto marks = TakeAll<uint8_t>(bytes, size_t{head.functions} + 1);
  if (!counts || !calls_of || !packed || !near || !marks || !bytes.empty()) return std::nullopt;
  const auto sum = [](std::span<const uint32_t> numbers) {
    return std::accumulate(numbers.begin(), numbers.end(), uint64_t{0});
  };
  const bool sound =
      sum(*counts) == head.functions && sum(*calls_of) == head.edges &&
      std::find(counts->begin(), counts->end(), 0) == counts->end() &&
      std::all_of(packed->begin(), packed->end(),
                  [&](const PackedEdge& edge) {
                    return edge.to - 1 < head.functions && (edge.site & kConfidence) != 0 &&
                           (edge.site & kConfidence) <= static_cast<uint32_t>(Confidence::kUnknown);
                  }) &&
      std::all_of(near->begin(), near->end(), [&](const PackedNear& answer) {
        return std::max(answer.from, answer.to) < head.files;
      });
  if (!sound) return std::nullopt;
  if (!moved.empty() && !AreSame(*near, moved, graph)) return std::nullopt;

  CallGraph calls(facts, graph, FunctionIds(*counts));
  calls.marks_ = *std::move(marks);
  calls.unlinked_ = head.unlinked;
  calls.start_.assign(size_t{head.functions} + 2, 0);
  calls.edges_.reserve(packed->size() + graph.edges().size());
  std::vector<CallEdge> edges;
  edges.reserve(packed->size());
  for (const PackedEdge& edge : *packed) {
    edges.push_back({FunctionId{edge.to}, edge.site >> kConfidenceBits,
                     static_cast<Confidence>(edge.site & kConfidence)});
  }
  std::span<const CallEdge> rest = edges;
  std::span<const uint32_t> sizes = std::span(*calls_of).subspan(1);
  for (uint32_t file = 0; file < head.files; ++file) {
    const std::span<const uint32_t> own = sizes.first((*counts)[file]);
    std::span<const CallEdge> of_file = rest;
    for (const uint32_t size : own) {
      // A function's edges are looked up by where they lead.
      const std::span<const CallEdge> of_one = of_file.first(size);
      const bool ascending = std::adjacent_find(of_one.begin(), of_one.end(),
                                                [](const CallEdge& a, const CallEdge& b) {
                                                  return a.to >= b.to;
                                                }) == of_one.end();
      if (!ascending) return std::nullopt;
      of_file = of_file.subspan(size);
    }
    calls.AppendFile(file, own, rest);
    rest = of_file;
    sizes = sizes.subspan(own.size());
  }
  calls.ReadLate(std::move(unread));
  return calls;
}

}  // namespace krepis::analyzer

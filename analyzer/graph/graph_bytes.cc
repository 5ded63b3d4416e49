#include "analyzer/graph/graph_bytes.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <type_traits>

namespace krepis::analyzer {
namespace {

static_assert(std::endian::native == std::endian::little, "numbers are copied as they are");

/// Most of a graph is edges.
struct PackedEdge {
  uint32_t from = 0;
  uint32_t to = 0;
  uint32_t traits = 0;
  uint32_t specifier = 0;
  uint32_t condition = 0;
  Location location;
};
static_assert(sizeof(PackedEdge) == 44);

/// Appends numbers of 32 bits and texts.
class Output {
 public:
  void Put(uint32_t number) {
    bytes_.append(reinterpret_cast<const char*>(&number), sizeof number);
  }
  template <class Number>
    requires std::is_enum_v<Number>
  void Put(Number number) {
    Put(static_cast<uint32_t>(number));
  }
  void Put(std::string_view text) {
    Put(static_cast<uint32_t>(text.size()));
    bytes_ += text;
  }
  void Put(const Location& location) {
    Put(location.span.start);
    Put(location.span.length);
    Put(location.begin.line);
    Put(location.begin.column);
    Put(location.end.line);
    Put(location.end.column);
  }
  void Put(const PackedEdge& edge) {
    bytes_.append(reinterpret_cast<const char*>(&edge), sizeof edge);
  }
  void Reserve(size_t bytes) { bytes_.reserve(bytes); }
  std::string Take() && { return std::move(bytes_); }

 private:
  std::string bytes_;
};

/// Takes what Output wrote; from the first thing on that is not there all is empty.
class Input {
 public:
  explicit Input(std::string_view bytes) : bytes_(bytes) {}

  uint32_t Number() {
    uint32_t number = 0;
    if (const std::string_view bytes = Take(sizeof number); !bytes.empty())
      std::memcpy(&number, bytes.data(), sizeof number);
    return number;
  }
  /// A number below `limit`.
  uint32_t Number(uint32_t limit) {
    const uint32_t number = Number();
    if (number < limit) return number;
    Fail();
    return 0;
  }
  /// A count of things that take so many bytes each, at least.
  uint32_t Count(size_t bytes) {
    const uint32_t count = Number();
    if (count <= bytes_.size() / bytes) return count;
    Fail();
    return 0;
  }
  std::string_view Text() { return Take(Number()); }
  Location Place() {
    Location location;
    location.span.start = Number();
    location.span.length = Number();
    location.begin.line = Number();
    location.begin.column = Number();
    location.end.line = Number();
    location.end.column = Number();
    return location;
  }
  /// Things of that type, as they lie in memory, which `visit` is called with one by one.
  template <class Thing, class Visit>
    requires std::is_trivially_copyable_v<Thing>
  void Each(size_t count, Visit visit) {
    if (count > bytes_.size() / sizeof(Thing)) return Fail();
    const std::string_view all = Take(count * sizeof(Thing));
    for (size_t i = 0; i < count; ++i) {
      Thing thing;
      std::memcpy(&thing, all.data() + i * sizeof thing, sizeof thing);
      if (!visit(i, thing)) return Fail();
    }
  }
  bool failed() const { return failed_; }
  bool at_end() const { return bytes_.empty(); }

 private:
  std::string_view Take(size_t size) {
    if (size > bytes_.size()) {
      Fail();
      return {};
    }
    const std::string_view taken = bytes_.substr(0, size);
    bytes_.remove_prefix(size);
    return taken;
  }
  void Fail() {
    failed_ = true;
    bytes_ = {};
  }

  std::string_view bytes_;
  bool failed_ = false;
};

constexpr uint32_t kLanguages = static_cast<uint32_t>(Language::kCpp) + 1;
constexpr uint32_t kEdgeKinds = static_cast<uint32_t>(EdgeKind::kFfi) + 1;
constexpr uint32_t kDeclarations = static_cast<uint32_t>(Declaration::kUndeclared) + 1;

// The least bytes that one takes.
constexpr size_t kWordBytes = 4;
constexpr size_t kNodeBytes = 8;
constexpr size_t kImportBytes = 36;

// An edge's kind, flags and count of names, one number.
constexpr uint32_t kTestOnly = 1u << 8;
constexpr uint32_t kGuessed = 1u << 9;
constexpr uint32_t kReexport = 1u << 10;
constexpr uint32_t kDeclarationShift = 11;
constexpr uint32_t kNamesShift = 16;

uint32_t TraitsOf(const Edge& edge) {
  return static_cast<uint32_t>(edge.kind) | (edge.test_only ? kTestOnly : 0) |
         (edge.guessed ? kGuessed : 0) | (edge.reexport ? kReexport : 0) |
         static_cast<uint32_t>(edge.declaration) << kDeclarationShift |
         static_cast<uint32_t>(edge.names) << kNamesShift;
}

bool SetTraits(uint32_t traits, Edge& edge) {
  const uint32_t kind = traits & 0xff;
  const uint32_t declaration = (traits & 0xffff) >> kDeclarationShift;
  edge.names = static_cast<uint16_t>(traits >> kNamesShift);
  edge.kind = static_cast<EdgeKind>(kind);
  edge.declaration = static_cast<Declaration>(declaration);
  edge.test_only = (traits & kTestOnly) != 0;
  edge.guessed = (traits & kGuessed) != 0;
  edge.reexport = (traits & kReexport) != 0;
  return kind < kEdgeKinds && declaration < kDeclarations;
}

/// Writes the words that something of the graph uses, and gives what each is called then, in the
/// same order: a graph that was mended many times has words that nothing uses any longer.
std::vector<StringId> PutWords(const Graph& graph, Output& output) {
  std::vector<bool> used;
  const auto use = [&](StringId id) {
    if (Index(id) >= used.size()) used.resize(Index(id) + 1);
    used[Index(id)] = true;
  };
  for (const Edge& edge : graph.edges()) use(edge.specifier), use(edge.condition);
  for (const UnresolvedImport& import : graph.unresolved())
    use(import.specifier), use(import.reason);
  for (const UnanalysedImport& import : graph.unanalysed())
    use(import.specifier), use(import.target);
  for (const UndecidedLink& link : graph.undecided()) use(link.specifier);
  std::vector<StringId> words(used.size());
  uint32_t count = 1;
  for (uint32_t i = 1; i < used.size(); ++i) {
    if (used[i]) words[i] = StringId{count++};
  }
  output.Put(count);
  for (uint32_t i = 1; i < used.size(); ++i) {
    if (used[i]) output.Put(graph.text(StringId{i}));
  }
  return words;
}

}  // namespace

std::string GraphBytes::Of(const Graph& graph) {
  Output output;
  output.Reserve(graph.edges_.size() * sizeof(PackedEdge) + graph.strings_.size() * 64);
  const std::vector<StringId> words = PutWords(graph, output);
  const auto word = [&](StringId id) { return words[Index(id)]; };
  output.Put(graph.file_count_);
  output.Put(graph.node_count());
  for (uint32_t i = 1; i <= graph.node_count(); ++i) {
    output.Put(static_cast<uint32_t>(graph.languages_[i]) | (graph.tests_[i] ? 0x100 : 0));
    output.Put(graph.names_[i]);
  }
  output.Put(static_cast<uint32_t>(graph.edges_.size()));
  for (const Edge& edge : graph.edges_) {
    output.Put(PackedEdge{Index(edge.from), Index(edge.to), TraitsOf(edge),
                          Index(word(edge.specifier)), Index(word(edge.condition)), edge.location});
  }
  output.Put(static_cast<uint32_t>(graph.unresolved_.size()));
  for (const UnresolvedImport& import : graph.unresolved_) {
    output.Put(import.from);
    output.Put(import.kind);
    output.Put(word(import.specifier));
    output.Put(word(import.reason));
    output.Put(import.location);
  }
  output.Put(static_cast<uint32_t>(graph.unanalysed_.size()));
  for (const UnanalysedImport& import : graph.unanalysed_) {
    output.Put(import.from);
    output.Put(word(import.specifier));
    output.Put(word(import.target));
    output.Put(import.location);
  }
  output.Put(static_cast<uint32_t>(graph.undecided_.size()));
  for (const UndecidedLink& link : graph.undecided_) {
    output.Put(link.from);
    output.Put(word(link.specifier));
    output.Put(link.candidates);
    output.Put(link.first);
    output.Put(link.location);
  }
  output.Put(graph.unfollowed_);
  return std::move(output).Take();
}

std::optional<Graph> GraphBytes::Read(std::string_view bytes) {
  Graph graph;
  Input input(bytes);
  const uint32_t words = input.Count(kWordBytes);
  graph.strings_.Reserve(words);
  for (uint32_t i = 1; i < words; ++i) {
    if (graph.strings_.Intern(input.Text()) != StringId{i}) return std::nullopt;
  }
  graph.file_count_ = input.Number();
  const uint32_t nodes = input.Count(kNodeBytes) + 1;
  if (graph.file_count_ >= nodes) return std::nullopt;
  graph.names_.resize(nodes);
  graph.languages_.resize(nodes);
  graph.tests_.resize(nodes);
  for (uint32_t i = 1; i < nodes; ++i) {
    const uint32_t traits = input.Number();
    if ((traits & 0xff) >= kLanguages) return std::nullopt;
    graph.languages_[i] = static_cast<Language>(traits & 0xff);
    graph.tests_[i] = (traits & 0x100) != 0;
    graph.names_[i] = input.Text();
  }
  const auto node = [&] { return NodeId{input.Number(nodes)}; };
  const auto word = [&] { return StringId{input.Number(std::max(words, 1u))}; };
  graph.edges_.resize(input.Count(sizeof(PackedEdge)));
  input.Each<PackedEdge>(graph.edges_.size(), [&](size_t i, const PackedEdge& packed) {
    Edge& edge = graph.edges_[i];
    edge.from = NodeId{packed.from};
    edge.to = NodeId{packed.to};
    edge.specifier = StringId{packed.specifier};
    edge.condition = StringId{packed.condition};
    edge.location = packed.location;
    return packed.from < nodes && packed.to < nodes && packed.specifier < words &&
           packed.condition < words && SetTraits(packed.traits, edge);
  });
  graph.unresolved_.resize(input.Count(kImportBytes));
  for (UnresolvedImport& import : graph.unresolved_) {
    import.from = node();
    import.kind = static_cast<EdgeKind>(input.Number(kEdgeKinds));
    import.specifier = word();
    import.reason = word();
    import.location = input.Place();
  }
  graph.unanalysed_.resize(input.Count(kImportBytes));
  for (UnanalysedImport& import : graph.unanalysed_) {
    import.from = node();
    import.specifier = word();
    import.target = word();
    import.location = input.Place();
  }
  graph.undecided_.resize(input.Count(kImportBytes));
  for (UndecidedLink& link : graph.undecided_) {
    link.from = node();
    link.specifier = word();
    link.candidates = input.Number();
    link.first = node();
    link.location = input.Place();
  }
  graph.unfollowed_ = input.Number();
  if (input.failed() || !input.at_end()) return std::nullopt;
  graph.IndexEdges();
  graph.shape_ = Graph::NextShape();
  return graph;
}

}  // namespace krepis::analyzer

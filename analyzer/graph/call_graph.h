#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/facts/facts.h"
#include "analyzer/graph/graph.h"
#include "analyzer/graph/import_nearness.h"
#include "analyzer/workspace/workspace.h"

namespace krepis::analyzer {

/// A function of the workspace, the top level of a file included; 0 is none.
enum class FunctionId : uint32_t {};

/// A function as its file knows it.
struct FunctionPlace {
  uint32_t file = 0;   // index into the facts
  uint32_t index = 0;  // into the functions of the file; 0: its top level
  friend bool operator==(const FunctionPlace&, const FunctionPlace&) = default;
};

/// Numbers the functions of all files, file by file. A file without call facts has its top level
/// alone. Immutable.
class FunctionIds {
 public:
  explicit FunctionIds(std::span<const FileFacts> facts);
  /// Of so many functions in each file, the top level included.
  explicit FunctionIds(std::span<const uint32_t> counts);

  /// The ids are 1 to size().
  uint32_t size() const { return first_.back() - 1; }
  FunctionId Of(uint32_t file, uint32_t index) const { return FunctionId{first_[file] + index}; }
  /// Of the number of files: one behind the last function.
  FunctionId TopLevel(uint32_t file) const { return Of(file, 0); }
  FunctionPlace At(FunctionId function) const {
    const uint32_t file = files_[Index(function)];
    return {file, Index(function) - first_[file]};
  }
  uint32_t FileOf(FunctionId function) const { return files_[Index(function)]; }

 private:
  std::vector<uint32_t> first_;  // by file, and one behind the last
  std::vector<uint32_t> files_;  // by function
};

/// A function that a call may run, and how sure that is: kResolved where names and types say it,
/// kDispatch where it is one of those that a type or a hand-over allows, kUnknown where the name of
/// a method is all that is known.
struct CallTarget {
  FunctionId function{};
  Confidence confidence = Confidence::kResolved;
  friend auto operator<=>(const CallTarget&, const CallTarget&) = default;
};

class JavaScriptFamilies;

/// Finds the functions that the calls of one language's files mean. Not thread-safe.
class CallLinker {
 public:
  virtual ~CallLinker() = default;
  /// One that says the same, for another thread, while this one stays; nullptr: files of the
  /// language are for one thread.
  virtual std::unique_ptr<CallLinker> Another() { return nullptr; }
  /// The files that follow are the next part of all, and parts are the same on any number of
  /// threads: an answer that hangs on what was asked before is forgotten here.
  virtual void BeginPart() {}
  /// Appends what `call`, a call of the file that knows no function of its own for it, may run;
  /// nothing when that is outside the workspace or not known.
  virtual void Link(uint32_t file, const CallFact& call, std::vector<CallTarget>& targets) = 0;
  /// What the answers hang on besides what the facts of the files that have to do with each other
  /// say: how far the imports of files are apart.
  virtual std::span<const NearAnswer> near_answers() const { return {}; }
  /// What it knows of all files together; null: it keeps nothing of that kind.
  virtual std::shared_ptr<const JavaScriptFamilies> families() const { return nullptr; }
};

/// What linkers read; all of it must outlive them.
struct CallLinkInput {
  const Workspace& workspace;
  std::span<const FileFacts> facts;
  const Graph& graph;  // node i+1 is file i
  const FunctionIds& ids;
};

std::unique_ptr<CallLinker> MakeJavaScriptCallLinker(const CallLinkInput& input);
std::unique_ptr<CallLinker> MakeRustCallLinker(const CallLinkInput& input);
std::unique_ptr<CallLinker> MakeCppCallLinker(const CallLinkInput& input);

/// Candidates of one call beyond this many are not told apart any more: they are kUnknown.
inline constexpr size_t kMaxDispatch = 64;

/// One function may run another one.
struct CallEdge {
  FunctionId to{};
  uint32_t site = 0;  // see CallGraph::SiteOf
  Confidence confidence = Confidence::kResolved;
};

/// The calls of files that are not among their facts, and are read when somebody looks at them.
struct UnreadCalls {
  std::vector<bool> files;                       // which; none: of no file
  std::function<CallFacts(uint32_t file)> read;  // safe to call from several threads
};

/// Who calls whom in a workspace. Built once, then immutable and safe to share between threads.
/// Besides calls there is an edge from the top level of a file to that of each file that it loads.
class CallGraph {
 public:
  /// O(calls), on so many threads; the same on any number. `graph` and `facts` must outlive it.
  CallGraph(const Workspace& workspace, std::span<const FileFacts> facts, const Graph& graph,
            unsigned jobs = 1);

  ~CallGraph();
  CallGraph(CallGraph&&) noexcept;
  CallGraph& operator=(CallGraph&&) noexcept;

  /// Of given calls, in any order; sites are indices into the calls of the caller's file.
  CallGraph(std::span<const FileFacts> facts, const Graph& graph,
            std::vector<std::pair<FunctionId, CallEdge>> edges);
  /// The same calls where the files stand in another order, with the loading that `graph` says:
  /// file i was file `order[i]`.
  CallGraph Reordered(std::span<const uint32_t> order, std::span<const FileFacts> facts,
                      const Graph& graph) const;

  const FunctionIds& ids() const { return ids_; }
  uint32_t edge_count() const { return static_cast<uint32_t>(edges_.size()); }
  /// What a function may run, each function once, ascending.
  std::span<const CallEdge> Out(FunctionId function) const {
    const uint32_t at = Index(function);
    return std::span(edges_).subspan(start_[at], start_[at + 1] - start_[at]);
  }
  /// Where the edge of `from` stands in the source.
  Location SiteOf(FunctionId from, const CallEdge& edge) const;
  /// `load`, `Repo.save`; of the top level of a file, the path of the file.
  std::string NameOf(FunctionId function) const;
  bool IsTestOnly(FunctionId function) const { return (marks_[Index(function)] & kTestOnly) != 0; }
  /// Declared where it is, run elsewhere: a way may go through it, but no code starts there.
  bool IsBodiless(FunctionId function) const { return (marks_[Index(function)] & kBodiless) != 0; }
  /// How many calls name something of the workspace that no function was found for.
  uint32_t unlinked() const { return unlinked_; }

 private:
  friend class CallGraphBytes;
  class Linking;
  /// What the functions of one file run.
  struct FileCalls {
    std::vector<CallEdge> edges;
    std::vector<uint32_t> counts;  // by function
    uint32_t unlinked = 0;
  };

  CallGraph(std::span<const FileFacts> facts, const Graph& graph, FunctionIds ids);

  /// Of the file that says this. `linker`: of its language; nullptr: there is none.
  static FileCalls Link(uint32_t file, const CallFacts& calls, const CallLinkInput& input,
                        CallLinker* linker);

  /// Adds what the next file says: the calls of its functions, as many as `counts` says for each,
  /// and the edges from its top level to those of the files that it loads.
  void AppendFile(uint32_t file, std::span<const uint32_t> counts, std::span<const CallEdge> edges);
  /// Leaves of the edges of one function the surest way to each other function.
  static void Reduce(std::vector<CallEdge>& edges);
  /// Adds the edges of the next function.
  void Append(FunctionId caller, std::span<const CallEdge> edges);
  void MarkFunctions();
  void MarkFunctions(uint32_t file);
  void ReadLate(UnreadCalls calls);
  const CallFacts& FactsOf(uint32_t file) const;

  static constexpr uint8_t kTestOnly = 1;
  static constexpr uint8_t kBodiless = 2;
  static constexpr uint32_t kImportSite = 1u
                                          << 31;  // the rest is the index of an edge of the graph

  std::span<const FileFacts> facts_;
  const Graph* graph_;
  FunctionIds ids_;
  std::vector<uint32_t> start_;  // by function
  std::vector<CallEdge> edges_;
  std::vector<uint8_t> marks_;  // by function
  uint32_t unlinked_ = 0;
  std::vector<uint32_t> unlinked_in_;  // by file
  /// Calls in whose place there is an edge by which a file loads another: caller and edge, by
  /// caller.
  std::vector<std::pair<FunctionId, CallEdge>> displaced_;
  std::vector<NearAnswer> near_;                        // of all linkers, sorted
  std::shared_ptr<const JavaScriptFamilies> families_;  // null: mended, or of given calls
  class ReadWhenAsked;
  std::unique_ptr<ReadWhenAsked> unread_;  // null: all calls are among the facts
};

}  // namespace krepis::analyzer

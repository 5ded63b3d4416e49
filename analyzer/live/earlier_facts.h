#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/engine/analysis.h"
#include "analyzer/engine/facts_memory.h"
#include "analyzer/live/stored_facts.h"

namespace krepis::analyzer {

/// What an analysis found in all files of a workspace, for a later process in which most have the
/// same texts: nothing is asked of these, neither of the disk nor of the store. The imports of most
/// are taken from the store when somebody looks at them, and so are the calls of all.
class EarlierFacts final : public FactsMemory {
 public:
  /// `bytes` are Pack()'s. `stored` answers about the files that are `changed` (sorted) and about
  /// new ones. Both must outlive this.
  EarlierFacts(std::string_view bytes, const std::vector<std::string>& changed,
               const StoredFacts& stored);
  ~EarlierFacts() override;

  /// Of an analysis that remembers (AnalysisRequest::memory); "" where some of its facts depend on
  /// more than the text of their file.
  static std::string Pack(const Analysis& analysis);

  std::optional<RememberedFacts> Find(const SourceFile& file, std::string_view families,
                                      std::string_view compiled) const override;
  std::optional<RememberedFacts> FindText(const SourceFile& file,
                                          const FileSystem::IdentifiedText& text,
                                          std::string_view families,
                                          std::string_view compiled) const override;
  void Reread(const SourceFile& file, const FileSystem::IdentifiedText& text) const override;
  CallFacts FindCalls(std::string_view path) const override;

  /// Whether imports or calls that somebody looked at were no longer in the store: then nothing
  /// that was found holds.
  bool lost() const;

 private:
  struct Row {
    std::string_view path;
    ScanState state = ScanState::kNotScanned;
    std::string_view key;
    std::string_view numbers;
    std::string_view outside;  // ImportList::PackOutside()
    std::string_view others;   // SerializeOthers(); "": there are none
    std::string_view facts;    // of the imports alone, where somebody looks at them in any case
  };
  class Imports;

  const Row* RowOf(std::string_view path) const;

  const StoredFacts& stored_;
  const std::vector<std::string>& changed_;
  std::shared_ptr<Imports> imports_;
  std::vector<std::string_view> keys_;    // the different ones
  std::string_view families_;             // FamiliesName() of the facts
  std::vector<Row> rows_;                 // by path
  mutable std::atomic<size_t> next_ = 0;  // whose turn it is, for who asks in order
};

}  // namespace krepis::analyzer

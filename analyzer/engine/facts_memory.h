#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "analyzer/core/file_system.h"
#include "analyzer/facts/facts.h"
#include "analyzer/workspace/discovery.h"

namespace krepis::analyzer {

/// How far a file has been read.
enum class ScanState : uint8_t {
  kNotScanned,  // there is no lexical frontend for its language
  kSure,        // its facts are complete, but for families that read the tree
  kUnsure,      // nothing is known but its language: a parser has to read it
  kFailed,      // it is on the list of what was not analysed
};

/// What an extraction found in a file.
struct RememberedFacts {
  ScanState state = ScanState::kNotScanned;  // never kFailed
  FileFacts facts;
  /// What was looked for (TierChooser::KeyOf): whoever looks for the same finds these facts. It is
  /// as long-lived as who said it.
  std::string_view key;
  /// FileFacts::calls is empty, and FactsMemory::FindCalls() has them.
  bool calls_left = false;
};

/// Facts of earlier extractions, so that a text that was read once need not be read again. Safe to
/// call from several threads.
class FactsMemory {
 public:
  virtual ~FactsMemory() = default;
  /// Of the text that the file has now, in the same language; none where these are not known.
  /// `families` is FamiliesName(), `compiled` SemanticsMap::File::checksum, "" of a file that no
  /// compiler has read: what was found for others is of no use.
  virtual std::optional<RememberedFacts> Find(const SourceFile& file, std::string_view families,
                                              std::string_view compiled) const = 0;
  /// Likewise, where that did not know the file and `text` has been read.
  virtual std::optional<RememberedFacts> FindText(const SourceFile&,
                                                  const FileSystem::IdentifiedText& /*text*/,
                                                  std::string_view /*families*/,
                                                  std::string_view /*compiled*/) const {
    return std::nullopt;
  }
  /// Of RememberedFacts::calls_left. Empty where they have gone; the memory knows that.
  virtual CallFacts FindCalls(std::string_view /*path*/) const { return {}; }
  /// The file has been read once more, and facts come of that text.
  virtual void Reread(const SourceFile&, const FileSystem::IdentifiedText& /*text*/) const {}
};

}  // namespace krepis::analyzer

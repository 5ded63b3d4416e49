#pragma once

#include <cstddef>
#include <vector>

#include "analyzer/frontend/clang_client.h"
#include "analyzer/frontend/clang_unit.h"

namespace krepis::analyzer {

/// What compilers said of units in earlier runs, so that one need not be asked for a unit again
/// that is made of the same. For one thread.
class ClangUnitMemory {
 public:
  virtual ~ClangUnitMemory() = default;
  /// The ClangUnitId() of all units of a run, which the client has been told to Allow(), and their
  /// depth. Once, before the rest. Gives what is known of files, each content once; the rest is to
  /// be asked of the units that are not known.
  virtual std::vector<ClangFile> Begin(std::vector<LongChecksum> units, ClangDepth depth,
                                       ClangClient& client) = 0;
  /// By the unit's place among them.
  virtual bool Knows(size_t unit) const = 0;
  /// The outcome of a unit that is not known. Those of one worker come in its order.
  virtual void Take(size_t unit, const ClangUnitResult& result) = 0;
};

}  // namespace krepis::analyzer

#pragma once

#include <cstdint>
#include <string>

namespace krepis {

/// Why services could not be assembled. Mistakes of the program that registers, but for
/// kConstructionFailed.
struct ServiceError {
  enum class Code : uint8_t {
    kDuplicateService,    ///< one type was registered twice
    kMissingService,      ///< something depends on a type that nobody registered
    kCircularDependency,  ///< services need each other to be made; the message has the cycle
    kCaptiveDependency,   ///< a singleton needs a scoped service, which dies long before it
    kConstructionFailed,  ///< a singleton's constructor or factory threw; the message has what()
  };

  Code code;
  /// The service at fault, as its type is written.
  std::string service;
  /// Names all services concerned and the next step. One line.
  std::string message;
};

}  // namespace krepis

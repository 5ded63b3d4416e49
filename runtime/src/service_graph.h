#pragma once

#include <cstdint>
#include <vector>

#include "krepis/result.h"
#include "krepis/service_collection.h"
#include "krepis/service_error.h"

namespace krepis {

/// Who needs whom, checked.
struct ServiceGraph {
  /// Of each service, the indices of its dependencies in order.
  std::vector<std::vector<uint32_t>> dependencies;
  /// All services, each after what it needs.
  std::vector<uint32_t> order;
};

/// Errors: kDuplicateService, kMissingService, kCircularDependency, kCaptiveDependency.
Result<ServiceGraph, ServiceError> CheckServices(
    const std::vector<internal::ServiceRecord>& records,
    const std::vector<internal::ServiceConsumer>& consumers);

}  // namespace krepis

#include "service_graph.h"

#include <algorithm>
#include <string>

namespace krepis {
namespace {

using Code = ServiceError::Code;
using internal::ServiceConsumer;
using internal::ServiceRecord;
using internal::ServiceReference;

/// The index of a type's record; the number of records when it has none.
uint32_t IndexOf(const std::vector<ServiceRecord>& records, const ServiceReference& wanted) {
  auto found = std::ranges::find_if(
      records, [&](const ServiceRecord& record) { return record.service.key == wanted.key; });
  return static_cast<uint32_t>(found - records.begin());
}

ServiceError Missing(std::string_view who, const ServiceReference& wanted) {
  return {Code::kMissingService, std::string(wanted.name),
          std::string(who) + " needs " + std::string(wanted.name) +
              ", which is not registered; add it to the collection"};
}

/// `path` leads from a service to what it needs, and ends with one that it has already.
ServiceError Circular(const std::vector<ServiceRecord>& records,
                      const std::vector<uint32_t>& path) {
  auto begin = std::ranges::find(path, path.back());
  std::string cycle;
  for (auto at = begin; at != path.end(); ++at) {
    cycle.append(cycle.empty() ? "" : " -> ").append(records[*at].service.name);
  }
  return {Code::kCircularDependency, std::string(records[*begin].service.name),
          "services need each other to be made: " + cycle + "; break the circle"};
}

/// Depth first, without recursion.
class Sorter {
 public:
  Sorter(const std::vector<ServiceRecord>& records,
         const std::vector<std::vector<uint32_t>>& dependencies)
      : records_(records), dependencies_(dependencies), state_(records.size()) {}

  Result<std::vector<uint32_t>, ServiceError> Sort() {
    for (uint32_t root = 0; root < records_.size(); ++root) {
      if (state_[root] == State::kDone) continue;
      Push(root);
      while (!path_.empty()) {
        uint32_t at = path_.back();
        if (next_.back() == dependencies_[at].size()) {
          state_[at] = State::kDone;
          order_.push_back(at);
          path_.pop_back();
          next_.pop_back();
          continue;
        }
        uint32_t needed = dependencies_[at][next_.back()++];
        if (state_[needed] == State::kOnPath) {
          path_.push_back(needed);
          return Circular(records_, path_);
        }
        if (state_[needed] == State::kNew) Push(needed);
      }
    }
    return std::move(order_);
  }

 private:
  enum class State : uint8_t { kNew, kOnPath, kDone };

  void Push(uint32_t service) {
    state_[service] = State::kOnPath;
    path_.push_back(service);
    next_.push_back(0);
  }

  const std::vector<ServiceRecord>& records_;
  const std::vector<std::vector<uint32_t>>& dependencies_;
  std::vector<State> state_;
  std::vector<uint32_t> path_;
  std::vector<size_t> next_;  // of each on the path, the dependency to look at next
  std::vector<uint32_t> order_;
};

}  // namespace

Result<ServiceGraph, ServiceError> CheckServices(const std::vector<ServiceRecord>& records,
                                                 const std::vector<ServiceConsumer>& consumers) {
  ServiceGraph graph;
  for (uint32_t i = 0; i < records.size(); ++i) {
    const std::string name(records[i].service.name);
    if (IndexOf(records, records[i].service) != i) {
      return ServiceError{Code::kDuplicateService, name, name + " is registered twice"};
    }
    std::vector<uint32_t>& dependencies = graph.dependencies.emplace_back();
    for (const ServiceReference& wanted : records[i].dependencies) {
      dependencies.push_back(IndexOf(records, wanted));
      if (dependencies.back() == records.size()) return Missing(name, wanted);
    }
  }
  for (const ServiceConsumer& consumer : consumers) {
    for (const ServiceReference& wanted : consumer.dependencies) {
      if (IndexOf(records, wanted) == records.size()) return Missing(consumer.name, wanted);
    }
  }
  auto order = Sorter(records, graph.dependencies).Sort();
  if (!order) return std::move(order).error();
  graph.order = std::move(order).value();

  // With no circles, a singleton that reaches a scoped service has one that does so directly.
  for (uint32_t i = 0; i < records.size(); ++i) {
    if (records[i].lifetime != Lifetime::kSingleton) continue;
    for (uint32_t needed : graph.dependencies[i]) {
      if (records[needed].lifetime != Lifetime::kScoped) continue;
      const std::string captive(records[needed].service.name);
      const std::string holder(records[i].service.name);
      return ServiceError{Code::kCaptiveDependency, holder,
                          holder + " is a singleton and needs " + captive +
                              ", which lives as long as one execution; make " + holder +
                              " scoped or " + captive + " a singleton"};
    }
  }
  return graph;
}

}  // namespace krepis

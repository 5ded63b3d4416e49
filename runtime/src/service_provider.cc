#include "krepis/service_provider.h"

#include <algorithm>
#include <bit>
#include <exception>
#include <functional>
#include <new>
#include <string>
#include <thread>

#include "service_graph.h"

namespace krepis {
namespace internal {

/// The head of a block of memory. Behind it: the arrays it points to, then the objects.
struct ServiceBlock {
  void** objects;    // by service, as its registered type; null until it is made
  void** arguments;  // scratch for one constructor
  uint32_t* order;   // of making
  uint32_t made;
};

}  // namespace internal

namespace {

using internal::ServiceBlock;

size_t Aligned(size_t size, size_t alignment) {
  return (size + alignment - 1) / alignment * alignment;
}

/// A number that spreads threads, cheap to get.
size_t ThreadNumber() noexcept {
  thread_local const size_t number = std::hash<std::thread::id>()(std::this_thread::get_id());
  return number ^ number >> 12;
}

}  // namespace

ServiceProvider::ServiceProvider(std::vector<Service> services, const std::vector<uint32_t>& order)
    : services_(std::move(services)), table_(std::bit_ceil(2 * services_.size() + 1)) {
  for (uint32_t i = 0; i < services_.size(); ++i) {
    most_dependencies_ = std::max(most_dependencies_, services_[i].dependencies.size());
    TypeKey key = services_[i].record.service.key;
    size_t at = key.hash() & (table_.size() - 1);
    while (table_[at].index != kNone) at = (at + 1) & (table_.size() - 1);
    table_[at] = {key, i};
  }
  singleton_layout_ = LayOut(Lifetime::kSingleton);
  scope_layout_ = LayOut(Lifetime::kScoped);

  std::vector<bool> needed;
  for (uint32_t index : order) {
    Service& service = services_[index];
    if (service.record.lifetime == Lifetime::kSingleton) continue;
    needed.assign(services_.size(), false);
    for (uint32_t dependency : service.dependencies) {
      for (uint32_t step : services_[dependency].plan) {
        if (needed[step]) continue;
        needed[step] = true;
        service.plan.push_back(step);
      }
    }
    service.plan.push_back(index);
  }
}

ServiceProvider::~ServiceProvider() {
  for (std::atomic<ServiceBlock*>& spare : spare_) {
    if (ServiceBlock* block = spare.load(std::memory_order_acquire))
      FreeBlock(block, scope_layout_);
  }
  if (singletons_ == nullptr) return;
  Destroy(*singletons_);
  FreeBlock(singletons_, singleton_layout_);
}

ServiceProvider::Layout ServiceProvider::LayOut(Lifetime lifetime) {
  Layout layout{.size = sizeof(ServiceBlock) +
                        (services_.size() + most_dependencies_) * sizeof(void*) +
                        services_.size() * sizeof(uint32_t),
                .alignment = alignof(ServiceBlock)};
  for (Service& service : services_) {
    if (service.record.lifetime != lifetime) continue;
    service.offset = Aligned(layout.size, service.record.alignment);
    layout.size = service.offset + service.record.size;
    layout.alignment = std::max(layout.alignment, service.record.alignment);
  }
  return layout;
}

Result<void, ServiceError> ServiceProvider::MakeSingletons(const std::vector<uint32_t>& order) {
  singletons_ = NewBlock(singleton_layout_);
  for (uint32_t index : order) {
    Service& service = services_[index];
    if (service.record.lifetime != Lifetime::kSingleton) continue;
    std::string what = "an exception that is no std::exception";
    try {
      service.singleton = Make(*singletons_, index);
      continue;
    } catch (const std::exception& exception) {
      what = exception.what();
    } catch (...) {
    }
    std::string name(service.record.service.name);
    return ServiceError{ServiceError::Code::kConstructionFailed, name,
                        name + " could not be made: " + what};
  }
  return {};
}

uint32_t ServiceProvider::IndexOf(TypeKey key) const noexcept {
  for (size_t at = key.hash();; ++at) {
    const Slot& slot = table_[at & (table_.size() - 1)];
    if (slot.key == key || slot.index == kNone) return slot.index;
  }
}

void* ServiceProvider::Make(ServiceBlock& block, uint32_t index) const {
  const Service& service = services_[index];
  for (size_t i = 0; i < service.dependencies.size(); ++i) {
    const uint32_t dependency = service.dependencies[i];
    void* singleton = services_[dependency].singleton;
    block.arguments[i] = singleton != nullptr ? singleton : block.objects[dependency];
  }
  void* storage = reinterpret_cast<std::byte*>(&block) + service.offset;
  block.objects[index] = service.record.make(storage, block.arguments);
  block.order[block.made++] = index;
  return block.objects[index];
}

void ServiceProvider::Destroy(ServiceBlock& block) const noexcept {
  while (block.made > 0) {
    const uint32_t index = block.order[--block.made];
    const Service& service = services_[index];
    if (service.record.destroy != nullptr) {
      service.record.destroy(reinterpret_cast<std::byte*>(&block) + service.offset);
    }
    block.objects[index] = nullptr;
  }
}

ServiceBlock* ServiceProvider::NewBlock(const Layout& layout) const {
  void* memory = ::operator new(layout.size, std::align_val_t(layout.alignment));
  auto* block = ::new (memory) ServiceBlock();
  block->objects = reinterpret_cast<void**>(block + 1);
  block->arguments = block->objects + services_.size();
  block->order = reinterpret_cast<uint32_t*>(block->arguments + most_dependencies_);
  std::fill_n(block->objects, services_.size(), nullptr);
  return block;
}

void ServiceProvider::FreeBlock(ServiceBlock* block, const Layout& layout) const noexcept {
  ::operator delete(block, layout.size, std::align_val_t(layout.alignment));
}

ServiceBlock* ServiceProvider::TakeBlock() const {
  std::atomic<ServiceBlock*>& spare = spare_[ThreadNumber() % spare_.size()];
  ServiceBlock* block = spare.exchange(nullptr, std::memory_order_acquire);
  return block != nullptr ? block : NewBlock(scope_layout_);
}

void ServiceProvider::ReturnBlock(ServiceBlock* block) const noexcept {
  std::atomic<ServiceBlock*>& spare = spare_[ThreadNumber() % spare_.size()];
  ServiceBlock* surplus = spare.exchange(block, std::memory_order_acq_rel);
  if (surplus != nullptr) FreeBlock(surplus, scope_layout_);
}

void* ServiceScope::FindByKey(TypeKey key) {
  if (provider_ == nullptr) return nullptr;
  const uint32_t index = provider_->IndexOf(key);
  if (index == ServiceProvider::kNone) return nullptr;
  const ServiceProvider::Service& service = provider_->services_[index];
  if (service.singleton != nullptr) return service.singleton;
  if (block_ == nullptr) block_ = provider_->TakeBlock();
  for (uint32_t step : service.plan) {
    if (block_->objects[step] == nullptr) provider_->Make(*block_, step);
  }
  return block_->objects[index];
}

void ServiceScope::DisposeBlock() noexcept {
  provider_->Destroy(*block_);
  provider_->ReturnBlock(std::exchange(block_, nullptr));
}

Result<std::unique_ptr<ServiceProvider>, ServiceError> ServiceCollection::Build() && {
  auto graph = CheckServices(records_, consumers_);
  if (!graph) return std::move(graph).error();
  std::vector<ServiceProvider::Service> services(records_.size());
  for (size_t i = 0; i < records_.size(); ++i) {
    services[i].record = std::move(records_[i]);
    services[i].dependencies = std::move(graph->dependencies[i]);
  }
  std::unique_ptr<ServiceProvider> provider(new ServiceProvider(std::move(services), graph->order));
  if (auto made = provider->MakeSingletons(graph->order); !made) return made.error();
  return provider;
}

}  // namespace krepis

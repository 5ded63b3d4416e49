#include "analyzer/store/mapped_file.h"

#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <mutex>

namespace krepis::analyzer {
namespace {

/// Where a file is mapped; 0: nowhere.
struct Slot {
  std::atomic<uintptr_t> start = 0;
  std::atomic<uintptr_t> end = 0;
  std::atomic<bool> taken = false;
};

// A run has three or four files open. Whoever finds no slot reads.
Slot slots[32];
uintptr_t page_bytes = 4096;
struct sigaction earlier_action;
std::atomic<bool> cut_off = false;
static_assert(std::atomic<bool>::is_always_lock_free);

/// A page of zeros takes the place of one that cannot be had. A fault elsewhere is what it was
/// before this handler.
void OnBusError(int, siginfo_t* info, void*) {
  const auto address = reinterpret_cast<uintptr_t>(info->si_addr);
  for (const Slot& slot : slots) {
    if (address < slot.start || address >= slot.end) continue;
    cut_off = true;
    void* const page = reinterpret_cast<void*>(address & ~(page_bytes - 1));
    if (mmap(page, page_bytes, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == page)
      return;
  }
  sigaction(SIGBUS, &earlier_action, nullptr);
}

void InstallHandler() {
  static std::once_flag once;
  std::call_once(once, [] {
    page_bytes = static_cast<uintptr_t>(sysconf(_SC_PAGESIZE));
    struct sigaction action{};
    action.sa_sigaction = OnBusError;
    action.sa_flags = SA_SIGINFO;
    sigemptyset(&action.sa_mask);
    sigaction(SIGBUS, &action, &earlier_action);
  });
}

}  // namespace

std::shared_ptr<const MappedFile> MappedFile::Open(int fd, size_t size) {
  size_t slot = 0;
  while (slot < std::size(slots) && slots[slot].taken.exchange(true)) ++slot;
  if (slot == std::size(slots)) return nullptr;
  InstallHandler();
  // All of it at once: nearly every page is looked at, and a fault for each would cost more.
  void* const start = mmap(nullptr, size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0);
  if (start == MAP_FAILED) {
    slots[slot].taken = false;
    return nullptr;
  }
  slots[slot].start = reinterpret_cast<uintptr_t>(start);
  slots[slot].end = reinterpret_cast<uintptr_t>(start) + size;
  return std::shared_ptr<const MappedFile>(new MappedFile(start, size, slot));
}

bool MappedFile::TakeCutOff() { return cut_off.exchange(false); }

MappedFile::~MappedFile() {
  slots[slot_].end = 0;
  slots[slot_].start = 0;
  munmap(start_, size_);
  slots[slot_].taken = false;
}

}  // namespace krepis::analyzer

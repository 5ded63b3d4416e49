#include <vector>
#include "a/b.h"
#include MACRO_HEADER
#include_next <next.h>
#define HIDDEN call_in_macro()
#ifdef WINDOWS
#include <windows.h>
#elif defined(LINUX)
#include <unistd.h>
#else
#include "other.h"
#endif
#pragma once
namespace fs = std::filesystem;
using namespace std::literals;
using std::vector;
namespace a::b {
inline namespace v1 {}
namespace {
class Forward;
struct Point { int x, y = 1; };
}
template <class T, int N = 3>
class Service final : public Base, private ns::Other<T>, virtual Third {
 public:
  Service(int x, ns::Dep<Item>* dep = make()) : Base(x), dep_{dep}, list_(a(), b) { start(); }
  explicit Service(Service&&) = delete;
  ~Service() override = default;
  virtual void pure(const std::string& name) const = 0;
  static std::unique_ptr<Item> create();
  operator bool() const { return ok_; }
  Service& operator<<(int x);
  void (*callback_)(int);
  std::map<std::string, ns::Value> map_;
  friend class Friend;
  using Alias = std::vector<T>;
  typedef unsigned long Size;
  enum class Kind : int { A, B = compute() };
#if FEATURE
  void feature();
#endif
  static constexpr int kLimit = 3;
 private:
  bool ok_ = false;
};
template <typename T>
void Service<T>::pure(const std::string& name) const { use(name); }
Service::Service(int x) {}
auto trailing(int x) -> Result<Item> { return {}; }
std::ostream& operator<<(std::ostream& out, const Point& p) { return out; }
extern "C" {
int exported(void);
}
extern "C" void single(const char* x) {}
static int counter = 0;
const Point origin{0, 0};
int one, *two, three[3] = {1, 2, 3};
typedef struct { int x; } Anonymous;
union Either { int a; float b; };
void (*pointer)(int) = handler;
int (parenthesized)(int);
// krepis: allow(layering/deny) why="x"
TEST(Suite, Name) { body(); }
DEFINE_FLAG(x, "text");
static_assert(sizeof(int) == 4);
}

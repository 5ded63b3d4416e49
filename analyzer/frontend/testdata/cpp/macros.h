#ifdef __cplusplus
extern "C" {
#endif
LIB_API int lib_open(const char* name);
#ifdef __cplusplus
}
#endif
#if __has_include(<optional>) && LIB_HAS_INCLUDE("x.h")
#include <optional>
#endif
LIB_BEGIN_NAMESPACE
namespace lib {
LIB_PRAGMA(diagnostic ignored "-Wall")
class LIB_EXPORT Service : public Base, private ns::Other<int> {
  Q_OBJECT
 public Q_SLOTS:
  LIB_INLINE Service(int x) : x_(x) {}
  LIB_API ~Service();
  LIB_API void run() LIB_REQUIRES(mutex_);
  port::CondVar cv_ GUARDED_BY(mutex_);
  int x_ GUARDED_BY(mutex_) = 1;
  LONG_PTR kept_;
  LIB_ERROR kept_too();
};
template <typename T, LIB_ENABLE_IF(is_x<T>::value)>
LIB_CONSTEXPR auto f(T x) -> T { if LIB_CONSTEXPR (x) call(x); LIB_ASSERT(x, "kept"); }
struct ALIGNED(8) Aligned {};
LIB_DEFINE(kept_call);
TEST(Suite, Name) { body(); }
unsigned int LIB_CLOCK(void);
virtual void LIB_RUN(int x) { return call(x); }
static unsigned long clock_ GUARDED_BY(mutex_);
}
LIB_END_NAMESPACE

#include "a.h"
class MACRO_EXPORT Widget : public Base {
  void method(;
  int ok();
};
void fine() { call(); }

#pragma once

namespace api {

class User : public HttpController<User> {
 public:
  METHOD_LIST_BEGIN
  // The statements of a function.
  METHOD_ADD(User::login, "/login", Post, "LoginFilter");
#ifdef WITH_MORE
  ADD_METHOD_TO(User::more, "/more", Get);
#endif
  METHOD_LIST_END

  void login(const Request& request);

  PATH_LIST_BEGIN
  PATH_ADD("/x", {Get, "A"});
  PATH_LIST_END
 private:
  int field_ = 0;

  // Without its end it is a macro like any other.
  OPEN_LIST_BEGIN
  void after();
};

// Not in a class.
EXTERN_C_BEGIN
DEFINE_ID(x, 1);
void plain();
EXTERN_C_END

}  // namespace api

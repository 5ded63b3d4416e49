#pragma once

#include <cstdint>

namespace krepis::bench {

/// What every contestant does, so that only what carries it differs: each behaviour adds to the
/// response on the way in and counts in post-processing, the handler adds the request.
struct Request {
  int number = 1;
};
struct Response {
  int64_t sum = 0;
  int64_t posts = 0;
};

}  // namespace krepis::bench

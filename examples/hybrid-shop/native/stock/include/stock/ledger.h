#pragma once

#include <map>
#include <string>

namespace stock {

/// How many pieces of each article there are.
class Ledger {
 public:
  void Add(const std::string& article, int pieces);
  int Count(const std::string& article) const;

 private:
  std::map<std::string, int> pieces_;
};

}  // namespace stock

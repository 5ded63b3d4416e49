#pragma once

#include <functional>
#include <map>
#include <string>

namespace stock {

/// How many pieces of each article there are.
class Ledger {
 public:
  explicit Ledger(std::function<void(const std::string&)> gone) : gone_(std::move(gone)) {}
  void Add(const std::string& article, int pieces);
  int Count(const std::string& article) const;

 private:
  std::function<void(const std::string&)> gone_;
  std::map<std::string, int> pieces_;
};

}  // namespace stock

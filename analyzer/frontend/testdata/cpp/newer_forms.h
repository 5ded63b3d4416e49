#pragma once

namespace shop {

enum : unsigned char { kNew, kPaid };

class Cart {
 public:
  explicit Cart(Options options = {});
  void Add(Item item, std::vector<Tag> tags = { }, bool gift = false) { items_.push_back(item); }
  int Price(Currency currency = {}, std::function<int(int)> round = [](int x) { return x; }) const;

 private:
  enum : State { kOpen } state_ = kOpen;
};

void Print(const Cart& cart, Format format = {"plain"});

}  // namespace shop

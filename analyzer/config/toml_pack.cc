#include "analyzer/config/toml_pack.h"

#include <cstring>

#include "analyzer/core/put_things.h"

namespace krepis::analyzer {
namespace {

void PutLocation(std::string& bytes, const Location& location) {
  static_assert(std::has_unique_object_representations_v<Location>);
  bytes.append(reinterpret_cast<const char*>(&location), sizeof location);
}

void PutString(std::string& bytes, std::string_view text) {
  Put(bytes, static_cast<uint32_t>(text.size()));
  bytes += text;
}

void PutNode(std::string& bytes, const TomlNode& node) {
  Put(bytes, node.kind);
  PutLocation(bytes, node.location);
  switch (node.kind) {
    case TomlNode::Kind::kTable:
      Put(bytes, static_cast<uint32_t>(node.members.size()));
      for (const TomlMember& member : node.members) {
        PutString(bytes, member.key);
        PutLocation(bytes, member.key_location);
        PutNode(bytes, member.value);
      }
      break;
    case TomlNode::Kind::kArray:
      Put(bytes, static_cast<uint32_t>(node.items.size()));
      for (const TomlNode& item : node.items) PutNode(bytes, item);
      break;
    case TomlNode::Kind::kString:
      PutString(bytes, node.text);
      break;
    case TomlNode::Kind::kInteger:
      Put(bytes, node.integer);
      break;
    case TomlNode::Kind::kBoolean:
      Put(bytes, node.boolean);
      break;
    case TomlNode::Kind::kDate:
      Put(bytes, node.date.year);
      Put(bytes, node.date.month);
      Put(bytes, node.date.day);
      break;
    case TomlNode::Kind::kFloat:
    case TomlNode::Kind::kDateTime:
    case TomlNode::Kind::kTime:
      break;
  }
}

class Unpacker {
 public:
  explicit Unpacker(std::string_view bytes) : bytes_(bytes) {}

  void Node(TomlNode& node) {
    Take(node.kind);
    Take(node.location);
    switch (node.kind) {
      case TomlNode::Kind::kTable:
        node.members.resize(Count());
        for (TomlMember& member : node.members) {
          String(member.key);
          Take(member.key_location);
          Node(member.value);
        }
        break;
      case TomlNode::Kind::kArray:
        node.items.resize(Count());
        for (TomlNode& item : node.items) Node(item);
        break;
      case TomlNode::Kind::kString:
        String(node.text);
        break;
      case TomlNode::Kind::kInteger:
        Take(node.integer);
        break;
      case TomlNode::Kind::kBoolean:
        Take(node.boolean);
        break;
      case TomlNode::Kind::kDate:
        Take(node.date.year);
        Take(node.date.month);
        Take(node.date.day);
        break;
      case TomlNode::Kind::kFloat:
      case TomlNode::Kind::kDateTime:
      case TomlNode::Kind::kTime:
        break;
    }
  }

 private:
  template <class Thing>
  void Take(Thing& thing) {
    if (bytes_.size() < sizeof thing) {
      bytes_ = {};
      return;
    }
    std::memcpy(&thing, bytes_.data(), sizeof thing);
    bytes_.remove_prefix(sizeof thing);
  }

  /// Of things that take a byte or more.
  uint32_t Count() {
    uint32_t count = 0;
    Take(count);
    return count > bytes_.size() ? 0 : count;
  }

  void String(std::string& text) {
    const uint32_t size = Count();
    text.assign(bytes_.substr(0, size));
    bytes_.remove_prefix(size);
  }

  std::string_view bytes_;
};

}  // namespace

std::string PackToml(const TomlNode& node) {
  std::string bytes;
  PutNode(bytes, node);
  return bytes;
}

TomlNode UnpackToml(std::string_view packed) {
  TomlNode node;
  Unpacker(packed).Node(node);
  return node;
}

}  // namespace krepis::analyzer

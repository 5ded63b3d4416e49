// C++: what a module reaches over the code of others: functions, methods, virtual dispatch, pointers to functions.
# --- krepis.toml
version = 1
[cpp]
include_roots = ["."]
[modules.domain]
files = ["domain/**"]
[modules.disk]
files = ["disk/**"]
[modules.log]
files = ["log/**"]
[sandbox]
default = "deny"
[sandbox.domain]
allow = ["env.read:HOME"]
[sandbox.disk]
allow = ["fs", "env.read"]
[sandbox.log]
allow = ["fs.write:log/**"]
seals = ["fs.write"]
// --- disk/repo.h
#pragma once
#include <string>
namespace disk {
std::string Load(const char* name);
const char* Home();
const char* Secret();
void Idle();
class Store {
 public:
  virtual ~Store() = default;
  virtual void Wipe() = 0;
};
class Repo : public Store {
 public:
  void Save(const std::string& text) { Write(text); }
  void Wipe() override;
 private:
  void Write(const std::string& text);
};
}  // namespace disk
// --- disk/repo.cc
#include "disk/repo.h"
#include <cstdio>
#include <cstdlib>
#include <filesystem>
namespace disk {
namespace {
void Helper(const char* name) { std::fopen(name, "r"); }
}  // namespace
std::string Load(const char* name) {
  Helper(name);
  return "";
}
const char* Home() { return std::getenv("HOME"); }
const char* Secret() { return std::getenv("SECRET"); }
void Idle() {}
void Repo::Write(const std::string& text) { std::fopen("state.json", "w"); }
void Repo::Wipe() { std::filesystem::remove("state.json"); }
}  // namespace disk
// --- log/log.h
#pragma once
namespace log {
void Line(const char* text);
}
// --- log/log.cc
#include "log/log.h"
#include <cstdio>
namespace log {
void Line(const char* text) { std::fopen("log/app.log", "a"); }
}
// --- domain/order.cc
#include "disk/repo.h"
#include "log/log.h"
namespace domain {
void Place(disk::Repo& repo) {
  log::Line("placed");
  disk::Home();
  disk::Idle();
  repo.Save("x"); // error: [sandbox/capability] "module 'domain' is not granted fs.write:state.json, which it reaches over disk::Repo::Save, then disk::Repo::Write"
//^^^^^^^^^^^^^^
}
void Drain(disk::Store& store) {
  store.Wipe(); // error: [sandbox/capability] "module 'domain' is not granted fs.delete:state.json, which it reaches over disk::Repo::Wipe"
//^^^^^^^^^^^^
  disk::Secret(); // error: [sandbox/capability] "module 'domain' is not granted env.read:SECRET, which it reaches over disk::Secret"
//^^^^^^^^^^^^^^
}
void Each(std::string (*run)(const char*));
void All() { Each(disk::Load); } // error: [sandbox/capability] "module 'domain' is not granted fs.read, which it reaches over disk::Load, then disk::Helper"
//                ^^^^^^^^^^
}  // namespace domain
// --- domain/quiet.cc
namespace domain {
namespace {
struct Repo {
  void Save() {}
};
void Load() {}
}  // namespace
void Fine() {
  Repo().Save();
  Load();
}
}  // namespace domain

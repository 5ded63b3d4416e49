// C++ without a compiler: names as written, with using-directives; members and own functions of the same name are none.
# --- krepis.toml
version = 1
[modules.core]
files = ["core/**"]
[[rules]]
id = "core-starts-nothing"
deny = { from = "core", capability = "proc" }
[sandbox]
default = "deny"
[sandbox.core]
allow = ["fs.read"] # warning: [sandbox/unused-grant] "nothing in module 'core' needs \"fs.read\""
#        ^^^^^^^^^
// --- core/work.cc
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
void Spawn() { std::system("ls"); } // error: [sandbox/capability] "module 'core' is not granted proc.spawn:ls (std::system)"
//             ^^^^^^^^^^^
//             ^^^^^^^^^^^ error: [sandbox/capability core-starts-nothing] "core/work.cc reaches proc.spawn:ls (std::system), which 'core-starts-nothing' forbids"
void Remove() { std::filesystem::remove("x"); } // error: [sandbox/capability] "module 'core' is not granted fs.delete:x (std::filesystem::remove)"
//              ^^^^^^^^^^^^^^^^^^^^^^^
std::string Home() { return std::getenv("HOME"); } // error: [sandbox/capability] "module 'core' is not granted env.read:HOME (std::getenv)"
//                          ^^^^^^^^^^^
struct Registry {
  void remove(int id) { (void)id; }
};
void Own(Registry& registry) { registry.remove(3); }
namespace own {
void system(const char* text) { (void)text; }
}
void Call() { own::system("ls"); }

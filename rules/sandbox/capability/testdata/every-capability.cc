// C++: each capability by one of its symbols, and beside it what only looks like it.
# --- krepis.toml
version = 1
[modules.core]
files = ["core/**"]
[sandbox]
default = "deny"
[sandbox.core]
deny = ["code", "env", "fs", "ipc", "mem", "net", "proc", "random", "sys", "thread", "time", "tty"]
// --- core/uses.cc
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <thread>
void Uses(int fd, void* page, struct sockaddr* address) {
  dlopen("plugin.so", RTLD_NOW); // error: [sandbox/capability] "module 'core' is not granted code.load:plugin.so (dlopen)"
//^^^^^^
  syscall(39); // error: [sandbox/capability] "module 'core' is not granted code.syscall (syscall)"
//^^^^^^^
  setjmp(buffer); // error: [sandbox/capability] "module 'core' is not granted code.unsafe (setjmp)"
//^^^^^^
  std::getenv("HOME"); // error: [sandbox/capability] "module 'core' is not granted env.read:HOME (std::getenv)"
//^^^^^^^^^^^
  setenv("HOME", "x", 1); // error: [sandbox/capability] "module 'core' is not granted env.write:HOME (setenv)"
//^^^^^^
  std::filesystem::remove_all("a"); // error: [sandbox/capability] "module 'core' is not granted fs.delete:a (std::filesystem::remove_all)"
//^^^^^^^^^^^^^^^^^^^^^^^^^^^
  chmod("a", 0600); // error: [sandbox/capability] "module 'core' is not granted fs.meta:a (chmod)"
//^^^^^
  std::fopen("a", "r"); // error: [sandbox/capability] "module 'core' is not granted fs.read:a (std::fopen)"
//^^^^^^^^^^
  std::filesystem::exists("a"); // error: [sandbox/capability] "module 'core' is not granted fs.stat:a (std::filesystem::exists)"
//^^^^^^^^^^^^^^^^^^^^^^^
  std::fopen("a", "w"); // error: [sandbox/capability] "module 'core' is not granted fs.write:a (std::fopen)"
//^^^^^^^^^^
  shm_open("/a", 0, 0); // error: [sandbox/capability] "module 'core' is not granted ipc.shm:/a (shm_open)"
//^^^^^^^^
  socket(AF_UNIX, SOCK_STREAM, 0); // error: [sandbox/capability] "module 'core' is not granted ipc.unix (socket)"
//^^^^^^
  mprotect(page, 1, PROT_READ | PROT_EXEC); // error: [sandbox/capability] "module 'core' is not granted mem.exec (mprotect)"
//^^^^^^^^
  connect(fd, address, sizeof *address); // error: [sandbox/capability] "module 'core' is not granted net.connect (connect)"
//^^^^^^^
  getaddrinfo("example.org", nullptr, nullptr, nullptr); // error: [sandbox/capability] "module 'core' is not granted net.connect:example.org (getaddrinfo)"
//^^^^^^^^^^^
//^^^^^^^^^^^ error: [sandbox/capability] "module 'core' is not granted net.dns:example.org (getaddrinfo)"
  bind(fd, address, sizeof *address); // error: [sandbox/capability] "module 'core' is not granted net.listen (bind)"
//^^^^
  socket(AF_NETLINK, SOCK_RAW, 0); // error: [sandbox/capability] "module 'core' is not granted net.raw (socket)"
//^^^^^^
  socket(AF_INET, SOCK_DGRAM, 0); // error: [sandbox/capability] "module 'core' is not granted net.udp (socket)"
//^^^^^^
  std::exit(1); // error: [sandbox/capability] "module 'core' is not granted proc.exit (std::exit)"
//^^^^^^^^^
  ptrace(PTRACE_ATTACH, 1, nullptr, nullptr); // error: [sandbox/capability] "module 'core' is not granted proc.inspect (ptrace)"
//^^^^^^
  setrlimit(RLIMIT_CORE, nullptr); // error: [sandbox/capability] "module 'core' is not granted proc.limits (setrlimit)"
//^^^^^^^^^
  kill(1, 9); // error: [sandbox/capability] "module 'core' is not granted proc.signal (kill)"
//^^^^
  std::system("ls"); // error: [sandbox/capability] "module 'core' is not granted proc.spawn:ls (std::system)"
//^^^^^^^^^^^
  getrandom(page, 8, 0); // error: [sandbox/capability] "module 'core' is not granted random (getrandom)"
//^^^^^^^^^
  chroot("/"); // error: [sandbox/capability] "module 'core' is not granted sys.admin (chroot)"
//^^^^^^
  gethostname(nullptr, 0); // error: [sandbox/capability] "module 'core' is not granted sys.info (gethostname)"
//^^^^^^^^^^^
  std::thread worker(Uses); // error: [sandbox/capability] "module 'core' is not granted thread.create (std::thread)"
//^^^^^^^^^^^
  std::chrono::steady_clock::now(); // error: [sandbox/capability] "module 'core' is not granted time.read (std::chrono::steady_clock::now)"
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  clock_settime(0, nullptr); // error: [sandbox/capability] "module 'core' is not granted time.set (clock_settime)"
//^^^^^^^^^^^^^
  std::this_thread::sleep_for(second); // error: [sandbox/capability] "module 'core' is not granted time.sleep (std::this_thread::sleep_for)"
//^^^^^^^^^^^^^^^^^^^^^^^^^^^
  tcsetattr(0, 0, nullptr); // error: [sandbox/capability] "module 'core' is not granted tty (tcsetattr)"
//^^^^^^^^^
}
// --- core/lookalikes.cc
namespace shop {
struct Door {
  void open(const char* name);
  int remove(int key);
  void connect(Door& other, int a, int b);
  int time(int zone);
};
int system(const char* text, int more);
struct Signal {
  void kill();
  void bind(int a);
};
void None(Door& door, Signal* signal) {
  door.open("a");
  door.remove(1);
  door.connect(door, 1, 2);
  door.time(1);
  signal->kill();
  signal->bind(1);
  const char* text = "fopen(\"a\", \"r\"); std::system(\"ls\")";
  // std::system("ls");
}
}  // namespace shop

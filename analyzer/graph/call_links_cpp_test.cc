#include <doctest/doctest.h>

#include <string>

#include "analyzer/graph/call_graph_test_tree.h"
#include "analyzer/graph/call_names_cpp.h"

namespace krepis::analyzer {

TEST_CASE("C++ names: the scopes around a call, using-declarations, the namespace that is meant") {
  CHECK(TestCallGraph(R"(
// --- store.h
namespace store { void load(); void save(); namespace detail { void sync(); } }
// --- store.cc
#include "store.h"
namespace store {
namespace { void helper() {} }
namespace detail { void sync() { helper(); } }
void load() { detail::sync(); }
void save() { load(); }
}
// --- other.cc
namespace other { void load() {} }
// --- main.cc
#include "store.h"
using store::load;
namespace s = store;
static void local() {}
int main() { load(); s::save(); local(); missing(); }
)")
            .Lines() ==
        "main.cc:main -> main.cc:local\n"
        "main.cc:main -> store.cc:store::load\n"
        "main.cc:main -> store.cc:store::save\n"
        "store.cc:store::detail::sync -> store.cc:store::helper\n"
        "store.cc:store::load -> store.cc:store::detail::sync\n"
        "store.cc:store::save -> store.cc:store::load\n");
}

TEST_CASE("C++ names: what only its own file can name") {
  CHECK(TestCallGraph(R"(
// --- a.cc
static void usage() {}
void a() { usage(); }
// --- b.cc
namespace { void usage() {} }
void b() { usage(); }
// --- c.cc
void c() { usage(); }
)")
            .Lines() ==
        "a.cc:a -> a.cc:usage\n"
        "b.cc:b -> b.cc:usage\n");
}

TEST_CASE("C++ names: several definitions of one declaration may each be linked") {
  CHECK(TestCallGraph(R"(
// --- port.h
namespace port { void open(); }
// --- port_posix.cc
#include "port.h"
namespace port { void open() {} }
// --- port_win.cc
#include "port.h"
namespace port { void open() {} }
// --- tool.cc
namespace port { void open() {} }
// --- main.cc
#include "port.h"
int main() { port::open(); }
)")
            .Lines() ==
        "main.cc:main -> port_posix.cc:port::open [dispatch]\n"
        "main.cc:main -> port_win.cc:port::open [dispatch]\n");
}

TEST_CASE("C++ methods: of this, of locals, parameters, fields and results") {
  CHECK(TestCallGraph(R"(
// --- repo.h
#include <memory>
#include <vector>
class Disk { public: void sync(); };
class Repo {
 public:
  void save();
  void flush() { save(); disk_.sync(); other_->sync(); for (auto& d : disks_) d.sync(); }
  static Repo* make();
 private:
  Disk disk_;
  std::unique_ptr<Disk> other_;
  std::vector<Disk> disks_;
};
// --- repo.cc
#include "repo.h"
void Disk::sync() {}
void Repo::save() { this->flush(); disks_[0].sync(); }
Repo* Repo::make() { return nullptr; }
// --- main.cc
#include "repo.h"
void local() { Repo repo; repo.save(); }
void parameter(const Repo& repo) { repo.flush(); }
void made() { auto repo = std::make_unique<Repo>(); repo->save(); }
void result() { Repo::make()->save(); }
void named() { auto* repo = Repo::make(); repo->flush(); }
)")
            .Lines() ==
        "main.cc:local -> repo.cc:Repo::save\n"
        "main.cc:parameter -> repo.h:Repo::flush\n"
        "main.cc:made -> repo.cc:Repo::save\n"
        "main.cc:result -> repo.cc:Repo::save\n"
        "main.cc:result -> repo.cc:Repo::make\n"
        "main.cc:named -> repo.cc:Repo::make\n"
        "main.cc:named -> repo.h:Repo::flush\n"
        "repo.cc:Repo::save -> repo.cc:Disk::sync\n"
        "repo.cc:Repo::save -> repo.h:Repo::flush\n"
        "repo.h:Repo::flush -> repo.cc:Disk::sync\n"
        "repo.h:Repo::flush -> repo.cc:Repo::save\n");
}

TEST_CASE("C++ methods: what overrides a virtual one, and what merely has its name") {
  CHECK(TestCallGraph(R"(
// --- a.cc
class Store {
 public:
  virtual ~Store();
  virtual void put() = 0;
  virtual void all() { put(); }
  void close() {}
};
class Disk : public Store {
 public:
  void put() override { Store::all(); }
  void close() {}
};
class Fast : public Disk {
 public:
  void put() final {}
  void all() override {}
};
void use(Store& store) { store.put(); store.close(); }
void use_disk(Disk& disk) { disk.all(); }
)")
            .Lines() ==
        "a.cc:Store::all -> a.cc:Disk::put [dispatch]\n"
        "a.cc:Store::all -> a.cc:Fast::put [dispatch]\n"
        "a.cc:Disk::put -> a.cc:Store::all\n"
        "a.cc:use -> a.cc:Store::close\n"
        "a.cc:use -> a.cc:Disk::put [dispatch]\n"
        "a.cc:use -> a.cc:Fast::put [dispatch]\n"
        "a.cc:use_disk -> a.cc:Store::all\n"
        "a.cc:use_disk -> a.cc:Fast::all [dispatch]\n");
}

TEST_CASE("C++ methods: classes that only their own files can name override, too") {
  CHECK(TestCallGraph(R"(
// --- rule.h
class Rule { public: virtual void check() = 0; };
// --- a.cc
#include "rule.h"
namespace { class Own final : public Rule { void check() override; }; void Own::check() {} }
// --- b.cc
#include "rule.h"
namespace { class Own final : public Rule { void check() override {} }; }
Rule* make() { return new Own; }
// --- main.cc
#include "rule.h"
void run(Rule* rule) { rule->check(); }
)")
            .Lines() ==
        "main.cc:run -> a.cc:Own::check [dispatch]\n"
        "main.cc:run -> b.cc:Own::check [dispatch]\n");
}

TEST_CASE("C++ methods: of an unknown receiver only where one class has such a method") {
  CHECK(TestCallGraph(R"(
// --- a.h
class Disk { public: void sync() {} void open() {} };
class Tape { public: void wind() {} void mark() {} };
class Film { public: void mark() {} };
// --- b.h
class Hidden { public: void secret() {} };
// --- main.cc
#include "a.h"
template <class T> void run(T t) { t.sync(); t.open(); t.mark(); t.secret(); }
)")
            .Lines() == "main.cc:run -> a.h:Disk::sync [dispatch]\n");
}

TEST_CASE(
    "C++ objects: who makes one runs its constructor, its destructor and those of its parts") {
  CHECK(TestCallGraph(R"(
// --- file.h
class Base { public: ~Base() {} };
class File : public Base { public: explicit File(const char* path); ~File(); };
struct Holder { File file; File* other; int size = count(); static int count(); };
// --- file.cc
#include "file.h"
File::File(const char* path) {}
File::~File() {}
int Holder::count() { return 1; }
// --- main.cc
#include "file.h"
#include <memory>
#include <vector>
void on_stack() { File file("x"); }
void on_heap() { auto file = std::make_unique<File>("x"); }
void by_new() { delete new File("x"); }
void temporary() { File("x"); }
void held() { Holder holder; }
void listed() { std::vector<File> files; }
void pointed(File* file) { File* same = file; std::vector<File*> files; }
)")
            .Lines() ==
        "file.h:Holder::Holder -> file.cc:Holder::count\n"
        "main.cc:on_stack -> file.cc:File::File\n"
        "main.cc:on_stack -> file.cc:File::~File\n"
        "main.cc:on_stack -> file.h:Base::~Base\n"
        "main.cc:on_heap -> file.cc:File::File\n"
        "main.cc:on_heap -> file.cc:File::~File\n"
        "main.cc:on_heap -> file.h:Base::~Base\n"
        "main.cc:by_new -> file.cc:File::File\n"
        "main.cc:by_new -> file.cc:File::~File\n"
        "main.cc:by_new -> file.h:Base::~Base\n"
        "main.cc:temporary -> file.cc:File::File\n"
        "main.cc:temporary -> file.cc:File::~File\n"
        "main.cc:temporary -> file.h:Base::~Base\n"
        "main.cc:held -> file.cc:File::File\n"
        "main.cc:held -> file.cc:File::~File\n"
        "main.cc:held -> file.h:Base::~Base\n"
        "main.cc:held -> file.h:Holder::Holder\n"
        "main.cc:listed -> file.cc:File::File [dispatch]\n"
        "main.cc:listed -> file.cc:File::~File [dispatch]\n"
        "main.cc:listed -> file.h:Base::~Base [dispatch]\n");
}

TEST_CASE("C++ objects: a library that gets one may call what it overrides") {
  CHECK(TestCallGraph(R"(
// --- a.cc
#include <lib/handler.h>
class Mine : public lib::Handler { public: void handle() override {} void own() {} };
void start() { lib::run(new Mine()); }
)")
            .Lines() == "a.cc:start -> a.cc:Mine::handle [dispatch]\n");
}

TEST_CASE("C and C++: functions that are handed on by their names") {
  CHECK(TestCallGraph(R"(
// --- a.cc
#include <thread>
struct Job { void work(); static void fixed(); };
void Job::work() {}
void Job::fixed() {}
void run() {}
int count() { return 0; }
void start() { std::thread thread(run); submit(&Job::work, Job::fixed); }
void (*pick(bool b))() { return b ? run : nullptr; }
void shadowed(int run) { submit(run); }
void lambda() { submit([] { run(); }); }
// --- table.c
static int my_open(void) { return 0; }
static int my_read(void) { return 0; }
static const struct operations table = { .open = my_open, my_read };
struct command { const char* name; int (*run)(void); };
static struct command commands[] = {{"open", my_open}, {"none", 0}};
int use(int i) { return commands[i].run(); }
int give(void) { return submit(&table); }
)")
            .Lines() ==
        "a.cc:start -> a.cc:Job::work [dispatch]\n"
        "a.cc:start -> a.cc:Job::fixed [dispatch]\n"
        "a.cc:start -> a.cc:run [dispatch]\n"
        "a.cc:pick -> a.cc:run [dispatch]\n"
        "a.cc:lambda -> a.cc:run\n"
        "table.c -> table.c:table\n"
        "table.c -> table.c:commands\n"
        "table.c:table -> table.c:my_open [dispatch]\n"
        "table.c:table -> table.c:my_read [dispatch]\n"
        "table.c:commands -> table.c:my_open [dispatch]\n"
        "table.c:use -> table.c:commands [dispatch]\n"
        "table.c:give -> table.c:table [dispatch]\n");
}

TEST_CASE("names of the compiler: inline namespaces and macros are none of the source") {
  NameIndex types, names;
  const std::vector<std::string> sources = {"NS_MACRO::Status::IOError", "NS_MACRO::IOError",
                                            "lib::v2::open", "lib::File::close", "lib::v2::close"};
  types.Add("NS_MACRO::Status", 0);
  types.Add("lib::File", 1);
  types.Finish();
  for (uint32_t i = 0; i < sources.size(); ++i) names.Add(sources[i], i);
  names.Finish();
  CHECK(names.Matching("db::Status::IOError", types) == std::vector<uint32_t>{0});
  CHECK(names.Matching("db::inner::IOError", types) == std::vector<uint32_t>{1});
  CHECK(names.Matching("lib::open", types) == std::vector<uint32_t>{2});
  CHECK(names.Matching("lib::close", types) == std::vector<uint32_t>{4});
  CHECK(names.Matching("other::close", types).empty());
}

TEST_CASE("C++ calls: hierarchies and names without end are bounded") {
  std::string text = "// --- a.cc\nstruct Base { virtual void run(); };\n";
  for (int i = 0; i < 2000; ++i) {
    const std::string n = std::to_string(i);
    text += "struct D" + n + " : " + (i % 2 == 0 ? "Base" : "D" + std::to_string(i - 1)) +
            " { void run() override {} };\n";
  }
  text += "using A = B;\nusing B = A;\nstruct Loop : Loop2 { Loop2 a; };\n";
  text += "struct Loop2 : Loop { Loop b; void f(); };\n";
  text += "void use(Base& base, A& a, Loop& loop) { base.run(); a.run(); loop.f(); Loop2 x; }\n";
  const TestCallGraph tree(text);
  CHECK(tree.calls().edge_count() > 100);
  CHECK(tree.calls().edge_count() < 2000);
  CHECK(tree.Lines().find("a.cc:use -> a.cc:D7::run [unknown]\n") != std::string::npos);
  CHECK(tree.Lines() == TestCallGraph(text).Lines());
}

}  // namespace krepis::analyzer

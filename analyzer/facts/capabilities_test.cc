#include "analyzer/facts/capabilities.h"

#include <doctest/doctest.h>

#include "analyzer/config/capability.h"
#include "analyzer/facts/extract.h"
#include "analyzer/facts/test_capability_uses.h"
#include "analyzer/facts/test_source.h"

namespace krepis::analyzer {
namespace {

/// As Cpp, with a compiler that has resolved each `text` in the source to a symbol outside the
/// workspace.
std::string Compiled(std::string_view source,
                     const std::vector<std::pair<std::string_view, std::string_view>>& calls) {
  SemanticsBuilder builder;
  for (const auto& [text, symbol] : calls) {
    const size_t at = source.find(text);
    REQUIRE(at != std::string_view::npos);
    builder.Add(SemanticKind::kCall,
                {static_cast<uint32_t>(at), static_cast<uint32_t>(text.size())}, symbol, "");
  }
  const std::string bytes = builder.Finish();
  const auto semantics = Semantics::Read(bytes);
  REQUIRE(semantics.ok());
  return Uses(Language::kCpp, source, &*semantics);
}

}  // namespace

TEST_CASE("node: a variable of the environment is read where a constant takes it, once") {
  CHECK(TypeScript("const home = process.env.HOME;\nexport const a = () => home + home;\n") ==
        "env.read(HOME) global#process.env\n");
  CHECK(TypeScript("const env = process.env;\nexport const a = () => env.HOME;\n") ==
        "env.read(HOME) global#process.env in a [resolved]\n");
}

TEST_CASE("node: every way to reach a module is one symbol") {
  CHECK(TypeScript("import { readFileSync } from 'fs';\nreadFileSync('a');") ==
        "fs.read(a) node/fs#readFileSync\n");
  CHECK(TypeScript("import { readFileSync as r } from 'node:fs';\nr('./a//b/../c');") ==
        "fs.read(a/c) node/fs#readFileSync\n");
  CHECK(TypeScript("import fs from 'fs';\nfs.readFileSync('a');") ==
        "fs.read(a) node/fs#readFileSync\n");
  CHECK(TypeScript("import * as fs from 'fs';\nfs.promises.readFile('a');") ==
        "fs.read(a) node/fs#promises.readFile\n");
  CHECK(TypeScript("import { promises as p } from 'fs';\nawait p.readFile('a');") ==
        "fs.read(a) node/fs#promises.readFile\n");
  CHECK(TypeScript("import { readFile } from 'fs/promises';\nawait readFile('a');") ==
        "fs.read(a) node/fs#promises.readFile\n");
  CHECK(TypeScript("import fsp from 'node:fs/promises';\nawait fsp['readFile']('a');") ==
        "fs.read(a) node/fs#promises.readFile\n");
  CHECK(TypeScript("const fs = require('fs');\nfs.readFileSync('a');") ==
        "fs.read(a) node/fs#readFileSync\n");
  CHECK(TypeScript("const { readFileSync: r } = require('fs');\nr('a');") ==
        "fs.read(a) node/fs#readFileSync\n");
  CHECK(TypeScript("const { promises: { readFile } } = require('fs');\nreadFile('a');") ==
        "fs.read(a) node/fs#promises.readFile\n");
  CHECK(TypeScript("import fs = require('fs');\nfs.readFileSync('a');") ==
        "fs.read(a) node/fs#readFileSync\n");
  CHECK(TypeScript("require('fs').readFileSync('a');") == "fs.read(a) node/fs#readFileSync\n");
  CHECK(TypeScript("const fs = await import('fs');\nfs.readFileSync('a');") ==
        "fs.read(a) node/fs#readFileSync\n");
  CHECK(TypeScript("let fs;\nfs = require('fs');\nfs.readFileSync('a');") ==
        "fs.read(a) node/fs#readFileSync\n");
  CHECK(TypeScript("import { createRequire } from 'module';\n"
                   "const require = createRequire(import.meta.url);\n"
                   "require('fs').readFileSync('a');") == "fs.read(a) node/fs#readFileSync\n");
  CHECK(
      TypeScript("const fs_1 = __importDefault(require('fs'));\nfs_1.default.readFileSync('a');") ==
      "fs.read(a) node/fs#readFileSync\n");
}

TEST_CASE("node: getBuiltinModule is a require, and loads code") {
  CHECK(TypeScript("process.getBuiltinModule('fs').rmSync('a');") ==
        "fs.delete(a) node/fs#rmSync\ncode.load global#process.getBuiltinModule\n");
}

TEST_CASE("aliases are followed, and say that they were") {
  CHECK(TypeScript("import fs from 'fs';\nconst r = fs.readFileSync;\nr('a');") ==
        "fs.read(a) node/fs#readFileSync [resolved]\n");
  CHECK(TypeScript("import fs from 'fs';\nconst { readFileSync } = fs;\nreadFileSync('a');") ==
        "fs.read(a) node/fs#readFileSync [resolved]\n");
  CHECK(TypeScript("import fs from 'fs';\nimport { promisify } from 'util';\n"
                   "const r = promisify(fs.readFile);\nr('a');") ==
        "fs.read node/fs#readFile [dispatch]\nfs.read(a) node/fs#readFile\n");
  CHECK(TypeScript("import fs from 'fs';\n[1].map(fs.readFileSync);") ==
        "fs.read node/fs#readFileSync [dispatch]\n");
  CHECK(TypeScript("import fs from 'fs';\nfs.readFileSync.call(null, 'a');") ==
        "fs.read node/fs#readFileSync\n");
  CHECK(TypeScript("import * as fs from 'fs';\nfs[process.argv[2]]('a');") ==
        "unknown node/fs#default [unknown]\n");
}

TEST_CASE("what only looks alike is nothing") {
  CHECK(TypeScript("class Store { readFile(p) {} }\nnew Store().readFile('fs');") == "");
  CHECK(TypeScript("import { readFile } from './fs';\nreadFile('a');") == "");
  CHECK(TypeScript("import fs from 'memfs';\nfs.readFileSync('a');") == "");
  CHECK(TypeScript("import fs from 'fs';\nfunction f(fs) { fs.readFileSync('a'); }") == "");
  CHECK(TypeScript("import fs from 'fs';\n{ const fs = fake();\n fs.readFileSync('a'); }") == "");
  CHECK(TypeScript("import fs from 'fs';\nfunction f() { fs.rmSync('a'); var fs = fake(); }") ==
        "");
  CHECK(TypeScript("let fs = require('fs');\nfs = fake();\nfs.readFileSync('a');") == "");
  CHECK(TypeScript("import fs from 'fs';\nconst s = 'fs.readFileSync(\"a\")'; // fs.rmSync()") ==
        "");
  CHECK(TypeScript("function fetch(x) {}\nfetch('https://a/');") == "");
  CHECK(TypeScript("const api = { fetch() {} };\napi.fetch('https://a/');\nthis.fetch('x');") ==
        "");
  CHECK(TypeScript("import type { PathLike } from 'fs';\nlet p: PathLike;") == "");
  CHECK(TypeScript("if (typeof fetch === 'function') {}") == "");
  CHECK(TypeScript("import fs from 'fs';\nfs.constants.O_RDONLY;\nfs.readFileX('a');") == "");
}

TEST_CASE("flags decide between reading and writing") {
  const auto open = [](std::string_view flags) {
    return TypeScript("import fs from 'fs';\nfs.openSync('a'" + std::string(flags) + ");");
  };
  CHECK(open("") == "fs.read(a) node/fs#openSync\n");
  CHECK(open(", 'r'") == "fs.read(a) node/fs#openSync\n");
  CHECK(open(", 'w'") == "fs.write(a) node/fs#openSync\n");
  CHECK(open(", 'a+'") == "fs.read(a) node/fs#openSync\nfs.write(a) node/fs#openSync\n");
  CHECK(open(", fs.constants.O_RDWR") ==
        "fs.read(a) node/fs#openSync\nfs.write(a) node/fs#openSync\n");
  CHECK(open(", fs.constants.O_CREAT | fs.constants.O_EXCL") == "fs.write(a) node/fs#openSync\n");
  CHECK(open(", mode()") == "fs.read(a) node/fs#openSync\nfs.write(a) node/fs#openSync\n");
}

TEST_CASE("arguments are constants of the file, or not there") {
  const auto read = [](std::string_view code) {
    return TypeScript("import fs from 'fs';\nimport path from 'path';\n" + std::string(code));
  };
  CHECK(read("const dir = 'a';\nfs.rmSync(dir + '/b');") == "fs.delete(a/b) node/fs#rmSync\n");
  CHECK(read("const dir = 'a';\nfs.rmSync(`${dir}/b`);") == "fs.delete(a/b) node/fs#rmSync\n");
  CHECK(read("fs.rmSync(path.join('a', '..', 'b'));") == "fs.delete(b) node/fs#rmSync\n");
  CHECK(read("fs.rmSync('config/../../x');") == "fs.delete(../x) node/fs#rmSync\n");
  CHECK(read("let dir = 'a';\ndir = f();\nfs.rmSync(dir);") == "fs.delete node/fs#rmSync\n");
  CHECK(read("function f(p) { fs.rmSync(p); }") == "fs.delete node/fs#rmSync in f\n");
  CHECK(read("fs.rmSync(...args);") == "fs.delete node/fs#rmSync\n");
  CHECK(read("fs.copyFileSync('a', 'b');") == "fs.write(b) node/fs#copyFileSync\n");
}

TEST_CASE("web, network and their addresses") {
  CHECK(TypeScript("fetch('https://api.example.com/x');") ==
        "net.connect(api.example.com:443) global#fetch\n");
  CHECK(TypeScript("fetch(`http://API.example.com:8080/${id}`);") ==
        "net.connect(api.example.com:8080) global#fetch\n");
  CHECK(TypeScript("fetch(`https://${host}/x`);") == "net.connect global#fetch\n");
  CHECK(TypeScript("fetch(`https://api${n}.example.com`);") == "net.connect global#fetch\n");
  CHECK(TypeScript("const s = new WebSocket('wss://h/x');\nWebSocket.OPEN;") ==
        "net.connect(h:443) global#WebSocket\n");
  CHECK(TypeScript("globalThis.fetch('/x');\nwindow.fetch;") == "net.connect global#fetch\n");
  CHECK(TypeScript("const x = new XMLHttpRequest();") == "net.connect global#XMLHttpRequest\n");
  CHECK(TypeScript("import net from 'net';\nnet.connect(80, 'h');\nnet.connect({ port: 1 });") ==
        "net.connect(h:80) node/net#connect\nnet.connect(localhost:1) node/net#connect\n");
  CHECK(TypeScript("import https from 'https';\n"
                   "https.get({ hostname: 'h' });\nhttps.request('https://x/');") ==
        "net.connect(h:443) node/https#get\nnet.connect(x:443) node/https#request\n");
  CHECK(TypeScript("import { createServer } from 'http';\ncreateServer(f).listen(8080);") ==
        "net.listen(8080) node/http#createServer\n");
  CHECK(TypeScript("import dns from 'dns';\ndns.lookup('h', f);") ==
        "net.dns(h) node/dns#lookup\n");
  CHECK(TypeScript("import axios from 'axios';\naxios.get('x');") ==
        "net.connect npm/axios [import]\n");
}

TEST_CASE("environment: one variable, several, all, and writing") {
  CHECK(TypeScript("process.env.HOME;") == "env.read(HOME) global#process.env\n");
  CHECK(TypeScript("process.env['HOME'].length;") == "env.read(HOME) global#process.env\n");
  CHECK(TypeScript("process.env[name];") == "env.read global#process.env\n");
  CHECK(TypeScript("f({ ...process.env });\nObject.keys(process.env);") ==
        "env.read(*) global#process.env\nenv.read(*) global#process.env\n");
  CHECK(TypeScript("const { HOME, PATH: path } = process.env;") ==
        "env.read(HOME) global#process.env\nenv.read(PATH) global#process.env\n");
  CHECK(TypeScript("const env = process.env;\nenv.HOME;") ==
        "env.read(HOME) global#process.env [resolved]\n");
  CHECK(TypeScript("import { env } from 'node:process';\nenv.HOME;") ==
        "env.read(HOME) global#process.env\n");
  CHECK(TypeScript("process.env.A = '1';\ndelete process.env.B;") ==
        "env.write(A) global#process.env\nenv.write(B) global#process.env\n");
  CHECK(TypeScript("Deno.env.get('A');\nDeno.env.toObject();") ==
        "env.read(A) global#Deno.env.get\nenv.read(*) global#Deno.env.toObject\n");
  CHECK(TypeScript("function f(process) { return process.env.HOME; }") == "");
}

TEST_CASE("processes, threads, code") {
  CHECK(TypeScript("import { spawn, exec as run } from 'child_process';\n"
                   "class A { b() { spawn('git', ['x']); } }\nconst f = () => run(cmd);") ==
        "proc.spawn(git) node/child_process#spawn in A.b\n"
        "proc.spawn node/child_process#exec in f\n");
  CHECK(TypeScript("import cp from 'child_process';") ==
        "proc.spawn node/child_process [import]\n");
  CHECK(TypeScript("new Deno.Command('ls');\nBun.spawn(['ls', '-l']);") ==
        "proc.spawn(ls) global#Deno.Command\nproc.spawn(ls) global#Bun.spawn\n");
  CHECK(TypeScript("eval('1');\nnew Function('a');") ==
        "code.eval global#eval\ncode.eval global#Function\n");
  CHECK(TypeScript("const fs_1 = require('fs');\n(0, fs_1.readFileSync)('a');") ==
        "fs.read(a) node/fs#readFileSync\n");
  CHECK(TypeScript("setTimeout('x()', 1);\nsetTimeout(f, 1);") ==
        "code.eval global#setTimeout\ntime.sleep global#setTimeout\n");
  CHECK(TypeScript("import(name);\nrequire(x + y);\nimport('./a');") ==
        "code.load dynamic-import\ncode.load dynamic-import\n");
  CHECK(TypeScript("new Worker('w.js');\nprocess.kill(1);\nprocess.exit(0);") ==
        "thread.create global#Worker\nproc.signal global#process.kill\n"
        "proc.exit global#process.exit\n");
  CHECK(TypeScript("require('./build/x.node');") == "code.native ./build/x.node [import]\n");
  CHECK(TypeScript("new Date();\nnew Date(0);\nMath.random();") ==
        "time.read global#Date\nrandom global#Math.random\n");
}

TEST_CASE("rust: a path is what its aliases make of it") {
  CHECK(Rust("fn f() { std::fs::read_to_string(\"a\"); }") ==
        "fs.read(a) std::fs::read_to_string in f\n");
  CHECK(Rust("use std::fs;\nfn f() { fs::remove_file(\"a/../b\").unwrap(); }") ==
        "fs.delete(b) std::fs::remove_file in f\n");
  CHECK(Rust("use std::fs::{self as files, File};\n"
             "impl S { fn f(&self) { File::open(Path::new(\"a\"))?; files::write(&p, b); } }") ==
        "fs.read(a) std::fs::File::open in S::f\nfs.write std::fs::write in S::f\n");
  CHECK(Rust("use std as s;\nuse s::fs::read;\nfn f() { read(\"a\"); }") ==
        "fs.read(a) std::fs::read in f\n");
  CHECK(Rust("use std::fs::*;\nfn f() { read(\"a\"); }") ==
        "fs.read(a) std::fs::read in f [resolved]\n");
  CHECK(Rust("const P: &str = \"a\";\nasync fn f() { tokio::fs::write(P, b).await?; }") ==
        "fs.write(a) tokio::fs::write in f\n");
  CHECK(Rust("fn f() { paths.iter().map(std::fs::read); }") ==
        "fs.read std::fs::read in f [dispatch]\n");
  CHECK(Rust("fn f() { let read = std::fs::read; read(\"a\"); }") ==
        "fs.read(a) std::fs::read in f [resolved]\n");
  CHECK(Rust("fn f() { println!(\"{}\", std::env::var(\"HOME\")?); }") ==
        "env.read(HOME) std::env::var in f\n");
}

TEST_CASE("rust: what only looks alike is nothing") {
  CHECK(Rust("mod fs { pub fn read(p: &str) {} }\nfn f() { fs::read(\"a\"); }") == "");
  CHECK(Rust("use crate::fs;\nfn f() { fs::read(\"a\"); }") == "");
  CHECK(Rust("use std::fs;\nfn f(fs: Fs) { fs.read(\"a\"); }") == "");
  CHECK(Rust("fn read(p: &str) {}\nuse std::fs::*;\nfn f() { read(\"a\"); }") == "");
  CHECK(Rust("fn f() { let s = \"std::fs::read\"; } // std::fs::read(\"a\")") == "");
  CHECK(Rust("use std::fs::Metadata;\nfn f(m: std::fs::File) {}") == "");
  CHECK(Rust("struct Command;\nfn f() { Command::new(\"git\"); }") == "");
}

TEST_CASE("rust: uses in test code say so") {
  CHECK(Rust("#[cfg(test)]\nmod tests { fn t() { std::fs::read(\"a\"); } }\n"
             "fn f() { std::fs::read(\"b\"); }\n#[test]\nfn g() { std::fs::read(\"c\"); }") ==
        "fs.read(a) std::fs::read in t test\nfs.read(b) std::fs::read in f\n"
        "fs.read(c) std::fs::read in g test\n");
  CHECK(Rust("fn f() { open(libc::O_CREAT); }") == "");
}

TEST_CASE("rust: builders, addresses, processes, syntax") {
  CHECK(Rust("use std::fs::OpenOptions;\n"
             "fn f() { OpenOptions::new().read(true).open(\"a\"); }") ==
        "fs.read(a) std::fs::OpenOptions::new in f\n");
  CHECK(Rust("use std::fs::OpenOptions;\n"
             "fn f() { OpenOptions::new().create(true).append(true).open(\"a\")?; }") ==
        "fs.write(a) std::fs::OpenOptions::new in f\n");
  CHECK(Rust("use std::fs::OpenOptions;\n"
             "fn f() { OpenOptions::new().write(false).open(\"a\"); }") ==
        "fs.read(a) std::fs::OpenOptions::new in f\n");
  CHECK(Rust("use std::fs::OpenOptions;\nfn f() { let mut o = OpenOptions::new(); o.open(p); }") ==
        "fs.write std::fs::OpenOptions::new in f [unknown]\n"
        "fs.read std::fs::OpenOptions::new in f\n");
  CHECK(Rust("use std::net::{TcpListener, TcpStream};\n"
             "fn f() { TcpStream::connect(\"h:80\"); TcpStream::connect((\"h\", 81)); "
             "TcpListener::bind(\"0.0.0.0:8080\"); }") ==
        "net.connect(h:80) std::net::TcpStream::connect in f\n"
        "net.connect(h:81) std::net::TcpStream::connect in f\n"
        "net.listen(8080) std::net::TcpListener::bind in f\n");
  CHECK(Rust("use std::process::{exit, Command};\n"
             "fn f() { Command::new(\"git\").arg(\"x\").spawn()?; exit(1); }") ==
        "proc.spawn(git) std::process::Command::new in f\nproc.exit std::process::exit in f\n");
  CHECK(Rust("use std::env;\nfn f() { env::vars(); env::set_var(\"A\", \"b\"); env::args(); }") ==
        "env.read(*) std::env::vars in f\nenv.write(A) std::env::set_var in f\n"
        "sys.info std::env::args in f\n");
  CHECK(Rust("fn f() { let env = 1; std::env::var_os(\"A\"); }") ==
        "env.read(A) std::env::var_os in f\n");
  CHECK(Rust("extern \"C\" { fn puts(s: *const u8); }\n"
             "fn f() { unsafe { puts(p); libc::fork(); libc::puts(p); } }\n"
             "unsafe fn g() { core::arch::asm!(\"nop\"); }") ==
        "code.native extern\ncode.unsafe unsafe in f\nproc.spawn libc::fork in f\n"
        "code.native libc::puts in f\ncode.unsafe unsafe in g\ncode.syscall asm in g\n");
  CHECK(Rust("use reqwest::Client;\nfn f(c: Client) {}") == "net.connect reqwest [import]\n");
  CHECK(Rust("fn f() { reqwest::get(\"https://h/x\"); std::thread::spawn(|| {}); "
             "std::time::Instant::now(); }") ==
        "net.connect(h:443) reqwest::get in f\nthread.create std::thread::spawn in f\n"
        "time.read std::time::Instant::now in f\n");
}

TEST_CASE("rust: methods of paths, where the receiver is known to be one") {
  CHECK(
      Rust("use std::path::{Path, PathBuf};\nstruct S { at: PathBuf }\n"
           "fn f(p: &Path, q: impl Other) { p.exists(); p.join(\"a\").read_dir()?; q.exists(); }\n"
           "fn g() { let p = PathBuf::from(\"a\"); p.metadata(); Path::new(\"b\").is_dir(); }") ==
      "fs.stat std::path::Path::exists in f [resolved]\n"
      "fs.read std::path::Path::read_dir in f [resolved]\n"
      "fs.stat std::path::Path::metadata in g [resolved]\n"
      "fs.stat std::path::Path::is_dir in g [resolved]\n");
  CHECK(Rust("use std::path::Path;\nfn f(p: &Path) { p.join(\"a\").file_name(); p.display(); }") ==
        "");
  CHECK(Rust("struct Path;\nuse std::fs;\nfn f(p: &Path) { p.exists(); }") == "");
  CHECK(Rust("use std::path::Path;\nfn f() { Path::exists(p); }") ==
        "fs.stat std::path::Path::exists in f\n");
}

TEST_CASE("rust: crates that stand for the standard library") {
  CHECK(Rust("use tokio::process::Command;\nfn f() { Command::new(\"git\"); }") ==
        "proc.spawn(git) tokio::process::Command::new in f\n");
  CHECK(Rust("fn f() { fs_err::read(\"a\"); chrono::Utc::now(); uuid::Uuid::new_v4(); }") ==
        "fs.read(a) fs_err::read in f\ntime.read chrono::Utc::now in f\n"
        "random uuid::Uuid::new_v4 in f\n");
  CHECK(Rust("use std::fs::File;\nfn f() { File::options().append(true).open(\"a\"); }") ==
        "fs.write(a) std::fs::File::options in f\n");
}

TEST_CASE("c++ without a compiler: names as written") {
  CHECK(Cpp("void f() { FILE* x = fopen(\"a\", \"rb\"); std::fopen(\"b\", \"w\"); }") ==
        "fs.read(a) fopen in f\nfs.write(b) std::fopen in f\n");
  CHECK(Cpp("void f(const char* m) { fopen(\"a\", m); ::open(\"b\", O_RDONLY); }") ==
        "fs.read(a) fopen in f\nfs.write(a) fopen in f\nfs.read(b) open in f\n");
  CHECK(Cpp("void f(int m) { ::open(\"b\", m | O_CLOEXEC); openat(at, \"c\", Flags()); }") ==
        "fs.read(b) open in f\nfs.write(b) open in f\nfs.read(c) openat in f\n"
        "fs.write(c) openat in f\n");
  CHECK(Cpp("int f() { return open(\"b\", O_WRONLY | O_CREAT, 0644); }") ==
        "fs.write(b) open in f\n");
  CHECK(Cpp("namespace fs = std::filesystem;\nvoid f() { fs::remove(\"a\"); }") ==
        "fs.delete(a) std::filesystem::remove in f\n");
  CHECK(Cpp("using namespace std::filesystem;\nvoid f() { create_directory(\"a\"); }") ==
        "fs.write(a) std::filesystem::create_directory in f\n");
  CHECK(
      Cpp("using std::ifstream;\nvoid f(const P& p) { ifstream in(\"a\"); std::ofstream o{p}; }") ==
      "fs.read(a) std::ifstream in f\nfs.write std::ofstream in f\n");
  CHECK(Cpp("void f() { std::thread t(g); auto h = std::getenv(\"HOME\"); system(\"ls\"); }") ==
        "thread.create std::thread in f\nenv.read(HOME) std::getenv in f\n"
        "proc.spawn(ls) system in f\n");
  CHECK(Cpp("int f() { return socket(AF_UNIX, SOCK_STREAM, 0) + socket(AF_INET, SOCK_DGRAM, 0) + "
            "socket(AF_INET, SOCK_STREAM, 0); }") == "ipc.unix socket in f\nnet.udp socket in f\n");
  CHECK(Cpp("void f() { connect(s, a, n); bind(s, a, n); std::bind(g, a, n); }") ==
        "net.connect connect in f\nnet.listen bind in f\n");
  CHECK(Cpp("void f() { for (char** e = environ; *e; ++e) {} }") == "env.read(*) environ in f\n");
  CHECK(Cpp("void f() { dlopen(\"x.so\", 0); syscall(1); mprotect(p, n, PROT_EXEC); "
            "mprotect(p, n, PROT_READ); }") ==
        "code.load(x.so) dlopen in f\ncode.syscall syscall in f\nmem.exec mprotect in f\n");
  CHECK(Uses(Language::kC, "void f(void) { execvp(\"ls\", a); fork(); }") ==
        "proc.spawn(ls) execvp in f\nproc.spawn fork in f\n");
}

TEST_CASE("c++: what only looks alike is nothing, or says how unsure it is") {
  CHECK(Cpp("void f(Db& db) { db.open(\"a\", 0); db->remove(\"a\"); }") == "");
  CHECK(Cpp("static int remove(const char* x) { return 0; }\nvoid f() { remove(\"a\"); }") == "");
  CHECK(Cpp("void f() { std::remove(v.begin(), v.end(), 1); my::fopen(\"a\", \"r\"); }") == "");
  CHECK(Cpp("struct S { void open(const char*, int); void f() { open(\"a\", 0); } };") == "");
  CHECK(Cpp("struct S { S() : time(0), system(1) {} int time, system; };") == "");
  CHECK(Cpp("void S::f() { open(\"a\", 0); ::open(\"b\", 0); }") ==
        "fs.read(a) open in S::f [import]\nfs.read(b) open in S::f\n");
  CHECK(Cpp("void f() { auto open = [](const char*, int) {}; open(\"a\", 0); }") == "");
  CHECK(Cpp("// fopen(\"a\", \"r\")\nconst char* s = \"fopen(a)\";") == "");
}

TEST_CASE("c++ with a compiler: what it says, and nothing else") {
  CHECK(Compiled("void S::f() { open(\"a\", O_RDONLY); remove(\"b\"); }",
                 {{"open(\"a\", O_RDONLY)", "open"}}) == "fs.read(a) open in S::f\n");
  CHECK(Compiled("void f() { std::ofstream out(\"a\"); out.open(\"b\"); }",
                 {{"out(\"a\")", "std::basic_ofstream::basic_ofstream"},
                  {"out.open(\"b\")", "std::basic_ofstream::open"}}) ==
        "fs.write(a) std::basic_ofstream::basic_ofstream in f\n"
        "fs.write(b) std::basic_ofstream::open in f\n");
  CHECK(Compiled("void f() { std::random_device rd; auto* t = new std::thread(g); }",
                 {{"rd", "std::random_device::random_device"},
                  {"std::thread(g)", "std::thread::thread"}}) ==
        "random std::random_device::random_device in f\nthread.create std::thread::thread in f\n");
  CHECK(Compiled("void f() { MACRO; READ(\"a\"); }",
                 {{"MACRO", "getenv"}, {"READ(\"a\")", "fopen"}}) ==
        "env.read getenv\nfs.read(a) fopen in f\n");
  CHECK(Compiled("#ifdef _WIN32\nvoid f() { system(\"x\"); }\n#endif\nvoid g() { h(); }",
                 {{"h()", "h"}}) == "");
}

TEST_CASE("C++: what the compiler alone measures is an argument as any other") {
  CHECK(Cpp("void f(int s) { sockaddr_in a{}; connect(s, (const sockaddr*)&a, sizeof a); }") ==
        "net.connect connect in f\n");
}

}  // namespace krepis::analyzer

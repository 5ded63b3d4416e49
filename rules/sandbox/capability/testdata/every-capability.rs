// Rust: each capability by one of its symbols, and beside it what only looks like it.
# --- krepis.toml
version = 1
[modules.core]
files = ["src/**"]
[sandbox]
default = "deny"
[sandbox.core]
deny = ["code", "env", "fs", "ipc", "mem", "net", "proc", "random", "sys", "thread", "time", "tty"]
# --- Cargo.toml
[package]
name = "core-of-it"
version = "1.0.0"
edition = "2021"
// --- src/lib.rs
pub mod lookalikes;
use std::net::{TcpListener, TcpStream, UdpSocket};
use std::os::unix::net::UnixStream;
use std::process::Command;
pub fn uses(ours: u64) {
    unsafe { libloading::Library::new("plugin.so") }; // error: [sandbox/capability] "module 'core' is not granted code.unsafe (unsafe)"
//         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
//           ^^^^^^^^^^^^^^^^^^^^^^^^ error: [sandbox/capability] "module 'core' is not granted code.load:plugin.so (libloading::Library::new)"
    unsafe { libc::syscall(39) }; // error: [sandbox/capability] "module 'core' is not granted code.unsafe (unsafe)"
//         ^^^^^^^^^^^^^^^^^^^^^
//           ^^^^^^^^^^^^^ error: [sandbox/capability] "module 'core' is not granted code.syscall (libc::syscall)"
    let bits: i64 = unsafe { std::mem::transmute(ours) }; // error: [sandbox/capability] "module 'core' is not granted code.unsafe (unsafe)"
//                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
//                           ^^^^^^^^^^^^^^^^^^^ error: [sandbox/capability] "module 'core' is not granted code.unsafe (std::mem::transmute)"
    std::env::var("HOME"); // error: [sandbox/capability] "module 'core' is not granted env.read:HOME (std::env::var)"
//  ^^^^^^^^^^^^^
    std::env::set_var("HOME", "x"); // error: [sandbox/capability] "module 'core' is not granted env.write:HOME (std::env::set_var)"
//  ^^^^^^^^^^^^^^^^^
    std::fs::remove_file("a"); // error: [sandbox/capability] "module 'core' is not granted fs.delete:a (std::fs::remove_file)"
//  ^^^^^^^^^^^^^^^^^^^^
    std::fs::set_permissions("a", todo!()); // error: [sandbox/capability] "module 'core' is not granted fs.meta:a (std::fs::set_permissions)"
//  ^^^^^^^^^^^^^^^^^^^^^^^^
    std::fs::read("a"); // error: [sandbox/capability] "module 'core' is not granted fs.read:a (std::fs::read)"
//  ^^^^^^^^^^^^^
    std::fs::metadata("a"); // error: [sandbox/capability] "module 'core' is not granted fs.stat:a (std::fs::metadata)"
//  ^^^^^^^^^^^^^^^^^
    std::fs::write("a", ""); // error: [sandbox/capability] "module 'core' is not granted fs.write:a (std::fs::write)"
//  ^^^^^^^^^^^^^^
    UnixStream::connect("/run/a"); // error: [sandbox/capability] "module 'core' is not granted ipc.unix:/run/a (std::os::unix::net::UnixStream::connect)"
//  ^^^^^^^^^^^^^^^^^^^
    TcpStream::connect("example.org:80"); // error: [sandbox/capability] "module 'core' is not granted net.connect:example.org:80 (std::net::TcpStream::connect)"
//  ^^^^^^^^^^^^^^^^^^
    dns_lookup::lookup_host("example.org"); // error: [sandbox/capability] "module 'core' is not granted net.dns:example.org (dns_lookup::lookup_host)"
//  ^^^^^^^^^^^^^^^^^^^^^^^
    TcpListener::bind("0.0.0.0:80"); // error: [sandbox/capability] "module 'core' is not granted net.listen:80 (std::net::TcpListener::bind)"
//  ^^^^^^^^^^^^^^^^^
    UdpSocket::bind("0.0.0.0:53"); // error: [sandbox/capability] "module 'core' is not granted net.udp:53 (std::net::UdpSocket::bind)"
//  ^^^^^^^^^^^^^^^
    std::process::exit(1); // error: [sandbox/capability] "module 'core' is not granted proc.exit (std::process::exit)"
//  ^^^^^^^^^^^^^^^^^^
    nix::sys::signal::kill(pid, None); // error: [sandbox/capability] "module 'core' is not granted proc.signal (nix::sys::signal::kill)"
//  ^^^^^^^^^^^^^^^^^^^^^^
    nix::sys::ptrace::attach(pid); // error: [sandbox/capability] "module 'core' is not granted proc.inspect (nix::sys::ptrace::attach)"
//  ^^^^^^^^^^^^^^^^^^^^^^^^
    nix::sys::resource::setrlimit(a, 1, 1); // error: [sandbox/capability] "module 'core' is not granted proc.limits (nix::sys::resource::setrlimit)"
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    Command::new("ls"); // error: [sandbox/capability] "module 'core' is not granted proc.spawn:ls (std::process::Command::new)"
//  ^^^^^^^^^^^^
    fastrand::u8(..); // error: [sandbox/capability] "module 'core' is not granted random (fastrand::u8)"
//  ^^^^^^^^^^^^
    nix::unistd::chroot("/"); // error: [sandbox/capability] "module 'core' is not granted sys.admin (nix::unistd::chroot)"
//  ^^^^^^^^^^^^^^^^^^^
    std::env::current_dir(); // error: [sandbox/capability] "module 'core' is not granted sys.info (std::env::current_dir)"
//  ^^^^^^^^^^^^^^^^^^^^^
    std::thread::spawn(|| {}); // error: [sandbox/capability] "module 'core' is not granted thread.create (std::thread::spawn)"
//  ^^^^^^^^^^^^^^^^^^
    std::time::Instant::now(); // error: [sandbox/capability] "module 'core' is not granted time.read (std::time::Instant::now)"
//  ^^^^^^^^^^^^^^^^^^^^^^^
    std::thread::sleep(second); // error: [sandbox/capability] "module 'core' is not granted time.sleep (std::thread::sleep)"
//  ^^^^^^^^^^^^^^^^^^
}
extern "C" { // error: [sandbox/capability] "module 'core' is not granted code.native (extern)"
    fn getpid() -> i32;
}
// --- src/lookalikes.rs
mod fs {
    pub fn read(name: &str) {}
    pub fn write(name: &str) {}
}
mod env {
    pub fn var(name: &str) {}
}
struct Command;
impl Command {
    fn new(name: &str) -> Command { Command }
    fn exit(&self) {}
}
struct Instant;
impl Instant {
    fn now() {}
}
pub fn none() {
    fs::read("a");
    fs::write("a");
    env::var("HOME");
    Command::new("ls").exit();
    Instant::now();
    let text = "std::fs::read(\"a\"); std::process::exit(1)";
    // std::net::TcpStream::connect("a")
}

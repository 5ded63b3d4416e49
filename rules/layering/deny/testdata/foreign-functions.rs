// Functions with C linkage, from Rust to C and C++ and back: edges of kind ffi, by name.
# --- krepis.toml
version = 1
[modules.app]
files = ["app/**"]
[modules.codec]
files = ["codec/**"]
[modules.native]
files = ["native/**"]
[modules.engine]
files = ["engine/**"]
[[rules]]
id = "app-knows-no-native"
deny = { from = "app", to = ["native", "codec"] }
edges = ["ffi"]
[[rules]]
id = "native-knows-no-engine"
deny = { from = "native", to = "engine" }
edges = ["ffi"]
# --- app/Cargo.toml
[package]
name = "app"
edition = "2024"
// --- app/src/lib.rs
unsafe extern "C" {
    fn native_open(path: *const u8) -> i32; // error: [layering/deny app-knows-no-native] "app/src/lib.rs crosses into native/open.c, which 'app-knows-no-native' forbids"
//     ^^^^^^^^^^^
    #[link_name = "native_close_v2"]
    fn close(handle: i32);
    fn native_hidden();
    fn native_mangled();
    fn native_twice(); // unknown: [dispatch] "2 files offer 'native_twice', the first is native/alternative/a.c"
    fn getpid() -> i32;
}
extern "Rust" {
    fn native_version() -> i32;
}
#[wasm_bindgen(module = "/js/native.js")]
extern "C" {
    fn native_alert(text: &str);
}
pub fn open() -> i32 {
    unsafe { native_open(std::ptr::null()) }
}
// --- app/src/decode.rs
extern "C" {
    pub fn codec_decode() -> i32; // error: [layering/deny app-knows-no-native] "app/src/decode.rs crosses into codec/decode.cpp"
    pub fn codec_header_only() -> i32; // error: [layering/deny app-knows-no-native] "app/src/decode.rs crosses into codec/plain.cpp"
    pub fn codec_overloaded() -> i32;
}
#[cfg(test)]
mod tests {
    extern "C" {
        fn codec_encode();
    }
}
// --- codec/decode.cpp
extern "C" int codec_decode() { return 0; }
extern "C" {
void codec_encode(void) {}
}
int codec_overloaded() { return 1; }
namespace codec {
int codec_header_only() { return 2; }
}
// --- codec/plain.h
#pragma once
#ifdef __cplusplus
extern "C" {
#endif
int codec_header_only(void);
#ifdef __cplusplus
}
#endif
// --- codec/plain.cpp
#include "plain.h"
int codec_header_only() { return 3; }
// --- native/open.c
#include "engine.h"
static void native_hidden(void) {}
int native_open(const char* path) { return path != 0; }
void native_close_v2(int handle) {
    engine_log("close");  // error: [layering/deny native-knows-no-engine] "native/open.c crosses into engine/src/lib.rs, which 'native-knows-no-engine' forbids"
}
int native_version(void) { return 1; }
void native_alert(const char* text) {}
// --- native/engine.h
void engine_log(const char* text);  // error: [layering/deny native-knows-no-engine] "native/engine.h crosses into engine/src/lib.rs"
int engine_count(int from);
// --- native/made_header.c
#include <engine/engine.h>
void count(void) { engine_count(3); }  // error: [layering/deny native-knows-no-engine] "native/made_header.c crosses into engine/src/lib.rs"
// --- native/lookalike.cc
// What has the name of an exported function and is another one.
void engine_log(const char* text);
namespace local {
void engine_log(int) {}
void run() { engine_log(3); }
}  // namespace local
struct Log { void engine_log(); };
void use(Log& log) { log.engine_log(); }
void undeclared() { engine_count(3); }
// --- native/alternative/a.c
void native_twice(void) {}
// --- native/alternative/b.c
void native_twice(void) {}
// --- engine/Cargo.toml
[package]
name = "engine"
edition = "2021"
// --- engine/src/lib.rs
#[unsafe(no_mangle)]
pub extern "C" fn engine_log(text: *const u8) {}
#[export_name = "engine_count"]
pub extern "C" fn count(from: i32) -> i32 { from }
pub extern "C" fn native_mangled() {}

// Code that is generated of protobuf schemas: an external of the schema's path.
# --- krepis.toml
version = 1
[modules.web]
files = ["web/**"]
[modules.server]
files = ["server/**", "native/**"]
[[rules]]
id = "web-knows-no-billing"
deny = { from = "web", to = "ext:proto/proto/billing/*" }
edges = ["ffi"]
[[rules]]
id = "server-knows-no-users"
deny = { from = "server", to = "ext:proto/proto/users/*" }
edges = ["ffi"]
# --- .gitignore
gen/
// --- proto/billing/v1/invoice.proto
syntax = "proto3";
package billing.v1;
// --- proto/users/v1/user.proto
syntax = "proto3";
package users.v1;
// --- proto/users/v2/user.proto
syntax = "proto3";
package users.v2;
// --- web/invoices.ts
import { Invoice } from "./gen/billing/v1/invoice_pb"; // error: [layering/deny web-knows-no-billing] "web/invoices.ts crosses into ext:proto/proto/billing/v1/invoice.proto, which 'web-knows-no-billing' forbids"
//                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^
import { User } from "./gen/user_pb";
import { Timestamp } from "google-protobuf/google/protobuf/timestamp_pb";
// --- web/kept/invoice_grpc_pb.js
exports.Invoices = {}; // error: [layering/deny web-knows-no-billing] "web/kept/invoice_grpc_pb.js crosses into ext:proto/proto/billing/v1/invoice.proto"
# --- server/Cargo.toml
[package]
name = "server"
edition = "2021"
// --- server/src/lib.rs
pub mod users {
    tonic::include_proto!("users.v2"); // error: [layering/deny server-knows-no-users] "server/src/lib.rs crosses into ext:proto/proto/users/v2/user.proto"
}
// --- server/src/raw.rs
include!(concat!(env!("OUT_DIR"), "/users.v1.rs")); // error: [layering/deny server-knows-no-users] "server/src/raw.rs crosses into ext:proto/proto/users/v1/user.proto"
include!(concat!(env!("OUT_DIR"), "/table.rs"));
// --- native/users.cc
#include "proto/users/v1/user.grpc.pb.h" // error: [layering/deny server-knows-no-users] "native/users.cc crosses into ext:proto/proto/users/v1/user.proto"
#include "other/user.pb.h"

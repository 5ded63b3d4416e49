// Forward declarations: an edge to the one file that defines what is declared, for rules that name the kind.
# --- krepis.toml
version = 1
[modules.core]
files = ["core/**"]
[modules.ui]
files = ["ui/**"]
[[rules]]
id = "core-declares-nothing-of-ui"
deny = { from = "core", to = "ui" }
edges = ["forward"]
// --- ui/widget.h
#include "core/node.h"
namespace ui {
class Widget {
  class Part {};
};
enum class Color { kRed };
struct Twice {};
template <class T> struct Box {};
template <> struct Box<int> {};
}
struct Plain {};
void Draw(const Plain& plain);
// --- ui/twice.h
namespace ui { struct Twice { int other; }; }
// --- ui/draw.cc
#include "ui/widget.h"
void Draw(const Plain& plain) {}
void Paint(int) {}
static void Hidden() {}
namespace { struct Inner {}; }
extern "C" int start_ui(void) { return 0; }
// --- core/node.h
namespace ui {
class Widget; // error: [layering/deny core-declares-nothing-of-ui] "core/node.h forward-declares names of ui/widget.h, which 'core-declares-nothing-of-ui' forbids"
enum class Color : int;
struct Twice;
template <class T> struct Box;
}
namespace core {
class Widget;
struct Node { ui::Widget* widget; friend class ui::Widget; };
}
void Hidden();
struct Inner;
// --- core/plain.h
struct Plain; // error: [layering/deny core-declares-nothing-of-ui] "core/plain.h forward-declares names of ui/widget.h"
// --- core/paint.cc
#include "core/plain.h"
void Paint(int); // error: [layering/deny core-declares-nothing-of-ui] "core/paint.cc forward-declares names of ui/draw.cc"
extern "C" int start_ui(void);
void Core() { Paint(1); }
// --- core/core.cc
#include "core/core.h"
void Core2() {}
// --- core/core.h
void Core2();

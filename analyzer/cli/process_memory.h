#pragma once

namespace krepis::analyzer {

/// Lets the heap of this process grow in large steps and large pages: a run takes most of its
/// memory once, and gives it back with its end. Before the first allocations of any size.
void PrepareHeap();

}  // namespace krepis::analyzer

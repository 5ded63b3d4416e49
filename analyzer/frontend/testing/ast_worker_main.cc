// What `krepis worker --ast` is, as a program of its own for the tests of this folder.

#include <unistd.h>

#include "analyzer/frontend/worker_main.h"

int main() { return krepis::analyzer::AstWorkerMain(STDIN_FILENO, STDOUT_FILENO); }

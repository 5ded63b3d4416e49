#include <stdio.h>
#include "own.h"
typedef struct node { struct node *next; int value; } node_t;
struct forward;
enum color { RED, GREEN = 2 };
static int count(const node_t *list, int (*visit)(int)) {
  int n = 0;
  for (; list; list = list->next) n += visit(list->value);
  return n;
}
int old_style(a, b) int a; char *b; { return a; }
int main(int argc, char **argv) {
  FILE *file = fopen(argv[1], "r");
  if (!file) { perror("open"); return 1; }
  struct node item = { .value = 1, .next = NULL };
  int numbers[] = { [0] = 1, 2 };
  printf("%d\n", count(&item, visit));
  switch (argc) { case 1: exit(1); default: break; }
  return ((struct node *)file)->value, fclose(file);
}

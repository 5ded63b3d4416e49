// The script blocks of components: what they import, and what imports them.
# --- krepis.toml
version = 1
[[rules]]
id = "store-is-below"
deny = { from = "path:store/**", to = "path:views/**" }
// --- views/Cart.vue
<template><p>import "./template"</p></template>
<script setup lang="ts">
import { prices } from "../store/prices";
import { gone } from "./gone"; // warning: [layering/unresolved] "cannot resolve './gone'"
</script>
// --- views/List.svelte
<script>
  import Cart from "./Cart.vue";
  import missing from "./Missing.svelte"; // warning: [layering/unresolved] "cannot resolve './Missing.svelte'"
</script>
<style>@import "./nothing";</style>
// --- store/prices.ts
import Cart from "../views/Cart.vue"; // error: [layering/deny store-is-below] "views/Cart.vue"

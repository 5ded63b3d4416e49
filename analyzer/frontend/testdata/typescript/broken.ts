import { a from "./a.js";
const x = call(;
class C { method( { } }
function ok() { return fine(); }

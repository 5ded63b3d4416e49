// Whether a rate limit stands outside the guard is for the user to say: directus/directus#12736, dotnet/AspNetCore.Docs#34739.
// differential: not run, express-rate-limit is no package of the lock
# --- krepis.toml
version = 1
[severity]
"express-rate-limit-before-auth" = "warning"
"express-cors-before-auth" = "off"
// --- app.ts
import cors from "cors";
import express from "express";
import rateLimit from "express-rate-limit";
import passport from "passport";

const inside = express();
inside.use(passport.authenticate("jwt"));
inside.use(rateLimit());  // warning: [ordering/before express-rate-limit-before-auth] "stands inside 'npm/passport#authenticate' (auth)"
inside.use(cors());
inside.get("/inside", (request, response) => response.send("ok"));

const outside = express();
outside.use(rateLimit());
outside.use(passport.authenticate("jwt"));
outside.get("/outside", (request, response) => response.send("ok"));

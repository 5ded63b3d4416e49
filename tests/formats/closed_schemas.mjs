// The JSON schemas of docs/schemas, closed: published they allow members of later versions, here a member that they do not
// name is a fault.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";

const close = (schema) => {
  if (Array.isArray(schema)) return schema.map(close);
  if (schema === null || typeof schema !== "object") return schema;
  const closed = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, close(value)]));
  // `if`, `then` and `dependencies` name only some members of an object that is closed as a whole.
  if (schema.type === "object" && schema.properties) closed.additionalProperties = false;
  return closed;
};

// A function from a name such as "report.schema.json#/definitions/violation" to one from data to a list of faults.
export const loadSchemas = (folder) => {
  const ajv = new Ajv({ allErrors: true, strict: true, strictTypes: false, strictRequired: false, allowUnionTypes: true });
  for (const name of readdirSync(folder)) ajv.addSchema(close(JSON.parse(readFileSync(join(folder, name), "utf8"))));
  return (name) => {
    const validate = ajv.getSchema(name);
    if (!validate) throw new Error(`there is no schema ${name}`);
    return (data) => (validate(data) ? [] : validate.errors.map((e) => `${e.instancePath || "/"} ${e.message} ${JSON.stringify(e.params)}`));
  };
};

import { join } from "node:path";

/** What an application in a folder of its own doesn't need: this one takes modules from the folder above. */
export default {
  turbopack: { root: join(import.meta.dirname, "../../..") },
  outputFileTracingRoot: join(import.meta.dirname, "../../.."),
};

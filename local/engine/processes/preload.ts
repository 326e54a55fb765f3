// Loaded before a child's own code.
import { cacheOnlyFiles } from "./compile-cache.js";
import "./exit-with-parent.js";
import "./load-on-use.js";

cacheOnlyFiles();

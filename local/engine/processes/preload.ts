// Loaded before a child's own code.
import { flushOnInterrupt } from "./compile-cache.js";
import "./exit-with-parent.js";
import "./load-on-use.js";

flushOnInterrupt();

import { Socket } from "node:net";
import { PARENT_PIPE } from "./parent-pipe.js";

// Loaded before a child's own code. The pipe closes when the parent exits in any way, and then the child exits too.
const pipe = new Socket({ fd: PARENT_PIPE, readable: true, writable: false });
pipe.on("close", () => process.exit(1)).on("error", () => process.exit(1));
pipe.resume();
pipe.unref();

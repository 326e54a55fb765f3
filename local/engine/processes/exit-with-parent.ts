import { Socket } from "node:net";
import { PARENT_PIPE } from "./parent-pipe.js";

// Loaded before a child's own code: the pipe ends when the parent does, however it ends, and the child follows.
const pipe = new Socket({ fd: PARENT_PIPE, readable: true, writable: false });
pipe.on("close", () => process.exit(1)).on("error", () => process.exit(1));
pipe.resume();
pipe.unref();

import { type Engine } from "./engine.js";
export const embedded: Engine = { name: "the embedded engine", createStack: () => Promise.reject(new Error("soon")) };

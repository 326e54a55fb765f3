import { outcomes } from "./bodies.mjs";

console.log(await outcomes());

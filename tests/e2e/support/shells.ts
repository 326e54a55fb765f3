import { embedded } from "./embedded.js";
import { type Engine } from "./engine.js";
import { nativeShell } from "./native.js";
import { realCli } from "./real-cli.js";
import { onEngine, type Start } from "./scenario.js";

/** As onEveryEngine, and once more with the native plugin: for scenarios that are the same in both shells. */
export const onEveryShell = (title: string, declare: (start: Start, engine: Engine) => void): void => {
  for (const engine of [embedded, realCli, nativeShell]) onEngine(engine, title, declare);
};

import { embedded } from "./embedded.js";
import { type Engine } from "./engine.js";
import { nativeShell } from "./native.js";
import { realCli } from "./real-cli.js";
import { onEngine, type Start } from "./scenario.js";

/**
 * As onEveryEngine, and once more with the native plugin: for scenarios that are the same in both shells. These are not:
 *
 * - adoption, quickstart, receiver: they run the npm package's own examples
 * - programs, refusals: the classes of the npm package refuse resource options, which a plugin doesn't see
 * - error-hooks, import: the hook and the file belong to the npm package's documentation; plugin-import tests the plugin's own
 * - crashes and concurrency: they look at the processes of dynamic providers. protocol/plugin-crashes kills the plugin's
 */
export const onEveryShell = (title: string, declare: (start: Start, engine: Engine) => void): void => {
  for (const engine of [embedded, realCli, nativeShell]) onEngine(engine, title, declare);
};

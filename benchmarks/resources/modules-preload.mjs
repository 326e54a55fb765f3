// Writes the name of each package that a process loads, immediately: Pulumi kills its provider, so it can't write at
// exit.
import { appendFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { join } from "node:path";

const script = process.argv[1] ?? "";
const role = ["run", "dynamic-provider"].find((each) => script.includes(`@pulumi/pulumi/cmd/${each}`));
const PACKAGE = /^.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//;
const known = new Set();

if (role !== undefined) {
  const file = join(process.env.BENCH_MODULES, role);
  registerHooks({
    load(url, context, next) {
      const name = PACKAGE.exec(url)?.[1];
      if (name !== undefined && !known.has(name)) {
        known.add(name);
        appendFileSync(file, `${name}\n`);
      }
      return next(url, context);
    },
  });
}

import { execFileSync } from "node:child_process";
import { beforeAll, expect, test } from "@jest/globals";
import { PROJECT_ROOT } from "../../support/project.js";

interface Loading {
  readonly module: string;
  /** What is done with the module, as text. */
  readonly use?: string;
}

/**
 * The files that each module, and its use, loads in a process that has loaded Pulumi's SDK. All run in one process, in which
 * what one has loaded is unloaded before the next.
 */
const filesLoaded = (loadings: readonly Loading[]): string[][] => {
  const uses = loadings.map(({ module, use = "() => {}" }) => `[${JSON.stringify(module)}, ${use}]`);
  const program = `
    require("@pulumi/pulumi");
    const before = new Set(Object.keys(require.cache));
    void (async () => {
      const all = [];
      for (const [module, use] of [${uses.join(",\n")}]) {
        await use(require(module));
        const files = Object.keys(require.cache).filter((file) => !before.has(file));
        for (const file of files) delete require.cache[file];
        all.push(files);
      }
      console.log(JSON.stringify(all));
    })();`;
  const printed = execFileSync(process.execPath, ["--eval", program], { cwd: PROJECT_ROOT, encoding: "utf8" });
  // What the verbs tell comes before it.
  return JSON.parse(printed.trim().split("\n").at(-1) ?? "") as string[][];
};

const packageOf = (file: string): string => {
  const [, ...below] = file.split("/node_modules/");
  const [scope = "pulumi-cybersource-webhooks", name = ""] = below.at(-1)?.split("/") ?? [];
  return scope.startsWith("@") ? `${scope}/${name}` : scope;
};

const packagesOf = (files: readonly string[]): string[] => [...new Set(files.map(packageOf))].sort();

/** The package itself, with the function that suggests a name for a misspelled one. */
const OWN = ["fastest-levenshtein", "pulumi-cybersource-webhooks"];

const HANDLERS = "pulumi-cybersource-webhooks/handlers.js";

const everyVerb = (resource: string): string => `({ ${resource}: each }) => Promise.allSettled([
  each.check({}, { organizationId: 'o' }), each.read('i', {}), each.create({ organizationId: 'o' }), each.delete('i', {}),
])`;

let loaded: Record<"program" | "refresh" | "check" | "keys" | "subscription", string[]>;
beforeAll(() => {
  const [program = [], refresh = [], check = [], keys = [], subscription = []] = filesLoaded([
    { module: "pulumi-cybersource-webhooks" },
    {
      module: HANDLERS,
      use: "({ webhookSigningKey: key }) => Promise.all([key.read('i', {}), key.delete('i', {})])",
    },
    {
      module: HANDLERS,
      use: "({ webhookSigningKey: key }) => key.check({ organizationId: 'o' }, { organizationId: 'o' })",
    },
    { module: HANDLERS, use: everyVerb("webhookSigningKey") },
    { module: HANDLERS, use: everyVerb("webhookSubscription") },
  ]);
  loaded = { program, refresh, check, keys, subscription };
});

test("a program loads only the package's own declarations", () => {
  expect(packagesOf(loaded.program)).toEqual(OWN);
});

test("a provider that only refreshes and destroys loads only the package too", () => {
  expect(packagesOf(loaded.refresh)).toEqual(OWN);
});

test("a provider that sends no request loads the checks of inputs, but no HTTP client", () => {
  expect(packagesOf(loaded.check)).toEqual([...OWN, "zod"]);
});

test("a provider of keys alone loads nothing of subscriptions", () => {
  const ofSubscriptions = (files: readonly string[]): string[] =>
    files.filter((file) => /\/(resources|api)\/subscription/.test(file));
  expect(ofSubscriptions(loaded.keys).filter((file) => !file.endsWith("/subscription/table.js"))).toEqual([]);
  expect(ofSubscriptions(loaded.subscription).length).toBeGreaterThan(5);
});

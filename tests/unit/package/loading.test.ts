import { execFileSync } from "node:child_process";
import { expect, test } from "@jest/globals";
import { PROJECT_ROOT } from "../../support/project.js";

/** The files that a new process loads for the second module and for using it, but not for the first module. */
const filesLoadedFor = (first: string, second: string, use = "() => {}"): string[] => {
  const program = `
    require(${JSON.stringify(first)});
    const before = new Set(Object.keys(require.cache));
    void (async () => {
    await (${use})(require(${JSON.stringify(second)}));
    const files = Object.keys(require.cache).filter((file) => !before.has(file));
    console.log(JSON.stringify(files));
    })();`;
  const printed = execFileSync(process.execPath, ["--eval", program], { cwd: PROJECT_ROOT, encoding: "utf8" });
  // What the verbs tell comes before it.
  return JSON.parse(printed.trim().split("\n").at(-1) ?? "") as string[];
};

const packageOf = (file: string): string => {
  const [, ...below] = file.split("/node_modules/");
  const [scope = "pulumi-cybersource-webhooks", name = ""] = below.at(-1)?.split("/") ?? [];
  return scope.startsWith("@") ? `${scope}/${name}` : scope;
};

/** The packages of these files. */
const loadedFor = (...args: Parameters<typeof filesLoadedFor>): string[] =>
  [...new Set(filesLoadedFor(...args).map(packageOf))].sort();

/** The package itself, with the function that suggests a name for a misspelled one. */
const OWN = ["fastest-levenshtein", "pulumi-cybersource-webhooks"];

test("a program loads only the package's own declarations", () => {
  expect(loadedFor("@pulumi/pulumi", "pulumi-cybersource-webhooks")).toEqual(OWN);
});

const HANDLERS = "pulumi-cybersource-webhooks/handlers.js";

test("a provider that only refreshes and destroys loads only the package too", () => {
  expect(
    loadedFor(
      "@pulumi/pulumi",
      HANDLERS,
      "({ webhookSigningKey: key }) => Promise.all([key.read('i', {}), key.delete('i', {})])",
    ),
  ).toEqual(OWN);
});

test("a provider that sends no request loads the checks of inputs, but no HTTP client", () => {
  expect(
    loadedFor(
      "@pulumi/pulumi",
      HANDLERS,
      "({ webhookSigningKey: key }) => key.check({ organizationId: 'o' }, { organizationId: 'o' })",
    ),
  ).toEqual([...OWN, "zod"]);
});

test("a provider of keys alone loads nothing of subscriptions", () => {
  const filesFor = (resource: string): string[] =>
    filesLoadedFor(
      "@pulumi/pulumi",
      HANDLERS,
      `({ ${resource}: each }) => Promise.allSettled([
        each.check({}, { organizationId: 'o' }), each.read('i', {}), each.create({ organizationId: 'o' }), each.delete('i', {}),
      ])`,
    ).filter((file) => /\/(resources|api)\/subscription/.test(file));
  expect(filesFor("webhookSigningKey").filter((file) => !file.endsWith("/subscription/table.js"))).toEqual([]);
  expect(filesFor("webhookSubscription").length).toBeGreaterThan(5);
});

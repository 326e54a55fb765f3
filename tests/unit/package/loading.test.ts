import { execFileSync } from "node:child_process";
import { expect, test } from "@jest/globals";
import { PROJECT_ROOT } from "../../support/project.js";

/** The packages that a new process loads for the second module and for using it, but not for the first module. */
const loadedFor = (first: string, second: string, use = "() => {}"): string[] => {
  const program = `
    require(${JSON.stringify(first)});
    const before = new Set(Object.keys(require.cache));
    void (async () => {
    await (${use})(require(${JSON.stringify(second)}));
    const files = Object.keys(require.cache).filter((file) => !before.has(file));
    const names = files.map((file) => /.*\\/node_modules\\/((?:@[^/]+\\/)?[^/]+)/.exec(file)?.[1] ?? "pulumi-cybersource-webhooks");
    console.log(JSON.stringify([...new Set(names)].sort()));
    })();`;
  const printed = execFileSync(process.execPath, ["--eval", program], { cwd: PROJECT_ROOT, encoding: "utf8" });
  // What the verbs tell comes before it.
  return JSON.parse(printed.trim().split("\n").at(-1) ?? "") as string[];
};

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

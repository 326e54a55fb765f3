import { describe, expect, test } from "@jest/globals";
import * as pulumi from "@pulumi/pulumi";
import * as program from "../../../provider/index.js";
import { schemaOf } from "../../../provider/resources/schemas.js";
import { type ResourceTable } from "../../../provider/resources/table.js";
import { RESOURCE_TABLES } from "../../../provider/resources/all-tables.js";
import * as handlers from "../../../provider/seam/handlers.js";
import { readDocument } from "../../support/documents.js";
import { RECORDED_PROGRAM } from "../../support/recorded-states.js";
import { sourceFiles } from "../../support/source-files.js";

const RESOURCES = Object.entries<ResourceTable>(RESOURCE_TABLES);
const MODULES = RESOURCES.map(([module]) => module);
const { exports: subpaths } = JSON.parse(readDocument("package.json")) as {
  exports: Readonly<Record<string, unknown>>;
};

/** Handlers have the name of the class, its first letter in lower case. */
const handlersName = (table: ResourceTable): string => table.name.charAt(0).toLowerCase() + table.name.slice(1);

/** Every place in which a resource must be named so that a program, a state and a reader find it. */
describe.each(RESOURCES)("the resource of %s", (module, table) => {
  test("has a class that the package exports", () => {
    expect(program).toHaveProperty(table.name);
    const { prototype } = Reflect.get(program, table.name) as { readonly prototype: unknown };
    expect(prototype).toBeInstanceOf(pulumi.CustomResource);
  });

  test("has a public subpath for its module in provider/seam", () => {
    expect(subpaths).toHaveProperty([`./providers/${module}.js`], `./dist/provider/seam/${module}.js`);
  });

  test("has a module in provider/seam that calls its own handlers for every verb", () => {
    const asked = readDocument(`provider/seam/${module}.ts`).match(/handlers\(\)\s*\.(\w+)(?=\.)/g) ?? [];
    expect(asked.map((call) => call.replace(/^.*\./s, ""))).toEqual(Array<string>(6).fill(handlersName(table)));
    expect(handlers).toHaveProperty(handlersName(table));
  });

  test("has a schema for each input", () => {
    expect(Object.keys(table.inputs).filter((input) => schemaOf(table, input) === undefined)).toEqual([]);
  });

  test("has an output for each input whose change replaces it, because diff compares the two", () => {
    const replacing = Object.entries(table.inputs).filter(([, { onChange }]) => onChange === "replace");
    expect(replacing.filter(([name]) => !Object.hasOwn(table.outputs, name))).toEqual([]);
  });

  test("declares each output on its class and each input in its arguments", () => {
    const source = [`provider/${module}.ts`, "provider/webhook-key.ts"].map(readDocument).join("\n");
    const { inputs, outputs } = table;
    const isKey = Object.hasOwn(inputs, "organizationId");
    const own = isKey ? source : readDocument(`provider/${module}.ts`);
    // A note for diff alone.
    const declared = Object.keys(outputs).filter((name) => name !== "adopted");
    expect(declared.filter((name) => !own.includes(`declare readonly ${name}: `))).toEqual([]);
    expect(Object.keys(inputs).filter((name) => !new RegExp(`^  readonly ${name}\\??: `, "m").test(own))).toEqual([]);
  });

  test("is in the recorded program, and in the programs of e2e tests", () => {
    expect(RECORDED_PROGRAM).toContain(`new ${table.name}(`);
    expect(readDocument("tests/e2e/support/program.ts")).toContain(table.name);
  });

  test("has a row in docs/design.md and a section in docs/resources.md", () => {
    expect(readDocument("docs/design.md")).toMatch(new RegExp(`^\\| \`${module}\` +\\|`, "m"));
    expect(readDocument("docs/resources.md")).toContain(`\n## ${table.name}\n`);
  });
});

test("every resource has its table in RESOURCE_TABLES", () => {
  const inSeam = sourceFiles("provider/seam").flatMap((file) => /\/(webhook-[\w-]+)\.ts$/.exec(file)?.[1] ?? []);
  const published = Object.keys(subpaths).flatMap((subpath) => /^\.\/providers\/(.*)\.js$/.exec(subpath)?.[1] ?? []);
  const tables = sourceFiles("provider/resources").filter((file) =>
    /^provider\/resources\/[^/]+\/table\.ts$/.test(file),
  );
  expect(inSeam).toEqual([...MODULES].sort());
  expect(published.sort()).toEqual([...MODULES].sort());
  // `key` has what the two kinds of key share.
  expect(tables.filter((file) => !file.includes("/key/"))).toHaveLength(MODULES.length);
});

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { z } from "zod";
import { createSchema } from "../../../plugin/schema/create-schema.js";
import { OBJECT_TYPES, type ObjectType, schemaTypeOf } from "../../../plugin/schema/types.js";
import { RESOURCE_TABLES } from "../../../provider/resources/all-tables.js";
import { schemaOf } from "../../../provider/resources/schemas.js";
import { type ResourceTable } from "../../../provider/resources/table.js";
import { PROJECT_ROOT } from "../../support/project.js";

const TABLES = Object.values<ResourceTable>(RESOURCE_TABLES);
const schema = createSchema("1.2.3") as {
  readonly version: string;
  readonly resources: Readonly<
    Record<
      string,
      {
        readonly aliases: readonly { type: string }[];
        readonly inputProperties: Readonly<Record<string, { secret?: boolean; willReplaceOnChanges?: boolean }>>;
        readonly properties: Readonly<Record<string, { secret?: boolean }>>;
        readonly requiredInputs: readonly string[];
        readonly required: readonly string[];
      }
    >
  >;
};

test("the schema is the one in plugin/schema.json; otherwise look at the difference and run: npm run docs", () => {
  const recorded: unknown = JSON.parse(readFileSync(join(PROJECT_ROOT, "plugin/schema.json"), "utf8"));
  expect({ ...schema, version: undefined }).toEqual({ ...(recorded as object), version: undefined });
});

describe.each(TABLES)("the schema of $name", (table) => {
  const resource = schema.resources[`cybersource-webhooks:index:${table.name}`];

  test("has its inputs and outputs, secret as they are", () => {
    const secretOf = (properties: ResourceTable["outputs"]) =>
      Object.entries(properties).map(([name, { isSecret }]) => [name, isSecret] as const);
    const told = (properties: Readonly<Record<string, { secret?: boolean }>> = {}) =>
      Object.entries(properties).map(([name, { secret = false }]) => [name, secret]);
    expect(told(resource?.inputProperties)).toEqual(secretOf(table.inputs));
    expect(told(resource?.properties)).toEqual(secretOf(table.outputs));
  });

  test("says which inputs are required and which replace the resource", () => {
    const entries = Object.entries(table.inputs);
    const required = entries.filter(([, { isRequired }]) => isRequired).map(([name]) => name);
    const replacing = entries.filter(([, { onChange }]) => onChange === "replace").map(([name]) => name);
    expect(resource?.requiredInputs).toEqual(required);
    const marked = Object.entries(resource?.inputProperties ?? {}).filter(([, input]) => input.willReplaceOnChanges);
    expect(marked.map(([name]) => name)).toEqual(replacing);
  });

  test("names the type of the dynamic resource, so that a stack moves between the two", () => {
    expect(resource?.aliases).toEqual([{ type: `pulumi-nodejs:dynamic/cybersource-webhooks:${table.name}` }]);
  });

  test("has no signingKey, which is only a dependency", () => {
    expect(resource?.inputProperties).not.toHaveProperty("signingKey");
  });
});

/** Names and optional names of an object, from its schema of JSON. */
const shapeOf = (json: unknown): { names: string[]; required: string[] } => {
  const { properties = {}, required = [] } = json as { properties?: object; required?: string[] };
  return { names: Object.keys(properties).sort(), required: [...required].sort() };
};

test("every object type has the properties that the check of the input accepts", () => {
  const types: Readonly<Record<string, ObjectType>> = OBJECT_TYPES;
  const inputs = TABLES.flatMap((table) =>
    Object.entries(table.inputs).map(([name, { type }]) => ({ table, name, type })),
  );
  const compared = inputs.flatMap(({ table, name, type }) => {
    const found = JSON.stringify(schemaTypeOf(type));
    const object = /index:(\w+)/.exec(found)?.[1];
    const check = schemaOf(table, name);
    if (object === undefined || check === undefined) return [];
    const json = z.toJSONSchema(check, { unrepresentable: "any" }) as { items?: unknown };
    const { properties = {}, required = [] } = types[object] ?? {};
    expect({ object, ...shapeOf(json.items ?? json) }).toEqual({
      object,
      names: Object.keys(properties).sort(),
      required: [...required].sort(),
    });
    return [object];
  });
  expect(new Set(compared)).toEqual(
    new Set(["AdoptedKey", "CurrentKey", "WebhookProduct", "WebhookRetryPolicy", "WebhookSecurityPolicy"]),
  );
});

test("a table with a type that the schema doesn't know fails the build", () => {
  expect(() => schemaTypeOf("{ other }")).toThrow("plugin/schema/types.ts has no type for { other }");
});

import { describe, expect, test } from "@jest/globals";
import { Display, type DisplayOptions } from "../../../../../local/engine/display/display.js";
import type { EngineEvent, StepEvent, SummaryEvent } from "../../../../../local/engine/events.js";
import { JsonReport } from "../../../../../local/engine/display/json-report.js";
import { Secret, UNKNOWN, type Properties } from "../../../../../local/engine/values/values.js";

const TYPE = "pulumi-nodejs:dynamic/p:Key";
const URN = `urn:pulumi:dev::p::${TYPE}::orders`;

const step = (fields: Partial<StepEvent>): StepEvent => ({
  kind: "step",
  phase: "done",
  op: "create",
  urn: URN,
  type: TYPE,
  name: "orders",
  ...fields,
});

const summary = (fields: Partial<SummaryEvent> = {}): SummaryEvent => ({
  kind: "summary",
  operation: "up",
  changes: {},
  durationMs: 1_001,
  result: "succeeded",
  ...fields,
});

/** What is printed for events that are 250 ms apart. */
const shown = (events: readonly EngineEvent[], options: Partial<DisplayOptions> = {}): string => {
  const texts: string[] = [];
  let nowMs = 0;
  const display = new Display({
    operation: "up",
    isPreview: false,
    project: "p",
    stack: "dev",
    useColour: false,
    write: (text) => texts.push(text),
    nowMs: () => (nowMs += 250),
    ...options,
  });
  events.forEach(display.show);
  return texts.join("");
};

const phases = (fields: Partial<StepEvent>): readonly StepEvent[] => [
  step({ ...fields, phase: "start" }),
  step({ ...fields, phase: "done" }),
];

describe("the lines of a run", () => {
  test.each([
    ["create", "+", "creating", "created"],
    ["update", "~", "updating", "updated"],
    ["delete", "-", "deleting", "deleted"],
    ["create-replacement", "++", "creating replacement", "created replacement"],
    ["replace", "+-", "replacing", "replaced"],
    ["delete-replaced", "--", "deleting original", "deleted original"],
  ] as const)("show a %s as the Pulumi CLI does", (op, sign, doing, done) => {
    const lines = shown(phases({ op })).split("\n");
    expect(lines.slice(0, 4)).toEqual([
      "Updating (dev):",
      "",
      ` ${sign.padEnd(3)}${TYPE} orders ${doing} (0s)`,
      ` ${sign.padEnd(3)}${TYPE} orders ${done} (0.25s)`,
    ]);
  });

  test("name the properties that cause a replacement", () => {
    expect(shown(phases({ op: "replace", replaces: ["expirationDate", "host"] }))).toContain(
      "orders replacing (0s) [diff: ~expirationDate,host]\n",
    );
  });

  test("leave out resources that stay the same", () => {
    expect(shown(phases({ op: "same" }))).toBe("Updating (dev):\n\n");
  });

  test("show what a preview would do, once", () => {
    const text = shown(phases({ op: "replace" }), { operation: "preview", isPreview: true });
    expect(text).toBe(`Previewing update (dev):\n\n +- ${TYPE} orders replace\n`);
  });

  test("show what a refresh found", () => {
    const events = [step({ op: "refresh", phase: "start" }), step({ op: "update" })];
    const titled = { operation: "refresh" } as const;
    expect(shown(events, titled)).toContain(
      `Refreshing (dev):\n\n ~  ${TYPE} orders refreshing (0s)\n ~  ${TYPE} orders updated (0.25s)\n`,
    );
    expect(shown(events, { ...titled, isPreview: true })).toContain(`orders refreshing\n ~  ${TYPE} orders update\n`);
  });

  test("show a failure", () => {
    expect(shown([step({ phase: "start" }), step({ phase: "failed" })])).toContain("orders **creating failed**\n");
  });

  test.each([
    [999, "1.00s"],
    [1_000, "1s"],
    [59_999, "59s"],
    [60_000, "1m0s"],
    [125_000, "2m5s"],
  ])("show %i ms as %s", (elapsedMs, shownTime) => {
    const times = [0, elapsedMs];
    expect(shown(phases({}), { nowMs: () => times.shift() ?? 0 })).toContain(`created (${shownTime})`);
  });

  test("have no colours by default", () => {
    const events: EngineEvent[] = [...phases({}), { kind: "diagnostic", severity: "error", message: "x" }, summary()];
    expect(shown(events)).not.toContain("\u001b");
    expect(shown(events, { useColour: true })).toContain("\u001b[32m");
  });
});

describe("diagnostics", () => {
  test("are shown at once with their first line, and completely at the end, by resource", () => {
    const text = shown([
      { kind: "diagnostic", severity: "warning", urn: URN, message: "due\nsoon\n" },
      { kind: "diagnostic", severity: "info", message: "from the program" },
      { kind: "diagnostic", severity: "error", urn: URN, message: "refused" },
      { kind: "diagnostic", severity: "debug", urn: URN, message: "hidden" },
      summary(),
    ]);
    expect(text).toContain(`    ${TYPE} orders warning: due\n    pulumi:pulumi:Stack p-dev from the program\n`);
    expect(text).toContain(
      [
        "Diagnostics:",
        `  ${TYPE} (orders):`,
        "    warning: due",
        "    soon",
        "    error: refused",
        "",
        "  pulumi:pulumi:Stack (p-dev):",
        "    from the program",
        "",
        "",
      ].join("\n"),
    );
    expect(text).not.toContain("hidden");
  });

  test("lose the program's colours by default", () => {
    const events: EngineEvent[] = [{ kind: "diagnostic", severity: "info", message: "\u001b[90mgrey\u001b[39m" }];
    expect(shown(events)).toContain("p-dev grey\n");
    expect(shown(events, { useColour: true })).toContain("\u001b[90mgrey");
  });

  test("show a child's own type, and a name with colons completely", () => {
    const urn = "urn:pulumi:dev::p::p:index:Keys$p:index:Key::a::b";
    expect(shown([{ kind: "diagnostic", severity: "info", urn, message: "x" }])).toContain("    p:index:Key a::b x\n");
  });
});

describe("the end of a run", () => {
  test("shows outputs as the Pulumi CLI does, without secrets", () => {
    const outputs: Properties = {
      nested: { list: [1, "two", { three: null }], empty: {}, elist: [], flag: true, long: "line1\nline2" },
      made: UNKNOWN,
      key: new Secret("hunter2"),
      deep: [new Secret({ a: "hunter2" })],
    };
    const text = shown([{ kind: "outputs", outputs }, summary()]);
    expect(text).toContain(
      [
        "Outputs:",
        "    deep  : [",
        "        [0]: [secret]",
        "    ]",
        "    key   : [secret]",
        "    made  : [unknown]",
        "    nested: {",
        "        elist: []",
        "        empty: {}",
        "        flag : true",
        "        list : [",
        "            [0]: 1",
        '            [1]: "two"',
        "            [2]: {",
        "                three: <null>",
        "            }",
        "        ]",
        String.raw`        long : "line1\nline2"`,
        "    }",
        "",
        "",
      ].join("\n"),
    );
    expect(text).not.toContain("hunter2");
  });

  test("leaves out empty sections", () => {
    expect(shown([summary({ changes: { same: 3 } })])).toBe(
      "Updating (dev):\n\nResources:\n    3 unchanged\n\nDuration: 2s\n\n",
    );
  });

  test("counts the changes in the CLI's words", () => {
    const changes = { create: 2, delete: 1, replace: 1, same: 3 };
    expect(shown([summary({ changes })])).toContain(
      "Resources:\n    + 2 created\n    - 1 deleted\n    +-1 replaced\n    4 changes. 3 unchanged\n\nDuration: 2s\n",
    );
  });

  test("counts planned changes, without a duration", () => {
    const text = shown([summary({ changes: { create: 2 } })], { operation: "preview", isPreview: true });
    expect(text).toContain("Resources:\n    + 2 to create\n");
    expect(text).not.toContain("Duration");
  });

  test("counts each resource that failed once", () => {
    const text = shown([
      step({ phase: "failed" }),
      { kind: "diagnostic", severity: "error", urn: URN, message: "refused" },
      { kind: "diagnostic", severity: "error", message: "update failed" },
      summary({ result: "failed" }),
    ]);
    expect(text).toContain("    2 errored\n");
  });
});

describe("the JSON report", () => {
  test("contains finished steps, diagnostics, outputs and counts, but no secrets", () => {
    const report = new JsonReport();
    const events: EngineEvent[] = [
      ...phases({ op: "replace", id: "id-1", replaces: ["host"] }),
      step({ phase: "failed", op: "update" }),
      { kind: "diagnostic", severity: "warning", urn: URN, message: "\u001b[33mdue\u001b[39m" },
      { kind: "diagnostic", severity: "debug", message: "hidden" },
      { kind: "outputs", outputs: { key: new Secret("hunter2"), list: [UNKNOWN, { a: 1 }] } },
      summary({ changes: { replace: 1 }, result: "failed" }),
    ];
    events.forEach(report.add);
    expect(JSON.parse(JSON.stringify(report.toJson()))).toEqual({
      operation: "up",
      result: "failed",
      steps: [
        { op: "replace", urn: URN, type: TYPE, name: "orders", id: "id-1", replaceReasons: ["host"] },
        { op: "update", urn: URN, type: TYPE, name: "orders", failed: true },
      ],
      diagnostics: [{ severity: "warning", urn: URN, message: "due" }],
      outputs: { key: "[secret]", list: ["[unknown]", { a: 1 }] },
      changeSummary: { replace: 1 },
      durationMs: 1_001,
    });
  });
});

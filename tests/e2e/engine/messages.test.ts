import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { Ran } from "./workspace.js";
import { TYPE, Workspace } from "./workspace.js";

let workspace: Workspace;
beforeEach(() => {
  workspace = new Workspace();
});
afterEach(() => workspace.remove());

const URN = `urn:pulumi:dev::lab::${TYPE}::a`;

/** The provider tells the engine in every verb, about the resource and about the stack. */
const CODE = `
const tell = (severity, urn, message) => new Promise((resolve, reject) => {
  const { credentials } = require("@grpc/grpc-js");
  const { EngineClient } = require("@pulumi/pulumi/proto/engine_grpc_pb.js");
  const { LogRequest, LogSeverity } = require("@pulumi/pulumi/proto/engine_pb.js");
  const request = new LogRequest().setSeverity(LogSeverity[severity]).setUrn(urn).setMessage(message);
  new EngineClient(process.argv[2], credentials.createInsecure()).log(request, (error) => error ? reject(error) : resolve());
});
for (const [verb, severity, urn] of [["check", "INFO", ""], ["create", "WARNING", "${URN}"], ["read", "ERROR", "${URN}"]]) {
  const inner = provider[verb];
  provider[verb] = async function (...args) { await tell(severity, urn, "from " + verb); return inner.apply(this, args); };
}
`;
const PROGRAM = `extendProvider(${JSON.stringify(CODE)}); new Thing("a");`;

const messagesOf = ({ events }: Ran): readonly unknown[] =>
  events.flatMap(({ kind, ...event }) => (kind === "diagnostic" ? [event] : []));

describe("a message that a provider sends to the engine", () => {
  test("is shown with its severity, for the resource or the stack, in every operation, and fails none of them", async () => {
    const check = { severity: "info", message: "from check" };
    const previewed = await workspace.run("preview", PROGRAM);
    expect(messagesOf(previewed)).toEqual([check]);
    const made = await workspace.run("up", PROGRAM);
    expect(messagesOf(made)).toEqual([check, { severity: "warning", urn: URN, message: "from create" }]);
    const refreshed = await workspace.run("refresh", "");
    expect(messagesOf(refreshed)).toEqual([{ severity: "error", urn: URN, message: "from read" }]);
    expect([previewed, made, refreshed].map(({ result }) => result)).toEqual(Array(3).fill("succeeded"));
  });
});

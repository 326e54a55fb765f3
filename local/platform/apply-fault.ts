import { randomUUID } from "node:crypto";
import { gzipSync } from "node:zlib";
import { type Answer } from "./answer.js";
import { type Fault } from "./fault.js";
import { isRecord } from "./record.js";
import { readJson } from "../json-text.js";

const MEGABYTE = 1_048_576;

type FaultOf<Kind extends Fault["kind"]> = Extract<Fault, { kind: Kind }>;

/** Finds the object and the name of the field that a dotted path points to. Creates missing objects on the way. */
const locate = (root: Record<string, unknown>, path: string): [Record<string, unknown>, string] => {
  const names = path.split(".");
  const field = names.pop() ?? path;
  let holder = root;
  for (const name of names) {
    const next = holder[name];
    const inner = isRecord(next) ? next : {};
    holder[name] = inner;
    holder = inner;
  }
  return [holder, field];
};

const edited = (body: Buffer, { set = {}, omit = [] }: FaultOf<"edit">): Buffer => {
  const json = readJson(body.toString());
  if (!isRecord(json)) return body;
  for (const [path, value] of Object.entries(set)) {
    const [holder, field] = locate(json, path);
    holder[field] = value;
  }
  for (const path of omit) {
    const [holder, field] = locate(json, path);
    Reflect.deleteProperty(holder, field);
  }
  return Buffer.from(JSON.stringify(json));
};

/** Puts the nested lists in as text, because JSON.stringify can't go that deep. */
const nested = (body: Buffer, { path, depth }: FaultOf<"nest">): Buffer => {
  const place = randomUUID();
  const text = edited(body, { kind: "edit", made: true, set: { [path]: place } }).toString();
  return Buffer.from(text.replace(`"${place}"`, "[".repeat(depth) + "]".repeat(depth)));
};

const padded = ({ megabytes, gzip = false }: FaultOf<"pad">, answer: Answer): Answer => {
  const body = Buffer.concat([answer.body, Buffer.alloc(megabytes * MEGABYTE, " ")]);
  if (!gzip) return { ...answer, body };
  return { ...answer, headers: { ...answer.headers, "content-encoding": "gzip" }, body: gzipSync(body) };
};

const replaced = ({ status, headers = {}, body = "", bodyBase64 }: FaultOf<"answer">): Answer => ({
  status,
  headers: { "content-type": "application/json", ...lowerCased(headers) },
  body: bodyBase64 === undefined ? Buffer.from(body) : Buffer.from(bodyBase64, "base64"),
});

const lowerCased = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

/** Changes an answer as the fault says. */
export const applyFault = (fault: Fault, answer: Answer): Answer => {
  switch (fault.kind) {
    case "answer":
      return replaced(fault);
    case "edit":
      return { ...answer, body: edited(answer.body, fault) };
    case "delay":
      return { ...answer, delivery: { beforeHeadersMs: fault.beforeHeadersMs, insideBodyMs: fault.insideBodyMs } };
    case "reset":
      return { ...answer, delivery: { breakAt: fault.afterBytes ?? "start" } };
    case "truncate":
      return { ...answer, body: answer.body.subarray(0, fault.bytes) };
    case "pad":
      return padded(fault, answer);
    case "nest":
      return { ...answer, body: nested(answer.body, fault) };
    case "drip":
      return { ...answer, delivery: { dripEveryMs: fault.everyMs } };
    case "raw":
      return { ...answer, delivery: { raw: fault } };
    case "late":
      return { ...answer, delivery: { lateAfterStatus: fault.status } };
  }
};

/**
 * A dynamic provider that records the requests it gets, and a resource class `Thing`. A change of `size` replaces the
 * resource, any other change updates it. Environment variables control the provider:
 *
 * - `FAIL`: requests that fail, such as `create:a`.
 * - `HALF`: requests that end half done.
 * - `PID_FILE`: the program and a creation write their process ids into files whose names begin with it.
 * - `PAUSE_MS`: how long each creation takes.
 * - `TELL`: a read and a delete record the configuration that they have, and a check that it doesn't know the colour yet.
 * - `PAUSE`: a creation that waits, and the file that it waits for.
 */
const PROVIDER = `{
  configure(req) { this.setting = req.config.get("setting"); },
  note(line) { require("node:fs").appendFileSync(process.env.JOURNAL, line + "\\n"); },
  told() { return process.env.TELL === undefined ? "" : " with " + (this.setting ?? "none"); },
  named(list, what) { return (process.env[list] ?? "").split(",").includes(what); },
  async pause(what) {
    if (process.env.PAUSE_MS !== undefined) await new Promise((r) => setTimeout(r, Number(process.env.PAUSE_MS)));
    const until = process.env.PAUSE ?? "";
    if (!until.startsWith(what + "=")) return;
    while (!require("node:fs").existsSync(until.slice(what.length + 1))) await new Promise((r) => setTimeout(r, 20));
  },
  fail(verb, label, id, properties) {
    if (this.named("FAIL", verb + ":" + label)) throw new Error(verb + " of " + label + " refused");
    if (!this.named("HALF", verb + ":" + label)) return;
    throw Object.assign(new Error("half"), { id, properties, reasons: [label + " is not ready", "try again"] });
  },
  async check(olds, news) {
    this.note("check " + news.label + (Object.keys(olds).length > 0 ? " again" : ""));
    const isUnknown = news.colour === "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    if (isUnknown && process.env.TELL !== undefined) this.note("colour of " + news.label + " is unknown");
    const failures = this.named("FAIL", "check:" + news.label) ? [{ property: "size", reason: "too big" }] : [];
    return { inputs: { ...news, shape: news.shape ?? olds.shape ?? "round" }, failures };
  },
  async diff(id, olds, news) {
    this.note("diff " + news.label);
    if (this.named("FAIL", "diff:" + news.label)) throw new Error("diff of " + news.label + " refused");
    const changed = ["size", "colour", "token", "shape", "tags"].filter(
      (key) => JSON.stringify(olds[key]) !== JSON.stringify(news[key]));
    const replaces = changed.filter((key) => key === "size");
    return { changes: changed.length > 0 || process.env.DUE === news.label, replaces, deleteBeforeReplace: news.eager === true };
  },
  async create(news) {
    this.note("create " + news.label);
    if (process.env.PID_FILE !== undefined) require("node:fs").writeFileSync(process.env.PID_FILE + "provider", String(process.pid));
    await this.pause("create:" + news.label);
    const outs = { ...news, serial: Date.now() + "-" + Math.random(), setting: this.setting ?? "none" };
    if (news.leak === true) outs.token2 = news.token;
    this.fail("create", news.label, news.label + "-half", { ...outs, half: true });
    return { id: news.label + "-" + news.size, outs };
  },
  async update(id, olds, news) {
    this.note("update " + news.label);
    this.fail("update", news.label, id, { ...olds, half: true });
    return { outs: { ...news, serial: olds.serial, updated: true } };
  },
  async read(id, props) {
    this.note("read " + props.label + this.told());
    if (this.named("FAIL", "read:" + props.label)) throw new Error("read of " + props.label + " refused");
    if (this.named("GONE", props.label)) return {};
    if (this.named("DRIFT", props.label)) return { id, props: { ...props, colour: "faded" } };
    return { id, props };
  },
  async delete(id, props) {
    this.note("delete " + props.label + this.told());
    this.fail("delete", props.label);
  },
}`;

/**
 * To turn a provider into text, the SDK loads TypeScript, which takes longer than all else in a short program. So the text
 * of the provider is given here. Only a provider whose functions the program replaces goes through the SDK.
 */
export const PRELUDE = `
"use strict";
const pulumi = require("@pulumi/pulumi");
const provider = ${PROVIDER};
if (process.env.PID_FILE !== undefined) require("node:fs").writeFileSync(process.env.PID_FILE + "program", String(process.pid));
const original = { ...provider };
const isUnchanged = () => Object.keys(original).every((name) => provider[name] === original[name]);
let text = ${JSON.stringify(`exports.handler = () => (${PROVIDER});`)};
/** Adds code that changes the provider, which knows nothing of the program. */
const extendProvider = (code) => {
  text += "\\nexports.handler = ((inner) => () => { const provider = inner(); " + code + " return provider; })(exports.handler);";
};
const withDefaults = (name, args) => ({ serial: undefined, updated: undefined, label: name, size: 1, ...args });
class KnownThing extends pulumi.CustomResource {
  constructor(name, args, opts) {
    super("pulumi-nodejs:dynamic/lab:Thing", name, { ...withDefaults(name, args), __provider: text }, opts);
  }
}
class ChangedThing extends pulumi.dynamic.Resource {
  constructor(name, args, opts) {
    super(provider, name, withDefaults(name, args), opts, "lab", "Thing");
  }
}
const Thing = function (...args) {
  return isUnchanged() ? new KnownThing(...args) : new ChangedThing(...args);
};
class Group extends pulumi.ComponentResource {
  constructor(name, opts) { super("lab:index:Group", name, {}, opts); }
}
const config = new pulumi.Config();
`;

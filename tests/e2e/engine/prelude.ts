/**
 * A dynamic provider that records the requests it gets, and a resource class `Thing`. A change of `size` replaces the
 * resource, any other change updates it. Environment variables control the provider:
 *
 * - `FAIL`: requests that fail, such as `create:a`.
 * - `HALF`: requests that end half done.
 * - `PAUSE_MS`: how long each creation takes.
 * - `TELL`: a read and a delete record the configuration that they have.
 * - `PAUSE`: a creation that waits, and the file that it waits for.
 */
export const PRELUDE = `
"use strict";
const pulumi = require("@pulumi/pulumi");
const provider = {
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
    const failures = this.named("FAIL", "check:" + news.label) ? [{ property: "size", reason: "too big" }] : [];
    return { inputs: { ...news, shape: news.shape ?? olds.shape ?? "round" }, failures };
  },
  async diff(id, olds, news) {
    this.note("diff " + news.label);
    const changed = ["size", "colour", "token", "shape", "tags"].filter(
      (key) => JSON.stringify(olds[key]) !== JSON.stringify(news[key]));
    const replaces = changed.filter((key) => key === "size");
    return { changes: changed.length > 0 || process.env.DUE === news.label, replaces, deleteBeforeReplace: news.eager === true };
  },
  async create(news) {
    this.note("create " + news.label);
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
};
class Thing extends pulumi.dynamic.Resource {
  constructor(name, args = {}, opts) {
    super(provider, name, { serial: undefined, updated: undefined, label: name, size: 1, ...args }, opts, "lab", "Thing");
  }
}
class Group extends pulumi.ComponentResource {
  constructor(name, opts) { super("lab:index:Group", name, {}, opts); }
}
const config = new pulumi.Config();
`;

// Writes ours.json with the code of the local platform: npm run build, then node tests/vectors/encryption/make-ours.mjs
import { readFileSync, writeFileSync } from "node:fs";
import { encryptTo } from "../../../dist/local/platform/encryption/encrypt.js";

const file = (name) => new URL(name, import.meta.url);
const { certificates } = JSON.parse(readFileSync(file("certificates.json"), "utf8"));
const pub = certificates.a.replaceAll(/-----[A-Z ]+-----|\s/g, "");
const plaintexts = { "an event": JSON.stringify({ eventType: "x", name: "Zo\u00eb \u20ac" }), "a long text": "a".repeat(5000) };
const encrypt = (text) => encryptTo({ pub, keyId: "kid-a" }, text, new Date(1768480496789));
const tokens = Object.fromEntries(Object.entries(plaintexts).map(([name, text]) => [name, encrypt(text)]));
writeFileSync(file("ours.json"), `${JSON.stringify({ plaintexts, tokens }, undefined, 2)}\n`);

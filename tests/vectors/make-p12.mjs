// Creates p12.json: PKCS#12 files of fake identities, in all formats that the reader must distinguish.
// Run it by hand, with OpenSSL 3 and its legacy provider: node tests/vectors/make-p12.mjs > tests/vectors/p12.json
import { execFileSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import forge from "node-forge";

const folder = mkdtempSync(join(tmpdir(), "p12-"));
const file = (name) => join(folder, name);
const openssl = (...args) => execFileSync("openssl", args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
const password = "fake-password";

const makeIdentity = (name, { subject, days = 36500, newKey = ["rsa:2048"] }) => {
  openssl(
    "req",
    "-x509",
    "-newkey",
    ...newKey,
    "-nodes",
    "-keyout",
    `${name}.key`,
    "-out",
    `${name}.crt`,
    "-days",
    `${days}`,
    "-subj",
    subject,
  );
};
const exportP12 = (
  identity,
  options = [],
  { friendlyName = `serialNumber=42,CN=fake_merchant_001`, pass = password } = {},
) => {
  const key = options.includes("-nokeys") ? [] : ["-inkey", `${identity}.key`];
  openssl(
    "pkcs12",
    "-export",
    "-in",
    `${identity}.crt`,
    ...key,
    "-name",
    friendlyName,
    "-passout",
    `pass:${pass}`,
    "-out",
    "out.p12",
    ...options,
  );
  return readFileSync(file("out.p12"));
};

/** Joins the contents of several files, without a MAC. Needed because OpenSSL writes only one private key to a file. */
const join12 = (...files) => {
  const { asn1 } = forge;
  const read = (bytes) => asn1.fromDer(bytes.toString("latin1"));
  const contentOf = (pfx) => pfx.value[1].value[1].value[0];
  const [first, ...others] = files.map(read);
  const safe = asn1.fromDer(contentOf(first).value);
  for (const other of others) safe.value.push(...asn1.fromDer(contentOf(other).value).value);
  contentOf(first).value = asn1.toDer(safe).getBytes();
  return Buffer.from(asn1.toDer(first).getBytes(), "latin1");
};

try {
  makeIdentity("merchant", { subject: "/CN=fake_merchant_001/serialNumber=42" });
  makeIdentity("other", { subject: "/CN=fake_merchant_0012/serialNumber=43" });
  makeIdentity("ended", { subject: "/CN=fake_merchant_001/serialNumber=41", days: 1 });
  makeIdentity("unnumbered", { subject: "/CN=fake_merchant_001" });
  makeIdentity("short", { subject: "/CN=fake_merchant_001/serialNumber=44", newKey: ["rsa:1024"] });
  makeIdentity("elliptic", {
    subject: "/CN=fake_merchant_001/serialNumber=45",
    newKey: ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"],
  });

  const other = exportP12("other", ["-nomac"], { friendlyName: "serialNumber=43,CN=fake_merchant_0012" });
  const merchant = exportP12("merchant", ["-nomac"], { friendlyName: "serialNumber=42, cn=Fake_Merchant_001" });
  const ended = exportP12("ended", ["-nomac"], { friendlyName: "serialNumber=41,CN=fake_merchant_001" });
  const keyless = exportP12("merchant", ["-nokeys"]);
  const strangers = join12(exportP12("merchant", ["-nokeys", "-nomac"]), exportP12("other", ["-nocerts", "-nomac"]));

  const files = {
    modern: exportP12("merchant"),
    legacy: exportP12("merchant", ["-legacy"]),
    "without MAC": merchant,
    "modern, password beyond ASCII": exportP12("merchant", [], { pass: "fake-pässwörd" }),
    "legacy, password beyond ASCII": exportP12("merchant", ["-legacy"], { pass: "fake-pässwörd" }),
    "with the platform's certificate": exportP12("merchant", [
      "-certfile",
      "other.crt",
      "-caname",
      "serialNumber=43,CN=CyberSource_SJC_US",
    ]),
    "two merchants": join12(other, merchant),
    "two certificates of one merchant": join12(ended, merchant),
    "without private key": keyless,
    "key of another certificate": strangers,
    "elliptic key": exportP12("elliptic"),
    "short key": exportP12("short"),
    "without subject serialNumber": exportP12("unnumbered"),
  };
  const { validTo, publicKey } = new X509Certificate(readFileSync(file("merchant.crt")));
  console.log(
    JSON.stringify(
      {
        note: "Made by make-p12.mjs with OpenSSL. Every identity, key and password in here is fake.",
        password,
        passwordBeyondAscii: "fake-pässwörd",
        merchant: {
          subjectSerialNumber: "42",
          notAfter: new Date(validTo).toISOString(),
          publicKeyPem: publicKey.export({ type: "spki", format: "pem" }),
        },
        files: Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, bytes.toString("base64")])),
      },
      null,
      1,
    ),
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}

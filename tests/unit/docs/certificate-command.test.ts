import { execFileSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { endOfAccepted } from "../../../local/platform/encryption/certificate.js";
import { readCertificate } from "../../../provider/resources/encryption-key/certificate.js";
import { codeBlocks } from "../../support/documents.js";
import { createScratch } from "../../support/project.js";

test("the command on the page makes a certificate that the package and the platform take, and a private key", () => {
  const command = codeBlocks("docs/encryption.md").find(({ text }) => text.includes("openssl req"));
  const folder = createScratch("certificate-command");
  execFileSync("bash", ["-euc", command?.text ?? ""], { cwd: folder, stdio: "pipe" });

  const certificate = readCertificate(readFileSync(join(folder, "certificate.pem"), "utf8"));
  expect(certificate).toEqual({ base64: expect.any(String), notAfter: expect.any(Date) });
  const { base64, notAfter } = certificate as { base64: string; notAfter: Date };
  expect(endOfAccepted(base64, new Date(), 90)).toEqual(notAfter);
  expect(statSync(join(folder, "private-key.pem")).mode & 0o777).toBe(0o600);
});

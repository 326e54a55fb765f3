import { describe, expect, test } from "@jest/globals";
import { parseSignatureHeader } from "../../../verify/signature-header.js";

const SIG = "CzHY47nzJgCSD/BREtSIb+9l/vfkaaL4qf9n8MNJ4CY=";
const T = "1617830804768";
const parsed = {
  timestampText: T,
  timestamp: new Date(Number(T)),
  keyId: "bf44c857-b182-bb05-e053-34b8d30a7a72",
  signature: SIG,
};
const genuine = `t=${T};keyId=${parsed.keyId};sig=${SIG}`;

describe("parseSignatureHeader", () => {
  test.each([
    ["as documented", genuine],
    ["with the stray quote of the vendor's sample", `${genuine}";`],
    ["in quotes", `"${genuine}"`],
    ["with spaces after the semicolons", genuine.replaceAll(";", "; ")],
    ["in another order", `sig=${SIG};t=${T};keyId=${parsed.keyId}`],
    ["with quoted values", `t="${T}";keyId="${parsed.keyId}";sig="${SIG}"`],
    ["without padding", genuine.slice(0, -1)],
    ["with an unknown field", `v=1;${genuine};algorithm=HmacSHA256`],
  ])("parses a header %s", (_, header) => {
    expect(parseSignatureHeader(header)).toEqual(parsed);
    expect(parseSignatureHeader([header])).toEqual(parsed);
  });

  test.each([[undefined], [null], [""], [[]]])("reports a missing header: %j", (header) => {
    expect(() => parseSignatureHeader(header)).toThrow(
      expect.objectContaining({ code: "ERR_NOTIFICATION_HEADER_MISSING" }),
    );
  });

  test.each([
    ["commas", genuine.replaceAll(";", ",")],
    ["two values", [genuine, genuine]],
    ["two values joined by a proxy", `${genuine}, ${genuine}`],
    ["a field twice", `${genuine};t=${T}`],
    ["a time in seconds", genuine.replace(T, "1617830804")],
    ["a time in hex", genuine.replace(T, "0x178aa8bd1ffff")],
    ["a negative time", genuine.replace(T, "-617830804768")],
    ["no time", genuine.slice(genuine.indexOf(";") + 1)],
    ["no key ID", `t=${T};sig=${SIG}`],
    ["an empty key ID", `t=${T};keyId=;sig=${SIG}`],
    ["no signature", `t=${T};keyId=x`],
    ["a short signature", `t=${T};keyId=x;sig=${SIG.slice(4)}`],
    ["a signature in base64url", genuine.replace("/", "_")],
    ["a signature in hex", `t=${T};keyId=x;sig=${Buffer.from(SIG, "base64").toString("hex")}`],
    ["more than 1024 characters", `${genuine};x=${"y".repeat(1024)}`],
    ["no known field", "Bearer token"],
    ["names that every object has", "constructor=1;__proto__=2"],
  ])("rejects a header with %s", (_, header) => {
    expect(() => parseSignatureHeader(header)).toThrow(
      expect.objectContaining({ code: "ERR_NOTIFICATION_HEADER_MALFORMED", retryable: false }),
    );
  });
});

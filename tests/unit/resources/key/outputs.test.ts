import { describe, expect, test } from "@jest/globals";
import { adoptedOutputs, idOf, issuedOutputs } from "../../../../provider/resources/key/outputs.js";
import { create as request } from "../../../support/key-requests.js";

const now = new Date("2026-06-01T12:00:00Z");
const issued = {
  keyId: "id",
  key: "a2V5",
  status: "ACTIVE",
  submitTimeUtc: "2026-06-01T12:00:01+0000",
  expirationDate: "2027-06-01T14:00:00.5+0200",
  correlationId: "correlation",
};
const connection = {
  origin: "https://api.example.com",
  authenticate: () => Promise.resolve({}),
  senderOrganizationId: undefined,
  permissions: undefined,
};
const outputs = (answer: Partial<typeof issued> = {}): ReturnType<typeof issuedOutputs> =>
  issuedOutputs(request, { ...issued, ...answer }, connection, now, undefined);

describe("outputs", () => {
  test("contain dates in ISO 8601, whatever form the service uses", () => {
    expect(outputs().expirationDate).toBe("2027-06-01T12:00:00.500Z");
    expect(outputs({ expirationDate: "in a year" }).expirationDate).toBe("in a year");
  });

  test("contain the later of both clocks as the time of issue, because the service may repeat an old one", () => {
    expect(outputs().submitTimeUtc).toBe("2026-06-01T12:00:01.000Z");
    expect(outputs({ submitTimeUtc: "2025-06-01T12:00:00Z" }).submitTimeUtc).toBe("2026-06-01T12:00:00.000Z");
    expect(outputs({ submitTimeUtc: "?" }).submitTimeUtc).toBe("2026-06-01T12:00:00.000Z");
  });

  test("never contain undefined, which the protocol doesn't support", () => {
    const adopted = adoptedOutputs(
      request,
      { keyId: "id", key: "k", expirationDate: "2027-01-01T00:00:00Z" },
      undefined,
    );
    expect(Object.values(adopted)).not.toContain(undefined);
    expect(Object.values(outputs())).not.toContain(undefined);
    expect(adopted).not.toHaveProperty("host");
  });

  test("have an id that doesn't reveal the keyId", () => {
    expect(idOf(outputs())).toMatch(/^org\/[0-9a-f]{16}$/);
    expect(idOf(outputs())).not.toBe(idOf(outputs({ keyId: "other" })));
  });
});

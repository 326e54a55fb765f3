import { expect, test } from "@jest/globals";
import { noAuthentication } from "../../../provider/auth/none.js";
import { now, postRequest } from "./requests.js";

test.each(["localhost", "LOCALHOST:80", "127.0.0.1:8480", "127.255.0.9", "[::1]:8480"])(
  "adds no header to a request to %s",
  async (host) => {
    expect(await noAuthentication()({ ...postRequest, host }, now)).toStrictEqual({});
  },
);

test.each([
  "apitest.cybersource.com",
  "localhost.example.com",
  "not-localhost",
  "127.0.0.1.example.com",
  "127.0.0.1@example.com",
  "128.0.0.1",
  "10.0.0.1:8480",
  "0.0.0.0",
  "[::2]",
  "[::1",
  "",
])("refuses a request to %j", async (host) => {
  await expect(noAuthentication()({ ...postRequest, host }, now)).rejects.toMatchObject({ code: "ERR_AUTH_NONE_HOST" });
});

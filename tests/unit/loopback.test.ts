import { expect, test } from "@jest/globals";
import { isLoopbackHost } from "../../provider/loopback.js";

test.each(["127.0.0.1", "127.0.0.1:8480", "127.10.20.30", "localhost", "LOCALHOST:80", "[::1]", "[::1]:8480"])(
  "%s is this machine",
  (host) => expect(isLoopbackHost(host)).toBe(true),
);

test.each([
  "api.cybersource.com",
  "127.0.0.1.example.com",
  "128.0.0.1",
  "localhost.example.com",
  "not-localhost",
  "[::2]",
  "127.0.0.1@example.com",
  "",
  "a b",
])("%j isn't a loopback host", (host) => expect(isLoopbackHost(host)).toBe(false));

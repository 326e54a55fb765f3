import { describe, expect, test } from "@jest/globals";
import { resolveProxy } from "../../../provider/connection/proxy.js";

const url = new URL("https://api.cybersource.com");
const proxyOf = (environment: Record<string, string>, target = url): string | undefined => {
  const { proxy, problems } = resolveProxy(environment, target);
  expect(problems).toEqual([]);
  return proxy?.href;
};

describe("the proxy", () => {
  test("is HTTPS_PROXY in upper or lower case, preferably upper case, unless it's empty", () => {
    expect(proxyOf({})).toBeUndefined();
    expect(proxyOf({ HTTPS_PROXY: "http://one:3128" })).toBe("http://one:3128/");
    expect(proxyOf({ https_proxy: "http://two:3128" })).toBe("http://two:3128/");
    expect(proxyOf({ HTTPS_PROXY: "http://one:3128", https_proxy: "http://two:3128" })).toBe("http://one:3128/");
    expect(proxyOf({ HTTPS_PROXY: " ", https_proxy: "http://two:3128" })).toBe("http://two:3128/");
    expect(proxyOf({ HTTPS_PROXY: "" })).toBeUndefined();
  });

  test.each([
    ["proxy:3128", "http://proxy:3128/"],
    ["proxy", "http://proxy/"],
    ["https://proxy:3129/", "https://proxy:3129/"],
    ["http://user:p%40ss@proxy:3128", "http://user:p%40ss@proxy:3128/"],
    ["http://[fd00::1]:3128", "http://[fd00::1]:3128/"],
  ])("can be %s", (text, href) => {
    expect(proxyOf({ HTTPS_PROXY: text })).toBe(href);
  });

  test.each(["socks5://user:hidden-word@proxy", "http://", "http://proxy/path", "http://user:%zz@proxy", "://", "a b"])(
    "can't be %s, which the error doesn't repeat",
    (text) => {
      const { proxy, problems } = resolveProxy({ HTTPS_PROXY: text }, url);
      expect(proxy).toBeUndefined();
      expect(problems).toEqual(["HTTPS_PROXY must be the http or https URL of a proxy, without a path"]);
    },
  );

  test.each(["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"])("isn't %s", (name) => {
    expect(proxyOf({ [name]: "http://proxy:3128" })).toBeUndefined();
  });

  test.each(["https://localhost:8443", "https://127.0.0.1:8443", "https://127.9.9.9", "https://[::1]:8443"])(
    "is never used for %s",
    (target) => {
      expect(proxyOf({ HTTPS_PROXY: "http://proxy:3128" }, new URL(target))).toBeUndefined();
    },
  );
});

describe("NO_PROXY", () => {
  const goesThrough = (environment: Record<string, string>): boolean =>
    proxyOf({ HTTPS_PROXY: "http://proxy:3128", ...environment }) !== undefined;

  test.each([
    "*",
    "api.cybersource.com",
    "API.Cybersource.COM",
    "cybersource.com",
    ".cybersource.com",
    "*.cybersource.com",
    "com",
    "api.cybersource.com:443",
    "other.example, cybersource.com",
    "other.example cybersource.com",
    "api.cybersource.com.",
    "api.cybersource.com.:443",
    ".cybersource.com.",
    "cybersource.com.",
  ])("%s excludes the host from the proxy", (list) => {
    expect(goesThrough({ NO_PROXY: list })).toBe(false);
    expect(goesThrough({ no_proxy: list })).toBe(false);
  });

  test.each([
    "",
    ",",
    "api.cybersource.com:8443",
    ".api.cybersource.com",
    "ybersource.com",
    "cybersource.co",
    "10.0.0.0/8",
    ".",
    "..",
    "api.cybersource.com..",
    "ybersource.com.",
  ])("%j doesn't exclude the host", (list) => {
    expect(goesThrough({ NO_PROXY: list })).toBe(true);
  });

  test("ignores a trailing dot of the host", () => {
    const environment = { HTTPS_PROXY: "http://proxy:3128", NO_PROXY: "api.cybersource.com" };
    expect(proxyOf(environment, new URL("https://api.cybersource.com."))).toBeUndefined();
  });

  test("in upper case has priority over lower case", () => {
    expect(goesThrough({ NO_PROXY: "other.example", no_proxy: "*" })).toBe(true);
  });
});

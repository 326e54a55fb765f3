import { expect, test } from "@jest/globals";
import { x } from "../../../provider/index.js";
import * as jose from "jose";
test("x", async () => { expect(typeof (await x())).toBe("function"); expect(typeof jose.SignJWT).toBe("function"); });

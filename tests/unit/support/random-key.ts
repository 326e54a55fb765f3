import { randomBytes } from "node:crypto";

/** Two signs next to each other, such as `+/`, are a whole piece in HTML, and could be in another secret by chance. */
export const randomKey = (): string => {
  for (;;) {
    const key = randomBytes(32).toString("base64");
    if (!/[+/=]{2}/.test(key)) return key;
  }
};

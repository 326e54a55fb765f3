import { type IncomingHttpHeaders } from "node:http";
import { type RequestFlaw } from "./key-request.js";
import { headerOf } from "./received-request.js";

const JSON_MEDIA_TYPE = /^application\/json\s*(;\s*charset=utf-8\s*)?$/i;

/** The headers that are checked: whether they are required, and which values are valid. */
const rules: readonly { name: string; isRequired: boolean; isValid: (value: string) => boolean }[] = [
  { name: "content-type", isRequired: true, isValid: (value) => JSON_MEDIA_TYPE.test(value) },
  { name: "v-c-correlation-id", isRequired: false, isValid: (value) => /^[A-Za-z0-9.\-_:]{2,100}$/.test(value) },
  { name: "v-c-sender-organization-id", isRequired: false, isValid: (value) => /^[A-Za-z0-9\-_]{2,100}$/.test(value) },
];

/** Returns the invalid headers of a key request. */
export const flawsOfHeaders = (headers: IncomingHttpHeaders): RequestFlaw[] =>
  rules.flatMap(({ name, isRequired, isValid }): RequestFlaw[] => {
    const value = headerOf(headers, name);
    if (value === undefined) return isRequired ? [{ field: name, reason: "MISSING_FIELD" }] : [];
    return isValid(value) ? [] : [{ field: name, reason: "INVALID_DATA" }];
  });

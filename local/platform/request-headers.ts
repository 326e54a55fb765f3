import { type IncomingHttpHeaders } from "node:http";
import { type RequestFlaw } from "./key-request.js";
import { headerOf } from "./received-request.js";

const JSON_MEDIA_TYPE = /^application\/json\s*(;\s*charset=utf-8\s*)?$/i;

/** What each header must look like where it is sent, and whether it must be. */
const rules: readonly { name: string; isRequired: boolean; admits: (value: string) => boolean }[] = [
  { name: "content-type", isRequired: true, admits: (value) => JSON_MEDIA_TYPE.test(value) },
  { name: "v-c-correlation-id", isRequired: false, admits: (value) => /^[A-Za-z0-9.\-_:]{2,100}$/.test(value) },
  { name: "v-c-sender-organization-id", isRequired: false, admits: (value) => /^[A-Za-z0-9\-_]{2,100}$/.test(value) },
];

/** What is wrong with the headers of a key request. */
export const flawsOfHeaders = (headers: IncomingHttpHeaders): RequestFlaw[] =>
  rules.flatMap(({ name, isRequired, admits }): RequestFlaw[] => {
    const value = headerOf(headers, name);
    if (value === undefined) return isRequired ? [{ field: name, reason: "MISSING_FIELD" }] : [];
    return admits(value) ? [] : [{ field: name, reason: "INVALID_DATA" }];
  });

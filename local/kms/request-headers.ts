import { type IncomingHttpHeaders } from "node:http";
import { type RequestFlaw } from "./key-request.js";
import { headerOf } from "./received-request.js";

const JSON_MEDIA_TYPE = /^application\/json\s*(;\s*charset=utf-8\s*)?$/i;
const JSON_RANGE = /^\s*(application\/(hal\+json|json|\*)|\*\/\*)\s*(;.*)?$/i;

const acceptsJson = (accept: string): boolean => accept.split(",").some((range) => JSON_RANGE.test(range));

/** What each header must look like where it is sent, and whether it must be. */
const rules: readonly { name: string; isRequired: boolean; admits: (value: string) => boolean }[] = [
  { name: "content-type", isRequired: true, admits: (value) => JSON_MEDIA_TYPE.test(value) },
  { name: "accept", isRequired: false, admits: acceptsJson },
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

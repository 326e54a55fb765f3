import { styleText } from "node:util";
import { type Look } from "./formats/table.js";

const STYLES = { fine: "green", attention: "yellow", alarm: "red", head: "bold" } as const;

/** Adds colors if standard output is a terminal, unless NO_COLOR is set. */
export const paint: Look["paint"] = (urgency, text) => styleText(STYLES[urgency], text, { stream: process.stdout });

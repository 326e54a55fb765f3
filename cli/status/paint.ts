import { styleText } from "node:util";
import { type Look } from "./formats/table.js";

const STYLES = { fine: "green", attention: "yellow", alarm: "red", head: "bold" } as const;

/** Colours where standard output shows them: a terminal, unless NO_COLOR says otherwise. */
export const paint: Look["paint"] = (urgency, text) => styleText(STYLES[urgency], text, { stream: process.stdout });

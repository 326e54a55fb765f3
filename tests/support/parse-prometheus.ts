import { createRequire } from "node:module";
import { z } from "zod";

const parserSchema = z.custom<(text: string) => unknown>((value) => typeof value === "function");
const parse = parserSchema.parse(createRequire(__filename)("parse-prometheus-text-format"));

const familiesSchema = z.array(
  z.object({
    name: z.string(),
    type: z.string(),
    metrics: z.array(z.object({ value: z.string(), labels: z.record(z.string(), z.string()).default({}) })),
  }),
);

/** The metrics of a text in the format of Prometheus. A series that stands there twice fails, as it does for a scrape. */
export const parsePrometheus = (text: string): z.infer<typeof familiesSchema> => {
  const families = familiesSchema.parse(parse(text));
  for (const { name, metrics } of families) {
    const series = metrics.map(({ labels }) => JSON.stringify(labels));
    if (new Set(series).size < series.length) throw new Error(`${name} has a series twice`);
  }
  return families;
};

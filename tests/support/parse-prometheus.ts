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

/** Parses metrics in the Prometheus format. As in Prometheus, a duplicate series is an error. */
export const parsePrometheus = (text: string): z.infer<typeof familiesSchema> => {
  const families = familiesSchema.parse(parse(text));
  for (const { name, metrics } of families) {
    const series = metrics.map(({ labels }) => JSON.stringify(labels));
    if (new Set(series).size < series.length) throw new Error(`${name} has a duplicate series`);
  }
  return families;
};

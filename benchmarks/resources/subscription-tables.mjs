import { tableOf } from "../statistics.mjs";
import { PARALLEL } from "./latency.mjs";
import { percent, ratioText, seconds } from "./texts.mjs";

/** The table of subscriptions of one engine, as Markdown paragraphs. */
export const subscriptionTables = ({ subscriptions = [] }) => {
  if (subscriptions.length === 0) return [];
  const [{ latencyMs }] = subscriptions;
  return [
    `Subscriptions, with a service that answers after ${latencyMs} ms and \`--parallel ${PARALLEL}\`. The ideal time is that of the requests alone: ⌈subscriptions / ${PARALLEL}⌉ × requests of one subscription × latency:`,
    tableOf(
      [
        "run",
        "subscriptions",
        "requests",
        "at once",
        "time",
        "divided by the floor",
        "ideal",
        "divided by floor + ideal",
      ],
      subscriptions.map(({ operation, count, requests, mostAtOnce, wall, toFloor, idealMs, toSum }) => [
        operation,
        String(count),
        String(requests),
        String(mostAtOnce),
        `${seconds(wall.median)} ${percent(wall.spread)}`,
        ratioText(toFloor),
        seconds(idealMs),
        ratioText(toSum),
      ]),
    ),
  ];
};

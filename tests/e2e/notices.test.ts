import { expect, test } from "@jest/globals";
import { readJson } from "../../provider/json-text.js";
import { NIGHTLY, type Run } from "./support/engine.js";
import { stepsOf, succeeded } from "./support/scenario.js";
import { onEveryShell } from "./support/shells.js";
import { subscription } from "./support/subscription-program.js";

/** The CLI takes a while for so many runs on a busy machine. */
const TIMEOUT_MS = 600_000;

const PROGRAM = `
new WebhookSigningKey("due", { organizationId: "due", renewBeforeDays: 30 });
${subscription("blocked")}
${subscription("drifted", { inputs: 'description: "mine",' })}
${subscription("paused", { inputs: 'active: false, healthCheckUrl: "https://hooks.example.com/health",' })}
`;

/** What a run says about each subject, in the words that tell it from other notices. */
const SUBJECTS: Readonly<Record<string, string>> = {
  blocked: "is BLOCKED: ",
  drifted: "was changed outside Pulumi (description) and will be changed back.",
  paused: "has `active: false` and a healthCheckUrl: ",
  due: "will be replaced: it is due for renewal.",
};

/** The notices below the steps: the embedded engine prints them as JSON, the CLI below a heading. */
const noticesOf = ({ output }: Run): string[] => {
  const report = readJson(output.slice(0, output.lastIndexOf("}") + 1)) as
    | { diagnostics?: { message: string }[] }
    | undefined;
  if (report !== undefined) return (report.diagnostics ?? []).map(({ message }) => message);
  return output.slice(output.lastIndexOf("Diagnostics:")).split("\n");
};

/** How often a run says what, by subject. */
const saidIn = (run: Run): Record<string, number> => {
  const notices = noticesOf(succeeded(run));
  const counts = Object.entries(SUBJECTS).map(
    ([subject, words]) => [subject, notices.filter((notice) => notice.includes(words)).length] as const,
  );
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
};

onEveryShell("what a run says of resources that it reads, compares and keeps", (start) => {
  test(
    "is said once, whether it only refreshes, only updates, or does both",
    async () => {
      const { stack, platform, daysLater } = await start({
        program: PROGRAM,
        platform: { subscriptions: { firstStatus: "PENDING_REVIEW", review: "by-hand", signingKeyRequired: false } },
      });
      expect(saidIn(await stack.up())).toEqual({ paused: 1 });
      const idOf = (organizationId: string): string => platform.subscriptions(organizationId)[0]?.webhookId ?? "";
      platform.review(idOf("blocked"), "reject");
      platform.review(idOf("drifted"), "approve");
      const drift = (): void => platform.editSubscription(idOf("drifted"), { description: "theirs" });

      drift();
      const found = { blocked: 1, drifted: 1, paused: 1 };
      expect(saidIn(await stack.refresh())).toEqual(found);
      expect(saidIn(await stack.preview())).toEqual(found);
      expect(saidIn(await stack.up())).toEqual(found);
      drift();
      expect(saidIn(await stack.refresh({ runProgram: true }))).toEqual(found);
      expect(saidIn(await stack.up({ ...NIGHTLY, ...daysLater(340) }))).toEqual({ ...found, due: 1 });
    },
    TIMEOUT_MS,
  );

  test(
    "is that a subscription is gone, if someone else deleted it, and nothing fails",
    async () => {
      const { stack, platform, write } = await start({
        program: subscription("found") + subscription("dropped"),
        platform: { subscriptions: { firstStatus: "INACTIVE", signingKeyRequired: false } },
      });
      succeeded(await stack.up());
      const remove = (organizationId: string): string => {
        const { webhookId = "" } = platform.subscriptions(organizationId)[0] ?? {};
        platform.removeSubscription(webhookId);
        return webhookId;
      };
      const textsOf = (run: Run): string[] =>
        noticesOf(succeeded(run)).flatMap(
          (notice) => /The subscription \S+ of \w+ (?:was gone|no longer).*/.exec(notice) ?? [],
        );

      const [found, dropped] = [remove("found"), remove("dropped")];
      write(subscription("found"));
      const deletion = await stack.up();
      expect(textsOf(deletion)).toEqual([
        `The subscription ${dropped} of dropped was gone already: someone else deleted it at the service, or an earlier run ` +
          "whose answer was lost. This run deleted nothing there, and removes it from the state.",
      ]);
      expect(stepsOf(deletion)).toEqual(["delete WebhookSubscription dropped"]);
      const mended = await stack.up(NIGHTLY);
      expect(textsOf(mended)).toEqual([
        `The subscription ${found} of found no longer exists at the service: someone else deleted it, or an earlier run whose ` +
          "answer was lost. Pulumi removes it from the state.",
      ]);
      expect(stepsOf(mended)).toContain("create WebhookSubscription found");
    },
    TIMEOUT_MS,
  );
});

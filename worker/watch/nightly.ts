import { schedule } from "node-cron";
import { type AuditOptions, audit } from "../../client/audit/audit.ts";
import type { ActContext } from "../../client/context.ts";
import { lastAudit } from "../../records/audit/audits.ts";

/** When nobody sends or reads much, by the city's own clock. */
const nightly = "40 3 * * *";
/** Nobody waits for it: it checks more of the logs than the command does. */
const lines = 500_000;
const dayMs = 86_400_000;

export interface NightlyOptions extends Pick<AuditOptions, "engine" | "carried"> {
  /** The city's own. */
  zone: string;
  /** Whether this process does what one does for all. @default it does */
  leads?(): boolean;
}

/**
 * Audits each night, in this process: what looks after the engine must not depend on it. An installation that was off at night is audited
 * at its start. What is found is written down, and said by `duban status` and the watchdog; nothing is mended without being asked.
 */
export function startNightly(
  context: ActContext,
  { zone, leads = () => true, ...options }: NightlyOptions,
  log: (line: string, about?: Readonly<Record<string, unknown>>) => void,
): { stop(): Promise<void> } {
  let running: Promise<unknown> | undefined;
  const run = (): void => {
    if (!leads()) return;
    running ??= audit(context, { by: "nightly", lines, ...options })
      .then(({ left, tookMs }) => log("audited", { gaps: left.length, tookMs }))
      .catch((error: unknown) => log("the audit failed", { error: error instanceof Error ? error.name : "Error" }))
      .finally(() => {
        running = undefined;
      });
  };
  const task = schedule(nightly, run, { timezone: zone, noOverlap: true });
  const late = setTimeout(async () => {
    const last = await lastAudit(context.db).catch(() => null);
    if (!last || context.now().getTime() - last.at.getTime() > dayMs) run();
  }, startDelayMs);
  return {
    async stop() {
      clearTimeout(late);
      await task.destroy();
      await running;
    },
  };
}

/** What was missed while it was off is planned and sent first. */
const startDelayMs = 15 * 60_000;

import { schedule } from "node-cron";
import { type AuditOptions, audit } from "../../client/audit/audit.ts";
import type { ActContext } from "../../client/context.ts";
import { lastAudit } from "../../records/audit/audits.ts";

/** Cron expression in the city's zone, at a time of little activity. */
const nightly = "40 3 * * *";
/** Number of log lines to verify: more than the command does, because nobody waits for it. */
const lines = 500_000;
const dayMs = 86_400_000;

export interface NightlyOptions extends Pick<AuditOptions, "engine" | "available"> {
  /** The city's zone. */
  zone: string;
  /** Whether this process is the leading one. @default true */
  leads?(): boolean;
}

/**
 * Runs an audit each night, in this process, because what looks after the engine must not depend on it. An installation that was off at night is
 * audited at its start. Findings are stored and reported by `duban status` and the watchdog; nothing is repaired without a request.
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

/** In milliseconds: after a start, planning and sending of what was missed come first. */
const startDelayMs = 15 * 60_000;

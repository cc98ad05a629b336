import { monitorEventLoopDelay } from "node:perf_hooks";
import type { Db } from "../../prisma/client.ts";
import { type AuditRow, lastAudit } from "../../records/audit/audits.ts";
import { actsSince, lastEventId, type Operations, operationsNow } from "../../records/operations.ts";
import type { Metric } from "./exposition.ts";

export interface Collector {
  /** Counts a delivery of this process. */
  delivered(channel: string, state: string): void;
  /** All metrics; the database is queried at most once in {@link cachedMs}, however often they are scraped. */
  collect(): Promise<Metric[]>;
  stop(): void;
}

/** In milliseconds: how long figures from the database are reused. */
export const cachedMs = 10_000;
/** Maximum number of log lines that one scrape reads; the next one continues. */
const mostActs = 50_000;

export function createCollector({ db, now }: { db: Db; now(): Date }): Collector {
  const deliveries = new Map<string, number>();
  const acts = new Map<string, number>();
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  let read: bigint | undefined;
  let known: { at: number; metrics: Metric[] } | undefined;
  let asking: Promise<Metric[]> | undefined;

  const ask = async (): Promise<Metric[]> => {
    const began = performance.now();
    const at = now();
    const [found, audited] = await Promise.all([operationsNow(db, at), lastAudit(db)]);
    if (read === undefined) read = await lastEventId(db);
    else {
      const { last, acts: done } = await actsSince(db, read, mostActs);
      read = last;
      for (const { verb, n } of done) acts.set(verb, (acts.get(verb) ?? 0) + n);
    }
    const metrics = [...ofDatabase(found, at), ...ofAudit(audited, at), ofScrape((performance.now() - began) / 1_000)];
    known = { at: Date.now(), metrics };
    return metrics;
  };

  const current = async (): Promise<Metric[]> => {
    if (known && Date.now() - known.at < cachedMs) return known.metrics;
    asking ??= ask().finally(() => {
      asking = undefined;
    });
    return asking;
  };

  return {
    delivered(channel, state) {
      const key = `${channel}/${state}`;
      deliveries.set(key, (deliveries.get(key) ?? 0) + 1);
    },
    async collect() {
      const database = await current().catch(() => null);
      const own = ofProcess(delay.percentile(99) / 1e9);
      delay.reset();
      return [
        gauge("duban_up", "Whether the database answered this scrape.", database ? 1 : 0),
        ...(database ?? []),
        counter("duban_acts_total", "Lines of the audit log since this process began, by verb.", "verb", acts),
        deliveriesOf(deliveries),
        ...own,
      ];
    },
    stop: () => delay.disable(),
  };
}

const gauge = (name: string, help: string, value: number): Metric => ({
  name,
  help,
  type: "gauge",
  values: [{ value }],
});

const counter = (name: string, help: string, label: string, counts: ReadonlyMap<string, number>): Metric => ({
  ...{ name, help, type: "counter" },
  values: [...counts].map(([key, value]) => ({ labels: { [label]: key }, value })),
});

const deliveriesOf = (counts: ReadonlyMap<string, number>): Metric => ({
  name: "duban_deliveries_total",
  help: "Attempts to deliver that this process made, by channel and outcome.",
  type: "counter",
  values: [...counts].map(([key, value]) => {
    const [channel = "", state = ""] = key.split("/");
    return { labels: { channel, state }, value };
  }),
});

const age = (since: Date | null, now: Date): number =>
  since ? Math.max(0, (now.getTime() - since.getTime()) / 1_000) : 0;

function ofDatabase(found: Operations, now: Date): Metric[] {
  return [
    {
      ...{
        name: "duban_tasks_late",
        help: "Tasks past their due instant that wait for their doer, by step.",
        type: "gauge",
      },
      values: found.late.map(({ step, n }) => ({ labels: { step }, value: n })),
    },
    gauge("duban_tasks_due_soon", "Tasks due within 24 hours.", found.dueSoon),
    gauge("duban_tasks_set_aside", "Tasks whose step failed alone and was set aside.", found.setAside),
    gauge("duban_rungs_behind", "Tasks whose next rung is more than 30 seconds overdue.", found.rungsBehind),
    gauge("duban_rounds_behind", "Rounds that hold such tasks.", found.roundsBehind),
    gauge("duban_rungs_lag_seconds", "Age of the oldest of these rungs.", age(found.rungDueSince, now)),
    {
      ...{ name: "duban_notices_queued", help: "Notices that may go out and have not, by channel.", type: "gauge" },
      values: found.queued.map(({ channel, n }) => ({ labels: { channel }, value: n })),
    },
    gauge("duban_notices_queued_age_seconds", "Age of the oldest of these notices.", age(found.queuedSince, now)),
    gauge("duban_nudges_waiting", "Nudges that the relay has not handed to the engine.", found.nudges),
    gauge("duban_relay_lag_seconds", "Age of the oldest of these nudges.", age(found.nudgedSince, now)),
    gauge("duban_organizations", "Organizations that are not closed.", found.organizations),
  ];
}

/** Metrics of the last audit; without an audit there are none, and the alert on its age relies on that. */
function ofAudit(audited: AuditRow | null, now: Date): Metric[] {
  if (!audited) return [];
  return [
    gauge("duban_audit_age_seconds", "Since the last audit.", age(audited.at, now)),
    gauge("duban_audit_gaps_left", "Gaps that the last audit found and did not repair.", audited.leftOpen),
    {
      ...{ name: "duban_audit_gaps", help: "Gaps that the last audit found, by check.", type: "gauge" },
      values: Object.entries(audited.gaps).map(([check, n]) => ({ labels: { check }, value: n })),
    },
  ];
}

const ofScrape = (seconds: number): Metric =>
  gauge("duban_scrape_seconds", "What the last look into the database took.", seconds);

function ofProcess(loopDelay: number): Metric[] {
  const { user, system } = process.cpuUsage();
  return [
    {
      ...{ name: "process_cpu_seconds_total", help: "Processor time of this process.", type: "counter" },
      values: [{ value: (user + system) / 1e6 }],
    },
    gauge("process_resident_memory_bytes", "Resident memory of this process.", process.memoryUsage.rss()),
    gauge("nodejs_eventloop_lag_p99_seconds", "Delay of the event loop since the last scrape, p99.", loopDelay || 0),
  ];
}

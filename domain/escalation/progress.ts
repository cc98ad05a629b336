import { reportCadenceOf } from "../tasks/outlook.ts";
import type { Zone } from "../terms.ts";
import { addBusinessDays, businessDaysBetween } from "../time/business-days.ts";
import type { Calendar } from "../time/calendar.ts";
import { addDays, daysBetween } from "../time/dates.ts";
import { dateIn } from "../time/zones.ts";
import { type Anchored, anchorOf } from "./anchor.ts";
import { progress } from "./policies/rung.ts";
import type { Offset, Policy, RungRule } from "./policy.ts";
import { type Anchor, dueDay, type Rung } from "./rungs.ts";

/** Whether a rung asks for a progress report that is not needed: the term is short, or one has just come. */
export function needsNoReport(
  { rule, at }: Pick<Rung, "rule" | "at">,
  anchor: Anchor,
  reportedAt: Date | null,
): boolean {
  if (!rule.progress) return false;
  if (!isLonger(anchor, rule.progress.longerThan)) return true;
  return reportedAt !== null && rule.every !== undefined && isFresh(reportedAt, rule.every, at, anchor);
}

/**
 * Whether a report is requested at an instant, the ladder's own rule: the policy's rhythm or a supervisor's, where the term is long
 * enough and nothing was reported for as long.
 */
export function asksForReport(
  policy: Policy,
  task: Anchored & { outlookAt?: Date | null },
  { now, zone, calendar }: { now: Date; zone: Zone; calendar: Calendar },
): boolean {
  const rule = withReports(policy, task.facts).rungs.find(({ progress }) => progress);
  return (
    rule !== undefined && !needsNoReport({ rule, at: now }, anchorOf(task, zone, calendar), task.outlookAt ?? null)
  );
}

/** Whether the term is longer than an offset, counted as days of the calendar that it is in. */
function isLonger({ opened, due, zone, calendar }: Anchor, { n, unit }: Offset): boolean {
  if (unit === "h" || unit === "min") return due.getTime() - opened.getTime() > n * (unit === "h" ? 3_600_000 : 60_000);
  const [from, to] = [dateIn(opened, zone), dueDay(due, zone)];
  return (unit === "bd" ? businessDaysBetween(calendar, from, to) : daysBetween(from, to)) > n;
}

/** A report is valid until the day on which the next is requested. */
function isFresh(reported: Date, every: Offset, at: Date, { zone, calendar }: Anchor): boolean {
  const day = dateIn(reported, zone);
  const until = every.unit === "bd" ? addBusinessDays(calendar, day, every.n) : addDays(day, every.n);
  return dateIn(at, zone) < until;
}

const asked = new WeakMap<Policy, Map<string, Policy>>();

/**
 * A policy with the rhythm of reports that a supervisor asked for in the place of its own; without one it is the same. Kept, as a city's
 * tasks ask for few of them.
 */
export function withReports(policy: Policy, facts: Readonly<Record<string, unknown>> | undefined): Policy {
  const every = reportCadenceOf(facts);
  if (every === null) return policy;
  const known = asked.get(policy) ?? new Map<string, Policy>();
  asked.set(policy, known);
  const made = known.get(every) ?? {
    ...policy,
    rungs: [
      ...policy.rungs.filter((rule) => !rule.progress),
      ...(every === "none" ? [] : [reportRung(Number.parseInt(every, 10))]),
    ],
  };
  known.set(every, made);
  return made;
}

const reportRung = (n: number): RungRule =>
  progress(n, "bd", { n: 0, unit: "bd" }, [{ audience: "doer", channels: ["email"], shape: "reminder" }]);

/** How often a rung repeats for ever; undefined: it does not, or only asks for progress until D. */
export const endlessly = ({ every, progress }: RungRule): Offset | undefined => (progress ? undefined : every);

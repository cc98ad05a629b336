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

/** Whether a requested progress report is unnecessary: the term is short, or a report has just been made. */
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
 * Whether a report is requested at an instant, by the policy's cadence or a supervisor's, if the term is long enough and nothing was reported for
 * that long.
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

/** Whether the term is longer than an offset, counted in calendar days. */
function isLonger({ opened, due, zone, calendar }: Anchor, { n, unit }: Offset): boolean {
  if (unit === "h" || unit === "min") return due.getTime() - opened.getTime() > n * (unit === "h" ? 3_600_000 : 60_000);
  const [from, to] = [dateIn(opened, zone), dueDay(due, zone)];
  return (unit === "bd" ? businessDaysBetween(calendar, from, to) : daysBetween(from, to)) > n;
}

/** A report is valid until the day on which the next one is requested. */
function isFresh(reported: Date, every: Offset, at: Date, { zone, calendar }: Anchor): boolean {
  const day = dateIn(reported, zone);
  const until = every.unit === "bd" ? addBusinessDays(calendar, day, every.n) : addDays(day, every.n);
  return dateIn(at, zone) < until;
}

const asked = new WeakMap<Policy, Map<string, Policy>>();

/**
 * A policy with the report cadence that a supervisor set instead of its own; without one, the same policy. Results are cached, because few tasks of a
 * city differ.
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

/** Interval at which a rung repeats without end; undefined: it does not, or only requests progress until D. */
export const endlessly = ({ every, progress }: RungRule): Offset | undefined => (progress ? undefined : every);

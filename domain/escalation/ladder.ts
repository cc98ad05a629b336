import type { Zone } from "../terms.ts";
import { addBusinessDays } from "../time/business-days.ts";
import type { Calendar } from "../time/calendar.ts";
import { addDays } from "../time/dates.ts";
import { addHoursWithin } from "../time/hours.ts";
import { TimeError } from "../time/time-error.ts";
import { dateIn, instantAt } from "../time/zones.ts";
import type { Audience, Offset, Policy } from "./policy.ts";
import { type Anchor, clockLength, type Rung, rungs, rungsAfter } from "./rungs.ts";

export { lift, mergeNotices, reach } from "./audience-notices.ts";
export { type Anchor, dueDay, type Rung, rungs } from "./rungs.ts";

/** Position of a task on its ladder. */
export interface LadderCursor {
  /** Instant up to which rungs were processed; null: none yet. A new D sets it to the instant of the change. */
  processedThrough: Date | null;
  acknowledged: boolean;
  /** Rungs that do not apply to this task. */
  exclude?: (rung: Rung) => boolean;
}

/** What a ladder sends at an instant. */
export interface Climb {
  /**
   * Rungs to send now, in the order of their instants, merged into one notice for each person, with the higher shape. The last is the highest of
   * those at the latest instant.
   */
  due: Rung[];
  /** Rungs overtaken by later ones (after an outage or a pause): recorded, not sent. A public mark among them is still set. */
  skipped: Rung[];
  /** When the next rung is due; null: none is left. */
  next: Date | null;
  /** Sent more than an hour after its instant. */
  belated: boolean;
}

const hour = 3_600_000;
/** Limit, so that an `exclude` that refuses everything cannot loop forever. */
const maxRefusedRungs = 1_000;

/** The rungs that are due at `now`, those that were overtaken, and when the next is due. Pure; with a cursor at `now` it returns none. */
export function climb(policy: Policy, anchor: Anchor, state: LadderCursor, now: Date): Climb {
  const passed: Rung[] = [];
  let next: Date | null = null;
  let refused = 0;
  for (const rung of rungsAfter(policy, anchor, state.processedThrough)) {
    if ((state.acknowledged && quiet(rung, anchor)) || state.exclude?.(rung)) {
      refused = rung.at > now ? refused + 1 : refused;
      if (refused > maxRefusedRungs) break;
      continue;
    }
    if (rung.at > now) {
      next = rung.at;
      break;
    }
    passed.push(rung);
  }
  const due = rungsToSend(policy, passed);
  return {
    due,
    skipped: due.length === passed.length ? [] : passed.filter((rung) => !due.includes(rung)),
    next,
    belated: due.some((rung) => now.getTime() - rung.at.getTime() > hour),
  };
}

/**
 * The highest rung after D that was before the opening. A task that is late when it opens notifies the recipients of that rung together with its
 * first rung. A later rung that only repeats to the doer is not higher than one to the authority. Null: it opens in time, or before anybody else
 * would have been notified.
 */
export function overtaken(policy: Policy, { opened, ...anchor }: Anchor): string | null {
  let highest: Rung | null = null;
  for (const rung of rungs(policy, { ...anchor, opened: anchor.due })) {
    if (rung.at > opened) break;
    if (rung.rule.from !== "due" || rung.rule.offset.n <= 0) continue;
    if (!highest || levelOf(policy, rung) >= levelOf(policy, highest)) highest = rung;
  }
  return highest?.rule.name ?? null;
}

/**
 * The due instant of a term. Days (bd, d) count from the opening's local day, which is day 0, and end at the policy's `dueAt` (18:00); hours and
 * minutes are clock hours.
 * @param term @default the policy's own
 * @throws {TimeError} `TERM`: neither is given
 */
export function dueOf(policy: Policy, opened: Date, zone: Zone, calendar: Calendar, term?: Offset): Date {
  const length = term ?? policy.term;
  if (!length || !(length.n > 0))
    throw new TimeError("TERM", `Policy "${policy.name}" has no term above 0; expected one, or a due instant.`);
  const span = clockLength(length);
  const between = term === undefined ? policy.termBetween : undefined;
  if (span > 0 && between) return addHoursWithin(opened, span, zone, { from: between[0], to: between[1] });
  if (span > 0) return new Date(opened.getTime() + span);
  const from = dateIn(opened, zone);
  const date = length.unit === "bd" ? addBusinessDays(calendar, from, length.n) : addDays(from, length.n);
  return instantAt(date, policy.dueAt ?? "18:00", zone);
}

/**
 * Whether an acknowledgement suppresses a rung: before D only the reminders of the last day and the day itself remain; after D all rungs are sent.
 */
export function quiet(rung: Rung, anchor: Anchor): boolean {
  if (rung.at >= anchor.due || rung.rule.progress) return false;
  const { from, offset } = rung.rule;
  return !(
    (from === "due" || from === "begins") &&
    (offset.unit === "bd" || offset.unit === "d") &&
    (offset.n === 0 || offset.n === -1)
  );
}

/**
 * Of the passed rungs, those at the latest instant. The overtaken ones are skipped, except two that would be lost: the highest escalation (a
 * repetition to the doer must not replace the one notice to the authority), and the first notice to the person who must act.
 */
function rungsToSend(policy: Policy, passed: readonly Rung[]): Rung[] {
  const latest = passed.at(-1)?.at.getTime();
  const due = new Set(passed.filter((rung) => rung.at.getTime() === latest));
  if (due.size === passed.length) return [...passed];
  const include = (wanted: (rung: Rung) => boolean): void => {
    const rung = [...due].some(wanted) ? undefined : passed.findLast(wanted);
    if (rung) due.add(rung);
  };
  const highest = Math.max(...passed.map((rung) => levelOf(policy, rung)));
  include((rung) => levelOf(policy, rung) === highest);
  const asked = passed.flatMap(({ rule }) => rule.tell.filter(({ shape }) => shape === "due"));
  for (const { audience } of asked) include((rung) => rung.rule.tell.some((notice) => notice.audience === audience));
  return passed.filter((rung) => due.has(rung));
}

/** Rank of a rung's highest audience. */
const levelOf = (policy: Policy, { rule }: Rung): number =>
  Math.max(-1, ...rule.tell.map(({ audience }) => rank(policy, audience)));

/** Rank of an audience: the rung that first notifies it after D; −1: none does. */
function rank(policy: Policy, audience: Audience): number {
  return policy.rungs.findIndex(
    (rule) => rule.from === "due" && rule.offset.n >= 0 && rule.tell.some((notice) => notice.audience === audience),
  );
}

import { isLate, type Timed } from "../tasks/lateness.ts";
import { doing } from "../tasks/task-states.ts";
import { type Cadence, type CaseState, cadences, type LocalDate } from "../terms.ts";
import { addDays } from "../time/dates.ts";
import { periodOfKey } from "../time/periods.ts";

/** An occurrence of a duty that its plan names. */
export interface Planned {
  period: string;
  cadence: Cadence;
  opensOn: LocalDate;
  /** It opens in the middle of its period, on the day of a change of level. */
  cut?: true;
}

/**
 * How an open case stands: `handed-in` no doer is waited for, but a verdict or what others do · `late` its doers are, past D · `begun`
 * something was handed in or done · `asked` nothing was.
 */
export type Standing = "handed-in" | "late" | "begun" | "asked";

/** What of a case's open tasks says how it stands. @param stepDone a step of it is done */
export function standingOf(
  tasks: readonly (Timed & { submissions: number })[],
  stepDone: boolean,
  now: Date,
): Standing {
  const asked = tasks.filter(({ state, waitsFor }) => doing.includes(state) && waitsFor === 0);
  if (asked.length === 0 || tasks.some(({ state }) => state === "submitted")) return "handed-in";
  if (asked.every((task) => isLate(task, now))) return "late";
  return stepDone || tasks.some(({ submissions }) => submissions > 0) ? "begun" : "asked";
}

/** A planned case of the duty. */
export interface Held {
  id: string;
  period: string;
  cadence: Cadence;
  opensOn: LocalDate;
  state: CaseState;
  /** It was done, and not waived. */
  done: boolean;
  /** How many were missed in a row before it. */
  missed: number;
  /** The case that counts in its place. */
  countedBy: string | null;
  /** Of an open one. */
  standing?: Standing;
}

/** What becomes of the occurrences of one duty in one organization. */
export interface Succession<One extends Planned> {
  /** They open; `again`: the case that was superseded and is open again, since what counted in its place does not any more. */
  opens: { occurrence: One; again?: string }[];
  /** They are counted by another, and nobody is asked: by one that was done (credited), or that somebody has begun (superseded). */
  counted: { occurrence: One; as: "credited" | "superseded"; by: string }[];
  /** They end; `by`: the period of the one that counts from now on. */
  ends: { id: string; as: "missed" | "superseded"; by: string }[];
  /** How many were missed in a row before an occurrence, by its period; where it is more than none, and news. */
  missed: { period: string; times: number }[];
}

/**
 * One open occurrence a duty. When the next opens, what is late is missed; when one of another cadence opens since the level has
 * changed, what nobody has answered is superseded by it, and what somebody has begun goes on in its place. What was done in a shorter
 * period is not asked again for the longer one around it. Said again of what it has led to, it says nothing more.
 * @param wanted what the plan names for `today` and the days to come, in the order of their opening
 * @param held all that are open, those of the wanted periods with what counts in their place, and those done within them
 */
export function succession<One extends Planned>(
  today: LocalDate,
  wanted: readonly One[],
  held: readonly Held[],
): Succession<One> {
  const byPeriod = new Map(held.map((one) => [one.period, one]));
  const result: Succession<One> = { opens: [], counted: [], ends: [], missed: [] };
  /** Open from today on. */
  const current: One[] = [];
  for (const occurrence of wanted) {
    const known = byPeriod.get(occurrence.period);
    const now = occurrence.opensOn <= today;
    if (known && known.state !== "superseded") {
      if (known.state === "open" && now) current.push(occurrence);
      continue;
    }
    // What a change of level brings is decided on its day: until then somebody may begin what is open.
    if (occurrence.cut && !now) continue;
    const by = counter(occurrence, held);
    if (by) {
      if (!known) result.counted.push({ occurrence, ...by });
      continue;
    }
    if (known && counts(known, held)) continue;
    result.opens.push({ occurrence, ...(known && { again: known.id }) });
    if (now) current.push(occurrence);
  }
  const named = new Set(wanted.map(({ period }) => period));
  const followers = wanted.filter(({ opensOn }) => opensOn <= today);
  for (const one of held) {
    if (one.state !== "open") continue;
    const end = endOf(one, named, followers, current);
    if (!end) continue;
    result.ends.push({ id: one.id, ...end });
    const times = end.as === "missed" ? one.missed + 1 : one.missed;
    const told = result.missed.find(({ period }) => period === end.by);
    if (told) told.times = Math.max(told.times, times);
    else if (times > (byPeriod.get(end.by)?.missed ?? 0)) result.missed.push({ period: end.by, times });
  }
  return result;
}

/** What counts in the place of an occurrence that would open. */
function counter(
  occurrence: Planned,
  held: readonly Held[],
): { as: "credited" | "superseded"; by: string } | undefined {
  const begun = held.find(
    ({ cadence, state, standing }) =>
      state === "open" && cadence !== occurrence.cadence && (standing === "begun" || standing === "handed-in"),
  );
  if (begun && occurrence.cut) return { as: "superseded", by: begun.id };
  const { from, to } = periodOfKey(occurrence.period);
  const done = held.find((one) => {
    if (!one.done || !isShorter(one.cadence, occurrence.cadence)) return false;
    const last = periodOfKey(one.period).to;
    return from <= last && last <= to;
  });
  return done && { as: "credited", by: done.id };
}

/** Whether what superseded a case was done: then that counts, and it is not asked again. */
const counts = ({ countedBy }: Held, held: readonly Held[]): boolean =>
  held.some(({ id, done }) => id === countedBy && done);

function endOf(
  one: Held,
  named: ReadonlySet<string>,
  followers: readonly Planned[],
  current: readonly Planned[],
): { as: "missed" | "superseded"; by: string } | undefined {
  if (one.standing === "handed-in") return undefined;
  const follows = (next: Planned): boolean =>
    next.period !== one.period && (next.cadence !== one.cadence || next.opensOn > one.opensOn);
  if (one.standing === "late") {
    const next = followers.findLast(follows);
    return next && { as: "missed", by: next.period };
  }
  if (named.has(one.period)) return undefined;
  const next = current.findLast((next) => next.cadence !== one.cadence && follows(next));
  return next && { as: "superseded", by: next.period };
}

export const isShorter = (one: Cadence, other: Cadence): boolean => cadences.indexOf(one) < cadences.indexOf(other);

/** Whether something may have been done within the period of an occurrence before it opens: what opens with its period has nothing behind it; a year's opens in its last quarter. */
export const looksBehind = ({ period, cadence, cut, opensOn }: Planned, today: LocalDate): boolean =>
  cadence !== "weekly" && (cut === true || opensOn < today || opensOn > addDays(periodOfKey(period).from, 10));

import { isLate, type Timed } from "../tasks/lateness.ts";
import { doing } from "../tasks/task-states.ts";
import { type Cadence, type CaseState, cadences, type LocalDate } from "../terms.ts";
import { addDays } from "../time/dates.ts";
import { periodOfKey } from "../time/periods.ts";

/** A planned occurrence of a duty. */
export interface Planned {
  period: string;
  cadence: Cadence;
  opensOn: LocalDate;
  /** It opens inside its period, on the day of a change of level. */
  cut?: true;
}

/**
 * State of an open case: `handed-in` it waits for a verdict or others, not for a doer · `late` it waits for its doers, past D · `begun` something was
 * submitted or done · `asked` nothing was.
 */
export type Standing = "handed-in" | "late" | "begun" | "asked";

/** State of a case from its open tasks. @param stepDone a step of it is done */
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
  /** How many in a row were missed before it. */
  missed: number;
  /** Id of the case that counts instead. */
  countedBy: string | null;
  /** State of an open case. */
  standing?: Standing;
}

/** What becomes of the occurrences of one duty in one organization. */
export interface Succession<One extends Planned> {
  /** Occurrences that open; `again`: the superseded case that is reopened, because the one that counted instead no longer does. */
  opens: { occurrence: One; again?: string }[];
  /** Occurrences that another counts for and that are not requested: credited to one that was done, or superseded by one that somebody has begun. */
  counted: { occurrence: One; as: "credited" | "superseded"; by: string }[];
  /** Cases that end; `by`: the period of the one that counts instead. */
  ends: { id: string; as: "missed" | "superseded"; by: string }[];
  /** Number of misses in a row before an occurrence, by period, if it is above zero and new. */
  missed: { period: string; times: number }[];
}

/**
 * One open occurrence for each duty. When the next opens, a late one is missed; when one of another cadence opens after a change of level, it
 * supersedes one that nobody has answered, while one that somebody has begun continues instead of it. What was done in a shorter period is not
 * requested again for the longer one around it. Idempotent when applied to its result.
 * @param wanted planned occurrences of `today` and the following days, in the order of their opening
 * @param held all open cases, those of the wanted periods with the cases that count instead, and those done within them
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
    // A change of level is decided on its day: until then somebody may begin what is open.
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
    const known = result.missed.find(({ period }) => period === end.by);
    if (known) known.times = Math.max(known.times, times);
    else if (times > (byPeriod.get(end.by)?.missed ?? 0)) result.missed.push({ period: end.by, times });
  }
  return result;
}

/** The case that counts instead of an occurrence that would open. */
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

/** Whether the case that superseded another was done: it then counts, and the other is not requested again. */
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

/**
 * Whether something may have been done within an occurrence's period before it opens. One that opens with its period has nothing before it; a yearly
 * one opens in the last quarter.
 */
export const looksBehind = ({ period, cadence, cut, opensOn }: Planned, today: LocalDate): boolean =>
  cadence !== "weekly" && (cut === true || opensOn < today || opensOn > addDays(periodOfKey(period).from, 10));

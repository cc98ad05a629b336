import { dutyOf, isOfLaw } from "../catalogue/packs/index.ts";
import { procedureOf } from "../procedures/kinds.ts";
import { basisOf, stepOf } from "../procedures/steps.ts";
import type { Role, Zone } from "../terms.ts";
import { rollForward } from "../time/business-days.ts";
import type { Calendar } from "../time/calendar.ts";
import { dateIn, instantAt } from "../time/zones.ts";
import { principalsOf } from "./absence.ts";
import { type Duties, find, findInPerson, type Holder } from "./people.ts";
import { isOutside, isShared, outsideRoles } from "./role-chain.ts";
import type { TaskFacts } from "./task.ts";

/** How far up a role stands: each grants one term more than the one below it. */
const rank: Readonly<Partial<Record<Role, number>>> = {
  "legal-representative": 1,
  head: 1,
  "party-head": 1,
  "supervisory-board": 2,
  authority: 3,
  "party-committee": 3,
  regulator: 3,
  registrar: 4,
};
/** An administrator has no role above: a year keeps a slip of the keyboard from putting a task off for ever. */
const longest = 366 * 86_400_000;
const day = 86_400_000;

/** What the rules allow one person at one task, beside what the state machine says. */
export interface Bounds {
  /** No new due instant that they grant lies beyond it. */
  latest: Date;
  /** It may be waived by them. */
  waives: boolean;
  /** A deadline of the law is not extended, by nobody. */
  extends: boolean;
  /** Who gives the verdict on a submission that nobody verifies of itself; null: nobody can, it is declared by the doer alone. */
  verdict: { verifier: Role } | "self-declared" | null;
  /** Two do it together. */
  shared: boolean;
  /** Whether somebody may do it from now on. */
  mayDo(personId: string): boolean;
  /** Those whose work they do while these are away: nobody decides on their work through it. */
  principals: readonly string[];
  /** Of those, who are to do this task: it counts as theirs too. */
  standsInFor: readonly string[];
  /** In which days are named. */
  zone: Zone;
}

/** A task as its bounds look at it. */
export type Bounded = Duties & Pick<TaskFacts, "openedAt" | "firstDueAt" | "verifier"> & { duty: string; step: string };

/**
 * The rules "Own work" (LADDERS.md) that need to know who holds which role.
 * @param personId who acts; null: the administrator
 */
export function boundsOf(
  task: Bounded,
  personId: string | null,
  holders: readonly Holder[],
  now: Date,
  place: { zone: Zone; calendar: Calendar },
): Bounds {
  const principals = personId === null ? [] : principalsOf(personId, holders);
  const acting = [personId, ...principals];
  const mine = holders.filter((one) => acting.includes(one.personId)).map(({ role }) => role);
  const law = isStatutory(task.duty, task.step);
  const terms = Math.max(1, Math.max(0, ...mine.map((role) => rank[role] ?? 0)) - below(task));
  const term = task.firstDueAt.getTime() - task.openedAt.getTime();
  // What is late already is given a term from today: one from its first day might have passed.
  const from = Math.max(task.firstDueAt.getTime(), now.getTime());
  return {
    latest: wholeDay(new Date(from + (personId === null ? longest : terms * term)), term, place),
    waives: !law || personId === null || mine.includes("registrar"),
    extends: !law,
    verdict: task.verifier === null ? verdictOn(task, personId, holders) : null,
    shared: isShared(task),
    mayDo: (to) => mayDo(task, to, holders),
    principals,
    standsInFor:
      principals.length > 0 ? findInPerson("doer", task, holders).people.filter((id) => principals.includes(id)) : [],
    zone: place.zone,
  };
}

/** A term of days ends with a workday; one of hours at its minute. */
function wholeDay(at: Date, term: number, { zone, calendar }: { zone: Zone; calendar: Calendar }): Date {
  return term < 2 * day ? at : instantAt(rollForward(calendar, dateIn(at, zone)), "24:00", zone);
}

/** Of the organization itself, and not the one who is to verify it. */
function mayDo(task: Duties, personId: string, holders: readonly Holder[]): boolean {
  const held = holders.filter((one) => one.personId === personId).map(({ role }) => role);
  if (!held.some((role) => !isOutside(role))) return false;
  return task.verifier === null || !find("verifier", task, holders).people.includes(personId);
}

/** Rank of whoever does it: the term that they may be given is counted from the role above. */
const below = ({ roles }: Duties): number => rank[roles[0] ?? "secretariat"] ?? 0;

/** Whether somebody else's verdict is needed where one person is the whole organization: the kind says so, or a law asks for it. */
const needsVerdict = ({ duty, step }: Bounded): boolean => {
  const { kind } = dutyOf(duty);
  const { needsVerdict: always, steps } = procedureOf(kind);
  if (always || !isOfLaw(duty)) return always === true;
  return stepOf(kind, step).needsVerdict === true || !Object.values(steps).some((one) => one.needsVerdict);
};

function verdictOn(task: Bounded, personId: string | null, holders: readonly Holder[]): Bounds["verdict"] {
  if (personId === null || !isAlone(personId, holders)) return null;
  const verifier = outsideRoles.find((role) => role !== "regulator" && holders.some((one) => one.role === role));
  return needsVerdict(task) && verifier ? { verifier } : "self-declared";
}

/** Nobody but this person holds an office of the organization, and it has no supervisory board. */
function isAlone(personId: string, holders: readonly Holder[]): boolean {
  const offices = holders.filter(({ role }) => (rank[role] ?? 0) > 0 || role === "secretariat" || role === "deputy");
  const within = offices.filter(({ role }) => !isOutside(role));
  return within.length > 0 && within.every((one) => one.personId === personId && one.role !== "supervisory-board");
}

/** Whether a law gives the day of a task: nobody extends it, and only the registrar or an administrator waives it. */
export function isStatutory(number: string, step: string): boolean {
  const duty = dutyOf(number);
  return isOfLaw(number) || procedureOf(duty.kind).statutory === true || basisOf(duty, step) !== null;
}

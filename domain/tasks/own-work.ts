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

/** Rank of a role: each may extend by one term more than the one below it. */
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
/** In milliseconds: the limit of an administrator, who has no role above; a year prevents a typing error from postponing a task forever. */
const longest = 366 * 86_400_000;
const day = 86_400_000;

/** What the rules allow one person at one task, in addition to the state machine. */
export interface Bounds {
  /** The latest due instant that they may grant. */
  latest: Date;
  /** Whether they may waive it. */
  waives: boolean;
  /** False: nobody may extend it, because its deadline is statutory. */
  extends: boolean;
  /** Who gives the verdict on a submission without a regular verifier; null: nobody, the doer declares it alone. */
  verdict: { verifier: Role } | "self-declared" | null;
  /** Two people do it together. */
  shared: boolean;
  /** Whether a person may become its doer. */
  mayDo(personId: string): boolean;
  /** People for whom they currently stand in: they may not decide on the work of these as delegate. */
  principals: readonly string[];
  /** Those of them who are doers of this task, which therefore counts as theirs too. */
  standsInFor: readonly string[];
  /** Zone of the days in errors. */
  zone: Zone;
}

/** The fields of a task on which its bounds depend. */
export type Bounded = Duties & Pick<TaskFacts, "openedAt" | "firstDueAt" | "verifier"> & { duty: string; step: string };

/**
 * The rules "Own work" (LADDERS.md) that depend on who holds which role.
 * @param personId the actor; null: the administrator
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
  // A task that is late receives a term from today, because one from its first day might have passed.
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

/** A person of the organization itself who is not the verifier. */
function mayDo(task: Duties, personId: string, holders: readonly Holder[]): boolean {
  const held = holders.filter((one) => one.personId === personId).map(({ role }) => role);
  if (!held.some((role) => !isOutside(role))) return false;
  return task.verifier === null || !find("verifier", task, holders).people.includes(personId);
}

/** Rank of the doer; the role above may grant one more term. */
const below = ({ roles }: Duties): number => rank[roles[0] ?? "secretariat"] ?? 0;

/** Whether another's verdict is required in an organization of one person, by kind or by statute. */
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

/** Whether this person is the only office holder of the organization, and it has no supervisory board. */
function isAlone(personId: string, holders: readonly Holder[]): boolean {
  const offices = holders.filter(({ role }) => (rank[role] ?? 0) > 0 || role === "secretariat" || role === "deputy");
  const within = offices.filter(({ role }) => !isOutside(role));
  return within.length > 0 && within.every((one) => one.personId === personId && one.role !== "supervisory-board");
}

/** Whether the due day of a task is statutory: nobody extends it, and only the registrar or an administrator waives it. */
export function isStatutory(number: string, step: string): boolean {
  const duty = dutyOf(number);
  return isOfLaw(number) || procedureOf(duty.kind).statutory === true || basisOf(duty, step) !== null;
}

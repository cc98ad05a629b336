import { applies, type Profile } from "../catalogue/applies.ts";
import { dueByRule } from "../catalogue/due.ts";
import type { DueRule, Facts } from "../catalogue/due-rule.ts";
import type { Duty } from "../catalogue/duty.ts";
import { dutyOf } from "../catalogue/packs/index.ts";
import { ruleWith } from "../catalogue/set-term.ts";
import { ReasonedError } from "../errors.ts";
import { dueDay, dueOf, overtaken } from "../escalation/ladder.ts";
import type { Offset, Policy } from "../escalation/policy.ts";
import { factsOfRows, type NamedHolder } from "../forms/row-facts.ts";
import type { Row } from "../forms/rows.ts";
import type { HazardPack } from "../hazards/hazard-pack.ts";
import { guidelineHazard } from "../hazards/index.ts";
import { roundId } from "../ids.ts";
import { cause } from "../reasons/index.ts";
import type { Kind, LocalDate, Role, Zone } from "../terms.ts";
import { addBusinessDays, rollBack } from "../time/business-days.ts";
import type { Calendar } from "../time/calendar.ts";
import { addDays } from "../time/dates.ts";
import { periodOf } from "../time/periods.ts";
import { dateIn, instantAt } from "../time/zones.ts";
import { procedureOf } from "./kinds.ts";
import { dutiesOf, isDeclared, isOneOfMany, isOwn, ownLadder, rowOf, stepOf, wordingFacts } from "./steps.ts";

/** What is needed to open a task. */
export interface Opening {
  caseId: string;
  organizationId: string;
  shard: number;
  zone: Zone;
  /** The case's duty; a step that names another row belongs to that row. */
  duty: Duty;
  step: string;
  /** Row to which the task belongs. @default the first that its step names, otherwise the case's */
  row?: Duty;
  /** Unique in the case. @default the step's name */
  key?: string;
  openedAt: Date;
  /** @default by the step's rule from the case's days, otherwise by the term of the step, otherwise of the policy */
  dueAt?: Date;
  /** If nothing else sets its day, it is due with the tasks of a month's end: the first one after its term of which nobody has been reminded yet. */
  joins?: boolean;
  /** Facts of the case. */
  caseFacts?: Facts;
  /** The policy that an administrator or the case (severity) sets instead of a duty's; a step with a policy of its own keeps it. */
  policy?: (duty: Duty) => string | undefined;
  /** The term that an administrator sets instead of a step's own. */
  term?: (duty: Duty, step: string) => Offset | undefined;
  personId?: string | null;
  facts?: Facts;
  /** Key of its covering task, if it is a part of one. */
  parentKey?: string;
}

/** A task at its opening: its ladder begins, and the round processes it at the opening instant; one that waits for others begins when they settle. */
export interface OpenedTask {
  caseId: string;
  organizationId: string;
  duty: string;
  key: string;
  step: string;
  roles: readonly Role[];
  personId: string | null;
  verifier: Role | null;
  policy: string;
  openedAt: Date;
  dueAt: Date;
  round: string;
  facts: Facts;
  parentKey: string | null;
  /** Keys of tasks of the same case that must settle first. */
  after: readonly string[];
  /** It waits for others, and its term counts from their settlement. */
  floating: boolean;
  /** Its day had passed when it opened: the rung that would have been reached by then. */
  highestRung: string | null;
}

/** Term of a duty that an event starts, if neither the guideline nor its policy gives one. */
export const eventTerm: Offset = { n: 10, unit: "bd" };

/** A step that its procedure does not declare. Opening it would request what the duty itself requests. */
class UnknownStepError extends Error {
  override readonly name = "UnknownStepError";
  constructor(kind: Kind, step: string) {
    const steps = Object.keys(procedureOf(kind).steps);
    super(`step: "${step}" of kind ${kind}; expected ${["do", ...steps].join(", ")} (domain/procedures/kinds)`);
  }
}

/** Opens a task. @throws {UnknownPolicyError} its policy does not exist · {UnknownStepError} its procedure has no such step */
export function open(opening: Opening, policies: ReadonlyMap<string, Policy>, calendar: Calendar): OpenedTask {
  const { step, openedAt, zone, caseFacts = {} } = opening;
  if (!isDeclared(opening.duty.kind, step)) throw new UnknownStepError(opening.duty.kind, step);
  const form = stepOf(opening.duty.kind, step);
  const duty = opening.row ?? rowOf(opening.duty, step);
  // A person who is asked alone has no covering task; their ladder is the duty's.
  const alone = opening.parentKey === undefined && isOneOfMany(opening.duty.kind, step);
  const own = alone ? undefined : ownLadder(form, caseFacts);
  const policy = policyOf(own ?? opening.policy?.(duty) ?? duty.policy, policies);
  const after = form.after ?? [];
  const set = opening.term?.(duty, step);
  const rule = ruleWith(form.due ?? duty.due, set);
  const fixed =
    opening.dueAt ?? withinDay(dueByFacts(rule, { ...caseFacts, ...opening.facts }, zone, calendar), openedAt, zone);
  const term = fixed ?? termOf(opening, set ?? form.term, policy, calendar);
  const dueAt = notBeyond(dueByFacts(form.latest, caseFacts, zone, calendar), term, openedAt);
  return {
    caseId: opening.caseId,
    organizationId: opening.organizationId,
    duty: duty.number,
    key: opening.key ?? step,
    step,
    roles: form.roles ?? duty.roles,
    personId: opening.personId ?? null,
    verifier: form.verifier ?? null,
    policy: policy.name,
    openedAt,
    dueAt,
    round: roundId(duty.number, opening.shard),
    facts: opening.facts ?? {},
    parentKey: opening.parentKey ?? null,
    after,
    floating: !fixed && after.length > 0,
    // A period that is planned late is nobody's fault; a day that comes from elsewhere is.
    highestRung: rule && !opening.dueAt ? overtaken(policy, { opened: openedAt, due: dueAt, zone, calendar }) : null,
  };
}

function termOf(
  { openedAt, zone, joins }: Opening,
  term: Offset | undefined,
  policy: Policy,
  calendar: Calendar,
): Date {
  const at = termFrom(term, policy, openedAt, zone, calendar);
  if (!joins) return at;
  const ahead = addBusinessDays(calendar, dateIn(openedAt, zone), leastDays);
  return sheetDayFrom([ahead, dueDay(at, zone)].sort().at(-1) as LocalDate, zone, calendar);
}

/** Business days until the due day of such a sheet: ten to do it, and five for its reminders. */
const leastDays = 15;

/** The last workday of a month, on or after a day: sheets are due on it anyway. */
function sheetDayFrom(from: LocalDate, zone: Zone, calendar: Calendar): Date {
  const { to } = periodOf("monthly", from);
  const last = rollBack(calendar, to);
  return instantAt(last >= from ? last : rollBack(calendar, periodOf("monthly", addDays(to, 1)).to), "18:00", zone);
}

/** A day of the facts is still open until its end: what begins at 20:00 and is due that day is not late at its opening. */
const withinDay = (due: Date | null, openedAt: Date, zone: Zone): Date | null =>
  due && due <= openedAt && dateIn(due, zone) === dateIn(openedAt, zone)
    ? instantAt(dateIn(openedAt, zone), "24:00", zone)
    : due;

const dueByFacts = (rule: DueRule | undefined, facts: Facts, zone: Zone, calendar: Calendar): Date | null =>
  rule ? dueByRule(rule, facts, zone, calendar) : null;

/** A due instant, or the latest one of its step if that is earlier and still to come. */
export const notBeyond = (latest: Date | null, dueAt: Date, now: Date): Date =>
  latest && latest > now && latest < dueAt ? latest : dueAt;

/** The due instant of a term that counts from `from`; the policy's own term is counted within its hours of the day. */
export const termFrom = (term: Offset | undefined, policy: Policy, from: Date, zone: Zone, calendar: Calendar): Date =>
  dueOf(policy, from, zone, calendar, term ?? (policy.term ? undefined : eventTerm));

/** The context in which a case opens. */
export interface CaseSurroundings {
  organization: Profile;
  /** Holders of the roles to which the steps refer, with names if a step has rows of people. */
  holders: readonly NamedHolder[];
  /** Its sites, if a step has rows of sites. */
  sites?: readonly Row[];
  /** The hazard that stands highest there. @default the guideline's */
  hazard?: HazardPack;
  policies: ReadonlyMap<string, Policy>;
  calendar: Calendar;
}

/** What is needed to open several steps. */
export interface Opened extends Omit<Opening, "step" | "row" | "parentKey"> {
  /** Due instant of steps without a term or rule of their own: the end of a period. */
  endsAt?: Date;
}

/** The tasks of some steps of a case, of those whose row applies to the organization; a step of many people also has each person's own task. */
export function openSteps(opening: Opened, steps: readonly string[], around: CaseSurroundings): OpenedTask[] {
  const { endsAt, ...rest } = opening;
  const { policies, calendar, hazard = guidelineHazard } = around;
  const tasks = steps.flatMap((step): OpenedTask[] => {
    const { duty, unless, term, due, each, rows } = stepOf(opening.duty.kind, step);
    // Whoever started the case has stated that its own row applies to the organization.
    const row =
      duty === undefined ? opening.duty : dutiesOf(opening.duty, step).find((one) => applies(one, around.organization));
    if (!row || (unless !== undefined && applies(dutyOf(unless), around.organization))) return [];
    const personId = isOwn(opening.duty.kind, step) ? (rest.personId ?? null) : null;
    const termed = term ?? due ?? rest.term?.(row, step);
    const own = { ...rest, step, row, personId, ...(endsAt && !rest.dueAt && !termed && { dueAt: endsAt }) };
    const covering = open(own, policies, calendar);
    if (rows) return withRows(covering, factsOfRows(rows, { ...around, stock: hazard.stock }, opening.caseId));
    if (!each) return [covering];
    const people = [
      ...new Set(around.holders.filter(({ role }) => each.roles.includes(role)).map((one) => one.personId)),
    ];
    const { facts: _, ...bare } = rest;
    return [
      covering,
      ...people.map((personId) => {
        const key = `${covering.key}:${personId}`;
        const task = open(
          { ...bare, step: each.step, key, personId, parentKey: covering.key, dueAt: covering.dueAt },
          policies,
          calendar,
        );
        return { ...task, roles: each.roles, after: covering.after, floating: covering.floating };
      }),
    ];
  });
  // Tasks that do not apply to the organization are not waited for.
  const known = new Set(tasks.map(({ key }) => key));
  const passed = new Set(steps.filter((step) => !known.has(opening.key ?? step)));
  return tasks.map((opened) => {
    const asked = wordingFacts(opening.duty, opened.step, hazard, around.organization);
    const task = Object.keys(asked).length > 0 ? { ...opened, facts: { ...opened.facts, ...asked } } : opened;
    const after = task.after.filter((key) => !passed.has(key));
    return after.length === task.after.length ? task : { ...task, after, floating: task.floating && after.length > 0 };
  });
}

/** Splits rows that exceed the maximum of a page into several tasks. */
function withRows(task: OpenedTask, facts: readonly Facts[]): OpenedTask[] {
  return facts.map((own, index) => ({
    ...task,
    key: index === 0 ? task.key : `${task.key}:${index + 1}`,
    facts: { ...task.facts, ...own },
  }));
}

/** A policy that does not exist is named. */
export class UnknownPolicyError extends ReasonedError {
  readonly code = "UNKNOWN_POLICY";
  override readonly name = "UnknownPolicyError";
}

export function policyOf(name: string, policies: ReadonlyMap<string, Policy>): Policy {
  const policy = policies.get(name);
  if (!policy)
    throw new UnknownPolicyError([cause("no-policy", { value: name, policies: [...policies.keys()].sort() })]);
  return policy;
}

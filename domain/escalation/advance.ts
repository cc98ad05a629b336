import type { Part } from "../messages/message.ts";
import { shapeHeight } from "../messages/shapes.ts";
import { type Duties, type FoundAbove, find, findAbove, type Holder } from "../tasks/people.ts";
import { aboveDoer } from "../tasks/role-chain.ts";
import type { TaskState } from "../tasks/task-states.ts";
import type { Channel, Role, Shape, Urgency, Zone } from "../terms.ts";
import type { Calendar } from "../time/calendar.ts";
import { anchorOf } from "./anchor.ts";
import { type Anchor, climb, lift, mergeNotices, type Rung } from "./ladder.ts";
import { type Audience, type AudienceNotice, type Offset, type Policy, runsByClock } from "./policy.ts";
import { needsNoReport, withReports } from "./progress.ts";
import { formatCopy, formatRung, isCopy, type Ladder } from "./rung-id.ts";

/** The fields of a task on which its ladder depends. */
export interface Climber extends Duties {
  state: TaskState;
  dueRevision: number;
  climbFrom: Date;
  climbDueAt: Date;
  /** Days of the task that its ladder uses (domain/escalation/anchor.ts). */
  facts?: Readonly<Record<string, unknown>>;
  processedThrough: Date | null;
  highestRung: string | null;
  /** When the doer last reported progress. */
  outlookAt?: Date | null;
}

/** One notice to one person; `step`, person and channel are its identity within the task. */
export interface PendingNotice {
  personId: string;
  step: string;
  channel: Channel;
  shape: Exclude<Shape, "digest">;
  part: Part;
  urgency: Urgency;
  vacant: Role | null;
  /** The role's holder does the task, so the rung went to the next role up. */
  passed?: Role;
  belated: boolean;
}

/** Recipients of an audience at one instant. */
export interface RungAudience {
  audience: Audience;
  people: readonly string[];
  /** The vacant role, for which these people stand in; null: none. */
  vacant: Role | null;
  /** The role whose holder does the task, so that these are the people of the next role up; null: none. */
  passed: Role | null;
}

export interface Advance {
  notices: PendingNotice[];
  /** Recipients without copies, in the order of the policy. */
  audiences: RungAudience[];
  processedThrough: Date;
  highestRung: string | null;
  next: Date | null;
  /** Rungs that are sent now. */
  rungs: readonly Rung[];
  /** Names of these and of overtaken rungs, for the log. */
  rungNames: string[];
  skipped: string[];
  /** Roles that nobody holds, not even further up; reported to the administrator. */
  gaps: Role[];
  /** Vacant roles with a stand-in, even one who is notified anyway. */
  vacant: Role[];
  /** Roles whose holders do the task themselves and which the rung therefore skipped. */
  passed: Role[];
  /** Roles whose holders do the task themselves and above whom nobody is known: the rung stayed with them. */
  kept: Role[];
  /** The public late mark is set now. */
  mark: boolean;
}

/** The ladder of a task: the verifier's if it was submitted, otherwise the doer's. */
export const ladderOf = (state: TaskState): Ladder => (state === "submitted" ? "verifier" : "doer");

/** The fields of a task that decide its policy. */
interface Climbing {
  state: TaskState;
  policy: string;
  verifierPolicy: string;
}

/** Name of the policy that currently applies to a task. */
export const climbedPolicy = ({ state, policy, verifierPolicy }: Climbing): string =>
  ladderOf(state) === "verifier" ? verifierPolicy : policy;

/** Whether a task's term currently runs by the clock; false for an unknown policy. */
export function climbsByClock(task: Climbing, policies: ReadonlyMap<string, Policy>): boolean {
  const climbed = policies.get(climbedPolicy(task));
  return climbed !== undefined && runsByClock(climbed);
}

/** What a task's ladder sends at `now`. Pure; idempotent when run again with its result. */
export function advance(
  task: Climber,
  ofDuty: Policy,
  around: { zone: Zone; calendar: Calendar; holders: readonly Holder[] },
  now: Date,
): Advance {
  const policy = ladderOf(task.state) === "doer" ? withReports(ofDuty, task.facts) : ofDuty;
  const anchor = anchorOf(task, around.zone, around.calendar);
  const climbed = climb(
    policy,
    anchor,
    {
      processedThrough: task.processedThrough,
      acknowledged: task.state === "acknowledged",
      exclude: (rung) => needsNoReport(rung, anchor, task.outlookAt ?? null),
    },
    now,
  );
  const result: Advance = {
    notices: [],
    audiences: [],
    rungs: climbed.due,
    processedThrough: now,
    highestRung: task.highestRung,
    next: climbed.next,
    rungNames: climbed.due.map((rung) => rung.name),
    skipped: climbed.skipped.map((rung) => rung.name),
    gaps: [],
    vacant: [],
    passed: [],
    kept: [],
    mark: [...climbed.due, ...climbed.skipped].some((rung) => rung.rule.mark === "late"),
  };
  const top = climbed.due.at(-1);
  if (top) addNotices(task, policy, anchor, climbed.due, top, climbed.belated, around.holders, result);
  return result;
}

function addNotices(
  task: Climber,
  policy: Policy,
  anchor: Anchor,
  rungs: readonly Rung[],
  top: Rung,
  belated: boolean,
  holders: readonly Holder[],
  result: Advance,
): void {
  const ladder = ladderOf(task.state);
  const again = ladder === "doer" && task.dueRevision > 0;
  const early = anchor.due > top.at;
  const notices = mergeNotices([...rungs]).filter((one) => !(again && early && aboveDoer.includes(one.audience)));
  const lifted = ladder === "doer" ? lift(policy, anchor, top, task.highestRung, again) : [];
  const past = top.at.getTime() >= anchor.due.getTime() || (top.rule.from === "due" && top.rule.offset.n >= 0);
  const step = formatRung(task.dueRevision, ladder, top.name);
  const urgency = urgencyOf(rungs, policy);
  const seen = new Set<string>();
  const doer = find("doer", task, holders);
  const doers = ladder === "doer" && !doer.vacant ? doer.people : [];
  const foundBy = (audience: Audience): FoundAbove | null => {
    // A repeating rung is sent to its own audiences: it was escalated once already.
    if (top.rule.every) {
      const found = { ...find(audience, task, holders), passed: null, kept: null };
      return ladder === "doer" ? found : beyondOwnWork(found, task);
    }
    if (ladder === "doer") return findAbove(audience, task, holders, doers);
    const verifiers = find("verifier", task, holders).people;
    return beyondOwnWork(findAbove(audience, task, holders, task.didIds, [...task.didIds, ...verifiers]), task);
  };
  const add = (notice: AudienceNotice, step: string, part?: Part): void => {
    const found = foundBy(notice.audience);
    if (!found) return;
    const { people, vacant, passed, kept } = found;
    if (part === undefined) result.audiences.push({ audience: notice.audience, people, vacant, passed });
    if (kept) result.kept.push(kept);
    if (found.passed) result.passed.push(found.passed);
    if (found.vacant) (found.people.length === 0 ? result.gaps : result.vacant).push(found.vacant);
    for (const personId of found.people)
      for (const channel of notice.channels) {
        // Nobody is notified twice at one instant: the first notice that reaches a person has the higher shape.
        const key = `${personId}/${channel}`;
        if (seen.has(key)) continue;
        seen.add(key);
        // A doer is requested to act, even if they are also copied.
        const does = part === "copy" && doers.includes(personId);
        result.notices.push({
          personId,
          step,
          channel,
          shape: does ? "overdue" : notice.shape,
          part: (does ? "doer" : part) ?? partOf(notice, doers.includes(personId)),
          urgency,
          vacant: found.vacant,
          ...(found.passed && { passed: found.passed }),
          belated,
        });
      }
  };
  const sent = mergeByAudience(notices, lifted);
  for (const notice of byHeight(sent)) add(notice, step);
  const place = (one: RungAudience): number => sent.findIndex(({ audience }) => audience === one.audience);
  result.audiences.sort((a, b) => place(a) - place(b));
  if (past && ladder === "doer") {
    result.highestRung = higher(policy, task.highestRung, top.rule.name);
    if (task.passedById && holders.some((holder) => holder.personId === task.passedById))
      result.notices.push(...copy(task.passedById, step, urgency, seen));
  }
  // People who were notified before are copied once, not at each rung: the identity of a copy is the same for all rungs of this D.
  if (past && notices.some((notice) => notice.shape === "escalated"))
    for (const notice of earlierNotices(policy, top)) add(notice, formatCopy(task.dueRevision, ladder), "copy");
}

/** Removes copies that were sent at an earlier rung, so that the log names a rung's recipients only. */
export function copiedOnce(step: Advance, had: (notice: PendingNotice) => boolean): Advance {
  const isKnown = (one: PendingNotice): boolean => isCopy(one.step) && had(one);
  return step.notices.some(isKnown) ? { ...step, notices: step.notices.filter((one) => !isKnown(one)) } : step;
}

function copy(personId: string, step: string, urgency: Urgency, seen: Set<string>): PendingNotice[] {
  if (seen.has(`${personId}/email`)) return [];
  seen.add(`${personId}/email`);
  return [{ personId, step, channel: "email", shape: "overdue", part: "copy", urgency, vacant: null, belated: false }];
}

/** Removes people who did the submitted work: nobody supervises their own. @returns null: nobody else is left */
function beyondOwnWork(found: FoundAbove, { didIds }: Pick<Climber, "didIds">): FoundAbove | null {
  const people = found.people.filter((id) => !didIds.includes(id));
  return people.length === 0 && found.people.length > 0 ? null : { ...found, people, kept: null };
}

/** Audiences of lower rungs at and after D, by e-mail: they are copied when the task is escalated. */
function earlierNotices(policy: Policy, top: Rung): AudienceNotice[] {
  const before: AudienceNotice[] = [];
  for (const rule of policy.rungs) {
    if (rule.name === top.rule.name) break;
    if (rule.from !== "due" || rule.offset.n < 0) continue;
    for (const notice of rule.tell)
      if (!before.some((one) => one.audience === notice.audience))
        before.push({ ...notice, channels: ["email"], shape: "escalated" });
  }
  return before;
}

function byHeight(notices: readonly AudienceNotice[]): AudienceNotice[] {
  return [...notices].sort((a, b) => shapeHeight[b.shape] - shapeHeight[a.shape]);
}

function mergeByAudience(base: readonly AudienceNotice[], extra: readonly AudienceNotice[]): AudienceNotice[] {
  const merged = new Map(base.map((notice) => [notice.audience, notice]));
  for (const notice of extra) if (!merged.has(notice.audience)) merged.set(notice.audience, notice);
  return [...merged.values()];
}

function higher(policy: Policy, highestRung: string | null, name: string): string {
  const index = (one: string): number => policy.rungs.findIndex((rule) => rule.name === one);
  return highestRung !== null && index(highestRung) > index(name) ? highestRung : name;
}

/** The part of a recipient: a doer reads a rung for supervisors as doer. */
function partOf({ audience, shape }: AudienceNotice, does: boolean): Part {
  if (audience === "participants") return "participant";
  if (audience === "verifier") return "verifier";
  return !does && (shape === "escalated" || aboveDoer.includes(audience)) ? "supervisor" : "doer";
}

/**
 * Urgency of rungs. Rungs in clock hours do not wait for a digest, nor does the first notice of a task that is due within a day: tomorrow's digest
 * would be too late. A rung marked ! waits for nothing.
 */
function urgencyOf(rungs: readonly Rung[], { term }: Policy): Urgency {
  if (rungs.some((rung) => rung.rule.emergency)) return "emergency";
  const inHours = (offset: Offset): boolean => offset.unit === "h" || offset.unit === "min";
  const short = term !== undefined && (inHours(term) || term.n <= 1);
  const prompt = rungs.some(({ rule }) =>
    rule.offset.n === 0 ? short && rule.from === "opened" : inHours(rule.offset),
  );
  return prompt ? "prompt" : "routine";
}

import type { Part } from "../messages/message.ts";
import { shapeHeight } from "../messages/shapes.ts";
import { type Duties, type FoundAbove, find, findAbove, type Holder } from "../tasks/people.ts";
import { aboveDoer } from "../tasks/role-chain.ts";
import type { TaskState } from "../tasks/task-states.ts";
import type { Channel, Role, Shape, Urgency, Zone } from "../terms.ts";
import type { Calendar } from "../time/calendar.ts";
import { anchorOf } from "./anchor.ts";
import { type Anchor, climb, lift, mergeTellings, type Rung } from "./ladder.ts";
import { type Audience, type Offset, type Policy, runsByClock, type Telling } from "./policy.ts";
import { needsNoReport, withReports } from "./progress.ts";
import { formatCopy, formatRung, isCopy, type Ladder } from "./rung-id.ts";

/** What of a task its ladder looks at. */
export interface Climber extends Duties {
  state: TaskState;
  dueRevision: number;
  climbFrom: Date;
  climbDueAt: Date;
  /** Days of its own that its ladder knows (domain/escalation/anchor.ts). */
  facts?: Readonly<Record<string, unknown>>;
  processedThrough: Date | null;
  highestRung: string | null;
  /** When its doer last reported progress. */
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
  /** Its holder does the task, so the rung went to the next role up. */
  passed?: Role;
  belated: boolean;
}

/** An audience that is notified at one instant, and its people then. */
export interface RungAudience {
  audience: Audience;
  people: readonly string[];
  /** Its role, where nobody holds it: the people stand in. */
  vacant: Role | null;
  /** Its role, where its holder does the task: the people are those of the next role up. */
  passed: Role | null;
}

export interface Advance {
  tell: PendingNotice[];
  /** Whom it tells, but for copies, in the order of the policy. */
  spoken: RungAudience[];
  processedThrough: Date;
  highestRung: string | null;
  next: Date | null;
  /** Rungs that are sent now. */
  rungs: readonly Rung[];
  /** Their names, and those of rungs overtaken, for the log. */
  rungNames: string[];
  skipped: string[];
  /** Roles of a rung that nobody holds, not even further up: reported to the administrator. */
  gaps: Role[];
  /** Roles that nobody holds, where somebody stands in; also where that one is told anyway. */
  vacant: Role[];
  /** Roles whose holders do the task themselves: the rung went past them. */
  passed: Role[];
  /** Roles whose holders do the task themselves, above whom nobody is known: the rung stayed with them. */
  kept: Role[];
  /** The public mark of lateness falls now. */
  mark: boolean;
}

/** A task that waits for its verifier climbs the verifier's ladder, otherwise the doer's. */
export const ladderOf = (state: TaskState): Ladder => (state === "submitted" ? "verifier" : "doer");

/** What of a task says which policy it climbs. */
interface Climbing {
  state: TaskState;
  policy: string;
  verifierPolicy: string;
}

/** Name of the policy that a task climbs now. */
export const climbedPolicy = ({ state, policy, verifierPolicy }: Climbing): string =>
  ladderOf(state) === "verifier" ? verifierPolicy : policy;

/** Whether the time of a task passes by the clock now. A policy that nobody has written says nothing of it. */
export function climbsByClock(task: Climbing, policies: ReadonlyMap<string, Policy>): boolean {
  const climbed = policies.get(climbedPolicy(task));
  return climbed !== undefined && runsByClock(climbed);
}

/** What the ladder of one task says at `now`. Pure; run again with what it returned it says nothing more. */
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
    tell: [],
    spoken: [],
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
  if (top) speak(task, policy, anchor, climbed.due, top, climbed.belated, around.holders, result);
  return result;
}

function speak(
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
  const tellings = mergeTellings([...rungs]).filter((one) => !(again && early && aboveDoer.includes(one.audience)));
  const lifted = ladder === "doer" ? lift(policy, anchor, top, task.highestRung, again) : [];
  const past = top.at.getTime() >= anchor.due.getTime() || (top.rule.from === "due" && top.rule.offset.n >= 0);
  const step = formatRung(task.dueRevision, ladder, top.name);
  const urgency = urgencyOf(rungs, policy);
  const seen = new Set<string>();
  const doer = find("doer", task, holders);
  const doers = ladder === "doer" && !doer.vacant ? doer.people : [];
  const foundBy = (audience: Audience): FoundAbove | null => {
    // What repeats is said to its own audiences: it has gone up once.
    if (top.rule.every) {
      const found = { ...find(audience, task, holders), passed: null, kept: null };
      return ladder === "doer" ? found : beyondOwnWork(found, task);
    }
    if (ladder === "doer") return findAbove(audience, task, holders, doers);
    const verifiers = find("verifier", task, holders).people;
    return beyondOwnWork(findAbove(audience, task, holders, task.didIds, [...task.didIds, ...verifiers]), task);
  };
  const say = (telling: Telling, step: string, part?: Part): void => {
    const found = foundBy(telling.audience);
    if (!found) return;
    const { people, vacant, passed, kept } = found;
    if (part === undefined) result.spoken.push({ audience: telling.audience, people, vacant, passed });
    if (kept) result.kept.push(kept);
    if (found.passed) result.passed.push(found.passed);
    if (found.vacant) (found.people.length === 0 ? result.gaps : result.vacant).push(found.vacant);
    for (const personId of found.people)
      for (const channel of telling.channels) {
        // Nobody is told twice at one instant: the first telling that reaches a person has the higher shape.
        const key = `${personId}/${channel}`;
        if (seen.has(key)) continue;
        seen.add(key);
        // Whose it is to do is asked to do it, whatever else they are told as.
        const does = part === "copy" && doers.includes(personId);
        result.tell.push({
          personId,
          step,
          channel,
          shape: does ? "overdue" : telling.shape,
          part: (does ? "doer" : part) ?? partOf(telling, doers.includes(personId)),
          urgency,
          vacant: found.vacant,
          ...(found.passed && { passed: found.passed }),
          belated,
        });
      }
  };
  const spoken = mergeByAudience(tellings, lifted);
  for (const telling of byHeight(spoken)) say(telling, step);
  const place = (one: RungAudience): number => spoken.findIndex(({ audience }) => audience === one.audience);
  result.spoken.sort((a, b) => place(a) - place(b));
  if (past && ladder === "doer") {
    result.highestRung = higher(policy, task.highestRung, top.rule.name);
    if (task.passedById && holders.some((holder) => holder.personId === task.passedById))
      result.tell.push(...copy(task.passedById, step, urgency, seen));
  }
  // Whoever was told before is copied once, not again at each rung: the identity is one for all rungs of this D.
  if (past && tellings.some((telling) => telling.shape === "escalated"))
    for (const telling of toldBefore(policy, top)) say(telling, formatCopy(task.dueRevision, ladder), "copy");
}

/** Without the copies of those who had theirs at an earlier rung: the log names the recipients of a rung, and nobody else. */
export function copiedOnce(step: Advance, had: (notice: PendingNotice) => boolean): Advance {
  const isKnown = (one: PendingNotice): boolean => isCopy(one.step) && had(one);
  return step.tell.some(isKnown) ? { ...step, tell: step.tell.filter((one) => !isKnown(one)) } : step;
}

function copy(personId: string, step: string, urgency: Urgency, seen: Set<string>): PendingNotice[] {
  if (seen.has(`${personId}/email`)) return [];
  seen.add(`${personId}/email`);
  return [{ personId, step, channel: "email", shape: "overdue", part: "copy", urgency, vacant: null, belated: false }];
}

/** Without those who did what waits for a verdict: nobody is notified of their own work as a supervisor. @returns null: nobody else is left */
function beyondOwnWork(found: FoundAbove, { didIds }: Pick<Climber, "didIds">): FoundAbove | null {
  const people = found.people.filter((id) => !didIds.includes(id));
  return people.length === 0 && found.people.length > 0 ? null : { ...found, people, kept: null };
}

/** Audiences of the rungs at and after D that stand below this one, by e-mail: what they are copied is that it went up. */
function toldBefore(policy: Policy, top: Rung): Telling[] {
  const before: Telling[] = [];
  for (const rule of policy.rungs) {
    if (rule.name === top.rule.name) break;
    if (rule.from !== "due" || rule.offset.n < 0) continue;
    for (const telling of rule.tell)
      if (!before.some((one) => one.audience === telling.audience))
        before.push({ ...telling, channels: ["email"], shape: "escalated" });
  }
  return before;
}

function byHeight(tellings: readonly Telling[]): Telling[] {
  return [...tellings].sort((a, b) => shapeHeight[b.shape] - shapeHeight[a.shape]);
}

function mergeByAudience(base: readonly Telling[], extra: readonly Telling[]): Telling[] {
  const merged = new Map(base.map((telling) => [telling.audience, telling]));
  for (const telling of extra) if (!merged.has(telling.audience)) merged.set(telling.audience, telling);
  return [...merged.values()];
}

function higher(policy: Policy, highestRung: string | null, name: string): string {
  const index = (one: string): number => policy.rungs.findIndex((rule) => rule.name === one);
  return highestRung !== null && index(highestRung) > index(name) ? highestRung : name;
}

/** Whose it is to do reads so of a rung that speaks to supervisors too: nobody is requested to remind themselves. */
function partOf({ audience, shape }: Telling, does: boolean): Part {
  if (audience === "participants") return "participant";
  if (audience === "verifier") return "verifier";
  return !does && (shape === "escalated" || aboveDoer.includes(audience)) ? "supervisor" : "doer";
}

/**
 * Rungs in clock hours do not wait for a digest, nor does the first word of what is to be done within a day: tomorrow's would come too
 * late. One marked ! waits for nothing.
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

import type { EventName } from "../catalogue/duty.ts";
import { type Advance, advance, copiedOnce, ladderOf } from "../escalation/advance.ts";
import { dueOf } from "../escalation/ladder.ts";
import { isCopy } from "../escalation/rung-id.ts";
import { sendingTimes } from "../messages/routine-day.ts";
import { countsFor, creditsFor, creditsOf, holds } from "../planning/credits.ts";
import { unchanged } from "../procedures/freshness.ts";
import { drillKind, meetingFacts, meetingOf } from "../procedures/kinds/drill.ts";
import { firstSteps } from "../procedures/kinds.ts";
import { policyOf } from "../procedures/opening.ts";
import { stepOf } from "../procedures/steps.ts";
import { joinsSheet, startedBy } from "../procedures/triggers.ts";
import { boundsOf } from "../tasks/own-work.ts";
import { find } from "../tasks/people.ts";
import { recipientsOf } from "../tasks/recipients.ts";
import { doing, isSettled, waiting } from "../tasks/task-states.ts";
import { transition } from "../tasks/transition.ts";
import { periodNamed } from "../time/periods.ts";
import { dateIn } from "../time/zones.ts";
import { answerOf, sheetDay } from "./answering.ts";
import type { SimulatedCase, SimulatedTask } from "./found.ts";
import { SimulationState } from "./state.ts";

/** In milliseconds: a notice that could not be sent for a week is left to a later rung, or dropped. */
const week = 7 * 86_400_000;

/** What ladders send, what people do, and the consequences. */
export abstract class SimulationSteps extends SimulationState {
  protected climb(task: SimulatedTask, now: Date): void {
    const { zone, id: organizationId } = this.of;
    const said = copiedOnce(this.advanced(task, now), ({ step, personId }) =>
      Boolean(task.copied?.has(`${step}/${personId}`)),
    );
    const whileIn = ladderOf(task.state) === "verifier" ? "submitted" : "doing";
    task.processedThrough = said.processedThrough;
    task.highestRung = said.highestRung;
    task.nextAt = said.next;
    for (const one of said.notices) {
      if (isCopy(one.step)) task.copied = new Set(task.copied).add(`${one.step}/${one.personId}`);
      this.note({
        task,
        ...one,
        climbDueAt: task.climbDueAt,
        while: whileIn,
        ...sendingTimes(one, said.next, zone, now),
      });
    }
    for (const role of said.gaps) {
      const rung = said.rungNames.at(-1) ?? "";
      const { duty, step } = task;
      this.nobody.set([duty, step, rung, role].join("/"), { organizationId, duty, step, rung, role });
    }
  }

  /** Advances a ladder; equal tasks of one sheet share the computation. */
  protected advanced(task: SimulatedTask, now: Date): Advance {
    const { facts, state, roles, verifier, personId, didIds, highestRung, climbFrom, climbDueAt } = task;
    const policy = ladderOf(state) === "verifier" ? task.verifierPolicy : task.policy;
    const times = `${now.getTime()}|${climbFrom.getTime()}|${climbDueAt.getTime()}|${task.processedThrough?.getTime()}`;
    const key = `${policy}|${state}|${roles}|${verifier}|${personId}|${didIds}|${highestRung}|${facts.begins}|${facts.askedBy}|${times}`;
    const known = this.known.said.get(key);
    if (known) return known;
    const { zone, holders } = this.of;
    const said = advance(task, this.policyFor(task), { zone, calendar: this.rules.calendar, holders }, now);
    this.known.said.set(key, said);
    return said;
  }

  /** Answers, in one press, all tasks that the doer has for the same day and can do now. */
  protected answerSheet(task: SimulatedTask, now: Date): void {
    const { zone } = this.of;
    const [personId] = task.doers;
    if (personId === undefined) {
      task.answerAt = Number.POSITIVE_INFINITY;
      return;
    }
    const day = sheetDay(task, zone, now);
    const answerable = (one: SimulatedTask): boolean =>
      one.doers[0] === personId &&
      one.answerAt < Number.POSITIVE_INFINITY &&
      one.state !== "submitted" &&
      one.openedAt <= now &&
      isReady(one, now) &&
      sheetDay(one, zone, now) === day;
    task.answerAt = Number.POSITIVE_INFINITY;
    const sheet = [task, ...this.pending.filter((one) => one !== task && answerable(one))];
    const taken: SimulatedTask[] = [];
    for (const one of sheet) {
      // Another task of the sheet may have counted for it.
      if (isSettled(one.state) && one.state !== "missed") continue;
      taken.push(one);
      this.submit(one, personId, now);
    }
    if (taken.length > 0)
      this.acts.push({ at: now, personId, organizationId: this.of.id, verb: "submit", tasks: taken });
  }

  /** What the rules allow a person at a step; extensions, which differ between tasks, are not simulated. */
  protected boundsFor(task: SimulatedTask, by: string, now: Date): ReturnType<typeof boundsOf> {
    const key = `${task.duty}/${task.step}/${task.personId ?? ""}/${by}`;
    const known = this.known.bounds.get(key);
    if (known) return known;
    const { holders, zone } = this.of;
    const made = boundsOf(task, by, holders, now, { zone, calendar: this.rules.calendar });
    this.known.bounds.set(key, made);
    return made;
  }

  protected submit(task: SimulatedTask, by: string | null, now: Date): void {
    const { zone } = this.of;
    const { calendar, policies } = this.rules;
    const { version } = stepOf(task.case.duty.kind, task.step);
    const result = answerOf(task, { version, onFile: this.onFile }, now, { zone, calendar });
    const bounds = by === null ? {} : this.boundsFor(task, by, now);
    const standing = [by === null ? ("system" as const) : ("doer" as const)];
    const act = { verb: "submit" as const, by, standing, at: now };
    const change = transition(task, act, () => now, bounds);
    task.answerAt = Number.POSITIVE_INFINITY;
    if (change === "done already") return;
    Object.assign(task, change.set);
    task.handedInAt ??= now;
    Object.assign(task.case.result, task.duty === task.case.duty.number ? result : {});
    this.tell(task, change.recipients, { verb: "submit", actor: by ?? undefined }, now);
    if (task.state === "submitted") {
      const verdict = policyOf(task.verifierPolicy, policies);
      const climbDueAt = dueOf(verdict, now, zone, calendar);
      Object.assign(task, { climbFrom: now, climbDueAt, processedThrough: null, nextAt: now });
      this.awaitAnswer(task, now);
    } else this.settle(task, result, now);
  }

  protected accept(task: SimulatedTask, now: Date): void {
    const [personId] = find("verifier", task, this.of.holders).people;
    task.answerAt = Number.POSITIVE_INFINITY;
    if (personId === undefined) return;
    const bounds = this.boundsFor(task, personId, now);
    const act = { verb: "accept" as const, by: personId, standing: ["verifier" as const], at: now };
    const change = transition(task, act, () => now, bounds);
    if (change === "done already") return;
    Object.assign(task, change.set);
    this.acts.push({ at: now, personId, organizationId: this.of.id, verb: "accept", tasks: [task] });
    this.tell(task, change.recipients, { verb: "accept", actor: personId }, now);
    this.settle(task, task.case.result, now);
  }

  protected tell(
    task: SimulatedTask,
    recipients: Parameters<typeof recipientsOf>[0],
    by: Parameters<typeof recipientsOf>[3],
    now: Date,
  ): void {
    if (recipients.length === 0) return;
    for (const { former: _, ...one } of recipientsOf(recipients, { before: task, after: task }, this.of.holders, by))
      this.note({
        ...{ task, ...one, step: `${by.verb}:${now.getTime()}`, climbDueAt: task.climbDueAt, sendAt: now },
        ...{ notAfter: new Date(now.getTime() + week), while: isSettled(task.state) ? "always" : "doing" },
      });
  }

  /** Consequences of a settled task: its event, its covering task, its case. */
  protected settle(task: SimulatedTask, result: Readonly<Record<string, unknown>>, now: Date): void {
    Object.assign(task, { nextAt: null, settledAt: now, answerAt: Number.POSITIVE_INFINITY });
    if (task.state !== "belated") this.followUp(task, result, now);
    const { parent, case: one } = task;
    if (parent && doing.includes(parent.state) && parent.parts.every(({ state }) => isSettled(state)))
      this.submit(parent, null, now);
    if (one.state !== "open" || one.tasks.some(({ state }) => waiting.includes(state))) return;
    if (one.duty.kind === drillKind && this.nextOfDrill(one, task, now)) return;
    Object.assign(one, { state: "done", doneOn: dateIn(now, this.of.zone) });
    this.creditFrom(one, now);
  }

  protected followUp(task: SimulatedTask, result: Readonly<Record<string, unknown>>, now: Date): void {
    const { raises, version } = stepOf(task.case.duty.kind, task.step);
    if (version && !unchanged(result)) {
      this.onFile.add(version);
      this.versions += 1;
      // Everybody must read a plan; contacts and rules are only looked up.
      if (version === "plan")
        this.raise("version-approved", `v${this.versions}`, { artefact: version, version: this.versions }, task, now);
    }
    const event = typeof raises === "function" ? raises(result) : raises;
    if (event) this.raise(event, task.id, { on: dateIn(now, this.of.zone) }, task, now);
  }

  protected raise(event: EventName, key: string, facts: SimulatedCase["facts"], from: SimulatedTask, now: Date): void {
    for (const duty of startedBy(event, this.of, from.case.duty.number)) {
      const steps = firstSteps(duty, event, facts);
      if (steps.length === 0 || this.rules.paused(duty, this.of.id)) continue;
      const one = this.addCase(duty.number, `${event}:${key}`, now, { facts });
      this.openIn(one, steps, now, { joins: joinsSheet(event) });
    }
  }

  /** Opens the next step of a drill. @returns false: there is none */
  protected nextOfDrill(one: SimulatedCase, { step, state }: SimulatedTask, now: Date): boolean {
    const { zone } = this.of;
    if (state !== "closed" && state !== "accepted") return false;
    if (step === "hold") this.openIn(one, ["evaluate"], now, {});
    const meeting = step === "set-date" ? meetingOf(one.result, zone, this.rules.calendar) : null;
    if (meeting) this.openIn(one, ["hold"], now, { dueAt: meeting.dueAt, facts: meetingFacts(meeting, zone) });
    return step === "hold" || meeting !== null;
  }

  protected end(one: SimulatedCase, as: "missed" | "superseded" | "credited", countedBy: string, now: Date): void {
    one.state = as;
    one.countedBy = countedBy;
    for (const task of one.tasks) {
      if (!waiting.includes(task.state)) continue;
      task.state = as;
      task.settledAt = now;
      task.handedInAt ??= now;
      task.nextAt = null;
      // A missed task may be answered late, for the record.
      if (as !== "missed") task.answerAt = Number.POSITIVE_INFINITY;
    }
  }

  protected creditFrom(done: SimulatedCase, now: Date): void {
    for (const line of creditsOf(done.duty.number))
      for (const one of this.byDuty.get(line.counts) ?? []) this.credit(line, done, one, now);
  }

  protected creditInto(one: SimulatedCase, now: Date): void {
    if (periodNamed(one.key) === null) return;
    for (const line of creditsFor(one.duty.number))
      for (const done of this.byDuty.get(line.done) ?? []) this.credit(line, done, one, now);
  }

  protected credit(
    line: ReturnType<typeof creditsOf>[number],
    done: SimulatedCase,
    one: SimulatedCase,
    now: Date,
  ): void {
    if (done.state !== "done" || done.doneOn === null || one.state !== "open" || one.cadence === null) return;
    const begun = one.tasks.some(
      ({ submissions, state }) => submissions > 0 || (state !== "open" && state !== "acknowledged"),
    );
    if (begun || this.rules.creditOff(line.name, this.of.id)) return;
    if (!holds(line, { result: done.result, holders: this.of.holders })) return;
    const { key, cadence } = one;
    if (countsFor(line, { key: done.key, doneOn: done.doneOn }, { key, cadence }))
      this.end(one, "credited", done.id, now);
  }
}

/** Whether the event of a task has begun, so that its record can be submitted. */
const isReady = ({ facts }: SimulatedTask, now: Date): boolean =>
  typeof facts.begins !== "string" || new Date(facts.begins) <= now;

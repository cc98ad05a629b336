import type { EventName } from "../catalogue/duty.ts";
import { dutyOf, isOfLaw } from "../catalogue/packs/index.ts";
import { type Advance, advance, copiedOnce, ladderOf } from "../escalation/advance.ts";
import { dueOf } from "../escalation/ladder.ts";
import type { Policy } from "../escalation/policy.ts";
import { isCopy, rungNameOf } from "../escalation/rung-id.ts";
import { rungAfter } from "../escalation/tellings.ts";
import { sendingTimes } from "../messages/routine-day.ts";
import { countsFor, creditsFor, creditsOf, holds } from "../planning/credits.ts";
import { type Occurrence, plan } from "../planning/plan.ts";
import { type Held, looksBehind, standingOf, succession } from "../planning/succession.ts";
import { unchanged } from "../procedures/freshness.ts";
import { drillKind, meetingFacts, meetingOf } from "../procedures/kinds/drill.ts";
import { firstSteps, policyOfCase } from "../procedures/kinds.ts";
import { type Opened, type OpenedTask, openSteps, policyOf } from "../procedures/opening.ts";
import { openingInstant, openOccurrence } from "../procedures/planned.ts";
import type { Artefact } from "../procedures/procedure.ts";
import { stepOf } from "../procedures/steps.ts";
import { joinsSheet, startedBy } from "../procedures/triggers.ts";
import { boundsOf } from "../tasks/own-work.ts";
import { type Duties, find } from "../tasks/people.ts";
import { recipientsOf } from "../tasks/recipients.ts";
import { doing, isSettled, waiting } from "../tasks/task-states.ts";
import { transition } from "../tasks/transition.ts";
import type { LocalDate } from "../terms.ts";
import { addDays } from "../time/dates.ts";
import { periodNamed, periodOfKey } from "../time/periods.ts";
import { dateIn, instantAt } from "../time/zones.ts";
import { answerOf, answerTime, sheetDay } from "./answering.ts";
import type { NobodyThere, Simulated, SimulatedAct, SimulatedCase, SimulatedNotice, SimulatedTask } from "./found.ts";
import { type Known, knownOf } from "./known.ts";
import { leadDays, type SimulatedOrganization, type SimulationRules, type Span } from "./scenario.ts";

/** What comes up in an organization, who is told what, and who does what: by the engine's own rules, touching nothing. */
export const simulate = (organization: SimulatedOrganization, rules: SimulationRules, span: Span): Simulated =>
  new Run(organization, rules, span).result();

/** When the planner runs, each day. */
const planned = "00:05";
/** A word that nobody could be given in a week is told by a later rung, or not at all. */
const week = 7 * 86_400_000;

interface Look {
  at: Date;
  day: LocalDate;
  duties: Set<string>;
}

class Run {
  private readonly cases: SimulatedCase[] = [];
  private readonly tasks: SimulatedTask[] = [];
  private readonly acts: SimulatedAct[] = [];
  private readonly notices: SimulatedNotice[] = [];
  private readonly nobody = new Map<string, NobodyThere>();
  /** Tasks that have a next step or an answer to come. */
  private pending: SimulatedTask[] = [];
  private readonly byDuty = new Map<string, SimulatedCase[]>();
  private readonly onFile: Set<Artefact>;
  private readonly occurrences = new Map<string, Occurrence[]>();
  private readonly known: Known;
  /** Of each duty the first occurrence that may still concern anybody. */
  private readonly from = new Map<string, number>();
  private versions = 0;
  private readonly of: SimulatedOrganization;
  private readonly rules: SimulationRules;
  private readonly span: Span;

  constructor(of: SimulatedOrganization, rules: SimulationRules, span: Span) {
    this.of = of;
    this.rules = rules;
    this.span = span;
    this.onFile = new Set(of.onFile);
    this.known = knownOf(of, rules);
  }

  result(): Simulated {
    const end = instantAt(this.span.to, "24:00", this.of.zone).getTime();
    const looks = this.looks();
    let look = 0;
    for (;;) {
      let at = looks[look]?.at.getTime() ?? Number.POSITIVE_INFINITY;
      let planning = true;
      for (const task of this.pending) {
        const next = Math.min(task.nextAt?.getTime() ?? Number.POSITIVE_INFINITY, task.answerAt);
        if (next < at) {
          at = next;
          planning = false;
        }
      }
      if (at >= end) break;
      const now = new Date(at);
      if (planning) this.look(looks[look++] as Look);
      else this.at(now);
      this.pending = this.pending.filter((one) => one.nextAt !== null || one.answerAt < Number.POSITIVE_INFINITY);
    }
    return {
      organizationId: this.of.id,
      cases: this.cases,
      tasks: this.tasks,
      acts: this.acts,
      notices: this.notices,
      nobody: [...this.nobody.values()],
    };
  }

  /** Days on which the planner finds something to do, in order: where something opens on that day or the next, or has become late. */
  private looks(): Look[] {
    const { joined, since, zone } = this.of;
    const { calendar } = this.rules;
    const lead = addDays(this.span.from, -leadDays(this.span.answers, this.of.gentle));
    const first = [lead, since ? dateIn(since, zone) : joined].sort().at(-1) as LocalDate;
    const days = new Map<LocalDate, Set<string>>();
    const note = (day: LocalDate, duty: string): void => {
      const on = day < first ? first : day;
      days.set(on, (days.get(on) ?? new Set()).add(duty));
    };
    for (const one of plan(this.of, this.rules.planned(this.of), calendar, { from: first, to: this.span.to })) {
      const known = this.occurrences.get(one.duty);
      if (known) known.push(one);
      else this.occurrences.set(one.duty, [one]);
      for (const day of [addDays(one.opensOn, -1), one.opensOn, addDays(one.dueOn, 1)]) note(day, one.duty);
    }
    const begun = since && dateIn(since, zone) === first ? since : null;
    return [...days.entries()]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([day, duties]) => ({ day, duties, at: begun && day === first ? begun : instantAt(day, planned, zone) }));
  }

  private look({ day, at, duties }: Look): void {
    for (const duty of this.occurrences.keys()) if (duties.has(duty)) this.plan(duty, day, at);
  }

  /** What becomes of the planned cases of a duty on a day. */
  private plan(duty: string, today: LocalDate, now: Date): void {
    const tomorrow = addDays(today, 1);
    const wanted = this.wanted(duty, today, tomorrow);
    if (wanted.length === 0) return;
    const own = this.byDuty.get(duty) ?? [];
    const named = new Map(own.map((one) => [one.key, one]));
    const fresh = wanted.some(({ period }) => (named.get(period)?.state ?? "superseded") === "superseded");
    const left = own.some(({ state, key }) => state === "open" && !wanted.some(({ period }) => period === key));
    if (!fresh && (isOfLaw(duty) || !left)) return;
    const found = succession(today, wanted, this.heldOf(own, wanted, today, now));
    const inserted: SimulatedCase[] = [];
    for (const { occurrence, again } of found.opens) {
      const known = again === undefined ? undefined : own.find(({ id }) => id === again);
      if (known) this.reopen(known, now);
      else inserted.push(this.openPlanned(occurrence, now));
    }
    for (const { occurrence, as, by } of found.counted) {
      const one = this.newCase(occurrence, now);
      one.state = as;
      one.countedBy = by;
    }
    if (!isOfLaw(duty)) this.endAll(duty, found, now);
    for (const one of inserted) this.creditInto(one, now);
  }

  /** What of a duty is open on these days. */
  private wanted(duty: string, today: LocalDate, tomorrow: LocalDate): Occurrence[] {
    const all = this.occurrences.get(duty) ?? [];
    let first = this.from.get(duty) ?? 0;
    while (first < all.length && (all[first]?.dueOn ?? "") < today) first += 1;
    this.from.set(duty, first);
    const wanted: Occurrence[] = [];
    for (let at = first; at < all.length; at += 1) {
      const one = all[at] as Occurrence;
      if (one.opensOn <= tomorrow && one.dueOn >= today) wanted.push(one);
      // They follow one another; one that an organization begins with may lie before its neighbours.
      else if (one.opensOn > tomorrow && at > first + 2) break;
    }
    return wanted;
  }

  private endAll(duty: string, { ends, missed }: ReturnType<typeof succession<Occurrence>>, now: Date): void {
    const all = this.byDuty.get(duty) ?? [];
    const reached = new Map<string, string | null>();
    for (const { id, as, by } of ends) {
      const one = all.find((known) => known.id === id);
      const next = all.find(({ key }) => key === by);
      if (!one || !next) continue;
      const rung = one.tasks.filter(({ state }) => waiting.includes(state)).map(({ highestRung }) => highestRung);
      reached.set(by, reached.get(by) ?? rung.find((found) => found !== null) ?? null);
      this.end(one, as, next.id, now);
    }
    for (const { period, times } of missed) {
      const next = all.find(({ key }) => key === period);
      if (!next) continue;
      next.missed = times;
      const policy = this.rules.policies.get(this.rules.policy(next.duty, this.of.id));
      const rung = reached.get(period) ?? null;
      const begins = policy ? rungAfter(policy, times, rung) : rung;
      for (const task of next.tasks)
        if (!task.parent && doing.includes(task.state)) {
          task.facts = { ...task.facts, missed: times };
          task.highestRung ??= begins;
        }
    }
  }

  private heldOf(own: readonly SimulatedCase[], wanted: readonly Occurrence[], today: LocalDate, now: Date): Held[] {
    const names = new Set(wanted.map(({ period }) => period));
    const behind = wanted.filter((one) => looksBehind(one, today)).map(({ period }) => periodOfKey(period));
    const within = ({ opensOn, cadence, state }: SimulatedCase): boolean =>
      cadence !== null &&
      (state === "done" || state === "credited") &&
      behind.some(({ from, to }) => opensOn > addDays(from, -10) && opensOn < addDays(to, 2));
    return own
      .filter((one) => one.state === "open" || names.has(one.key) || within(one))
      .flatMap((one): Held[] => {
        if (one.cadence === null) return [];
        const { id, key: period, cadence, opensOn, state, missed, countedBy } = one;
        const done = state === "credited" || (state === "done" && one.outcome !== "waived");
        const open = one.tasks.filter((task) => waiting.includes(task.state));
        const stepDone = one.tasks.some((task) => task.state === "closed" || task.state === "accepted");
        const standing = state === "open" ? { standing: standingOf(open, stepDone, now) } : {};
        return [{ id, period, cadence, opensOn, state, done, missed, countedBy, ...standing }];
      });
  }

  private newCase(occurrence: Occurrence, now: Date): SimulatedCase {
    const { duty, period, cadence, opensOn, dueAt } = occurrence;
    return this.addCase(duty, period, now, { cadence, opensOn, endsAt: dueAt });
  }

  private addCase(
    duty: string,
    key: string,
    now: Date,
    more: Partial<Pick<SimulatedCase, "cadence" | "opensOn" | "endsAt" | "facts">>,
  ): SimulatedCase {
    const one: SimulatedCase = {
      id: `${this.of.id}/${duty}/${key}`,
      duty: dutyOf(duty),
      key,
      cadence: null,
      opensOn: dateIn(now, this.of.zone),
      state: "open",
      outcome: null,
      doneOn: null,
      countedBy: null,
      missed: 0,
      endsAt: null,
      facts: {},
      result: {},
      tasks: [],
      ...more,
    };
    this.cases.push(one);
    const known = this.byDuty.get(duty);
    if (known) known.push(one);
    else this.byDuty.set(duty, [one]);
    return one;
  }

  private openPlanned(occurrence: Occurrence, now: Date): SimulatedCase {
    const one = this.newCase(occurrence, now);
    this.insert(one, this.opened(one, occurrence, now), now);
    return one;
  }

  /** Its tasks as they open: the same wherever the same people have the same duties. */
  private opened(one: SimulatedCase, occurrence: Occurrence, now: Date): readonly OpenedTask[] {
    const { joined } = this.of;
    const at = openingInstant(occurrence, joined, now);
    const key = [this.known.profile, occurrence.duty, at.getTime(), occurrence.dueAt.getTime(), occurrence.period].join(
      "|",
    );
    const known = this.known.openings.get(key);
    if (known) return known;
    const opening = { caseId: one.id, ...this.place(), joined, ...this.set(one) };
    const opened = openOccurrence(occurrence, opening, this.around(), now);
    this.known.openings.set(key, opened);
    return opened;
  }

  private place(): Pick<Opened, "organizationId" | "shard" | "zone"> {
    return { organizationId: this.of.id, shard: 0, zone: this.of.zone };
  }

  private set(one: SimulatedCase): Required<Pick<Opened, "policy" | "term">> {
    return {
      policy: (duty) => policyOfCase(one.duty, one.facts) ?? this.rules.policy(duty, this.of.id),
      term: (duty, step) => this.rules.term(duty, step, this.of.id),
    };
  }

  private around(): Parameters<typeof openSteps>[2] {
    const { holders, sites = [] } = this.of;
    const { policies, calendar } = this.rules;
    return { organization: this.of, holders, sites, policies, calendar };
  }

  private insert(one: SimulatedCase, opened: readonly OpenedTask[], now: Date): void {
    const byKey = new Map<string, SimulatedTask>();
    for (const task of opened) {
      const parent = task.parentKey === null ? null : (byKey.get(task.parentKey) ?? null);
      const made = this.taskOf(one, task, parent);
      byKey.set(task.key, made);
      parent?.parts.push(made);
      one.tasks.push(made);
      this.tasks.push(made);
      this.pending.push(made);
    }
    for (const task of byKey.values()) this.awaitAnswer(task, task.openedAt > now ? task.openedAt : now);
    for (const task of byKey.values()) this.coverParts(task);
  }

  private taskOf(one: SimulatedCase, opened: OpenedTask, parent: SimulatedTask | null): SimulatedTask {
    const { openedAt, dueAt, key, step, duty, roles, personId, verifier, policy, facts, highestRung } = opened;
    const task: SimulatedTask = {
      id: `${one.id}/${key}`,
      case: one,
      organizationId: this.of.id,
      duty,
      step,
      key,
      roles,
      personId,
      verifier,
      policy,
      verifierPolicy: "verdict",
      facts,
      state: "open",
      dueRevision: 0,
      openedAt,
      dueAt,
      firstDueAt: dueAt,
      climbFrom: openedAt,
      climbDueAt: dueAt,
      processedThrough: null,
      highestRung,
      nextAt: openedAt,
      passedById: null,
      didIds: [],
      submittedById: null,
      returns: 0,
      submissions: 0,
      askedUntil: null,
      askedById: null,
      waitsFor: 0,
      settledAt: null,
      handedInAt: null,
      doers: this.doersOf({ roles, personId, passedById: null, verifier, didIds: [] }),
      parts: [],
      parent,
      answerAt: Number.POSITIVE_INFINITY,
      copied: null,
    };
    return task;
  }

  /** Nobody comes or goes: who does what is found once. */
  private doersOf(task: Duties): readonly string[] {
    const key = `${task.roles.join()}/${task.personId ?? ""}`;
    const known = this.known.doers.get(key);
    if (known) return known;
    const { people } = find("doer", task, this.of.holders);
    this.known.doers.set(key, people);
    return people;
  }

  private policyFor(task: SimulatedTask): Policy {
    return policyOf(ladderOf(task.state) === "verifier" ? task.verifierPolicy : task.policy, this.rules.policies);
  }

  /** What its parts close is answered by nobody. */
  private awaitAnswer(task: SimulatedTask, now: Date): void {
    if (task.parts.length > 0 && task.state !== "submitted") return;
    const { zone } = this.of;
    const { calendar } = this.rules;
    task.answerAt = answerTime(task, this.policyFor(task), this.span.answers, now, { zone, calendar });
  }

  /** Whoever answers in time does so before the one who sees to all of them is reminded. */
  private coverParts(task: SimulatedTask): void {
    if (task.parts.length === 0 || this.span.answers !== "on-time") return;
    const { zone } = this.of;
    const at = answerTime(task, this.policyFor(task), "on-time", task.openedAt, {
      zone,
      calendar: this.rules.calendar,
    });
    for (const part of task.parts) part.answerAt = Math.min(part.answerAt, at);
  }

  /** Ladders that speak at an instant, then answers that are given. */
  private at(now: Date): void {
    for (const task of this.pending) if (task.nextAt && task.nextAt <= now) this.climb(task, now);
    for (;;) {
      const due = this.pending.find(({ answerAt }) => answerAt <= now.getTime());
      if (!due) return;
      if (due.state === "submitted") this.accept(due, now);
      else this.answerSheet(due, now);
    }
  }

  private climb(task: SimulatedTask, now: Date): void {
    const { zone, id: organizationId } = this.of;
    const said = copiedOnce(this.advanced(task, now), ({ step, personId }) =>
      Boolean(task.copied?.has(`${step}/${personId}`)),
    );
    const whileIn = ladderOf(task.state) === "verifier" ? "submitted" : "doing";
    task.processedThrough = said.processedThrough;
    task.highestRung = said.highestRung;
    task.nextAt = said.next;
    for (const one of said.tell) {
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

  /** What a ladder says: tasks of one sheet that are alike are told alike, and asked once. */
  private advanced(task: SimulatedTask, now: Date): Advance {
    const { facts, processedThrough } = task;
    const key = [
      ...[
        ladderOf(task.state) === "verifier" ? task.verifierPolicy : task.policy,
        task.state,
        task.roles,
        task.verifier,
      ],
      ...[task.personId, task.didIds, task.highestRung, facts.begins, facts.askedBy, now.getTime()],
      ...[task.climbFrom.getTime(), task.climbDueAt.getTime(), processedThrough?.getTime()],
    ].join("|");
    const known = this.known.said.get(key);
    if (known) return known;
    const { zone, holders } = this.of;
    const said = advance(task, this.policyFor(task), { zone, calendar: this.rules.calendar, holders }, now);
    this.known.said.set(key, said);
    return said;
  }

  /** Over the channel that reaches its reader, once a channel. */
  private note(notice: SimulatedNotice): void {
    const reach = this.of.reach?.get(notice.personId);
    if (!reach || reach.includes(notice.channel)) {
      this.notices.push(notice);
      return;
    }
    const [channel] = reach;
    const same = (one: SimulatedNotice): boolean =>
      one.task === notice.task &&
      one.step === notice.step &&
      one.personId === notice.personId &&
      one.channel === channel;
    if (channel && !this.notices.some(same)) this.notices.push({ ...notice, channel });
  }

  /** All that its doer has to do by the same day, and can do now, in one press. */
  private answerSheet(task: SimulatedTask, now: Date): void {
    const { zone } = this.of;
    const [personId] = this.doersOf(task);
    if (personId === undefined) {
      task.answerAt = Number.POSITIVE_INFINITY;
      return;
    }
    const day = sheetDay(task, zone, now);
    const answerable = (one: SimulatedTask): boolean =>
      one.answerAt < Number.POSITIVE_INFINITY &&
      one.openedAt <= now &&
      one.state !== "submitted" &&
      isReady(one, now) &&
      this.doersOf(one)[0] === personId &&
      sheetDay(one, zone, now) === day;
    task.answerAt = Number.POSITIVE_INFINITY;
    const sheet = [task, ...this.pending.filter((one) => one !== task && answerable(one))];
    const taken: SimulatedTask[] = [];
    for (const one of sheet) {
      // Another of the sheet may have counted for it.
      if (isSettled(one.state) && one.state !== "missed") continue;
      taken.push(one);
      this.submit(one, personId, now);
    }
    if (taken.length > 0)
      this.acts.push({ at: now, personId, organizationId: this.of.id, verb: "submit", tasks: taken });
  }

  /** What the rules allow a person at a step; the days of an extension, which differ from task to task, are asked for by nobody. */
  private boundsFor(task: SimulatedTask, by: string, now: Date): ReturnType<typeof boundsOf> {
    const key = `${task.duty}/${task.step}/${task.personId ?? ""}/${by}`;
    const known = this.known.bounds.get(key);
    if (known) return known;
    const { holders, zone } = this.of;
    const made = boundsOf(task, by, holders, now, { zone, calendar: this.rules.calendar });
    this.known.bounds.set(key, made);
    return made;
  }

  private submit(task: SimulatedTask, by: string | null, now: Date): void {
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
    this.tell(task, change.tell, { verb: "submit", actor: by ?? undefined }, now);
    if (task.state === "submitted") {
      const verdict = policyOf(task.verifierPolicy, policies);
      const climbDueAt = dueOf(verdict, now, zone, calendar);
      Object.assign(task, { climbFrom: now, climbDueAt, processedThrough: null, nextAt: now });
      this.awaitAnswer(task, now);
    } else this.settle(task, result, now);
  }

  private accept(task: SimulatedTask, now: Date): void {
    const [personId] = find("verifier", task, this.of.holders).people;
    task.answerAt = Number.POSITIVE_INFINITY;
    if (personId === undefined) return;
    const bounds = this.boundsFor(task, personId, now);
    const act = { verb: "accept" as const, by: personId, standing: ["verifier" as const], at: now };
    const change = transition(task, act, () => now, bounds);
    if (change === "done already") return;
    Object.assign(task, change.set);
    this.acts.push({ at: now, personId, organizationId: this.of.id, verb: "accept", tasks: [task] });
    this.tell(task, change.tell, { verb: "accept", actor: personId }, now);
    this.settle(task, task.case.result, now);
  }

  private tell(
    task: SimulatedTask,
    told: Parameters<typeof recipientsOf>[0],
    by: Parameters<typeof recipientsOf>[3],
    now: Date,
  ): void {
    if (told.length === 0) return;
    for (const { former: _, ...one } of recipientsOf(told, { before: task, after: task }, this.of.holders, by))
      this.note({
        ...{ task, ...one, step: `${by.verb}:${now.getTime()}`, climbDueAt: task.climbDueAt, sendAt: now },
        ...{ notAfter: new Date(now.getTime() + week), while: isSettled(task.state) ? "always" : "doing" },
      });
  }

  /** What follows when a task is settled: what it is the occasion of, what it is a part of, its case. */
  private settle(task: SimulatedTask, result: Readonly<Record<string, unknown>>, now: Date): void {
    Object.assign(task, { nextAt: null, settledAt: now, answerAt: Number.POSITIVE_INFINITY });
    if (task.state !== "belated") this.followUp(task, result, now);
    const { parent, case: one } = task;
    if (parent && doing.includes(parent.state) && parent.parts.every(({ state }) => isSettled(state)))
      this.submit(parent, null, now);
    if (one.state !== "open" || one.tasks.some(({ state }) => waiting.includes(state))) return;
    if (one.duty.kind === drillKind && this.nextOfDrill(one, task, now)) return;
    Object.assign(one, { state: "done", outcome: "closed", doneOn: dateIn(now, this.of.zone) });
    this.creditFrom(one, now);
  }

  private followUp(task: SimulatedTask, result: Readonly<Record<string, unknown>>, now: Date): void {
    const { raises, version } = stepOf(task.case.duty.kind, task.step);
    if (version && !unchanged(result)) {
      this.onFile.add(version);
      this.versions += 1;
      // Only a plan is read by everyone.
      if (version === "plan")
        this.raise("version-approved", `v${this.versions}`, { artefact: version, version: this.versions }, task, now);
    }
    const event = typeof raises === "function" ? raises(result) : raises;
    if (event) this.raise(event, task.id, { on: dateIn(now, this.of.zone) }, task, now);
  }

  private raise(event: EventName, key: string, facts: SimulatedCase["facts"], from: SimulatedTask, now: Date): void {
    for (const duty of startedBy(event, this.of, from.case.duty.number)) {
      const steps = firstSteps(duty, event, facts);
      if (steps.length === 0 || this.rules.paused(duty, this.of.id)) continue;
      const one = this.addCase(duty.number, `${event}:${key}`, now, { facts });
      this.openIn(one, steps, now, { joins: joinsSheet(event) });
    }
  }

  private openIn(
    one: SimulatedCase,
    steps: readonly string[],
    now: Date,
    more: Pick<Opened, "dueAt" | "facts" | "joins">,
  ): void {
    const opening = { caseId: one.id, ...this.place(), duty: one.duty, openedAt: now, caseFacts: one.facts };
    this.insert(one, openSteps({ ...opening, ...this.set(one), ...more }, steps, this.around()), now);
  }

  /** The next step of a drill. @returns false: it has none */
  private nextOfDrill(one: SimulatedCase, { step, state }: SimulatedTask, now: Date): boolean {
    const { zone } = this.of;
    if (state !== "closed" && state !== "accepted") return false;
    if (step === "hold") this.openIn(one, ["evaluate"], now, {});
    const meeting = step === "set-date" ? meetingOf(one.result, zone, this.rules.calendar) : null;
    if (meeting) this.openIn(one, ["hold"], now, { dueAt: meeting.dueAt, facts: meetingFacts(meeting, zone) });
    return step === "hold" || meeting !== null;
  }

  private end(one: SimulatedCase, as: "missed" | "superseded" | "credited", countedBy: string, now: Date): void {
    one.state = as;
    one.countedBy = countedBy;
    for (const task of one.tasks) {
      if (!waiting.includes(task.state)) continue;
      task.state = as;
      task.settledAt = now;
      task.handedInAt ??= now;
      task.nextAt = null;
      // What was missed may be answered late, for the record.
      if (as !== "missed") task.answerAt = Number.POSITIVE_INFINITY;
    }
  }

  private reopen(one: SimulatedCase, now: Date): void {
    one.state = "open";
    one.countedBy = null;
    for (const task of one.tasks) {
      if (task.state !== "superseded") continue;
      Object.assign(task, { state: "open", settledAt: null, handedInAt: null, nextAt: now });
      if (!this.pending.includes(task)) this.pending.push(task);
      this.awaitAnswer(task, now);
    }
  }

  private creditFrom(done: SimulatedCase, now: Date): void {
    for (const line of creditsOf(done.duty.number))
      for (const one of this.byDuty.get(line.counts) ?? []) this.credit(line, done, one, now);
  }

  private creditInto(one: SimulatedCase, now: Date): void {
    if (periodNamed(one.key) === null) return;
    for (const line of creditsFor(one.duty.number))
      for (const done of this.byDuty.get(line.done) ?? []) this.credit(line, done, one, now);
  }

  private credit(line: ReturnType<typeof creditsOf>[number], done: SimulatedCase, one: SimulatedCase, now: Date): void {
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

/** What people come to is reported when it has begun. */
const isReady = ({ facts }: SimulatedTask, now: Date): boolean =>
  typeof facts.begins !== "string" || new Date(facts.begins) <= now;

/** The rung or verb of a notice. */
export const reasonOf = ({ step }: SimulatedNotice): string => rungNameOf(step);

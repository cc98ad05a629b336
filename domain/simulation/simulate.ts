import { isOfLaw } from "../catalogue/packs/index.ts";
import { rungAfter } from "../escalation/audience-notices.ts";
import type { Occurrence } from "../planning/plan.ts";
import { type Held, looksBehind, type Standing, standingOf, succession } from "../planning/succession.ts";
import type { OpenedTask } from "../procedures/opening.ts";
import { openingInstant, openOccurrence } from "../procedures/planned.ts";
import { doing, waiting } from "../tasks/task-states.ts";
import type { LocalDate } from "../terms.ts";
import { addDays } from "../time/dates.ts";
import { periodOfKey } from "../time/periods.ts";
import { type Agenda, agendaOf, endOf, type Look } from "./agenda.ts";
import type { Simulated, SimulatedCase } from "./found.ts";
import type { SimulatedOrganization, SimulationRules, Span } from "./scenario.ts";
import { SimulationSteps } from "./steps.ts";

/** Simulates an organization by the engine's own rules: what opens, who is notified, and who does what. Nothing is changed. */
export const simulate = (organization: SimulatedOrganization, rules: SimulationRules, span: Span): Simulated =>
  new Run(organization, rules, span).until(agendaOf(organization, rules, span), endOf(span, organization.zone)).found();

/** An organization on its way through time. */
export class Run extends SimulationSteps {
  private occurrences: Agenda["occurrences"] = new Map();
  /** Index of the first occurrence of each duty that may still matter. */
  private readonly from = new Map<string, number>();

  /** Everything that happens before an instant. */
  until({ looks, occurrences }: Agenda, end: Date): this {
    this.occurrences = occurrences;
    this.from.clear();
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
      if (at >= end.getTime()) break;
      const now = new Date(at);
      if (planning) this.look(looks[look++] as Look);
      else this.at(now);
      this.forgetSettled();
    }
    return this;
  }

  /** What has happened so far. */
  found(): Simulated {
    return {
      organizationId: this.of.id,
      cases: this.cases,
      tasks: this.tasks,
      acts: this.acts,
      notices: this.notices,
      nobody: [...this.nobody.values()],
    };
  }

  /** Plans the duties of a day, in order. */
  private look({ day, at, duties }: Look): void {
    const tomorrow = addDays(day, 1);
    for (const duty of duties) this.plan(duty, day, tomorrow, at);
  }

  /** What becomes of the planned cases of a duty on a day. */
  private plan(duty: string, today: LocalDate, tomorrow: LocalDate, now: Date): void {
    const wanted = this.wanted(duty, today, tomorrow);
    if (wanted.length === 0) return;
    const own = this.byDuty.get(duty) ?? [];
    if (!isAnyNew(wanted, own) && (isOfLaw(duty) || !isAnyLeft(wanted, own))) return;
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

  /** Occurrences of a duty that are open on these days. */
  private wanted(duty: string, today: LocalDate, tomorrow: LocalDate): Occurrence[] {
    const all = this.occurrences.get(duty) ?? [];
    let first = this.from.get(duty) ?? 0;
    while (first < all.length && (all[first]?.dueOn ?? "") < today) first += 1;
    this.from.set(duty, first);
    const wanted: Occurrence[] = [];
    for (let at = first; at < all.length; at += 1) {
      const one = all[at] as Occurrence;
      if (one.opensOn <= tomorrow && one.dueOn >= today) wanted.push(one);
      // Occurrences are in order, except that a first duty may lie before its neighbours.
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
    const behind = wanted.filter((one) => looksBehind(one, today)).map(({ period }) => periodOfKey(period));
    const within = ({ opensOn, cadence, state }: SimulatedCase): boolean =>
      cadence !== null &&
      (state === "done" || state === "credited") &&
      behind.some(({ from, to }) => opensOn > addDays(from, -10) && opensOn < addDays(to, 2));
    const held: Held[] = [];
    for (const one of own) {
      const { id, key: period, cadence, opensOn, state, missed, countedBy } = one;
      if (cadence === null) continue;
      if (state !== "open" && !wanted.some((other) => other.period === period) && !within(one)) continue;
      const done = state === "credited" || state === "done";
      const known: Held = { id, period, cadence, opensOn, state, done, missed, countedBy };
      if (state === "open") known.standing = this.standing(one, now);
      held.push(known);
    }
    return held;
  }

  private standing({ tasks }: SimulatedCase, now: Date): Standing {
    const open = tasks.filter((task) => waiting.includes(task.state));
    const stepDone = tasks.some((task) => task.state === "closed" || task.state === "accepted");
    return standingOf(open, stepDone, now);
  }

  private newCase(occurrence: Occurrence, now: Date): SimulatedCase {
    const { duty, period, cadence, opensOn, dueAt } = occurrence;
    return this.addCase(duty, period, now, { cadence, opensOn, endsAt: dueAt });
  }

  private openPlanned(occurrence: Occurrence, now: Date): SimulatedCase {
    const one = this.newCase(occurrence, now);
    this.insert(one, this.opened(one, occurrence, now), now);
    return one;
  }

  /** First tasks of a case; shared if the same people have the same duties. */
  private opened(one: SimulatedCase, occurrence: Occurrence, now: Date): readonly OpenedTask[] {
    const { joined } = this.of;
    const at = openingInstant(occurrence, joined, now);
    const { duty, period, dueAt } = occurrence;
    const key = `${duty}|${period}|${at.getTime()}|${dueAt.getTime()}`;
    const known = this.known.openings.get(key);
    if (known) return known;
    const opening = { caseId: one.id, ...this.place(), joined, ...this.set(one) };
    const opened = openOccurrence(occurrence, opening, this.around(), now);
    this.known.openings.set(key, opened);
    return opened;
  }

  /** Processes ladders at an instant, then answers. */
  private at(now: Date): void {
    const time = now.getTime();
    for (const task of this.pending) if (task.nextAt && task.nextAt.getTime() <= time) this.climb(task, now);
    for (;;) {
      const due = this.pending.find(({ answerAt }) => answerAt <= time);
      if (!due) return;
      if (due.state === "submitted") this.accept(due, now);
      else this.answerSheet(due, now);
    }
  }

  /** Removes tasks that neither send nor wait for an answer. */
  private forgetSettled(): void {
    const { pending } = this;
    let kept = 0;
    for (const task of pending) {
      if (task.nextAt === null && task.answerAt === Number.POSITIVE_INFINITY) continue;
      pending[kept] = task;
      kept += 1;
    }
    pending.length = kept;
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
}

/** Whether the plan has an occurrence without a case, or whose case another counted for. */
function isAnyNew(wanted: readonly Occurrence[], own: readonly SimulatedCase[]): boolean {
  for (const { period } of wanted) {
    const known = own.findLast(({ key }) => key === period);
    if (!known || known.state === "superseded") return true;
  }
  return false;
}

/** Whether a case is open that is not planned. */
function isAnyLeft(wanted: readonly Occurrence[], own: readonly SimulatedCase[]): boolean {
  for (const { state, key } of own) if (state === "open" && !wanted.some(({ period }) => period === key)) return true;
  return false;
}

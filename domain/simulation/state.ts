import { dutyOf } from "../catalogue/packs/index.ts";
import { climbedPolicy } from "../escalation/advance.ts";
import type { Policy } from "../escalation/policy.ts";
import { policyOfCase } from "../procedures/kinds.ts";
import { type Opened, type OpenedTask, openSteps, policyOf } from "../procedures/opening.ts";
import type { Artefact } from "../procedures/procedure.ts";
import { type Duties, find } from "../tasks/people.ts";
import { channels } from "../terms.ts";
import { dateIn } from "../time/zones.ts";
import { answerTime } from "./answering.ts";
import type { NobodyThere, SimulatedAct, SimulatedCase, SimulatedNotice, SimulatedTask } from "./found.ts";
import { type Known, knownOf } from "./known.ts";
import type { SimulatedOrganization, SimulationRules, Span } from "./scenario.ts";

/** The state with which an organization continues. */
export interface Going {
  /** In the order of their opening. */
  cases: readonly SimulatedCase[];
  /** Tasks that have a next rung or a coming answer. */
  pending: readonly SimulatedTask[];
  onFile: ReadonlySet<Artefact>;
  versions: number;
}

/** What is open in an organization at an instant. */
export abstract class SimulationState {
  protected readonly cases: SimulatedCase[] = [];
  protected readonly tasks: SimulatedTask[] = [];
  protected readonly acts: SimulatedAct[] = [];
  protected readonly notices: SimulatedNotice[] = [];
  protected readonly nobody = new Map<string, NobodyThere>();
  /** Tasks that have a next rung or a coming answer. */
  protected readonly pending: SimulatedTask[] = [];
  protected readonly byDuty = new Map<string, SimulatedCase[]>();
  protected readonly onFile: Set<Artefact>;
  protected readonly known: Known;
  protected versions = 0;
  protected readonly of: SimulatedOrganization;
  protected readonly rules: SimulationRules;
  protected readonly span: Span;

  constructor(of: SimulatedOrganization, rules: SimulationRules, span: Span) {
    this.of = of;
    this.rules = rules;
    this.span = span;
    this.onFile = new Set(of.onFile);
    this.known = knownOf(of, rules);
  }

  /** Continues with a state, which it may modify from now on. */
  enter({ cases, pending, onFile, versions }: Going): void {
    for (const one of cases) this.keep(one);
    this.pending.push(...pending);
    this.onFile.clear();
    for (const artefact of onFile) this.onFile.add(artefact);
    this.versions = versions;
  }

  /** The state for the continuation, except the cases. */
  left(): Omit<Going, "cases"> {
    const { pending, onFile, versions } = this;
    return { pending, onFile, versions };
  }

  private keep(one: SimulatedCase): void {
    const known = this.byDuty.get(one.duty.number);
    if (known) known.push(one);
    else this.byDuty.set(one.duty.number, [one]);
  }

  protected addCase(
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
    this.keep(one);
    return one;
  }

  protected openIn(
    one: SimulatedCase,
    steps: readonly string[],
    now: Date,
    more: Pick<Opened, "dueAt" | "facts" | "joins">,
  ): void {
    const opening = { caseId: one.id, ...this.place(), duty: one.duty, openedAt: now, caseFacts: one.facts };
    this.insert(one, openSteps({ ...opening, ...this.set(one), ...more }, steps, this.around()), now);
  }

  protected insert(one: SimulatedCase, opened: readonly OpenedTask[], now: Date): void {
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

  protected taskOf(one: SimulatedCase, opened: OpenedTask, parent: SimulatedTask | null): SimulatedTask {
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
      said: null,
    };
    return task;
  }

  /** Doers of a task; cached, because role holders do not change. */
  protected doersOf(task: Duties): readonly string[] {
    const key = `${task.roles.join()}/${task.personId ?? ""}`;
    const known = this.known.doers.get(key);
    if (known) return known;
    const { people } = find("doer", task, this.of.holders);
    this.known.doers.set(key, people);
    return people;
  }

  protected policyFor(task: SimulatedTask): Policy {
    return policyOf(climbedPolicy(task), this.rules.policies);
  }

  /** A task that its parts close is not answered itself. */
  protected awaitAnswer(task: SimulatedTask, now: Date): void {
    if (task.parts.length > 0 && task.state !== "submitted") return;
    const { zone } = this.of;
    const { calendar } = this.rules;
    task.answerAt = answerTime(task, this.policyFor(task), this.span.answers, now, { zone, calendar });
  }

  /** Doers who answer on time do so before the person responsible for all parts is reminded. */
  protected coverParts(task: SimulatedTask): void {
    if (task.parts.length === 0 || this.span.answers !== "on-time") return;
    const { zone } = this.of;
    const at = answerTime(task, this.policyFor(task), "on-time", task.openedAt, {
      zone,
      calendar: this.rules.calendar,
    });
    for (const part of task.parts) part.answerAt = Math.min(part.answerAt, at);
  }

  protected place(): Pick<Opened, "organizationId" | "shard" | "zone"> {
    return { organizationId: this.of.id, shard: 0, zone: this.of.zone };
  }

  protected set(one: SimulatedCase): Required<Pick<Opened, "policy" | "term">> {
    return {
      policy: (duty) => policyOfCase(one.duty, one.facts) ?? this.rules.policy(duty, this.of.id),
      term: (duty, step) => this.rules.terms(duty, this.of.id)[step],
    };
  }

  protected around(): Parameters<typeof openSteps>[2] {
    const { holders, sites = [] } = this.of;
    const { policies, calendar } = this.rules;
    return { organization: this.of, holders, sites, policies, calendar };
  }

  /** Adds a notice, once for each channel that reaches its recipient. */
  protected note(notice: SimulatedNotice): void {
    const { task, step, personId } = notice;
    const reach = this.of.reach?.get(personId);
    if (!reach || channels.every((channel) => reach.includes(channel))) {
      this.notices.push(notice);
      return;
    }
    const asWanted = reach.includes(notice.channel);
    const channel = asWanted ? notice.channel : reach[0];
    const said = `${step}/${personId}/${channel}`;
    if (!channel || (!asWanted && task.said?.has(said))) return;
    task.said = new Set(task.said).add(said);
    this.notices.push(asWanted ? notice : { ...notice, channel });
  }
}

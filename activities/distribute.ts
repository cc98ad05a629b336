import { heartbeat } from "@temporalio/activity";
import type { Duty } from "../domain/catalogue/duty.ts";
import { dutyOf } from "../domain/catalogue/packs/index.ts";
import { type Circular, caseKeyOf, factsOf, subjectOf } from "../domain/procedures/circular.ts";
import { firstSteps, procedureOf, workflowOf } from "../domain/procedures/kinds.ts";
import { openSteps } from "../domain/procedures/opening.ts";
import { stepOf } from "../domain/procedures/steps.ts";
import { startedBy } from "../domain/procedures/triggers.ts";
import type { Tx } from "../prisma/client.ts";
import { calendarOf } from "../records/calendar-days.ts";
import {
  casesKnown,
  lockCasesOf,
  markDistributed,
  organizationsConcerned,
  pendingCirculars,
} from "../records/cases/circulars.ts";
import {
  insertStarts,
  profileOf,
  type Rules,
  roundsOf,
  type StartIn,
  setFor,
  surroundingsOf,
} from "../records/cases/starts.ts";
import { readStepRows } from "../records/cases/step-rows.ts";
import { lockIssued } from "../records/cases/withdrawals.ts";
import { nudgeRounds } from "../records/nudges.ts";
import type { OrganizationRow } from "../records/roster/holders.ts";
import { policiesOf, settingsOf } from "../records/settings.ts";
import { insertTasks } from "../records/tasks/tasks.ts";
import type { Deps } from "./deps.ts";
import { refuseWhenStopping } from "./stopping.ts";
import { giveUpWithdrawn } from "./withdraw.ts";

export interface DistributeInput {
  shard: number;
  /** Workflow time in epoch milliseconds. */
  now: number;
  /** `first`: tasks that begin at once · `rest`: later tasks, and other duties that the circular starts. */
  wave: "first" | "rest";
}

/** Organizations in one transaction. */
const page = { first: 500, rest: 100 };

/**
 * Distributes pending circulars to the organizations of a shard: starts the cases of the duties that each circular starts, once by its key. Withdrawn
 * circulars are cancelled first. After an interruption it completes the rest. @returns number of circulars that were pending
 */
export async function distribute(deps: Deps, { shard, wave, now: at }: DistributeInput): Promise<{ pending: number }> {
  const { db } = deps;
  const now = new Date(at);
  await giveUpWithdrawn(deps, shard, now);
  const circulars = await pendingCirculars(db, shard);
  if (circulars.length === 0) return { pending: 0 };
  const rules = { calendar: await calendarOf(db), policies: await policiesOf(db), settings: await settingsOf(db) };
  for (const circular of circulars) {
    const organizations = await organizationsConcerned(db, circular.id, shard);
    const size = deps.page ?? page[wave];
    let stands = true;
    for (let from = 0; stands && from < organizations.length; from += size) {
      heartbeat();
      refuseWhenStopping(deps);
      const some = organizations.slice(from, from + size);
      if (deps.failPoint) await deps.failPoint(`distribute:${wave}`, String(from));
      stands = await db.$transaction(async (tx) => {
        if (!(await lockIssued(tx, circular.id))) return false;
        const sheet = new Sheet(tx, circular, some, rules, now);
        await (wave === "first" ? sheet.first() : sheet.rest());
        return true;
      });
      // Their rounds begin while the next organizations are written.
      await deps.flush();
    }
    if (wave === "rest" && stands) await db.$transaction((tx) => markDistributed(tx, circular.id, shard, now));
  }
  await deps.flush();
  return { pending: circulars.length };
}

interface Wanted {
  organization: OrganizationRow;
  duty: Duty;
}

/** A circular in a page of organizations. */
class Sheet {
  private readonly tx: Tx;
  private readonly circular: Circular;
  private readonly organizations: readonly OrganizationRow[];
  private readonly rules: Rules;
  private readonly now: Date;
  private readonly facts: Readonly<Record<string, unknown>>;
  private readonly byId: ReadonlyMap<string, OrganizationRow>;

  constructor(tx: Tx, circular: Circular, organizations: readonly OrganizationRow[], rules: Rules, now: Date) {
    this.tx = tx;
    this.circular = circular;
    this.organizations = organizations;
    this.rules = rules;
    this.now = now;
    this.facts = factsOf(circular);
    this.byId = new Map(organizations.map((one) => [one.id, one]));
  }

  /** Starts the cases that lead several rows (or all, if none does), with the tasks that wait for nothing. */
  async first(): Promise<void> {
    const wanted = this.wanted();
    const leading = wanted.filter(({ duty }) => leads(duty));
    await this.start(leading.length > 0 ? leading : wanted, (duty, step) => !comesAfter(duty, step));
  }

  /** Opens the later tasks, and starts the cases of the other rows in full. A circular that arrived after the first wave is started here entirely. */
  async rest(): Promise<void> {
    await this.first();
    const { circular, facts, now, tx } = this;
    const { settings } = this.rules;
    const open = (await lockCasesOf(tx, circular.id, [...this.byId.keys()])).flatMap((one) => {
      const organization = this.byId.get(one.organizationId);
      const duty = dutyOf(one.duty);
      const steps = firstSteps(duty, circular.event, facts).filter((step) => comesAfter(duty, step));
      return organization ? [{ caseId: one.id, organization, duty, steps }] : [];
    });
    const rowsFor = await readStepRows(
      tx,
      open.map(({ organization, duty, steps }) => ({ organizationId: organization.id, kind: duty.kind, steps })),
      now,
    );
    const tasks = open.flatMap(({ caseId, organization, duty, steps }) => {
      const { id: organizationId, shard, zone } = organization;
      const set = setFor(duty, facts, organizationId, settings);
      const around = { ...surroundingsOf(organization, this.rules, now), ...rowsFor(organizationId) };
      const opening = { caseId, organizationId, shard, zone, duty, openedAt: now, caseFacts: facts, ...set };
      return openSteps(opening, steps, around);
    });
    await nudgeRounds(tx, roundsOf(await insertTasks(tx, tasks)), now);
    await this.start(this.wanted().filter(({ duty }) => !leads(duty)));
  }

  /** Duties that it starts in these organizations; a duty that is paused there or has nothing to request is left out. */
  private wanted(): Wanted[] {
    const { event } = this.circular;
    return this.organizations.flatMap((organization) =>
      startedBy(event, profileOf(organization)).flatMap((duty) => {
        const asks = workflowOf(duty) !== undefined || firstSteps(duty, event, this.facts).length > 0;
        return asks && !this.rules.settings.paused(duty, organization.id) ? [{ organization, duty }] : [];
      }),
    );
  }

  /** Starts the cases that do not exist yet. */
  private async start(wanted: readonly Wanted[], which?: (duty: Duty, step: string) => boolean): Promise<void> {
    const { circular, facts, now, tx } = this;
    const known = await casesKnown(tx, circular.id, [...this.byId.keys()]);
    const starts = wanted.flatMap(({ organization, duty }): StartIn[] => {
      if (known.has(`${organization.id}/${duty.number}`)) return [];
      const { event, id: circularId, issuedBy: actor } = circular;
      const start = { organization, duty, event, circularId, actor, facts };
      return [
        {
          ...start,
          key: caseKeyOf(circular),
          subject: subjectOf(circular),
          ...(which && { opens: (step) => which(duty, step) }),
        },
      ];
    });
    if (starts.length > 0) await insertStarts(tx, starts, this.rules, now);
  }
}

const comesAfter = ({ kind }: Duty, step: string): boolean => stepOf(kind, step).after !== undefined;
/** Whether one case of the duty's kind serves several rows. */
const leads = ({ kind }: Duty): boolean => procedureOf(kind).leads !== undefined;

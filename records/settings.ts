import type { Duty } from "../domain/catalogue/duty.ts";
import { defaultPolicies } from "../domain/escalation/policies.ts";
import type { Offset, Policy } from "../domain/escalation/policy.ts";
import type { HazardPack } from "../domain/hazards/hazard-pack.ts";
import {
  beginning,
  cadenceSteps,
  hazardOn,
  type LevelSetting,
  levelSteps,
  type Place,
  recurringCadences,
  type Step,
} from "../domain/planning/levels.ts";
import type { PlannedDuty } from "../domain/planning/plan.ts";
import { type TaskState, waiting } from "../domain/tasks/task-states.ts";
import type { Cadence, Level, LocalDate } from "../domain/terms.ts";
import { Prisma, type Statements, type Tx } from "../prisma/client.ts";
import { levelRows } from "./levels.ts";
import { newId, rowsOf } from "./rows.ts";
import { haltLadders, type Touched, wakeMany, wakeTasks } from "./tasks/pauses.ts";

/** Terms by step. */
export type Terms = Readonly<Record<string, Offset>>;

/** Settings of administrators, resolved: the organization's row, otherwise the general row, otherwise the pack. */
export interface Settings {
  /** The duty as planned for an organization; null: it has no cadence there. @param place decides which levels apply @default the level everywhere */
  planned(duty: Duty, organizationId: string, place?: Place): PlannedDuty | null;
  /** Levels at a place over time. */
  levels(place: Place): readonly Step<Level>[];
  /** The hazard that stands highest at a place on a day. */
  hazard(place: Place, day: LocalDate): HazardPack;
  /** Cadence over time of a step that recurs in a running case: the setting, otherwise by level. */
  recurring(duty: Duty, cadence: Cadence, organizationId: string, place: Place): readonly Step<Cadence>[];
  /** The setting, otherwise the catalogue's cadence at the highest level. */
  cadence(duty: Duty, organizationId: string): Cadence | null;
  policy(duty: Duty, organizationId: string): string;
  /** The term that replaces a step's own; undefined: none is set. */
  term(duty: Duty, step: string, organizationId: string): Offset | undefined;
  /** All terms that are set, by step. */
  terms(duty: Duty, organizationId: string): Terms;
  /** Whether the duty is paused there; a general pause applies to every organization. */
  paused(duty: Duty, organizationId: string): boolean;
  /** Ids of organizations with settings of their own for a duty. */
  own(duty: Duty): readonly string[];
  /** Key of an organization's own settings: equal keys mean equal settings. */
  ownWord(organizationId: string): string;
}

interface SettingRow {
  id: string;
  organizationId: string | null;
  duty: string;
  cadence: string | null;
  policy: string | null;
  pausedAt: Date | null;
  terms: Terms;
}

const settingColumns = Prisma.sql`id, organization_id as "organizationId", duty, cadence, policy, paused_at as "pausedAt", terms`;

/** Reads the settings. @param set levels to use @default the stored levels */
export async function settingsOf(tx: Tx, set?: readonly LevelSetting[]): Promise<Settings> {
  const [rows, known] = await Promise.all([
    tx.$queryRaw<SettingRow[]>`select ${settingColumns} from duty_setting order by duty`,
    set ?? levelRows(tx),
  ]);
  const levels = levelsAt(known);
  const byKey = new Map(rows.map((row) => [`${row.organizationId ?? ""}/${row.duty}`, row]));
  const words = new Map<string, string>();
  for (const { organizationId, duty, cadence, policy, pausedAt, terms } of rows)
    if (organizationId !== null)
      words.set(
        organizationId,
        `${words.get(organizationId) ?? ""}${JSON.stringify([duty, cadence, policy, pausedAt !== null, terms])}`,
      );
  const rowsFor = (duty: Duty, organizationId: string) => ({
    general: byKey.get(`/${duty.number}`),
    own: byKey.get(`${organizationId}/${duty.number}`),
  });
  const settings: Settings = {
    cadence(duty, organizationId) {
      const { general, own } = rowsFor(duty, organizationId);
      return (own?.cadence ?? general?.cadence ?? duty.cadence ?? null) as Cadence | null;
    },
    policy(duty, organizationId) {
      const { general, own } = rowsFor(duty, organizationId);
      return own?.policy ?? general?.policy ?? duty.policy;
    },
    terms(duty, organizationId) {
      const { general, own } = rowsFor(duty, organizationId);
      return { ...general?.terms, ...own?.terms };
    },
    term: (duty, step, organizationId) => settings.terms(duty, organizationId)[step],
    paused(duty, organizationId) {
      const { general, own } = rowsFor(duty, organizationId);
      return Boolean(own?.pausedAt ?? general?.pausedAt);
    },
    levels: levels.of,
    recurring(duty, cadence, organizationId, place) {
      const set = settings.cadence(duty, organizationId);
      return set ? [{ from: beginning, value: set }] : recurringCadences(duty.number, cadence, levels.of(place));
    },
    hazard: levels.hazard,
    planned(duty, organizationId, place = everywhere) {
      const cadence = settings.cadence(duty, organizationId);
      if (!cadence) return null;
      const { general, own } = rowsFor(duty, organizationId);
      const steps = own?.cadence || general?.cadence ? null : levels.cadences(duty, place);
      const paused = settings.paused(duty, organizationId);
      const policy = settings.policy(duty, organizationId);
      // A cadence that never changes is returned as such.
      const always = steps?.length === 1 ? steps[0]?.value : undefined;
      return {
        ...{ duty, cadence: always ?? cadence, policy },
        ...(steps && always === undefined && { steps }),
        ...(paused && { paused }),
      };
    },
    own: (duty) => rows.flatMap((row) => (row.duty === duty.number && row.organizationId ? [row.organizationId] : [])),
    ownWord: (organizationId) => words.get(organizationId) ?? "",
  };
  return settings;
}

const everywhere: Place = { district: "", types: [] };

/** Levels by place, computed once for each place. */
function levelsAt(rows: readonly LevelSetting[]): {
  of(place: Place): readonly Step<Level>[];
  hazard(place: Place, day: LocalDate): HazardPack;
  cadences(duty: Duty, place: Place): readonly Step<Cadence>[] | null;
} {
  const known = new Map<
    string,
    { levels: Step<Level>[]; cadences: Map<string, Step<Cadence>[] | null>; hazards: Map<LocalDate, HazardPack> }
  >();
  const at = (place: Place) => {
    const key = `${place.district}/${place.types.join("|")}`;
    const there = known.get(key) ?? { levels: levelSteps(rows, place), cadences: new Map(), hazards: new Map() };
    known.set(key, there);
    return there;
  };
  return {
    of: (place) => at(place).levels,
    hazard(place, day) {
      const { hazards } = at(place);
      const hazard = hazards.get(day) ?? hazardOn(rows, place, day);
      hazards.set(day, hazard);
      return hazard;
    },
    cadences(duty, place) {
      const { levels, cadences } = at(place);
      let steps = cadences.get(duty.number);
      if (steps === undefined) {
        steps = cadenceSteps(duty, levels);
        cadences.set(duty.number, steps);
      }
      return steps;
    },
  };
}

/** A change to a duty's settings. Absent: unchanged; null: back to the general setting or the pack. */
export interface DutyChange {
  cadence?: Cadence | null;
  policy?: string | null;
  pausedAt?: Date | null;
  /** Terms by step; null: back to the step's own. */
  terms?: Readonly<Record<string, Offset | null>>;
}

/** Serializes changes of settings until commit; read the settings after this. */
export async function lockSettings(tx: Tx): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtext('duban.settings'))`;
}

/** Writes the settings of a duty for one organization or, with null, for all. An existing pause keeps its instant. */
export async function writeDutySetting(
  tx: Tx,
  duty: string,
  organizationId: string | null,
  change: DutyChange,
): Promise<void> {
  await lockSettings(tx);
  const [known] = await tx.$queryRaw<SettingRow[]>`
    select ${settingColumns} from duty_setting where duty = ${duty} and organization_id is not distinct from ${organizationId}`;
  const { cadence = known?.cadence ?? null, policy = known?.policy ?? null } = change;
  const pausedAt =
    change.pausedAt === undefined ? (known?.pausedAt ?? null) : change.pausedAt && (known?.pausedAt ?? change.pausedAt);
  const terms = Object.fromEntries(
    Object.entries({ ...known?.terms, ...change.terms }).filter(([, term]) => term !== null),
  ) as Record<string, { n: number; unit: string }>;
  const set = cadence ?? policy ?? pausedAt ?? (Object.keys(terms).length > 0 || null);
  if (known && set === null) await tx.$executeRaw`delete from duty_setting where id = ${known.id}`;
  else if (set !== null)
    await tx.$executeRaw`
      insert into duty_setting (id, organization_id, duty, cadence, policy, paused_at, terms)
      values (${known?.id ?? newId()}, ${organizationId}, ${duty}, ${cadence}, ${policy}, ${pausedAt}, ${JSON.stringify(terms)}::jsonb)
      on conflict (id) do update set cadence = excluded.cadence, policy = excluded.policy, paused_at = excluded.paused_at,
        terms = excluded.terms`;
}

export interface DutyTask {
  id: string;
  organizationId: string;
  step: string;
  state: TaskState;
  policy: string;
  caseFacts: Record<string, unknown>;
}

/** Open tasks of a duty, locked. */
export async function dutyTasks(tx: Tx, duty: string, organizationId: string | null): Promise<DutyTask[]> {
  return tx.$queryRaw<DutyTask[]>`
    select t.id, t.organization_id as "organizationId", t.step, t.state, t.policy, c.facts as "caseFacts"
    from task t join "case" c on c.id = t.case_id
    where t.state in (${Prisma.join([...waiting])}) and ${ofDuty(duty, organizationId)} order by t.id for update of t`;
}

/** Moves tasks to another policy; their ladders are processed now. */
export async function moveToPolicy(
  tx: Tx,
  tasks: readonly { id: string; policy: string }[],
  now: Date,
): Promise<Touched[]> {
  if (tasks.length === 0) return [];
  const ids = tasks.map(({ id }) => id);
  const moved = await tx.$queryRaw<Touched[]>`
    update task t set policy = r.policy from jsonb_to_recordset(${rowsOf(tasks)}) as r(id text, policy text) where t.id = r.id
    returning t.id, t.case_id as "caseId", t.organization_id as "organizationId", t.round`;
  await wakeTasks(tx, Prisma.sql`t.id = any(${ids}::text[])`, now);
  return moved;
}

export const haltLaddersOfDuty = (tx: Tx, duty: string, organizationId: string | null): Promise<Touched[]> =>
  haltLadders(tx, ofDuty(duty, organizationId));

export const wakeDuty = (tx: Tx, duty: string, organizationId: string | null, now: Date): Promise<Touched[]> =>
  wakeTasks(tx, ofDuty(duty, organizationId), now);

/** Policies by name: the built-in ones, overlaid by those of administrators. */
export async function policiesOf(tx: Statements): Promise<ReadonlyMap<string, Policy>> {
  const rows = await tx.$queryRaw<{ name: string; definition: unknown }[]>`select name, definition from policy`;
  const policies = new Map(Object.entries(defaultPolicies));
  for (const row of rows) policies.set(row.name, storedPolicy(row.definition));
  return policies;
}

/** Reads a stored policy; earlier versions stored its rungs under another name. */
function storedPolicy(definition: unknown): Policy {
  const { steps, ...policy } = definition as Policy & { steps?: Policy["rungs"] };
  return steps ? { ...policy, rungs: steps } : policy;
}

/** A use of a policy that does not exist, in a duty's setting or in open tasks. */
export interface UnknownPolicyNamed {
  policy: string;
  duty: string;
  /** Code of the organization; null: the setting applies to all. */
  organization: string | null;
  /** Number of open tasks with this policy; 0: it is a setting. */
  tasks: number;
}

export async function unknownPolicies(tx: Tx): Promise<UnknownPolicyNamed[]> {
  const known = [...(await policiesOf(tx)).keys()];
  return tx.$queryRaw<UnknownPolicyNamed[]>`
    select s.policy, s.duty, o.code as organization, 0 as tasks from duty_setting s left join organization o on o.id = s.organization_id
    where s.policy is not null and s.policy <> all(${known}::text[])
    union all
    select one.policy, t.duty, min(o.code), count(*)::int from task t join organization o on o.id = t.organization_id
      cross join lateral (values (t.policy), (t.verifier_policy)) as one(policy)
    where t.settled_at is null and one.policy <> all(${known}::text[]) group by 1, 2
    order by 2, 1`;
}

/** Names of the policies written by administrators. */
export async function writtenPolicies(tx: Tx): Promise<string[]> {
  return (await tx.$queryRaw<{ name: string }[]>`select name from policy`).map(({ name }) => name);
}

/** Writes a policy; the ladders of its tasks are processed now. @returns number of those tasks; null: the policy was the same */
export async function writePolicy(tx: Tx, policy: Policy, now: Date): Promise<number | null> {
  const definition = JSON.stringify(policy);
  const changed = await tx.$executeRaw`
    insert into policy (name, definition, updated_at) values (${policy.name}, ${definition}::jsonb, ${now})
    on conflict (name) do update set definition = excluded.definition, updated_at = excluded.updated_at
    where policy.definition <> excluded.definition`;
  if (changed === 0) return null;
  return wakeMany(
    tx,
    Prisma.sql`case when t.state = 'submitted' then t.verifier_policy else t.policy end = ${policy.name}`,
    now,
  );
}

function ofDuty(duty: string, organizationId: string | null): Prisma.Sql {
  const organization = organizationId === null ? Prisma.empty : Prisma.sql`and t.organization_id = ${organizationId}`;
  return Prisma.sql`t.duty = ${duty} ${organization}`;
}

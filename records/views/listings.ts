import type { Part } from "../../domain/messages/message.ts";
import type { TaskState } from "../../domain/tasks/task-states.ts";
import type { CaseState, Channel, Role, Shape, Zone } from "../../domain/terms.ts";
import { cityZone } from "../../domain/time/zones.ts";
import { Prisma, type Tx } from "../../prisma/client.ts";
import { isHeldAt } from "../roster/held.ts";
import { isByClock, isLateAt } from "../tasks/lateness.ts";
import { askedDueIn, type TaskRow, taskColumns, termBegan } from "../tasks/tasks.ts";

/** Organization of a line, and what its case is about. */
interface Belonging {
  code: string;
  organization: string;
  zone: Zone;
  subject: string;
}

export interface TaskLine extends TaskRow, Belonging {
  /** Its term runs at night and on days off too. */
  byClock: boolean;
  paused: boolean;
  /** When the ladder last sent something, at whatever due revision, and the names of those rungs. */
  lastNoticeAt: Date | null;
  lastRungs: string[];
}

export interface TaskFilter {
  /** The task of this id. */
  id?: string;
  /** Tasks of this case. */
  caseId?: string;
  organizationId?: string;
  /** Tasks of these organizations. */
  organizationIds?: readonly string[];
  /** Tasks after this one in the order of the list. */
  after?: { dueAt: Date; id: string };
  duty?: string;
  /** State; absent: open tasks. */
  state?: TaskState | "all";
  /** Only tasks whose doer is late. */
  late?: boolean;
  /** Tasks of organizations in which the person holds a role, and tasks assigned to them; the domain narrows this down to those that they do. */
  personId?: string;
  /** Tasks due before this instant. */
  dueBefore?: Date;
}

/** Tasks with their organizations, earliest due first, at most `limit`. */
export async function taskLines(tx: Tx, filter: TaskFilter, now: Date, limit: number): Promise<TaskLine[]> {
  const { id, caseId, organizationId, organizationIds, after, duty, state, late, personId, dueBefore } = filter;
  const where = conditions([
    id !== undefined && Prisma.sql`t.id = ${id}`,
    caseId !== undefined && Prisma.sql`t.case_id = ${caseId}`,
    organizationId !== undefined && Prisma.sql`t.organization_id = ${organizationId}`,
    organizationIds !== undefined && Prisma.sql`t.organization_id = any(${[...organizationIds]}::text[])`,
    after !== undefined && Prisma.sql`(t.due_at, t.id) > (${after.dueAt}::timestamptz, ${after.id}::text)`,
    duty !== undefined && Prisma.sql`t.duty = ${duty}`,
    state === undefined && id === undefined && Prisma.sql`t.settled_at is null`,
    state !== undefined && state !== "all" && Prisma.sql`t.state = ${state}`,
    late === true && isLateAt(now),
    dueBefore !== undefined && Prisma.sql`t.due_at < ${dueBefore}`,
    personId !== undefined &&
      Prisma.sql`(t.person_id = ${personId} or exists (
        select 1 from holding h where h.organization_id = t.organization_id and h.person_id = ${personId}
          and ${isHeldAt(now)}))`,
  ]);
  return tx.$queryRaw<TaskLine[]>`
    select ${taskColumns}, o.code, o.name as organization, o.zone, c.subject, o.paused_at is not null as paused,
      ${isByClock} as "byClock",
      last.at as "lastNoticeAt", coalesce(last.rungs, '{}') as "lastRungs"
    from (select * from task t where ${where} order by t.due_at, t.id limit ${limit}) t
    join organization o on o.id = t.organization_id join "case" c on c.id = t.case_id
    left join lateral (
      select e.at, array(select jsonb_array_elements_text(coalesce(e.after->'steps', '[]'))) as rungs
      from event e where e.task_id = t.id and e.verb = 'told' order by e.id desc limit 1) last on true
    order by t.due_at, t.id`;
}

export interface CaseLine extends Belonging {
  id: string;
  organizationId: string;
  duty: string;
  kind: string;
  key: string;
  state: CaseState;
  outcome: string | null;
  openedAt: Date;
  settledAt: Date | null;
  /** Steps that are waited for, the earliest of their due instants, and the earliest one shown to a doer. */
  steps: string[];
  dueAt: Date | null;
  askedDue: Date | null;
  late: boolean;
  /** Severity of a finding or hazard. */
  severity: string | null;
}

export interface CaseFilter {
  organizationId?: string;
  duty?: string;
  kind?: string;
  /** State; absent: open cases. */
  state?: CaseLine["state"] | "all";
  /** Only cases with a late task. */
  late?: boolean;
}

/** Cases, newest first, at most `limit`. */
export async function caseLines(tx: Tx, filter: CaseFilter, now: Date, limit: number): Promise<CaseLine[]> {
  const { organizationId, duty, kind, state = "open", late } = filter;
  const tardy = Prisma.sql`exists (select 1 from task t where t.case_id = c.id and ${isLateAt(now)})`;
  const where = conditions([
    organizationId !== undefined && Prisma.sql`c.organization_id = ${organizationId}`,
    duty !== undefined && Prisma.sql`c.duty = ${duty}`,
    kind !== undefined && Prisma.sql`c.kind = ${kind}`,
    state !== "all" && Prisma.sql`c.state = ${state}`,
    late === true && tardy,
  ]);
  return tx.$queryRaw<CaseLine[]>`
    select c.id, c.organization_id as "organizationId", c.duty, c.kind, c.key, c.state, c.outcome, c.opened_at as "openedAt",
      c.settled_at as "settledAt", c.subject, o.code, o.name as organization, o.zone, ${tardy} as late,
      c.facts->>'severity' as severity,
      array(select t.step from task t where t.case_id = c.id and t.settled_at is null order by t.due_at, t.id) as steps,
      (select min(t.due_at) from task t where t.case_id = c.id and t.settled_at is null and ${termBegan}) as "dueAt",
      (select min(${askedDueIn(now)}) from task t where t.case_id = c.id and t.settled_at is null and ${termBegan}) as "askedDue"
    from "case" c join organization o on o.id = c.organization_id
    where ${where} order by c.opened_at desc, c.id limit ${limit}`;
}

/** Ids that begin with a string, at most `limit`; a complete id matches only itself. */
export async function idsStarting(tx: Tx, of: "task" | "case", start: string, limit: number): Promise<string[]> {
  const table = of === "task" ? Prisma.sql`task` : Prisma.sql`"case"`;
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select id from ${table} where starts_with(id, ${start}) order by (id = ${start}) desc, id limit ${limit}`;
  return rows[0]?.id === start ? [start] : rows.map((row) => row.id);
}

/** A notice that was, is being or will be sent, and its outcome. */
export interface NoticeLine {
  id: string;
  taskId: string;
  caseId: string;
  organizationId: string;
  personId: string;
  person: string;
  /** Roles that the recipient held in the organization when it was written. */
  roles: Role[];
  step: string;
  dueRevision: number;
  channel: Channel;
  shape: Shape;
  part: Part;
  details: { because?: string; reason?: string; vacant?: string; belated?: boolean };
  state: "queued" | "sending" | "sent" | "dropped";
  dropped: string | null;
  sendAt: Date;
  createdAt: Date;
  attempts: number;
  deliveryId: string | null;
  reference: string | null;
  provider: string | null;
  /** Outcome of the last attempt; null: none yet. */
  deliveryState: string | null;
  code: string | null;
  detail: string | null;
  carriedAt: Date | null;
}

const noticeColumns = Prisma.sql`n.id, n.task_id as "taskId", n.case_id as "caseId", n.organization_id as "organizationId",
  n.person_id as "personId", p.name as person, n.step, n.due_revision as "dueRevision", n.channel, n.shape, n.part, n.details, n.state, n.dropped,
  n.send_at as "sendAt", n.created_at as "createdAt", n.attempts, n.delivery_id as "deliveryId", d.reference, d.provider,
  d.state as "deliveryState", d.code, d.detail, coalesce(d.finished_at, d.created_at) as "carriedAt",
  array(select h.role from holding h where h.organization_id = n.organization_id and h.person_id = n.person_id
        and ${isHeldAt(Prisma.sql`n.created_at`)} order by h.from_at, h.id) as roles`;
const noticeTables = Prisma.sql`notice n join person p on p.id = n.person_id left join delivery d on d.id = n.delivery_id`;

/** Notices of a task, oldest first; only the newest `limit`. */
export async function noticesOfTask(tx: Tx, taskId: string, limit: number): Promise<NoticeLine[]> {
  const lines = await tx.$queryRaw<NoticeLine[]>`
    select ${noticeColumns} from ${noticeTables} where n.task_id = ${taskId}
    order by n.created_at desc, p.name desc, n.channel desc, n.id limit ${limit}`;
  return lines.reverse();
}

/**
 * The notices of a message, found by the id or provider reference of a delivery, the id of a notice, or the hash of the code in its link (then all
 * notices to that person about that task).
 */
export async function noticesOfMessage(tx: Tx, named: string, codeHash: string, limit: number): Promise<NoticeLine[]> {
  return tx.$queryRaw<NoticeLine[]>`
    select ${noticeColumns} from ${noticeTables}
    where n.task_id is not null and (n.id = ${named}
      or (n.person_id, n.delivery_id) in (select person_id, id from delivery where id = ${named} or reference = ${named})
      or (n.task_id, n.person_id) in (select l.task_id, l.person_id from link l where l.hash = ${codeHash} and l.purpose = 'task'))
    order by n.created_at desc, n.id limit ${limit}`;
}

/** Counts of organizations, open tasks, messages and nudges. */
export interface Counts {
  organizations: number;
  paused: number;
  cases: number;
  tasks: Record<string, number>;
  /** Done tasks that nobody verified because the organization has only one person. */
  selfDeclared: number;
  queued: number;
  /** Number of attempts since an instant, by state. */
  deliveries: Record<string, number>;
  nudges: number;
}

export async function countsOf(tx: Tx, since: Date): Promise<Counts> {
  const [row] = await tx.$queryRaw<Counts[]>`
    select (select count(*)::int from organization where closed_at is null) as organizations,
      (select count(*)::int from organization where closed_at is null and paused_at is not null) as paused,
      (select count(*)::int from "case" where state = 'open') as cases,
      (select coalesce(jsonb_object_agg(state, n), '{}') from (
        select state, count(*)::int as n from task where settled_at is null group by state) by_state) as tasks,
      (select count(*)::int from task where self_declared) as "selfDeclared",
      (select count(*)::int from notice where state = 'queued') as queued,
      (select coalesce(jsonb_object_agg(state, n), '{}') from (
        select state, count(*)::int as n from delivery where coalesce(finished_at, created_at) >= ${since} group by state) by_state)
        as deliveries,
      (select count(*)::int from nudge) as nudges`;
  return (
    row ?? { organizations: 0, paused: 0, cases: 0, tasks: {}, selfDeclared: 0, queued: 0, deliveries: {}, nudges: 0 }
  );
}

/** The zone of most organizations, which defines "today" for a whole city. */
export async function zoneOfMost(tx: Tx): Promise<Zone> {
  const [row] = await tx.$queryRaw<{ zone: Zone }[]>`
    select zone from organization where closed_at is null group by zone order by count(*) desc, zone limit 1`;
  return row?.zone ?? cityZone;
}

function conditions(all: readonly (Prisma.Sql | false)[]): Prisma.Sql {
  const given = all.filter((one): one is Prisma.Sql => one !== false);
  return given.length > 0 ? Prisma.join(given, " and ") : Prisma.sql`true`;
}

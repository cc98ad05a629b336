import { isUrgent } from "../../domain/escalation/policy.ts";
import { formatAct } from "../../domain/escalation/rung-id.ts";
import { handoversOf, holdersBefore } from "../../domain/messages/handover.ts";
import { policyOf } from "../../domain/procedures/opening.ts";
import { doing } from "../../domain/tasks/task-states.ts";
import type { Channel, Urgency } from "../../domain/terms.ts";
import type { Tx } from "../../prisma/client.ts";
import { organizationsHeldBy, tasksAtWork } from "../../records/messages/handovers.ts";
import { insertNotices, type NewNotice, noticeStates } from "../../records/messages/notices.ts";
import { nudgeCouriers } from "../../records/nudges.ts";
import { holdersOf } from "../../records/roster/holders.ts";
import type { RoleChange } from "../../records/roster/roster.ts";
import { policiesOf } from "../../records/settings.ts";
import type { CaseNote, Touched } from "../../records/tasks/pauses.ts";
import type { TaskRow } from "../../records/tasks/tasks.ts";

export interface PeopleChanged {
  roles: readonly RoleChange[];
  /** Ids of people with a new address. */
  addressed: readonly string[];
  /** Tasks that were returned to the role from a person who left. */
  released: readonly Touched[];
}

export interface HandoverResult {
  /** Numbers of people notified and of their tasks. */
  people: number;
  tasks: number;
  /** Number of tasks of which nobody was notified again, because their doer was within this minute. */
  toldBefore: number;
  /** Lines for the logs of the cases. */
  notes: CaseNote[];
}

/** In milliseconds: a notice that could not be sent for a week is left to a later rung. */
const week = 7 * 86_400_000;

/**
 * Notifies new doers and verifiers, and people with a new address, of all open tasks at once, instead of waiting for the next rung, which may be days
 * ahead. Each person is sent one mail; dangers also by SMS.
 */
export async function notifyOfHandovers(
  tx: Tx,
  { roles, addressed, released }: PeopleChanged,
  now: Date,
): Promise<HandoverResult> {
  const concerned = [...roles, ...released].map(({ organizationId }) => organizationId);
  const organizationIds = [...new Set([...concerned, ...(await organizationsHeldBy(tx, addressed, now))])];
  if (organizationIds.length === 0) return nobody;
  const tasks = await tasksAtWork(tx, organizationIds, now);
  if (tasks.length === 0) return nobody;
  const holders = await holdersOf(tx, organizationIds, now);
  const policies = await policiesOf(tx);
  const changesIn = (id: string): RoleChange[] => roles.filter(({ organizationId }) => organizationId === id);
  const befores = new Map(organizationIds.map((id) => [id, holdersBefore(holders.get(id) ?? [], changesIn(id))]));
  const all = { addressed: new Set(addressed), released: new Set(released.map(({ id }) => id)) };
  const wanted: NewNotice[] = [];
  for (const task of tasks) {
    const after = holders.get(task.organizationId) ?? [];
    const before = befores.get(task.organizationId) ?? [];
    const danger = isUrgent(policyOf(task.policy, policies));
    for (const { personId, part, because } of handoversOf(task, { before, after, ...all }))
      for (const channel of (danger && part === "doer" ? ["email", "sms"] : ["email"]) satisfies Channel[])
        wanted.push({
          ...noticeOf(task, danger ? "emergency" : "prompt", now),
          ...{
            personId,
            channel: channel as Channel,
            part,
            step: formatAct(task.dueRevision, because, now),
          },
          whileStates: part === "doer" ? doing : ["submitted"],
          details: { because },
        });
  }
  const { notices, toldBefore } = await notToldYet(tx, wanted, all.addressed, now);
  await nudgeCouriers(tx, await insertNotices(tx, notices, now), now);
  return {
    people: new Set(notices.map(({ personId }) => personId)).size,
    tasks: new Set(notices.map(({ taskId }) => taskId)).size,
    toldBefore,
    notes: notesOf(notices),
  };
}

const nobody: HandoverResult = { people: 0, tasks: 0, toldBefore: 0, notes: [] };

/**
 * Leaves out what a person was sent of the same task within this minute (they left and returned). What was dropped meanwhile, or was sent to an
 * address that has changed since, is sent under a key of its own.
 */
async function notToldYet(
  tx: Tx,
  wanted: readonly NewNotice[],
  addressed: ReadonlySet<string>,
  now: Date,
): Promise<{ notices: NewNotice[]; toldBefore: number }> {
  const states = await noticeStates(tx, wanted);
  const told = new Set<string>();
  const notices = wanted.flatMap((one): NewNotice[] => {
    const state = states.get([one.taskId, one.step, one.personId, one.channel].join("/"));
    if (state === undefined || state === "queued") return [one];
    if (state === "dropped" || addressed.has(one.personId))
      return [{ ...one, step: `${one.step}${now.toISOString().slice(16)}` }];
    if (one.taskId) told.add(one.taskId);
    return [];
  });
  return { notices, toldBefore: told.size };
}

const noticeOf = (task: TaskRow, urgency: Urgency, now: Date) => ({
  taskId: task.id,
  caseId: task.caseId,
  organizationId: task.organizationId,
  shape: "due" as const,
  urgency,
  dueRevision: task.dueRevision,
  sendAt: now,
  notAfter: new Date(now.getTime() + week),
});

/** One line for each case and reason, with the names of everybody notified. */
function notesOf(notices: readonly NewNotice[]): CaseNote[] {
  const notes = new Map<string, { note: CaseNote; people: Set<string> }>();
  for (const { caseId, organizationId, personId, details } of notices) {
    const verb = details.because ?? "new-role";
    const key = `${caseId}/${verb}`;
    const known = notes.get(key) ?? { note: { caseId, organizationId, verb }, people: new Set<string>() };
    known.people.add(personId);
    notes.set(key, known);
  }
  return [...notes.values()].map(({ note, people }) => ({ ...note, after: { people: [...people] } }));
}

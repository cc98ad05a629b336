import { draftOf } from "../../domain/forms/draft.ts";
import { comesFilledIn, filledIn, foundBefore } from "../../domain/forms/filled-in.ts";
import { rowsOf } from "../../domain/forms/rows.ts";
import { filledInFrom } from "../../domain/planning/credits.ts";
import { fieldsOf, stepOf } from "../../domain/procedures/steps.ts";
import { doing } from "../../domain/tasks/task-states.ts";
import { periodNamed } from "../../domain/time/periods.ts";
import { dateIn } from "../../domain/time/zones.ts";
import type { Tx } from "../../prisma/client.ts";
import { creditsOff, type LastAnswer, lastAnswers, newestResults } from "../../records/cases/credits.ts";
import { artefactsOf } from "../../records/cases/versions.ts";
import { type Draft, draftsOf } from "../../records/tasks/drafts.ts";
import type { TaskContext } from "./task-context.ts";

/** Initial values of a task's form, and their sources. */
export interface FilledIn {
  /** Values by key of the form, from other duties and from the previous submission; the doer confirms or corrects them. */
  values: Readonly<Record<string, string>>;
  /** Duties from which they come. */
  from: readonly { duty: string; key: string }[];
  /** When the previous submission was made from which the others come; null: none. */
  last: Date | null;
  /** Findings of that submission at checklist items, by key of the answer; these items are asked again. */
  found: Readonly<Record<string, string>>;
  /** There is no version of the artefact yet, so that "unchanged" is not an answer. */
  first: boolean;
  /** The reader's draft, which replaces the values. */
  draft: Draft | null;
}

const nothing: FilledIn = { values: {}, from: [], last: null, found: {}, first: false, draft: null };

/** Initial values of one task's form. @param personId its reader; null: the administrator, who has no drafts */
export async function filledInOf(tx: Tx, context: TaskContext, personId: string | null): Promise<FilledIn> {
  return (await filledInOfAll(tx, [context], personId)).get(context.task.id) ?? nothing;
}

/** The same for several tasks. */
export async function filledInOfAll(
  tx: Tx,
  contexts: readonly TaskContext[],
  personId: string | null,
): Promise<ReadonlyMap<string, FilledIn>> {
  const open = contexts.filter(({ task }) => doing.includes(task.state));
  const asking = open.filter(({ duty, task }) => fieldsOf(duty, task.step, task.facts).some(comesFilledIn));
  const last = await lastAnswers(
    tx,
    asking.map(({ task }) => task.id),
  );
  const ids = open.map(({ task }) => task.id);
  const first = await firstVersions(tx, open);
  const drafts = personId === null ? new Map<string, Draft>() : await draftsOf(tx, personId, ids);
  const filled = new Map<string, FilledIn>();
  for (const context of open) {
    const { task, duty } = context;
    const draft = drafts.get(task.id);
    filled.set(task.id, {
      ...(await valuesOf(tx, context, last.get(task.id))),
      first: first.has(task.id),
      // Its rows may have changed since.
      draft: draft
        ? { ...draft, values: draftOf(fieldsOf(duty, task.step, task.facts), rowsOf(task.facts), draft.values) }
        : null,
    });
  }
  return filled;
}

/** Those of the tasks whose submission would be the first version of their artefact. */
async function firstVersions(tx: Tx, contexts: readonly TaskContext[]): Promise<ReadonlySet<string>> {
  const versioned = contexts.flatMap(({ task, duty, organization }) => {
    const { version } = stepOf(duty.kind, task.step);
    return version ? [{ id: task.id, organizationId: organization.id, version }] : [];
  });
  if (versioned.length === 0) return new Set();
  const kept = await artefactsOf(tx, [...new Set(versioned.map(({ organizationId }) => organizationId))]);
  return new Set(
    versioned.flatMap(({ id, organizationId, version }) => (kept.get(organizationId)?.includes(version) ? [] : [id])),
  );
}

/** What was submitted for another duty in the task's period, completed by the previous submission. */
async function valuesOf(
  tx: Tx,
  context: TaskContext,
  last: LastAnswer | undefined,
): Promise<Omit<FilledIn, "draft" | "first">> {
  const { task, duty } = context;
  const fields = fieldsOf(duty, task.step, task.facts);
  const rows = rowsOf(task.facts);
  const sources = await ofThePeriod(tx, context);
  const used = sources.filter(({ result }) => Object.keys(filledIn(fields, rows, [result])).length > 0);
  const values = filledIn(
    fields,
    rows,
    used.map(({ result }) => result),
  );
  const open = fields.filter(({ name }) => !used.some(({ result }) => Array.isArray(result[name])));
  const before = last ? filledIn(open, rows, [last.result]) : {};
  const found = last ? foundBefore(open, last.result) : {};
  return {
    values: { ...before, ...values },
    from: used.map(({ duty: number, key }) => ({ duty: number, key })),
    last: last && Object.keys({ ...before, ...found }).length > 0 ? last.at : null,
    found,
  };
}

async function ofThePeriod(
  tx: Tx,
  { case: found, duty, organization }: TaskContext,
): Promise<{ duty: string; key: string; result: Record<string, unknown> }[]> {
  const lines = filledInFrom(duty.number);
  const period = lines.length > 0 ? periodNamed(found.key) : null;
  if (!period) return [];
  const off = await creditsOff(tx);
  const sources = lines.filter(({ name }) => !off(name, organization.id)).map(({ done }) => done);
  return [...(await newestResults(tx, organization.id, sources))].flatMap(([number, { at, key, result }]) => {
    const on = dateIn(at, organization.zone);
    return on >= period.from && on <= period.to ? [{ duty: number, key, result }] : [];
  });
}

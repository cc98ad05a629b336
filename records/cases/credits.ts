import { type Credit, countsFor, creditsFor, creditsOf, holds } from "../../domain/planning/credits.ts";
import type { Cadence } from "../../domain/terms.ts";
import { periodNamed } from "../../domain/time/periods.ts";
import { dateIn } from "../../domain/time/zones.ts";
import { Prisma, type Statements } from "../../prisma/client.ts";
import { holdersOf } from "../roster/holders.ts";
import { type CaseEnding, endCases, lockOpenCases } from "./ending.ts";
import { wasDone } from "./was-done.ts";

/** A case that was done, with what credits depend on. */
interface Done {
  id: string;
  organizationId: string;
  duty: string;
  key: string;
  doneOn: string;
  /** The submitted fields of all steps, merged. */
  result: Record<string, unknown>;
}

/** An open planned case that nobody has acted on yet. */
interface Open {
  id: string;
  organizationId: string;
  duty: string;
  key: string;
  cadence: Cadence;
}

/** Whether a credit line is switched off, for all organizations or for the given one. */
export type CreditsOff = (line: string, organizationId: string) => boolean;

export async function creditsOff(tx: Statements): Promise<CreditsOff> {
  const rows = await tx.$queryRaw<{ line: string; organizationId: string }[]>`
    select line, organization_id as "organizationId" from credit_off`;
  const off = new Set(rows.map(({ line, organizationId }) => `${organizationId}/${line}`));
  return (line, organizationId) => off.has(`/${line}`) || off.has(`${organizationId}/${line}`);
}

/** Switches a credit line off or on. @param organizationId empty: for all organizations @returns whether it changed */
export async function switchCredit(
  tx: Statements,
  line: string,
  organizationId: string,
  on: boolean,
): Promise<boolean> {
  const changed = on
    ? await tx.$executeRaw`delete from credit_off where line = ${line} and organization_id = ${organizationId}`
    : await tx.$executeRaw`
        insert into credit_off (line, organization_id) values (${line}, ${organizationId}) on conflict do nothing`;
  return changed > 0;
}

/** Credits the cases for which a case that is now done counts, and closes them. @returns ids of the credited cases */
export async function creditFrom(tx: Statements, duty: string, caseId: string, now: Date): Promise<string[]> {
  const lines = creditsOf(duty);
  if (lines.length === 0) return [];
  const [found] = await doneCases(tx, Prisma.sql`c.id = ${caseId}`);
  if (!found) return [];
  const open = await openCases(
    tx,
    Prisma.sql`c.organization_id = ${found.organizationId} and c.duty = any(${lines.map(({ counts }) => counts)}::text[])`,
  );
  return credit(tx, lines, [found], open, now);
}

/** Credits newly opened cases that an earlier case already covers, and closes them. @returns ids of the credited cases */
export async function creditInto(
  tx: Statements,
  opened: readonly { id: string; organizationId: string; duty: string; key: string }[],
  now: Date,
): Promise<string[]> {
  const targets = opened.flatMap((one) => {
    const period = creditsFor(one.duty).length > 0 ? periodNamed(one.key) : null;
    return period ? [{ ...one, period }] : [];
  });
  if (targets.length === 0) return [];
  const lines = [...new Map(targets.flatMap(({ duty }) => creditsFor(duty).map((line) => [line.name, line]))).values()];
  const since = targets.map(({ period }) => period.from).sort()[0] ?? "";
  const found = await doneCases(
    tx,
    Prisma.sql`c.organization_id = any(${[...new Set(targets.map((one) => one.organizationId))]}::text[])
      and c.duty = any(${lines.map((line) => line.done)}::text[]) and c.settled_at >= ${since}::date - 1`,
  );
  if (found.length === 0) return [];
  const open = await openCases(tx, Prisma.sql`c.id = any(${targets.map(({ id }) => id)}::text[])`);
  return credit(tx, lines, found, open, now);
}

async function credit(
  tx: Statements,
  lines: readonly Credit[],
  found: readonly Done[],
  open: readonly Open[],
  now: Date,
): Promise<string[]> {
  if (open.length === 0) return [];
  const off = await creditsOff(tx);
  const needHolders = lines.some(({ when }) => "samePerson" in when);
  const holders = needHolders ? await holdersOf(tx, [...new Set(found.map((one) => one.organizationId))], now) : null;
  const by = new Map<string, { source: Done; line: Credit }>();
  for (const source of found)
    for (const line of lines) {
      if (line.done !== source.duty || off(line.name, source.organizationId)) continue;
      const deed = { result: source.result, holders: holders?.get(source.organizationId) ?? [] };
      if (!holds(line, deed)) continue;
      for (const one of open)
        if (one.organizationId === source.organizationId && one.duty === line.counts && countsFor(line, source, one))
          if (!by.has(one.id)) by.set(one.id, { source, line });
    }
  // A case that somebody has begun to work on is not credited: they would lose what they entered.
  const locked = (await lockOpenCases(tx, [...by.keys()].sort())).filter(({ tasks }) =>
    tasks.every(({ state }) => state === "open" || state === "acknowledged"),
  );
  const ends = locked.map((one): CaseEnding => {
    const { source, line } = by.get(one.caseId) ?? {};
    const after = { credit: line?.name, duty: source?.duty };
    return { ...one, as: "credited", countedBy: source?.id ?? null, after };
  });
  await endCases(tx, ends, now);
  return locked.map(({ caseId }) => caseId);
}

async function doneCases(tx: Statements, which: Prisma.Sql): Promise<Done[]> {
  const rows = await tx.$queryRaw<
    (Omit<Done, "doneOn" | "result"> & { zone: string; settledAt: Date; results: unknown[] })[]
  >`
    select c.id, c.organization_id as "organizationId", c.duty, c.key, c.settled_at as "settledAt", o.zone,
      array(select t.result from task t where t.case_id = c.id and t.duty = c.duty and t.result is not null
            and t.state in ('closed', 'accepted') order by t.settled_at, t.id) as results
    from "case" c join organization o on o.id = c.organization_id
    where ${which} and ${wasDone} order by c.settled_at, c.id`;
  return rows.map(({ zone, settledAt, results, ...one }) => ({
    ...one,
    doneOn: dateIn(settledAt, zone),
    result: Object.assign({}, ...results),
  }));
}

const openCases = (tx: Statements, which: Prisma.Sql): Promise<Open[]> => tx.$queryRaw<Open[]>`
  select c.id, c.organization_id as "organizationId", c.duty, c.key, c.cadence from "case" c
  where ${which} and c.state = 'open' and c.cadence is not null
    and not exists (select 1 from task t where t.case_id = c.id
                    and (t.submissions > 0 or t.state not in ('open', 'acknowledged')))`;

/** The last submitted results of some duties in an organization, by duty; returned submissions are left out. */
export async function newestResults(
  tx: Statements,
  organizationId: string,
  duties: readonly string[],
): Promise<ReadonlyMap<string, { result: Record<string, unknown>; key: string; at: Date }>> {
  const rows = await tx.$queryRaw<{ duty: string; key: string; result: Record<string, unknown>; at: Date }[]>`
    select distinct on (t.duty) t.duty, c.key, t.result, t.settled_at as at from task t join "case" c on c.id = t.case_id
    where t.organization_id = ${organizationId} and t.duty = any(${[...duties]}::text[]) and t.state in ('closed', 'accepted')
      and t.result is not null order by t.duty, t.settled_at desc`;
  return new Map(rows.map(({ duty, ...one }) => [duty, one]));
}

/** The last submission for the same duty and step in the same organization. */
export interface LastAnswer {
  result: Record<string, unknown>;
  at: Date;
}

/**
 * The previous submissions for tasks of planned cases, by task id. For a task that is one person's own, the same person's. Returned submissions are
 * left out.
 */
export async function lastAnswers(
  tx: Statements,
  taskIds: readonly string[],
): Promise<ReadonlyMap<string, LastAnswer>> {
  if (taskIds.length === 0) return new Map();
  const rows = await tx.$queryRaw<(LastAnswer & { id: string })[]>`
    select t.id, last.result, last.at from task t join "case" c on c.id = t.case_id and c.cadence is not null
    cross join lateral (
      select b.result, b.submitted_at as at from task b
      where b.organization_id = t.organization_id and b.state = any(${[...handedIn]}::text[]) and b.duty = t.duty
        and b.step = t.step and b.case_id <> t.case_id and b.person_id is not distinct from t.person_id
        and b.result is not null and b.submitted_at is not null
      order by b.submitted_at desc, b.id limit 1) last
    where t.id = any(${[...taskIds]}::text[])`;
  return new Map(rows.map(({ id, ...one }) => [id, one]));
}

/** States of a task whose submission is valid. */
const handedIn = ["submitted", "accepted", "closed", "belated"];

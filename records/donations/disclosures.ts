import { createHash } from "node:crypto";
import { boundsOf, finalPeriod, readCampaign } from "../../domain/donations/disclosure.ts";
import {
  canonicalJson,
  type DisclosureBody,
  disclosedTotals,
  totalsOfLines,
} from "../../domain/donations/disclosure-body.ts";
import { formatYuan } from "../../domain/donations/money.ts";
import type { OnPlatform } from "../../domain/donations/platform.ts";
import { block } from "../../domain/messages/languages/clean.ts";
import { hasPassed } from "../../domain/tasks/lateness.ts";
import type { LocalDate, Text } from "../../domain/terms.ts";
import { addDays } from "../../domain/time/dates.ts";
import { daysWords } from "../../domain/time/period-words.ts";
import { Prisma, type Statements, type Tx } from "../../prisma/client.ts";
import { findCase } from "../cases/cases.ts";
import { newId } from "../rows.ts";
import { lastEntryAt, linesOf, lockCampaign, totalsOf } from "./donations.ts";

export interface DisclosureRow {
  id: string;
  caseId: string;
  organizationId: string;
  taskId: string;
  period: string;
  /** The statutory due instant; an extension of the task does not move it. */
  dueAt: Date;
  publishedAt: Date | null;
  lateAt: Date | null;
  body: DisclosureBody | null;
  hash: string | null;
  previous: string | null;
  /** Address and day of publication on the unified platform; null: not published there yet. */
  platformAddress: string | null;
  platformOn: LocalDate | null;
  /** HH:MM; null: recorded by a version that did not ask for the time of day. */
  platformTime: string | null;
}

const columns = Prisma.sql`d.id, d.case_id as "caseId", d.organization_id as "organizationId", d.task_id as "taskId", d.period,
  d.due_at as "dueAt", d.published_at as "publishedAt", d.late_at as "lateAt", d.body, d.hash, d.previous,
  d.platform_address as "platformAddress", to_char(d.platform_on, 'YYYY-MM-DD') as "platformOn",
  d.platform_time as "platformTime"`;

const longestStatement = 20_000;

/** Requests a disclosure, once. @returns false: it was requested before */
export async function openDisclosure(
  tx: Tx,
  opened: { caseId: string; organizationId: string; taskId: string; period: string; dueAt: Date },
): Promise<boolean> {
  const { caseId, organizationId, taskId, period, dueAt } = opened;
  const changed = await tx.$executeRaw`
    insert into disclosure (id, case_id, organization_id, task_id, period, due_at)
    values (${newId()}, ${caseId}, ${organizationId}, ${taskId}, ${period}, ${dueAt}) on conflict do nothing`;
  return changed > 0;
}

/**
 * Hash of a disclosure: SHA-256 in hex over the canonical body, followed by the hash of the case's previous disclosure (64 characters; none for the
 * first).
 */
export function disclosureHash(body: DisclosureBody, previous: string): string {
  return createHash("sha256").update(canonicalJson(body)).update(previous).digest("hex");
}

/**
 * Publishes the disclosure that a task requested, once. Its figures are computed and hashed in this transaction.
 * @param published.statement statement of the person who publishes; may be empty
 */
export async function publish(
  tx: Tx,
  { taskId, at, statement, platform }: { taskId: string; at: Date; statement: string; platform?: OnPlatform | null },
): Promise<{ id: string; hash: string; late: boolean }> {
  const known = await disclosureOfTask(tx, taskId);
  if (!known) throw new Error(`task ${taskId} has no disclosure; expected one asked for together with it`);
  // One chain for each case: publications of a case are serialized, and so are donations that are recorded meanwhile.
  await lockCampaign(tx, known.caseId);
  const row = (await disclosureOfTask(tx, taskId)) ?? known;
  if (row.hash) return { id: row.id, hash: row.hash, late: row.lateAt !== null };
  const late = row.lateAt !== null || hasPassed(row.dueAt, at);
  // Not before the last entry that it shows: the next disclosure uses this instant to find new entries.
  const latest = await lastEntryAt(tx, row.caseId);
  const publishedAt = latest && latest > at ? latest : at;
  const body = await bodyOf(tx, row, { at: publishedAt, late, statement });
  const previous = await headOf(tx, row.caseId);
  const hash = disclosureHash(body, previous);
  await tx.$executeRaw`
    update disclosure set published_at = ${publishedAt}, late_at = coalesce(late_at, ${late ? at : null}::timestamptz),
      body = ${canonicalJson(body)}::jsonb, hash = ${hash}, previous = ${previous} where id = ${row.id}`;
  if (platform) await notePlatform(tx, row.id, platform);
  return { id: row.id, hash, late };
}

/** Records where and when the disclosure was published on the unified platform. */
export async function notePlatform(tx: Tx, id: string, { address, on, time }: OnPlatform): Promise<void> {
  await tx.$executeRaw`
    update disclosure set platform_address = ${address}, platform_on = ${on}::date, platform_time = ${time} where id = ${id}`;
}

/** Marks a disclosure as late, permanently. Nothing happens if there is no disclosure, or it is published. */
export async function markLate(tx: Statements, taskId: string, at: Date): Promise<void> {
  await tx.$executeRaw`
    update disclosure set late_at = ${at}
    where task_id = ${taskId} and published_at is null and late_at is null and due_at <= ${at}`;
}

/** The current figures of a disclosure, which the person who publishes it is shown. */
export async function figuresOf(
  tx: Tx,
  caseId: string,
  period: string,
): Promise<{ label: Text; value: string | Text }[]> {
  const { from, to } = await daysOf(tx, caseId, period);
  const inPeriod = await totalsOf(tx, caseId, { from, to });
  const ever = await totalsOf(tx, caseId, { to });
  const count = inPeriod.receipts + inPeriod.uses;
  return [
    { label: { zh: "期间", en: "Period" }, value: daysWords(from, to ?? null) },
    { label: { zh: "接收", en: "Received" }, value: formatYuan(inPeriod.received) },
    { label: { zh: "使用", en: "Used" }, value: formatYuan(inPeriod.used) },
    { label: { zh: "累计结余", en: "Balance since the start" }, value: formatYuan(ever.received - ever.used) },
    { label: { zh: "记录笔数", en: "Entries" }, value: String(count) },
  ];
}

/** Updates the figures in prompts that have not been sent yet. The caller has locked the case's tasks. */
export async function refreshFigures(tx: Tx, caseId: string): Promise<void> {
  for (const { taskId, period, publishedAt } of await disclosuresOfCase(tx, caseId)) {
    if (publishedAt) continue;
    const figures = JSON.stringify({ figures: await figuresOf(tx, caseId, period) });
    await tx.$executeRaw`update task set facts = facts || ${figures}::jsonb where id = ${taskId} and settled_at is null`;
  }
}

export async function disclosuresOfCase(tx: Tx, caseId: string): Promise<DisclosureRow[]> {
  return tx.$queryRaw<DisclosureRow[]>`
    select ${columns} from disclosure d where d.case_id = ${caseId} order by d.due_at, d.id`;
}

/** Moves the due day of a disclosure after the campaign's end was moved; published and late disclosures are left unchanged. */
export async function moveDisclosure(tx: Tx, id: string, dueAt: Date): Promise<void> {
  await tx.$executeRaw`
    update disclosure set due_at = ${dueAt} where id = ${id} and published_at is null and late_at is null`;
}

/**
 * Deletes a disclosure that is no longer due, unless it is published or late. Its task releases its key, so that the period can be requested again if
 * the campaign's days change once more.
 * @returns whether it was deleted
 */
export async function dropDisclosure(tx: Tx, id: string): Promise<boolean> {
  const dropped = await tx.$queryRaw<{ taskId: string }[]>`
    delete from disclosure where id = ${id} and published_at is null and late_at is null returning task_id as "taskId"`;
  for (const { taskId } of dropped) await tx.$executeRaw`update task set key = key || '/' || id where id = ${taskId}`;
  return dropped.length > 0;
}

async function disclosureOfTask(tx: Tx, taskId: string): Promise<DisclosureRow | null> {
  const rows = await tx.$queryRaw<DisclosureRow[]>`select ${columns} from disclosure d where d.task_id = ${taskId}`;
  return rows[0] ?? null;
}

/** Id of the last published disclosure. It is found by the chain, because two disclosures can have the same instant of publication. */
async function headOf(tx: Tx, caseId: string): Promise<string> {
  const rows = await tx.$queryRaw<{ hash: string }[]>`
    select d.hash from disclosure d where d.case_id = ${caseId} and d.hash is not null
      and not exists (select 1 from disclosure n where n.case_id = d.case_id and n.previous = d.hash)`;
  return rows[0]?.hash ?? "";
}

/** Days whose entries a disclosure shows. The final disclosure also shows what was used after the campaign's end. */
async function daysOf(tx: Tx, caseId: string, period: string): Promise<ReturnType<typeof boundsOf>> {
  const found = await findCase(tx, caseId);
  if (!found) throw new Error(`no case ${caseId}`);
  const bounds = boundsOf(readCampaign(found.facts), period);
  return period === finalPeriod ? { from: bounds.from } : bounds;
}

async function bodyOf(
  tx: Tx,
  row: DisclosureRow,
  { at, late, statement }: { at: Date; late: boolean; statement: string },
): Promise<DisclosureBody> {
  const [about] = await tx.$queryRaw<{ code: string; name: string; title: string; duty: string; last: Date | null }[]>`
    select o.code, o.name, c.subject as title, c.duty,
           (select max(published_at) from disclosure where case_id = c.id) as last
    from "case" c join organization o on o.id = c.organization_id where c.id = ${row.caseId}`;
  if (!about) throw new Error(`disclosure ${row.id} has lost its case`);
  const days = await daysOf(tx, row.caseId, row.period);
  const lines = await linesOf(tx, row.caseId, days);
  const earlier = row.period === finalPeriod ? [] : await linesBefore(tx, row.caseId, days.from, about.last);
  return {
    format: "duban-disclosure-1",
    organization: { code: about.code, name: about.name },
    campaign: { id: row.caseId, title: about.title, duty: about.duty },
    period: { key: row.period, from: days.from, to: days.to ?? null, final: row.period === finalPeriod },
    dueAt: row.dueAt.toISOString(),
    publishedAt: at.toISOString(),
    late,
    totals: totalsOfLines(lines),
    lines,
    supplement: earlier,
    cumulative: disclosedTotals(await totalsOf(tx, row.caseId, { to: days.to })),
    statement: block(statement, longestStatement),
  };
}

async function linesBefore(tx: Tx, caseId: string, from: string, last: Date | null): ReturnType<typeof linesOf> {
  return linesOf(tx, caseId, { to: addDays(from, -1) }, last ?? undefined);
}

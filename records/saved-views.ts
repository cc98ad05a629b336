import { createHmac } from "node:crypto";
import type { LocalDate } from "../domain/terms.ts";
import { Prisma, type Statements } from "../prisma/client.ts";

/** A filter of the board, stored under a name. */
export interface SavedView {
  id: string;
  /** Null: it belongs to the administrators. */
  personId: string | null;
  name: string;
  query: string;
  weekly: boolean;
}

const columns = Prisma.sql`v.id, v.person_id as "personId", v.name, v.query, v.weekly`;
const ownedBy = (personId: string | null): Prisma.Sql => Prisma.sql`v.person_id is not distinct from ${personId}::text`;

export async function savedViewsOf(tx: Statements, personId: string | null): Promise<SavedView[]> {
  return tx.$queryRaw<
    SavedView[]
  >`select ${columns} from saved_view v where ${ownedBy(personId)} order by v.name, v.id`;
}

export async function findSavedView(tx: Statements, id: string): Promise<SavedView | null> {
  const [found] = await tx.$queryRaw<SavedView[]>`select ${columns} from saved_view v where v.id = ${id}`;
  return found ?? null;
}

/** Stores a view; replaces the owner's view of the same name. */
export async function putSavedView(
  tx: Statements,
  { id, personId, name, query, weekly }: SavedView,
  now: Date,
): Promise<void> {
  await tx.$executeRaw`
    insert into saved_view (id, person_id, name, query, weekly, created_at)
    values (${id}, ${personId}, ${name}, ${query}, ${weekly}, ${now})
    on conflict (coalesce(person_id, ''), name) do update set query = excluded.query, weekly = excluded.weekly`;
}

/** Switches the weekly mail. @returns false: the owner has no such view, or the setting was the same */
export async function setWeekly(
  tx: Statements,
  of: { id: string; personId: string | null },
  weekly: boolean,
): Promise<boolean> {
  const changed = await tx.$executeRaw`
    update saved_view v set weekly = ${weekly} where v.id = ${of.id} and ${ownedBy(of.personId)} and v.weekly <> ${weekly}`;
  return changed > 0;
}

export async function deleteSavedView(tx: Statements, of: { id: string; personId: string | null }): Promise<boolean> {
  return (await tx.$executeRaw`delete from saved_view v where v.id = ${of.id} and ${ownedBy(of.personId)}`) > 0;
}

/** Whether any view is to be mailed weekly. */
export async function anyWeekly(tx: Statements): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ any: boolean }[]>`
    select exists (select from saved_view v where v.weekly and v.person_id is not null) as any`;
  return row?.any === true;
}

/**
 * Claims the views whose mail for the week has not been written; each is returned once, however often this is called. @param monday Monday of the
 * week
 */
export async function takeWeekly(tx: Statements, monday: LocalDate): Promise<SavedView[]> {
  return tx.$queryRaw<SavedView[]>`
    update saved_view v set last_sent_on = ${monday}::date
    where v.weekly and v.person_id is not null and (v.last_sent_on is null or v.last_sent_on < ${monday}::date)
    returning ${columns}`;
}

/** Token that ends the weekly mail of one view, for the link in that mail. */
export const endingToken = (secretKey: string, id: string): string =>
  createHmac("sha256", secretKey)
    .update(JSON.stringify(["weekly", id]))
    .digest("base64url")
    .slice(0, 32);

/** Path of the page that ends it. */
export const endingPath = (secretKey: string, id: string): string => `/weekly/${id}.${endingToken(secretKey, id)}`;

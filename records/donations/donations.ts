import type { Direction, DisclosedLine, Totals } from "../../domain/donations/disclosure-body.ts";
import type { Donation } from "../../domain/donations/donation-sheet.ts";
import type { LocalDate } from "../../domain/terms.ts";
import { Prisma, type Statements, type Tx } from "../../prisma/client.ts";
import { newId, rowsOf } from "../rows.ts";

/** Serializes entries and disclosures of a campaign until commit. Tasks are locked before their case, as in every verb. */
export async function lockCampaign(tx: Tx, caseId: string): Promise<void> {
  await tx.$queryRaw`select id from "case" where id = ${caseId} for no key update`;
}

/**
 * Inserts the entries that do not exist yet, in one statement. Each is dated after the last publication, so that the next disclosure shows it even if
 * it is for an earlier day.
 * @returns which rows were new, in the given order
 */
export async function insertDonations(
  tx: Tx,
  to: { caseId: string; organizationId: string },
  donations: readonly Donation[],
  now: Date,
): Promise<Donation[]> {
  if (donations.length === 0) return [];
  const rows = donations.map((row) => ({ ...row, id: newId(), cents: row.cents.toString() }));
  const inserted = await tx.$queryRaw<{ id: string }[]>`
    with fresh as (insert into donation (id, case_id, organization_id, direction, key, "on", cents, goods, purpose, donor, at)
    select r.id, ${to.caseId}, ${to.organizationId}, r.direction, r.key, r."on", r.cents::bigint, r.goods, r.purpose, r.donor,
           greatest(${now}::timestamptz, (select max(published_at) + interval '1 millisecond' from disclosure where case_id = ${to.caseId}))
    from jsonb_to_recordset(${rowsOf(rows)}) as r(id text, direction text, key text, "on" date, cents text, goods text,
      purpose text, donor text)
    on conflict (case_id, direction, key) do nothing returning id, direction, "on", cents),
    monthly as (
      insert into campaign_month as m (case_id, month, received, used)
      select ${to.caseId}, to_char("on", 'YYYY-MM'), coalesce(sum(cents) filter (where direction = 'received'), 0),
        coalesce(sum(cents) filter (where direction = 'used'), 0)
      from fresh group by 2
      on conflict (case_id, month) do update set received = m.received + excluded.received, used = m.used + excluded.used),
    summed as (
      insert into campaign_total as t (case_id, received, used, receipts, uses)
      select ${to.caseId}, coalesce(sum(cents) filter (where direction = 'received'), 0),
        coalesce(sum(cents) filter (where direction = 'used'), 0),
        count(*) filter (where direction = 'received'), count(*) filter (where direction = 'used')
      from fresh having count(*) > 0
      on conflict (case_id) do update set received = t.received + excluded.received, used = t.used + excluded.used,
        receipts = t.receipts + excluded.receipts, uses = t.uses + excluded.uses)
    select id from fresh`;
  const ids = new Set(inserted.map((row) => row.id));
  return donations.filter((_, index) => ids.has(rows[index]?.id ?? ""));
}

/** The first recorded entry that has one of these keys, but another day or amount. */
export async function clashingDonation(
  tx: Tx,
  caseId: string,
  donations: readonly Donation[],
): Promise<Pick<Donation, "key" | "on" | "cents"> | null> {
  if (donations.length === 0) return null;
  const rows = donations.map(({ direction, key, on, cents }) => ({ direction, key, on, cents: cents.toString() }));
  const clashes = await tx.$queryRaw<Pick<Donation, "key" | "on" | "cents">[]>`
    select d.key, to_char(d."on", 'YYYY-MM-DD') as "on", d.cents
    from jsonb_to_recordset(${rowsOf(rows)}) as r(direction text, key text, "on" date, cents text)
    join donation d on d.case_id = ${caseId} and d.direction = r.direction and d.key = r.key
    where d."on" <> r."on" or d.cents <> r.cents::bigint order by d.key limit 1`;
  return clashes[0] ?? null;
}

/** How many of these entries are already recorded. */
export async function knownDonations(
  tx: Statements,
  caseId: string,
  donations: readonly Pick<Donation, "direction" | "key">[],
): Promise<number> {
  const rows = donations.map(({ direction, key }) => ({ direction, key }));
  const [found] = await tx.$queryRaw<{ n: number }[]>`
    select count(*)::int as n from jsonb_to_recordset(${rowsOf(rows)}) as r(direction text, key text)
    join donation d on d.case_id = ${caseId} and d.direction = r.direction and d.key = r.key`;
  return found?.n ?? 0;
}

/** A range of days, inclusive; an absent end is open. */
export interface Days {
  from?: LocalDate | undefined;
  to?: LocalDate | undefined;
}

export async function totalsOf(tx: Tx, caseId: string, days: Days = {}): Promise<Totals> {
  const rows = await tx.$queryRaw<{ direction: Direction; cents: string; count: number }[]>`
    select direction, sum(cents)::text as cents, count(*)::int as count
    from donation where case_id = ${caseId} ${among(days)} group by direction`;
  const totals: Totals = { received: 0n, used: 0n, receipts: 0, uses: 0 };
  for (const { direction, cents, count } of rows) {
    totals[direction] = BigInt(cents);
    totals[direction === "received" ? "receipts" : "uses"] = count;
  }
  return totals;
}

/**
 * Totals of entries by direction, day, purpose and goods.
 * @param since only entries recorded after this instant
 */
export async function linesOf(tx: Tx, caseId: string, days: Days, since?: Date): Promise<DisclosedLine[]> {
  const after = since ? Prisma.sql`and at > ${since}` : Prisma.empty;
  return tx.$queryRaw<DisclosedLine[]>`
    select direction, to_char("on", 'YYYY-MM-DD') as "on", purpose, goods, sum(cents)::text as cents, count(*)::int as count
    from donation where case_id = ${caseId} ${among(days)} ${after}
    group by direction, donation."on", purpose, goods order by donation."on", direction, purpose, goods`;
}

/** What an organization received and used in a month, in all of its campaigns. */
export interface DonationMonth {
  /** `2026-11` */
  month: string;
  received: bigint;
  used: bigint;
}

/** Totals of every month that has an entry, oldest first. */
export async function donationMonths(tx: Statements, organizationId: string): Promise<DonationMonth[]> {
  return tx.$queryRaw<DonationMonth[]>`
    select m.month, sum(m.received)::bigint as received, sum(m.used)::bigint as used
    from "case" c join campaign_month m on m.case_id = c.id
    where c.organization_id = ${organizationId} and c.kind = 'DD' group by m.month order by m.month`;
}

/** When the last entry of a case was recorded. */
export async function lastEntryAt(tx: Tx, caseId: string): Promise<Date | null> {
  const rows = await tx.$queryRaw<{ at: Date | null }[]>`select max(at) as at from donation where case_id = ${caseId}`;
  return rows[0]?.at ?? null;
}

/** An entry as the public page shows it. */
export interface PublicDonation extends Donation {
  id: string;
  /** When it was recorded. */
  at: Date;
  caseId: string;
  title: string;
}

/**
 * Entries of a case, or of every campaign of an organization, newest day first: at most `limit`, of those recorded by an instant.
 * @param page.after the last entry of the previous page
 */
export async function donationsOf(
  tx: Statements,
  of: { caseId: string } | { organizationId: string },
  {
    limit = 1_000,
    after,
    until,
  }: { limit?: number; after?: Pick<PublicDonation, "on" | "at" | "id"> | undefined; until?: Date } = {},
): Promise<PublicDonation[]> {
  const which =
    "caseId" in of ? Prisma.sql`d.case_id = ${of.caseId}` : Prisma.sql`d.organization_id = ${of.organizationId}`;
  const further = after
    ? Prisma.sql`and (d."on", d.at, d.id) < (${after.on}::date, ${after.at}::timestamptz, ${after.id})`
    : Prisma.empty;
  return tx.$queryRaw<PublicDonation[]>`
    select d.id, d.at, d.case_id as "caseId", c.subject as title, d.direction, d.key, to_char(d."on", 'YYYY-MM-DD') as "on", d.cents,
           d.goods, d.purpose, d.donor
    from donation d join "case" c on c.id = d.case_id
    where ${which} and c.kind = 'DD' ${until ? Prisma.sql`and d.at <= ${until}` : Prisma.empty} ${further}
    order by d."on" desc, d.at desc, d.id desc limit ${limit}`;
}

const among = ({ from, to }: Days): Prisma.Sql => Prisma.sql`
  ${from ? Prisma.sql`and "on" >= ${from}::date` : Prisma.empty} ${to ? Prisma.sql`and "on" <= ${to}::date` : Prisma.empty}`;

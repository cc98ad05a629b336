import { type AddressKind, addressKinds } from "../../domain/channels/channel.ts";
import { channelsOf } from "../../domain/channels/index.ts";
import type { Channel } from "../../domain/terms.ts";
import { Prisma, type Statements, type Tx } from "../../prisma/client.ts";
import { rowsOf, tableOf } from "../rows.ts";

/** Addresses of a person `p`, by channel: the column of domain/channels' `Addresses`. */
export const addressesColumn = Prisma.sql`(
  select coalesce(jsonb_object_agg(a.channel, jsonb_build_object('value', a.value, 'state', a.state)), '{}')
  from address a where a.person_id = p.id) as addresses`;

/** Whether a working address of a person `p` is known. */
export const isReachable = Prisma.sql`exists (select 1 from address a where a.person_id = p.id and a.state = 'ok')`;

/** A person's addresses of each kind, as a roster or a form has them; null: taken away, undefined: not mentioned. */
export type GivenAddresses = Readonly<Partial<Record<AddressKind, string | null>>>;

/** The addresses that are given of a person. */
export const addressesIn = (person: GivenAddresses): GivenAddresses =>
  Object.fromEntries(addressKinds.flatMap((kind) => (person[kind] ? [[kind, person[kind]]] : [])));

interface Row {
  personId: string;
  channel: Channel;
  value: string | null;
}

const rowsOfPerson = (personId: string, given: GivenAddresses): Row[] =>
  (Object.entries(given) as [AddressKind, string | null | undefined][]).flatMap(([kind, value]) =>
    value === undefined ? [] : channelsOf(kind).map((channel) => ({ personId, channel, value })),
  );

/** Writes addresses of people who were not there before: a city has hundreds of thousands, and none of them meets another. */
export async function insertAddresses(tx: Tx, people: readonly { id: string; given: GivenAddresses }[]): Promise<void> {
  const rows = people.flatMap(({ id, given }) => rowsOfPerson(id, given));
  if (rows.length === 0) return;
  await tx.$executeRaw`
    insert into address (person_id, channel, value)
    select r."personId", r.channel, r.value
    from ${tableOf(rows, { personId: "text", channel: "text", value: "text" })} order by r."personId"`;
}

/**
 * Writes addresses of people; null takes one away. One that changes is tried again, whatever had failed at the old one.
 * @param again one that stays the same is tried again, too
 */
export async function writeAddresses(
  tx: Tx,
  people: readonly { id: string; given: GivenAddresses }[],
  { again = false }: { again?: boolean } = {},
): Promise<void> {
  const rows = people.flatMap(({ id, given }) => rowsOfPerson(id, given));
  const gone = rows.filter(({ value }) => value === null);
  if (gone.length > 0)
    await tx.$executeRaw`
      delete from address a using jsonb_to_recordset(${rowsOf(gone)}) as r("personId" text, channel text)
      where a.person_id = r."personId" and a.channel = r.channel`;
  const kept = rows.filter(({ value }) => value !== null);
  if (kept.length === 0) return;
  const changed = again ? Prisma.sql`true` : Prisma.sql`address.value <> excluded.value`;
  await tx.$executeRaw`
    insert into address (person_id, channel, value)
    select r."personId", r.channel, r.value from jsonb_to_recordset(${rowsOf(kept)}) as r("personId" text, channel text, value text)
    on conflict (person_id, channel) do update set value = excluded.value, state = 'ok' where ${changed}`;
}

/** Ids of people by an address, over whatever channel. */
export const peopleAt = (value: string | null): Prisma.Sql =>
  Prisma.sql`(select a.person_id from address a where a.value = ${value})`;

/** A permanent failure of the address was seen: nothing goes there until it is changed. */
export async function refuseAddresses(tx: Statements, channel: Channel, personIds: readonly string[]): Promise<void> {
  if (personIds.length === 0) return;
  await tx.$executeRaw`
    update address set state = 'refused' where channel = ${channel} and person_id = any(${[...personIds]}::text[])`;
}

/** Channels that reach people, by person; nobody reached by none is left out. */
export async function channelsReaching(
  tx: Statements,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, Channel[]>> {
  const reached = new Map<string, Channel[]>(personIds.map((id) => [id, []]));
  if (personIds.length === 0) return reached;
  const rows = await tx.$queryRaw<{ personId: string; channel: Channel }[]>`
    select person_id as "personId", channel from address where person_id = any(${[...personIds]}::text[]) and state = 'ok'`;
  for (const { personId, channel } of rows) reached.get(personId)?.push(channel);
  return reached;
}

import { type AddressKind, addressKinds } from "../../domain/channels/channel.ts";
import { channelsOf } from "../../domain/channels/index.ts";
import type { Channel } from "../../domain/terms.ts";
import { Prisma, type Statements, type Tx } from "../../prisma/client.ts";
import { rowsOf, tableOf } from "../rows.ts";

/** SQL: addresses of person `p` by channel, as `Addresses` of domain/channels. */
export const addressesColumn = Prisma.sql`(
  select coalesce(jsonb_object_agg(a.channel, jsonb_build_object('value', a.value, 'state', a.state)), '{}')
  from address a where a.person_id = p.id) as addresses`;

/** SQL: person `p` has a working address. */
export const isReachable = Prisma.sql`exists (select 1 from address a where a.person_id = p.id and a.state = 'ok')`;

/** A person's addresses by kind, as a roster or form gives them; null: removed, undefined: not mentioned. */
export type GivenAddresses = Readonly<Partial<Record<AddressKind, string | null>>>;

/** Addresses that are given for a person. */
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

/** Inserts addresses of new people, without the conflict checks of {@link writeAddresses}: a city has hundreds of thousands. */
export async function insertAddresses(tx: Tx, people: readonly { id: string; given: GivenAddresses }[]): Promise<void> {
  const rows = people.flatMap(({ id, given }) => rowsOfPerson(id, given));
  if (rows.length === 0) return;
  await tx.$executeRaw`
    insert into address (person_id, channel, value)
    select r."personId", r.channel, r.value
    from ${tableOf(rows, { personId: "text", channel: "text", value: "text" })} order by r."personId"`;
}

/**
 * Writes addresses of people; null removes one. A changed address is in state `ok`, whatever failed at the old one.
 * @param again also resets the state of an unchanged address
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

/** SQL: ids of the people who have an address, of any channel. */
export const peopleAt = (value: string | null): Prisma.Sql =>
  Prisma.sql`(select a.person_id from address a where a.value = ${value})`;

/** Marks addresses as refused after a permanent failure: nothing is sent there until they are changed. */
export async function refuseAddresses(tx: Statements, channel: Channel, personIds: readonly string[]): Promise<void> {
  if (personIds.length === 0) return;
  await tx.$executeRaw`
    update address set state = 'refused' where channel = ${channel} and person_id = any(${[...personIds]}::text[])`;
}

/** Channels that reach people, by person; people whom none reaches are left out. */
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

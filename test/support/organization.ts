import { addressData } from "../../cli/views/addresses.ts";
import { parseRoster, rosterColumns } from "../../domain/roster/roster.ts";
import {
  type Channel,
  channels,
  type Mark,
  type OrganizationType,
  type Registration,
  type Role,
  roles,
} from "../../domain/terms.ts";
import type { Db } from "../../prisma/client.ts";
import { refuseAddresses } from "../../records/roster/addresses.ts";
import { peopleById } from "../../records/roster/people.ts";
import { importRoster } from "../../records/roster/roster.ts";

export interface Founding {
  code?: string;
  type?: OrganizationType;
  party?: boolean;
  /** @default foundation */
  registration?: Registration;
  marks?: readonly Mark[];
  /** All of its types, if it has several. */
  types?: readonly OrganizationType[];
  charity?: boolean;
  /** false: the registrar and the party committee take the authority's place. */
  supervised?: boolean;
  qualified?: boolean;
  language?: "zh-CN" | "en";
  /** Roles without a holder. */
  vacant?: readonly Role[];
}

export interface Organization {
  id: string;
  code: string;
  shard: number;
  /** Id of the (first) holder of a role. */
  person(role: Role): string;
  /** Address of the holder of a role. */
  email(role: Role): string;
}

/** A person's addresses as `person list --json` prints them. */
export async function addressesOf(db: Db, personId: string): Promise<Record<string, string | null>> {
  const [person] = await db.$transaction((tx) => peopleById(tx, [personId]));
  return addressData(person?.addresses ?? {});
}

/** Marks addresses of people as refused, as after a permanent failure. @param of default: every channel */
export async function refused(db: Db, personIds: readonly string[], of: readonly Channel[] = channels): Promise<void> {
  await db.$transaction(async (tx) => {
    for (const channel of of) await refuseAddresses(tx, channel, personIds);
  });
}

/** Id of the person with an e-mail address. @returns undefined if nobody has it */
export const idAt = async (db: Db, email: string): Promise<string | undefined> =>
  (await db.address.findFirst({ where: { channel: "email", value: email } }))?.personId;

const areas = [202, 203, 205, 206, 207, 208, 209, 210, 212, 213, 214, 215, 216, 217, 218, 219, 303, 304, 305, 307];
let founded = 0;

/** Imports an organization with one person in each role, with the functions of every other import. */
export async function found(db: Db, now: Date, founding: Founding): Promise<Organization> {
  founded += 1;
  const number = String(founded).padStart(3, "0");
  const code = founding.code ?? `GZ-TEST-${number}`;
  const fields: Record<string, string> = {
    code,
    name: `测试机构${number}`,
    type: founding.type ?? "CHA",
    registration: founding.registration ?? "foundation",
    ...(founding.types && { types: founding.types.join("|") }),
    ...(founding.charity !== undefined && { charity: founding.charity ? "yes" : "no" }),
    ...(founding.supervised === false && { supervised: "no" }),
    marks: (founding.marks ?? []).join("; "),
    zone: "Asia/Shanghai",
    district: "越秀区",
    party: founding.party === false ? "no" : "yes",
    qualified: founding.qualified === false ? "no" : "yes",
    language: founding.language ?? "en",
  };
  const email = (role: Role): string => `${role}.${number}@example.org`;
  roles.forEach((role, index) => {
    if (founding.vacant?.includes(role) || role === (founding.supervised === false ? "authority" : "party-committee"))
      return;
    // Real area codes, with the numbers 555 01xx, which are reserved for fiction.
    const phone = `+1 ${areas[founded % areas.length]} 555 01${String(index + 10)}`;
    fields[role.replaceAll("-", "_")] = `${role} ${number} <${email(role)}> ${phone}`;
  });
  const header = rosterColumns;
  const roster = parseRoster(header, [header.map((column) => fields[column] ?? "")]);
  if (roster.errors.length > 0) throw new Error(JSON.stringify(roster.errors[0]));
  await db.$transaction((tx) => importRoster(tx, roster, now));
  const [row] = await db.$queryRaw<{ id: string; shard: number }[]>`
    select id, shard from organization where code = ${code}`;
  const mailboxes = await db.address.findMany({ where: { channel: "email" } });
  const byEmail = new Map(mailboxes.map(({ value, personId }) => [value, personId]));
  if (!row) throw new Error("the organization is not there");
  return {
    id: row.id,
    code,
    shard: row.shard,
    email,
    person(role) {
      const id = byEmail.get(email(role));
      if (!id) throw new Error(`nobody is ${role}`);
      return id;
    },
  };
}

import type { Severity } from "../../domain/procedures/severity.ts";
import type { OrganizationType } from "../../domain/terms.ts";
import { Prisma } from "../../prisma/client.ts";
import { isOfType } from "../roster/organizations.ts";

/** Which organizations and tasks a board may show, and which are asked for. */
export interface BoardScope {
  /** Organizations of the one who looks; null: all. */
  organizationIds: readonly string[] | null;
  /** A part of an organization's name, or its code. */
  search: string;
  /** Number of a duty; empty: all. */
  duty: string;
  district?: string;
  type?: OrganizationType;
  /** Of the case. */
  severity?: Severity;
  /** Tasks that are due by then. */
  dueBy?: Date;
}

/** Organizations `o` of the one who looks. */
export function amongst(organizationIds: BoardScope["organizationIds"]): Prisma.Sql {
  return organizationIds === null ? Prisma.sql`true` : Prisma.sql`o.id = any(${[...organizationIds]}::text[])`;
}

/** Organizations `o` that are asked for. */
export function organizationsWithin({ organizationIds, search, district, type }: BoardScope): Prisma.Sql {
  const like = `%${search.replace(/[\\%_]/g, "\\$&")}%`;
  const named = search ? Prisma.sql`(o.name ilike ${like} or o.code = ${search})` : Prisma.sql`true`;
  const there = district ? Prisma.sql`o.district = ${district}` : Prisma.sql`true`;
  const such = type ? isOfType(type) : Prisma.sql`true`;
  return Prisma.sql`${amongst(organizationIds)} and ${named} and ${there} and ${such}`;
}

/** Tasks `t` of organizations `o` that are asked for. */
export function within(scope: BoardScope): Prisma.Sql {
  const { duty, severity, dueBy } = scope;
  const numbered = duty ? Prisma.sql`t.duty = ${duty}` : Prisma.sql`true`;
  const grave = severity
    ? Prisma.sql`exists (select 1 from "case" k where k.id = t.case_id and k.facts->>'severity' = ${severity})`
    : Prisma.sql`true`;
  const soon = dueBy ? Prisma.sql`t.due_at <= ${dueBy}` : Prisma.sql`true`;
  return Prisma.sql`${organizationsWithin(scope)} and ${numbered} and ${grave} and ${soon}`;
}

/** Nothing is asked for but all that there is. */
export const isWhole = ({ organizationIds, ...asked }: BoardScope): boolean =>
  organizationIds === null && Object.values(asked).every((one) => !one);

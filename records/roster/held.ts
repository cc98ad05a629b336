import { Prisma } from "../../prisma/client.ts";

/** An instant, or a column that contains one. */
type Instant = Date | Prisma.Sql;

const of = (alias: string): Prisma.Sql => Prisma.raw(alias && `${alias}.`);

/** SQL of `isHeld` (domain/roster/held.ts): a holding or a site is held at an instant. @param alias "": the statement has only this table */
export const isHeldAt = (at: Instant, alias: "h" | "s" | "" = "h"): Prisma.Sql =>
  Prisma.sql`${of(alias)}from_at <= ${at} and ${hasNotEndedAt(at, alias)}`;

/**
 * SQL of `hasNotEnded`: a holding or a site has not ended, though it may begin later. Statements that insert or end one use this condition, so that
 * rows another transaction wrote a moment later are found as well.
 */
export const hasNotEndedAt = (at: Instant, alias: "h" | "s" | "" = "h"): Prisma.Sql =>
  Prisma.sql`(${of(alias)}until_at is null or ${of(alias)}until_at > ${at})`;

/** SQL: an absence lasts at an instant. An absence always has an end, by which it is indexed. */
export const isAwayAt = (at: Instant, alias: "a" | "" = "a"): Prisma.Sql =>
  Prisma.sql`${of(alias)}from_at <= ${at} and ${of(alias)}until_at > ${at}`;

/** SQL of `hasLeft`: a person has left by an instant; never null. */
export const hasLeftAt = (at: Instant, alias: "p" | "" = "p"): Prisma.Sql =>
  Prisma.sql`(${of(alias)}left_at is not null and ${of(alias)}left_at <= ${at})`;

/** SQL: a person has not left by an instant; also true where an outer join found no person. */
export const isStayingAt = (at: Instant, alias: "p" | "" = "p"): Prisma.Sql =>
  Prisma.sql`(${of(alias)}left_at is null or ${of(alias)}left_at > ${at})`;

import { Prisma } from "../../prisma/client.ts";

/** An instant, or the column that has it. */
type Instant = Date | Prisma.Sql;

const of = (alias: string): Prisma.Sql => Prisma.raw(alias && `${alias}.`);

/** A holding or a site is held at an instant: what `isHeld` (domain/roster/held.ts) is in the program. @param alias "": the statement has one table */
export const isHeldAt = (at: Instant, alias: "h" | "s" | "" = "h"): Prisma.Sql =>
  Prisma.sql`${of(alias)}from_at <= ${at} and ${hasNotEndedAt(at, alias)}`;

/**
 * A holding or a site is not over, though it may begin later: `hasNotEnded`. Whoever adds or ends one asks this, so that what another
 * transaction wrote a moment later is found as well.
 */
export const hasNotEndedAt = (at: Instant, alias: "h" | "s" | "" = "h"): Prisma.Sql =>
  Prisma.sql`(${of(alias)}until_at is null or ${of(alias)}until_at > ${at})`;

/** An absence lasts at an instant. It always has an end, and its index is by that. */
export const isAwayAt = (at: Instant, alias: "a" | "" = "a"): Prisma.Sql =>
  Prisma.sql`${of(alias)}from_at <= ${at} and ${of(alias)}until_at > ${at}`;

/** A person has left by an instant: `hasLeft`; never null. */
export const hasLeftAt = (at: Instant, alias: "p" | "" = "p"): Prisma.Sql =>
  Prisma.sql`(${of(alias)}left_at is not null and ${of(alias)}left_at <= ${at})`;

/** A person, or nobody where a join found none, has not left by an instant. */
export const isStayingAt = (at: Instant, alias: "p" | "" = "p"): Prisma.Sql =>
  Prisma.sql`(${of(alias)}left_at is null or ${of(alias)}left_at > ${at})`;

import { findDuty } from "../../domain/catalogue/packs/index.ts";
import { BadInputError, NotFoundError } from "../../domain/errors.ts";
import { cause, expected, unusable } from "../../domain/reasons/index.ts";
import { changedFormula, type FormulaSetting } from "../../domain/reporting/formula.ts";
import { lastMonth, monthsUpTo, periodBefore, readPeriod } from "../../domain/reporting/period.ts";
import { assemble, type Report, type ReportScope } from "../../domain/reporting/report.ts";
import { printable } from "../../domain/roster/cell.ts";
import { type OrganizationType, organizationTypes } from "../../domain/terms.ts";
import { dateIn } from "../../domain/time/zones.ts";
import { type Db, type Statements, standalone } from "../../prisma/client.ts";
import { formulas, insertFormula, lockFormula } from "../../records/reporting/formulas.ts";
import { countMonths, forgetMonths } from "../../records/reporting/months.ts";
import { type CountedScope, countsOfReport } from "../../records/reporting/reports.ts";
import { shardsOfOrganizations } from "../../records/roster/holders.ts";
import { zoneOfMost } from "../../records/views/listings.ts";
import { organizationsOverseen } from "../../records/views/overseen.ts";
import { type ActContext, type Actor, actorId } from "../context.ts";
import { organizationOf } from "../registry/organizations.ts";
import { personOf } from "../registry/people.ts";

export interface ReportQuery {
  /** `2026-11`, `2026-Q4`, `2026-H2`, `2026`. @default the previous month */
  period?: string;
  /** Number of a duty. */
  duty?: string;
  /** Code or id. */
  organization?: string;
  district?: string;
  type?: string;
  /** A person of an authority, by address or id: limits the report to the organizations that they oversee. */
  authority?: string;
}

/** Number of months in the series at the end of a report. */
const series = 12;

/**
 * The report of a period.
 * @param within ids of organizations that the caller may see; null: all
 * @throws {BadInputError} invalid period or type · {NotFoundError} no such duty, organization or person, or the caller may not see it
 */
export async function reportOf(
  { db, now }: Pick<ActContext, "db" | "now">,
  query: ReportQuery,
  within: readonly string[] | null,
): Promise<Report> {
  const at = now();
  const today = dateIn(at, await zoneOfMost(db));
  const period = query.period === undefined ? lastMonth(today) : readPeriod(query.period);
  if (period.from > today) throw new BadInputError(unusable("period", period.key, expected("period-begun", { today })));
  const { counted, scope } = await scopeOf(db, query, within, at);
  const months = monthsUpTo(period, series);
  const span = { period, before: periodBefore(period), since: months[0] ?? period.first };
  const [formula] = await formulas(db);
  const { organizations, duties, months: found } = await countsOfReport(standalone(db), counted, span, at);
  return assemble({
    ...{ period, scope, organizations, duties },
    asOf: at,
    running: today <= period.to,
    formula: formula as FormulaSetting,
    months: found.filter(({ month }) => months.includes(month)).sort((a, b) => (a.month < b.month ? -1 : 1)),
  });
}

async function scopeOf(
  db: Db,
  query: ReportQuery,
  within: readonly string[] | null,
  now: Date,
): Promise<{ counted: CountedScope; scope: ReportScope }> {
  const { duty, district } = query;
  if (duty !== undefined && !findDuty(duty)) throw new NotFoundError(cause("no-duty", { value: printable(duty) }));
  const type = query.type === undefined ? undefined : typeOf(query.type);
  const organization = query.organization === undefined ? undefined : await organizationOf(db, query.organization);
  const authority = query.authority === undefined ? undefined : await personOf(db, query.authority.trim());
  const overseen = authority && (await organizationsOverseen(db, authority.id, now));
  const sets = [within, overseen ?? null, organization ? [organization.id] : null];
  const ids = sets.reduce(
    (all, some) => (all === null ? some : some === null ? all : all.filter(includedIn(some))),
    null,
  );
  // Organizations that the caller may not see are treated as non-existent.
  if (organization && within !== null && ids?.length === 0)
    throw new NotFoundError(cause("no-organization", { value: printable(query.organization ?? "") }));
  const place = { ...(duty !== undefined && { duty }), ...(district && { district }), ...(type && { type }) };
  return {
    counted: { organizationIds: ids, ...place },
    scope: {
      ...place,
      ...(organization && { organization: organization.name }),
      ...(authority && { authority: authority.name }),
    },
  };
}

function includedIn(some: readonly string[]): (id: string) => boolean {
  const ids = new Set(some);
  return (id) => ids.has(id);
}

function typeOf(given: string): OrganizationType {
  const type = organizationTypes.find((one) => one === given);
  if (!type)
    throw new BadInputError(unusable("type", printable(given), expected("one-of", { options: organizationTypes })));
  return type;
}

/** Every formula that was set, newest first. */
export const formulaHistory = (db: Statements): Promise<FormulaSetting[]> => formulas(db);

/**
 * Sets the formula by which organizations are ranked from now on.
 * @param change values by name; others are unchanged
 * @returns the new formula
 * @throws {BadInputError} no reason, or an invalid value
 */
export async function setFormula(
  context: ActContext,
  { change, because, actor }: { change: Readonly<Record<string, string | number>>; because: string; actor: Actor },
): Promise<{ setting: FormulaSetting; changed: boolean }> {
  const now = context.now();
  const reason = because.trim();
  if (reason === "" || reason.length > 1_000) throw new BadInputError(cause("formula-reason", { longest: 1_000 }));
  return context.db.$transaction(async (tx) => {
    await lockFormula(tx);
    const [before] = await formulas(tx);
    const known = before as FormulaSetting;
    const formula = changedFormula(known.formula, change);
    if (JSON.stringify(formula) === JSON.stringify(known.formula)) return { setting: known, changed: false };
    const setting = { formula, because: reason, setBy: actorId(actor), setAt: now };
    await insertFormula(tx, setting);
    return { setting, changed: true };
  });
}

/**
 * Recounts the monthly counts of every shard from its tasks, a few days in each transaction. Tasks that are not counted yet are counted by reports
 * directly.
 * @returns number of shards
 */
export async function recountMonths({ db, now }: Pick<ActContext, "db" | "now">): Promise<{ shards: number }> {
  const shards = await shardsOfOrganizations(db);
  for (const shard of shards) {
    await db.$transaction((tx) => forgetMonths(tx, shard));
    while (await db.$transaction((tx) => countMonths(tx, shard, now())));
  }
  return { shards: shards.length };
}

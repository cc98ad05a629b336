import { aboveReceived } from "../../domain/donations/above-received.ts";
import { readCampaign } from "../../domain/donations/disclosure.ts";
import type { Direction, Totals } from "../../domain/donations/disclosure-body.ts";
import {
  type Donation,
  type DonationFields,
  type EntryDays,
  parseDonations,
  readDonation,
} from "../../domain/donations/donation-sheet.ts";
import { formatYuan } from "../../domain/donations/money.ts";
import { BadInputError, ConsentError, RefusedError } from "../../domain/errors.ts";
import { cause } from "../../domain/reasons/index.ts";
import { type CellError, cellCause } from "../../domain/roster/cell.ts";
import { dateIn } from "../../domain/time/zones.ts";
import type { Tx } from "../../prisma/client.ts";
import { appendEvents } from "../../records/cases/events.ts";
import type { CampaignRow } from "../../records/donations/campaigns.ts";
import { refreshFigures } from "../../records/donations/disclosures.ts";
import {
  clashingDonation,
  insertDonations,
  knownDonations,
  lockCampaign,
  totalsOf,
} from "../../records/donations/donations.ts";
import { newId } from "../../records/rows.ts";
import { waitingTasks } from "../../records/tasks/tasks.ts";
import { type ActContext, type Actor, actorId } from "../context.ts";
import { cellsOf, problemsOf } from "../registry/sheet.ts";
import { campaignOf } from "./campaign.ts";

/** A donation as it is entered: days and amounts as text. */
export type NewDonation = Pick<DonationFields, "on" | "direction" | "amount"> & Partial<DonationFields>;

export interface Recorded {
  /** Number of new entries, and of those that were recorded before. */
  recorded: number;
  known: number;
  /** Totals of the whole campaign afterwards. */
  totals: Totals;
}

interface Recording {
  caseId: string;
  actor: Actor;
  /** It was confirmed that more is used than was received, as by an advance payment. @default false */
  confirmed?: boolean;
}

/** Maximum number of entries in a sheet. */
const most = 100_000;

/**
 * Records donations and spending, all or nothing. An entry whose key is known is skipped.
 * @param input.rows an entry without a key receives a new one: recording it twice stores it twice
 * @throws {NotFoundError} no such campaign · {RefusedError} it is settled, or a key is known with another day or amount · {BadInputError} lists each
 * invalid field with its row (if there are several; the first is row 1), value and what was expected · {ConsentError} the campaign would have used
 * more than it received, and nobody confirmed it
 */
export function recordDonations(
  context: ActContext,
  input: Recording & { rows: readonly NewDonation[] },
): Promise<Recorded> {
  return record(context, input, (days) => {
    const read = input.rows.map(
      ({ on, direction, amount, goods = "", purpose = "", donor = "", key = newId() }, index) =>
        readDonation(
          { on, direction, amount, goods, purpose, donor, key },
          input.rows.length > 1 ? index + 1 : 0,
          days,
        ),
    );
    const errors = read.flatMap((one) => one.errors);
    return { donations: read.flatMap(({ donation }) => (donation ? [donation] : [])), errors };
  });
}

/** The same from a sheet, as CSV text or cells (domain/donations/donation-sheet.ts defines the columns); rows are numbered as in the spreadsheet. */
export async function importDonations(
  context: ActContext,
  input: Recording & { csv: string | string[][] },
): Promise<Recorded> {
  const [header = [], ...rows] = typeof input.csv === "string" ? cellsOf(input.csv) : input.csv;
  if (rows.length > most) throw new BadInputError(cause("too-many-rows", { rows: rows.length, most }));
  return record(context, input, (days) => {
    const read = parseDonations(header, rows, days);
    if (read.errors.length > 0) throw problemsOf(read.errors, header, rows);
    return read;
  });
}

/** Preview of a sheet: the entries that it would record, and its errors. */
export interface DonationPreview {
  donations: readonly Donation[];
  /** Number of entries that were recorded before. */
  known: number;
  received: bigint;
  used: bigint;
  /** Errors of all cells. */
  errors: readonly CellError[];
}

/** Reads a sheet as {@link importDonations} would, without recording it. @throws the same, except errors of cells */
export async function previewDonations(
  context: Pick<ActContext, "db" | "now">,
  { caseId, cells }: { caseId: string; cells: readonly (readonly string[])[] },
): Promise<DonationPreview> {
  const { db } = context;
  const [header = [], ...rows] = cells;
  const { donations, errors } = parseDonations(header, rows, daysOf(await openCampaign(db, caseId), context.now()));
  if (errors.length === 0) await refuseClash(db, caseId, donations);
  const known = await knownDonations(db, caseId, donations);
  const [received, used] = [sumOf(donations, "received"), sumOf(donations, "used")];
  return { donations, known, received, used, errors };
}

async function openCampaign(tx: Tx, caseId: string): Promise<CampaignRow> {
  const found = await campaignOf(tx, caseId);
  if (found.state !== "open")
    throw new RefusedError(cause("not-open", { act: "record", what: "campaign", state: found.state }));
  return found;
}

const daysOf = ({ facts, zone }: CampaignRow, now: Date): EntryDays => ({
  startsOn: readCampaign(facts).startsOn,
  today: dateIn(now, zone),
});

async function record(
  context: ActContext,
  { caseId, actor, confirmed = false }: Recording,
  read: (days: EntryDays) => ReturnType<typeof parseDonations>,
): Promise<Recorded> {
  const now = context.now();
  const done = await context.db.$transaction(async (tx) => {
    await waitingTasks(tx, caseId);
    await lockCampaign(tx, caseId);
    const found = await openCampaign(tx, caseId);
    const { donations, errors } = read(daysOf(found, now));
    if (errors.length > 0) throw new BadInputError(...errors.map(cellCause));
    await refuseClash(tx, caseId, donations);
    const fresh = await insertDonations(tx, found, donations, now);
    const totals = await totalsOf(tx, caseId);
    refuseBelowZero(totals);
    const above = aboveIn(found, fresh, totals);
    if (above > 0n && !confirmed) throw new ConsentError(cause("used-above-received", aboveWords(totals, above)));
    if (fresh.length > 0) {
      await refreshFigures(tx, caseId);
      await appendEvents(tx, [
        {
          caseId,
          taskId: null,
          organizationId: found.organizationId,
          at: now,
          actor: actorId(actor),
          verb: "donations-recorded",
          after: { ...summed(fresh), ...(above > 0n && { aboveReceived: above.toString() }) },
        },
      ]);
    }
    return { recorded: fresh.length, known: donations.length - fresh.length, totals };
  });
  await context.flush();
  return done;
}

/** Skipping an entry that differs from the one with the same key would lose it silently. */
async function refuseClash(tx: Tx, caseId: string, donations: readonly Donation[]): Promise<void> {
  const clash = await clashingDonation(tx, caseId, donations);
  if (clash)
    throw new RefusedError(cause("entry-differs", { key: clash.key, amount: formatYuan(clash.cents), on: clash.on }));
}

/** What was corrected was on record. @throws {RefusedError} more was taken back than there was */
function refuseBelowZero(totals: Readonly<Record<Direction, bigint>>): void {
  for (const direction of ["received", "used"] as const)
    if (totals[direction] < 0n)
      throw new RefusedError(cause("entries-below-0", { direction, total: formatYuan(totals[direction]) }));
}

/** By how much the entries leave more used than received: only if they made it more. */
function aboveIn({ duty }: CampaignRow, fresh: readonly Donation[], totals: Totals): bigint {
  const sum = (direction: Direction): bigint => sumOf(fresh, direction);
  const before = aboveReceived(duty, { received: totals.received - sum("received"), used: totals.used - sum("used") });
  const above = aboveReceived(duty, totals);
  return above > before ? above : 0n;
}

const aboveWords = (totals: Totals, above: bigint) => ({
  received: formatYuan(totals.received),
  used: formatYuan(totals.used),
  above: formatYuan(above),
});

const sumOf = (donations: readonly Donation[], direction: Direction): bigint =>
  donations.reduce((all, one) => (one.direction === direction ? all + one.cents : all), 0n);

function summed(donations: readonly Donation[]): Record<string, string | number> {
  const [received, used] = [sumOf(donations, "received"), sumOf(donations, "used")];
  return { entries: donations.length, received: received.toString(), used: used.toString() };
}

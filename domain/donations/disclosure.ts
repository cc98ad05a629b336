import { findDeadline } from "../catalogue/packs/index.ts";
import { ReasonedError } from "../errors.ts";
import { defaultPolicies } from "../escalation/policies.ts";
import { cause } from "../reasons/index.ts";
import type { LocalDate, Text, Zone } from "../terms.ts";
import { addBusinessDays, withinAfter } from "../time/business-days.ts";
import type { Calendar } from "../time/calendar.ts";
import { addDays, addMonths, isLocalDate } from "../time/dates.ts";
import { daysWords } from "../time/period-words.ts";
import { instantAt } from "../time/zones.ts";

/** A campaign or charity project, from its case's facts. Days are inclusive. */
export interface Campaign {
  /** It responds to a major emergency. The response phase runs from its start to `emergencyEndsOn`, or as long as the campaign. */
  emergency: boolean;
  startsOn: LocalDate;
  /** Planned last day, on which it ends unless an actual one is recorded; absent: open-ended, which counts as longer than six months. */
  endsOn?: LocalDate;
  /** Actual last day. */
  endedOn?: LocalDate;
  /** Last day of the response phase. */
  emergencyEndsOn?: LocalDate;
  /** Day on which it was added here: disclosures due before are not requested; the first requested one covers those days. */
  enteredOn?: LocalDate;
  /** Day on which its end was moved beyond six months: intervals that were due before are not requested. */
  longerFrom?: LocalDate;
}

/** A disclosure that is due. */
export interface DueDisclosure {
  /**
   * Its key in the case, independent of the due day: `2026-11-29` (the fifth day of an emergency's response phase), `2026-11-24..2027-02-23` (three
   * months, first and last day) or `final`.
   */
  period: string;
  from: LocalDate;
  to: LocalDate;
  /** When it is requested. */
  opensAt: Date;
  dueAt: Date;
  policy: "disclosure" | "disclosure-emergency";
  emergency: boolean;
  final: boolean;
}

export interface Place {
  zone: Zone;
  calendar: Calendar;
}

/** Invalid facts of a campaign: names the fact, its value and what was expected. */
export class CampaignError extends ReasonedError {
  readonly code = "CAMPAIGN";
  override readonly name = "CampaignError";
}

export const finalPeriod = "final";

/**
 * The period of a disclosure in words: `2026年11月24日至2027年2月23日`.
 * @param out day of publication: a disclosure published before the end of its period covers the days up to then
 */
export function coversWords(period: string, out?: LocalDate): Text {
  if (period === finalPeriod) return { zh: "结束后的全面公布", en: "full disclosure after the end" };
  const [from = "", to] = period.split("..");
  const last = to ?? from;
  const through = out !== undefined && out < last ? out : last;
  if (to !== undefined) return daysWords(from, through);
  return { zh: `应急期间，截至${daysWords(through, through).zh}`, en: `emergency receipts through ${through}` };
}

/** 慈善法 arts 72 and 79; the numbers come from the statutory pack. */
const everyDays = figure("emergency-receipts").days ?? 5;
const everyMonths = figure("campaign-disclosure-interval").months ?? 3;
const withinMonths = figure("campaign-disclosure-final").months ?? 3;
const longerThanMonths = 6;
/** Business days before the due day at which a three-monthly disclosure is requested: the first rung of its ladder. */
const askedBefore = 20;

/** Parses the facts of a campaign. @throws {CampaignError} a fact is missing or invalid */
export function readCampaign(facts: Readonly<Record<string, unknown>>): Campaign {
  const day = (name: Exclude<keyof Campaign, "emergency">): LocalDate | undefined => {
    const value = facts[name];
    if (value === undefined || value === null) return undefined;
    if (typeof value === "string" && isLocalDate(value)) return value;
    throw new CampaignError([cause("campaign-fact-no-day", { fact: name, value: String(value).slice(0, 40) })]);
  };
  const startsOn = day("startsOn");
  if (!startsOn) throw new CampaignError([cause("campaign-no-start")]);
  const campaign: Campaign = { emergency: facts.emergency === true, startsOn };
  for (const name of ["endsOn", "endedOn", "emergencyEndsOn", "enteredOn", "longerFrom"] as const) {
    const value = day(name);
    if (value) campaign[name] = value;
  }
  return campaign;
}

/** Last day of the campaign: the actual one, otherwise the planned one; absent: open-ended. */
export const lastDayOf = (campaign: Campaign): LocalDate | undefined => campaign.endedOn ?? campaign.endsOn;

/** Whether it runs longer than six months; its first day is not counted (民法典 201). */
export function isLong(campaign: Campaign): boolean {
  const end = lastDayOf(campaign);
  return end === undefined || end > addMonths(campaign.startsOn, longerThanMonths);
}

/** Disclosures requested by an instant, in order. */
export function disclosuresOf(campaign: Campaign, place: Place, through: Date): DueDisclosure[] {
  const due: DueDisclosure[] = [];
  for (const one of sequence(campaign, place)) {
    if (one.opensAt > through) break;
    due.push(one);
  }
  return due;
}

/**
 * The next disclosure to be requested.
 * @param done periods that were requested or published
 * @returns null: none follows, because the final one is among them
 */
export function nextDisclosure(campaign: Campaign, done: readonly string[], place: Place): DueDisclosure | null {
  if (done.includes(finalPeriod)) return null;
  for (const one of sequence(campaign, place)) if (!done.includes(one.period)) return one;
  return null;
}

/** The disclosure of a period by the current facts; null: not (or no longer) due. */
export function disclosureOf(campaign: Campaign, period: string, place: Place): DueDisclosure | null {
  const [, to = period] = period.split("..");
  for (const one of sequence(campaign, place)) {
    if (one.period === period) return one;
    if (period !== finalPeriod && one.to > to) break;
    // An open-ended campaign has no final disclosure, and the search would not end.
    if (period === finalPeriod && !lastDayOf(campaign)) break;
  }
  return null;
}

/** First and last day of a period; the last day of the final one is absent as long as the campaign is open-ended. */
export function boundsOf(campaign: Campaign, period: string): { from: LocalDate; to?: LocalDate } {
  if (period === finalPeriod) {
    const to = lastDayOf(campaign);
    return { from: campaign.startsOn, ...(to && { to }) };
  }
  const [from, to] = period.split("..");
  if (from && to) return { from, to };
  const before = addDays(period, -everyDays);
  const first = before <= campaign.startsOn || (campaign.enteredOn !== undefined && before < campaign.enteredOn);
  return { from: first ? campaign.startsOn : addDays(before, 1), to: period };
}

function* sequence(campaign: Campaign, place: Place): Generator<DueDisclosure, void> {
  let covered: LocalDate | undefined;
  let base = campaign.startsOn;
  for (const { opens, day } of emergencyDays(campaign)) {
    base = day;
    if (campaign.enteredOn && day < campaign.enteredOn) continue;
    yield emergency(covered ? opens : campaign.startsOn, day, opens, place);
    covered = day;
  }
  for (const { to, dueDay } of intervals(campaign, base, place.calendar)) {
    const from = covered ? addDays(covered, 1) : campaign.startsOn;
    const opens = addBusinessDays(place.calendar, dueDay, -askedBefore);
    yield due({ period: `${from}..${to}`, from, to }, opens, dueDay, place);
    covered = to;
  }
  const end = lastDayOf(campaign);
  if (!end) return;
  const dueDay = withinAfter(place.calendar, end, { months: withinMonths }, true);
  yield due({ period: finalPeriod, from: campaign.startsOn, to: end }, addDays(end, 1), dueDay, place);
}

/** Every fifth day of the response phase, not counting its first day; the last one covers the phase's last day. */
function* emergencyDays(campaign: Campaign): Generator<{ opens: LocalDate; day: LocalDate }, void> {
  if (!campaign.emergency) return;
  const [end] = [campaign.emergencyEndsOn, lastDayOf(campaign)].filter((day) => day !== undefined).sort();
  let opens = campaign.startsOn;
  for (let day = addDays(opens, everyDays); end === undefined || opens <= end; day = addDays(day, everyDays)) {
    yield { opens, day };
    opens = addDays(day, 1);
  }
}

/** Successive periods of three months from the start, or from the emergency's last disclosure, while the campaign runs. */
function* intervals(
  campaign: Campaign,
  base: LocalDate,
  calendar: Calendar,
): Generator<{ to: LocalDate; dueDay: LocalDate }, void> {
  if (!isLong(campaign)) return;
  const end = lastDayOf(campaign);
  const [asked] = [campaign.enteredOn, campaign.longerFrom]
    .filter((day) => day !== undefined)
    .sort()
    .reverse();
  for (let months = everyMonths; ; months += everyMonths) {
    const next = addMonths(base, months);
    // A period that would end after the campaign's end is part of the final disclosure.
    if (end !== undefined && next > end) return;
    const dueDay = withinAfter(calendar, base, { months }, true);
    if (!asked || dueDay >= asked) yield { to: addDays(next, -1), dueDay };
  }
}

function emergency(from: LocalDate, day: LocalDate, opens: LocalDate, { zone }: Place): DueDisclosure {
  return {
    period: day,
    from,
    to: day,
    opensAt: instantAt(opens, "00:00", zone),
    dueAt: instantAt(day, defaultPolicies["disclosure-emergency"]?.dueAt ?? "24:00", zone),
    policy: "disclosure-emergency",
    emergency: true,
    final: false,
  };
}

function due(
  covers: Pick<DueDisclosure, "period" | "from" | "to">,
  opens: LocalDate,
  dueDay: LocalDate,
  { zone }: Place,
): DueDisclosure {
  return {
    ...covers,
    opensAt: instantAt(opens, "00:00", zone),
    dueAt: instantAt(dueDay, defaultPolicies.disclosure?.dueAt ?? "18:00", zone),
    policy: "disclosure",
    emergency: false,
    final: covers.period === finalPeriod,
  };
}

function figure(name: string): { days?: number; months?: number } {
  const found = findDeadline(name)?.figure;
  return found && found.type !== "by" ? found : {};
}

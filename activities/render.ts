import { citationOf, glossOf, quoteOf } from "../domain/catalogue/citation.ts";
import { dutyOf } from "../domain/catalogue/packs/index.ts";
import { climbsByClock, ladderOf } from "../domain/escalation/advance.ts";
import { askedDue, beginningOf } from "../domain/escalation/anchor.ts";
import { dueDay } from "../domain/escalation/ladder.ts";
import type { Policy } from "../domain/escalation/policy.ts";
import { isProgressRung, rungNameOf } from "../domain/escalation/rung-id.ts";
import { rolesAhead } from "../domain/escalation/whom.ts";
import { type Figure, figuresIn } from "../domain/forms/figures.ts";
import { shortened } from "../domain/forms/roll-up.ts";
import { findHazard } from "../domain/hazards/index.ts";
import { explanationOf } from "../domain/messages/because.ts";
import { emergencyNumbers } from "../domain/messages/emergency-numbers.ts";
import { languageOf, weightOfItem } from "../domain/messages/languages/index.ts";
import { type Happening, happenings, type Item, type Message, type StoryLine } from "../domain/messages/message.ts";
import { dutyTextBeside } from "../domain/messages/task-title.ts";
import { sourceWords } from "../domain/procedures/circular.ts";
import { isSeverity } from "../domain/procedures/severity.ts";
import { basisOf, dutyTitleOf, isTransferable, titleOf } from "../domain/procedures/steps.ts";
import type { Holder } from "../domain/tasks/holder.ts";
import { latenessOf } from "../domain/tasks/lateness.ts";
import { reportCadenceOf } from "../domain/tasks/outlook.ts";
import { isStatutory } from "../domain/tasks/own-work.ts";
import { isSettled } from "../domain/tasks/task-states.ts";
import { officeRoles, type Role, roles, type Text } from "../domain/terms.ts";
import type { Calendar } from "../domain/time/calendar.ts";
import { instantAt } from "../domain/time/zones.ts";
import { askedByText, basisWords, word } from "../domain/words.ts";
import type { IssuedRow, Reporter } from "../records/cases/issued.ts";
import type { ClaimedNotice } from "../records/messages/deliveries.ts";
import type { NoticeDetails } from "../records/messages/notices.ts";
import { channelParts } from "./channels/index.ts";
import type { OutboundMessage } from "./channels/transport.ts";
import { mergeItems } from "./envelopes.ts";

/** Data read with the notices of a page. */
export interface RenderContext {
  now: Date;
  calendar: Calendar;
  publicUrl: string;
  sender: string;
  /** Codes of links, by `person/task`. */
  codes: ReadonlyMap<string, string>;
  /** Stories by task, for readers who see them (`readsStory`). */
  stories: ReadonlyMap<string, readonly StoryLine[]>;
  names: ReadonlyMap<string, string>;
  policies: ReadonlyMap<string, Policy>;
  /** Role holders by organization, for messages that say whom a ladder will notify or why a rung was escalated. */
  holders: ReadonlyMap<string, readonly Holder[]>;
  /** Reporters of dangers, by case. */
  reporters: ReadonlyMap<string, Reporter>;
  /** Circulars by id. */
  issued: ReadonlyMap<string, IssuedRow>;
  /** Everything sent to a person at this time, over all channels. */
  noticesByPerson: ReadonlyMap<string, readonly ClaimedNotice[]>;
  /** Current figures for the recipients, by task. */
  figures: ReadonlyMap<string, readonly Figure[]>;
}

/** Renders the notices of one reader and channel as one message. */
export function renderMessage(
  reference: string,
  notices: readonly ClaimedNotice[],
  context: RenderContext,
): OutboundMessage {
  const [first] = notices;
  if (!first) throw new Error("a message needs a notice");
  const carried = new Set(notices.map(({ id }) => id));
  const tasks = new Set(notices.map(({ taskId }) => taskId));
  const beside = (context.noticesByPerson.get(first.personId) ?? []).filter(
    ({ id, taskId }) => !carried.has(id) && !tasks.has(taskId),
  );
  const items = mergeItems(
    notices.map((notice) => itemOf(notice, context)),
    weightOfItem,
  );
  const message: Message = {
    to: { name: first.personName, language: first.language },
    items,
    ...(beside.length > 0 && { beside: beside.map((notice) => itemOf(notice, context)) }),
    sender: context.sender,
    reference,
    ...whyLinkOf(items, reference),
  };
  const language = languageOf(first.language);
  const one = items.length === 1;
  const traces = new Set(notices.flatMap(({ trace }) => trace ?? []));
  const outbound = {
    reference,
    name: first.personName,
    ...(new Set(notices.map((notice) => notice.organizationId)).size === 1 && { organizationId: first.organizationId }),
    ...(one && { taskId: first.taskId }),
    ...(traces.size > 0 && { traces: [...traces] }),
  };
  return {
    ...outbound,
    to: first.to ?? "",
    ...channelParts[first.channel].message(language, message, `${context.publicUrl}/t/`),
  };
}

/** Link to the page that explains why each part of this message was sent; any of the reader's links opens it. */
function whyLinkOf(items: readonly Item[], reference: string): Pick<Message, "whyLink"> {
  const link = items.find((item) => item.link)?.link;
  return link === undefined ? {} : { whyLink: `${link}/why/${reference}` };
}

function itemOf(notice: ClaimedNotice, context: RenderContext): Item {
  const duty = dutyOf(notice.duty);
  const code = context.codes.get(`${notice.personId}/${notice.taskId}`);
  const { details } = notice;
  const awaitsVerdict = waitsForVerdict(notice);
  const real = awaitsVerdict ? notice.climbDueAt : notice.dueAt;
  const begins = beginningOf(notice.facts);
  const asked = askedDue(
    { dueRevision: notice.taskDueRevision, facts: notice.facts, dueAt: real },
    notice.zone,
    context.now,
  );
  // For participants the date is the beginning of the event; doers have a due day of their own.
  const due = begins && notice.part === "participant" ? begins : awaitsVerdict ? real : asked;
  const byClock = climbsByClock({ ...notice, state: notice.taskState }, context.policies);
  const late = latenessOf({ due: real, zone: notice.zone, calendar: context.calendar, byClock }, context.now);
  const basis = basisOf(duty, notice.taskStep);
  const beside = dutyTextBeside({ duty: notice.duty, step: notice.taskStep, facts: notice.facts });
  const dayFrom = joined([basis && basisWords(basis), asked < real ? askedByText(notice.facts) : null]);
  const story = readsStory(notice) ? context.stories.get(notice.taskId) : undefined;
  const from = details.from ? context.names.get(details.from) : undefined;
  const to = details.to ? context.names.get(details.to) : undefined;
  const vacant = roles.find((role) => role === details.vacant);
  const act = isProgressRung(details.because) ? "progress" : happenings.find((one) => one === details.because);
  const reports = reportCadenceOf(notice.facts);
  if (details.level) return levelItem(notice, details.level, code ? `${context.publicUrl}/t/${code}` : null, code);
  if (details.calendar) return calendarItem(notice, details.calendar, due, context.now, code, context.publicUrl);
  return {
    shape: notice.shape,
    part: notice.part,
    taskId: notice.taskId,
    organization: notice.organizationName,
    duty: {
      number: duty.number,
      title: dutyTitleOf(duty, notice.facts),
      clause: citationOf(duty),
      quote: quoteOf(duty),
      gloss: glossOf(duty),
    },
    task: titleOf(duty, notice.taskStep, notice.facts),
    ...(notice.subject ? { subject: notice.subject } : beside && { beside }),
    ...(typeof notice.facts.place === "string" && { place: notice.facts.place }),
    due,
    zone: notice.zone,
    now: context.now,
    ...(!isSettled(notice.taskState) && { past: context.now >= (notice.part === "participant" ? due : real) }),
    ...(awaitsVerdict && { awaitsVerdict }),
    ...(act && { act }),
    ...(act === "ask-reports" && reports && { reports }),
    ...(notice.askedUntil && { askedUntil: notice.askedUntil }),
    ...(dayFrom && !awaitsVerdict && notice.part !== "asker" && { basis: dayFrom }),
    ...(late.n > 0 && { late }),
    ...alarmOf(notice, context),
    ...issuedOf(notice, context, act),
    ...figuresOf(notice, context),
    ...(details.reason && { reason: details.reason }),
    ...(from && { from }),
    ...(to && { to }),
    ...(vacant && {
      vacant: {
        role: vacant,
        ...(heldBy(notice, vacant, context) && { own: true }),
        ...(awaitsVerdict && vacant === (notice.verifier ?? "supervisory-board") && { verifies: true }),
      },
    }),
    ...(details.belated && { belated: true }),
    ...(typeof notice.facts.missed === "number" && !isSettled(notice.taskState) && { missed: notice.facts.missed }),
    // A term in hours of the clock does not depend on holidays.
    ...(notice.shape !== "settled" &&
      !byClock &&
      !context.calendar.announced(dueDay(due, notice.zone)) && { provisional: true }),
    ...aheadOf(notice, context),
    ...(story && story.length > 0 && { story }),
    ...(code && { link: `${context.publicUrl}/t/${code}`, code }),
    why: explanationOf({
      organization: notice.organizationName,
      holds: notice.holds,
      part: notice.part,
      task: notice,
      policy: awaitsVerdict ? "verdict" : notice.policy,
      step: details.because ?? rungNameOf(notice.step),
    }),
  };
}

/** The notice of a year's holidays, which is about no task. */
function calendarItem(
  notice: ClaimedNotice,
  { year, moved }: NonNullable<NoticeDetails["calendar"]>,
  due: Date,
  now: Date,
  code: string | undefined,
  publicUrl: string,
): Item {
  const said = {
    zh: `${year}年放假安排：${moved}项工作的截止日调整`,
    en: `Holidays of ${year}: ${moved} due ${moved === 1 ? "day moves" : "days move"}`,
  };
  return {
    shape: "call",
    part: "participant",
    taskId: `calendar ${year}`,
    organization: notice.organizationName,
    duty: { number: notice.duty, title: said, clause: { zh: "", en: "" }, quote: "" },
    task: said,
    due,
    zone: notice.zone,
    now,
    act: "calendar",
    ...(code !== undefined && { link: `${publicUrl}/t/${code}`, code }),
    why: {
      zh: `您在${notice.organizationName}任职；放假安排公布时，告知每位有关人员一次`,
      en: `you hold a role in ${notice.organizationName}; everybody concerned is told once when holidays are announced`,
    },
  };
}

/** The notice of a change of level. It is about no task, but attached to one, through which it can be opened. */
function levelItem(
  notice: ClaimedNotice,
  { hazard, title: given, level, from }: NonNullable<NoticeDetails["level"]>,
  link: string | null,
  code: string | undefined,
): Item {
  const title = given ?? findHazard(hazard)?.title ?? { zh: hazard, en: hazard };
  const said = {
    zh: `${title.zh}：${word("level", level, "zh-CN")}`,
    en: `${title.en}: ${word("level", level, "en")}`,
  };
  return {
    shape: "call",
    part: "participant",
    taskId: `level ${hazard} ${level} ${from}`,
    organization: notice.organizationName,
    duty: { number: notice.duty, title: said, clause: { zh: "", en: "" }, quote: "" },
    task: said,
    due: instantAt(from, "09:00", notice.zone),
    zone: notice.zone,
    act: "level",
    ...(level === "response" && { first: true as const }),
    ...(notice.details.reason && { reason: notice.details.reason }),
    ...(link !== null && code !== undefined && { link, code }),
    why: {
      zh: `您在${notice.organizationName}任职；等级调整时，告知每位有关人员一次`,
      en: `you hold a role in ${notice.organizationName}; everybody concerned is told once of a change of level`,
    },
  };
}

/** A submitted task is shown with the verifier's due day; messages to the doer show the doer's. */
const waitsForVerdict = ({ taskState, part }: ClaimedNotice): boolean =>
  ladderOf(taskState) === "verifier" && part !== "doer" && part !== "asker";

const heldBy = ({ organizationId }: ClaimedNotice, wanted: Role, { holders }: RenderContext): boolean =>
  (holders.get(organizationId) ?? []).some(({ role }) => role === wanted);

/** Whom the ladder will notify if nobody acts; empty for settled tasks and for copies. */
function aheadOf(notice: ClaimedNotice, { policies, holders, now }: RenderContext): Pick<Item, "ahead"> {
  const held = holders.get(notice.organizationId);
  if (!held || isSettled(notice.taskState) || !["doer", "verifier", "supervisor"].includes(notice.part)) return {};
  const ladder = ladderOf(notice.taskState);
  const policy = policies.get(ladder === "verifier" ? notice.verifierPolicy : notice.policy);
  if (!policy) return {};
  const { duty, taskStep, roles, taskPersonId, passedById, verifier, didIds, climbDueAt } = notice;
  const task = { roles, personId: taskPersonId, passedById, verifier, didIds, duty, step: taskStep };
  const above = rolesAhead(policy, ladder, task, held, now >= climbDueAt ? rungNameOf(notice.step) : undefined);
  // Supervisors are told only about the people above themselves.
  const own = notice.part === "supervisor" ? above.findLastIndex((role) => notice.holds.includes(role)) : -1;
  return {
    ahead: {
      above: above.slice(own + 1).filter((role) => !notice.holds.includes(role)),
      extends: !isStatutory(duty, taskStep),
      passes: isTransferable(dutyOf(duty).kind, taskStep),
    },
  };
}

/** The line about a danger that comes first in a message, for critical cases and those that must be acknowledged within the hour. */
function alarmOf(notice: ClaimedNotice, context: RenderContext): Pick<Item, "alarm"> {
  const { severity } = notice;
  if (!dangerous(notice) || !isSeverity(severity)) return {};
  const reporter = context.reporters.get(notice.caseId);
  const phone = notice.holds.some((role) => within.includes(role)) ? reporter?.phone : null;
  return {
    alarm: {
      severity,
      call: emergencyNumbers(notice.subject),
      ...(reporter &&
        reporter.personId !== notice.personId && { reporter: { name: reporter.name, ...(phone && { phone }) } }),
    },
  };
}

export const dangerous = ({ severity, policy, part, taskState }: ClaimedNotice): boolean =>
  (severity === "critical" || policy === "emergency") &&
  !isSettled(taskState) &&
  ["doer", "supervisor", "verifier"].includes(part);

/** Roles inside the organization; they are given the telephone number of the person who reported a danger. */
const within: readonly Role[] = [...officeRoles, "staff"];

/** Maximum number of characters of a circular in a mail; of a longer text the first lines are shown. */
const mostIssued = 600;

/** The circular, in the first mail that requests its task; later mails leave it out. */
function issuedOf(notice: ClaimedNotice, context: RenderContext, act: Happening | undefined): Pick<Item, "issued"> {
  const row = notice.circularId === null ? undefined : context.issued.get(notice.circularId);
  if (!row || !carriesIssued(notice) || act) return {};
  const text = row.text.trim();
  const whole = text.length <= mostIssued;
  return {
    issued: {
      title: row.title,
      source: sourceWords[row.source],
      ...(row.issuer && { issuer: row.issuer }),
      at: row.issuedAt,
      text: whole ? text : firstLines(text),
      cut: !whole,
      file: row.fileName !== "",
    },
  };
}

export const carriesIssued = ({ circularId, shape, part }: ClaimedNotice): boolean =>
  circularId !== null && (shape === "due" || shape === "call") && part !== "asker";

/** The leading lines that fit, at least the beginning of the first. */
function firstLines(text: string): string {
  const cut = text.slice(0, mostIssued);
  const end = Math.max(cut.lastIndexOf("\n"), cut.lastIndexOf("。") + 1);
  return `${(end > mostIssued / 2 ? cut.slice(0, end) : cut).trimEnd()}……`;
}

/** Whether a reader is sent the story so far: supervisors and verifiers, and doers to whom their own task was escalated. */
export const readsStory = ({ part, shape }: Pick<ClaimedNotice, "part" | "shape">): boolean =>
  part === "supervisor" || part === "verifier" || (part === "doer" && shape === "escalated");

/** Maximum number of lines of a roll-up in a mail. */
const mostFigures = 8;

function figuresOf({ taskId, facts, part }: ClaimedNotice, context: RenderContext): Pick<Item, "figures"> {
  if (part === "asker") return {};
  const figures = context.figures.get(taskId) ?? figuresIn(facts.figures);
  return figures.length > 0 ? { figures: shortened(figures, mostFigures) } : {};
}

/** Joins texts; undefined: there are none. */
function joined(texts: readonly (Text | null)[]): Text | undefined {
  const said = texts.filter((text) => text !== null);
  if (said.length === 0) return undefined;
  return { zh: said.map(({ zh }) => zh).join("；"), en: said.map(({ en }) => en).join("; ") };
}

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

/** What is read along with the notices of a page. */
export interface RenderContext {
  now: Date;
  calendar: Calendar;
  publicUrl: string;
  sender: string;
  /** Codes of links, by `person/task`. */
  codes: ReadonlyMap<string, string>;
  /** Stories, by task: for those who read them (`readsStory`). */
  stories: ReadonlyMap<string, readonly StoryLine[]>;
  names: ReadonlyMap<string, string>;
  policies: ReadonlyMap<string, Policy>;
  /** Who holds what, by organization: where it is said whom a ladder will reach, or why a rung went up. */
  holders: ReadonlyMap<string, readonly Holder[]>;
  /** Who reported what is dangerous, by case. */
  reporters: ReadonlyMap<string, Reporter>;
  /** What authorities issued, by id. */
  issued: ReadonlyMap<string, IssuedRow>;
  /** Everything sent to a person at this time, over either channel. */
  noticesByPerson: ReadonlyMap<string, readonly ClaimedNotice[]>;
  /** What is computed live for the recipients, by task. */
  figures: ReadonlyMap<string, readonly Figure[]>;
}

/** Notices of one reader and channel, as the message that carries them. */
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

/** Any link of the reader's opens the page that says why each thing in this message was sent to them. */
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
  // Whoever takes part comes when it begins; whoever is to do it has their own day.
  const due = begins && notice.part === "participant" ? begins : awaitsVerdict ? real : asked;
  const late = latenessOf(
    {
      due: real,
      zone: notice.zone,
      calendar: context.calendar,
      byClock: climbsByClock({ ...notice, state: notice.taskState }, context.policies),
    },
    context.now,
  );
  const basis = basisOf(duty, notice.taskStep);
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
    ...(notice.subject && { subject: notice.subject }),
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
    ...(notice.shape !== "settled" && !context.calendar.announced(dueDay(due, notice.zone)) && { provisional: true }),
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

/** A year's holidays are about no task either. */
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

/** A change of level is about no task: it is sent with a task's notice, by which it is found again. */
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
    ...(notice.details.reason && { reason: notice.details.reason }),
    ...(link !== null && code !== undefined && { link, code }),
    why: {
      zh: `您在${notice.organizationName}任职；等级调整时，告知每位有关人员一次`,
      en: `you hold a role in ${notice.organizationName}; everybody concerned is told once of a change of level`,
    },
  };
}

/** What is handed in waits for its verdict, by the verdict's own day; a word to the doer speaks of the doer's. */
const waitsForVerdict = ({ taskState, part }: ClaimedNotice): boolean =>
  ladderOf(taskState) === "verifier" && part !== "doer" && part !== "asker";

const heldBy = ({ organizationId }: ClaimedNotice, wanted: Role, { holders }: RenderContext): boolean =>
  (holders.get(organizationId) ?? []).some(({ role }) => role === wanted);

/** Whom its ladder will reach if nothing is done. Nothing is said of what is settled, or where only a copy is read. */
function aheadOf(notice: ClaimedNotice, { policies, holders, now }: RenderContext): Pick<Item, "ahead"> {
  const held = holders.get(notice.organizationId);
  if (!held || isSettled(notice.taskState) || !["doer", "verifier", "supervisor"].includes(notice.part)) return {};
  const ladder = ladderOf(notice.taskState);
  const policy = policies.get(ladder === "verifier" ? notice.verifierPolicy : notice.policy);
  if (!policy) return {};
  const { duty, taskStep, roles, taskPersonId, passedById, verifier, didIds, climbDueAt } = notice;
  const task = { roles, personId: taskPersonId, passedById, verifier, didIds, duty, step: taskStep };
  const above = rolesAhead(policy, ladder, task, held, now >= climbDueAt ? rungNameOf(notice.step) : undefined);
  // A supervisor reads of those above themselves.
  const own = notice.part === "supervisor" ? above.findLastIndex((role) => notice.holds.includes(role)) : -1;
  return {
    ahead: {
      above: above.slice(own + 1).filter((role) => !notice.holds.includes(role)),
      extends: !isStatutory(duty, taskStep),
      passes: isTransferable(dutyOf(duty).kind, taskStep),
    },
  };
}

/** What must be known of danger before anything else is read: of what is critical, and of what is to be taken up within the hour. */
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

/** Roles within the organization: they are given the number of whoever reported a danger. */
const within: readonly Role[] = [...officeRoles, "staff"];

/** Characters of a circular that a mail carries: a short text is whole, of a long one its first lines. */
const mostIssued = 600;

/** The mail that first asks for it carries what was issued; later ones know it. */
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

/** Whole lines as far as they fit, at least the beginning of the first. */
function firstLines(text: string): string {
  const cut = text.slice(0, mostIssued);
  const end = Math.max(cut.lastIndexOf("\n"), cut.lastIndexOf("。") + 1);
  return `${(end > mostIssued / 2 ? cut.slice(0, end) : cut).trimEnd()}……`;
}

/** Those who supervise or verify read what has happened so far, and so does whose task has gone up to themselves. */
export const readsStory = ({ part, shape }: Pick<ClaimedNotice, "part" | "shape">): boolean =>
  part === "supervisor" || part === "verifier" || (part === "doer" && shape === "escalated");

/** Lines of a roll-up that a mail carries. */
const mostFigures = 8;

function figuresOf({ taskId, facts, part }: ClaimedNotice, context: RenderContext): Pick<Item, "figures"> {
  if (part === "asker") return {};
  const figures = context.figures.get(taskId) ?? figuresIn(facts.figures);
  return figures.length > 0 ? { figures: shortened(figures, mostFigures) } : {};
}

/** Several texts as one; undefined: there is none. */
function joined(texts: readonly (Text | null)[]): Text | undefined {
  const said = texts.filter((text) => text !== null);
  if (said.length === 0) return undefined;
  return { zh: said.map(({ zh }) => zh).join("；"), en: said.map(({ en }) => en).join("; ") };
}

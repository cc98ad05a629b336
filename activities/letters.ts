import { whyOf } from "../domain/because.ts";
import type { Calendar } from "../domain/calendar.ts";
import { type Figure, figuresIn } from "../domain/figures.ts";
import { dueDay } from "../domain/ladder.ts";
import { languageOf } from "../domain/languages/index.ts";
import { latenessOf } from "../domain/lateness.ts";
import type { Item, Message, StoryLine } from "../domain/message.ts";
import { dutyOf } from "../domain/packs/index.ts";
import { shortened } from "../domain/roll-up.ts";
import { basisOf, titleOf } from "../domain/steps.ts";
import type { Text } from "../domain/terms.ts";
import { basisWords, words } from "../domain/words.ts";
import type { ClaimedNotice } from "../records/deliveries.ts";
import type { Letter } from "./channels/carrier.ts";

/** What is read along with the notices of a page. */
export interface Along {
  now: Date;
  calendar: Calendar;
  publicUrl: string;
  sender: string;
  /** Codes of links, by `person/task`. */
  codes: ReadonlyMap<string, string>;
  /** Stories, by task: for those who read them (`readsStory`). */
  stories: ReadonlyMap<string, readonly StoryLine[]>;
  names: ReadonlyMap<string, string>;
  /** What is drawn up live for those who are asked, by task. */
  figures: ReadonlyMap<string, readonly Figure[]>;
}

/** Notices of one reader and channel, as the letter that carries them. */
export function letterOf(reference: string, notices: readonly ClaimedNotice[], along: Along): Letter {
  const [first] = notices;
  if (!first) throw new Error("a letter needs a notice");
  const message: Message = {
    to: { name: first.personName, language: first.language },
    items: notices.map((notice) => itemOf(notice, along)),
    sender: along.sender,
  };
  const language = languageOf(first.language);
  const one = notices.length === 1;
  const letter = {
    reference,
    name: first.personName,
    ...(new Set(notices.map((notice) => notice.organizationId)).size === 1 && { organizationId: first.organizationId }),
    ...(one && { taskId: first.taskId }),
  };
  return first.channel === "email"
    ? { ...letter, to: first.email ?? "", email: language.email(message) }
    : { ...letter, to: first.phone ?? "", sms: language.sms(message, `${along.publicUrl}/t/`) };
}

function itemOf(notice: ClaimedNotice, along: Along): Item {
  const duty = dutyOf(notice.duty);
  const code = along.codes.get(`${notice.personId}/${notice.taskId}`);
  const { details } = notice;
  const anchor = { due: notice.dueAt, zone: notice.zone, calendar: along.calendar };
  const late = latenessOf(anchor, along.now);
  const basis = basisOf(duty, notice.taskStep);
  const story = readsStory(notice) ? along.stories.get(notice.taskId) : undefined;
  const from = details.from ? along.names.get(details.from) : undefined;
  const vacant = details.vacant ? roleText(details.vacant) : undefined;
  return {
    shape: notice.shape,
    part: notice.part,
    organization: notice.organizationName,
    duty,
    task: titleOf(duty, notice.taskStep),
    ...(notice.subject && { subject: notice.subject }),
    due: notice.dueAt,
    zone: notice.zone,
    ...(basis && notice.part !== "verifier" && notice.part !== "asker" && { basis: basisWords(basis) }),
    ...(late.n > 0 && { late }),
    ...figuresOf(notice, along),
    ...(details.reason && { reason: details.reason }),
    ...(from && { from }),
    ...(vacant && { vacant }),
    ...(details.belated && { belated: true }),
    ...(notice.shape !== "settled" &&
      !along.calendar.announced(dueDay(notice.dueAt, notice.zone)) && { provisional: true }),
    ...(story && story.length > 0 && { story }),
    ...(code && { link: `${along.publicUrl}/t/${code}`, code }),
    why: whyOf({
      organization: notice.organizationName,
      holds: notice.holds,
      part: notice.part,
      policy: notice.policy,
      step: details.because ?? notice.step,
    }),
  };
}

/** Those who supervise or verify read what has happened so far, and so does whose task has gone up to themselves. */
export const readsStory = ({ part, shape }: Pick<ClaimedNotice, "part" | "shape">): boolean =>
  part === "supervisor" || part === "verifier" || (part === "doer" && shape === "escalated");

/** Lines of a roll-up that a mail carries. */
const mostFigures = 24;

function figuresOf({ taskId, facts, part }: ClaimedNotice, along: Along): Pick<Item, "figures"> {
  if (part === "asker") return {};
  const figures = along.figures.get(taskId) ?? figuresIn(facts.figures);
  return figures.length > 0 ? { figures: shortened(figures, mostFigures) } : {};
}

const roleText = (role: string): Text | undefined => (words.role as Readonly<Record<string, Text>>)[role];

import { setTimeout as pause } from "node:timers/promises";
import type { InboxMessage } from "../../local/inbox.ts";
import { roleOf } from "./recipients.ts";
import type { World } from "./world.ts";

/**
 * Messages sent while nobody answers, by instant: `2031-03-24 09:00` → `legal-representative E story · secretariat E copy`. E and S are
 * e-mail and SMS; `story`: the mail contains the history of the task; `copy`: nothing is required of the recipient.
 */
export type MessagesByInstant = Readonly<Record<string, string>>;

/**
 * Moves time from instant to instant of the ladders that a story expects, and records the messages to each organization there. Messages between
 * two instants get a row of their own, which no story expects.
 * @param expected by the name that the story gives each organization
 */
export async function rungByRung<Name extends string>(
  city: World,
  organizations: Readonly<Record<Name, { id: string }>>,
  expected: Readonly<Record<Name, MessagesByInstant>>,
): Promise<Record<Name, MessagesByInstant>> {
  const cast = Object.entries<{ id: string }>(organizations);
  const ladders: Readonly<Record<string, MessagesByInstant>> = expected;
  const sent: Record<string, Record<string, InboxMessage[]>> = Object.fromEntries(cast.map(([name]) => [name, {}]));
  const collect = (when: string): void => {
    const messages = city.newMessages();
    for (const [name, { id }] of cast) {
      const own = messages.filter(({ organization }) => organization === id);
      const known = sent[name]?.[when] ?? [];
      if (own.length > 0) sent[name] = { ...sent[name], [when]: [...known, ...own] };
    }
  };
  const lacks = (when: string): boolean => cast.some(([name]) => ladders[name]?.[when] && !sent[name]?.[when]);
  for (const instant of instantsOf(ladders)) {
    const before = shifted(instant, -1);
    if (before > wallOf(city.now())) {
      await city.until(before);
      collect(`before ${instant}`);
    }
    await city.until(shifted(instant, 5));
    collect(instant);
    // The engine needs a moment to request the next task of a phase.
    for (let tries = 0; lacks(instant) && tries < 40; tries++) {
      await pause(25);
      await city.settled();
      collect(instant);
    }
  }
  const written = cast.map(([name]) => [
    name,
    Object.fromEntries(Object.entries(sent[name] ?? {}).map(([when, messages]) => [when, inWords(messages)])),
  ]);
  return Object.fromEntries(written) as Record<Name, MessagesByInstant>;
}

const instantsOf = (expected: Readonly<Record<string, MessagesByInstant>>): string[] =>
  [...new Set(Object.values(expected).flatMap((ladder) => Object.keys(ladder)))].sort();

const clock = (date: Date): string => date.toISOString().slice(0, 16).replace("T", " ");
const shifted = (wall: string, minutes: number): string =>
  clock(new Date(Date.parse(`${wall.replace(" ", "T")}Z`) + minutes * 60_000));
/** Local time in Shanghai. */
const wallOf = (now: Date): string => clock(new Date(now.getTime() + 8 * 3_600_000));

function inWords(messages: readonly InboxMessage[]): string {
  const roles = [...new Set(messages.map(roleOf))].sort();
  return roles
    .map((role) => {
      const marks = messages.filter((one) => roleOf(one) === role).flatMap(marksOf);
      return [role, ...order.filter((mark) => marks.includes(mark))].join(" ");
    })
    .join(" · ");
}

/** The heading of a history; in a digest, its indented last lines. */
const stories = /^What has happened so far$|^ {2}- \d+ \w+ \d\d:\d\d /m;
const order = ["E", "S", "story", "copy"] as const;

function marksOf({ channel, text }: InboxMessage): (typeof order)[number][] {
  if (channel === "sms") return ["S"];
  return [
    "E",
    ...(stories.test(text) ? (["story"] as const) : []),
    ...(text.includes("for your information; no action is needed") ? (["copy"] as const) : []),
  ];
}

/** Days of a ladder `ordinary`, computed by the story; its rungs are at 09:00. A rung before the opening has no day. */
export interface OrdinaryDays {
  /** Instant of the opening: date and time. */
  opened: string;
  "-5"?: string;
  "-1"?: string;
  day: string;
  "+1": string;
  "+3": string;
  "+5": string;
  "+10": string;
  /** Every five business days from then on: the doer and the board; the authority each fourth time. */
  again: readonly string[];
}

/** Days of a task that is requested on a city's first day and due in ten business days, on Monday 17 March. */
export const aroundMarch17: OrdinaryDays = {
  opened: "2031-03-03 09:00",
  "-5": "2031-03-10",
  "-1": "2031-03-14",
  day: "2031-03-17",
  "+1": "2031-03-18",
  "+3": "2031-03-20",
  "+5": "2031-03-24",
  "+10": "2031-03-31",
  again: ["2031-04-07", "2031-04-14", "2031-04-21", "2031-04-28", "2031-05-07"],
};

/**
 * Messages that the table requires of `ordinary`. The doer is asked to act at each rung that notifies them. If the board does the task, the
 * rung of the board goes to the authority instead.
 * @param doers one role, or several who do it together
 */
export function ordinary(
  doers: string | readonly string[],
  { opened, again, ...days }: OrdinaryDays,
): MessagesByInstant {
  const legal = "legal-representative";
  const board = "supervisory-board";
  const does = (marks: string): string[] => [doers].flat().map((doer) => `${doer} ${marks}`);
  const own = [doers].flat().includes(board);
  const ladder: Record<string, string> = { [opened]: merged(does("E")) };
  const at = (day: string | undefined, ...recipients: readonly string[]): void => {
    if (day !== undefined) ladder[`${day} 09:00`] = merged(recipients);
  };
  at(days["-5"], ...does("E"));
  at(days["-1"], ...does("E S"));
  at(days.day, ...does("E S"));
  at(days["+1"], ...does("E S"));
  at(days["+3"], `${legal} E story`, ...does("E"));
  at(days["+5"], `${own ? "authority" : board} E S story`, `${legal} E story`, ...does("E"));
  at(days["+10"], "authority E story", `${legal} E copy`, ...(own ? [] : [`${board} E copy`]));
  again.forEach((day, n) => {
    const authority = n === 0 ? ["authority E copy"] : n % 4 === 3 ? ["authority E story"] : [];
    at(day, ...does("E"), `${board} E story`, ...authority);
  });
  return ladder;
}

/** Merges the messages to one role, with all its marks; a recipient gets no copy. */
function merged(recipients: readonly string[]): string {
  const marks = new Map<string, Set<string>>();
  for (const one of recipients) {
    const [role = "", ...own] = one.split(" ");
    const known = marks.get(role);
    const all = new Set([...(known ?? []), ...own]);
    if (known && own.includes("copy") !== known.has("copy")) all.delete("copy");
    marks.set(role, all);
  }
  return [...marks]
    .map(([role, own]) => [role, ...order.filter((mark) => own.has(mark))].join(" "))
    .sort()
    .join(" · ");
}

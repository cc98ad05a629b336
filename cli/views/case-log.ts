import { rungWords } from "../../domain/messages/because.ts";
import { byProgram } from "../../domain/messages/case-line.ts";
import type { SendingLine } from "../../domain/messages/sendings.ts";
import type { Zone } from "../../domain/terms.ts";
import { word } from "../../domain/words.ts";
import type { EventRow } from "../../records/cases/events.ts";
import { currentLanguage, labelled, listed, localized, say } from "../language.ts";
import { factName, factValue } from "./case-facts.ts";
import { safe, wall } from "./format.ts";

type Names = ReadonlyMap<string, string>;

const read = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
const list = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

/** Ids of the people named in a line. */
export function peopleIn(event: EventRow): string[] {
  const after = read(event.after);
  const named = [after.personId, read(event.before).personId].filter((one) => typeof one === "string");
  return [event.actor, ...list(after.people), ...(named as string[])];
}

export const whoOf = ({ actor, program }: EventRow, names: Names): string =>
  byProgram(names.get(actor) ?? word("actor", actor, currentLanguage()), program, currentLanguage());

/** One line of the log: when, who, what, and the changes. */
export function eventLine(event: EventRow, names: Names, steps: Names, zone: Zone): string {
  const step = event.taskId ? ` [${safe(steps.get(event.taskId) ?? event.taskId)}]` : "";
  const changes = changesOf(event, names, zone).map(safe).join(say("；", "; "));
  const happened = `${safe(whoOf(event, names))} ${word("event", event.verb, currentLanguage())}${step}`;
  return `${wall(event.at, zone)}  ${changes ? labelled(happened, changes) : happened}`;
}

/** One line about messages: when, what, to whom; until when a held one waits, why a dropped one was dropped. */
export function messageLine(line: SendingLine, step: string, zone: Zone): string {
  const because = line.because ?? "";
  const why = line.until
    ? say(
        `将于${wall(line.until, zone)}发出：${word("heldBecause", because, currentLanguage())}`,
        `to be sent ${wall(line.until, zone)}: ${word("heldBecause", because, currentLanguage())}`,
      )
    : word("dropped", because, currentLanguage());
  const rungs = listed([...new Set(line.steps.map((rung) => localized(rungWords(rung))))]);
  const sent = labelled(`${word("sending", line.verb, currentLanguage())} [${safe(step)}]`, rungs);
  return `${wall(line.at, zone)}  ${sent} → ${listed(line.who.map(safe))}${because ? say(`（${why}）`, ` (${why})`) : ""}`;
}

/** Fields that are printed separately: the changes of a line, and its step, whose title comes first. */
const apart = new Set([
  "state",
  "step",
  "dueAt",
  "personId",
  "people",
  "steps",
  "skipped",
  "nobody",
  "reason",
  "askedUntil",
]);

function changesOf(event: EventRow, names: Names, zone: Zone): string[] {
  const before = read(event.before);
  const after = read(event.after);
  const name = (id: unknown): string =>
    typeof id === "string" ? (names.get(id) ?? id) : say("任该职务者", "whoever holds the role");
  const at = (value: unknown): string => wall(new Date(String(value)), zone);
  const rungs = (value: unknown): string => listed(list(value).map((rung) => localized(rungWords(rung))));
  const said: string[] = [];
  if (after.people)
    said.push(
      `${after.steps ? `${rungs(after.steps)} → ` : ""}${listed(list(after.people).map(name)) || say("无人", "nobody")}`,
    );
  if (after.skipped) said.push(say(`已略过：${rungs(after.skipped)}`, `overtaken: ${rungs(after.skipped)}`));
  if (after.nobody)
    said.push(
      say(
        `无人担任${listed(list(after.nobody).map((role) => word("role", role, currentLanguage())))}`,
        `nobody is ${listed(list(after.nobody).map((role) => word("role", role, currentLanguage())))}`,
      ),
    );
  if (before.state && before.state !== after.state)
    said.push(
      `${word("taskState", String(before.state), currentLanguage())} → ${word("taskState", String(after.state), currentLanguage())}`,
    );
  if (before.dueAt && after.dueAt && before.dueAt !== after.dueAt)
    said.push(say(`截止时间${at(before.dueAt)} → ${at(after.dueAt)}`, `due ${at(before.dueAt)} → ${at(after.dueAt)}`));
  else if (!event.before && after.dueAt) said.push(say(`截止时间${at(after.dueAt)}`, `due ${at(after.dueAt)}`));
  if (event.before && (before.personId ?? null) !== (after.personId ?? null) && "personId" in after)
    said.push(
      say(
        `办理人${name(before.personId)} → ${name(after.personId)}`,
        `doer ${name(before.personId)} → ${name(after.personId)}`,
      ),
    );
  if (after.askedUntil) said.push(say(`申请延至${at(after.askedUntil)}`, `asks until ${at(after.askedUntil)}`));
  if (after.reason) said.push(`“${String(after.reason)}”`);
  for (const [key, value] of Object.entries(after)) {
    if (apart.has(key)) continue;
    const old = before[key];
    const from = old === undefined || old === null ? "" : `${factValue(key, old, zone)} → `;
    said.push(`${factName(key)} ${from}${factValue(key, value, zone)}`);
  }
  return said;
}

import pc from "picocolors";
import { type Clocked, hasPassed, latenessOf, lateWords } from "../../domain/tasks/lateness.ts";
import type { Calendar } from "../../domain/time/calendar.ts";
import { localized } from "../language.ts";

export { wall } from "../../domain/messages/instant-words.ts";

export const plural = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? "" : "s"}`;

/** How late a task is; empty before the due instant. */
export function lateness(task: Omit<Clocked, "calendar">, now: Date, calendar: Calendar): string {
  return hasPassed(task.due, now) ? localized(lateWords(latenessOf({ ...task, calendar }, now))) : "";
}

const movesCursor = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** A text entered by others, as one line without control characters. */
export const safe = (text: string): string => text.replace(/\s+/g, " ").replace(movesCursor, "�").trim();

/** The same for a table cell, shortened to a maximum length. */
export function cell(text: string, longest = 40): string {
  const plain = safe(text);
  return [...plain].length > longest ? `${[...plain].slice(0, longest - 1).join("")}…` : plain;
}

export const heading = (text: string): string => pc.bold(text);

/** Lines under a heading; empty without lines. */
export const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ["", heading(title), ...lines.map((line) => `  ${line}`)];

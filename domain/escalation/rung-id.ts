/** One of a task's two ladders: the doer's or the verifier's. */
export type Ladder = "doer" | "verifier";

/**
 * What a notice of a task is about: a rung of one of its ladders under one D, or an act. Together with task, reader and channel it identifies a
 * notice, so that none is sent twice.
 */
export type RungId =
  | { dueRevision: number; ladder: Ladder; rung: string }
  | {
      dueRevision: number;
      ladder: null;
      /** A verb, or another name of the event. */
      verb: string;
      /** Distinguishes several such events under one D: a minute, or a word. */
      of: string;
    };

/** The rung under which people who were notified before are copied: the same for all rungs of a D. */
const copy = "copy";
const letters: Readonly<Record<Ladder, string>> = { doer: "d", verifier: "v" };

/** Stored identity of a rung: `0:d:-5bd`. */
export const formatRung = (dueRevision: number, ladder: Ladder, rung: string): string =>
  `${dueRevision}:${letters[ladder]}:${rung}`;

export const formatCopy = (dueRevision: number, ladder: Ladder): string => formatRung(dueRevision, ladder, copy);

/** Stored identity of an act's notice: `1:press:2031-03-03T09:00`. @param of the instant, to the minute, or a word; absent: once for each D */
export function formatAct(dueRevision: number, verb: string, of?: Date | string): string {
  const part = of instanceof Date ? of.toISOString().slice(0, 16) : of;
  return part ? `${dueRevision}:${verb}:${part}` : `${dueRevision}:${verb}`;
}

/** Parses a stored identity; never fails. */
export function parseRungId(stored: string): RungId {
  const [revision = "", word = "", ...rest] = stored.split(":");
  const dueRevision = Number(revision);
  const part = rest.join(":");
  if (word === letters.doer) return { dueRevision, ladder: "doer", rung: part };
  if (word === letters.verifier) return { dueRevision, ladder: "verifier", rung: part };
  return { dueRevision, ladder: null, verb: word, of: part };
}

/** Name of the rung or verb, for display. */
export function rungNameOf(stored: string): string {
  const id = parseRungId(stored);
  return id.ladder === null ? id.verb : id.rung;
}

/** Prefix of rungs of the verifier's ladder, where both ladders are listed: "opened" exists in both. */
export const verdictRung = "v:";

/** Name of the rung or verb, with the prefix if it is of the verifier's ladder. */
export function prefixedNameOf(stored: string): string {
  const id = parseRungId(stored);
  return `${id.ladder === "verifier" && id.rung !== copy ? verdictRung : ""}${rungNameOf(stored)}`;
}

/** Prefix of rungs that request a progress report: `progress-5bd`. */
export const progressRung = "progress-";
export const isProgressRung = (name: string | undefined): boolean => name?.startsWith(progressRung) ?? false;

/** Whether it is the copy to people who were notified before. */
export function isCopy(stored: string): boolean {
  if (!stored.endsWith(copy)) return false;
  const id = parseRungId(stored);
  return id.ladder !== null && id.rung === copy;
}

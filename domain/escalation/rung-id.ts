/** One of a task's two ladders: the doer's or the verifier's. */
export type Ladder = "doer" | "verifier";

/**
 * What a notice of a task is about: a rung of one of its ladders under one D, or an act. With the task, the reader and the channel it is the
 * identity of a notice, so that nothing is sent twice.
 */
export type RungId =
  | { dueRevision: number; ladder: Ladder; rung: string }
  | {
      dueRevision: number;
      ladder: null;
      /** A verb, or another word for what happened. */
      verb: string;
      /** Sets apart what happens several times under one D: a minute, or a word. */
      of: string;
    };

/** The rung under which everybody notified before is copied: one for all rungs of a D. */
const copy = "copy";
const letters: Readonly<Record<Ladder, string>> = { doer: "d", verifier: "v" };

/** Identity of a rung, as it is stored: `0:d:-5bd`. */
export const formatRung = (dueRevision: number, ladder: Ladder, rung: string): string =>
  `${dueRevision}:${letters[ladder]}:${rung}`;

export const formatCopy = (dueRevision: number, ladder: Ladder): string => formatRung(dueRevision, ladder, copy);

/** Identity of an act's notice: `1:press:2031-03-03T09:00`. @param of the instant, to the minute, or a word; absent: once a D */
export function formatAct(dueRevision: number, verb: string, of?: Date | string): string {
  const part = of instanceof Date ? of.toISOString().slice(0, 16) : of;
  return part ? `${dueRevision}:${verb}:${part}` : `${dueRevision}:${verb}`;
}

/** What a stored identity says; whatever it is, it is read as something. */
export function parseRungId(stored: string): RungId {
  const [revision = "", word = "", ...rest] = stored.split(":");
  const dueRevision = Number(revision);
  const part = rest.join(":");
  if (word === letters.doer) return { dueRevision, ladder: "doer", rung: part };
  if (word === letters.verifier) return { dueRevision, ladder: "verifier", rung: part };
  return { dueRevision, ladder: null, verb: word, of: part };
}

/** The name of the rung or the verb, as people read it. */
export function rungNameOf(stored: string): string {
  const id = parseRungId(stored);
  return id.ladder === null ? id.verb : id.rung;
}

/** Before the name of a rung of the verifier's ladder, where both ladders are listed: "opened" is not the same of them. */
export const verdictRung = "v:";

/** The name of the rung or the verb, with its ladder where that is the verifier's. */
export function toldNameOf(stored: string): string {
  const id = parseRungId(stored);
  return `${id.ladder === "verifier" && id.rung !== copy ? verdictRung : ""}${rungNameOf(stored)}`;
}

/** What rungs are called that ask for a progress report: `progress-5bd`. */
export const progressRung = "progress-";
export const isProgressRung = (name: string | undefined): boolean => name?.startsWith(progressRung) ?? false;

/** Whether it is the copy to those notified before. */
export function isCopy(stored: string): boolean {
  if (!stored.endsWith(copy)) return false;
  const id = parseRungId(stored);
  return id.ladder !== null && id.rung === copy;
}

import type { Facts } from "../catalogue/due-rule.ts";
import type { LanguageCode, Role, Zone } from "../terms.ts";
import { reasonIn, textIn, vacantText, word, words } from "../words.ts";
import { rungWords } from "./because.ts";
import { instantWords } from "./instant-words.ts";
import { writing } from "./languages/writing.ts";
import type { Opening } from "./sendings.ts";

/** A line of a case's log in pages and dossiers. */
export interface CaseLine {
  at: Date;
  /** A verb, or the outcome of a message (`sent-email`, `held-sms`: the words `sending`). */
  verb: string;
  /** `system`, `administrator` or a person's name. */
  who: string;
  /** Name of the token with which a program acted; null: none. */
  program?: string | null;
  /** Step of its task; absent: the line concerns the whole case. */
  step: string | null;
  /** Facts of the task on which its wording depends; absent: a message. */
  facts?: Facts;
  /** The task of an act. */
  taskId?: string | null;
  reason: string | null;
  /** Of an act that names or requests a day. */
  dueBefore: Date | null;
  dueAfter: Date | null;
  askedUntil: Date | null;
  /** Names of the rungs or verbs in a message. */
  rungs: string[];
  /** For a held message: until when … */
  until?: Date;
  /** … and why; for a dropped message, why. */
  because?: string;
  /** For a sent message: who opened its link. */
  opened?: Opening[];
  /** Names of a message's recipients, or of the person named as doer. */
  people: string[];
  /** Roles that were vacant when their rung was due. */
  nobody: string[];
  /** Id of the batch of which the act was a part. */
  batch?: string | null;
}

/** A line in words: who did what, to whom, with further details. */
export interface CaseLineWords {
  /** Empty: a message, which the system sent. */
  who: string;
  what: string;
  /** Recipients, or the person who was named. */
  people: string;
  /** Rungs, vacant roles, reasons, and the new day. */
  about: string[];
  /** Text that the person wrote. */
  reason: string;
}

const newDay = { zh: "新的截止日期", en: "New due day" };
const untilDay = { zh: "希望延至", en: "Until which day" };

/** A line in words. @param mostNames maximum number of a message's recipients that are named; the others are counted */
export function caseLineWords(
  line: CaseLine,
  { language, zone, now, mostNames }: { language: LanguageCode; zone: Zone; now?: Date; mostNames: number },
): CaseLineWords {
  const { list, either, colon } = writing[language];
  const instant = (at: Date, within?: Date): string => instantWords(at, zone, language, within);
  const sending = Object.hasOwn(words.sending, line.verb);
  const names = list(line.people.slice(0, mostNames));
  const more = line.people.length - mostNames;
  const rest = more > 0 ? either(`等${line.people.length}人`, ` and ${more} more`) : "";
  const rungs = list([...new Set(line.rungs.map((rung) => textIn(rungWords(rung), language)))]);
  const moved = line.dueAfter && line.dueBefore && line.dueAfter.getTime() !== line.dueBefore.getTime();
  const day =
    moved && line.dueAfter
      ? `${textIn(newDay, language)}${colon}${instant(line.dueAfter)}`
      : line.verb === "ask-extension" && line.askedUntil
        ? `${textIn(untilDay, language)}${colon}${instant(line.askedUntil)}`
        : "";
  return {
    who: sending ? "" : byProgram(word("actor", line.who, language), line.program ?? null, language),
    what: word(sending ? "sending" : "event", line.verb, language),
    people: names + rest,
    about: [
      rungs,
      ...line.nobody.map((role) => textIn(vacantText(role as Role), language)),
      line.because ? whyWords(line, line.because, (at) => instant(at, now), language) : "",
      day,
    ].filter(Boolean),
    reason: line.reason ? reasonIn(line.reason, language) : "",
  };
}

/** Until when it is held, and why; or why it was not sent. */
function whyWords({ until }: CaseLine, because: string, instant: (at: Date) => string, language: LanguageCode): string {
  if (!until) return word("dropped", because, language);
  const why = word("heldBecause", because, language);
  return writing[language].either(`${instant(until)}发送，${why}`, `to be sent ${instant(until)}: ${why}`);
}

/** Who acted, and by which program. */
export const byProgram = (who: string, program: string | null, language: LanguageCode): string =>
  program === null
    ? who
    : writing[language].either(`${who}（由程序“${program}”）`, `${who} (by the program “${program}”)`);

import type { Facts } from "../catalogue/due-rule.ts";
import type { LanguageCode, Role, Zone } from "../terms.ts";
import { reasonIn, textIn, vacantText, word, words } from "../words.ts";
import { rungWords } from "./because.ts";
import { instantWords } from "./instant-words.ts";
import { writing } from "./languages/writing.ts";
import type { Opening } from "./sendings.ts";

/** A line of the log of a case as a page or a dossier tells it. */
export interface CaseLine {
  at: Date;
  /** A verb of the log, or what became of a message (`sent-email`, `held-sms`: the words `sending`). */
  verb: string;
  /** `system`, `administrator` or a person's name. */
  who: string;
  /** Name of the token of the program by which it was done; null: none. */
  program?: string | null;
  /** Step of the task it belongs to; absent: of the case as a whole. */
  step: string | null;
  /** Of its task those by which it is worded; absent: of a message. */
  facts?: Facts;
  /** Of an act on a task. */
  taskId?: string | null;
  reason: string | null;
  /** Of an act that names a day, or asks for one. */
  dueBefore: Date | null;
  dueAfter: Date | null;
  askedUntil: Date | null;
  /** Names of the rungs or verbs that a message tells. */
  rungs: string[];
  /** Of a message that is held: until when … */
  until?: Date;
  /** … and why; of one that was dropped, why. */
  because?: string;
  /** Of a message that left: who opened the link since. */
  opened?: Opening[];
  /** Names of people to whom a message was sent, or who were named as doer. */
  people: string[];
  /** Roles that nobody held when their rung came. */
  nobody: string[];
  /** Id of the act on many of which it is one. */
  batch?: string | null;
}

/** A line in words: who did what, to whom, and what is said beside it. */
export interface CaseLineWords {
  /** Empty: it is a message, which the system sent. */
  who: string;
  what: string;
  /** To whom, or who was named. */
  people: string;
  /** Rungs, vacant roles, why, and the new day. */
  about: string[];
  /** What the person wrote. */
  reason: string;
}

const newDay = { zh: "新的截止日期", en: "New due day" };
const untilDay = { zh: "希望延至", en: "Until which day" };

/** @param mostNames of those to whom one message went; the rest are counted */
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

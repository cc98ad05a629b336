import type { TaskContext } from "../../client/tasks/task-context.ts";
import type { Spoken } from "../../domain/escalation/advance.ts";
import type { Foreseen } from "../../domain/escalation/foresee.ts";
import type { Audience, Offset } from "../../domain/escalation/policy.ts";
import type { LanguageCode, Role } from "../../domain/terms.ts";
import { textIn, vacantText, word } from "../../domain/words.ts";
import { distanceWords, instantWords, plural } from "../http/format-date.ts";

/** A step of the ladder that is still to come, in words. */
export interface Ahead {
  at: Date;
  /** `3个工作日后` */
  distance: string;
  /** `11月30日（周一）09:00` */
  when: string;
  /** `告知法定代表人` */
  what: string;
}

/** Instants looked at: every policy says all it has to say within these. */
export const mostAhead = 60;

/** What happens if nobody does anything: the first time each audience is told, and the repetition at the end. */
export function aheadWords(
  steps: readonly Foreseen[],
  taskContext: TaskContext,
  now: Date,
  language: LanguageCode,
  reader: string | null,
): Ahead[] {
  const { organization, calendar } = taskContext;
  const { zone } = organization;
  const ahead: Ahead[] = [];
  const heard = new Set<Audience>();
  for (const { at, said } of steps) {
    // What is said at this moment is with the engine already.
    if (at <= now) continue;
    const every = said.rungs.find((rung) => rung.step.every)?.step.every;
    const fresh = said.spoken.filter(({ audience }) => !heard.has(audience));
    if (fresh.length > 0 || every || said.mark) {
      for (const { audience } of said.spoken) heard.add(audience);
      ahead.push({
        at,
        distance: distanceWords(at, now, zone, calendar, language),
        when: instantWords(at, zone, language, now),
        what: whatOf(taskContext, { spoken: every ? said.spoken : fresh, mark: said.mark, every }, language, reader),
      });
    }
    if (every) break;
  }
  return ahead;
}

interface What {
  spoken: readonly Spoken[];
  mark: boolean;
  every: Offset | undefined;
}

function whatOf(
  taskContext: TaskContext,
  { spoken, mark, every }: What,
  language: LanguageCode,
  reader: string | null,
): string {
  const en = language === "en";
  const said: string[] = [];
  const whom = [...new Set(spoken.map((one) => audienceWords(taskContext, one, language, reader)))];
  const doing = spoken.every(
    ({ audience }) => audience === (taskContext.task.state === "submitted" ? "verifier" : "doer"),
  );
  if (whom.length > 0) said.push(doing ? reminded(whom, en) : hear(whom, en));
  if (mark) said.push(en ? "it is marked as late on the public page, for good" : "公开页记为逾期，永久保留");
  if (every) {
    const again = offsetWords(every, language);
    said.push(en ? `then every ${again}, until it is done` : `此后每${again}一次，直至办结`);
  }
  return said.join(en ? "; " : "；");
}

const several = (whom: readonly string[]): boolean => whom.length > 1 || whom[0] === "you";

const reminded = (whom: readonly string[], en: boolean): string =>
  en ? `${listed(whom)} ${several(whom) ? "are" : "is"} reminded` : `再次提醒${whom.join("、")}`;

const hear = (whom: readonly string[], en: boolean): string =>
  en ? `${listed(whom)} ${several(whom) ? "are" : "is"} notified` : `告知${whom.join("、")}`;

const listed = (parts: readonly string[]): string =>
  parts.length < 2 ? (parts[0] ?? "") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;

function audienceWords(
  taskContext: TaskContext,
  { audience, people, vacant, passed }: Spoken,
  language: LanguageCode,
  reader: string | null,
): string {
  const en = language === "en";
  if (reader !== null && people.length === 1 && people[0] === reader) return en ? "you" : "您";
  const name = nameOf(taskContext, audience, language);
  if (!vacant && !passed) return name;
  const instead = taskContext.holders.find((holder) => holder.personId === people[0])?.role;
  const role = instead && (en ? `the ${word("role", instead, language)}` : word("role", instead, language));
  if (!vacant) return role ?? name;
  const missing = textIn(vacantText(vacant), language);
  return en ? `${role ?? name} (${missing})` : `${role ?? name}（${missing}）`;
}

function nameOf(taskContext: TaskContext, audience: Audience, language: LanguageCode): string {
  const en = language === "en";
  const the = (role: Role): string => (en ? `the ${word("role", role, language)}` : word("role", role, language));
  switch (audience) {
    case "doer":
      return en ? "the person responsible" : "办理人";
    case "holders":
      return the(taskContext.task.roles[0] ?? "secretariat");
    case "verifier":
      return the(taskContext.task.verifier ?? "supervisory-board");
    case "verifier-peers":
      return en
        ? `others of ${the(taskContext.task.verifier ?? "supervisory-board")}`
        : `${the(taskContext.task.verifier ?? "supervisory-board")}其他成员`;
    case "participants":
      return en ? "those who take part" : "参加人员";
    default:
      return the(audience);
  }
}

export function offsetWords({ n, unit }: Offset, language: LanguageCode): string {
  if (language === "en") return plural(n, { bd: "business day", d: "day", h: "hour", min: "minute" }[unit]);
  return `${n}${{ bd: "个工作日", d: "天", h: "小时", min: "分钟" }[unit]}`;
}

import type { TaskContext } from "../../client/tasks/task-context.ts";
import type { RungAudience } from "../../domain/escalation/advance.ts";
import type { Foreseen } from "../../domain/escalation/foresee.ts";
import type { Audience, Offset } from "../../domain/escalation/policy.ts";
import { endlessly } from "../../domain/escalation/progress.ts";
import { roleInstead } from "../../domain/escalation/whom.ts";
import { writing } from "../../domain/messages/languages/writing.ts";
import type { LanguageCode, Role } from "../../domain/terms.ts";
import { textIn, vacantText, word } from "../../domain/words.ts";
import { plural, type ToCome, toCome } from "../http/format-date.ts";

/** A future rung of the ladder, in words. */
export interface UpcomingRung extends ToCome {
  at: Date;
  /** `告知法定代表人` */
  what: string;
}

/** Maximum number of rungs looked at: every policy has sent everything once within these. */
export const maxUpcomingRungs = 60;

/** What the wording of a ladder depends on. */
export interface LadderContext extends Pick<TaskContext, "calendar" | "holders"> {
  /** The term runs at night and on days off too. */
  byClock: boolean;
  task: Pick<TaskContext["task"], "state" | "roles" | "personId" | "verifier">;
  organization: Pick<TaskContext["organization"], "zone">;
}

/** What happens if nobody acts: the first notice to each audience, and the repetition at the end. */
export function upcomingRungs(
  steps: readonly Foreseen[],
  taskContext: LadderContext,
  now: Date,
  language: LanguageCode,
  reader: string | null,
): UpcomingRung[] {
  const { organization, calendar, byClock } = taskContext;
  const { zone } = organization;
  const ahead: UpcomingRung[] = [];
  const named = new Set<Audience>();
  for (const { at, said } of steps) {
    // What is due at this moment is being processed already.
    if (at <= now) continue;
    const every = said.rungs.map(({ rule }) => endlessly(rule)).find((one) => one !== undefined);
    const fresh = said.audiences.filter(({ audience }) => !named.has(audience));
    if (fresh.length > 0 || every || said.mark) {
      for (const { audience } of said.audiences) named.add(audience);
      ahead.push({
        at,
        ...toCome({ at, byClock }, now, zone, calendar, language),
        what: whatOf(
          taskContext,
          { audiences: every ? said.audiences : fresh, mark: said.mark, every },
          language,
          reader,
        ),
      });
    }
    if (every) break;
  }
  return ahead;
}

interface What {
  audiences: readonly RungAudience[];
  mark: boolean;
  every: Offset | undefined;
}

function whatOf(
  taskContext: LadderContext,
  { audiences, mark, every }: What,
  language: LanguageCode,
  reader: string | null,
): string {
  const said: string[] = [];
  const whom = [...new Set(audiences.map((one) => audienceWords(taskContext, one, language, reader)))];
  const doing = audiences.every(
    ({ audience }) => audience === (taskContext.task.state === "submitted" ? "verifier" : "doer"),
  );
  if (whom.length > 0) said.push(doing ? reminded(whom, language) : notified(whom, language));
  if (mark)
    said.push(
      writing[language].either("公开页记为逾期，永久保留", "it is marked as late on the public page, for good"),
    );
  if (every) {
    const again = everyWords(every, language);
    said.push(writing[language].either(`此后${again}一次，直至办结`, `then ${again}, until it is done`));
  }
  return writing[language].clauses(said);
}

const several = (whom: readonly string[]): boolean => whom.length > 1 || whom[0] === "you";

const reminded = (whom: readonly string[], language: LanguageCode): string =>
  writing[language].either(
    `再次提醒${whom.join("、")}`,
    `${writing.en.all(whom)} ${several(whom) ? "are" : "is"} reminded`,
  );

const notified = (whom: readonly string[], language: LanguageCode): string =>
  writing[language].either(
    `告知${whom.join("、")}`,
    `${writing.en.all(whom)} ${several(whom) ? "are" : "is"} notified`,
  );

function audienceWords(
  taskContext: LadderContext,
  { audience, people, vacant, passed }: RungAudience,
  language: LanguageCode,
  reader: string | null,
): string {
  if (reader !== null && people.length === 1 && people[0] === reader) return writing[language].either("您", "you");
  const found = { people, vacant, passed };
  const name = nameOf(taskContext, audience, found, language);
  if (!vacant && !passed) return name;
  const instead = roleInstead(audience, found, taskContext.task, taskContext.holders);
  const role =
    instead && writing[language].either(word("role", instead, language), `the ${word("role", instead, language)}`);
  if (!vacant) return role ?? name;
  const missing = textIn(vacantText(vacant), language);
  return writing[language].either(`${role ?? name}（${missing}）`, `${role ?? name} (${missing})`);
}

function nameOf(
  { task, holders }: LadderContext,
  audience: Audience,
  found: Pick<RungAudience, "people" | "vacant" | "passed">,
  language: LanguageCode,
): string {
  const the = (role: Role): string =>
    writing[language].either(word("role", role, language), `the ${word("role", role, language)}`);
  switch (audience) {
    case "doer":
      return writing[language].either("办理人", "the person responsible");
    case "holders":
      return the(task.roles[0] ?? "secretariat");
    case "verifier":
      return the(task.verifier ?? "supervisory-board");
    case "verifier-peers":
      return writing[language].either(
        `${the(task.verifier ?? "supervisory-board")}其他成员`,
        `others of ${the(task.verifier ?? "supervisory-board")}`,
      );
    case "participants":
      return writing[language].either("参加人员", "those who take part");
    // In an organization without a supervising authority, the registrar or the party committee takes its place.
    case "authority":
      return the((found.vacant ? null : roleInstead(audience, found, task, holders)) ?? audience);
    default:
      return the(audience);
  }
}

/** `每5个工作日`, `每天`; `every 5 business days`, `every day` */
function everyWords({ n, unit }: Offset, language: LanguageCode): string {
  const units = {
    bd: ["个工作日", "business day"],
    d: ["天", "day"],
    h: ["小时", "hour"],
    min: ["分钟", "minute"],
  } as const;
  const [zh, en] = units[unit];
  return n === 1
    ? writing[language].either(`每${zh}`, `every ${en}`)
    : writing[language].either(`每${n}${zh}`, `every ${plural(n, en)}`);
}

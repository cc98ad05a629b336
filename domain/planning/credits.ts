import { z } from "zod";
import { dutyOf } from "../catalogue/packs/index.ts";
import { type Cadence, type LocalDate, type Role, roles, type Text } from "../terms.ts";
import { periodNamed, periodOf } from "../time/periods.ts";

/** When a done duty counts: always, depending on an answer, if one person holds two roles, or only as a prefilled answer. */
export type CreditCondition =
  | { always: true }
  | { field: string; is: string }
  | { samePerson: readonly [Role, Role] }
  | { prefilled: true };

/** A credit line: a done duty counts for another. */
export interface Credit {
  /** kebab-case, unique: the name by which the line is switched off. */
  name: string;
  /** Numbers of the done duty, and of the one for which it counts. */
  done: string;
  counts: string;
  /**
   * `period`: for the occurrence whose period contains its own · `day`: for the one in whose period it was done, where its own period is longer or
   * has ended by then
   */
  of: "period" | "day";
  when: CreditCondition;
  /** Why nobody is asked twice. */
  reason: Text;
}

const t = (zh: string, en: string): Text => ({ zh, en });
const always = { always: true } as const;
const prefilled = { prefilled: true } as const;

/** The credit lines. Statutory rows are never among the credited: they are fulfilled only by themselves. */
const lines: readonly Credit[] = [
  {
    ...{ name: "staff-drill", done: "53b", counts: "26", of: "period", when: always },
    reason: t("工作人员应急演练就是本组织的演练", "the drill of its staff is the drill of the organization"),
  },
  {
    ...{ name: "staff-training", done: "53a", counts: "25", of: "period", when: always },
    reason: t("工作人员培训就是防护措施培训", "the training of its staff is the training in protection"),
  },
  {
    ...{ name: "premises", done: "22a", counts: "56", of: "period", when: always },
    reason: t("两项核对的是同一份场所清单", "both go over the same list of sites"),
  },
  {
    ...{ name: "premises-filled-in", done: "22a", counts: "61", of: "period", when: prefilled },
    reason: t("场所核对表已由秘书处填写，负责人核对确认", "the secretariat has filled in the sites; the heads confirm"),
  },
  {
    ...{ name: "personnel-filled-in", done: "22b", counts: "61", of: "period", when: prefilled },
    reason: t(
      "人员核对表已由秘书处填写，负责人核对确认",
      "the secretariat has filled in the people; the heads confirm",
    ),
  },
  {
    ...{ name: "first-topic", done: "7", counts: "1", of: "period", when: { field: "all-staff", is: "yes" } },
    reason: t("全体工作人员参加了“第一议题”学习", "all staff took part in the study as the first topic"),
  },
  {
    ...{ name: "briefing", done: "24", counts: "66", of: "day", when: { field: "materials", is: "yes" } },
    reason: t("宣讲材料即宣传内容", "the materials of the briefing are what is published"),
  },
  {
    ...{ name: "members-briefing", done: "45", counts: "66", of: "day", when: { field: "materials", is: "yes" } },
    reason: t("会员宣讲材料即宣传内容", "the materials of the members' briefing are what is published"),
  },
  {
    ...{ name: "weak-links", done: "4", counts: "69", of: "period", when: { field: "led", is: "yes" } },
    reason: t("负责人参加了排查，即为检查提醒", "a head took part in the check, which is an inspection by a head"),
  },
  {
    ...{ name: "roll-up", done: "27", counts: "60", of: "day", when: { samePerson: ["head", "legal-representative"] } },
    reason: t(
      "负责人就是法定代表人，收到汇总即已审阅",
      "the head is the legal representative, and has gone through the roll-up",
    ),
  },
];

const number = z
  .string()
  .refine((value) => dutyOf(value).cadence !== undefined, { error: "expected a recurring duty" });
const text = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });
const credit = z
  .strictObject({
    name: z.string().regex(/^[a-z]+(?:-[a-z]+)*$/),
    done: number,
    counts: number,
    of: z.enum(["period", "day"]),
    when: z.union([
      z.strictObject({ always: z.literal(true) }),
      z.strictObject({ field: z.string(), is: z.string() }),
      z.strictObject({ samePerson: z.tuple([z.enum(roles), z.enum(roles)]) }),
      z.strictObject({ prefilled: z.literal(true) }),
    ]),
    reason: text,
  })
  .refine(({ done, when }) => !("field" in when) || asksFor(done, when.field, when.is), {
    error: "expected an answer that the form of the duty has",
    path: ["when"],
  });
const table = z
  .array(credit)
  .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, { error: "expected each name once" })
  .refine((all) => all.every(({ done }) => !all.some((one) => one.counts === done)), {
    error: "expected no duty that counts and is counted for",
  });

const asksFor = (duty: string, field: string, is: string): boolean =>
  dutyOf(duty).evidence.some(
    ({ name, type, options = [] }) => name === field && type === "choice" && options.some(({ value }) => value === is),
  );

/** Validates the credit lines. @throws what is wrong */
export const checkCredits = (given: readonly Credit[]): readonly Credit[] => {
  table.parse(given);
  return given;
};

export const credits = checkCredits(lines);

/** Lines by which a done duty closes another's case. */
export const creditsOf = (done: string): readonly Credit[] =>
  credits.filter((one) => one.done === done && !("prefilled" in one.when));

/** Lines by which a duty's case may be closed. */
export const creditsFor = (counts: string): readonly Credit[] =>
  credits.filter((one) => one.counts === counts && !("prefilled" in one.when));

/** Lines that prefill a duty's form with answers of another. */
export const filledInFrom = (counts: string): readonly Credit[] =>
  credits.filter((one) => one.counts === counts && "prefilled" in one.when);

/** What the condition of a line depends on. */
export interface Deed {
  /** The submission. */
  result: Readonly<Record<string, unknown>>;
  holders: readonly { personId: string; role: Role }[];
}

/** Whether what was done counts. */
export function holds({ when }: Credit, { result, holders }: Deed): boolean {
  if ("always" in when) return true;
  if ("field" in when) return result[when.field] === when.is;
  if ("prefilled" in when) return false;
  const [one, other] = when.samePerson.map((role) => holders.filter((held) => held.role === role));
  return one?.some(({ personId }) => other?.some((held) => held.personId === personId)) ?? false;
}

/** Whether a planned case is the one for which it counts. @param doneOn day on which it was done */
export function countsFor(
  { of }: Pick<Credit, "of">,
  { key, doneOn }: { key: string; doneOn: LocalDate },
  { key: wanted, cadence }: { key: string; cadence: Cadence },
): boolean {
  const period = of === "period" ? periodNamed(key) : null;
  return periodOf(cadence, period?.from ?? doneOn).key === wanted;
}

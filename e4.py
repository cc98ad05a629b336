import sys,re; sys.path.insert(0,'/tmp/h/w')
from ed import ed
s=open('cli/views/duty-shown.ts').read()
m=re.search(r'import \{ ([^}]*) \} from "../language.ts"',s); 
s=s.replace(m.group(0),m.group(0).replace('{ ','{ inTongue, ',1)); open('cli/views/duty-shown.ts','w').write(s)
s=open('client/kinds/hazard.ts').read()
s=s.replace('import { holdersOf } from "../../records/roster/holders.ts"','import { holdersOf, organizationsById } from "../../records/roster/holders.ts"')
open('client/kinds/hazard.ts','w').write(s)
# reasons: placeOf
s=open('domain/reasons/index.ts').read()
s=s.replace('/** Every reason there is. */','''/** The field, option or column at which something is wrong; undefined: no single one. */
export const placeOf = ({ values }: Cause): string | undefined =>
  "place" in values && typeof values.place === "string" ? values.place : undefined;

/** Every reason there is. */''')
open('domain/reasons/index.ts','w').write(s)
# web
ed('web/board/board-start.ts',[('''  const found = names.filter((name) =>
    error.problems.some((problem) => problem.startsWith(`${name.replace("-", " ")}:`)),
  );''','''  const places = error.causes.map(placeOf);
  const found = names.filter((name) => places.includes(name.replace("-", " ")));''')],'import { placeOf } from "../../domain/reasons/index.ts";')
ed('web/public/query.ts',[('error.problems.map((problem) => (problem.startsWith("contact:") ? "contact" : "words"))','error.causes.map((one) => (placeOf(one) === "contact" ? "contact" : "words"))')],'import { placeOf } from "../../domain/reasons/index.ts";')
ed('web/public/raise.ts',[('error.problems.map((problem) => problem.split(":")[0] ?? "")','error.causes.map((one) => placeOf(one) ?? "")')],'import { placeOf } from "../../domain/reasons/index.ts";')
s=open('web/task/task-act.ts').read()
a=s.index('/** Problems that only the act itself can see'); b=s.index('const unclear = t(')
s=s[:a]+'''/** Problems that only the act itself can see: a day outside the period. */
function problemsOf(view: TaskView, error: BadInputError): Record<string, string> {
  const { language } = view.door;
  const problems: Record<string, string> = {};
  for (const one of error.causes) {
    const name = placeOf(one) ?? "";
    const ask = fieldsOf(view.duty, view.task.step).find((field) => keyIsOf(name, field));
    if (one.reason === "cannot-do") problems.to = textIn(missing.person, language);
    else if (!ask) problems[""] = textIn(unclear, language);
    else if (one.reason !== "day-within") Object.assign(problems, problemOf(view, name));
    else {
      const { from, to } = one.values;
      const within = t(`应在 ${from} 至 ${to} 之间`, `expected a day from ${from} to ${to}`);
      problems[askField(ask.name)] =
        `${textIn(ask.label, language)}${language === "en" ? ": " : "："}${textIn(within, language)}`;
    }
  }
  return problems;
}

'''+s[b:]
a=s.index('const reasons: Readonly<Record<"own-work"'); b=s.index('const sentence = (view')
s=s[:a]+'''const statutory = t(
  "法定期限不能延期；免除只能由登记管理机关或管理员决定。",
  "A deadline of the law is not extended, and only the registrar or an administrator waives it.",
);
const notAsked = t("没有待答复的延期申请。", "Nobody has asked for more time.");

/** Refusals of the state machine, as a page says them to the one who acts; `field` is where they are shown. */
const refusals: Readonly<Partial<Record<Reason, { field?: string; say: Text }>>> = {
  "own-work": {
    say: t(
      "不能对自己办理或转交过的事项核验、免除、延期、改派或催办。",
      "Nobody verifies, waives, extends, reassigns or reminds themselves of their own work, nor of what they passed on.",
    ),
  },
  "statutory-waiver": { say: statutory },
  "statutory-extension": { say: statutory },
  "goes-in-circle": {
    field: "to",
    say: t(
      "此人此前办过或转交过这件事，不能再转回去。",
      "They worked on it or passed it on before; it would go round in a circle.",
    ),
  },
  "same-person": { field: "to", say: t("请选择另一个人。", "Please choose somebody else.") },
  "each-own": {
    say: t("此项须由每个人本人办理，或者予以免除。", "Each of them does this themselves, or is excused."),
  },
  "own-request": { say: t("不能批准自己提出的延期。", "The one who asked for more time cannot grant it.") },
  "not-asked": { say: notAsked },
  "nothing-to-refuse": { say: notAsked },
  "reason-needed": { field: "reason", say: missing.reason },
  "wrong-state": { say: gone },
};

function wordsOf(view: TaskView, verb: Verb, error: RefusedError): Record<string, string> {
  const { language } = view.door;
  const { zone } = view.organization;
  for (const one of error.causes) {
    if (one.reason === "not-later") {
      const at = instantWords(one.values.after, zone, language);
      return { until: textIn(t(`新的日期应晚于 ${at}`, `The new day must come after ${at}`), language) };
    }
    if (one.reason === "too-far") {
      const at = instantWords(one.values.latest, zone, language);
      const most = t(
        `最多延至 ${at}；需要更长时间的，由上一级同意`,
        `At most until ${at}; more is granted by the next role up`,
      );
      return { until: textIn(most, language) };
    }
  }
  const known = refusals[error.reason];
  return { [known?.field ?? ""]: sentence(view, known?.say ?? cannot, verb) };
}

'''+s[b:]
s='import { placeOf, type Reason } from "../../domain/reasons/index.ts";\n'+s
open('web/task/task-act.ts','w').write(s)
# load shedding
ed('prisma/client.ts',[
('/** Connections of readers whom nobody knows. */','''/** A reader whom nobody knows would wait too long: for a connection, or for what their statement reads. */
export class BusyError extends Error {
  readonly code = "BUSY";
  override readonly name = "BusyError";
}

/** The driver gives no code where no connection became free in time; these are its words for it. */
const noneFree = "timeout exceeded when trying to connect";
/** PostgreSQL cancelled the statement. */
const cancelled = "57014";

const isBusy = (error: unknown): boolean =>
  error instanceof Error && (("code" in error && error.code === cancelled) || error.message === noneFree);

/** Connections of readers whom nobody knows. */'''),
('  return { ...statementsOf(pool as Pick<pg.ClientBase, "query">), close: () => pool.end() };','''  const { $queryRaw, $executeRaw } = statementsOf(pool as Pick<pg.ClientBase, "query">);
  const heard = async <T>(answer: Promise<T>): Promise<T> => {
    try {
      return await answer;
    } catch (error) {
      throw isBusy(error) ? new BusyError("too much is being read at once", { cause: error }) : error;
    }
  };
  return {
    $queryRaw: (query, ...values) => heard($queryRaw(query, ...values)),
    $executeRaw: (query, ...values) => heard($executeRaw(query, ...values)),
    close: () => pool.end(),
  };'''),
])
ed('web/http/load-shedding.ts',[('''/** PostgreSQL cancelled the statement, or no connection of the visitors' own became free. */
const isBusy = (error: Error): boolean =>
  ("code" in error && error.code === "57014") || /timeout exceeded when trying to connect/.test(error.message);''','''/** A statement was cancelled, or no connection of the visitors' own became free ({@link connectVisitors}). */
const isBusy = (error: Error): boolean => "code" in error && error.code === "BUSY";''')])
# tests
open('test/support/refusals.ts','w').write('''import { type Expectation, expectedText } from "../../domain/reasons/index.ts";

/** What was expected, in English. */
export const english = (expectation: Expectation | undefined): string =>
  expectation === undefined ? "" : expectedText(expectation).en;

/** A problem with what was expected in English. */
export const inEnglish = <Problem extends { expected: Expectation }>(
  problem: Problem,
): Omit<Problem, "expected"> & { expected: string } => ({ ...problem, expected: english(problem.expected) });
''')
s=open('test/domain/roster/roster.test.ts').read()
s=s.replace('expect(errors[0]?.expected).toMatch','expect(english(errors[0]?.expected)).toMatch').replace('expected.slice(0, 17)','english(expected).slice(0, 17)').replace('[row, expected])','[row, english(expected)])').replace('expect(error?.expected).toBe','expect(english(error?.expected)).toBe')
s=s.replace('expect(errors).toEqual([{ row: 4, column: "code"','expect(errors.map(inEnglish)).toEqual([{ row: 4, column: "code"').replace('expect(errors).toEqual([\n      {\n        row: 4,\n        column: "deputy"','expect(errors.map(inEnglish)).toEqual([\n      {\n        row: 4,\n        column: "deputy"')
s=s.rstrip('\n')+'\n'
s='import { english, inEnglish } from "../../support/refusals.ts";\n'+s
open('test/domain/roster/roster.test.ts','w').write(s)
s=open('test/domain/forms/submission.test.ts').read()
s=s.replace('expect(problems[0]?.expected).toMatch','expect(english(problems[0]?.expected)).toMatch').replace('expect(without.problems).toEqual','expect(without.problems.map(inEnglish)).toEqual').replace('"stock.masks.told": "10" }).problems).toEqual','"stock.masks.told": "10" }).problems.map(inEnglish)).toEqual')
s='import { english, inEnglish } from "../../support/refusals.ts";\n'+s
open('test/domain/forms/submission.test.ts','w').write(s)
s=open('test/attack/parsers.test.ts').read()
s=s.replace(' || one.expected === ""','');open('test/attack/parsers.test.ts','w').write(s)
s=open('test/cli/index.test.ts').read()
s=s.replace('new BadInputError("a: 1; expected 2", "b: 3; expected 4"), 2, "BAD_INPUT"]','twice, 2, "BAD_INPUT"]')
s=s.replace('new NotFoundError("task", "x", "an id")','new NotFoundError(cause("no-task", { value: "x" }))').replace('new RefusedError("no", [{ zh: "方案", en: "a plan" }])','new RefusedError(cause("too-early", { verb: "submit" }), [{ zh: "方案", en: "a plan" }])')
s=s.replace('await failing(new BadInputError("a: 1; expected 2", "b: 3; expected 4"))("org", "list", "--json");\n    expect(JSON.parse(bad.err).error.problems).toEqual(["a: 1; expected 2", "b: 3; expected 4"]);','''await failing(twice)("org", "list", "--json");
    expect(JSON.parse(bad.err).error).toEqual({
      code: "BAD_INPUT",
      reason: "day",
      values: { place: "on", value: "x" },
      message: 'on: "x"; expected a day that exists, YYYY-MM-DD\\nname: ""; expected some words',
      problems: [
        {
          reason: "day",
          values: { place: "on", value: "x" },
          message: 'on: "x"; expected a day that exists, YYYY-MM-DD',
        },
        { reason: "words", values: { place: "name", value: "" }, message: 'name: ""; expected some words' },
      ],
    });''')
s=s.replace('new RefusedError("not yet", [','new RefusedError(cause("too-early", { verb: "submit" }), [').replace('"error: not yet\\n  - a plan\\n  - a budget\\n"','"error: submit: it is too early; expected first what is named here\\n  - a plan\\n  - a budget\\n"')
s=s.replace('Array.from({ length: 1_000 }, (_, row) => `row ${row + 2}`)','Array.from({ length: 1_000 }, (_, row) => unusable("on", "x", expected("day"), row + 2))')
s=s.replace('toEqual({ error: { code: "USAGE", message: expect.stringContaining("lst") } })','toEqual({\n      error: {\n        code: "USAGE",\n        reason: "usage",\n        values: { fault: expect.stringContaining("lst") },\n        message: expect.stringContaining("lst"),\n      },\n    })')
s='import { cause, expected, unusable } from "../../domain/reasons/index.ts";\n'+s
i=s.index('\ndescribe(') if '\ndescribe(' in s else s.index('\nit(')
s=s[:i]+'\nconst twice = new BadInputError(unusable("on", "x", expected("day")), unusable("name", "", expected("words")));\n'+s[i:]
open('test/cli/index.test.ts','w').write(s)

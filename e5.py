import sys,re; sys.path.insert(0,'/tmp/h/w')
from ed import ed
ed('domain/reasons/index.ts',[
('''  const { place, value, row } = given.values as Unusable;
  const { zh, en } = expectedText(given as Expectation);
  const where = placeText(place);''','''  const { place, value, row } = given.values as Unusable;
  const { zh: instead, en } = expectedText(given as Expectation);
  const where = placeText(place);
  const zh = `${value === "" ? "没有填写" : `“${value}”无法使用`}；${clause.test(instead) ? "" : "应为"}${instead}`;'''),
('? t(`${where.zh}：“${value}”无法使用；应为${zh}`, `','? t(`${where.zh}：${zh}`, `'),
('`第${row}行“${where.zh}”列：“${value}”无法使用；应为${zh}`','`第${row}行“${where.zh}”列：${zh}`'),
('/** A reason in words, in every language. */','/** What is expected may be a clause of its own in Chinese. */\nconst clause = /^(应|须|不得)/;\n\n/** A reason in words, in every language. */'),
])
ed('domain/reasons/expected-forms.ts',[
('t("每列只出现一次"','t("须每列只出现一次"'),
('`至少一人任职：否则','`须至少有一人任职，否则') if False else ('t("至少一人任职：否则无人可以告知"','t("须至少有一人任职，否则无人可以告知"'),
('`同一联系方式对应同一姓名：第${row}行“${column}”列为${name}`','`须与第${row}行“${column}”列的姓名“${name}”一致：同一联系方式对应同一姓名`'),
('`同一人对应同一号码：第${row}行“${column}”列中${of}的号码为${phone}`','`须与第${row}行“${column}”列中${of}的号码${phone}一致：同一人对应同一号码`'),
('`不重复的代码：第${row}行也用了它`','`不得重复：第${row}行已使用该代码`'),
('`不重复的编号：第${row}行也用了它`','`不得重复：第${row}行已使用该编号`'),
('`先写姓名：${mailbox.zh}`','`须先写姓名，再写联系方式；应为${mailbox.zh}`'),
('"与文件名相符的内容：其内容不是"','"与文件名相符的文件：该文件的内容不符"'),
('"空着：只有发现的问题才分等级"','"须空着：只有发现的问题才分等级"'),
('`${zh}，或者未办的原因`','`须勾选${zh}，或写明未办的原因`'),
('`每项不少于${minimum}，或者不足的原因`','`须每项不少于${minimum}，或写明不足的原因`'),
('"yes，或空着"','"yes，或者空着"'),
('t("至少一个文件"','t("须至少有一个文件"'),
])
ed('domain/reasons/expected-values.ts',[
('`募捐开始之日${from}至${to}之间的日期`','`募捐开始日（${from}）至${to}之间的日期`'),
('`空着，或以下若干：${options.join("；")}`','`须空着，或为以下若干项，以分号隔开：${options.join("；")}`'),
('`不超过${most}字（现有${has}字）`','`须不超过${most}字（现有${has}字）`'),
('"文字，不能为空"','"须填写，不能为空"'),
('`每行一条，最多${most}条`','`须每行一条，最多${most}条`') if False else ('t(`1至${most}字`','t(`须为1至${most}字`'),
])
ed('domain/reasons/tasks.ts',[
('const { zh, en } = orText(expected.map(stateText));','const { zh, en } = orText(expected.map((one) => named("taskState", one)));'),
('该工作目前为“${stateText(state).zh}”；应为${zh}`','该工作目前为“${named("taskState", state).zh}”；须在“${zh}”时办理`'),
('orText, stateText, t, verbText','named, orText, t, verbText'),
])
s=open('domain/reasons/words.ts').read()
s=s.replace('texts.map(({ zh }) => zh).join("或")','texts.map(({ zh }) => zh).join("”或“")') ; open('domain/reasons/words.ts','w').write(s)
ed('domain/reasons/command-line.ts',[
('`事情：“${event}”无法使用；应为能开始职责的：第${duty}项的在办事项才会听取它`','`事情：“${event}”由第${duty}项正在办理的事项处理，不另行开始；应为能开始一项职责的事情`'),
('`--duty：“${duty}”是${what.zh}；请改用“${command}”`','`--duty：第${duty}项是${what.zh}；请改用“${command}”`'),
])
s=open('cli/views/case-start.ts').read()
s=s.replace('"募捐的"','"募捐的职责"').replace('"已筹划募捐的"','"已筹划募捐的职责"').replace('"重大事项的"','"重大事项的职责"');open('cli/views/case-start.ts','w').write(s)
ed('domain/reasons/not-found.ts',[
('"没有离任的人员，见 `duban person list`"','"在任人员，见 `duban person list`"'),
('''({ value, range }: Given & { range: string }) =>
    t(
      `没有第“${value}”项职责；应为目录中的序号：${range}`,
      `There is no duty "${value}"; expected a number of the catalogue, ${range}.`,
    )''','''({ value, ranges }: Given & { ranges: readonly { from: string; to: string }[] }) =>
    t(
      `没有第“${value}”项职责；应为目录中的序号：${ranges.map(({ from, to }) => `${from}至${to}`).join("、")}，例如22a`,
      `There is no duty "${value}"; expected a number of the catalogue, ${ranges.map(({ from, to }) => `${from} to ${to}`).join(" or ")}, such as 22a.`,
    )'''),
])
# group 2: coded errors
ed('domain/catalogue/packs/errors.ts',[('''export class UnknownDutyError extends Error {
  readonly code = "UNKNOWN_DUTY";
  readonly number: string;
  constructor(number: string, range: string) {
    super(`There is no duty "${number}"; expected a number of the catalogue, ${range}.`);
    this.name = "UnknownDutyError";
    this.number = number;
  }
}''','''export class UnknownDutyError extends ReasonedError {
  readonly code = "UNKNOWN_DUTY";
  override readonly name = "UnknownDutyError";
  constructor(number: string, ranges: readonly { from: string; to: string }[]) {
    super([cause("unknown-duty", { value: number.slice(0, 80), ranges })]);
  }
}''')],'import { ReasonedError } from "../../errors.ts";\nimport { cause } from "../../reasons/index.ts";\n')
ed('domain/catalogue/packs/index.ts',[
('''  const ranges = dutyPacks.map(({ duties }) => `${duties[0]?.number} to ${duties.at(-1)?.number}`);
  throw new UnknownDutyError(number, `${ranges.join(" or ")}, such as 22a`);''','''  const ranges = dutyPacks.map(({ duties }) => ({ from: duties[0]?.number ?? "", to: duties.at(-1)?.number ?? "" }));
  throw new UnknownDutyError(number, ranges);''')])
ed('domain/procedures/opening.ts',[('export class UnknownPolicyError extends Error {','export class UnknownPolicyError extends ReasonedError {'),
('throw new UnknownPolicyError(`No policy "${name}"; expected one of ${[...policies.keys()].sort().join(", ")}.`);','throw new UnknownPolicyError([cause("no-policy", { value: name, policies: [...policies.keys()].sort() })]);')],'import { ReasonedError } from "../errors.ts";\nimport { cause } from "../reasons/index.ts";')
ed('domain/donations/disclosure.ts',[('export class CampaignError extends Error {','export class CampaignError extends ReasonedError {'),
('throw new CampaignError(`${name}: "${String(value).slice(0, 40)}" is no day; expected one that exists, YYYY-MM-DD`);','throw new CampaignError([cause("campaign-fact-no-day", { fact: name, value: String(value).slice(0, 40) })]);'),
('throw new CampaignError("startsOn: nothing is given; expected the campaign\'s first day, YYYY-MM-DD");','throw new CampaignError([cause("campaign-no-start")]);')],'import { ReasonedError } from "../errors.ts";\nimport { cause } from "../reasons/index.ts";')
open('worker/unreachable.ts','w').write('''import { ReasonedError } from "../domain/errors.ts";
import type { Cause } from "../domain/reasons/index.ts";

/** The engine or the database cannot be reached (exit code 5). */
export class UnreachableError extends ReasonedError {
  readonly code = "UNREACHABLE";
  override readonly name = "UnreachableError";
  constructor(why: Cause, options?: ErrorOptions) {
    super([why], options);
  }
}
''')
ed('worker/connections.ts',[('throw new UnreachableError(`Temporal at ${address} does not answer; expected a server there (TEMPORAL_ADDRESS).`, {\n      cause: error,\n    });','throw new UnreachableError(cause("engine-silent", { address }), { cause: error });')],'import { cause } from "../domain/reasons/index.ts";')
ed('worker/database.ts',[
('''const refusals: Readonly<Record<string, (url: URL) => string>> = {
  "28P01": ({ username }) => `refuses user "${username}" with this password; expected those that it knows`,
  "28000": ({ username }) => `does not let user "${username}" in; expected one that may`,
  "3D000": () => "does not exist; expected one that has been made (createdb)",
};''','''const refusals = { "28P01": "password", "28000": "user", "3D000": "absent" } as const;'''),
('Promise<string | undefined> {','Promise<Cause | undefined> {'),
('  const database = `The database "${url.pathname.slice(1)}" at ${url.host} (DATABASE_URL)`;','  const where = { database: url.pathname.slice(1), host: url.host, user: url.username };'),
('''    return empty || rows[0]?.ours
      ? undefined
      : `${database} holds no tables of Duban yet; expected that "npm start" ran with it.`;''','''    return empty || rows[0]?.ours ? undefined : cause("database-refuses", { ...where, matter: "empty" });'''),
('''    return `${database} ${refusals[code]?.(url) ?? `does not answer (${message || code}); expected a PostgreSQL there`}.`;''','''    if (code in refusals)
      return cause("database-refuses", { ...where, matter: refusals[code as keyof typeof refusals] });
    const { database, host } = where;
    return cause("database-silent", { database, host, fault: message || code });'''),
],'import { type Cause, cause } from "../domain/reasons/index.ts";')
s=open('worker/schema-version.ts').read()
s=s.replace('Promise<string | undefined> {','Promise<Cause | undefined> {').replace('  const database = `The database "${url.pathname.slice(1)}" at ${url.host}`;','  const where = { database: url.pathname.slice(1), host: url.host };')
s=re.sub(r'return `\$\{database\} was made by a newer.*?`;','return cause("database-newer", { ...where, ...counted(foreign) });',s)
s=re.sub(r'return `\$\{database\} was made by an older.*?`;','return cause("database-older", { ...where, ...counted(lacking) });',s)
s=s.replace('''const counted = (names: readonly string[]): string =>
  `${names.length === 1 ? "migration" : `${names.length} migrations, the last`} ${names.toSorted().at(-1)}`;''','''const counted = (names: readonly string[]): { migrations: number; last: string } => ({
  migrations: names.length,
  last: names.toSorted().at(-1) ?? "",
});''')
open('worker/schema-version.ts','w').write('import { type Cause, cause } from "../domain/reasons/index.ts";\n'+s)
s=open('worker/doctor.ts').read()
s=s.replace('detail: (await matterWith(url)) ?? reason(error)','detail: said(await matterWith(url)) ?? reason(error)')
open('worker/doctor.ts','w').write('import { type Cause, causeText } from "../domain/reasons/index.ts";\n'+s.rstrip()+'\n\nconst said = (matter: Cause | undefined): string | undefined => matter && causeText(matter).en;\n')
s=open('bin/session.ts').read()
s=re.sub(r'new UnreachableError\(\n\s*`Nothing is running.*?`,\n\s*\)','new UnreachableError(cause("nothing-runs", { home: config.home }))',s,flags=re.S)
s=s.replace('''class NotTheDemoError extends Error {
  readonly code = "REFUSED";
}

class BadClockError extends Error {
  readonly code = "BAD_INPUT";
}

''','')
s=s.replace('throw new NotTheDemoError("Time can be moved in the demo alone; start it with `npm run demo`.");','throw new RefusedError(cause("not-the-demo"));')
s=s.replace('now?: string; moved?: number; error?: string }','now?: string; moved?: number; error?: Cause }')
s=s.replace('throw new BadClockError(answer.error ?? `the demo answered ${response.status}`);','throw new BadInputError(answer.error ?? cause("clock-not-moved", { fault: `HTTP ${response.status}` }));')
open('bin/session.ts','w').write('import { BadInputError, RefusedError } from "../domain/errors.ts";\nimport { type Cause, cause } from "../domain/reasons/index.ts";\n'+s)
s=open('worker/clock-target.ts').read()
s=re.sub(r'export class ClockError extends Error \{.*?\n\}\n\n','',s,flags=re.S)
s=s.replace('{ClockError}','{BadInputError}')
s=re.sub(r'new ClockError\(\n\s*`"\$\{to\}" has passed.*?`,\n\s*\)','new BadInputError(cause("clock-passed", { value: to, now: `${dateIn(now, zone)} ${timeIn(now, zone)}`, zone }))',s,flags=re.S)
s=re.sub(r'new ClockError\(\n.*?`,\n\s*\)','new BadInputError(cause("clock-unreadable", { value: to.slice(0, 40) }))',s,flags=re.S)
open('worker/clock-target.ts','w').write('import { BadInputError } from "../domain/errors.ts";\nimport { cause } from "../domain/reasons/index.ts";\n'+s)
s=open('worker/clock.ts').read().replace('{ClockError}','{BadInputError}');open('worker/clock.ts','w').write(s)
ed('worker/control.ts',[
('answer(404, { error: "not found" })','answer(404, { error: cause("clock-not-moved", { fault: "404" }) })'),
('answer(400, { error: error instanceof Error ? error.message : "the clock cannot be moved" });','answer(400, { error: whyNot(error) });'),
('async function bodyOf','/** A refusal goes over as its reason, which the command line words in its own language. */\nfunction whyNot(error: unknown): Cause {\n  if (error instanceof ReasonedError && error.causes[0]) return error.causes[0];\n  return cause("clock-not-moved", { fault: error instanceof Error ? error.message : String(error) });\n}\n\nasync function bodyOf'),
],'import { ReasonedError } from "../domain/errors.ts";\nimport { type Cause, cause } from "../domain/reasons/index.ts";')

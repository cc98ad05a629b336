import sys; sys.path.insert(0,'/tmp/h/w')
from ed import ed
ed('domain/tasks/own-work.ts',[('  mayDo(personId: string): boolean;\n}','  mayDo(personId: string): boolean;\n  /** In which days are named. */\n  zone: Zone;\n}')])
s=open('domain/errors.ts').read()
a=s.index('\n/** @throws {BadInputError} naming every problem there is */')
s=s[:a]
s=s.replace('''  constructor(causes: readonly [Cause, ...Cause[]], options?: ErrorOptions) {
    super(english(causes), options);
    this.causes = causes;
    this.reason = causes[0].reason;
    this.values = causes[0].values;
  }''','''  constructor(causes: readonly Cause[], options?: ErrorOptions) {
    super(english(causes), options);
    const [first] = causes;
    if (!first) throw new Error("a refusal needs a reason");
    this.causes = causes;
    this.reason = first.reason;
    this.values = first.values;
  }''').replace('...causes: readonly [Cause, ...Cause[]]','...causes: readonly Cause[]')
s=s.replace('''  /** Each in a line of English: the value, its place and what was expected. */
  get problems(): readonly string[] {
    return this.causes.map((one) => causeText(one).en);
  }''','''  /** Each in a line of English: the value, its place and what was expected. What only counts them is none. */
  get problems(): readonly string[] {
    return this.causes.filter(({ reason }) => reason !== "cells-unusable").map((one) => causeText(one).en);
  }''')
open('domain/errors.ts','w').write(s)
R='../../domain/reasons/index.ts'
ed('client/lookup.ts',[
('value: string, expected: string): string | undefined {','value: string, instead: Expectation): Cause | undefined {'),
('return `${place}: ""; expected ${expected}`;','return unusable(place, "", instead);'),
('return problem && `${place}: "${printable(value)}"; expected ${problem}`;','return problem && unusable(place, printable(value), problem);'),
('from?: LocalDate): string | undefined {','from?: LocalDate): Cause | undefined {'),
('const expected = from === undefined || !isLocalDate(from) ? "a day that exists" : `a day from ${from} on`;\n  return `${place}: "${printable(value)}"; expected ${expected}, YYYY-MM-DD`;','const instead = from === undefined || !isLocalDate(from) ? expected("day") : expected("day-from", { from });\n  return unusable(place, printable(value), instead);'),
('(string | undefined)[]','(Cause | undefined)[]'),
('  what: string,\n','  what: NounName,\n'),
('import { cause } from "../domain/reasons/index.ts";','import { type Cause, cause, type Expectation, expected, unusable } from "../domain/reasons/index.ts";\nimport type { NounName } from "../domain/reasons/words.ts";'),
])
ed('client/kinds/call.ts',[('import { cause } from','import { cause, expected } from')])
s=open('client/kinds/call.ts').read()
s=s.replace('"what is called for, in a line"','expected("call-title")').replace('"who called"','expected("call-issuer")').replace('"who calls"','expected("call-issuer")')
open('client/kinds/call.ts','w').write(s)
for f in ['client/kinds/gathering.ts','client/kinds/project.ts']:
    s=open(f).read()
    s=s.replace('"the name of the gathering"','expected("gathering-title")').replace('"where it is held"','expected("gathering-place")').replace('"the name of the project"','expected("project-title")')
    s=s.replace('"move: nothing; expected another day, another place, or both"','cause("nothing-to-move", { what: "gathering" })').replace('"move: nothing; expected another first or last day"','cause("nothing-to-move", { what: "project" })')
    import re
    s=re.sub(r'\? `on: "\$\{day\}"; expected a day until today[^`]*`','? unusable("on", day, expected("day-until-today", { today }))',s)
    s=s.replace('import { cause } from','import { cause, expected%s } from'%(', unusable' if 'project' in f else ''))
    open(f,'w').write(s)
ed('client/kinds/campaign-days.ts',[
('''  const first = earliest === undefined ? "a day that exists, YYYY-MM-DD" : `a day from ${earliest} on, YYYY-MM-DD`;
  const last = `a day from ${startsOn} on, YYYY-MM-DD`;''','''  const first = earliest === undefined ? expected("day") : expected("day-from", { from: earliest });
  const last = expected("day-from", { from: startsOn });'''),
("""title === "" ? 'title: ""; expected the name of the campaign' : undefined""",'title === "" ? unusable("title", "", expected("campaign-title")) : undefined'),
('''const problem = (place: string, value: string, expected: string | undefined): string | undefined =>
  expected === undefined ? undefined : `${place}: "${printable(value)}"; expected ${expected}`;''','''const problem = (place: string, value: string, instead: Expectation | undefined): Cause | undefined =>
  instead && unusable(place, printable(value), instead);'''),
],'import { type Cause, type Expectation, expected, unusable } from "../../domain/reasons/index.ts";')
ed('client/kinds/matter.ts',[('what === "" ? "what is planned" :','what === "" ? expected("matter-title") :')])
ed('client/kinds/opinion.ts',[
('import { emailExpected, parseEmail, parsePhone, phoneExpected }','import { parseEmail, parsePhone }'),
('const problems: string[] = [];','const problems: Cause[] = [];'),
('problems.push(`words: ""; expected what is raised, in a few words`)','problems.push(unusable("words", "", expected("opinion-words")))'),
('problems.push(`words: ${words.length} characters; expected at most ${longestWords}`)','problems.push(cause("too-long", { place: "words", has: words.length, most: longestWords }))'),
('problems.push(`name: "${printable(name)}"; expected ${wrong}`)','problems.push(unusable("name", printable(name), wrong))'),
('problems.push(`contact: "${printable(contact)}"; expected ${emailExpected}, or ${phoneExpected}`)','problems.push(unusable("contact", printable(contact), expected("email-or-phone")))'),
('import { cause } from','import { type Cause, cause, expected, unusable } from'),
])
ed('client/kinds/donor-matters.ts',[('import { emailExpected, parseEmail }','import { parseEmail }'),('? "some words" :','? expected("words") :')])
s=open('client/kinds/donation.ts').read().replace('  cellWords,\n','');open('client/kinds/donation.ts','w').write('import { cellCause } from "../../domain/roster/cell.ts";\n'+s)
ed('client/kinds/platform.ts',[('.map(({ en }) => en)',''),('problems.push("expected an address, a day and a time")','problems.push({ zh: "应有网址、日期和时刻", en: "expected an address, a day and a time" })')])
ed('client/kinds/register.ts',[
('''      expected: `a ${role} of the organization, by name, e-mail address, telephone number or id (a new one is added first: duban person add --role ${role})`,''','''      instead: expected("role-holder", { role }),'''),
('expected: "somebody on the project\'s register"','instead: expected("on-register")'),
('{ ask, expected }: { ask: string; expected: string },','{ ask, instead }: { ask: string; instead: Expectation },'),
('const problems: string[] = [];','const problems: Cause[] = [];'),
('''    const what = only ? `the e-mail address of one: ${named.length} are called so` : expected;
    problems.push(`${ask}: "${line.slice(0, 80)}"; expected ${what}`);''','''    const what = only ? expected("one-of-namesakes", { number: named.length }) : instead;
    problems.push(unusable(ask, line.slice(0, 80), what));'''),
('import { cause } from','import { type Cause, cause, type Expectation, expected, unusable } from'),
])
ed('client/kinds/campaign-plan.ts',[('/**\n * The case of a campaign\'s disclosure, by its own','''/** The first day that a plan names, and how far off it is. */
function beginning({ facts }: CaseRow, { zone }: OrganizationRow, now: Date): { startsOn?: LocalDate; days?: number } {
  const startsOn = String(facts.startsOn ?? "");
  return isLocalDate(startsOn) ? { startsOn, days: daysBetween(dateIn(now, zone), startsOn) } : {};
}

/**\n * The case of a campaign's disclosure, by its own'''),
('const missing = await missingOfPlan(tx, found, await organizationById(tx, found.organizationId), now);','const organization = await organizationById(tx, found.organizationId);\n  const missing = await missingOfPlan(tx, found, organization, now);'),
('import { dateIn }','import { daysBetween, isLocalDate } from "../../domain/time/dates.ts";\nimport { dateIn }')])
ed('client/cases/circulars.ts',[
('  const problems: string[] = [];','  const problems: Cause[] = [];'),
('problems.push(`event: "${event}"; expected one of ${circularEvents.join(", ")}`)','problems.push(unusable("event", event, expected("one-of", { options: circularEvents })))'),
('problems.push(`title: "${title.slice(0, 80)}"; expected one line of at most ${longest.title} characters`)','problems.push(unusable("title", title.slice(0, 80), expected("line-at-most", { most: longest.title })))'),
('problems.push("text: it holds signs that command a terminal or hide; expected plain text")','problems.push(cause("signs-that-command"))'),
('problems.push(`text: ${text.length} characters; expected at most ${longest.text}`)','problems.push(cause("too-long", { place: "text", has: text.length, most: longest.text }))'),
('problems.push(`key: "${key.slice(0, 80)}"; expected 1 to ${longest.key} characters`)','problems.push(unusable("key", key.slice(0, 80), expected("some-characters", { most: longest.key })))'),
('problems.push(`file: "${file.name}" of ${file.bytes.length} bytes; expected 1 byte to 10 MB`)','problems.push(cause("document-size", { name: file.name, bytes: file.bytes.length }))'),
('problems.push("organizations: named beside types or districts; expected the ones or the others")','problems.push(cause("organizations-beside"))'),
])
s=open('client/cases/circulars.ts').read()
s=s.replace('import { cause, expected, unusable } from','import { type Cause, cause, expected, unusable } from').replace('import { cause, unusable, expected } from','import { type Cause, cause, expected, unusable } from');open('client/cases/circulars.ts','w').write(s)
ed('client/tasks/files.ts',[
('''const expectations: Readonly<Record<FileRefusal, string>> = {
  program: "a photo or a document, never a program, a script or a web page",
  "not-a-picture": "a picture such as JPEG, PNG or HEIC: that is not what its bytes are",
  "other-content": "what its name says: its bytes are something else",
};''','''const expectations: Readonly<Record<FileRefusal, Expectation>> = {
  program: expected("no-program"),
  "not-a-picture": expected("picture"),
  "other-content": expected("named-content"),
};'''),
('super(...files.map(({ name, why }) => `${place}: "${name.slice(0, 80)}"; expected ${expectations[why]}`));','super(...files.map(({ name, why }) => unusable(place, name.slice(0, 80), expectations[why])));'),
],'import { type Expectation, expected, unusable } from "../../domain/reasons/index.ts";')
ed('client/tasks/act.ts',[('expected: `a day from ${today} to ${latest}`','expected: expected("day-within", { from: today, to: latest })'),
("unusable(ask, value, expected))","unusable(ask, value, expected))")])
s=open('client/tasks/act.ts').read()
import re
s=re.sub(r'    const words = problems\.map\(.*?\);\n','',s,flags=re.S)
s=s.replace('({ ask, value, expected }) => unusable(ask, value, expected)','(one) => unusable(one.ask, one.value, one.expected)')
s=s.replace('import { cause, unusable } from','import { cause, expected, unusable } from')
open('client/tasks/act.ts','w').write(s)
ed('client/registry/people.ts',[
('import { emailExpected, parseEmail, parsePhone, phoneExpected }','import { parseEmail, parsePhone }'),
('(name: string): string | undefined =>','(name: string): Expectation | undefined =>'),
('? "a name, without addresses" :','? expected("name-without-addresses") :'),
('  const problems: string[] = [];','  const problems: Cause[] = [];'),
('read: T | undefined, expected: string): T | undefined => {\n    if (read === undefined) problems.push(`${field}: "${printable(value)}"; expected ${expected}`);','read: T | undefined, instead: Expectation): T | undefined => {\n    if (read === undefined) problems.push(unusable(field, printable(value), instead));'),
('problems.push(`name: "${printable(name)}"; expected ${wrong}`)','problems.push(unusable("name", printable(name), wrong))'),
('`one of ${roles.join(", ")}`','expected("one-of", { options: roles })'),
('languageCodes.join(" or "))','expected("language"))'),
('parseEmail(input.email), emailExpected)','parseEmail(input.email), expected("email"))'),
('parsePhone(input.phone), phoneExpected)','parsePhone(input.phone), expected("phone"))'),
('problems.push("email, phone: neither is given; expected at least one of them")','problems.push(cause("no-address", { left: false }))'),
('import { cause } from','import { type Cause, cause, type Expectation, expected, unusable } from'),
])
ed('client/registry/change-person.ts',[
('import { emailExpected, parseEmail, parsePhone, phoneExpected }','import { parseEmail, parsePhone }'),
('  const problems: string[] = [];','  const problems: Cause[] = [];'),
('found: T | undefined, expected: string): T | undefined => {\n    if (found === undefined) problems.push(`${field}: "${printable(value)}"; expected ${expected}`);','found: T | undefined, instead: Expectation): T | undefined => {\n    if (found === undefined) problems.push(unusable(field, printable(value), instead));'),
('problems.push(`name: "${printable(name ?? "")}"; expected ${wrong}`)','problems.push(unusable("name", printable(name ?? ""), wrong))'),
('    expected: string,\n','    instead: Expectation,\n'),
('need(field, value, parse(value), `${expected}, or none`)','need(field, value, parse(value), instead)'),
('parseEmail, emailExpected)','parseEmail, expected("email-or-none"))'),('parsePhone, phoneExpected)','parsePhone, expected("phone-or-none"))'),
('languageCodes.join(" or "))','expected("language"))'),
('problems.push("email, phone: neither would be left; expected at least one of them")','problems.push(cause("no-address", { left: true }))'),
('import { cause } from','import { type Cause, cause, type Expectation, expected, unusable } from'),
])
ed('client/registry/sites.ts',[('line === "" ? "some words" :','line === "" ? expected("words") :'),
('''const expected = (sites: readonly SiteRow[]): string =>
  sites.length > 0 ? `one of ${sites.map(({ name }) => name).join(", ")}` : "a site that was added: there is none";
''',''),('import { cause, unusable } from','import { cause, expected, unusable } from')])
ed('client/registry/settings.ts',[
('  const problems: string[] = [];','  const problems: Cause[] = [];'),
('''    const place = `term: "${printable(step)}${words === null ? "" : `=${printable(words)}`}" for duty ${duty.number}`;
    if (words !== null && term === null) problems.push(`${place}; expected a length such as 3bd, 10d, 24h or 30min`);
    const why = unsettable(duty, step, term ?? { n: 1, unit: "d" });
    if (why) problems.push(`${place}; ${why}`);''','''    const given = { step: printable(step), term: words === null ? null : printable(words) };
    if (words !== null && term === null) problems.push(cause("term-unreadable", { ...given, duty: duty.number }));
    const why = unsettable(duty, step, term ?? { n: 1, unit: "d" }, given);
    if (why) problems.push(why);'''),
])
s=open('client/registry/settings.ts').read()
s=re.sub(r'import \{ (cause, [^}]*) \} from "../../domain/reasons/index.ts"',r'import { type Cause, \1 } from "../../domain/reasons/index.ts"',s);open('client/registry/settings.ts','w').write(s)
ed('domain/catalogue/set-term.ts',[('term: Offset, words: string | null): Cause | null {\n  const of = { step, term: words, duty: duty.number };','term: Offset, given: { step: string; term: string | null }): Cause | null {\n  const of = { ...given, duty: duty.number };'),
('/** Why a term cannot be set for a step; null: it can. */','/** Why a term cannot be set for a step; null: it can. @param given as it was typed */')])
ed('client/registry/importing.ts',[('const renaming = ({ name, from, personId }: PersonChange): string =>\n  `"${from}" (${personId}) would be called "${name}" from now on; expected the same name for the same address`;','const renaming = ({ name, from, personId }: PersonChange): Cause =>\n  cause("renames", { from: from ?? "", id: personId, name });')],'import { type Cause, cause } from "../../domain/reasons/index.ts";')
s=open('client/registry/sheet.ts').read()
a=s.index('/** A sheet with cells that'); b=s.index('/** A sheet of ten thousand')
s=s[:a]+s[b:]
s=s.replace('import { cellWords } from "../../domain/donations/donation-sheet.ts";\n','').replace('import type { CellError }','import { type Cause, cause } from "../../domain/reasons/index.ts";\nimport { type CellError, cellCause }')
a=s.index('  const told = errors'); b=s.index('/** @throws {BadInputError} naming the line')
s=s[:a]+'''  const told = errors.slice(0, mostProblems).map(cellCause);
  const more = errors.length - told.length;
  const summary: Cause[] =
    errors.length > 1 ? [cause("cells-unusable", { bad: errors.length, cells: rows.length * header.length })] : [];
  return new BadInputError(...summary, ...told, ...(more > 0 ? [cause("more-cells", { more })] : []));
}

'''+s[b:]
s=re.sub(r'new BadInputError\(\n\s*`line \$\{csv.slice.*?`,\n\s*\)','new BadInputError(cause("not-utf-8", { line: csv.slice(0, at).split("\\n").length }))',s,flags=re.S)
s=re.sub(r'new BadInputError\(\n\s*`line \$\{line\}.*?`,\n\s*\)','new BadInputError(cause("not-csv", { line, fault: error.message }))',s,flags=re.S)
open('client/registry/sheet.ts','w').write(s)
ed('domain/reasons/cases.ts',[('{ event: string; organization: string }','{ event: string; organization?: string }'),
('`${organization}没有响应','`${organization ?? "该机构"}没有响应'),('no duty of ${organization} answers','no duty of ${organization ?? "this organization"} answers')])
ed('domain/reasons/kinds.ts',[('other.map((one) => named("role", one).zh)','other.map((one) => fields[one] ?? named("role", one).zh)'),
('const kinds: Readonly','const fields: Readonly<Record<string, string>> = {\n  name: "名称",\n  type: "类型",\n  registration: "登记类别",\n  zone: "时区",\n  district: "地区",\n  party: "党组织",\n  qualified: "公开募捐资格",\n  language: "语言",\n  marks: "标记",\n};\nconst kinds: Readonly'),
('startsOn?: LocalDate | undefined;','startsOn?: LocalDate;'),('days?: number | undefined;','days?: number;')])
ed('domain/reasons/not-found.ts',[('没有${zh}“${value}”；应为${expected.zh}','没有${zh}“${value.slice(0, 80)}”；应为${expected.zh}'),('`No ${en} "${value}"; expected ${expected.en}.`','`No ${en} "${value.slice(0, 80)}"; expected ${expected.en}.`')])

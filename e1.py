import sys; sys.path.insert(0,'/tmp/h/w')
from ed import ed
ed('domain/roster/cell.ts',[('/** A cell of an','import { type Cause, type Expectation, expected, unusable } from "../reasons/index.ts";\n\n/** A cell of an'),('  expected: string;\n}','  expected: Expectation;\n}\n\n/** Why a cell cannot be taken. */\nexport const cellCause = ({ row, column, value, expected: instead }: CellError): Cause =>\n  unusable(column, value, instead, row > 0 ? row : undefined);'),
('longest: number): string | undefined {','longest: number): Expectation | undefined {'),
('return `at most ${longest} characters (it has ${value.length})`;','return expected("at-most-characters", { most: longest, has: value.length });'),
('return "plain text in one line, without control or invisible characters";','return expected("plain-line");'),
('''  return looksLikeFormula(value)
    ? "text that no spreadsheet runs as a formula: not beginning with = @ + or -"
    : undefined;''','''  return looksLikeFormula(value) ? expected("no-formula") : undefined;'''),
])
ed('domain/roster/columns.ts',[
('refuse = (column: string, value: string, expected: string) =>\n    errors.push({ row: 1, column: printable(column), value: printable(value), expected });','refuse = (column: string, value: string, instead: Expectation) =>\n    errors.push({ row: 1, column: printable(column), value: printable(value), expected: instead });'),
('refuse(column, value, `one of the columns ${rosterColumns.join(", ")}`)','refuse(column, value, expected("one-of-columns", { columns: rosterColumns }))'),
('refuse(column, value, "each column once")','refuse(column, value, expected("column-once"))'),
('refuse(column, "", `a column "${column}" (its cells may be empty where nobody is)`)','refuse(column, "", expected("roster-column", { column }))'),
('refuse: (column: string, expected: string) => void,','refuse: (column: string, instead: Expectation) => void,'),
('value: T | undefined, expected: string): T | undefined {','value: T | undefined, instead: Expectation): T | undefined {'),
('refuse(column, expected);','refuse(column, instead);'),
('"yes or no (是 or 否)")','expected("yes-or-no"))'),
('"a code of 3 to 32 capital letters, digits and hyphens, such as the 18 signs of 统一社会信用代码",','expected("organization-code"),'),
('"the organization\'s name")','expected("organization-name"))'),
('"an IANA zone such as Asia/Shanghai")','expected("zone"))'),
('languageCodes.join(" or "))','expected("language"))'),
('`nothing, or some of ${marks.join("; ")}`)','expected("some-of", { options: marks }))'),
('names: Readonly<Record<string, string>>): string {','names: Readonly<Record<string, string>>): Expectation {'),
('return `one of ${codes.map((code) => `${code} ${Object.keys(names).find((name) => names[name] === code)}`).join(", ")}`;','const named = (code: string): string => `${code} ${Object.keys(names).find((name) => names[name] === code)}`;\n  return expected("one-of", { options: codes.map(named) });'),
],'import { type Expectation, expected } from "../reasons/index.ts";')
ed('domain/roster/mailbox.ts',[
('import { emailExpected, parseEmail, phoneExpected } from "./address.ts";','import { type Expectation, expected } from "../reasons/index.ts";\nimport { parseEmail } from "./address.ts";'),
('  expected: string;','  expected: Expectation;'),
('export const mailboxExpected = "a person as `姓名 <office@example.org> +86 138 0013 8000`, several separated by ;";\n',''),
('if (!parts) return { value: text, expected: mailboxExpected }','if (!parts) return { value: text, expected: expected("mailbox") }'),
('`a name first: ${mailboxExpected}`','expected("mailbox-name")'),
('`a name of at most ${longestName} characters`','expected("name-at-most", { most: longestName })'),
('value: name, expected: mailboxExpected','value: name, expected: expected("mailbox")'),
('`an e-mail address or a telephone number: ${mailboxExpected}`','expected("mailbox-address")'),
('expected: emailExpected','expected: expected("email")'),('expected: phoneExpected','expected: expected("phone")'),
])
ed('domain/roster/address.ts',[('''export const emailExpected = "an e-mail address such as office@example.org";
export const phoneExpected =
  "a telephone number such as +86 138 0013 8000 (without a country code it is read as China's)";

''','')])
ed('domain/roster/roster.ts',[
('import { type CellError, cellProblem','import { type Expectation, expected } from "../reasons/index.ts";\nimport { type CellError, cellProblem'),
('{ person: RosterPerson; at: string; phoneAt: string }','{ person: RosterPerson; at: CellPlace; phoneAt: CellPlace }'),
('`${this.places.size} cells, as in the header (it has ${cells.length})`','expected("cells-as-header", { cells: this.places.size, has: cells.length })'),
('(column, expected) => {\n      if (!bad.has(column)) this.refuse(row, column, values[column] ?? "", expected);','(column, instead) => {\n      if (!bad.has(column)) this.refuse(row, column, values[column] ?? "", instead);'),
('"at least one person in some role: nobody could be told anything"','expected("some-person")'),
('const at = `row ${row}, column ${column}`;','const at = { row, column };'),
('`one name for one address: ${known.at} has ${person.name}`','expected("same-name", { ...known.at, name: person.name })'),
('const expected = `one telephone for one person: ${known.phoneAt} has ${person.phone} for ${key}`;\n      this.refuse(row, column, mailbox.phone, expected);','const instead = expected("same-phone", { ...known.phoneAt, phone: person.phone ?? "", of: key });\n      this.refuse(row, column, mailbox.phone, instead);'),
('`a code used once: row ${first} has it too`','expected("code-once", { row: first })'),
('value: string, expected: string): void {\n    this.errors.push({ row, column, value: printable(value), expected });','value: string, instead: Expectation): void {\n    this.errors.push({ row, column, value: printable(value), expected: instead });'),
('/** What is remembered from','interface CellPlace {\n  row: number;\n  column: string;\n}\n\n/** What is remembered from'),
])
ed('domain/donations/donation-sheet.ts',[
('expected: `${columns.length} cells`','expected: expected("cells", { cells: columns.length })'),
('`a key of its own (row ${before} has it)`','expected("key-once", { row: before })'),
('const wrong = (column: DonationColumn, expected: string): void => {\n    errors.push(wrongCell(row, column, fields[column], expected));','const wrong = (column: DonationColumn, instead: Expectation): void => {\n    errors.push(wrongCell(row, column, fields[column], instead));'),
('"the number of the receipt or voucher, so that recording twice is recording once"','expected("receipt-number")'),
('"a day that exists, YYYY-MM-DD"','expected("day")'),
('`a day from ${startsOn}, when the campaign starts, to ${today}`','expected("day-of-campaign", { from: startsOn, to: today })'),
('"received or used (收入 or 支出)"','expected("direction")'),
('if (typeof cents === "string") wrong("amount", cents);','if (cents === undefined) wrong("amount", expected("money"));'),
('"more than 0, or goods with their value"','expected("amount-above-0")'),
('"more than 0; a correction below 0 says in its purpose what it corrects"','expected("amount-or-correction")'),
('!direction || typeof cents === "string")','!direction || cents === undefined)'),
('''/** A bad cell in one line, as a command prints it. */
export const cellWords = ({ row, column, value, expected }: CellError): string =>
  `${row > 0 ? `row ${row}, column ${column || "(all)"}` : column}: "${value}"; expected ${expected}`;

function readAmount(value: string): bigint | string {''','''function readAmount(value: string): bigint | undefined {'''),
('return "yuan with at most two decimals, such as 12345.60";','return undefined;'),
('`one of ${known.join(", ")}`','expected("one-of", { options: known })'),
('"each column once"','expected("column-once")'),
('`a column ${column}`','expected("donation-column", { column })'),
('value: string, expected: string): CellError => ({','value: string, instead: Expectation): CellError => ({'),
('  value: printable(value),\n  expected,','  value: printable(value),\n  expected: instead,'),
],'import { type Expectation, expected } from "../reasons/index.ts";')
ed('domain/forms/raw-submission.ts',[('  expected: string;\n}','  expected: Expectation;\n}')],'import type { Expectation } from "../reasons/index.ts";\n')
ed('domain/forms/submission.ts',[
('expected: `at least one file${orElse(ask)}`','expected: orElse(ask, expected("some-file"))'),
('expected: `${expectedOf(ask)}${orElse(ask)}`','expected: orElse(ask, expectedOf(ask))'),
('const orElse = ({ unless }: FormField): string => (unless === undefined ? "" : `, or ${unless}`);','''const orElse = ({ unless }: FormField, instead: Expectation): Expectation =>
  unless === undefined ? instead : ({ ...instead, values: { ...instead.values, unless } } as Expectation);'''),
('''/** Whether an ask is needed, in the words of the command line. */
export function neededWords({ required, when, unless }: FormField): string {
  if (required) return "needed";
  if (when) return `needed where ${when.ask} is ${when.is}`;
  return unless === undefined ? "may be empty" : `needed unless ${unless} is given`;
}''','''/** Whether an ask is needed, in the words of the command line. */
export function neededText({ required, when, unless }: FormField): Text {
  if (required) return { zh: "必填", en: "needed" };
  if (when) return { zh: `${when.ask}为${when.is}时必填`, en: `needed where ${when.ask} is ${when.is}` };
  if (unless === undefined) return { zh: "可空", en: "may be empty" };
  return { zh: `没有${unless}时必填`, en: `needed unless ${unless} is given` };
}'''),
('expected: `one of ${names.join(", ")}`','expected: expected("one-of", { options: names })'),
('''/** What is expected of an answer, in the words of an error. */
export function expectedOf(ask: FormField): string {''','''/** What is expected of an answer. */
export function expectedOf(ask: FormField): Expectation {'''),
('return "a day that exists, YYYY-MM-DD";','return expected("day");'),
('return "a number such as 12 or 3.5";','return expected("number");'),
('return "yuan with at most two decimals, such as 12345.60";','return expected("money");'),
('return `one of ${(ask.options ?? []).map((option) => option.value).join(", ")}`;','return expected("one-of", { options: (ask.options ?? []).map((option) => option.value) });'),
('return `one entry a line, at most ${mostEntries}`;','return expected("entries", { most: mostEntries });'),
('return "a file";','return expected("file");'),
('return `${ask.name}.ITEM one of ${rawAnswers.join(", ")}, with ${ask.name}.ITEM.note (of a finding) and .severity`;','return expected("checklist", { field: ask.name, answers: rawAnswers });'),
('return `${ask.name}.ROW.COLUMN ${ask.counted ? "a number" : "yes"}, or ${ask.name}.ROW.reason`;','return expected("matrix", { field: ask.name, counted: ask.counted === true });'),
('return `a text of at most ${longest} characters`;','return expected("text", { most: longest });'),
],'import { type Expectation, expected } from "../reasons/index.ts";\nimport type { Text } from "../terms.ts";')
ed('domain/forms/checklist.ts',[
('expected: `one of ${rawAnswers.join(", ")}`','expected: expected("one-of", { options: rawAnswers })'),
('expected: "what was found"','expected: expected("what-was-found")'),
('expected: expectedNote })','expected: expected("text", { most: longestNote }) })'),
('expected: "nothing: only a finding has a severity"','expected: expected("severity-of-finding")'),
('expected: `one of ${severities.join(", ")}`','expected: expected("one-of", { options: severities })'),
('const expectedNote = `a text of at most ${longestNote} characters`;\n\n',''),
],'import { expected } from "../reasons/index.ts";')
ed('domain/forms/matrix.ts',[
('''    const what =
      ask.counted && row.minimum !== undefined ? `at least ${row.minimum} of each` : answer.missing.join(", ");
    problems.push({ ask: key, value: "", expected: `${what}, or the reason why not` });''','''    const instead =
      ask.counted && row.minimum !== undefined
        ? expected("counts-or-reason", { minimum: row.minimum })
        : expected("columns-or-reason", { columns: answer.missing });
    problems.push({ ask: key, value: "", expected: instead });'''),
('expected: "a number such as 12 or 3.5, not below 0"','expected: expected("number-not-below-0")'),
('expected: "yes, or nothing"','expected: expected("yes-or-nothing")'),
('expected: `a text of at most ${longestNote} characters`','expected: expected("text", { most: longestNote })'),
],'import { expected } from "../reasons/index.ts";')
ed('domain/catalogue/set-term.ts',[
('term: Offset): string | null {','term: Offset, words: string | null): Cause | null {\n  const of = { step, term: words, duty: duty.number };'),
('return `expected one of ${steps.join(", ")}`;','return cause("term-no-step", { ...of, steps });'),
('return `expected none, since the law gives its day (${law})`;','return cause("term-by-law", { ...of, law });'),
('return "expected none, since its severity decides: `duban policy set` writes the term of each ladder";','return cause("term-by-severity", of);'),
('return "expected none, since its day is the end of its own period";','return cause("term-by-period", of);'),
('return "expected none, since its day is the one that is set for it";','return cause("term-by-date", of);'),
('return `expected calendar days, such as 10d, since they count from a day (${rule.fact})`;','return cause("term-calendar-days", { ...of, fact: rule.fact });'),
],'import { type Cause, cause } from "../reasons/index.ts";')
ed('domain/tasks/task.ts',[
('/** Why the state machine refused, where a page words it. */\nexport type RefusalReason = "own-work" | "too-far" | "statutory" | "not-later";\n\n',''),
('  shared?: boolean;\n}','  shared?: boolean;\n  /** Where the days are days, for what is said of them. */\n  zone?: Zone;\n}'),
('"the new due day of a return")','"return-due", bounds)'),('"the day asked for")','"asked-until", bounds)'),('"the new due day")','"new-due", bounds)'),
('within(until, bounds.latest)','within(until, bounds)'),
('function later(until: Date, than: Date, what: string): void {\n  if (!(until.getTime() > than.getTime()))','function later(\n  until: Date,\n  after: Date,\n  day: "return-due" | "asked-until" | "new-due",\n  { zone }: TransitionBounds,\n): void {\n  if (!(until.getTime() > after.getTime()))'),
('function within(until: Date, bound: Date | undefined): void {\n  if (bound && until > bound)','function within(until: Date, { latest, zone }: TransitionBounds): void {\n  if (latest && until > latest)'),
('Shape, Text, Urgency }','Shape, Urgency, Zone }'),
])
ed('domain/tasks/own-work.ts',[('    mayDo: (to) => mayDo(task, to, holders),','    mayDo: (to) => mayDo(task, to, holders),\n    zone: place.zone,')])

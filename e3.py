import sys,re; sys.path.insert(0,'/tmp/h/w')
from ed import ed
ed('cli/args.ts',[
('  const unusable = (): BadInputError =>\n    new BadInputError(unusable(place, printable(given), expected("instant")));\n','  const wrong = (): BadInputError => new BadInputError(unusable(place, printable(given), expected("instant")));\n'),
('!isLocalTime(time)) throw unusable();','!isLocalTime(time)) throw wrong();'),
('!== time)) throw unusable();','!== time)) throw wrong();'),
('  const listed = `${found.slice(0, most).join(", ")}${found.length > most ? " …" : ""}`;\n',''),
('import { nounName } from "./nouns.ts";\n',''),
('? say("不能为空", "some words") :','? expected("words") :'),
])
s=open('cli/commands/drill.ts').read()
s=re.sub(r'  const where = open\n.*?;\n  throw','  throw',s,flags=re.S);open('cli/commands/drill.ts','w').write(s)
s=open('cli/consent.ts').read()
s=s.replace('({ what, open, late }: Stopped,','(stopped: Stopped,').replace('  if (open === 0) return;','  if (stopped.open === 0) return;')
s=re.sub(r'  const told = say\(.*?\);\n','  const told = inTongue(pauseText(stopped));\n',s,flags=re.S).replace('import { say }','import { inTongue, say }').replace('import { cause } from "../domain/reasons/index.ts";\n','import { cause } from "../domain/reasons/index.ts";\nimport { pauseText } from "../domain/reasons/registry.ts";\n')
open('cli/consent.ts','w').write(s)
ed('cli/views/case-start.ts',[
('const ownStart = (): Partial<Record<Kind, { what: string; command: string }>> => ({','const ownStart: Partial<Record<Kind, { what: Text; command: string }>> = {'),
('say("募捐的", "a campaign\'s")','{ zh: "募捐的", en: "a campaign\'s" }'),
('say("已筹划募捐的", "a planned campaign\'s")','{ zh: "已筹划募捐的", en: "a planned campaign\'s" }'),
('say("重大事项的", "a major matter\'s")','{ zh: "重大事项的", en: "a major matter\'s" }'),
('"duban matter plan" },\n});','"duban matter plan" },\n};'),('ownStart()[','ownStart['),
])
s=open('cli/views/case-start.ts').read()
s=s.replace('import type { Kind } from','import type { Kind, Text } from');open('cli/views/case-start.ts','w').write(s)
ed('cli/views/file.ts',[('textOf(file: string, expected: string)','textOf(file: string, kind: FileKind)'),('@param expected what it should be, such as `a CSV file`','@param kind what it should be'),('import { say } from "../language.ts";\n','')],'import type { FileKind } from "../../domain/reasons/command-line.ts";')
ed('cli/commands/circular.ts',[('textOf(textFile, say("文本文件", "a text file"))','textOf(textFile, "text")')])
ed('cli/commands/policy.ts',[('textOf(file, say("JSON文件", "a JSON file"))','textOf(file, "json")')])
ed('cli/views/task-form.ts',[
('neededWords, readSubmission','neededText, readSubmission'),
('import { phraseWords } from "../error-phrases.ts";\n',''),
('''  const line = say(
    `${ask.name}（${phraseWords(neededWords(ask))}）：${inTongue(ask.label)}；${phraseWords(expectedOf(ask))}`,
    `${ask.name} (${neededWords(ask)}): ${inTongue(ask.label)}; ${expectedOf(ask)}`,
  );''','''  const [needed, instead] = [neededText(ask), expectedText(expectedOf(ask))];
  const line = say(
    `${ask.name}（${needed.zh}）：${ask.label.zh || ask.label.en}；${instead.zh}`,
    `${ask.name} (${needed.en}): ${ask.label.en || ask.label.zh}; ${instead.en}`,
  );'''),
('const namesOf = (asks: readonly FormField[]): string => asks.map((ask) => ask.name).join(", ") || say("无", "nothing");','const namesOf = (asks: readonly FormField[]): string[] => asks.map((ask) => ask.name);'),
('items.map(({ ask, item }) => `${ask}.${item}`).join(", ");','items.map(({ ask, item }) => `${ask}.${item}`);'),
])
s=open('cli/views/task-form.ts').read()
s=re.sub(r'import \{ (cause[^}]*) \} from "../../domain/reasons/index.ts"',r'import { \1, expectedText } from "../../domain/reasons/index.ts"',s);open('cli/views/task-form.ts','w').write(s)
s=open('cli/views/duty-shown.ts').read()
s=s.replace('neededWords','neededText').replace('import { phraseWords } from "../error-phrases.ts";\n','').replace('phraseWords(neededText(ask))','inTongue(neededText(ask))')
open('cli/views/duty-shown.ts','w').write(s)
s=open('cli/views/task-record.ts').read()
s=re.sub(r'import \{ type NounName, nounName \}','import type { NounName }',s).replace('import { nounName, type NounName }','import type { NounName }');open('cli/views/task-record.ts','w').write(s)
s=open('client/kinds/hazard.ts').read()
s=s.replace('organization: organization.code','organization: await codeOf(tx, organizationId)');
s=s.rstrip()+'''

const codeOf = async (tx: Tx, organizationId: string): Promise<string> =>
  (await organizationsById(tx, [organizationId])).get(organizationId)?.code ?? organizationId;
'''
open('client/kinds/hazard.ts','w').write(s)
s=open('client/registry/people.ts').read()
s=re.sub(r'  const ids = found\.map.*?\n','',s);open('client/registry/people.ts','w').write(s)
s=open('client/registry/sites.ts').read()
s=s.replace(', type SiteRow','').replace('type SiteRow, ','');open('client/registry/sites.ts','w').write(s)
# sheet
s=open('cli/sheets/sheet.ts').read()
a=s.index('/** What a sheet may be. */'); b=s.index('const mostBytes')
s=s[:a]+s[b:]
s=re.sub(r'throw unusable\(\n\s*file,\n\s*say\("是旧版.*?\);\n','throw new BadInputError(cause("old-workbook", { file: printable(file) }));\n',s,flags=re.S)
s=re.sub(r'throw unusable\(file, say\(`无法读取.*?\);\n','throw new BadInputError(cause("file-unreadable", { file: printable(file), code: code ?? "", kind: "sheet" }));\n',s)
s=re.sub(r'throw unusable\(\n\s*file,\n\s*say\(`第.*?sheetKinds\(\),\n\s*\);\n','throw new BadInputError(cause("sheet-encoding", { file: printable(file), line }));\n',s,flags=re.S)
s=re.sub(r'throw unusable\(\n\s*file,\n\s*say\("不是完好.*?\);\n','throw new BadInputError(cause("not-xlsx", { file: printable(file) }));\n',s,flags=re.S)
a=s.index('function unusable(')
s=s[:a]+'''const tooLarge = (
  file: string,
  bound: SheetTooLarge["bound"],
  most: number = sheetBounds[bound],
): BadInputError => new BadInputError(cause("sheet-too-large", { file: printable(file), bound, most }));
'''
s=s.replace('import { say } from "../language.ts";\n','import { cause } from "../../domain/reasons/index.ts";\n')
open('cli/sheets/sheet.ts','w').write(s)
# org-import
s=open('cli/commands/org-import.ts').read()
s=s.replace('say(`${error.message}\\n是否改用表中的姓名？`, `${error.message}\\nTake the names of the sheet?`)','`${error.causes.map((one) => inTongue(causeText(one))).join("\\n")}\\n${say("是否改用表中的姓名？", "Take the names of the sheet?")}`').replace('import { cause } from','import { cause, causeText } from').replace('import { say } from "../language.ts"','import { inTongue, say } from "../language.ts"')
open('cli/commands/org-import.ts','w').write(s)
# reasons: usage and failed
ed('domain/reasons/running.ts',[('  "not-the-demo": () =>','''  /** The command itself cannot be read; the words are those of the library that reads it. */
  usage: ({ fault }: { fault: string; message: string }) => t(fault, fault),
  /** Something broke that nobody foresaw. */
  failed: ({ fault }: { fault: string }) => t(fault, fault),
  "not-the-demo": () =>''')])
s=open('domain/reasons/running.ts').read()
s=s.replace('usage: ({ fault }: { fault: string; message: string }) => t(fault, fault)','usage: ({ fault }: { fault: string }) => t(fault, fault)');open('domain/reasons/running.ts','w').write(s)
# cli errors
s=open('cli/errors.ts').read()
s=s.replace('import { errorWords } from "./error-words.ts";\n','').replace('import type { Text } from "../domain/terms.ts";','import { ReasonedError } from "../domain/errors.ts";\nimport { type Cause, cause, causeText } from "../domain/reasons/index.ts";\nimport type { Text } from "../domain/terms.ts";')
a=s.index('interface Told {'); b=s.index('/** Whether it, or what caused it')
s=s[:a]+'''/** An error as a program reads it (docs/cli.md). */
interface Told {
  code: string;
  /** Why: of the closed list, with its values. */
  reason: Cause["reason"];
  values: Cause["values"];
  message: string;
  /** Where several things are wrong: each of them. */
  problems?: readonly { reason: Cause["reason"]; values: Cause["values"]; message: string }[];
  /** Conditions that lack. */
  missing?: readonly string[];
}

/** Says what went wrong on standard error. @returns the exit code */
export function reportError(error: unknown, json: boolean, { err }: Pick<CliDeps, "err">): number {
  // Commander has said it already, in its own words; help and version are no errors.
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return exitCodes.done;
    if (json) printError(err, toldOf("USAGE", [cause("usage", { fault: error.message })]));
    return exitCodes.usage;
  }
  const { code, causes, missing } = partsOf(error);
  if (json) printError(err, toldOf(code, causes, missing));
  else {
    const lines = causes.flatMap((one) => inTongue(causeText(one)).split("\\n"));
    const more = lines.length - mostLines;
    const shown = [
      ...lines.slice(0, mostLines),
      ...(more > 0 ? [say(`……另有${more}项（--json列出全部）`, `… and ${more} more (--json tells all)`)] : []),
    ];
    err.write(`${clean(pc.red(say("错误", "error")), err)}${say("：", ": ")}${clean(shown.join("\\n"), err)}\\n`);
    for (const one of missing) err.write(`  - ${clean(inTongue(one), err)}\\n`);
  }
  return byCode[code] ?? exitCodes.failed;
}

interface Parts {
  code: string;
  causes: readonly Cause[];
  missing: readonly Text[];
}

/** What went wrong: of an error that has a reason its own, of every other its words. */
function partsOf(error: unknown): Parts {
  if (!(error instanceof Error)) return failed("FAILED", String(error));
  if (error instanceof ReasonedError) {
    const missing = "missing" in error && Array.isArray(error.missing) ? (error.missing as readonly Text[]) : [];
    return { code: error.code, causes: error.causes, missing };
  }
  const code = "code" in error && typeof error.code === "string" ? error.code : "FAILED";
  if (!(code in byCode) && isAway(error))
    return { code: "UNREACHABLE", causes: [cause("no-answer", { fault: faultOf(error) })], missing: [] };
  return failed(code, error.message);
}

const failed = (code: string, fault: string): Parts => ({ code, causes: [cause("failed", { fault })], missing: [] });

function toldOf(code: string, causes: readonly Cause[], missing: readonly Text[] = []): Told {
  const all = causes.map((one) => ({ reason: one.reason, values: one.values, message: inTongue(causeText(one)) }));
  const [first] = all;
  // What only counts the others is none of them.
  const problems = all.filter(({ reason }) => reason !== "cells-unusable");
  return {
    code,
    reason: first?.reason ?? "failed",
    values: first?.values ?? { fault: "" },
    message: all.map(({ message }) => message).join("\\n"),
    ...(all.length > 1 && { problems }),
    ...(missing.length > 0 && { missing: missing.map(inTongue) }),
  };
}

/** Cents are bigint, which JSON has no form for. */
const printError = (err: NodeJS.WritableStream, error: Told): void =>
  void err.write(
    `${JSON.stringify({ error }, (_key, value: unknown) => (typeof value === "bigint" ? String(value) : value))}\\n`,
  );

'''+s[b:]
a=s.index('/** A library\'s message begins with')
s=s[:a]+'''/** What was the matter: Prisma keeps the words of the connection that failed beside its own. */
function faultOf(error: Error): string {
  const fault = adapterFault(error) ?? error.message.trim().split("\\n").at(-1);
  return fault || error.name;
}

function adapterFault(error: unknown): string | undefined {
  const { meta } = error as { meta?: { driverAdapterError?: { cause?: { originalMessage?: unknown } } } };
  const words = meta?.driverAdapterError?.cause?.originalMessage;
  return typeof words === "string" ? words : undefined;
}
'''
open('cli/errors.ts','w').write(s)
ed('test/attack/parsers.test.ts',[])
s=open('test/attack/parsers.test.ts').read()
s=s.replace(' && one.expected !== ""','');open('test/attack/parsers.test.ts','w').write(s)

import { type LanguageCode, type Shape, shapes } from "../../terms.ts";
import { countOf } from "../counts.ts";
import type { Message, Sms } from "../message.ts";
import { line } from "./clean.ts";
import { CompositionError } from "./errors.ts";
import { type RenderedItem, say } from "./rendered-item.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** The approved signature that stands before each text (签名), without its brackets. */
export const smsSignature = "督办";

/** Longest variable that providers take (Aliyun, Huawei: 20 characters). */
export const longestVariable = 20;

/** A template as it is registered with a provider. */
export interface SmsTemplate {
  /** e.g. `DUBAN_ZH_DUE`; `…_READ` for readers who have no link. */
  template: string;
  language: LanguageCode;
  shape: Shape | "alarm" | "level" | "code";
  /** `{name}` stands for a variable, `{base}` for the constant address that goes before `{code}`. The signature is not part of it. */
  content: string;
  /** In the order in which they stand. */
  variables: readonly string[];
}

/** All templates of a language: for each shape, for danger and for a change of level, one with a link and one without; and that of a code of access. */
export function templatesOf(vocabulary: Vocabulary): SmsTemplate[] {
  const told = [...shapes, "alarm" as const, "level" as const].flatMap((shape) => {
    const { act, read } = vocabulary.sms[shape];
    return [template(vocabulary, shape, `${act} {base}{code}`, ""), template(vocabulary, shape, read, "_READ")];
  });
  return [...told, template(vocabulary, "code", vocabulary.smsCode, "")];
}

function template(vocabulary: Vocabulary, shape: SmsTemplate["shape"], content: string, suffix: string): SmsTemplate {
  const language = vocabulary.code;
  const name = `DUBAN_${language.slice(0, 2).toUpperCase()}_${shape.toUpperCase()}${suffix}`;
  const variables = [...content.matchAll(/\{(\w+)\}/g)].map((found) => found[1] ?? "").filter((one) => one !== "base");
  return { template: name, language, shape, content, variables };
}

/** @throws {CompositionError} for a message without items or a code that no template can carry */
export function smsOf(
  message: Message,
  linkBase: string,
  vocabulary: Vocabulary,
  templates: ReadonlyMap<string, SmsTemplate>,
): Sms {
  const items = message.items.map((item) => ({ item, said: say(item, vocabulary) }));
  // Of several, the link is that of the most urgent: what is dangerous, what is late, else the first that has one.
  const coded = items.filter(({ item }) => item.code !== undefined);
  const first =
    coded.find(({ said }) => said.alarm) ?? coded.find(({ said }) => said.group === "late") ?? coded[0] ?? items[0];
  if (!first) throw new CompositionError("the list of items", "", "at least one");
  const alone = first.item.act === "level" ? "level" : said(first.said);
  const shape: SmsTemplate["shape"] = first.said.alarm ? "alarm" : items.length > 1 ? "digest" : alone;
  const code = first.item.code;
  if (code !== undefined && !/^[\w-]{1,20}$/.test(code))
    throw new CompositionError("the short code", code, `1 to ${longestVariable} letters, digits, - or _`);
  const name = `DUBAN_${vocabulary.code.slice(0, 2).toUpperCase()}_${shape.toUpperCase()}${code === undefined ? "_READ" : ""}`;
  const chosen = templates.get(name);
  if (!chosen) throw new CompositionError("the SMS template", name, [...templates.keys()].join(", "));
  const values =
    shape === "digest"
      ? countsOf([...items.map((one) => one.said), ...(message.beside ?? []).map((item) => say(item, vocabulary))])
      : valuesOf(first.said, vocabulary);
  if (code !== undefined) values.code = code;
  // In one pass, so that a value which looks like a variable stays a value.
  const variables: Record<string, string> = {};
  const text = chosen.content.replace(/\{(\w+)\}/g, (_, one: string) => {
    if (one === "base") return linkBase;
    variables[one] = values[one] || "-";
    return variables[one];
  });
  return { template: chosen.template, variables, text: `【${smsSignature}】${text}` };
}

/** Providers refuse an empty variable, and brackets of a signature within a text. */
const short = (text: string): string => line(text.replace(/[【】]/g, " "), longestVariable);

/** What has passed its day is told as late, whatever its shape. */
const said = ({ shape, past, part }: RenderedItem): Shape =>
  past && ["due", "reminder", "returned"].includes(shape) && part !== "participant" ? "overdue" : shape;

function valuesOf(said: RenderedItem, vocabulary: Vocabulary): Record<string, string> {
  const waits = said.alarm && !said.past ? vocabulary.smsBy(said.due) : undefined;
  return {
    organization: short(said.organization),
    task: short(said.short),
    date: short(vocabulary.clock(said.due)),
    do: short(vocabulary.smsDo(said.part)),
    state: short(waits ?? stateOf(said, vocabulary)),
    grade: short(said.alarm?.grade ?? ""),
    call: short(said.alarm?.call ?? ""),
    reporter: short(said.alarm?.reporter || vocabulary.smsNobody),
  };
}

/** Late, or what it waits for; where a verdict is what is late, that is said. */
const stateOf = ({ late, past, shape, part, verdict }: RenderedItem, vocabulary: Vocabulary): string =>
  verdict && past && part !== "verifier"
    ? vocabulary.smsVerdict(late)
    : vocabulary.smsState(late, past ? "overdue" : shape);

function countsOf(items: readonly RenderedItem[]): Record<string, string> {
  const { toDo, late, toVerify, escalated } = countOf(items);
  return { total: `${toDo}`, late: `${late}`, verify: `${toVerify}`, escalated: `${escalated}` };
}

import { type LanguageCode, type Shape, shapes } from "../../terms.ts";
import { type Counts, countOf } from "../counts.ts";
import type { Message, Sms } from "../message.ts";
import { cut, line } from "./clean.ts";
import { CompositionError } from "./errors.ts";
import { type RenderedItem, renderItem } from "./rendered-item.ts";
import type { SmsShape, Vocabulary } from "./vocabulary.ts";

/** The approved signature before each text (签名), without its brackets. */
export const smsSignature = "督办";

/** Maximum length of a variable (Aliyun, Huawei: 20 characters), and that of Tencent Cloud. */
export const longestVariable = 20;
export const longestBriefVariable = 6;

/** A template as registered with a provider. */
export interface SmsTemplate {
  /** Such as `DUBAN_ZH_DUE`; `…_READ` for readers without a link. */
  template: string;
  language: LanguageCode;
  shape: SmsShape | "code";
  /** `{name}` is a variable, `{base}` the constant address before `{code}`. Without the signature. */
  content: string;
  /** The text where no template is registered: with the brackets that providers reserve for signatures. */
  free: string;
  /** Variables in their order. */
  variables: readonly string[];
  /** The variant for providers with short variables: the link's code is split in two, `{code}{end}`. */
  brief: { content: string; variables: readonly string[] };
}

const beyondShapes = [
  "toDo",
  "toDoLate",
  "toVerify",
  "raised",
  "digestLate",
  "alarm",
  "level",
] as const satisfies readonly SmsShape[];

/**
 * All templates of a language: for each shape, for several items of one kind, for dangers and changes of level, each with and without a link; and for
 * an access code.
 */
export function templatesOf(vocabulary: Vocabulary): SmsTemplate[] {
  const templates = [...shapes, ...beyondShapes].flatMap((shape) => {
    const { act, read } = vocabulary.sms[shape];
    return [template(vocabulary, shape, `${act} {base}{code}`, ""), template(vocabulary, shape, read, "_READ")];
  });
  return [...templates, template(vocabulary, "code", vocabulary.smsCode, "")];
}

function template(vocabulary: Vocabulary, shape: SmsTemplate["shape"], free: string, suffix: string): SmsTemplate {
  const language = vocabulary.code;
  const name = `DUBAN_${language.slice(0, 2).toUpperCase()}_${shape.toUpperCase()}${suffix}`;
  const content = free.replace(/【(\{\w+\})】/g, "$1：");
  const brief = content.replace("{base}{code}", "{base}{code}{end}");
  return {
    ...{ template: name, language, shape, content, free, variables: variablesIn(content) },
    brief: { content: brief, variables: variablesIn(brief) },
  };
}

const variablesIn = (content: string): string[] =>
  [...content.matchAll(/\{(\w+)\}/g)].map((found) => found[1] ?? "").filter((one) => one !== "base");

/** Composes an SMS. @throws {CompositionError} no items, or a code that no template can carry */
export function smsOf(
  message: Message,
  linkBase: string,
  vocabulary: Vocabulary,
  templates: ReadonlyMap<string, SmsTemplate>,
): Sms {
  const items = message.items.map((item) => ({ item, said: renderItem(item, vocabulary) }));
  // With several items, the link is that of the most urgent: dangerous, late, otherwise the first that has one.
  const coded = items.filter(({ item }) => item.code !== undefined);
  const first =
    coded.find(({ said }) => said.alarm) ?? coded.find(({ said }) => said.group === "late") ?? coded[0] ?? items[0];
  if (!first) throw new CompositionError("the list of items", "", "at least one");
  const alone = first.item.act === "level" ? "level" : statedShape(first.said);
  const code = first.item.code;
  if (code !== undefined && !/^[\w-]{1,12}$/.test(code))
    throw new CompositionError("the short code", code, "1 to 12 letters, digits, - or _");
  const counted = countOf(
    [...items.map((one) => one.said), ...(message.beside ?? []).map((item) => renderItem(item, vocabulary))].filter(
      ({ informs }) => !informs,
    ),
  );
  const several = first.said.alarm || items.length === 1 ? null : severalAs(counted);
  const counts = several && counted;
  const shape = first.said.alarm ? "alarm" : (several ?? alone);
  const name = `DUBAN_${vocabulary.code.slice(0, 2).toUpperCase()}_${shape.toUpperCase()}${code === undefined ? "_READ" : ""}`;
  const chosen = templates.get(name);
  if (!chosen) throw new CompositionError("the SMS template", name, [...templates.keys()].join(", "));
  const filled = (content: string, most: number): Filled => {
    const values = counts ? figuresOf(counts) : valuesOf(first.said, most, vocabulary);
    if (code !== undefined && most === longestVariable) values.code = code;
    else if (code !== undefined) [values.code, values.end] = [code.slice(0, most), code.slice(most)];
    return fitted(content, values, counts ? [""] : whatsOf(first.said, shape, most, vocabulary), { linkBase, most });
  };
  return {
    template: chosen.template,
    ...filled(chosen.free, longestVariable),
    brief: filled(chosen.brief.content, longestBriefVariable),
  };
}

type Filled = Pick<Sms, "variables" | "text">;
type Limits = { linkBase: string; most: number };

/** The first variant of the subject with which the text fits one segment; otherwise the last. A variant marked with `…` is cut to fit. */
function fitted(
  content: string,
  values: Readonly<Record<string, string>>,
  whats: readonly string[],
  { linkBase, most }: Limits,
): Filled {
  let filled: Filled = { variables: {}, text: "" };
  for (const what of whats) {
    const whole = what.endsWith(cuttable) ? what.slice(0, -1) : what;
    filled = fill(content, { ...values, what: whole }, linkBase);
    if (whole === what && whole.length > most) continue;
    const over = Math.max(filled.text.length - oneSegment, whole.length - most);
    if (over <= 0) return filled;
    if (whole === what || whole.length - over < leastCut) continue;
    return fill(content, { ...values, what: cut(whole, whole.length - over) }, linkBase);
  }
  return filled;
}

/** Marks a variant that is cut rather than replaced. */
const cuttable = "\0";
/** Minimum number of characters that remain after a cut. */
const leastCut = 4;

/** Characters in one segment; the signature is Chinese, whatever the text. */
export const oneSegment = 70;

/** Fills in the variables in one pass, so that a value that looks like a variable is not replaced. */
function fill(content: string, values: Readonly<Record<string, string>>, linkBase: string): Filled {
  const variables: Record<string, string> = {};
  const text = content.replace(/\{(\w+)\}/g, (_, one: string) => {
    if (one === "base") return linkBase;
    variables[one] = values[one] || "-";
    return variables[one];
  });
  return { variables, text: `【${smsSignature}】${text}` };
}

/** Providers reject empty variables, and the brackets of a signature inside a text. */
const short = (text: string, most: number): string => line(text.replace(/[【】\0]/g, " "), most);

/** The shape that is stated: an item whose day has passed is late. */
const statedShape = ({ shape, past, part }: RenderedItem): Shape =>
  past && ["due", "reminder", "returned"].includes(shape) && part !== "participant" ? "overdue" : shape;

/** Variants of the subject, longest first; the last is a number, for which the link gives the details. */
function whatsOf(said: RenderedItem, shape: SmsTemplate["shape"], most: number, vocabulary: Vocabulary): string[] {
  const { smsWhat } = vocabulary;
  const task = short(said.short, 60);
  if (shape === "alarm") return [`${task}${cuttable}`, smsWhat.danger];
  if (shape === "level") return [task, smsWhat.level];
  const place = short(said.place, most);
  const organization = short(said.organization, 60);
  const distinct = said.shortWithDuty.map((one) => short(one, 60));
  return [
    ...(place === "" ? [] : [task, `${smsWhat.at(place)}${cuttable}`]),
    ...(organization === "" ? [] : distinct.map((one) => smsWhat.of(organization, one))),
    ...distinct.map((one) => smsWhat.task(one)),
    ...(organization === "" ? [] : [smsWhat.of(organization, task)]),
    ...cuts(task, smsWhat.leastCut).map((name) => smsWhat.task(name)),
    smsWhat.one,
  ];
}

/** A name, whole and increasingly shortened, down to a minimum. */
const cuts = (name: string, least: number): string[] => [
  name,
  ...Array.from({ length: Math.max(0, name.length - least) }, (_, n) => cut(name, name.length - 1 - n)),
];

function valuesOf(said: RenderedItem, most: number, vocabulary: Vocabulary): Record<string, string> {
  const { smsState, smsVerdict, smsBy, smsAlarmLate, smsDo, smsDate, smsBecause } = vocabulary;
  const brief = most < longestVariable;
  const own = said.part === "verifier";
  const state = said.because
    ? smsBecause[said.because]
    : said.alarm
      ? said.past
        ? smsAlarmLate(said.late, brief)
        : smsBy(said.due, brief)
      : // Of what waits for a verdict that is late, not what was handed in.
        said.verdict || own
        ? smsVerdict(said.late, said.past, brief, own)
        : smsState(said.late, said.past, brief);
  return {
    date: short(said.level ? vocabulary.day(said.due) : smsDate(said.due, brief, said.part === "participant"), most),
    do: short(said.because && said.because !== "return" ? smsBecause.answer : smsDo(said.part), most),
    state: short(state, most),
    grade: short(said.alarm?.grade ?? "", most),
    call: short(said.alarm?.call ?? "", most),
  };
}

/** The template for several items, with only what there is. Null: none of them waits for the reader. */
function severalAs({ toDo, late, toVerify, escalated, calls }: Counts): SmsShape | null {
  const sorts = [toDo, toVerify, escalated, calls].filter((n) => n > 0).length;
  if (sorts === 0) return null;
  if (sorts > 1 || calls > 0) return late > 0 ? "digestLate" : "digest";
  return toVerify > 0 ? "toVerify" : escalated > 0 ? "raised" : late > 0 ? "toDoLate" : "toDo";
}

function figuresOf({ toDo, late, toVerify, escalated, calls }: Counts): Record<string, string> {
  const figure = (n: number): string => `${Math.min(n, 999)}`;
  return {
    open: figure(toDo + toVerify + escalated + calls),
    total: figure(toDo),
    late: figure(late),
    verify: figure(toVerify),
    escalated: figure(escalated),
  };
}

import { writing } from "../messages/languages/writing.ts";
import type { CaseState, LanguageCode, Text } from "../terms.ts";
import { textIn, word } from "../words.ts";
import { taskState } from "./tasks.ts";
import { t } from "./text.ts";

/** How a case ended: what its workflow returns, or the state in which its only task settled. */
const outcomes: Readonly<Record<string, Text>> = {
  ...taskState,
  answered: t("已答复", "answered"),
  "called-off": t("已取消举行", "called off"),
  confirmed: t("已确认", "confirmed"),
  declined: t("不予受理", "declined"),
  disclosed: t("已公布", "disclosed"),
  done: t("已办结", "done"),
  ended: t("已结束", "ended"),
  held: t("已举行", "held"),
  "no-hazard": t("不属实", "no hazard"),
  registered: t("已登记", "registered"),
  reported: t("已报告", "reported"),
  resolved: t("已解决", "resolved"),
  "taking-part": t("决定参与", "taking part"),
  verified: t("核验通过", "verified"),
};

/** Kinds that have another word for it. */
const ofKind: Readonly<Record<string, Readonly<Record<string, Text>>>> = {
  CA: { answered: t("已反馈", "answered"), declined: t("不参与", "declined") },
  OL: { accepted: t("已受理", "taken up") },
};

/** How a case of a kind ended; one that nobody named yet reads as itself. */
export function outcomeWords(kind: string, outcome: string, language: LanguageCode): string {
  const known = { ...outcomes, ...(Object.hasOwn(ofKind, kind) && ofKind[kind]) };
  const named = Object.hasOwn(known, outcome) ? known[outcome] : undefined;
  return named ? textIn(named, language) : outcome;
}

/** The state of a case, and how it ended where that says more. */
export function endedWords(
  { kind, state, outcome }: { kind: string; state: CaseState; outcome: string | null },
  language: LanguageCode,
): string {
  const stands = word("caseState", state, language);
  const ended = outcome === null ? stands : outcomeWords(kind, outcome, language);
  return ended === stands ? stands : `${stands}${writing[language].brackets(ended)}`;
}

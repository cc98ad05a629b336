import type { Progress } from "../../client/tasks/progress.ts";
import { countedAs, countingWords } from "../../domain/words.ts";
import type { CaseRow } from "../../records/cases/cases.ts";
import { localized, say } from "../language.ts";
import { safe } from "./format.ts";

/** The case that counts instead of a case, and the cases for which it counts. */
export function countingLines({
  case: found,
  countedBy,
  counted,
}: Pick<Progress, "case" | "countedBy" | "counted">): string[] {
  const words = countingWords[found.state];
  return [
    ...(countedBy && words ? [line(localized(words), countedBy)] : []),
    ...counted.map((one) => line(localized(countedAs(one)), one)),
  ];
}

export const countingData = ({ countedBy, counted }: Pick<Progress, "countedBy" | "counted">) => ({
  countedBy: countedBy && known(countedBy),
  counted: counted.map(known),
});

const known = ({ id, duty, key, state }: CaseRow) => ({ case: id, duty, key, state });

const line = (words: string, { id, duty, key }: CaseRow): string =>
  say(`${words}：第${duty}项${safe(key)}（${id}）`, `${words}: duty ${duty} ${safe(key)} (${id})`);

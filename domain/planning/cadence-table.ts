import { z } from "zod";
import { allDuties, isOfLaw } from "../catalogue/packs/index.ts";
import { type Cadence, cadences, type Level, levels } from "../terms.ts";

/** Rows of the catalogue with the same cadence at each level. */
export interface CadenceLine extends Readonly<Record<Level, Cadence>> {
  duties: readonly string[];
}

/**
 * The cadence of each recurring row at each level. `response` is the catalogue's own cadence. A setting of an administrator takes precedence. Row 43
 * recurs while a project runs.
 */
const lines: readonly CadenceLine[] = [
  { duties: ["22a", "22b", "56"], response: "weekly", watch: "monthly", normal: "quarterly" },
  { duties: ["43"], response: "weekly", watch: "weekly", normal: "monthly" },
  {
    duties: ["1", "4", "7", "11", "17", "27", "46", "47", "54", "60", "61", "64", "66", "68", "69"],
    response: "monthly",
    watch: "monthly",
    normal: "quarterly",
  },
  {
    duties: ["6", "18", "24", "28", "30", "45", "49", "53a", "62"],
    response: "quarterly",
    watch: "quarterly",
    normal: "half-yearly",
  },
  { duties: ["3", "16", "25", "26", "53b"], response: "half-yearly", watch: "half-yearly", normal: "yearly" },
  { duties: ["5", "8", "58", "59", "65", "67", "70"], response: "yearly", watch: "yearly", normal: "yearly" },
];

const cadence = z.enum(cadences);
const line = z
  .strictObject({
    duties: z.array(z.string()).min(1),
    response: cadence,
    watch: cadence,
    normal: cadence,
  })
  .refine((one) => isOrdered(levels.map((level) => one[level])), {
    error: "expected nothing to be asked more often at a lower level",
  }) satisfies z.ZodType<CadenceLine>;

/** Checks that a lower level never has a shorter period. */
const isOrdered = (found: readonly Cadence[]): boolean =>
  found.every((one, index) => index === 0 || cadences.indexOf(one) <= cadences.indexOf(found[index - 1] ?? one));

const recurring = new Set(allDuties.filter((duty) => duty.cadence !== undefined).map(({ number }) => number));
/** Rows whose step recurs while a case runs. */
const inCase: readonly string[] = ["43"];

const table = z.array(line).superRefine((all, context) => {
  const named = all.flatMap(({ duties }) => duties);
  const refuse = (message: string): void => context.addIssue({ code: "custom", message });
  for (const number of new Set(named)) {
    if (named.filter((one) => one === number).length > 1) refuse(`duty ${number}: expected in one line`);
    if (isOfLaw(number)) refuse(`duty ${number}: its days are the law's; expected in no line`);
    if (!recurring.has(number) && !inCase.includes(number)) refuse(`duty ${number}: expected a duty that recurs`);
  }
  for (const number of recurring)
    if (!isOfLaw(number) && !named.includes(number)) refuse(`duty ${number}: expected in a line: it recurs`);
});

/** The table of cadences is invalid. */
export class CadenceTableError extends Error {
  override readonly name = "CadenceTableError";
}

/** Validates a table of cadences. @throws {CadenceTableError} lists everything that is wrong */
export function checkCadences(value: unknown): readonly CadenceLine[] {
  const checked = table.safeParse(value);
  if (checked.success) return checked.data;
  throw new CadenceTableError(
    checked.error.issues.map(({ path, message }) => [...path.map(String), message].join(": ")).join("\n"),
  );
}

const byDuty: ReadonlyMap<string, CadenceLine> = new Map(
  checkCadences(lines).flatMap((one) => one.duties.map((number) => [number, one] as const)),
);

/** The cadence of a duty at each level; undefined: it depends on events or a statute. */
export const cadencesOf = (duty: string): Readonly<Record<Level, Cadence>> | undefined => byDuty.get(duty);

/** Every line, for display and tests. */
export const cadenceTable = (): readonly CadenceLine[] => lines;

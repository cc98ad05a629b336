import { expect, it } from "vitest";
import { weakLinks } from "../../../domain/catalogue/packs/checks.ts";
import { personnel, premises } from "../../../domain/catalogue/packs/matrices.ts";
import { filledIn, foundBefore } from "../../../domain/forms/filled-in.ts";
import { readSubmission } from "../../../domain/forms/submission.ts";

const rows = ["s1", "s2"].map((id) => ({ id, label: id }));
const values = (answers: Readonly<Record<string, string>>) => readSubmission([premises], answers, [], rows);
const yes = (id: string): Record<string, string> =>
  Object.fromEntries((premises.items ?? []).map(({ name }) => [`sites.${id}.${name}`, "yes"]));

it("a matrix is prefilled with another duty's rows: done or not done, and why", () => {
  const typed = { ...yes("s1"), "sites.s2.entry": "yes", "sites.s2.reason": "装修中" };
  const { result, problems } = values(typed);
  expect(problems).toEqual([]);
  const filled = filledIn([premises], rows, [result]);
  expect(filled).toEqual(typed);
  // Submitting the prefilled form gives the same values.
  expect(values(filled).result).toEqual(result);
});

it("new rows are left empty, removed rows are left out, and other forms are not changed", () => {
  const { result } = values({ ...yes("s1"), ...yes("s2") });
  const filled = filledIn(
    [premises],
    [
      { id: "s2", label: "s2" },
      { id: "s3", label: "s3" },
    ],
    [result],
  );
  expect(new Set(Object.keys(filled).map((key) => key.split(".")[1]))).toEqual(new Set(["s2"]));
  expect(filledIn([personnel], rows, [result])).toEqual({});
  expect(filledIn([premises], rows, [{ sites: "x" }, {}])).toEqual({});
});

it("a checklist is prefilled with the items in order; findings are named and must be answered again", () => {
  const [first, second, third] = (weakLinks.items ?? []).map(({ name }) => `${weakLinks.name}.${name}`);
  const typed = {
    ...Object.fromEntries((weakLinks.items ?? []).map(({ name }) => [`${weakLinks.name}.${name}`, "ok"])),
    ...{ [`${first}`]: "finding", [`${first}.note`]: "通道堆物", [`${second}`]: "na", [`${third}.note`]: "已复查" },
  };
  const { result, problems } = readSubmission([weakLinks], typed, [], []);
  expect(problems).toEqual([]);
  const { [`${first}`]: _, [`${first}.note`]: __, ...rest } = typed;
  expect(filledIn([weakLinks], [], [result])).toEqual(rest);
  expect(foundBefore([weakLinks], result)).toEqual({ [`${first}`]: "通道堆物" });
  expect(foundBefore([weakLinks], { items: "x" })).toEqual({});
});

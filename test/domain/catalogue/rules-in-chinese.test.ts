import { expect, it } from "vitest";
import { allDuties } from "../../../domain/catalogue/packs/index.ts";
import { procedureOf } from "../../../domain/procedures/kinds.ts";
import { factText } from "../../../domain/words/facts.ts";

it("every day from which a due day is counted has a name in Chinese", () => {
  const facts = allDuties.flatMap((duty) =>
    Object.values(procedureOf(duty.kind).steps).flatMap(({ due, latest, verdictBy }) =>
      [duty.due, due, latest, verdictBy].flatMap((rule) => (rule && "fact" in rule ? [rule.fact] : [])),
    ),
  );
  expect(facts).toEqual(expect.arrayContaining(["startsOn", "changedOn", "matterOn"]));
  expect(facts.filter((name) => !/^\p{Script=Han}+$/u.test(factText(name).zh))).toEqual([]);
});

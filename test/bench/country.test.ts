import { expect, test } from "vitest";
import { actionsPrice } from "../../bench/plan/country.ts";

test("Actions are priced in tiers, as in the example of Temporal's price list", () => {
  expect(actionsPrice(1e6)).toBe(50);
  expect(actionsPrice(11.25e6)).toBe(525);
  expect(actionsPrice(300e6)).toBe(250 + 225 + 400 + 1_050 + 1_500 + 2_500 + 2_500);
});

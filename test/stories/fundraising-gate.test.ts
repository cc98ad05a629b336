import { expect, test } from "vitest";
import { beginCampaign } from "../../client/kinds/campaign-plan.ts";
import { recipientsOf } from "../support/recipients.ts";
import { missingOf } from "../support/refusals.ts";
import { rungByRung } from "../support/rung-by-rung.ts";
import { agreed, filed, type PlannedCampaign, planFor, shown, submitPlan } from "../support/stories/campaign-plan.ts";
import { startWorld } from "../support/world.ts";

/* In a separate city, which begins on Monday 2031-03-03 at 09:00, so that no other task is open meanwhile. Monday to Friday are working days. */
/** Recipients of the repeated rung. */
const all = "authority E story · legal-representative E story · secretariat E · supervisory-board E story";
const unfiled = {
  "2031-03-03 09:00": "secretariat E",
  "2031-03-14 09:00": "secretariat E S", // −10 business days
  "2031-03-21 09:00": "secretariat E S", // −5
  "2031-03-26 09:00": "secretariat E S", // −2
  "2031-03-27 09:00": "legal-representative E story", // −1
  "2031-03-28 09:00": "legal-representative E S story · secretariat E S",
  "2031-03-31 09:00": "legal-representative E copy · secretariat E · supervisory-board E S story", // +1
  "2031-04-01 09:00": "authority E story · supervisory-board E copy", // +2
  "2031-04-03 09:00": all, // then every 2
  "2031-04-07 09:00": all, // the first day of the campaign, which may not begin
  "2031-04-09 09:00": all,
  "2031-04-11 09:00": all,
};
/** Who is notified, how and when: a plan is not filed, alone or by a partner; a partner is not assessed. */
const expected = {
  alone: unfiled,
  // The request about the partner was in that day's mail; the next request is in the next day's.
  partnered: { ...unfiled, "2031-03-04 09:00": "secretariat E" },
  unassessed: {
    "2031-03-03 09:00": "secretariat E",
    "2031-03-06 09:00": "secretariat E S", // −2; −5 is the day of the request
    "2031-03-07 09:00": "legal-representative E story",
    "2031-03-10 09:00": "legal-representative E S story · secretariat E S",
    "2031-03-11 09:00": "legal-representative E copy · secretariat E · supervisory-board E S story",
    "2031-03-12 09:00": "authority E story · supervisory-board E copy",
    ...Object.fromEntries(
      ["03-14", "03-18", "03-20", "03-24", "03-26", "03-28", "04-01", "04-03", "04-07", "04-09", "04-11"].map((day) => [
        `2031-${day} 09:00`,
        all,
      ]),
    ),
  },
};

test("a gate that a campaign does not pass escalates to the legal representative, the board and the authority, and repeats every two days, also after the first day; a late filing passes it", async () => {
  const city = await startWorld();
  const submit = (of: PlannedCampaign, key: string, values: Record<string, string>) =>
    submitPlan(city, of, key, values);
  const begin = ({ plan }: PlannedCampaign) => beginCampaign(city.context, { planId: plan, actor: "administrator" });
  // Ten days before Monday 7 April is Friday 28 March. All else is in order; the plan is not filed.
  const days = { startsOn: "2031-04-07", endsOn: "2031-06-10" };
  const alone = await planFor(city, days);
  await submit(alone, "publish-notice", shown());
  const partnered = await planFor(city, days, { type: "VOL", qualified: false });
  const partner = { partner: "木棉花开慈善基金会", certificate: "53440000B", assessment: "资质齐全" };
  await submit(partnered, "assess-partner", partner);
  await submit(partnered, "agreement", { "signed-on": "2031-03-03", ...agreed() });
  // The partner must be assessed by Monday 10 March, in five business days. Later tasks wait for it and send nothing.
  const unassessed = await planFor(city, days, { type: "COM", qualified: false });
  const cast = {
    alone: alone.organization,
    partnered: partnered.organization,
    unassessed: unassessed.organization,
  };
  expect(await rungByRung(city, cast, expected)).toEqual(expected);
  expect(await missingOf(begin(alone))).toEqual(["File the fundraising plan"]);
  await submit(alone, "file-plan", filed);
  expect((await begin(alone)).created).toBe(true);
  expect(await missingOf(begin(partnered))).toEqual(["Have the partner file the fundraising plan"]);
  await submit(partnered, "partner-plan", { "filing-number": "A1", "names-us": "yes" });
  expect((await begin(partnered)).created).toBe(true);
  city.newMessages();
  await city.until("2031-04-18 12:00");
  const messages = city.newMessages();
  for (const { organization } of [alone, partnered])
    expect(recipientsOf(messages.filter((one) => one.organization === organization.id))).toEqual([]);
});

import { expect, it } from "vitest";
import { defaultPolicies } from "../../domain/escalation/policies.ts";
import { policyNames } from "../../domain/escalation/policy-names.ts";
import { refuseUnknownPolicies } from "../../worker/policies.ts";
import { freshDatabase } from "../support/database.ts";
import { found } from "../support/organization.ts";

it("a policy that does not exist is reported with its place before anything starts", async () => {
  const { db } = await freshDatabase();
  await expect(refuseUnknownPolicies(db)).resolves.toBeUndefined();
  const organization = await found(db, new Date("2031-03-03T01:00:00Z"), {});
  await db.dutySetting.create({ data: { id: "s1", duty: "24", policy: "drill" } });
  await db.dutySetting.create({ data: { id: "s2", duty: "26", policy: "weekly", organizationId: organization.id } });
  const refused = refuseUnknownPolicies(db);
  await expect(refused).rejects.toThrow(/policy "drill" in the setting of duty 24 for all organizations is unknown/);
  await expect(refuseUnknownPolicies(db)).rejects.toThrow(
    new RegExp(
      `policy "weekly" in the setting of duty 26 for ${organization.code} is unknown.* Expected one of .*ordinary`,
    ),
  );
});

it("the policy names for kinds and packs are those of the existing policies", () => {
  expect(Object.keys(defaultPolicies).sort()).toEqual([...policyNames].sort());
});

import { typesOf } from "../../domain/catalogue/applies.ts";
import type { Place } from "../../domain/planning/levels.ts";
import type { OrganizationRow } from "./holders.ts";

/** The attributes of an organization that decide which levels apply to it. */
export const placeOf = ({ type, types, district }: Pick<OrganizationRow, "type" | "types" | "district">): Place => ({
  district,
  types: typesOf({ type, types }),
});

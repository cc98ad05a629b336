import { typesOf } from "../../domain/catalogue/applies.ts";
import type { Place } from "../../domain/planning/levels.ts";
import type { OrganizationRow } from "./holders.ts";

/** By which levels reach an organization. */
export const placeOf = ({ type, types, district }: Pick<OrganizationRow, "type" | "types" | "district">): Place => ({
  district,
  types: typesOf({ type, types }),
});

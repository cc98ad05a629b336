import { audit } from "../../client/audit/audit.ts";
import type { Gap } from "../../domain/audit/checks.ts";
import { engineView } from "../../worker/engine-view.ts";
import { type World, zone } from "./world.ts";

/** The world's engine as an audit reads it. */
export const viewOf = ({ env, context }: World) =>
  engineView(env.client, { flush: async () => context.flush().then(() => 0) }, zone);

/** Runs an audit of a world, as the command does. */
export const auditOf = (city: World, { fix = false } = {}) =>
  audit(city.context, { by: "command", engine: viewOf(city), fix });

/** The gaps of an audit, each as its check and its subject. */
export const named = (gaps: readonly Gap[]): string[] => gaps.map(({ check, what }) => `${check} ${what}`).sort();

import { createActivities } from "../../activities/index.ts";
import type { Config } from "../../config.ts";

type Deps = Parameters<typeof createActivities>[0];

/** Which channel carries another's notices, by the settings: without SMS, e-mail does. */
export const insteadOf = ({ noSms }: Pick<Config, "noSms">): Pick<Deps, "instead"> =>
  noSms ? { instead: { sms: "email" } } : {};

/** The activities of a process according to its settings; `duban up` and `duban worker` send by the same rules. */
export const activitiesOf = (
  config: Pick<Config, "noSms" | "webhooksPrivate">,
  deps: Omit<Deps, "instead" | "webhooks" | "sender">,
): ReturnType<typeof createActivities> =>
  createActivities({
    ...deps,
    ...insteadOf(config),
    sender: "督办 Duban",
    webhooks: { allowPrivate: config.webhooksPrivate ?? false },
  });

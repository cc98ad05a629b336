import { createTransports } from "../../activities/channels/index.ts";
import type { Deps } from "../../activities/deps.ts";
import type { Db } from "../../prisma/client.ts";

/** URLs at which an inbox receives mail and SMS. */
interface Providers {
  smtpUrl: string;
  smsUrl: string;
}

/** Dependencies of activities, with a database and an inbox. */
export function depsOf(db: Db, { smtpUrl, smsUrl }: Providers, more: Partial<Deps> = {}): Deps {
  const log = (): void => undefined;
  return {
    db,
    transports: createTransports({ smtp: [smtpUrl], sms: [smsUrl], mailFrom: "duban@example.org" }, log),
    flush: async () => undefined,
    publicUrl: "http://127.0.0.1:8080",
    secretKey: "a secret of thirty-two characters",
    sender: "Duban",
    log,
    ...more,
  };
}

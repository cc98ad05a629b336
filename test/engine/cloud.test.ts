import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { startCase } from "../../client/cases/cases.ts";
import { readConfig } from "../../config.ts";
import { chinaCalendar } from "../../domain/time/calendar.ts";
import { startInbox } from "../../local/inbox.ts";
import { startTemporal, type Temporal } from "../../local/temporal.ts";
import { connectClient } from "../../worker/connections.ts";
import { engineChecks } from "../../worker/doctor/engine-checks.ts";
import { connectWorker } from "../../worker/native-connection.ts";
import { createRelay } from "../../worker/relay.ts";
import { installRuntime } from "../../worker/runtime.ts";
import { registerSearchAttributes } from "../../worker/search-attributes.ts";
import { searchAttributes } from "../../workflows/protocol.ts";
import { freshDatabase } from "../support/database.ts";
import { found } from "../support/organization.ts";
import { eventually } from "../support/timeouts.ts";
import { type CloudFront, type Credential, startCloudFront, tlsFile } from "./cloud-front.ts";
import { workOn } from "./worker-on.ts";

const apiKey = "a-key-of-this-test";
const quiet = (): void => undefined;
const ends: (() => Promise<unknown>)[] = [];

beforeAll(() => installRuntime("ERROR"));
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const end of ends.splice(0).reverse()) await end();
});

async function serve(
  known: typeof searchAttributes | Record<string, never>,
  credential: Credential,
): Promise<CloudFront> {
  const home = await mkdtemp(join(tmpdir(), "duban-cloud-"));
  ends.push(() => rm(home, { recursive: true, force: true, maxRetries: 10 }));
  await chmod(home, 0o755);
  const server: Temporal = await startTemporal({ home, log: quiet, searchAttributes: known, ui: false });
  ends.push(() => server.stop());
  const front = await startCloudFront(server.address, credential);
  ends.push(() => front.stop());
  return front;
}

/** Settings as an operator makes them, in the environment only. */
function set(settings: Readonly<Record<string, string>>): void {
  vi.stubEnv("TEMPORAL_TLS_SERVER_CA_CERT_PATH", tlsFile("ca"));
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
}
const certificate = {
  TEMPORAL_TLS_CLIENT_CERT_PATH: tlsFile("client"),
  TEMPORAL_TLS_CLIENT_KEY_PATH: tlsFile("client-key"),
};

async function connect(front: CloudFront) {
  const config = readConfig({ TEMPORAL_ADDRESS: front.address });
  const { client, close } = await connectClient(config, front.address);
  ends.push(close);
  return { config, client };
}

describe("a Temporal server behind TLS that does not allow adding search attributes", () => {
  test.each([
    ["an API key", { apiKey }, { TEMPORAL_API_KEY: apiKey }],
    ["a client certificate", "client certificate", certificate],
  ] as const)("runs a case with %s, by settings alone", async (_, credential, settings) => {
    const front = await serve(searchAttributes, credential);
    set(settings);
    const { config, client } = await connect(front);
    await registerSearchAttributes(client, "default");
    const { db } = await freshDatabase();
    const inbox = await startInbox();
    ends.push(() => inbox.stop());
    const relay = createRelay({ db, client, log: quiet });
    const connection = await connectWorker(config, front.address);
    ends.push(() => connection.close());
    const workers = await workOn(front.address, { db, inbox, relay }, { connection });
    ends.push(() => workers.stop());
    const organization = await found(db, new Date(), {});
    const flush = async (): Promise<void> => void (await relay.flush());
    const start = {
      duty: "29",
      organizationId: organization.id,
      subject: "消防通道堵塞",
      actor: "administrator" as const,
    };
    await startCase(
      { db, now: () => new Date(), calendar: chinaCalendar(), flush },
      { ...start, facts: { severity: "critical" } },
    );
    await eventually(async () => inbox.messages().some((one) => one.to === organization.email("secretariat")));
    const findings = await engineChecks(client);
    expect(findings.filter(({ ok }) => !ok)).toEqual([]);
    expect(front.refused).toContain("ListSearchAttributes");
  });

  test("without them is reported, with the missing ones and how to add them", async () => {
    const front = await serve({}, { apiKey });
    set({ TEMPORAL_API_KEY: apiKey });
    const { client } = await connect(front);
    const refusal = await registerSearchAttributes(client, "default").catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: "UNREACHABLE", reason: "engine-attributes" });
    const names = Object.keys(searchAttributes);
    expect(refusal).toMatchObject({ values: { attributes: names, namespace: "default" } });
    const attributes = (await engineChecks(client)).find(({ part }) => part === "search attributes");
    expect(attributes).toMatchObject({ ok: false, detail: expect.stringContaining(`${names.join(", ")} missing`) });
  });

  test("that rejects the key is reported as such, not as unreachable", async () => {
    const front = await serve({}, { apiKey });
    set({ TEMPORAL_API_KEY: "another" });
    await expect(connect(front)).rejects.toMatchObject({
      reason: "engine-refuses",
      values: { address: front.address },
    });
  });
});

import { randomBytes } from "node:crypto";
import { beforeAll, describe } from "vitest";
import { type SlowClientsFound, slowClients } from "../support/processes/slow-clients.ts";
import { ceiling, promised } from "../support/timeouts.ts";
import { attackLine } from "./line.ts";
import { openStage, type Stage } from "./stage.ts";

const mega = 1024 * 1024;

/** Effects of such clients on other visitors. Response times are checked only in a complete run; beside other tests they depend on those. */
const harmTo = ({ before, meanwhile, costs }: SlowClientsFound, whole: boolean): string[] => [
  ...(costs > 5_000 ? [`the clients took ${costs} ms of the processor`] : []),
  ...(whole && meanwhile.median > before.median + promised(150)
    ? [`others waited ${meanwhile.median} ms, before ${before.median} ms`]
    : []),
];

let stage: Stage;
let page: string;
let raise: string;
/** URL of a stored file of 9 MB. */
let kept: string;
beforeAll(async () => {
  stage = await openStage();
  const organization = await stage.desk.organization({ type: "VOL" });
  const { taskId } = await stage.desk.finding(organization, "x");
  page = `/t/${await stage.desk.code(organization.person("secretariat"), taskId)}`;
  raise = `/o/${organization.code}/raise`;
  const { desk } = stage;
  const handed = await desk.finding(organization, "y");
  const doer = `/t/${await desk.code(organization.person("secretariat"), handed.taskId)}`;
  const files = [new File([new Uint8Array(randomBytes(9 * mega))], "a.dat")];
  await desk.send(doer, "submit", { "ask-note": "x", "ask-files": files });
  kept = /href="([^"]+\/file\/[^"]+)" download>/.exec((await desk.get(doer)).text)?.[1] ?? "";
});

const multipart = "multipart/form-data; boundary=cut";
const file =
  '--cut\r\ncontent-disposition: form-data; name="ask-files"; filename="a.jpg"\r\ncontent-type: image/jpeg\r\n\r\n';

// Memory is read from /proc, on Linux only.
describe.runIf(process.platform === "linux")("bodies", () => {
  attackLine(
    {
      attack:
        "Anonymous request bodies: 100 concurrent clients that send slowly, stall, send 128 MB, files, or chunks of one byte",
      pass: "at most 100 MB more memory; other requests answered as before",
      n: 500,
      fast: 20,
    },
    async ({ n, whole, tried, succeeded, note }) => {
      const manners = [
        ["trickle", { manner: "trickle", length: 60_000, lasts: [2_000, 2_000], path: raise }],
        ["stall", { manner: "stall", length: 64_000, lasts: [2_000, 2_000], path: raise }],
        ["128 MB", { manner: "large", length: 128 * mega, path: raise }],
        ["chunks of one byte", { manner: "chunks", length: mega, path: raise }],
        [
          "100 MB of files",
          { manner: "large", length: 100 * mega, lasts: [5_000, 60_000], path: page, type: multipart, head: file },
        ],
      ] as const;
      const some = whole ? manners : manners.slice(2, 3);
      const { url, pid } = stage;
      for (const [name, manner] of some) {
        const clients = Math.ceil(n / some.length);
        const found = await slowClients({ url, pid, other: raise, clients, ...manner });
        if (found.grownBy > 100) succeeded(`${name}: memory +${found.grownBy} MB`);
        if (found.meanwhile.failed > 0) succeeded(`${name}: ${found.meanwhile.failed} others were not answered`);
        for (const harm of harmTo(found, whole)) succeeded(`${name}: ${harm}`);
        note(
          `${name}: +${found.grownBy} MB, others ${found.before.median} ms before and ${found.meanwhile.median} ms during`,
        );
        tried(clients);
      }
    },
  );

  attackLine(
    {
      attack: "Files requested and not read: 100 concurrent clients, 9 MB each",
      pass: "at most 100 MB more memory; other requests answered as before",
      n: 100,
      fast: 20,
    },
    async ({ n, whole, tried, succeeded, note }) => {
      const { url, pid } = stage;
      const about = { manner: "unread", path: kept, other: raise, lasts: [3_000, ceiling(5)] } as const;
      // Measures separately what the program needs to read files for the first time, which these clients do not cause.
      const first = await slowClients({ url, pid, clients: 3, ...about });
      const found = await slowClients({ url, pid, clients: n, ...about });
      const { grownBy, before, meanwhile } = found;
      if ((found.statuses[200] ?? 0) < n) succeeded(`asked for a file: ${JSON.stringify(found.statuses)}`);
      if (grownBy > 100) succeeded(`memory +${grownBy} MB`);
      if (meanwhile.failed > 0) succeeded(`${meanwhile.failed} others were not answered`);
      for (const harm of harmTo(found, whole)) succeeded(harm);
      note(
        `+${grownBy} MB (the first three readers after a start: +${first.grownBy} MB), others ${before.median} ms before and ${meanwhile.median} ms during`,
      );
      tried(n);
    },
  );
});
